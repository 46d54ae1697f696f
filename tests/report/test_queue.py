from detector.report import build_week
from tests.report import scans


def test_the_queue_is_the_flagged_lines_in_order_of_rank(con):
    scans.shipments(con, 200)
    scans.scan(con, 30)
    rows = build_week(con).queue
    assert [row.rank for row in rows] == list(range(1, 31))
    told = con.execute("select shipment_id from scores where flagged order by rank").fetchall()
    assert [row.shipment_id for row in rows] == [name for (name,) in told]


def test_a_row_carries_its_reasons_strongest_first(con):
    scans.shipments(con, 100)
    scans.scan(con, 5)
    for row in build_week(con).queue:
        shares = [reason.share for reason in row.reasons]
        assert len(shares) == 4
        assert shares == sorted(shares, reverse=True)


def test_lines_chosen_to_explore_stand_in_the_queue_and_are_not_flagged(con):
    scans.shipments(con, 100)
    scans.scan(con, 5)
    con.execute("update scores set selected_by = 'exploration' where rank = 50")
    con.execute("update scores set selected_by = '' where rank > 50")
    assert [row.rank for row in build_week(con).queue] == [1, 2, 3, 4, 5, 50]


def test_a_line_that_was_replaced_since_the_scan_is_told_as_it_was_scored(con):
    scans.shipments(con, 60)
    scans.scan(con, 4)
    before = build_week(con).queue
    con.execute("update shipment_versions set superseded_by = 2 where shipment_no < 30")
    assert build_week(con).queue == before


def test_blank_records_make_a_row_without_inventing_anything(con):
    nothing = [None] * 30
    scans.shipments(
        con, 30, exporter=nothing, consignee=nothing, exporter_country=nothing, hs_code=nothing,
        consignee_country=nothing, description=nothing, value=nothing, quantity=nothing,
    )  # fmt: skip
    con.execute("update goods set goods_class = null, units = null")
    con.execute("update ledger set goods_class = null, units = null")
    scans.scan(con, 30, computing=False)
    row = build_week(con).queue[0]
    assert (row.exporter, row.lane, row.value_usd, row.units) == ("", (), None, None)
    assert row.goods == "goods not identified"


def test_weaker_reasons_are_counted_with_their_share(con):
    scans.shipments(con, 100)
    scans.scan(con, 5, reasons=14)
    for row in build_week(con).queue:
        assert (len(row.reasons), row.more_reasons) == (5, 9)
        assert abs(sum(reason.share for reason in row.reasons) + row.more_share - 1) < 0.02
