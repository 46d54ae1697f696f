"""Rehearse: learn from planted schemes which unusual is the wrong kind of unusual.

The world that the ranker learns from is simulated afresh for each training, with more schemes than
trade has and with parameters of its own. It never sees the user's lines; what it learns is bound
by the odd side of each feature, so that it can weigh evidence but not turn it round.
"""

from collections.abc import Sequence

from detector.engine import Family, feature_matrix
from detector.models.boosting import BoostedTrees
from detector.models.champion import scored_columns
from detector.prepare import prepare
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


def rehearse(settings: Settings) -> tuple[tuple[str, ...], BoostedTrees]:
    """Simulate a world, build its features, and learn to rank its planted lines first.

    Parameters
    ----------
    settings : Settings
        ``rehearsal_shipments`` lines are simulated from ``seed``.

    Returns
    -------
    tuple of (tuple of str, BoostedTrees)
        The features, ``family.column``, and the trees that take them in that order.
    """
    world = simulate(settings.rehearsal_shipments, settings.seed, WORLD)
    con = open_memory(settings.memory_limit, settings.threads)
    try:
        for kind in ("shipments", "parties", "watchlist"):
            load_frame(con, kind, getattr(world, kind), "rehearsal")
        (as_of,) = con.execute("select max(shipped_on) from shipments").fetchall()[0]
        families = prepare(con, as_of, settings)
        matrix = feature_matrix(con, families)
        ids = con.execute("select shipment_id from ledger order by shipment_no").df()
    finally:
        con.close()
    planted = world.truth.loc[world.truth["role"].isin(POSITIVE), "shipment_id"]
    positive = ids["shipment_id"].isin(set(planted)).to_numpy(dtype=bool)
    names, odd = sides_of(families)
    trees = BoostedTrees().fit(
        matrix[list(names)].to_numpy(dtype=float), positive, odd, settings.seed
    )
    return names, trees


def sides_of(families: Sequence[Family]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Name the scored features and the odd side of each."""
    scored = scored_columns(families)
    return tuple(scored), tuple(odd for _, odd in scored.values())
