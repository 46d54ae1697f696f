import pytest

from tests.ledgers import feature, ledger, surroundings


def purchases(last_day="2025-04-01"):
    """Companies 2 to 5 buy in every month; from the rule date on, company 2 does not."""
    months = [f"2024-{month:02}" for month in range(6, 13)] + ["2025-01", "2025-02", "2025-03"]
    lines = [
        f"{month}-01 {company} {units} 1000"
        for month in months
        for company, units in ((2, 8), (3, 8), (4, 8), (5, 0))
        if company != 2 or month <= "2024-12"
    ]
    return "shipped_on consignee_id units value_usd\n" + "\n".join([*lines, f"{last_day} 9 0 1"])


def test_a_buyer_that_stops_after_a_rule_date_is_told_beside_the_trade(con):
    ledger(con, purchases())
    surroundings(con)
    fall = feature(con, "cliff.fall")
    lines = con.execute("select shipment_no, consignee_id, shipped_on from ledger").fetchall()
    eve = {company: fall[no] for no, company, day in lines if str(day) == "2024-12-01"}
    assert eve[2] > 3
    assert eve[3] == eve[4] == 0
    assert eve[5] is None


def test_nothing_is_told_before_ninety_days_are_over(con):
    ledger(con, purchases("2025-03-01").replace("2025-03-01 3", "2025-02-27 3"))
    surroundings(con)
    con.execute("delete from ledger where shipped_on > '2025-03-01'")
    assert set(feature(con, "cliff.fall").values()) == {None}


def test_a_buyer_without_a_past_has_no_cliff(con):
    ledger(con, "shipped_on units value_usd\n2024-12-01 8 1000\n2025-06-01 0 1")
    surroundings(con)
    assert feature(con, "cliff.fall") == {1: None, 2: None}


@pytest.mark.parametrize(("day", "told"), [("2024-10-18", False), ("2024-10-20", True)])
def test_only_lines_of_the_forty_five_days_before_a_rule_date_count(con, day, told):
    ledger(con, f"{purchases()}\n{day} 2 8 1000")
    surroundings(con)
    (number,) = con.execute("select max(shipment_no) from ledger").fetchall()[0]
    assert (feature(con, "cliff.fall")[number] is not None) is told
