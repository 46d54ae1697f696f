import pytest

from tests.ledgers import feature, ledger, surroundings

MONTHS = [f"2024-{month:02}" for month in range(1, 7)]


def test_a_value_far_below_its_peers_is_told_in_mads(con):
    peers = "\n".join(f"{month}-0{n}  {1000 + 10 * n}" for month in MONTHS for n in (1, 2, 3))
    ledger(con, f"shipped_on value_usd\n{peers}\n2024-07-01 100")
    surroundings(con)
    gap = feature(con, "price.value_gap")
    assert gap[19] < -20
    assert abs(gap[18]) < 2
    assert feature(con, "price.value_peers")[19] == 9


def test_no_gap_is_told_where_peers_are_too_few(con):
    ledger(con, "shipped_on value_usd\n2024-06-01 1000\n2024-06-02 1000\n2024-07-01 10")
    surroundings(con)
    assert feature(con, "price.value_gap") == {1: None, 2: None, 3: None}


def test_the_trend_of_the_trade_is_taken_out(con):
    rising = "\n".join(
        f"{month}-{n:02}  {1000 * 2**power}"
        for power, month in enumerate(MONTHS)
        for n in range(1, 9)
    )
    ledger(con, f"shipped_on value_usd\n{rising}")
    surroundings(con)
    gap = feature(con, "price.value_gap")
    assert gap[48] == pytest.approx(gap[40])


def test_an_exporter_is_held_against_its_own_prices(con):
    own = "\n".join(f"2024-06-0{n} 7 1000" for n in range(1, 6))
    ledger(con, f"shipped_on exporter_id value_usd\n{own}\n2024-06-09 7 2718.28")
    surroundings(con)
    assert feature(con, "price.own_gap")[6] == pytest.approx(1, abs=1e-3)
