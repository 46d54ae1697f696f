from datetime import date

import pytest

from detector.errors import InputError, WorkspaceError
from detector.report import build_week
from detector.report.scope import monday_of
from tests.report import scans


def test_the_latest_scan_is_told_unless_a_week_is_named(con):
    scans.shipments(con, 300)
    scans.scan(con, 10, as_of=date(2026, 8, 20))
    scans.scan(con, 10)
    assert build_week(con).made.as_of == "2026-09-18"
    assert build_week(con, "2026-W34").made.as_of == "2026-08-20"


def test_a_week_that_no_scan_has_seen_is_refused_with_the_way_out(con):
    scans.shipments(con, 50)
    scans.scan(con, 3)
    with pytest.raises(InputError, match="2026-W01") as caught:
        build_week(con, "2026-W01")
    assert "--as-of 2026-01-04" in caught.value.fix


@pytest.mark.parametrize("week", ["2026", "38", "2026-W60", "2026-W00", "week 3"])
def test_what_is_no_iso_week_is_refused(week):
    with pytest.raises(InputError, match="is no ISO week"):
        monday_of(week)


def test_a_workspace_without_scans_is_refused(con):
    with pytest.raises(WorkspaceError, match="Nothing has been scanned"):
        build_week(con)


def test_a_report_leaves_nothing_behind(con):
    scans.shipments(con, 50)
    scans.scan(con, 3)
    before = con.execute("select table_name from duckdb_tables() order by 1").fetchall()
    build_week(con)
    assert con.execute("select table_name from duckdb_tables() order by 1").fetchall() == before
