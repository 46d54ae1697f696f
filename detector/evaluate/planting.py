"""Puts simulated schemes into a copy of the user's own records, so that finding can be measured."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.errors import RecordError
from detector.evaluate.judging import TRUTH
from detector.simulate import Simulated

DATES = ("shipped_on", "arrived_on")


@dataclass(frozen=True, eq=False, slots=True)
class Planted:
    """The user's records with schemes among them.

    Attributes
    ----------
    shipments : DataFrame
        In the columns of the records; planted lines have ids that begin with ``planted-``.
    truth : DataFrame
        shipment_id, scheme_id, typology, role, units, difficulty of the planted lines.
    """

    shipments: pd.DataFrame
    truth: pd.DataFrame


def plant_schemes(shipments: pd.DataFrame, world: Simulated, schemes: int, seed: int) -> Planted:
    """Put schemes of a simulated world into records, moved to days that the records cover.

    Each scheme keeps its parties, goods and the days between its lines; its first day is drawn
    among the days of the records. What a method finds among the planted lines says how it does
    on schemes of those kinds amid this lawful trade. The planted lines keep the simulator's
    wording: a method that was fitted on simulated text would find them by their handwriting.

    Parameters
    ----------
    shipments : DataFrame of shape (n_lines, n_columns)
        In the contract's columns; taken as lawful, and left as they are.
    world : Simulated
    schemes : int
        How many, drawn among the world's; all where there are fewer.
    seed : int

    Raises
    ------
    RecordError
        If there are no shipments or no schemes.
    """
    names = np.sort(world.truth["scheme_id"].unique())
    if shipments.empty or not len(names) or schemes < 1:
        raise RecordError(
            "There is nothing to plant, or nothing to plant it in",
            "shipments and schemes",
            "Give shipments, and a world that holds schemes.",
        )
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(names)[:schemes]
    truth = world.truth[world.truth["scheme_id"].isin(chosen)]
    lines = world.shipments[world.shipments["shipment_id"].isin(truth["shipment_id"])]
    lines = _moved(lines, truth, pd.to_datetime(shipments["shipped_on"]), rng)
    kept = lines.reindex(columns=shipments.columns)
    kept["shipment_id"] = "planted-" + kept["shipment_id"]
    both = pd.concat([shipments.astype(object), kept.astype(object)], ignore_index=True)
    told = truth[list(TRUTH)].assign(shipment_id="planted-" + truth["shipment_id"])
    return Planted(both, told[told["shipment_id"].isin(both["shipment_id"])].reset_index(drop=True))


def _moved(
    lines: pd.DataFrame, truth: pd.DataFrame, days: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    scheme = lines["shipment_id"].map(truth.set_index("shipment_id")["scheme_id"])
    begun = lines["shipped_on"].groupby(scheme).transform("min")
    length = (lines["shipped_on"] - begun).dt.days
    longest = length.groupby(scheme).max()
    first, whole = days.min(), (days.max() - days.min()).days
    room = np.maximum(whole - longest, 0)
    start = first + pd.to_timedelta(np.floor(rng.random(len(room)) * (room + 1)), unit="D")
    shift = scheme.map(pd.Series(start, index=longest.index)) - begun
    moved = lines.assign(**{name: lines[name] + shift for name in DATES})
    return moved[moved["shipped_on"] <= days.max()]
