import pandas as pd

from detector.report import build_week
from detector.report.findings import Reason
from detector.report.stories import merge_reasons, unknown_of
from tests.report import scans


def reason(signal, share, text="says", innocent="or so"):
    return Reason(signal, "price", 1.0, 0.0, "MADs", 9, share, "R27", text, innocent, 0.99)


def test_reasons_of_a_case_are_merged_by_signal_and_the_strongest_speaks():
    merged, innocent = merge_reasons(
        [
            (reason("a", 0.6, "weak a"), reason("b", 0.4)),
            (reason("a", 1.0, "strong a"),),
        ]
    )
    assert [(told.signal, told.lines, told.share, told.text) for told in merged] == [
        ("a", 2, 0.8, "strong a"),
        ("b", 1, 0.2, "says"),
    ]
    assert innocent == ("or so",)


def test_what_is_not_recorded_is_said():
    lines = pd.DataFrame(
        {
            "end_user": [None, None],
            "arrived_on": [None, pd.Timestamp("2026-01-01")],
            "consignee": ["A", "B"],
            "quantity": [1.0, 2.0],
            "value_usd": [1.0, 2.0],
            "gross_weight_kg": [None, 2.0],
            "net_weight_kg": [1.0, None],
        }
    )
    assert unknown_of(lines) == (
        "None of the 2 records say who uses the goods in the end.",
        "1 of 2 records does not say whether and when they arrived.",
    )


def test_each_case_names_the_lines_of_its_files(con):
    scans.shipments(con, 300)
    scans.scan(con, 30)
    found = build_week(con)
    told = {case.case_id: case for case in found.cases}
    for row in found.queue[:10]:
        case = told[row.case_id]
        assert row.shipment_id in [line.shipment_id for line in case.lines] or case.more_lines
    line = found.cases[0].lines[0]
    (file_line,) = con.execute(
        "select line from shipments where shipment_id = $id and source = $source",
        {"id": line.shipment_id, "source": line.source},
    ).fetchone()
    assert (line.file, line.line) == ("exports_2026.csv", file_line)


def test_no_more_than_fifty_cases_are_told_and_the_rest_is_counted(con):
    scans.shipments(con, 400, exporter=[f"Company {n}" for n in range(400)],
                    consignee=[f"Buyer {n}" for n in range(400)])  # fmt: skip
    scans.scan(con, 80)
    found = build_week(con)
    assert (len(found.cases), found.totals.cases_left_out) == (50, 30)
