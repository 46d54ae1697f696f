"""What is to be planted, before anybody writes it: who sends what to whom, and when."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector import goods, reference
from detector.planting.own import EARLY_DAYS, OwnTrade
from detector.records import load_frame
from detector.simulate import Stories
from detector.workspace import open_memory

SLOTS = ("exporter", "consignee", "intermediate", "end_user", "payer", "buyer", "forwarder")
OWN_BOX = (  # boxes that a story may fill in; elsewhere they stay as the borrowed hand has them
    *("procedure", "related_party", "routed_export", "license_code", "license_number"),
    *("brand", "serial_numbers", "transit_ports", "transport_mode"),
)
_ACROSS = {"exporter": "consignee"}  # whose country makes the lane; else the exporter's
FIRST_LINES = 6  # of a relation, which are drafted again as ordinary trade
JITTER_WEEKS = 3


@dataclass(frozen=True, eq=False, slots=True)
class Drafts:
    """Lines to be written, and the companies that play in them.

    Attributes
    ----------
    lines : DataFrame of shape (n_drafts, n_columns)
        tale, kind (scheme, lookalike or ordinary), scheme, typology, role, shipped_on; a player's
        number in each of ``SLOTS`` (-1 = nobody); goods in the box and as shown (keys of
        `hands`), pieces, price [ln over the usual], false_value, false_weight, is_vague, once,
        ``OWN_BOX``, and the own line whose place it takes (replaces; ordinary ones only).
    players : DataFrame of shape (n_players, n_columns)
        Indexed by number: country, slot in which it first plays, there also its first day (begin),
        the goods (see `goods_group`) and the player at the other end (other); is_new; name and
        address where it has them; like, the company of the records (party_id) whose part it is.
    """

    lines: pd.DataFrame
    players: pd.DataFrame


def goods_key(item: pd.Series, holds: pd.Series, kind: pd.Series, hs6: pd.Series) -> pd.Series:
    """Name goods by what is believed of them: the catalogued item, else class and heading."""
    named = holds.fillna(False).astype(bool) & item.notna()
    other = kind.fillna("").astype(str) + "|" + hs6.fillna("").astype(str)
    return ("item:" + item.fillna("").astype(str)).where(named, other)


def goods_group(key: pd.Series) -> pd.Series:
    """Tell goods apart roughly: accelerators, else by heading; takes what `goods_key` gives."""
    told = key.astype(str)
    return told.str.split("|").str[-1].str[:4].where(~told.str.startswith("item:"), "accelerators")


def draft_stories(told: Stories, own: OwnTrade) -> Drafts:
    """Draft schemes and look-alikes; a company that was founded within the records is new."""
    moves, boxes = told.moves, told.boxes
    keys = _keys_of(moves, boxes)
    shown = moves["shown"].where(moves["shown"] >= 0, moves["item"])
    hand_carried = boxes["transport_mode"].where(moves["by_hand"])
    lines = pd.DataFrame(
        {
            "tale": moves["story"],
            "kind": np.where(moves["scheme"], "scheme", "lookalike"),
            "scheme": np.where(moves["scheme"], moves["story"].astype(str), ""),
            "typology": moves["typology"],
            "role": moves["role"],
            "shipped_on": moves["shipped_on"],
            **{slot: moves[slot] for slot in SLOTS},
            "box": moves["item"].map(keys),
            "shown": shown.map(keys),
            "pieces": moves["pieces"].astype(float),
            "price": moves["price_log"] + np.where(moves["used"], np.log(0.8), 0.0),
            "false_value": moves["false_value"],
            "false_weight": moves["false_weight"],
            "is_vague": moves["vague"],
            "once": moves["unmatched"],
            "procedure": boxes["procedure"],
            "related_party": boxes["related_party"],
            "routed_export": boxes["routed_export"],
            "license_code": boxes["license_code"].where(moves["licensed"]),
            "license_number": boxes["license_number"].where(moves["licensed"]),
            "brand": boxes["brand"].where(moves["odd_brand"]),
            "serial_numbers": boxes["serial_numbers"],
            "transit_ports": boxes["transit_ports"].where(moves["detours"] > 0),
            "transport_mode": hand_carried.where(hand_carried == "courier"),
        }
    )
    lines = _within(lines, own)
    players = _players(lines).join(told.companies)
    players["is_new"] = players["born"] >= pd.Timestamp(own.first)
    return Drafts(lines, players.drop(columns="born").assign(like=np.nan))


def _keys_of(moves: pd.DataFrame, boxes: pd.DataFrame) -> dict[int, str]:
    """Name the simulator's goods as the records' goods are named: by reading their papers."""
    honest = (moves["shown"] < 0) | (moves["shown"] == moves["item"])
    shown = moves["shown"].where(~honest, moves["item"])
    con = open_memory("1GB", 1)
    try:
        numbered = boxes.assign(shipment_id=[f"{at:08d}" for at in range(len(boxes))])
        load_frame(con, "shipments", numbered, "stories")
        reference.lay_out(con)
        goods.identify(con)
        read = con.execute(
            "select g.item, g.units > 0 as holds, g.goods_class, g.declared_class, s.hs6 "
            "from shipments s join goods g using (shipment_no) order by s.shipment_id"
        ).df()
    finally:
        con.close()
    kind = read["goods_class"].where(honest, read["declared_class"])
    key = goods_key(read["item"], read["holds"] & honest, kind, read["hs6"])
    counted = pd.DataFrame({"goods": shown, "key": key, "honest": honest}).value_counts()
    best = counted.reset_index().sort_values(["honest", "count", "key"], ascending=False)
    best = best.drop_duplicates("goods")
    return dict(zip(best["goods"], best["key"], strict=True))


def _within(lines: pd.DataFrame, own: OwnTrade) -> pd.DataFrame:
    """Keep what lies in the days of the records, and of schemes only those that do so wholly."""
    inside = lines["shipped_on"].between(pd.Timestamp(own.first), pd.Timestamp(own.last))
    carries = lines["role"].isin(["inbound", "onward"])
    cut = lines.loc[~inside & carries & (lines["shipped_on"] < pd.Timestamp(own.first)), "tale"]
    return lines[inside & ~lines["tale"].isin(cut)].reset_index(drop=True)


def _players(lines: pd.DataFrame) -> pd.DataFrame:
    seen = pd.concat(
        [
            pd.DataFrame(
                {
                    "player": lines[slot],
                    "slot": slot,
                    "order": order,
                    "goods": goods_group(lines["box"]),
                    "other": lines[_ACROSS.get(slot, "exporter")],
                    "begin": lines["shipped_on"],
                }
            )
            for order, slot in enumerate(SLOTS)
        ]
    )
    seen = seen[seen["player"] >= 0].sort_values(["begin", "order"], kind="stable")
    seen = seen.drop_duplicates("player").set_index("player")
    return seen[["slot", "goods", "other", "begin"]]


def draft_ordinary(own: OwnTrade, wanted: int, rng: np.random.Generator, first: int) -> Drafts:
    """Draft again how some relations of the records began: lawful lines as they come.

    Parameters
    ----------
    own : OwnTrade
    wanted : int
        About how many lines; a quarter of those that there are at most.
    rng : Generator
    first : int
        Number of the first tale and of the first player.
    """
    lines = beginnings(own)
    wanted = min(wanted, len(lines) // 4)  # the rest stays to be compared with
    pair = lines.groupby(["exporter_group", "consignee_group"], sort=False).ngroup()
    chosen = rng.permutation(int(pair.max()) + 1 if len(pair) else 0)
    size = np.bincount(pair, minlength=len(chosen))[chosen]
    chosen = chosen[np.cumsum(size) - size < wanted]
    lines = lines[pair.isin(chosen)].assign(tale=pair[pair.isin(chosen)] + first)
    weeks = rng.integers(-JITTER_WEEKS, JITTER_WEEKS + 1, len(chosen))
    moved = dict(zip(chosen + first, 7 * weeks, strict=True))
    day = lines["shipped_on"] + pd.to_timedelta(lines["tale"].map(moved), unit="D")
    day = day.clip(pd.Timestamp(own.first), pd.Timestamp(own.last))
    key = goods_key(lines["item"], lines["holds"], lines["goods_class"], lines["hs6"])
    told = pd.DataFrame(
        {
            "tale": lines["tale"],
            "kind": "ordinary",
            **dict.fromkeys(("scheme", "typology", "role"), ""),
            "shipped_on": day,
            "box": key,
            "shown": key,
            "pieces": lines["n_pieces"],
            **dict.fromkeys(("price", "false_value", "false_weight"), 0.0),
            "is_vague": False,
            "once": False,
            **dict.fromkeys(OWN_BOX, None),
            "replaces": lines["shipment_no"],
        }
    )
    who = pd.DataFrame({slot: lines[f"{slot}_id"].fillna(-1).astype(int) for slot in SLOTS})
    numbers = pd.MultiIndex.from_frame(
        pd.concat([told["tale"].rename("tale").to_frame().assign(who=who[slot]) for slot in SLOTS])
    ).drop_duplicates()
    number = pd.Series(np.arange(len(numbers)) + first, numbers)
    for slot in SLOTS:
        asked = pd.MultiIndex.from_arrays([told["tale"], who[slot]])
        told[slot] = np.where(who[slot] >= 0, number.reindex(asked).to_numpy(), -1)
    told = told.reset_index(drop=True)
    return Drafts(told, _own_players(own, told, number))


def beginnings(own: OwnTrade) -> pd.DataFrame:
    """Give the first lines of relations that began after the records' early days."""
    lines = own.lines[own.lines["is_primary"]]
    known = lines["exporter_group"].notna() & lines["consignee_group"].notna()
    lines = lines[known]
    pair = lines.groupby(["exporter_group", "consignee_group"], sort=False)
    began = pair["shipped_on"].transform("min")
    early = pd.Timestamp(own.first) + pd.Timedelta(days=EARLY_DAYS)
    return lines[(pair.cumcount() < FIRST_LINES) & (began > early)]


def _own_players(own: OwnTrade, told: pd.DataFrame, number: pd.Series) -> pd.DataFrame:
    """Describe the players of ordinary lines; one that began with the relation is new."""
    players = _players(told)
    company = pd.Series(number.index.get_level_values("who"), number.to_numpy())
    company = company.reindex(players.index)
    seen = pd.concat(
        [
            own.lines[["shipped_on", f"{slot}_country"]]
            .set_axis(["day", "country"], axis=1)
            .assign(company=own.lines[f"{slot}_id"])
            for slot in SLOTS[:-1]
        ]
        + [
            own.lines[["shipped_on", "exporter_country"]]
            .set_axis(["day", "country"], axis=1)
            .assign(company=own.lines["forwarder_id"])
        ]
    ).dropna(subset="company")
    often = seen["company"].value_counts().reindex(company).to_numpy()
    seen = seen.sort_values("day", kind="stable").drop_duplicates("company").set_index("company")
    players["country"] = seen["country"].reindex(company).to_numpy()
    age = players["begin"] - seen["day"].reindex(company).to_numpy()
    late = seen["day"].reindex(company).to_numpy() > np.datetime64(own.first) + np.timedelta64(
        EARLY_DAYS, "D"
    )
    mine = pd.concat([told[slot] for slot in SLOTS]).value_counts().reindex(players.index)
    only = often <= 2 * mine.to_numpy()  # it plays nowhere else; twins tell a line twice
    players["is_new"] = (age <= pd.Timedelta(weeks=JITTER_WEEKS)) & late & only
    return players.assign(name=None, address=None, like=company)
