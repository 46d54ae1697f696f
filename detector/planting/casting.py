"""Who plays: companies of the records take the parts, or new ones where the part asks for one."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.planting.drafts import SLOTS, Drafts, goods_group, goods_key
from detector.planting.own import EARLY_DAYS, OwnTrade

_LADDER = (("country", "lane", "goods"), ("country", "goods"), ("country", "lane"), ("country",))
_ACROSS = {"exporter": "consignee", "consignee": "exporter"}
TRIES = 6
COLUMNS = {
    "exporter": ("exporter", "exporter_country", "exporter_address"),
    "consignee": ("consignee", "consignee_country", "consignee_address"),
    "intermediate": ("intermediate_consignee", "intermediate_country", None),
    "end_user": ("end_user", "end_user_country", None),
    "payer": ("payer", "payer_country", None),
    "buyer": ("buyer", "buyer_country", None),
    "forwarder": ("forwarder", "exporter_country", None),
}


@dataclass(frozen=True, slots=True)
class _Part:
    """What a company that plays must be like, and whom it may not be or have met."""

    country: str
    goods: str
    lane: object
    begin: np.datetime64
    like: float
    partner: float
    is_partner_whole: bool | None


def cast_players(
    drafts: Drafts, own: OwnTrade, spare: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """Give each player a name, a country and an address.

    A company that is not new is one of the records', drawn among the lines on which some company
    of the same country stands in the same place, if there are such with goods of the kind and on
    the same lane, so that it brings its own past. A new one takes a name that stands nowhere yet.

    Parameters
    ----------
    drafts : Drafts
    own : OwnTrade
    spare : DataFrame
        Names, addresses and countries of companies that nobody has used.
    rng : Generator

    Returns
    -------
    DataFrame of shape (n_players, 4)
        Indexed as the players: name, country, address, is_new.
    """
    doors = _doors(own)
    rows = _draw_rows(drafts, own, rng)
    pools = {code: list(names.index) for code, names in spare.groupby("country", sort=False)}
    told: list[tuple[object, ...]] = []
    for player, row in zip(drafts.players.itertuples(), rows, strict=True):
        if row >= 0:
            name, country, _ = COLUMNS[player.slot]
            who = own.lines[name].iat[row], own.lines[country].iat[row]
            told.append((*who, doors.get(who), False))
            continue
        name, address, country = player.name, player.address, player.country
        if name is None:
            free = pools.get(country) or max(pools.values(), key=len)
            at = free.pop() if len(free) > 1 else free[0]
            name, address = spare.at[at, "name"], spare.at[at, "address"]
        told.append((name, country, address, True))
    columns = ["name", "country", "address", "is_new"]
    cast = pd.DataFrame(told, index=drafts.players.index, columns=columns)
    lacking = cast["address"].isna()
    cast.loc[lacking, "address"] = rng.choice(spare["address"].to_numpy(), int(lacking.sum()))
    return cast


def _draw_rows(drafts: Drafts, own: OwnTrade, rng: np.random.Generator) -> list[int]:
    """Draw for each player the own line whose company plays it; -1 for a new company."""
    seen = {slot: _Seen(own, slot) for slot in SLOTS}
    lanes = drafts.players["other"].map(drafts.players["country"])
    company: dict[object, float] = {}
    whole: dict[object, bool] = {}
    rows = []
    for player, lane in zip(drafts.players.itertuples(), lanes, strict=True):
        part = _Part(
            player.country,
            player.goods,
            lane,
            np.datetime64(player.begin, "D"),
            player.like,
            company.get(player.other, np.nan),
            whole.get(player.other),
        )
        row = -1 if player.is_new else seen[player.slot].draw(part, rng)
        if row >= 0:
            company[player.Index] = own.lines[f"{player.slot}_id"].iat[row]
            whole[player.Index] = bool(seen[player.slot].whole[row])
        rows.append(row)
    return rows


def _doors(own: OwnTrade) -> dict[tuple[str, str], str]:
    """Give the address that stands most often beside each name and country."""
    sides = [
        own.lines[list(COLUMNS[slot])].set_axis(["name", "country", "address"], axis=1)
        for slot in ("exporter", "consignee")
    ]
    counted = pd.concat(sides).dropna().value_counts().reset_index()
    counted = counted.sort_values(["count", "address"], ascending=[False, True], kind="stable")
    best = counted.drop_duplicates(["name", "country"])
    return dict(zip(zip(best["name"], best["country"], strict=True), best["address"], strict=True))


class _Seen:
    """Lines on which a place is taken, by country, goods and lane."""

    def __init__(self, own: OwnTrade, slot: str) -> None:
        name, country, _ = COLUMNS[slot]
        lines = own.lines
        self._day = lines["shipped_on"].to_numpy("datetime64[D]")
        self._company = lines[f"{slot}_id"].to_numpy(dtype=float)
        side = slot if slot in ("exporter", "consignee") else "exporter"
        self.whole = lines[f"{side}_whole"].to_numpy(dtype=bool)
        taken = lines[lines[name].notna() & lines[country].notna()]
        key = goods_key(taken["item"], taken["holds"], taken["goods_class"], taken["hs6"])
        across = "consignee_country" if slot == "exporter" else "exporter_country"
        told = pd.DataFrame(
            {
                "country": taken[country],
                "goods": goods_group(key),
                "lane": taken[across],
                "row": taken.index,
            }
        )
        partner = "consignee_id" if slot == "exporter" else "exporter_id"
        told["partner"] = taken[partner]
        pairs = lines[[partner, f"{slot}_id"]].dropna().drop_duplicates()
        self._met = set(pairs.itertuples(index=False, name=None))
        self._habit = _habit(taken, slot, told)
        opening = ~taken.duplicated([partner, f"{slot}_id"])
        told = told[opening]  # a company counts by the relations that it began, not by its lines
        mine = self.whole[told["row"]]
        other = lines[f"{_ACROSS[side]}_whole"].to_numpy(dtype=bool)[told["row"]]
        # How often all lines of the company are here, where those across are, and where not.
        self._share: dict[bool | None, float] = {
            flag: float(mine[other == flag].mean()) if (other == flag).any() else 1.0
            for flag in (True, False)
        }
        self._share[None] = float(mine.mean()) if len(mine) else 1.0
        self._rows: dict[tuple[object, ...], np.ndarray] = {}
        for names in _LADDER:
            for where, rows in told.groupby(list(names), sort=False)["row"]:
                self._rows[names, where] = rows.to_numpy()

    def draw(self, part: _Part, rng: np.random.Generator) -> int:
        """Give the number of a line whose company plays, or -1 where there is none.

        A company that trades with the partner already is passed over: a story, like the beginning
        of any relation, brings together who had not met.
        """
        asked = {"country": part.country, "goods": part.goods, "lane": part.lane}
        is_whole = bool(rng.random() < self._share[part.is_partner_whole])
        for names in _LADDER[self._first_rung(rng) :]:
            rows = self._rows.get((names, tuple(asked[name] for name in names)))
            if rows is None:
                continue
            rows = rows[: int(np.searchsorted(self._day[rows], part.begin, side="right"))]
            alike = rows[self.whole[rows] == is_whole]
            rows = alike if len(alike) else rows
            for row in rows[rng.integers(len(rows), size=TRIES)] if len(rows) else ():
                who = self._company[row]
                if who != part.like and (part.partner, who) not in self._met:
                    return int(row)
        return -1

    def _first_rung(self, rng: np.random.Generator) -> int:
        return int(np.searchsorted(self._habit, rng.random()))


def _habit(lines: pd.DataFrame, slot: str, told: pd.DataFrame) -> np.ndarray:
    """Say how often a company's earlier trade was like a relation that begins, by rungs.

    Cumulated shares: on the same lane with goods of the kind, with such goods, on that lane.
    """
    company, day = lines[f"{slot}_id"], lines["shipped_on"]
    frame = told.drop(columns="row").assign(company=company, day=day)
    first = frame.groupby(["company", "partner"])["day"].transform("min")
    opens = (frame["day"] == first) & (day > day.min() + pd.Timedelta(days=EARLY_DAYS))
    before = {
        names: frame["day"] > frame.groupby(["company", *names])["day"].transform("min")
        for names in (("lane", "goods"), ("goods",), ("lane",))
    }
    rung = np.select(list(before.values()), [0, 1, 2], 3)[opens.to_numpy()]
    counts = np.bincount(rung, minlength=4)[:3]
    return np.asarray(np.cumsum(counts) / max(len(rung), 1))
