"""One holder's stock: what the rules allowed it to buy by day, and what diversion may add."""

from datetime import date, timedelta

import numpy as np

from detector.flows.estimate.assumptions import Assumptions
from detector.flows.estimate.book import Book, interval
from detector.flows.estimate.findings import BoughtChip, ClaimAnswer
from detector.flows.estimate.quantities import HALF_OF_90, Draws, stream_of
from detector.flows.estimate.rows import Purchase
from detector.reference import read_table


def answer_claim(book: Book, pool: Draws, claim: int) -> ClaimAnswer:
    """Say how often a stock of at least ``claim`` comes out, without diversion and with it.

    Parameters
    ----------
    book : Book
    pool : ndarray of shape (draws,)
        Chips diverted in the book's year.
    claim : int
        Accelerators that the holder is said to have at the end of that year.
    """
    told = book.assumptions
    names = read_table("accelerators").set_index("id")["name"]
    bought, lawful, rows = np.zeros(book.draws), np.zeros(book.draws), []
    for purchase in told.purchases:
        if purchase.chip in told.counted.chips:
            all_of_it, allowed = _purchases(book, purchase)
            bought, lawful = bought + all_of_it, lawful + allowed
            rows.append(
                BoughtChip(
                    chip=str(names[purchase.chip]),
                    bought=interval(all_of_it),
                    lawful=interval(allowed),
                    because=_reasons(told, purchase.chip),
                )
            )
    alone = book["claim.holder_share"] * lawful
    whole = alone + book["claim.diverted_share"] * _diverted(book, pool)
    return ClaimAnswer(
        claim=claim,
        counts=told.counted.words,
        until=f"{book.year}-12-31",
        lawful_alone=float(np.mean(alone >= claim).round(4)),
        with_diversion=float(np.mean(whole >= claim).round(4)),
        lawful_stock=interval(alone),
        whole_stock=interval(whole),
        country_lawful=interval(lawful),
        share_needed=_needed(claim, lawful),
        bought=tuple(rows),
    )


def lawful_share(told: Assumptions, chip: str, quarter: str) -> float:
    """Give the share of a quarter's days on which a chip could lawfully be bought.

    Examples
    --------
    >>> from detector.flows.estimate.assumptions import read_assumptions
    >>> told = read_assumptions()
    >>> lawful_share(told, "h800", "2023-Q3"), round(lawful_share(told, "h800", "2023-Q4"), 3)
    (1.0, 0.511)
    """
    first, last = quarter_days(quarter)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    windows = [row for row in told.lawful if row.chip == chip]
    allowed = [
        any((row.first or day) <= day <= (row.last or day) for row in windows) for day in days
    ]
    return sum(allowed) / len(days)


def quarter_days(quarter: str) -> tuple[date, date]:
    """Give the first and the last day of a quarter.

    Examples
    --------
    >>> quarter_days("2024-Q4")
    (datetime.date(2024, 10, 1), datetime.date(2024, 12, 31))
    """
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return date(year, number * 3 - 2, 1), following - timedelta(days=1)


def _purchases(book: Book, purchase: Purchase) -> tuple[Draws, Draws]:
    """Draw all purchases and the lawful ones; the quarters of a chip err together."""
    error = stream_of(book.seed, f"purchase.{purchase.chip}").standard_normal(book.draws)
    bought, lawful = np.zeros(book.draws), np.zeros(book.draws)
    for quarter, (low, high) in purchase.quarters.items():
        if int(quarter[:4]) <= book.year:
            middle, width = np.log(low * high) / 2, np.log(high / low) / (2 * HALF_OF_90)
            units = np.exp(middle + width * error)
            bought += units
            lawful += units * lawful_share(book.assumptions, purchase.chip, quarter)
    return bought, lawful


def _diverted(book: Book, pool: Draws) -> Draws:
    """Chips of the counted kinds diverted up to the year, earlier years by their activity."""
    total = np.zeros(book.draws)
    for year in book.assumptions.years():
        if year <= book.year:
            chips, shares = book.chip_shares(year)
            counted = [chip in book.assumptions.counted.chips for chip in chips]
            relative = book[f"activity.{year}"] / book[book.activity()]
            total += pool * relative * shares[:, counted].sum(axis=1)
    return total


def _reasons(told: Assumptions, chip: str) -> tuple[str, ...]:
    return tuple(row.because for row in told.lawful if row.chip == chip)


def _needed(claim: int, lawful: Draws) -> float | None:
    middle = float(np.median(lawful))
    return float(f"{claim / middle:.3g}") if middle > 0 else None
