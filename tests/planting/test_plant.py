import pandas as pd
import pytest

from detector.models.rehearsal import WORLD
from detector.pipeline import latest_day
from detector.planting import plant_stories
from detector.prepare import prepare
from detector.records import load_frame
from detector.workspace import open_memory
from tests.planting.conftest import SETTINGS


def test_the_records_stay_as_they_are(sown):
    assert sown.before == sown.after


def test_every_line_has_features_and_says_whose_it_is(sown):
    planted, lines = sown.trade.planted, sown.trade.lines
    assert len(planted) == len(lines) == len(sown.trade.matrix)
    assert set(planted["kind"]) == {"own", "scheme", "lookalike", "ordinary"}
    by_id = lines["shipment_id"].str.startswith("planted-")
    assert (by_id == (planted["kind"] != "own")).all()
    assert set(planted.loc[planted["positive"], "kind"]) == {"scheme"}


def test_look_alikes_far_outnumber_schemes(sown):
    tales = sown.drafts.drop_duplicates("tale")["kind"].value_counts()
    assert tales["lookalike"] >= 5 * tales["scheme"]


def test_ordinary_lines_take_the_places_of_those_that_they_were_drafted_after(sown):
    taken = sown.drafts["replaces"].dropna()
    assert len(taken)
    assert (
        not sown.trade.lines["shipment_no"]
        .isin(taken)
        .loc[sown.trade.planted["kind"] == "own"]
        .any()
    )


def test_planted_lines_lie_within_the_days_of_the_records(sown):
    days = pd.to_datetime(sown.written["shipped_on"])
    slack = pd.Timedelta(days=15)  # the other paper of a movement has a day of its own
    first, last = pd.Timestamp(sown.own.first), pd.Timestamp(sown.own.last)
    assert days.between(first - slack, last + slack).all()


def test_records_without_the_goods_are_left_alone(memory_of_cables):
    con, as_of = memory_of_cables
    assert plant_stories(con, as_of, WORLD, SETTINGS) is None


@pytest.fixture
def memory_of_cables(sown):
    lines = sown.own.lines.head(60)[["shipped_on", "exporter", "exporter_country", "consignee"]]
    lines = lines.assign(
        shipment_id=[f"C{number}" for number in range(len(lines))],
        consignee_country="DE",
        hs_code="854442",
        description="CABLE",
        quantity=10,
        value=100,
        net_weight_kg=5,
    )
    con = open_memory("1GB", 1)
    load_frame(con, "shipments", lines, "own")
    as_of = latest_day(con)
    prepare(con, as_of, SETTINGS)
    yield con, as_of
    con.close()
