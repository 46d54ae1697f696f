import pytest

from tests.ledgers import feature, ledger, surroundings


def test_days_are_counted_to_and_from_rule_dates(con):
    ledger(con, "shipped_on\n2022-10-01\n2022-10-07\n2022-10-10")
    surroundings(con)
    assert feature(con, "timing.to_rule") == {1: 6, 2: 0, 3: 11}
    assert feature(con, "timing.from_rule") == {1: 36, 2: 42, 3: 3}


def test_a_rush_is_told_beyond_the_growth_of_the_trade(con):
    steady = "\n".join(
        f"2024-{month:02}-{day:02} {consignee} 1000"
        for month in range(1, 8)
        for day in (1, 11, 21)
        for consignee in (2, 3, 4, 5)
    )
    ledger(con, f"shipped_on consignee_id value_usd\n{steady}\n2024-07-22 2 20000")
    surroundings(con)
    rush = feature(con, "timing.rush")
    assert rush[84] == pytest.approx(0, abs=0.05)
    assert rush[85] > 0.9


def test_a_pair_that_wakes_is_seen(con):
    ledger(con, "shipped_on\n2024-01-01\n2024-06-01")
    surroundings(con)
    assert feature(con, "timing.wake") == {1: None, 2: 152}
