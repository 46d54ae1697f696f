from detector.report import build_week
from tests.report import scans


def test_a_source_that_stopped_is_late_and_said_so(con):
    scans.shipments(con, 600)
    con.execute("""
        update shipment_versions set shipped_on = shipped_on - interval 30 day
        where source = 'manifests'
    """)
    scans.scan(con, 10)
    found = build_week(con)
    told = {source.source: source for source in found.sources}
    assert told["exports"].verdict == "on time"
    assert told["manifests"].verdict == "late"
    assert told["manifests"].days_behind >= 30
    assert "1 source is late" in found.brief[-1]


def test_a_monthly_source_is_not_late_after_two_weeks(con):
    scans.shipments(con, 300)
    con.execute("""
        update shipment_versions set shipped_on = date_trunc('month', shipped_on)
        where source = 'manifests'
    """)
    scans.scan(con, 10)
    told = {source.source: source.verdict for source in build_week(con).sources}
    assert told["manifests"] == "on time"


def test_rejects_are_counted_by_reason_with_the_first_place(con):
    scans.shipments(con, 50)
    scans.scan(con, 3)
    first, *_, last = build_week(con).rejected
    assert (first.reason, first.count, first.example) == (
        "no usable date", 2, "exports_2026.csv, line 17"
    )  # fmt: skip
    assert last.line_kept


def test_blank_cells_are_told_as_a_share(con):
    scans.shipments(con, 100, consignee=[None] * 30)
    scans.scan(con, 3)
    lines = {source.source: source.lines for source in build_week(con).sources}
    blank = sum(
        dict(source.blanks)["consignee"] * lines[source.source]
        for source in build_week(con).sources
    )
    assert abs(blank - 30) < 1


def test_every_file_stands_with_its_fingerprint(con):
    scans.shipments(con, 20)
    scans.scan(con, 1)
    (file,) = build_week(con).files
    assert (file.sha256, file.loaded, file.rejected) == ("ab" * 32, 20, 3)
