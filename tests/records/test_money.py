"""Money is converted offline, at the rate of its day."""

from datetime import date

import pytest

from detector.records import lay_out
from detector.records.money import Rates


@pytest.fixture
def rates(con):
    lay_out(con)
    con.execute(
        "insert into rate_versions (currency, month, usd_per_unit) "
        "values ('TWD', '2025-03-01', 0.03)"
    )
    return Rates(con)


def test_dollars_are_dollars(rates):
    assert rates.on("USD", date(2025, 3, 9)) == 1.0
    assert rates.of("USD", "2025") == 1.0


def test_a_day_without_a_rate_takes_that_of_the_days_before(rates):
    friday, sunday = date(2025, 3, 7), date(2025, 3, 9)
    assert rates.on("EUR", sunday) == rates.on("EUR", friday) == pytest.approx(1.0857, abs=0.001)


def test_a_loaded_rate_holds_for_its_month(rates):
    assert rates.on("TWD", date(2025, 3, 31)) == 0.03
    assert rates.on("TWD", date(2025, 4, 1)) is None
    assert rates.of("TWD", "2025-03") == 0.03


def test_a_year_has_the_mean_of_its_months(rates):
    assert rates.of("SGD", "2024") == pytest.approx(0.748, abs=0.005)
    assert rates.of("TWD", "2024") is None


def test_what_is_no_currency_of_the_bank_has_no_rate(rates):
    assert rates.on("AED", date(2025, 3, 9)) is None
    assert rates.on("EUR", date(1998, 1, 1)) is None
