"""One small trade of a user, and schemes planted among its lines."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pytest

from detector.models.rehearsal import WORLD
from detector.pipeline import latest_day
from detector.planting import PlantedTrade, plant, plant_stories
from detector.planting.own import OwnTrade, take_own
from detector.prepare import prepare
from detector.records import load_frame
from detector.settings import Settings
from detector.workspace import open_memory
from tests.sample import sample

SETTINGS = Settings(threads=1, rehearsal_shipments=800, rehearsal_own_lines=1_500)


@dataclass
class Sown:
    """The own lines, what was planted among them, and what was written."""

    own: OwnTrade
    trade: PlantedTrade
    written: pd.DataFrame
    drafts: pd.DataFrame
    before: list[object] = field(default_factory=list)
    after: list[object] = field(default_factory=list)


@pytest.fixture(scope="package")
def sown():
    kept = {}

    def writing(drafts, *others):
        lines, which = plant.write_lines_as_it_is(drafts, *others)
        kept.update(written=lines, drafts=drafts.lines.iloc[which].reset_index(drop=True))
        return lines, which

    con = open_memory("2GB", 1)
    for kind in ("shipments", "parties"):
        load_frame(con, kind, getattr(sample(), kind), "own")
    as_of = latest_day(con)
    prepare(con, as_of, SETTINGS)
    tables = "select table_name, estimated_size from duckdb_tables() order by all"
    before = con.execute(tables).fetchall()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plant, "write_lines_as_it_is", plant.write_lines, raising=False)
        patch.setattr(plant, "write_lines", writing)
        trade = plant_stories(con, as_of, WORLD, SETTINGS)
    after = con.execute(tables).fetchall()
    own = take_own(con, as_of, SETTINGS.seed, SETTINGS.rehearsal_own_lines)
    con.close()
    return Sown(own, trade, kept["written"], kept["drafts"], before, after)


def share(cells: pd.Series) -> float:
    return float(np.mean(cells.notna()))
