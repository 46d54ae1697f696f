import pandas as pd
import pytest

from detector.errors import RecordError
from detector.flows import balance_countries
from detector.movements import find_twins
from detector.records import load_files, load_frame
from tests.ledgers import ledger

LINES = """
    shipped_on  units  units_low  units_high  exporter_country  consignee_country
    2025-01-05  800    800        800         TW                MY
    2025-02-05  200    150        260         TW                MY
    2025-03-05  300    300        300         MY                HK
    2025-07-25  64     64         64          TW                TW
"""
SITE = {"cluster": "Alder Hall", "country": "MY", "accelerators": "400", "certainty": "confirmed"}


@pytest.fixture
def moved(con):
    ledger(con, LINES)
    find_twins(con)
    return con


def site(con, **changed):
    load_frame(con, "clusters", pd.DataFrame([SITE | changed]), str(changed))


def malaysia(con, **how):
    return next(one for one in balance_countries(con, **how).countries if one.country == "MY")


def test_what_arrived_less_what_went_on_is_left_where_no_site_is_known(moved):
    told = malaysia(moved)
    assert told.arrived == pytest.approx(1000, abs=10)
    assert told.arrived_low < told.arrived < told.arrived_high
    assert told.forwarded == 300
    assert (told.installed, told.stocked) == (0, 0)
    assert told.gap == pytest.approx(700, abs=10)
    assert told.chance_of_gap == 1


def test_a_listed_cluster_explains_what_stands(moved):
    site(moved)
    told = malaysia(moved)
    assert told.installed == pytest.approx(400, rel=0.05)
    assert told.installed_low < told.installed < told.installed_high
    assert told.gap == pytest.approx(300, abs=25)
    assert told.clusters == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "planned"},
        {"state": "decommissioned"},
        {"operational_on": "2024-01-01"},
        {"operational_on": "2027-01-01"},
        {"closed_on": "2025-02-01"},
        {"country": "SG"},
    ],
)
def test_what_does_not_stand_there_or_was_filled_before_explains_nothing(moved, changed):
    site(moved, **changed)
    assert malaysia(moved).installed == 0


def test_a_possible_duplicate_and_an_unlikely_site_explain_less(moved):
    site(moved, may_repeat="true")
    assert malaysia(moved).installed_low == 0
    site(moved, cluster="Birch Hall", certainty="unlikely", accelerators="9000")
    told = malaysia(moved)
    assert told.installed < 500
    assert told.installed_high > 5000


def test_stated_power_stands_in_and_is_not_added_to_the_clusters(moved):
    party = {"party": "Cedar Cloud", "country": "MY", "capacity_mw": "0.8"}
    load_frame(moved, "parties", pd.DataFrame([party]))
    alone = malaysia(moved)
    assert 100 < alone.installed < 600
    site(moved, accelerators="700")
    both = malaysia(moved)
    assert both.installed == pytest.approx(700, rel=0.1)
    assert both.companies == 1


def test_recent_arrivals_may_lie_in_a_warehouse_but_never_more_than_is_left(moved):
    told = malaysia(moved, hold_days=240)
    assert 300 < told.stocked < 650
    site(moved, accelerators="690")
    assert malaysia(moved, hold_days=240).stocked_high < 200


def test_the_two_records_of_one_movement_count_once(con):
    ledger(con, "shipped_on  units\n2025-01-05  8")
    find_twins(con)
    con.execute("delete from twin")
    con.execute("insert into twin by name select 1 as shipment_no, false as is_primary")
    with pytest.raises(RecordError, match="No accelerator"):
        balance_countries(con)


def test_the_same_workspace_gives_the_same_figures(moved):
    site(moved)
    assert balance_countries(moved) == balance_countries(moved)


def test_every_assumption_carries_source_and_mark(moved):
    for one in balance_countries(moved).assumptions:
        assert one.value
        assert one.source
        assert one.mark in ("verified", "background", "proposal")


def test_a_workspace_that_was_not_scanned_says_so(con):
    with pytest.raises(RecordError, match="not been scanned"):
        balance_countries(con)


@pytest.mark.shared_data
def test_the_public_list_of_clusters_loads_and_every_line_is_accounted_for(shared_data, con):
    (report,) = load_files(con, [shared_data / "epoch/gpu_clusters.csv"])
    assert report.layout == "epoch_clusters"
    assert report.is_accounted
    assert report.loaded > 650
    told = con.execute(
        "select count(*), sum(accelerators) from clusters where country = 'TH' "
        "and state = 'existing'"
    ).fetchall()
    assert told == [(5, 2752.0)]
