"""From assumptions and what was seen to an estimate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from detector import __version__
from detector.errors import InputError, SettingsError
from detector.flows.estimate.assumptions import Assumptions, read_assumptions
from detector.flows.estimate.book import Book, interval
from detector.flows.estimate.findings import (
    Assumption,
    Estimate,
    Made,
    Missing,
    Quarter,
    Recapture,
    Way,
)
from detector.flows.estimate.pooling import factor_of, pool_of, swings_of, together_of, weights_of
from detector.flows.estimate.quantities import Draws
from detector.flows.estimate.seen import Flags, latest_year, read_flags
from detector.flows.estimate.stock import answer_claim
from detector.flows.estimate.ways import (
    ALWAYS,
    Reckoning,
    by_balance,
    by_flags,
    by_lists,
    by_mirror,
    by_records_balance,
    lists_of,
)
from detector.workspace import Connection

DEFAULT_YEAR, DEFAULT_DRAWS = 2024, 200_000
UNSEEN = (
    "Chips carried by hand or in luggage: no declaration, no manifest, no statistic. Only the "
    "bottom-up way has a term for them, and that term is a judgement.",
    "Goods described and valued so well that each line looks ordinary, on both sides of a border.",
    "Use from abroad: renting lawful chips in a third country moves no goods and is not counted.",
    "Parts and repairs that keep earlier chips alive.",
    "Paths that nobody has described yet; every way here learnt from paths that were found.",
)


@dataclass(frozen=True, slots=True)
class EstimatePlan:
    """What is asked: a year, a claim, how many draws, from which seed, with whose parameters."""

    year: int | None = None
    claim: int | None = None
    draws: int = DEFAULT_DRAWS
    seed: int = 20240501
    parameters: Path | None = None


def reckon(told: Assumptions, plan: EstimatePlan, flags: Flags | None = None) -> Estimate:
    """Estimate how many chips were diverted in a year, by every way that has what it needs.

    Parameters
    ----------
    told : Assumptions
    plan : EstimatePlan
    flags : Flags, optional
        What a scan of the workspace flagged in that year.

    Returns
    -------
    Estimate
        The same assumptions, plan and flags give the same figures.

    Raises
    ------
    InputError
        If the year has no assumptions.
    SettingsError
        If no way that can be computed has a weight.
    """
    book = Book(learn(told, flags), _year_of(told, plan), plan.seed, plan.draws)
    ways, missing, recapture = _all_ways(book, flags)
    weights = _weights(ways, told, plan)
    pool = pool_of(book, ways, weights)
    middles = [float(np.median(way.chips)) for way in ways if weights[way.key] > 0]
    return Estimate(
        year=book.year,
        pool=book.amount(pool),
        together=together_of(ways, weights),
        factor=float(f"{factor_of(pool):.2g}"),
        disagree=float(f"{max(middles) / max(min(middles), 1e-9):.2g}"),
        ways=tuple(_way(book, way, weights[way.key]) for way in ways),
        missing=missing,
        quarters=_quarters(book, pool, flags),
        quarters_from=_quarters_from(flags),
        swings=swings_of(book, ways, weights, pool),
        assumptions=_table(book),
        claim=answer_claim(book, pool, plan.claim) if plan.claim else None,
        recapture=recapture,
        quoted=tuple((row.who, row.figure, row.how, row.mark) for row in told.quoted),
        unseen=UNSEEN,
        made=_made(book, plan, flags),
    )


def estimate_year(plan: EstimatePlan, con: Connection | None = None) -> Estimate:
    """Estimate a year from the shipped assumptions, the user's own and a scanned workspace.

    Parameters
    ----------
    plan : EstimatePlan
        Without a year: that of the latest scan's last day, else 2024.
    con : Connection, optional
        A workspace, only read; without a scan in it nothing of it is used.
    """
    told = read_assumptions(plan.parameters)
    year = plan.year or (latest_year(con) if con else None) or DEFAULT_YEAR
    flags = read_flags(con, year) if con else None
    return reckon(told, replace(plan, year=year), flags)


def learn(told: Assumptions, flags: Flags | None) -> Assumptions:
    """Bring the reviewers' decisions into the share of flags that is diverted."""
    if flags is None or not flags.diverted + flags.cleared:
        return told
    before = told["flags.true_share"]
    if before.kind != "beta" or before.a is None or before.b is None:
        return told
    decided = f"; {flags.diverted} cases decided as diverted and {flags.cleared} as cleared here"
    after = before.model_copy(
        update={
            "a": before.a + flags.diverted,
            "b": before.b + flags.cleared,
            "source": before.source + decided,
        }
    )
    return replace(told, quantities=told.quantities | {"flags.true_share": after})


def _year_of(told: Assumptions, plan: EstimatePlan) -> int:
    year = plan.year or DEFAULT_YEAR
    if year not in told.years():
        known = ", ".join(str(one) for one in told.years())
        raise InputError(
            f"There are no assumptions for the year {year}", "--year", f"Use one of {known}."
        )
    return year


def _weights(ways: Sequence[Reckoning], told: Assumptions, plan: EstimatePlan) -> dict[str, float]:
    weights = weights_of(ways, told.weights)
    if not any(weights.values()):
        raise SettingsError(
            "No way that can be computed has a weight",
            str(plan.parameters or "weights"),
            "Give one of [weights] a number above 0.",
        )
    return weights


def _all_ways(
    book: Book, flags: Flags | None
) -> tuple[list[Reckoning], tuple[Missing, ...], Recapture | None]:
    told = book.assumptions
    lists = lists_of(told.lists.ours, flags, told.lists.outside)
    held = by_lists(book, lists)
    recapture, listed = (None, held) if isinstance(held, Missing) else (held[1], held[0])
    found = [
        *(way(book) for way in ALWAYS),
        by_flags(book, flags),
        by_records_balance(book, flags),
        by_mirror(book, told.mirror_gaps),
        by_balance(book, told.balance_gaps),
        listed,
    ]
    ways = [way for way in found if isinstance(way, Reckoning)]
    return ways, tuple(way for way in found if isinstance(way, Missing)), recapture


def _way(book: Book, way: Reckoning, weight: float) -> Way:
    return Way(
        key=way.key,
        name=way.name,
        says=way.says,
        role=way.role,
        amount=book.amount(way.chips),
        weight=round(weight, 4),
        blind=way.blind,
        parts=tuple((name, interval(chips)) for name, chips in way.parts),
    )


def _quarters(book: Book, pool: Draws, flags: Flags | None) -> tuple[Quarter, ...]:
    seen = flags.quarters if flags and flags.units and flags.covered > 0.95 else (1.0,) * 4
    shares = book.quarter_shares(seen)
    return tuple(
        Quarter(
            name=f"{book.year}-Q{place + 1}",
            share=float(f"{shares[:, place].mean():.3g}"),
            amount=book.amount(pool * shares[:, place]),
        )
        for place in range(4)
    )


def _quarters_from(flags: Flags | None) -> str:
    if flags and flags.units and flags.covered > 0.95:
        return "The year's pool, shared out as the flagged accelerators of the workspace fall."
    return (
        "The year's pool, shared out evenly, give or take: nothing loaded covers a whole year and "
        "says in which quarter more moved."
    )


def _table(book: Book) -> tuple[Assumption, ...]:
    rows = []
    for key, quantity in book.assumptions.quantities.items():
        if key.startswith("activity.") and key != book.activity():
            continue
        low, middle, high = (float(f"{point:.3g}") for point in quantity.spread())
        told = (quantity.unit, quantity.source, quantity.mark)
        rows.append(Assumption(key, quantity.says, low, middle, high, *told))
    return tuple(rows)


def _made(book: Book, plan: EstimatePlan, flags: Flags | None) -> Made:
    command = f"chiptrace estimate --year {book.year} --draws {plan.draws}"
    command += " --workspace W" if flags else ""
    command += f" --claim {plan.claim}" if plan.claim else ""
    command += " --parameters FILE" if plan.parameters else ""
    return Made(
        version=__version__,
        command=command + " --out reports",
        seed=plan.seed,
        draws=plan.draws,
        parameters=book.assumptions.fingerprint,
        parameters_file=plan.parameters.name if plan.parameters else "",
        overridden=book.assumptions.given,
        scan=flags.scan if flags else "",
    )
