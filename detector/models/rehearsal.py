"""Rehearse: learn from planted schemes which unusual is the wrong kind of unusual.

The world that the ranker learns from is simulated afresh for each training, with more schemes than
trade has and with parameters of its own. It never sees the user's lines; what it learns is bound
by the odd side of each feature, so that it can weigh evidence but not turn it round.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from detector.engine import Family, feature_matrix
from detector.models.boosting import BoostedTrees
from detector.models.champion import scored_columns
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import World, simulate
from detector.workspace import open_memory

WORLD = World(
    name="rehearsal",
    start="2023-07-01",
    end="2025-06-30",
    positive_share=0.02,
    innocents_per_scheme=11.0,
    difficulty={"blatant": 0.2, "clear": 0.3, "subtle": 0.25, "expert": 0.25},
    hubs={"SG": 2, "MY": 3, "TH": 2, "ID": 2, "TW": 1, "AE": 2, "IN": 2, "VN": 1, "PH": 1, "TR": 1},
    ends={"HK": 3, "CN": 4, "MO": 0.5, "RU": 1.5},
)
POSITIVE = ("inbound", "onward")


@dataclass(frozen=True, eq=False, slots=True)
class Rehearsal:
    """A simulated world with planted schemes, and the trees that learnt to rank those first.

    Attributes
    ----------
    names, odd : tuple of str
        The features, ``family.column``, and the odd side of each.
    trees : BoostedTrees
        Take the features in that order.
    matrix, lines : DataFrame of shape (n_lines, n_columns)
        Features and lines of the world, as `judge_lines` takes them.
    planted : DataFrame of shape (n_lines, 3)
        In the order of ``lines``: positive; scheme and typology (separated by ``|``), empty for
        lines of no scheme.
    """

    names: tuple[str, ...]
    odd: tuple[str, ...]
    trees: BoostedTrees
    matrix: pd.DataFrame
    lines: pd.DataFrame
    planted: pd.DataFrame


def rehearse(settings: Settings, unfilled: Collection[str] = ()) -> Rehearsal:
    """Simulate a world, build its features, and learn to rank its planted lines first.

    Parameters
    ----------
    settings : Settings
        ``rehearsal_shipments`` lines are simulated from ``seed``.
    unfilled : collection of str
        What the user's records never tell, by `find_unfilled`; the world does not tell it either,
        so that the ranker leans on what these records can show.
    """
    world = simulate(settings.rehearsal_shipments, settings.seed, WORLD)
    told = {
        "shipments": world.shipments.assign(**{n: None for n in unfilled if n in world.shipments}),
        "parties": world.parties.head(0) if "parties" in unfilled else world.parties,
        "watchlist": world.watchlist,
    }
    con = open_memory(settings.memory_limit, settings.threads)
    try:
        for kind, frame in told.items():
            load_frame(con, kind, frame, "rehearsal")
        (as_of,) = con.execute("select max(shipped_on) from shipments").fetchall()[0]
        families = prepare(con, as_of, settings)
        matrix = feature_matrix(con, families)
        lines = read_lines(con)
    finally:
        con.close()
    planted = _planted(lines, world.truth)
    names, odd = sides_of(families)
    values = matrix[list(names)].to_numpy(dtype=float)
    trees = BoostedTrees().fit(values, planted["positive"].to_numpy(), odd, settings.seed)
    return Rehearsal(names, odd, trees, matrix, lines, planted)


def _planted(lines: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    told = truth.drop_duplicates("shipment_id").set_index("shipment_id")
    told = told.reindex(lines["shipment_id"])
    return pd.DataFrame(
        {
            "positive": told["role"].isin(POSITIVE).to_numpy(dtype=bool),
            "scheme": told["scheme_id"].fillna("").astype(str).to_numpy(),
            "typology": told["typology"].fillna("").astype(str).to_numpy(),
        }
    )


def sides_of(families: Sequence[Family]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the scored features and the odd side of each."""
    scored = scored_columns(families)
    return tuple(scored), tuple(odd for _, odd in scored.values())
