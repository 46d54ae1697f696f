"""Measures what is found among the user's own records when schemes are planted in a copy."""

from datetime import timedelta

import pandas as pd

from detector.evaluate.comparing import Evaluation, EvaluationPlan, evaluate
from detector.evaluate.planting import plant_schemes
from detector.pipeline import Tell, scan, silent
from detector.planting.copying import copy_records, let_in
from detector.records import TABLES, load_frame
from detector.settings import Settings
from detector.simulate import read_world, simulate
from detector.workspace import Connection

WORLD_LINES = 60_000
JUDGED_FROM = 0.3  # of the days of the records


def evaluate_planted(
    con: Connection,
    schemes: int,
    settings: Settings | None = None,
    *,
    world: str = "standard",
    tell: Tell = silent,
) -> Evaluation:
    """Plant schemes of known kind in a copy of the records, scan it, and say what was found.

    The workspace is only read: the copy lives in memory. The records are taken as lawful; where
    they are not, the figures are better than shown. Lines of the last seven tenths of the days
    are judged, so that simple methods have earlier ones to learn from.

    Parameters
    ----------
    con : Connection
        Holds shipments.
    schemes : int
        How many to plant.
    settings : Settings, optional
    world : str
        Which simulated world the schemes come from: a name or a TOML file.
    tell : callable
        Is told what is going on.

    Raises
    ------
    RecordError
        If there are no shipments, or too few days to judge.
    """
    settings = settings or Settings()
    names = [column.name for column in TABLES["shipments"].columns]
    listed = ", ".join(f'"{name}"' for name in names)
    shipments = con.execute(
        f"select {listed} from shipments order by shipped_on, shipment_no"  # noqa: S608  names of the contract
    ).df()
    shipments["shipped_on"] = pd.to_datetime(shipments["shipped_on"])
    tell("simulating schemes")
    made = simulate(WORLD_LINES, settings.seed + 1, read_world(world))
    planted = plant_schemes(shipments, made, schemes, settings.seed)
    copy = copy_records(con)
    try:
        let_in(copy, con)
        added = planted.shipments.iloc[len(shipments) :]
        load_frame(copy, "shipments", added.reset_index(drop=True), "planted")
        scan(copy, None, settings, tell)
        days = shipments["shipped_on"]
        first, whole = days.min().date(), (days.max() - days.min()).days
        plan = EvaluationPlan(day=first + timedelta(days=round(JUDGED_FROM * whole)))
        return evaluate(copy, planted.truth, plan)
    finally:
        copy.close()
