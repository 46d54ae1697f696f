"""Plays stories: turns a cast into consignments, in, onward, beside and back."""

import numpy as np
import pandas as pd

from detector.simulate.casting import MOST_BUYERS, Stage, draw_countries
from detector.simulate.catalogue import Floats, Ints
from detector.simulate.companies import ROLE
from detector.simulate.consignments import NOBODY, ROLES_IN_SCHEME, consign

_INBOUND, _ONWARD, _COVER, _DECOY = (
    ROLES_IN_SCHEME.index(role) for role in ("inbound", "onward", "cover", "decoy")
)


def play(rng: np.random.Generator, stage: Stage, stories: pd.DataFrame) -> pd.DataFrame:
    """Play all stories of a cast.

    Parameters
    ----------
    rng : Generator
    stage : Stage
    stories : DataFrame of shape (n_stories, n_columns)
        As `detector.simulate.casting.cast` makes them, with a column ``story``.

    Returns
    -------
    DataFrame of shape (n_consignments, n_columns)
        Consignments with story and role; none is later than the world's end.
    """
    inbound = _inbound(rng, stage, stories)
    onward = _onward(rng, stage, stories, inbound)
    onward, relayed = _relayed(rng, stories, onward)
    beside = [
        relayed,
        _cover(rng, stage, stories),
        _support(rng, stage, stories),
        _decoys(rng, stage, stories),
    ]
    played = pd.concat([inbound, onward, *beside], ignore_index=True)
    played = played[played["day"] <= stage.calendar.end].reset_index(drop=True)
    played["day"] = stage.calendar.to_working_day(rng, played["day"].to_numpy())
    return played


def _repeat(stories: pd.DataFrame, lines: str) -> pd.DataFrame:
    return stories.loc[stories.index.repeat(stories[lines])].reset_index(drop=True)


def _shares(rng: np.random.Generator, story: Ints, equal: Ints) -> Floats:
    """Split one into shares per story: equal ones where ``equal``, else uneven."""
    weight = np.where(equal, 1.0, rng.lognormal(0, 0.7, len(story)))
    total = np.bincount(story, weight)
    return np.asarray(weight / total[story])


def _inbound(rng: np.random.Generator, stage: Stage, stories: pd.DataFrame) -> pd.DataFrame:
    lines = _repeat(stories, "n_inbound")
    n = len(lines)
    story = lines["story"].to_numpy()
    code = np.unique(story, return_inverse=True)[1]
    item = lines["item"].to_numpy()
    units = lines["units"].to_numpy() * _shares(rng, code, lines["equal_lots"].to_numpy())
    pieces = np.maximum(1, np.rint(units / np.maximum(stage.goods.gpus[item], 1)))
    day = lines["begin"].to_numpy() + np.floor(rng.random(n) * lines["span"].to_numpy())
    exporter = lines["supplier"].where(rng.random(n) < 0.7, lines["second_supplier"])
    return consign(
        n,
        {
            "day": np.minimum(day, stage.calendar.end).astype(np.int64),
            "exporter": exporter,
            "consignee": lines["front"],
            "intermediate": lines["agent"],
            "end_user": lines["end_user"],
            "payer": lines["payer"],
            "buyer": lines["bill_to"],
            "forwarder": lines["carrier"],
            "item": item,
            "shown": np.where(lines["disguise_in"], lines["mask"], -1),
            "pieces": pieces.astype(np.int64),
            "price_log": lines["price"].to_numpy() + rng.normal(0, 0.06, n),
            "used": lines["used"],
            "procedure": np.where(lines["repair"], 1, np.where(lines["temporary"], 2, 0)),
            "detours": lines["detour"].to_numpy() * rng.integers(0, 2, n),
            "vague": lines["vague"].to_numpy() & (rng.random(n) < 0.35),
            "licensed": lines["licensed"],
            "related": lines["related"],
            "routed": lines["routed"],
            "by_hand": lines["by_hand"],
            "serials": story,
            "story": story,
            "role": _INBOUND,
        },
    )


def _onward(
    rng: np.random.Generator, stage: Stage, stories: pd.DataFrame, inbound: pd.DataFrame
) -> pd.DataFrame:
    lines = _repeat(stories, "n_onward")
    n = len(lines)
    story = lines["story"].to_numpy()
    code = np.unique(story, return_inverse=True)[1]
    day = _onward_days(rng, lines, inbound)
    held = inbound.groupby("story")["pieces"].sum().reindex(story).to_numpy()
    pieces = held * lines["onward_share"].to_numpy()
    pieces = pieces * _shares(rng, code, lines["equal_lots"].to_numpy())
    item = lines["item"].to_numpy()
    strip = lines["strip"].to_numpy() & (stage.goods.stripped[item] >= 0)
    pieces = np.where(strip, pieces * stage.goods.strip_count[item], pieces)
    sent = np.where(strip, stage.goods.stripped[item], item)
    buyers = lines[[f"buyer_{number}" for number in range(MOST_BUYERS)]].to_numpy()
    chosen = buyers[np.arange(n), rng.integers(0, 1 << 30, n) % lines["n_buyers"].to_numpy()]
    blank = rng.random(n)
    payer = np.where(rng.random(n) < 0.8, chosen, lines["payer"].to_numpy())
    mask = np.where(rng.random(n) < 0.75, lines["mask"], lines["second_mask"])
    return consign(
        n,
        {
            "day": day.astype(np.int64),
            "exporter": np.where(rng.random(n) < 0.8, lines["holder"], lines["front"]),
            "consignee": chosen,
            "intermediate": lines["agent"],
            "end_user": np.where(blank < 0.4, NOBODY, chosen),
            "payer": payer,
            "buyer": np.where(rng.random(n) < 0.9, chosen, lines["bill_to"]),
            "forwarder": lines["carrier"],
            "item": sent,
            "shown": np.where(lines["disguise"], mask, -1),
            "pieces": np.maximum(1, np.rint(pieces)).astype(np.int64),
            "price_log": lines["price_onward"].to_numpy() + rng.normal(0, 0.06, n),
            "false_value": lines["false_value"],
            "false_weight": lines["false_weight"],
            "used": lines["used"].to_numpy() | (strip & (rng.random(n) < 0.5)),
            "procedure": np.where(lines["repair"], 3, np.where(lines["temporary"], 3, 0)),
            "detours": lines["detour"].to_numpy() * rng.integers(1, 3, n),
            "vague": lines["vague"].to_numpy() & (rng.random(n) < 0.7),
            "odd_brand": lines["odd_brand"],
            "licensed": lines["licensed"].to_numpy() & (rng.random(n) < 0.3),
            "unmatched": lines["unmatched"],
            "related": lines["related"],
            "routed": lines["routed"],
            "by_hand": lines["by_hand"],
            "serials": story,
            "story": story,
            "role": _ONWARD,
        },
    )


def _relayed(
    rng: np.random.Generator, stories: pd.DataFrame, onward: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Send the onward goods of some stories through one more company, gathered on the first leg."""
    told = stories.set_index("story").loc[onward["story"]]
    through = told["relayed"].to_numpy()
    relay, holder = told["relay"].to_numpy(), onward["exporter"].to_numpy()
    first = onward[through].assign(consignee=relay[through], payer=relay[through])
    first["buyer"] = first["consignee"]
    first["end_user"] = first["end_user"].where(first["end_user"] == NOBODY, first["consignee"])
    sums = first.groupby(["story", "exporter", "shown", "item"])
    merged = first.assign(pieces=sums["pieces"].transform("sum"), day=sums["day"].transform("min"))
    merged = merged.drop_duplicates(["story", "exporter", "shown", "item"]).reset_index(drop=True)
    onward = onward.assign(exporter=np.where(through, relay, holder))
    onward["day"] = onward["day"] + np.where(through, rng.integers(2, 25, len(onward)), 0)
    return onward, merged


def _onward_days(rng: np.random.Generator, lines: pd.DataFrame, inbound: pd.DataFrame) -> Floats:
    story = lines["story"].to_numpy()
    of_story = inbound.groupby("story")["day"]
    first = of_story.min().reindex(story).to_numpy()
    last = of_story.max().reindex(story).to_numpy()
    came = first + rng.random(len(lines)) * (last - first)
    low, high = lines["lag_low"].to_numpy(), lines["lag_high"].to_numpy()
    return np.asarray(
        np.ceil(came + np.exp(rng.uniform(np.log(low), np.log(np.maximum(high, low)))))
    )


def _beside(stage: Stage, lines: pd.DataFrame, columns: dict[str, object]) -> pd.DataFrame:
    ordinary: dict[str, object] = {
        "consignee": lines["holder"],
        "payer": lines["holder"],
        "buyer": lines["holder"],
        "forwarder": lines["carrier"],
        "story": lines["story"],
        "role": _COVER,
    }
    made = consign(len(lines), ordinary | columns)
    inside = made["day"].between(stage.calendar.start, stage.calendar.end)
    return made[inside]


def _cover(rng: np.random.Generator, stage: Stage, stories: pd.DataFrame) -> pd.DataFrame:
    lines = _repeat(stories, "n_cover")
    n = len(lines)
    goods, companies = stage.goods, stage.companies
    born = companies.frame()["born"].to_numpy()[lines["holder"].to_numpy()]
    first = np.maximum(born + 3, lines["begin"].to_numpy() - 300)
    last = np.maximum(lines["begin"].to_numpy() + lines["span"].to_numpy() + 120, first + 10)
    pool = goods.group("office", "near", "retail", "server")
    pool = pool[~goods.is_accelerator[pool]]
    odds = goods.table["weight"].to_numpy(dtype=float)[pool]
    item = rng.choice(pool, n, p=odds / odds.sum())
    origin = goods.table["origins"].str.split("|").str[0].map(stage.places.number).to_numpy()[item]
    sells = rng.random(n) < 0.5
    supplier = companies.pick(rng, np.full(n, ROLE["distributor"]), origin)
    into = np.where(
        rng.random(n) < 0.5,
        draw_countries(rng, stage, "passing", n),
        draw_countries(rng, stage, "anywhere_at_all", n),
    )
    kind = rng.choice([ROLE["reseller"], ROLE["trader"], ROLE["distributor"]], n)
    client = companies.pick(rng, kind, into)
    spread = goods.table["spread"].to_numpy(dtype=float)[item]
    pieces = goods.table["pieces"].to_numpy(dtype=float)[item] * np.exp(
        rng.normal(-0.5, 0.8, n) * spread
    )
    consignee = np.where(sells, client, lines["holder"])
    return _beside(
        stage,
        lines,
        {
            "day": np.rint(rng.uniform(first, last)).astype(np.int64),
            "exporter": np.where(sells, lines["holder"], supplier),
            "consignee": consignee,
            "payer": consignee,
            "buyer": consignee,
            "end_user": np.where(rng.random(n) < 0.6, consignee, NOBODY),
            "item": item,
            "pieces": np.maximum(1, np.rint(pieces)).astype(np.int64),
            "price_log": rng.normal(0, 0.18, n),
        },
    )


def _support(rng: np.random.Generator, stage: Stage, stories: pd.DataFrame) -> pd.DataFrame:
    lines = _repeat(stories, "n_support")
    n = len(lines)
    pool = stage.goods.group("support")
    item = rng.choice(pool, n)
    origin = stage.goods.table["origins"].str.split("|").str[0]
    home = origin.map(stage.places.number).to_numpy()[item]
    racks = lines["units"].to_numpy() / 32
    dear = np.sqrt(stage.goods.table["usd_low"] * stage.goods.table["usd_high"]).to_numpy()[item]
    pieces = np.maximum(1, racks * np.exp(rng.normal(0, 0.6, n)) * np.clip(4000 / dear, 0.2, 40))
    first = lines["begin"].to_numpy() - 120
    return _beside(
        stage,
        lines,
        {
            "day": np.rint(first + rng.random(n) * (180 + lines["span"].to_numpy())).astype(int),
            "exporter": stage.companies.pick(rng, np.full(n, ROLE["distributor"]), home),
            "end_user": np.where(rng.random(n) < 0.7, lines["holder"], NOBODY),
            "item": item,
            "pieces": np.rint(pieces).astype(np.int64),
            "price_log": rng.normal(0, 0.15, n),
        },
    )


def _decoys(rng: np.random.Generator, stage: Stage, stories: pd.DataFrame) -> pd.DataFrame:
    lines = _repeat(stories, "n_decoys")
    n = len(lines)
    chassis = stage.goods.number["Server chassis barebone"]
    asia = stage.places.numbers(["CN", "TW"])
    gpus = np.maximum(stage.goods.gpus[lines["item"].to_numpy()], 8)
    pieces = np.maximum(1, np.rint(lines["units"].to_numpy() / gpus * rng.uniform(0.5, 1.1, n)))
    after = lines["begin"].to_numpy() + lines["span"].to_numpy() * rng.random(n)
    return _beside(
        stage,
        lines,
        {
            "day": np.rint(after + rng.uniform(20, 120, n)).astype(np.int64),
            "exporter": stage.companies.pick(rng, np.full(n, ROLE["odm"]), rng.choice(asia, n)),
            "end_user": lines["end_user"],
            "item": chassis,
            "pieces": pieces.astype(np.int64),
            "price_log": rng.normal(-0.3, 0.2, n),
            "serials": np.where(lines["serial_doubles"], lines["story"], -1),
            "role": _DECOY,
        },
    )
