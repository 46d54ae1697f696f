"""Builds a world block by block: lawful trade, look-alikes and schemes, declared and disordered."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.simulate.casting import Stage, cast, set_stage
from detector.simulate.consignments import ROLES_IN_SCHEME
from detector.simulate.declare import declare
from detector.simulate.kinds import STRENGTHS, Kind, innocents, leave_traces, schemes
from detector.simulate.lists import list_parties, list_watched
from detector.simulate.names import name_companies
from detector.simulate.papers import leave_boxes_empty, write_papers
from detector.simulate.shown import show
from detector.simulate.slips import enter_twice, slip
from detector.simulate.staging import play
from detector.simulate.statistics import trade_statistics
from detector.simulate.trade import lawful_trade
from detector.simulate.world import WORLD_VERSION, World

MOST_LINES, LEAST_LINES = 40, 3


@dataclass(frozen=True, eq=False)
class Block:
    """One block of a world, lines not yet in order; columns from ``day`` on are the truth's."""

    lines: pd.DataFrame
    trade_flows: pd.DataFrame
    parties: pd.DataFrame
    watchlist: pd.DataFrame


def build_block(world: World, seed: int, number: int, lines: int) -> Block:
    """Build a block of exactly ``lines`` lines."""
    rng = np.random.default_rng([seed, WORLD_VERSION, number])
    stage = set_stage(rng, world, max(lines // 5, 900))
    places, companies = stage.places, stage.companies
    planted, told = tell_stories(rng, stage, lines)
    doubles = int(lines * world.duplicate_share)
    wanted = lines - len(planted) - doubles
    if wanted < 0:
        planted, wanted = planted.iloc[: lines - doubles], 0
    trade = lawful_trade(rng, stage, int(wanted / 1.3) + 10)
    ordinary = write_papers(rng, trade, world.told)
    while len(ordinary) < wanted:
        more = lawful_trade(rng, stage, wanted // 4 + 10)
        ordinary = pd.concat([ordinary, write_papers(rng, more, world.told)], ignore_index=True)
    kept = np.sort(rng.permutation(len(ordinary))[:wanted])
    papers = _one_pile(planted, ordinary.iloc[kept])
    named = name_companies(rng, places, companies.frame(), number)
    full = declare(rng, stage, papers, named)
    declared = leave_boxes_empty(rng, full, papers["source"].to_numpy())
    papers, declared = enter_twice(rng, papers, slip(rng, declared, world.slips), doubles)
    once = papers.drop_duplicates("move")
    flows = trade_statistics(rng, stage, once, show(rng, stage, once))
    used = np.unique(papers[["exporter", "consignee", "end_user", "forwarder"]].to_numpy())
    used = used[used >= 0]
    guilty = papers["story"].isin(told.index[told["scheme"]]) & papers["role"].isin([1, 2])
    suspects = np.unique(papers.loc[guilty, ["exporter", "consignee"]].to_numpy())
    return Block(
        _with_truth(stage, papers, declared, told, number),
        flows,
        list_parties(rng, stage, used, named),
        list_watched(rng, stage, suspects, named),
    )


def _one_pile(planted: pd.DataFrame, ordinary: pd.DataFrame) -> pd.DataFrame:
    ordinary = ordinary.assign(
        move=ordinary["move"] + int(planted["move"].max() + 1 if len(planted) else 0)
    )
    pile = pd.concat([planted, ordinary], ignore_index=True)
    pile["move"] = np.unique(pile["move"], return_inverse=True)[1]
    return pile


def tell_stories(
    rng: np.random.Generator, stage: Stage, lines: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tell schemes and look-alikes: some ``positive_share`` of the lines are of schemes.

    Returns
    -------
    tuple of DataFrame
        Their papers, and per story (in the order of its number) scheme, typology, difficulty.
    """
    world = stage.world
    target = world.positive_share * lines
    drawn = _draw_schemes(rng, world, int(target / 7) + 4) if target else []
    casts, told = [], []
    for kind, label in drawn:
        casts.append(cast(rng, stage, kind, 1))
        told.append(label)
    papers = _papers(rng, stage, casts, 0)
    papers, kept = _enough(papers, target)
    schemes_kept = len(kept) if target else max(1, round(lines * 0.0045 / 11))
    kinds = _draw_innocents(rng, world, round(schemes_kept * world.innocents_per_scheme))
    more = [cast(rng, stage, kind, n) for kind, _, n in kinds]
    labels = [
        {"scheme": False, "typology": name, "difficulty": ""}
        for _, name, n in kinds
        for _ in range(n)
    ]
    beside = _papers(rng, stage, more, len(told))
    beside["role"] = 0
    beside["move"] = beside["move"] + (int(papers["move"].max()) + 1 if len(papers) else 0)
    return pd.concat([papers, beside], ignore_index=True), pd.DataFrame(told + labels)


def _papers(
    rng: np.random.Generator, stage: Stage, casts: list[pd.DataFrame], first: int
) -> pd.DataFrame:
    if not casts:
        nothing = play(rng, stage, cast(rng, stage, Kind(), 1).assign(story=0)).iloc[:0]
        return write_papers(rng, nothing, stage.world.told)
    stories = pd.concat(casts, ignore_index=True)
    stories["story"] = np.arange(first, first + len(stories))
    return write_papers(rng, play(rng, stage, stories), stage.world.told)


def _enough(papers: pd.DataFrame, target: float) -> tuple[pd.DataFrame, np.ndarray]:
    """Keep schemes, in order, until enough lines carry diverted goods; bound their lines."""
    carrying = papers["role"].isin([1, 2])
    positives = papers[carrying].groupby("story").size()
    positives = positives[(positives >= LEAST_LINES) & (positives <= MOST_LINES)]
    kept = positives.index[positives.cumsum().shift(fill_value=0) < target].to_numpy()
    papers = papers[papers["story"].isin(kept)]
    order = papers.assign(later=~papers["role"].isin([1, 2])).sort_values("later", kind="stable")
    within = order.groupby("story").cumcount() < MOST_LINES - 2
    return papers.loc[np.sort(order.index[within])].reset_index(drop=True), kept


def _draw_schemes(
    rng: np.random.Generator, world: World, n: int
) -> list[tuple[Kind, dict[str, object]]]:
    careful, traces, recipes, levels = schemes()
    names = list(recipes)
    weight = np.array([world.kinds.get(name, recipes[name].weight) for name in names])
    odds = np.array([world.difficulty.get(level, 0.0) for level in STRENGTHS])
    drawn = []
    for _ in range(n):
        recipe = recipes[names[rng.choice(len(names), p=weight / weight.sum())]]
        level = STRENGTHS[rng.choice(len(odds), p=odds / odds.sum())]
        rule = levels[level]
        count = min(int(rng.integers(rule.traces[0], rule.traces[1] + 1)), len(recipe.traces))
        left = [recipe.traces[at] for at in np.sort(rng.permutation(len(recipe.traces))[:count])]
        strength = float(rng.uniform(*rule.strength))
        plot = careful.model_copy(
            update={k: tuple(v) if isinstance(v, list) else v for k, v in recipe.plot.items()}
        )
        kind = leave_traces(plot, [traces[name] for name in left], strength)
        drawn.append(
            (kind, {"scheme": True, "typology": "|".join(sorted(left)), "difficulty": level})
        )
    return drawn


def _draw_innocents(rng: np.random.Generator, world: World, n: int) -> list[tuple[Kind, str, int]]:
    kinds = innocents()
    weight = np.array([world.kinds.get(name, kind.weight) for name, kind in kinds.items()])
    counts = rng.multinomial(n, weight / weight.sum())
    return [
        (kind, name, int(count))
        for (name, kind), count in zip(kinds.items(), counts, strict=True)
        if count
    ]


def _with_truth(
    stage: Stage, papers: pd.DataFrame, declared: pd.DataFrame, told: pd.DataFrame, number: int
) -> pd.DataFrame:
    story = papers["story"].to_numpy()
    label = told.reindex(story).reset_index(drop=True)
    carries = papers["role"].isin([1, 2]).to_numpy()
    units = stage.goods.gpus[papers["item"].to_numpy()] * papers["pieces"].to_numpy() * carries
    scheme = label["scheme"].eq(True).to_numpy()
    identity = np.array(
        [f"{number:03d}{own:05d}" if own >= 0 else "" for own in story.tolist()], dtype=object
    )
    return declared.assign(
        day=papers["day"].to_numpy(),
        story=identity,
        scheme=scheme,
        typology=label["typology"].fillna("").to_numpy(),
        role=np.where(
            scheme, np.array(ROLES_IN_SCHEME, dtype=object)[papers["role"].to_numpy()], ""
        ),
        units=units,
        difficulty=label["difficulty"].fillna("").to_numpy(),
        **_in_the_box(stage, papers, declared),
    )


def _in_the_box(
    stage: Stage, papers: pd.DataFrame, declared: pd.DataFrame
) -> dict[str, np.ndarray]:
    """Tell what the box holds, as what it is declared, and whether the paper names it."""
    item = papers["item"].to_numpy()
    shown = np.where(papers["shown"] >= 0, papers["shown"], item)
    names = stage.goods.table["item"].to_numpy()
    told = [
        (declared[f"{box}_names"] & declared[box].notna()).to_numpy()
        for box in ("description", "model")
    ]
    return {
        "item": names[item],
        "shown": names[shown],
        "holds": stage.goods.holds[item],
        "held": stage.goods.gpus[item] * papers["pieces"].to_numpy(),
        "control_row": stage.goods.control_row[item],
        "is_named": (shown == item) & (told[0] | told[1]),
        "false_value": (papers["false_value"] * (shown != item)).round(3).to_numpy(),
        "false_weight": (papers["false_weight"] * (shown != item)).round(3).to_numpy(),
    }
