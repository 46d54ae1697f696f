import filecmp

import pandas as pd
import pytest

from detector.errors import SettingsError, StorageError
from detector.simulate import Order, read_world, simulate, simulate_to, write_world

SMALL = read_world("standard").model_copy(update={"block": 1_500})


@pytest.fixture(scope="module")
def held():
    return simulate(4_000, 4, SMALL)


def test_a_world_in_files_is_byte_for_byte_the_world_in_memory(held, tmp_path):
    whole = write_world(held, tmp_path / "whole")
    parts = simulate_to(tmp_path / "parts", Order(4_000, 4, SMALL, "csv")).files
    assert [path.name for path in whole] == [path.name for path in parts]
    for one, other in zip(whole, parts, strict=True):
        assert filecmp.cmp(one, other, shallow=False), one.name


def test_parquet_holds_the_same_lines_and_days_are_days(held, tmp_path):
    written = simulate_to(tmp_path, Order(4_000, 4, SMALL))
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        path.name for path in written.files
    )
    read = pd.read_parquet(tmp_path / "shipments.parquet")
    assert read["shipment_id"].tolist() == held.shipments["shipment_id"].tolist()
    assert read["shipped_on"].tolist() == held.shipments["shipped_on"].dt.date.tolist()
    truth = pd.read_parquet(tmp_path / "truth.parquet")
    pd.testing.assert_frame_equal(truth, held.truth, check_dtype=False)


def test_what_was_written_is_counted(held, tmp_path):
    written = simulate_to(tmp_path, Order(4_000, 4, SMALL))
    assert written.lines == 4_000
    assert written.diverted == held.truth["role"].isin(["inbound", "onward"]).sum()
    assert written.schemes == held.truth["scheme_id"].nunique()
    assert written.lookalikes == held.lookalikes["story_id"].nunique()


def test_each_part_is_told(tmp_path):
    told: list[str] = []
    simulate_to(tmp_path, Order(4_000, 4, SMALL), told.append)
    assert told == [
        *(f"simulating lines, part {part} of 3" for part in (1, 2, 3)),
        "putting the lines in order",
    ]


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(SettingsError, match="No format"):
        simulate_to(tmp_path, Order(2_000, form="xlsx"))


def test_a_folder_that_cannot_be_written_is_told_and_leaves_nothing(tmp_path):
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(StorageError, match="cannot be written"):
        simulate_to(tmp_path / "taken", Order(2_000))


def test_a_world_that_fails_half_way_leaves_no_file(tmp_path):
    with pytest.raises(ValueError, match="at least 500"):
        simulate_to(tmp_path, Order(100))
    assert list(tmp_path.iterdir()) == []
