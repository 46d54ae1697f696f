import pandas as pd
import pytest

from detector.records.contract import TABLES
from detector.simulate import simulate, write_world


def test_a_world_holds_exactly_the_lines_asked_for(world):
    assert len(world.shipments) == 20_000
    assert world.shipments["shipment_id"].is_unique


def test_the_columns_are_those_of_the_contract(world):
    assert list(world.shipments.columns) == list(TABLES["shipments"].names)
    for table in ("trade_flows", "parties", "watchlist"):
        told = {*TABLES[table].names, "source"}
        assert set(getattr(world, table).columns) <= told


def test_the_same_seed_gives_the_same_world():
    one, two = simulate(2_000, seed=5), simulate(2_000, seed=5)
    for table in (
        "shipments",
        "trade_flows",
        "parties",
        "watchlist",
        "truth",
        "lookalikes",
        "contents",
    ):
        pd.testing.assert_frame_equal(getattr(one, table), getattr(two, table))


def test_a_world_of_too_few_lines_is_refused():
    with pytest.raises(ValueError, match="at least 500"):
        simulate(10, seed=1)


def test_a_written_world_reads_back(tmp_path):
    made = simulate(2_000, seed=6)
    written = write_world(made, tmp_path)
    assert [path.name for path in written] == [
        "shipments.csv",
        "trade_flows.csv",
        "parties.csv",
        "watchlist.csv",
        "truth.csv",
        "lookalikes.csv",
        "contents.csv",
    ]
    read = pd.read_csv(tmp_path / "shipments.csv", dtype=str, keep_default_na=False)
    assert read["shipped_on"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()
    assert read["consignee"].tolist() == made.shipments["consignee"].fillna("").tolist()
