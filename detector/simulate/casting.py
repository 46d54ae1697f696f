"""Casts stories: who plays in them, where, when, with which goods."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.simulate.calendar import Calendar
from detector.simulate.catalogue import Floats, Goods, Ints, Places, day_of, read_goods, read_places
from detector.simulate.companies import Companies, found_companies, roles_numbers
from detector.simulate.consignments import NOBODY
from detector.simulate.kinds import Kind, Range
from detector.simulate.world import World

MOST_BUYERS = 8
_HABITS = (
    "strip",
    "disguise",
    "disguise_in",
    "vague",
    "odd_brand",
    "used",
    "equal_lots",
    "licensed",
    "unmatched",
    "related",
    "routed",
    "by_hand",
    "repair",
    "temporary",
    "serial_doubles",
    "detour",
)
FACTORIES = ("TW", "MX", "MY", "US", "CN", "VN", "CZ")


@dataclass(frozen=True, eq=False)
class Stage:
    """Where stories are played: the world's settings, goods, countries, companies and calendar."""

    world: World
    goods: Goods
    places: Places
    companies: Companies
    calendar: Calendar


def set_stage(rng: np.random.Generator, world: World, n_companies: int) -> Stage:
    """Set the stage of a world: found its companies, open its calendar."""
    places = read_places()
    dates = (day_of(world.start), day_of(world.end))
    companies = found_companies(rng, places, n_companies, dates)
    return Stage(world, read_goods(), places, companies, Calendar(*dates))


def between(rng: np.random.Generator, ends: Range, n: int) -> Floats:
    """Draw uniformly between two ends."""
    return rng.uniform(ends[0], ends[1], n)


def log_between(rng: np.random.Generator, ends: Range, n: int) -> Floats:
    """Draw log-uniformly between two positive ends."""
    return np.exp(rng.uniform(np.log(ends[0]), np.log(ends[1]), n))


def whole_between(rng: np.random.Generator, ends: Range, n: int) -> Ints:
    """Draw whole numbers between two ends, both in; ends are rounded first."""
    low, high = round(ends[0]), round(ends[1])
    return rng.integers(low, high + 1, n)


def cast(rng: np.random.Generator, stage: Stage, kind: Kind, n: int) -> pd.DataFrame:
    """Cast ``n`` stories of one kind.

    Returns
    -------
    DataFrame of shape (n, n_columns)
        One row per story: dates, goods, parties as company numbers, numbers of lines, habits.
    """
    told = _when(rng, stage, kind, n)
    item = _goods(rng, stage, kind, told["begin"].to_numpy())
    begin = told["begin"].to_numpy()
    at_launch = rng.random(n) < kind.at_launch
    launched = stage.goods.released[item] + rng.integers(0, 40, n)
    fits = at_launch & (launched > stage.calendar.start) & (launched < stage.calendar.end - 60)
    begin = np.where(fits, launched, np.maximum(begin, stage.goods.released[item] + 10))
    begin = np.minimum(begin, stage.calendar.end - 40)
    told["begin"], told["item"] = begin, item
    country = draw_countries(rng, stage, kind.holder_in, n)
    country = _displaced(rng, stage, country, begin)
    told["units"] = np.maximum(log_between(rng, kind.units, n), stage.goods.gpus[item])
    told["holder"] = _holders(rng, stage, kind, (country, begin, told["units"].to_numpy()))
    told["holder_country"] = country
    sold_in = draw_countries(rng, stage, kind.supplier_in, n)
    for column in ("supplier", "second_supplier"):
        told[column] = stage.companies.pick(rng, _roles(rng, kind.supplier, n), sold_in)
    told["second_supplier"] = told["second_supplier"].where(rng.random(n) < 0.4, told["supplier"])
    buyers = _buyers(rng, stage, kind, (country, item, begin))
    told["n_buyers"] = whole_between(rng, kind.buyers, n)
    for number in range(MOST_BUYERS):
        told[f"buyer_{number}"] = buyers[:, number]
    _lines(rng, kind, told)
    _habits(rng, stage, kind, told)
    return told


def _when(rng: np.random.Generator, stage: Stage, kind: Kind, n: int) -> pd.DataFrame:
    calendar = stage.calendar
    span = np.rint(between(rng, kind.span, n)).astype(np.int64)
    reach = span + int(kind.lag[1] * 0.6 * (kind.onward[1] > 0))
    last = np.maximum(calendar.end - reach, calendar.start + 60)
    begin = calendar.draw(rng, np.full(n, 0.7), np.full(n, calendar.start + 10), last)
    rules = np.array([day_of(day) for day in stage.world.rule_dates])
    rules = rules[(rules > calendar.start + 60) & (rules < calendar.end - 60)]
    if len(rules):
        rule = rng.choice(rules, n)
        before = rng.random(n) < kind.before_rule
        begin = np.where(
            before, np.maximum(rule - span - rng.integers(0, 6, n), calendar.start), begin
        )
        after = ~before & (rng.random(n) < kind.after_rule)
        begin = np.where(after, rule + rng.integers(15, 110, n), begin)
    begin = np.minimum(begin, last)
    return pd.DataFrame({"begin": begin, "span": span})


def _goods(rng: np.random.Generator, stage: Stage, kind: Kind, begin: Ints) -> Ints:
    pool = stage.goods.group(*kind.goods)
    pool = pool[stage.goods.is_accelerator[pool]]
    weight = stage.goods.table["weight"].to_numpy(dtype=float)[pool]
    known = stage.goods.released[pool][None, :] <= begin[:, None] + 30
    odds = np.where(known, weight[None, :], 1e-9)
    filled = np.cumsum(odds, axis=1)
    at = (filled < rng.random(len(begin))[:, None] * filled[:, -1:]).sum(axis=1)
    return np.asarray(pool[np.minimum(at, len(pool) - 1)])


def draw_countries(rng: np.random.Generator, stage: Stage, scope: str, n: int) -> Ints:
    """Draw countries from a named set of the world."""
    world, places = stage.world, stage.places
    sets = {"hubs": world.hubs, "ends": world.ends, "clean": world.clean, "build": world.build}
    if scope in sets:
        codes = list(sets[scope])
        odds = np.array([sets[scope][code] for code in codes], dtype=float)
        return rng.choice(places.numbers(codes), n, p=odds / odds.sum())
    if scope == "factories":
        return rng.choice(places.numbers(list(FACTORIES)), n)
    if scope == "passing":
        end = draw_countries(rng, stage, "ends", n)
        other = draw_countries(rng, stage, "hubs", n)
        return np.where(rng.random(n) < 0.6, end, other)
    if scope == "sellers":
        odds = places.table["sells"].to_numpy(dtype=float) ** 1.3
        odds[places.numbers(list(world.ends))] *= 0.02
        return rng.choice(len(odds), n, p=odds / odds.sum())
    odds = places.table["buys"].to_numpy(dtype=float).copy()
    if scope != "anywhere_at_all":
        odds[places.numbers(list(world.ends))] *= 0.02
    return rng.choice(len(odds), n, p=odds / odds.sum())


def _displaced(rng: np.random.Generator, stage: Stage, country: Ints, begin: Ints) -> Ints:
    for closure in stage.world.closures:
        here = country == stage.places.number[closure.hub]
        gone = here & (begin > day_of(closure.on)) & (rng.random(len(begin)) < closure.share)
        instead = stage.places.numbers(list(closure.instead))
        country = np.where(gone, rng.choice(instead, len(begin)), country)
    return country


def _roles(rng: np.random.Generator, roles: Sequence[str], n: int) -> Ints:
    return rng.choice(roles_numbers(roles), n)


def _holders(
    rng: np.random.Generator, stage: Stage, kind: Kind, where: tuple[Ints, Ints, Floats]
) -> Ints:
    country, begin, units = where
    n = len(country)
    role = _roles(rng, kind.holder, n)
    holder = stage.companies.pick(rng, role, country)
    fresh = rng.random(n) < kind.fresh
    strange = rng.random(n) >= kind.fits
    own = np.flatnonzero(fresh | strange)
    age = np.where(fresh, log_between(rng, kind.fresh_age, n), rng.uniform(700, 6000, n))
    known = rng.random(n) < 0.6
    enough = units * 0.0014 * rng.uniform(1.0, 3.0, n)
    scant = units * 0.0014 * rng.uniform(0.02, 0.4, n)
    power = np.where(rng.random(n) < kind.power, enough, scant)
    abroad = rng.random(n) < kind.foreign_parent
    home = draw_countries(rng, stage, "ends", n)
    holder[own] = stage.companies.add(
        rng,
        {
            "role": role[own],
            "country": country[own],
            "born": np.rint(begin - age).astype(np.int64)[own],
            "fits": ~strange[own],
            "power_mw": np.where(known & (role == 6), np.round(power, 2), np.nan)[own],
            "site": np.where(rng.random(n) < kind.shared_site, rng.integers(0, 40, n), -1)[own],
            "hq": np.where(abroad, home, country)[own],
        },
        len(own),
    )
    return holder


def _buyers(
    rng: np.random.Generator, stage: Stage, kind: Kind, where: tuple[Ints, Ints, Ints]
) -> Ints:
    holder_country, item, begin = where
    n = len(item) * MOST_BUYERS
    country = draw_countries(rng, stage, kind.buyer_in, n)
    home = np.repeat(holder_country, MOST_BUYERS)
    again = country == home
    country[again] = draw_countries(rng, stage, kind.buyer_in, int(again.sum()))
    if kind.buyer_in == "same":
        country = home
    role = _roles(rng, kind.buyer, n)
    buyer = stage.companies.pick(rng, role, country)
    fresh = np.flatnonzero(rng.random(n) < kind.buyer_fresh)
    age = log_between(rng, kind.fresh_age, n)
    born = np.rint(np.repeat(begin, MOST_BUYERS) - age).astype(np.int64)
    shared = np.where(rng.random(n) < kind.shared_site, rng.integers(0, 40, n), -1)
    buyer[fresh] = stage.companies.add(
        rng,
        {
            "role": role[fresh],
            "country": country[fresh],
            "born": born[fresh],
            "site": shared[fresh],
            "fits": rng.random(len(fresh)) < kind.fits,
        },
        len(fresh),
    )
    return buyer.reshape(-1, MOST_BUYERS)


def _lines(rng: np.random.Generator, kind: Kind, told: pd.DataFrame) -> None:
    n = len(told)
    for part in ("inbound", "onward", "cover", "support", "decoys", "returns"):
        told[f"n_{part}"] = whole_between(rng, getattr(kind, part), n)
    told["lag_low"], told["lag_high"] = kind.lag
    for part in ("onward_share", "false_value", "false_weight", "price", "price_onward"):
        told[part] = between(rng, getattr(kind, part), n)


def _habits(rng: np.random.Generator, stage: Stage, kind: Kind, told: pd.DataFrame) -> None:
    n = len(told)
    companies = stage.companies
    holder = told["holder"].to_numpy()
    country = told["holder_country"].to_numpy()
    for habit in _HABITS:
        told[habit] = rng.random(n) < getattr(kind, habit)
    masks = stage.goods.group(*kind.masks)
    masks = masks[~stage.goods.is_accelerator[masks]]
    told["mask"], told["second_mask"] = rng.choice(masks, n), rng.choice(masks, n)
    client = companies.pick(rng, _roles(rng, ("enterprise", "cloud", "university"), n), country)
    drawn = rng.random(n)
    told["end_user"] = np.where(drawn < kind.end_user_other, client, holder)
    blank = drawn > 1 - kind.end_user_blank
    told["end_user"] = told["end_user"].where(~blank, NOBODY)
    paying = draw_countries(rng, stage, kind.payer_in, n)
    third = companies.pick(rng, _roles(rng, ("trader", "distributor", "reseller"), n), paying)
    told["payer"] = np.where(rng.random(n) < kind.payer_third, third, holder)
    told["bill_to"] = np.where(rng.random(n) < kind.billed, third, holder)
    carrier = companies.pick(rng, _roles(rng, ("forwarder",), n), country)
    told["carrier"] = carrier
    told["relayed"] = rng.random(n) < kind.relay
    halfway = np.where(
        rng.random(n) < 0.5,
        draw_countries(rng, stage, "clean", n),
        draw_countries(rng, stage, "hubs", n),
    )
    told["relay"] = companies.pick(rng, _roles(rng, ("trader", "distributor"), n), halfway)
    told["front"] = np.where(rng.random(n) < kind.via_forwarder, carrier, holder)
    told["agent"] = np.where(rng.random(n) < kind.via_agent, carrier, NOBODY)
