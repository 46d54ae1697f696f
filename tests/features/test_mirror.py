import pytest

from tests.ledgers import feature, ledger, surroundings


def test_a_record_without_its_counterpart_counts_as_much_as_counterparts_are_usual(con):
    both = "\n".join(
        f"2024-05-{day:02} {kind} {day}"
        for day in range(1, 10)
        for kind in ("export-declaration", "import-declaration")
    )
    ledger(
        con,
        f"""
        shipped_on record_source pieces
        {both}
        2024-06-01 export-declaration 99
        2024-12-01 export-declaration 98
        """,
    )
    surroundings(con)
    alone = feature(con, "mirror.never_arrived")
    assert (alone[1], alone[2], alone[20]) == (0, None, None)
    assert alone[19] == pytest.approx(9 / 11)


def test_goods_that_arrived_and_never_left_are_told_by_themselves(con):
    both = "\n".join(
        f"2024-05-{day:02} {kind} {day}"
        for day in range(1, 10)
        for kind in ("export-declaration", "import-declaration")
    )
    ledger(
        con,
        f"""
        shipped_on record_source pieces
        {both}
        2024-06-01 import-declaration 99
        2024-12-01 import-declaration 98
        """,
    )
    surroundings(con)
    assert feature(con, "mirror.never_left")[19] == pytest.approx(9 / 11)
    assert feature(con, "mirror.never_arrived")[19] is None


def test_a_missing_counterpart_says_nothing_where_no_pair_reports_both_sides(con):
    ledger(
        con,
        "shipped_on record_source pieces\n"
        + "\n".join(f"2024-05-{day:02} export-declaration {day}" for day in range(1, 10))
        + "\n2024-12-01 export-declaration 98",
    )
    surroundings(con)
    assert set(feature(con, "mirror.never_arrived").values()) == {0, None}


def test_what_the_two_records_do_not_agree_on_is_seen(con):
    ledger(
        con,
        """
        record_source       pieces  value_usd  hs6     consignee_country
        export-declaration  8       200000     847150  MY
        import-declaration  8       100000     847330  SG
        """,
    )
    surroundings(con)
    assert feature(con, "mirror.value_differs")[1] == pytest.approx(0.69, abs=0.01)
    assert feature(con, "mirror.heading_differs") == {1: 1, 2: 1}
    assert feature(con, "mirror.destination_differs") == {1: 1, 2: 1}
    assert feature(con, "mirror.parties_differ") == {1: 0, 2: 0}
