"""The independent ways to an estimate; each returns draws of chips diverted in the year.

Sources: recipes 1 to 4 of the project's domain notes; capture-recapture under dependence after
Chao (2001), J. Agric. Biol. Environ. Stat. 6, with the odds ratio between two lists as given.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from detector.flows.estimate.book import Book, interval
from detector.flows.estimate.findings import Missing, Recapture
from detector.flows.estimate.quantities import HALF_OF_90, Draws, stream_of
from detector.flows.estimate.rows import Gap
from detector.flows.estimate.seen import LEAST_COVERED, Flags, keys_of

ODDS_SHOWN = (1.0, 2.0, 5.0, 10.0)
OPENS = "Your own parameters: [[{}]] with place, year, low and high, in {}"
PATHS = (
    ("Shell companies", ("shells.networks", "shells.chips", "shells.success")),
    (
        "Cloud companies that hold more than they run",
        ("cloud.fronts", "cloud.chips", "cloud.diverted"),
    ),
    (
        "Servers passed on by their buyer",
        ("pass_through.buyers", "pass_through.chips", "pass_through.diverted"),
    ),
    ("Hand-carry", ("hand_carry.chips",)),
)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Draws of one way and what they rest on; ``chips`` and each part of shape (draws,)."""

    key: str
    name: str
    says: str
    role: str
    chips: Draws
    uses: tuple[str, ...]
    blind: str
    parts: tuple[tuple[str, Draws], ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """Two lists of named schemes, as keys."""

    ours: tuple[str, ...]
    outside: tuple[str, ...]

    def both(self) -> int:
        """Count what stands on both."""
        return len(set(self.ours) & set(self.outside))


def by_paths(book: Book) -> Reckoning:
    """Add up four paths, each a number of actors times what one moves times what gets through."""
    parts = tuple((name, _product(book, (*uses, book.activity()))) for name, uses in PATHS)
    return Reckoning(
        key="paths",
        name="Bottom-up paths",
        says="Four paths added up: how many take part, how many chips each moves, what gets "
        "through.",
        role="estimate",
        chips=sum((chips for _, chips in parts), np.zeros(book.draws)),
        uses=(*(name for _, uses in PATHS for name in uses), book.activity()),
        blind="Any path that nobody has described.",
        parts=parts,
    )


def by_detections(book: Book) -> Reckoning:
    """Scale what became public by the share that becomes public."""
    uses = ("public.seen", "public.share_seen", book.activity())
    return Reckoning(
        key="detections",
        name="Public cases, scaled",
        says="Chips in public cases, divided by the share of all diversion that becomes public.",
        role="estimate",
        chips=book["public.seen"] / book["public.share_seen"] * book[book.activity()],
        uses=uses,
        blind="Whatever differs in kind from what was found; hand-carry is found at borders only.",
    )


def by_publication(book: Book) -> Reckoning:
    """Take the published figure for 2024 as it stands."""
    return Reckoning(
        key="published",
        name="Published: CNAS 2025",
        says="A published posterior, drawn again from its middle and ends; not independent "
        "evidence if its authors read the same cases.",
        role="published",
        chips=book["published.cnas_2025"] * book[book.activity()],
        uses=("published.cnas_2025", book.activity()),
        blind="What its authors did not know; their parameter table is not public.",
    )


def by_one_published_path(book: Book) -> Reckoning:
    """Show the earlier published path for comparison."""
    return Reckoning(
        key="published_path",
        name="Published: CNAS 2023, one path",
        says="One path of an earlier study, a year of about 2023; never pooled.",
        role="published",
        chips=book["published.cnas_2023"],
        uses=("published.cnas_2023",),
        blind="All other paths.",
    )


def by_flags(book: Book, flags: Flags | None) -> Reckoning | Missing:
    """Scale the flagged accelerators of the workspace."""
    name = "Flags of your records, scaled"
    if flags is None:
        return Missing("flags", name, "No scanned workspace was given.", "The option --workspace")
    if not flags.units or flags.covered < LEAST_COVERED:
        why = (
            "No accelerator is flagged in that year."
            if not flags.units
            else "The records cover less than a quarter of the year."
        )
        return Missing("flags", name, why, "Records of the year with accelerators among them")
    uses = ("flags.true_share", "flags.recall", "flags.coverage")
    seen = flags.units / flags.covered * book["flags.true_share"]
    return Reckoning(
        key="flags",
        name=name,
        says=f"{flags.units:,.0f} flagged chips, {flags.covered * 100:.0f} % of the year, times "
        "the share that is diverted, divided by the share that is flagged and the share that "
        "passes these records. Not pooled until you state [flags.coverage] and a weight.",
        role="estimate",
        chips=seen / book["flags.recall"] / book["flags.coverage"],
        uses=uses,
        blind="Goods that no record shows: hand-carry, and borders outside these records.",
        parts=(("Within these records", seen / book["flags.recall"]),),
    )


def by_records_balance(book: Book, flags: Flags | None) -> Reckoning | Missing:
    """Scale what hub countries received in the workspace's records and cannot account for."""
    name = "Mass balance of your records, scaled"
    if flags is None or not flags.balance:
        why = "No scanned workspace was given." if flags is None else "No hub country has a gap."
        return Missing("records_balance", name, why, "Records of hub countries, both directions")
    kept = _gap_draws(book, flags.balance, "records") * (1 - book["balance.stock_share"])
    return Reckoning(
        key="records_balance",
        name=name,
        says=f"Chips that {len(flags.balance)} hub countries received in these records and neither "
        "sent on nor can have installed or stocked; the share that is stock after all is taken "
        "off; divided by the share that passes these records. Not pooled until you state "
        "[flags.coverage] and a weight.",
        role="estimate",
        chips=kept / book["flags.coverage"],
        uses=("balance.stock_share", "flags.coverage"),
        blind="Onward legs that these records do not hold, and capacity that nobody stated.",
        parts=(("Within these records", kept),),
    )


def by_mirror(book: Book, gaps: Sequence[Gap]) -> Reckoning | Missing:
    """Turn gaps of value between both sides' statistics into chips."""
    name = "Mirror gaps"
    own = [gap for gap in gaps if gap.year == book.year]
    if not own:
        return Missing(
            "mirror",
            name,
            "No gap of that year was given.",
            OPENS.format("mirror_gap", "US dollars"),
        )
    value = _gap_draws(book, own, "mirror")
    price = book.usd_per_chip() * book["mirror.price_error"]
    kept = book["mirror.purity"] * (1 - book["mirror.stock_share"])
    return Reckoning(
        key="mirror",
        name=name,
        says=f"Value that left and did not arrive as stated, {len(own)} places, times the share "
        "that is accelerators and no stock, divided by the price of a chip.",
        role="estimate",
        chips=value * kept / price / book["mirror.places"],
        uses=("mirror.price_error", "mirror.purity", "mirror.stock_share", "mirror.places"),
        blind="Goods stated alike on both sides; hand-carry; countries that publish nothing.",
    )


def by_balance(book: Book, gaps: Sequence[Gap]) -> Reckoning | Missing:
    """Take chips that arrived and were neither forwarded nor installed."""
    name = "Mass balance by country"
    own = [gap for gap in gaps if gap.year == book.year]
    if not own:
        return Missing(
            "balance",
            name,
            "No balance of that year was given.",
            OPENS.format("balance_gap", "chips"),
        )
    missing = _gap_draws(book, own, "balance")
    return Reckoning(
        key="balance",
        name=name,
        says=f"Chips arrived less forwarded, installed and stocked, {len(own)} places; the share "
        "that is stock after all is taken off.",
        role="estimate",
        chips=missing * (1 - book["balance.stock_share"]) / book["balance.places"],
        uses=("balance.stock_share", "balance.places"),
        blind="Chips installed for show and taken out later; capacity that nobody states.",
    )


def by_lists(book: Book, lists: Lists) -> tuple[Reckoning, Recapture] | Missing:
    """Count the schemes that neither of two lists names, from those that both name.

    Under an odds ratio r between the lists, the schemes on neither number r · a · b / m, with a
    and b on one list only and m on both. It is a lower bound: schemes of a kind that no list can
    catch are not counted. Counts are drawn from a Dirichlet with half a scheme added to each cell.
    """
    name, both = "Capture and recapture of named schemes", lists.both()
    if not lists.ours or not lists.outside:
        return Missing(
            "recapture",
            name,
            "Two lists of named schemes are needed: flags, and tips or seizures from outside.",
            "Your own parameters: [lists] with outside = [names], beside a scanned workspace",
        )
    one, other = len(lists.ours) - both, len(lists.outside) - both
    cells = np.array([both, one, other]) + 0.5
    shares = stream_of(book.seed, "recapture").dirichlet(cells, book.draws)
    named = float(both + one + other)
    unseen = named * shares[:, 1] * shares[:, 2] / shares[:, 0]
    schemes = named + book["recapture.odds_ratio"] * unseen
    told = Recapture(
        ours=len(lists.ours),
        outside=len(lists.outside),
        both=both,
        schemes=tuple((odds, interval(named + odds * unseen)) for odds in ODDS_SHOWN),
    )
    reckoning = Reckoning(
        key="recapture",
        name=name,
        says=f"{one + both} and {other + both} named schemes, {both} on both lists; odds ratios 1 "
        "to 10 for lists that find the same things. Never pooled.",
        role="lower bound",
        chips=schemes * book["recapture.chips"],
        uses=("recapture.odds_ratio", "recapture.chips"),
        blind="Schemes of a kind that no list can name.",
    )
    return reckoning, told


def lists_of(ours: Sequence[str], flags: Flags | None, outside: Sequence[str]) -> Lists:
    """Bring both lists to keys; without names of the user's own the flags are ours."""
    keys = keys_of(ours) or (flags.schemes if flags else ())
    return Lists(keys, keys_of(outside))


ALWAYS: tuple[Callable[[Book], Reckoning], ...] = (
    by_paths,
    by_detections,
    by_publication,
    by_one_published_path,
)


def _product(book: Book, names: Sequence[str]) -> Draws:
    product = np.ones(book.draws)
    for name in names:
        product = product * book[name]
    return product


def _gap_draws(book: Book, gaps: Sequence[Gap], kind: str) -> Draws:
    total = np.zeros(book.draws)
    for gap in gaps:
        middle, width = (gap.low + gap.high) / 2, (gap.high - gap.low) / (2 * HALF_OF_90)
        stream = stream_of(book.seed, f"{kind}.{gap.place}.{gap.year}")
        total += np.maximum(0.0, middle + width * stream.standard_normal(book.draws))
    return total
