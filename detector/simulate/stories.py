"""Stories alone, without the trade around them and without any clerk's hand: for planting."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.simulate.blocks import tell_stories
from detector.simulate.casting import set_stage
from detector.simulate.catalogue import EPOCH
from detector.simulate.consignments import ROLES_IN_SCHEME
from detector.simulate.declare import declare
from detector.simulate.lists import list_parties
from detector.simulate.names import name_companies
from detector.simulate.world import WORLD_VERSION, World

COMPANIES_PER_LINE = 0.2
FEWEST_COMPANIES = 900


@dataclass(frozen=True, eq=False)
class Stories:
    """Schemes and look-alikes as they happened.

    Attributes
    ----------
    moves : DataFrame of shape (n_moves, n_columns)
        What moved, see `consignments`; companies and goods are numbers. With story, scheme,
        typology and role (in a scheme; empty for a look-alike), and ``shipped_on``.
    boxes : DataFrame of shape (n_moves, n_columns)
        The same as one paper would tell it, no box left empty, no slip made.
    companies : DataFrame of shape (n_companies, 4)
        Indexed by number: name, address, country, born.
    register : DataFrame
        What a register of companies would hold of two in three, in the columns of ``parties``.
    """

    moves: pd.DataFrame
    boxes: pd.DataFrame
    companies: pd.DataFrame
    register: pd.DataFrame


def simulate_stories(world: World, seed: int, lines: int) -> Stories:
    """Tell the schemes and look-alikes that a world of so many lines would hold.

    Parameters
    ----------
    world : World
    seed : int
    lines : int
        ``positive_share`` of these carry diverted goods.
    """
    rng = np.random.default_rng([seed, WORLD_VERSION, lines])
    once = world.model_copy(update={"told": (1.0, 0.0)})  # one paper for each move
    stage = set_stage(rng, once, max(round(lines * COMPANIES_PER_LINE), FEWEST_COMPANIES))
    papers, told = tell_stories(rng, stage, lines)
    everyone = stage.companies.frame()
    named = name_companies(rng, stage.places, everyone, 0)
    boxes = declare(rng, stage, papers, named).reset_index(drop=True)
    label = told.reindex(papers["story"]).reset_index(drop=True)
    roles = np.array(ROLES_IN_SCHEME, dtype=object)[papers["role"].to_numpy()]
    moves = papers.reset_index(drop=True).assign(
        scheme=label["scheme"].eq(True).to_numpy(),
        typology=label["typology"].fillna("").to_numpy(),
        role=np.where(label["scheme"].eq(True), roles, ""),
        shipped_on=boxes["shipped_on"],
    )
    companies = pd.DataFrame(
        {
            "name": named.name,
            "address": named.address,
            "country": stage.places.table["country"].to_numpy()[everyone["country"].to_numpy()],
            "born": (EPOCH + everyone["born"].to_numpy()).astype("datetime64[s]"),
        }
    )
    register = list_parties(rng, stage, np.arange(len(everyone)), named)
    return Stories(moves, boxes, companies, register)
