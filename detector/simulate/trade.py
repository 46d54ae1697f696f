"""The lawful trade of every day: lasting relations between companies, each with its lines."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.simulate.casting import Stage
from detector.simulate.catalogue import Floats, Goods, Ints, Places
from detector.simulate.companies import ROLE, Companies
from detector.simulate.consignments import NOBODY, consign

_BUYERS: dict[str, dict[str, float]] = {
    "retail": {"retailer": 4, "distributor": 5, "reseller": 4, "trader": 2, "person": 0.4},
    "office": {"enterprise": 4, "distributor": 4, "reseller": 5, "university": 1, "trader": 1},
    "server": {"cloud": 3, "enterprise": 4, "distributor": 4, "reseller": 4, "university": 1.5},
    "part": {"odm": 4, "builder": 3, "distributor": 4, "reseller": 3, "depot": 1, "trader": 2},
    "chip": {"odm": 5, "builder": 3, "distributor": 5, "reseller": 2, "trader": 2},
    "goods": {"trader": 5, "enterprise": 3, "retailer": 2},
    "accelerator": {
        "cloud": 3,
        "enterprise": 2.5,
        "distributor": 4,
        "reseller": 5,
        "university": 2.5,
        "builder": 2,
        "odm": 1,
        "trader": 1.2,
        "refurbisher": 0.6,
        "forwarder": 0.6,
    },
}


def lawful_trade(rng: np.random.Generator, stage: Stage, n: int) -> pd.DataFrame:
    """Draw ``n`` lines of ordinary trade.

    Returns
    -------
    DataFrame of shape (n, n_columns)
        Consignments, see `detector.simulate.consignments`.
    """
    goods, calendar = stage.goods, stage.calendar
    relations = _relations(rng, stage, max(n // 4, 20))
    share = np.minimum(rng.pareto(1.15, len(relations)) + 0.15, 150.0)
    open_share = calendar.share_between(
        relations["growth"].to_numpy(), relations["first"].to_numpy(), relations["last"].to_numpy()
    )
    share = share * np.maximum(open_share, 0.01)
    line = np.sort(rng.choice(len(relations), n, p=share / share.sum()))
    r = relations.iloc[line].reset_index(drop=True)
    _spot_deals(rng, stage, r)
    day = calendar.draw(rng, r["growth"].to_numpy(), r["first"].to_numpy(), r["last"].to_numpy())
    item = r["item"].to_numpy()
    side = rng.random(n) < 0.35  # a partner buys more than one kind of goods
    item = np.where(side & ~goods.is_accelerator[item], r["second"].to_numpy(), item)
    size = r["size"].to_numpy() + rng.normal(0, 0.45, n)
    spread = goods.table["spread"].to_numpy(dtype=float)[item]
    pieces = np.maximum(
        1, np.rint(goods.table["pieces"].to_numpy(dtype=float)[item] * np.exp(size * spread))
    )
    return consign(
        n,
        {
            "day": day,
            "exporter": r["exporter"],
            "consignee": r["consignee"],
            "end_user": r["end_user"],
            "payer": r["payer"],
            "buyer": r["buyer"],
            "forwarder": r["forwarder"],
            "intermediate": r["intermediate"],
            "item": item,
            "pieces": _round_lots(rng, pieces).astype(np.int64),
            "price_log": r["price"].to_numpy() + rng.normal(0, 0.10, n),
            "used": r["used"],
            "related": r["related"],
            "routed": r["routed"],
            "licensed": r["licensed"],
            "detours": (rng.random(n) < 0.12) * 1,
            "vague": rng.random(n) < r["vagueness"].to_numpy(),
        },
    )


def _spot_deals(rng: np.random.Generator, stage: Stage, lines: pd.DataFrame) -> None:
    """Give some lines to another buyer of the same kind and country, once."""
    spot = np.flatnonzero(rng.random(len(lines)) < stage.world.spot_share)
    everyone = stage.companies.frame()
    usual = lines["consignee"].to_numpy()
    role, country = (everyone[name].to_numpy()[usual[spot]] for name in ("role", "country"))
    other = usual.copy()
    other[spot] = stage.companies.pick(rng, role, country)
    for column in ("end_user", "payer", "buyer"):
        same = lines[column].to_numpy() == usual
        lines[column] = np.where(same, other, lines[column])
    lines["consignee"] = other


def _round_lots(rng: np.random.Generator, pieces: Floats) -> Floats:
    step = np.where(pieces >= 1000, 100, np.where(pieces >= 60, 10, np.where(pieces >= 12, 4, 1)))
    return np.where(rng.random(len(pieces)) < 0.6, np.rint(pieces / step) * step, pieces)


def _relations(rng: np.random.Generator, stage: Stage, n: int) -> pd.DataFrame:
    goods, places, companies, calendar = (
        stage.goods,
        stage.places,
        stage.companies,
        stage.calendar,
    )
    weight = goods.table["weight"].to_numpy(dtype=float)
    item = rng.choice(len(weight), n, p=weight / weight.sum())
    exporter, consignee = _partners(rng, stage, item)
    country = companies.frame()["country"].to_numpy()
    first = _first_days(rng, stage, item, consignee)
    growth = np.where(
        goods.is_accelerator[item], stage.world.accelerator_growth, stage.world.ordinary_growth
    )
    growth = growth + places.table["growth"].to_numpy(dtype=float)[country[consignee]]
    group = goods.table["groups"].str.split("|").str[0].to_numpy()[item]
    second = _second_items(rng, goods, group)
    payer, buyer = _who_pays(rng, companies, exporter, consignee)
    end_user = _end_users(rng, companies, consignee)
    return pd.DataFrame(
        {
            "item": item,
            "second": second,
            "exporter": exporter,
            "consignee": consignee,
            "first": first,
            "last": np.maximum(
                first + 3,
                np.where(rng.random(n) < 0.6, calendar.end, first + rng.integers(20, 500, n)),
            ),
            "growth": growth,
            "size": rng.normal(0, 0.8, n) - _smallness(companies, exporter, consignee),
            "price": rng.normal(0, 0.14, n)
            + np.where(rng.random(n) < 0.05, rng.normal(0, 0.5, n), 0),
            "end_user": end_user,
            "payer": payer,
            "buyer": buyer,
            "forwarder": companies.pick(rng, np.full(n, ROLE["forwarder"]), country[exporter]),
            "intermediate": np.where(
                rng.random(n) < 0.10,
                companies.pick(rng, np.full(n, ROLE["forwarder"]), country[consignee]),
                NOBODY,
            ),
            "used": rng.random(n) < 0.03,
            "related": rng.random(n) < 0.12,
            "routed": rng.random(n) < 0.18,
            "licensed": _needs_licence(goods, places, item, country[consignee]),
            "vagueness": np.where(rng.random(n) < 0.10, 0.8, 0.02),
        }
    )


def _partners(rng: np.random.Generator, stage: Stage, item: Ints) -> tuple[Ints, Ints]:
    goods, places, companies = stage.goods, stage.places, stage.companies
    n = len(item)
    sells = places.table["sells"].to_numpy(dtype=float)
    buys = places.table["buys"].to_numpy(dtype=float)
    origins = goods.table["origins"].str.split("|")
    home = np.array([places.number[rng.choice(origins.iloc[i])] for i in item])
    at_home = rng.random(n) < 0.55
    seller = np.where(at_home, home, rng.choice(len(sells), n, p=sells / sells.sum()))
    made = np.where(
        goods.is_accelerator[item] & (rng.random(n) < 0.4), ROLE["builder"], ROLE["odm"]
    )
    made = np.where(at_home & (rng.random(n) < 0.7), made, ROLE["distributor"])
    resold = np.array([ROLE["distributor"], ROLE["reseller"], ROLE["trader"]])
    resale = rng.choice(resold, n, p=[0.6, 0.28, 0.12])
    role = np.where(at_home, made, resale)
    group = goods.table["groups"].str.split("|").str[0].to_numpy()[item]
    group = np.where(goods.is_accelerator[item], "accelerator", group)
    buyer_role = np.empty(n, dtype=np.int64)
    for name in np.unique(group):
        odds = _BUYERS.get(name, _BUYERS["server"])
        here = group == name
        total = sum(odds.values())
        buyer_role[here] = rng.choice(
            [ROLE[who] for who in odds], here.sum(), p=[odd / total for odd in odds.values()]
        )
    exporter = companies.pick(rng, role, seller)
    country = companies.frame()["country"].to_numpy()
    pull = buys[None, :] * places.near[country[exporter]]
    pull[np.arange(n), country[exporter]] = 0.0
    shut = places.numbers(["CN", "HK", "MO", "RU"])
    pull[np.ix_(np.flatnonzero(goods.is_restricted[item]), shut)] = 0.0
    filled = np.cumsum(pull, axis=1)
    where = (filled < rng.random(n)[:, None] * filled[:, -1:]).sum(axis=1)
    return exporter, companies.pick(rng, buyer_role, where)


def _second_items(rng: np.random.Generator, goods: Goods, group: Ints) -> Ints:
    second = np.zeros(len(group), dtype=np.int64)
    for name in np.unique(group):
        pool = goods.group(str(name))
        pool = pool[~goods.is_accelerator[pool]]
        if not len(pool):
            pool = goods.group("server")
        odds = goods.table["weight"].to_numpy(dtype=float)[pool]
        here = group == name
        second[here] = rng.choice(pool, here.sum(), p=odds / odds.sum())
    return second


def _who_pays(
    rng: np.random.Generator, companies: Companies, exporter: Ints, consignee: Ints
) -> tuple[Ints, Ints]:
    n = len(exporter)
    country = companies.frame()["country"].to_numpy()
    hub = rng.choice(np.unique(country), n)
    third = companies.pick(rng, rng.choice([ROLE["trader"], ROLE["distributor"]], n), hub)
    payer = np.where(rng.random(n) < 0.12, third, consignee)
    buyer = np.where(rng.random(n) < 0.10, third, consignee)
    return payer, buyer


def _smallness(companies: Companies, exporter: Ints, consignee: Ints) -> Floats:
    """Say by how many spreads a relation's lots are smaller than a factory's to a wholesaler."""
    role = companies.frame()["role"].to_numpy()
    sold = np.isin(
        role[exporter], [ROLE[who] for who in ("reseller", "trader", "person", "retailer")]
    )
    used = np.isin(
        role[consignee], [ROLE[who] for who in ("enterprise", "university", "person", "cloud")]
    )
    return np.asarray(1.1 * sold + 0.7 * used + 0.3 * (role[exporter] == ROLE["distributor"]))


def _first_days(
    rng: np.random.Generator,
    stage: Stage,
    item: Ints,
    consignee: Ints,
) -> Ints:
    goods, companies, calendar = stage.goods, stage.companies, stage.calendar
    n = len(item)
    first = np.where(
        rng.random(n) < 0.75,
        calendar.start,
        rng.integers(calendar.start, calendar.end - 20, n),
    )
    first = np.maximum(first, goods.released[item])
    first = np.maximum(first, companies.frame()["born"].to_numpy()[consignee] + 5)
    return np.asarray(np.minimum(first, calendar.end - 5))


def _end_users(rng: np.random.Generator, companies: Companies, consignee: Ints) -> Ints:
    n = len(consignee)
    drawn = rng.random(n)
    country = companies.frame()["country"].to_numpy()[consignee]
    client = companies.pick(
        rng, rng.choice([ROLE["enterprise"], ROLE["cloud"], ROLE["university"]], n), country
    )
    return np.where(drawn < 0.50, consignee, np.where(drawn > 0.78, client, NOBODY))


def _needs_licence(goods: Goods, places: Places, item: Ints, country: Ints) -> NDArray[np.bool_]:
    watched = places.numbers(["AE", "SA", "QA", "VN", "KZ", "OM", "KW", "BH", "EG", "IL", "PK"])
    return goods.is_restricted[item] & np.isin(country, watched)
