"""Plants schemes and look-alikes in a copy of the user's own records, and prepares the copy."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from detector.engine import Family, feature_matrix
from detector.planting.casting import cast_players
from detector.planting.copying import copy_records, let_in
from detector.planting.drafts import Drafts, beginnings, draft_ordinary, draft_stories
from detector.planting.hands import Hands
from detector.planting.own import OwnTrade, take_own
from detector.planting.register import register_new
from detector.planting.writing import borrow, write_lines
from detector.prepare import prepare, read_lines
from detector.records import load_frame
from detector.settings import Settings
from detector.simulate import World, simulate_stories
from detector.simulate.world import SHORTEST_DAYS
from detector.workspace import Connection

ORDINARY = 1_500  # lawful lines that are written by the same code as the stories
FIRST_ORDINARY = 10_000_000  # number of the first ordinary tale and player


@dataclass(frozen=True, eq=False, slots=True)
class PlantedTrade:
    """A part of the user's records with stories among them, its features computed anew.

    Attributes
    ----------
    matrix, lines : DataFrame of shape (n_lines, n_columns)
        Features and lines of the copy, indexed by and in the order of shipment_no.
    families : tuple of Family
    planted : DataFrame of shape (n_lines, 5)
        In the order of ``lines``: kind (own, scheme, lookalike or ordinary), positive, scheme,
        typology, and begins: first papers of relations that begin, own and ordinary ones.
    """

    matrix: pd.DataFrame
    lines: pd.DataFrame
    families: tuple[Family, ...]
    planted: pd.DataFrame


def plant_stories(
    con: Connection, as_of: date, world: World, settings: Settings
) -> PlantedTrade | None:
    """Plant the stories of a simulated world in a copy of a part of the own records.

    Parameters
    ----------
    con : Connection
        Prepared up to ``as_of``; left as it is.
    as_of : date
    world : World
        Where the stories come from; its days become those of the records.
    settings : Settings
        ``rehearsal_own_lines`` own lines at most, and the stories that a simulated world of
        ``rehearsal_shipments`` lines would hold.

    Returns
    -------
    PlantedTrade or None
        None where the records do not hold the goods that the stories need.
    """
    lines = settings.rehearsal_shipments
    rng = np.random.default_rng([settings.seed, lines])
    own = take_own(con, as_of, settings.seed, settings.rehearsal_own_lines)
    first = min(own.first, as_of - timedelta(days=SHORTEST_DAYS))
    days = {"start": first.isoformat(), "end": as_of.isoformat()}
    told = simulate_stories(world.model_copy(update=days), settings.seed, lines)
    stories = draft_stories(told, own)
    ordinary = draft_ordinary(own, ORDINARY, rng, FIRST_ORDINARY)
    drafts, found = borrow(_together(stories, ordinary), Hands(own), rng)
    if not (drafts.lines["role"].isin(["inbound", "onward"])).any():
        return None
    used = np.unique(told.moves[["exporter", "consignee", "end_user", "payer", "buyer"]])
    spare = told.companies.drop(index=[number for number in used if number >= 0])
    cast = cast_players(drafts, own, spare, rng)
    written, which = write_lines(drafts, found, cast, own, rng)
    copy = copy_records(con)
    try:
        _copy_lines(copy, con, own, drafts.lines["replaces"])
        for source, mine in written.groupby("source", sort=True):
            load_frame(copy, "shipments", mine.drop(columns="source"), str(source))
        listed = register_new(con, drafts.players, cast, told, rng)
        if len(listed):
            load_frame(copy, "parties", listed, "planted")
        families = prepare(copy, as_of, settings)
        matrix, seen = feature_matrix(copy, families), read_lines(copy)
    finally:
        copy.close()
    return PlantedTrade(matrix, seen, families, _labels(seen, written, drafts.lines, which, own))


def _together(*parts: Drafts) -> Drafts:
    return Drafts(
        pd.concat([part.lines for part in parts], ignore_index=True),
        pd.concat([part.players for part in parts]),
    )


def _copy_lines(copy: Connection, con: Connection, own: OwnTrade, places: pd.Series) -> None:
    """Copy the own lines but for those whose places are taken, and their twins."""
    let_in(copy, con, own.last, tables=("trade_flow_versions",))
    numbers = own.lines["shipment_no"]
    taken = numbers.isin(places) | own.lines["twin_no"].isin(places.dropna())
    con.register("chosen_frame", own.lines.loc[~taken, ["shipment_no"]])
    rows = con.sql(
        "select v.* from shipment_versions v join chosen_frame using (shipment_no) "
        "where v.superseded_by is null order by shipment_no"
    ).to_arrow_table()
    con.unregister("chosen_frame")
    copy.register("carried", rows)
    copy.execute("insert into shipment_versions by name select * from carried")
    copy.unregister("carried")


def _labels(
    lines: pd.DataFrame,
    written: pd.DataFrame,
    drafts: pd.DataFrame,
    which: np.ndarray,
    own: OwnTrade,
) -> pd.DataFrame:
    told = drafts.iloc[which].set_index(written["shipment_id"].to_numpy())
    told = told.reindex(lines["shipment_id"])
    kind = told["kind"].fillna("own").to_numpy()
    begun = lines["shipment_no"].isin(beginnings(own)["shipment_no"]).to_numpy()
    first = pd.Series(np.arange(len(which)) < len(drafts), written["shipment_id"].to_numpy())
    first = first.reindex(lines["shipment_id"]).fillna(False).to_numpy(dtype=bool)
    return pd.DataFrame(
        {
            "kind": kind,
            "positive": told["role"].isin(["inbound", "onward"]).to_numpy(dtype=bool),
            "scheme": told["scheme"].fillna("").astype(str).to_numpy(),
            "typology": told["typology"].fillna("").astype(str).to_numpy(),
            "begins": (begun & (kind == "own")) | (first & (kind == "ordinary")),
        }
    )
