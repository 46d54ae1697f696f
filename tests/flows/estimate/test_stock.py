import numpy as np
import pytest

from detector.flows.estimate import Book, read_assumptions
from detector.flows.estimate.stock import answer_claim, lawful_share

TOLD = read_assumptions()
DRAWS = 20_000


def answer(year, claim, chips=50_000.0):
    return answer_claim(Book(TOLD, year, 5, DRAWS), np.full(DRAWS, chips), claim)


@pytest.mark.parametrize(
    ("chip", "quarter", "share"),
    [
        ("a100-sxm", "2022-Q2", 1.0),
        ("a100-sxm", "2022-Q4", 0.0),  # after the letters of August 2022
        ("h800", "2023-Q3", 1.0),
        ("h800", "2024-Q1", 0.0),
        ("h20", "2025-Q1", 1.0),
        ("h20", "2025-Q2", 8 / 91),  # 1 to 8 April, before the letter
        ("h20", "2025-Q3", 79 / 92),  # from 14 July, under licences
        ("b200", "2025-Q1", 0.0),  # no window
    ],
)
def test_the_dates_of_rules_decide_what_was_lawful(chip, quarter, share):
    assert lawful_share(TOLD, chip, quarter) == pytest.approx(share)


def test_diversion_only_adds():
    told = answer(2024, 50_000)
    assert 0 < told.lawful_alone < told.with_diversion < 1
    assert told.lawful_stock.middle < told.whole_stock.middle


def test_a_larger_claim_is_rarer():
    shares = [answer(2024, claim).lawful_alone for claim in (1_000, 20_000, 50_000, 200_000)]
    assert shares == sorted(shares, reverse=True)


def test_later_purchases_are_not_in_an_earlier_stock():
    assert {row.chip for row in answer(2023, 10).bought if row.bought.middle > 0} == {"H800 SXM"}


def test_without_diversion_both_answers_agree():
    told = answer(2024, 50_000, chips=0.0)
    assert told.lawful_alone == told.with_diversion


def test_the_share_needed_is_the_claim_over_what_could_be_bought():
    told = answer(2024, 50_000)
    assert told.share_needed == pytest.approx(50_000 / told.country_lawful.middle, rel=0.01)


def test_before_any_lawful_purchase_the_claim_needs_more_than_there_was():
    told = answer(2022, 50_000)
    assert told.lawful_alone == 0
    assert told.share_needed is None
