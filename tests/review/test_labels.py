"""The snapshot follows each decision."""

import pyarrow.parquet as pq

from detector.review import Verdict, decide, decline, snapshot_file
from tests.review.flags import flag

NOTE = "seen the packing list and the invoice"


def labels(tmp_path):
    rows = pq.read_table(snapshot_file(tmp_path / "w.duckdb")).to_pylist()
    return {row["case_id"]: (row["decision"], row["reason_code"]) for row in rows}


def test_a_slip_of_the_data_is_cleared_with_a_code_that_makes_it_no_label(tmp_path, desk):
    decide(desk, flag("C-1"), "ana", Verdict("data error", NOTE))
    decide(desk, flag("C-2"), "ana", Verdict("benign explained", NOTE, "D11:B03"))
    assert labels(tmp_path) == {"C-1": ("cleared", "D12"), "C-2": ("cleared", "D11:B03")}


def test_a_duplicate_follows_when_its_master_changes(tmp_path, desk):
    decide(desk, flag("C-1"), "ana", Verdict("refer", NOTE))
    decide(desk, flag("C-2"), "ana", Verdict("duplicate", NOTE, "", "C-1"))
    assert labels(tmp_path)["C-2"] == ("referred", None)
    decline(desk, "C-1", "ben", "these were other goods")
    assert labels(tmp_path) == {}
    decide(desk, flag("C-1"), "ben", Verdict("benign explained", NOTE, "D10"))
    assert labels(tmp_path) == {"C-1": ("cleared", "D10"), "C-2": ("cleared", None)}
