"""A scan after new records gives what a scan of all records gives, and rebuilds less."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from detector import prepare as preparing
from detector.engine import build_family, read_family
from detector.features import FAMILIES, build_from, lay_out_yardsticks
from detector.features.watermark import NOTHING
from detector.prepare import prepare
from detector.records.tables import lay_out
from detector.settings import Settings
from tests.features.test_families import world
from tests.ledgers import VALUES, build

BOUNDED = [name for name in FAMILIES if read_family("detector.features", name).horizon]
SHORT = VALUES | {"peer_days": 40}
TABLES = ("ledger", "twin", "movement_link", "chain", "chain_hop", "mass_balance", *FAMILIES)
LAST = date(2025, 12, 31)


def rows(con, name):
    return con.execute(f"select * from {name} order by all").df()


def long_world(con):
    """Lay out 400 lines over four years."""
    world(con, "2024-12-31")
    con.execute("""
        update ledger set shipped_on = shipped_on + (shipment_no % 4 * 300)::integer,
            day_no = day_no + (shipment_no % 4 * 300)::integer
    """)
    con.execute("""
        update ledger set month_no = year(shipped_on) * 12 + month(shipped_on),
            month = date_trunc('month', shipped_on)
    """)
    lay_out_yardsticks(con, SHORT)


@pytest.mark.parametrize("name", BOUNDED)
def test_rows_that_are_kept_and_rows_that_are_built_make_the_same_table(con, name):
    long_world(con)
    for other in read_family("detector.features", name).reads:
        if other in FAMILIES:
            build(con, other)
    family = read_family("detector.features", name)
    con.execute("create table prepared_family (name varchar primary key, mark varchar)")
    assert not build_from(con, family, SHORT, NOTHING)
    full = rows(con, name)
    days = con.execute("select distinct day_no from ledger order by 1").df()["day_no"]
    for through in days.sample(6, random_state=1).tolist():
        # later rows are spoilt to show that they are built anew, earlier ones are kept as they are
        con.execute(
            f"delete from {name} where shipment_no in "
            "(select shipment_no from ledger where day_no > $day)",
            {"day": through},
        )
        assert build_from(con, family, SHORT, through)
        pd.testing.assert_frame_equal(rows(con, name), full, check_exact=True)


@pytest.mark.parametrize("name", BOUNDED)
def test_the_horizon_is_as_long_as_the_family_looks_back(con, name):
    long_world(con)
    family = read_family("detector.features", name)
    build_family(con, family, SHORT)
    full = rows(con, name).set_index("shipment_no")
    days = sum(int(SHORT.get(part, part)) for part in family.horizon.split())
    con.execute(
        "delete from ledger where day_no <= (select max(day_no) - 300 - $days from ledger)",
        {"days": days},
    )
    lay_out_yardsticks(con, SHORT)
    late = con.execute(
        "select shipment_no from ledger where day_no > (select max(day_no) - 200 from ledger)"
    ).df()["shipment_no"]
    build_family(con, family, SHORT)
    part = rows(con, name).set_index("shipment_no")
    assert 10 < len(late) < len(part) < len(full)
    pd.testing.assert_frame_equal(part.loc[late], full.loc[late], check_exact=True)


def records(con, n=160):
    """Load some trade of eight companies over two years."""
    lay_out(con)
    rng = np.random.default_rng(3)
    names = [f"Company {letter}" for letter in "ABCDEFGH"]
    told = ["NVIDIA H100 PCIe 80GB", "Dell XE9680 server 8x H100", "power supply", "RTX 4090 card"]
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(np.sort(rng.integers(0, 720, n)), "D")
    frame = pd.DataFrame(
        {
            "shipment_no": np.arange(n) + 1,
            "shipment_id": [f"L{number}" for number in range(n)],
            "source": "test",
            "shipped_on": days.date,
            "arrived_on": (days + pd.to_timedelta(rng.integers(0, 20, n), "D")).date,
            "exporter": rng.choice(names, n),
            "exporter_country": rng.choice(["TW", "MY", "SG"], n),
            "consignee": rng.choice(names, n),
            "consignee_country": rng.choice(["MY", "SG", "TH", "HK"], n),
            "hs_code": rng.choice(["84733020", "84715001"], n),
            "description": rng.choice(told, n),
            "quantity": rng.integers(1, 9, n).astype(float),
            "gross_weight_kg": rng.uniform(1, 300, n).round(1),
            "value_usd": rng.uniform(1e3, 1e6, n).round(2),
        }
    ).assign(hs6=lambda frame: frame["hs_code"].str[:6])
    con.register("told", frame)
    con.execute("insert into shipment_versions by name from told")
    con.unregister("told")


def tables(con):
    return {name: rows(con, name) for name in TABLES}


def as_from_nothing(con):
    con.execute("drop table prepared")
    prepare(con, LAST, Settings())
    return tables(con)


def kept_in(con, monkeypatch):
    """Prepare again and give the families of which rows were kept."""
    kept = []

    def watched(con, family, values, through, on):
        stays = build_from(con, family, values, through, on)
        kept.extend([family.name] * stays)
        return stays

    monkeypatch.setattr(preparing, "build_from", watched)
    prepare(con, LAST, Settings())
    return kept


@pytest.mark.parametrize("split", ["2024-12-11", "2025-11-02"])
def test_new_records_give_what_all_records_give(con, monkeypatch, split):
    records(con)
    con.execute(
        "create temp table later as select * from shipment_versions where shipped_on > $day",
        {"day": split},
    )
    con.execute("delete from shipment_versions where shipped_on > $day", {"day": split})
    prepare(con, date.fromisoformat(split), Settings())
    con.execute("insert into shipment_versions by name from later")
    assert kept_in(con, monkeypatch) == BOUNDED
    after = tables(con)
    for name, full in as_from_nothing(con).items():
        pd.testing.assert_frame_equal(after[name], full, check_exact=True)


def test_a_correction_of_an_old_line_gives_what_all_records_give(con, monkeypatch):
    records(con)
    prepare(con, LAST, Settings())
    con.execute("update shipment_versions set quantity = 77, value_usd = 5 where shipment_no = 90")
    assert kept_in(con, monkeypatch) == BOUNDED
    after = tables(con)
    for name, full in as_from_nothing(con).items():
        pd.testing.assert_frame_equal(after[name], full, check_exact=True)


def test_nothing_is_built_where_nothing_changed(con, monkeypatch):
    records(con, 40)
    prepare(con, LAST, Settings())
    monkeypatch.setattr(preparing, "build_family", None)
    prepare(con, LAST, Settings())


def test_other_settings_or_days_are_seen(con):
    records(con, 60)
    prepare(con, LAST, Settings())
    prepare(con, LAST, Settings(hold_days=5, peer_days=30))
    after = tables(con)
    con.execute("drop table prepared")
    prepare(con, LAST, Settings(hold_days=5, peer_days=30))
    for name, full in tables(con).items():
        pd.testing.assert_frame_equal(after[name], full, check_exact=True)


def test_after_a_preparation_that_was_cut_off_all_is_built(con, monkeypatch):
    records(con, 40)
    prepare(con, LAST, Settings())
    con.execute("update shipment_versions set value_usd = 5 where shipment_no = 30")
    monkeypatch.setattr(preparing, "link_movements", None)
    with pytest.raises(TypeError):
        prepare(con, LAST, Settings())
    monkeypatch.undo()
    assert kept_in(con, monkeypatch) == []
