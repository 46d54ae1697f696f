"""Writes drafts in the hand of real lines: their words, digits, units, rounding and blanks."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.planting.casting import COLUMNS
from detector.planting.drafts import OWN_BOX, SLOTS, Drafts
from detector.planting.hands import Hands
from detector.planting.own import OwnTrade, contract_columns

PORTS = {"port_of_lading": "exporter_country", "port_of_unlading": "consignee_country"}
# Share of ordinary consignments of the simulator that name somebody there; a story that names
# somebody is told as often as the user's papers would tell it.
NAMED = {"intermediate": 0.10, "end_user": 0.72, "payer": 1.0, "buyer": 1.0, "forwarder": 1.0}


@dataclass(frozen=True, eq=False, slots=True)
class Borrowed:
    """Numbers of own lines for each draft: whose paper, whose weight and value, whose vague words.

    All ndarrays of shape (n_drafts,).
    """

    paper: np.ndarray
    box: np.ndarray
    shown: np.ndarray
    vague: np.ndarray


def borrow(drafts: Drafts, hands: Hands, rng: np.random.Generator) -> tuple[Drafts, Borrowed]:
    """Find a hand for each draft; tales whose goods the records do not hold are left out."""
    lines = drafts.lines
    plain = (lines["box"] == lines["shown"]).to_numpy()
    paper = hands.draw(lines, "shown", rng, measured=False)
    weighs = hands.measured[paper] & (paper >= 0)
    box = np.where(plain & weighs, paper, hands.draw(lines, "box", rng, measured=True))
    shown = np.where(weighs, paper, hands.draw(lines, "shown", rng, measured=True))
    shown = np.where(shown < 0, box, shown)
    lost = lines.loc[(box < 0) | (paper < 0), "tale"]
    kept = ~lines["tale"].isin(lost).to_numpy()
    found = Borrowed(paper[kept], box[kept], shown[kept], hands.vague(int(kept.sum()), rng))
    return Drafts(lines[kept].reset_index(drop=True), drafts.players), found


def write_lines(
    drafts: Drafts,
    found: Borrowed,
    cast: pd.DataFrame,
    own: OwnTrade,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, np.ndarray]:
    """Write each draft once, and again where the borrowed paper has a twin.

    Returns
    -------
    tuple of (DataFrame, ndarray)
        Lines in the contract's columns and ``source``; for each the number of its draft.
    """
    place = pd.Series(np.arange(len(own.lines)), own.lines["shipment_no"])
    twin = own.lines["twin_no"].to_numpy()[found.paper]
    second = place.reindex(twin).fillna(-1).to_numpy(dtype=np.int64)
    again = np.flatnonzero((second >= 0) & ~drafts.lines["once"].to_numpy(dtype=bool))
    which = np.concatenate((np.arange(len(found.paper)), again))
    paper = np.concatenate((found.paper, second[again]))
    draft = drafts.lines.iloc[which].reset_index(drop=True)
    base = own.lines.iloc[paper].reset_index(drop=True)
    first = own.lines.iloc[found.paper[which]].reset_index(drop=True)
    told = base[contract_columns()].astype(object)
    columns = _days(draft, base, first)
    columns |= _companies(draft, base, cast, own, rng)
    columns |= _goods(draft, base, own, found.vague[which])
    columns |= _amounts(draft, (base, first), own, (found.box[which], found.shown[which]))
    columns |= _numbers(draft, base, which, rng)
    told = told.assign(**columns, source=base["source"])
    told["shipment_id"] = [f"planted-{number:06d}" for number in range(len(told))]
    return told, which


def _days(draft: pd.DataFrame, base: pd.DataFrame, first: pd.DataFrame) -> dict[str, object]:
    day = draft["shipped_on"] + (base["shipped_on"] - first["shipped_on"])
    return {"shipped_on": day, "arrived_on": day + (base["arrived_on"] - base["shipped_on"])}


def _companies(
    draft: pd.DataFrame,
    base: pd.DataFrame,
    cast: pd.DataFrame,
    own: OwnTrade,
    rng: np.random.Generator,
) -> dict[str, pd.Series]:
    told: dict[str, pd.Series] = {}
    ordinary = (draft["kind"] == "ordinary").to_numpy()
    for slot in SLOTS:
        name, country, address = COLUMNS[slot]
        player = draft[slot].to_numpy()
        who = cast.reindex(player).reset_index(drop=True)
        kept = player >= 0
        if slot in NAMED:
            kept &= ordinary | _is_told(base[name].notna().to_numpy(), slot, own, rng)
        told[name] = who["name"].where(kept)
        if country and slot != "forwarder":
            told[country] = who["country"].where(kept)
        if address:
            told[address] = who["address"].where(base[address].notna())
    there = base["destination_country"].notna()
    told["destination_country"] = told["consignee_country"].where(there)
    same = base["notify_party"] == base["consignee"]
    other = told["forwarder"].where(told["forwarder"].notna(), told["consignee"])
    notify = told["consignee"].where(same, other)
    told["notify_party"] = notify.where(base["notify_party"].notna())
    for port, mine in PORTS.items():
        told[port] = _ports(base, told[mine], (port, mine), own, rng)
    return told


def _is_told(filled: np.ndarray, slot: str, own: OwnTrade, rng: np.random.Generator) -> np.ndarray:
    """Say on which lines somebody who is there is named, as often as in the records."""
    share = float(own.lines[COLUMNS[slot][0]].notna().mean())
    wanted = min(1.0, share / NAMED[slot])
    more = (wanted - share) / max(1.0 - share, 1e-9)
    return np.asarray(filled | (rng.random(len(filled)) < more))


def _ports(
    base: pd.DataFrame,
    country: pd.Series,
    names: tuple[str, str],
    own: OwnTrade,
    rng: np.random.Generator,
) -> pd.Series:
    """Keep the port where the country stays; else take one that the records use there."""
    port, mine = names
    used = own.lines[own.lines[port].notna()]
    rows = used.groupby([mine, used["transport_mode"].fillna("")], sort=False).indices
    values = used[port].to_numpy()
    filled = base[port].notna().to_numpy()
    same = (base[mine] == country).to_numpy()
    told = base[port].to_numpy(dtype=object).copy()
    mode = base["transport_mode"].fillna("").to_numpy()
    for at in np.flatnonzero(filled & ~same):
        pool = rows.get((country.iat[at], mode[at]), ())
        told[at] = values[pool[rng.integers(len(pool))]] if len(pool) else None
    return pd.Series(told)


def _goods(
    draft: pd.DataFrame, base: pd.DataFrame, own: OwnTrade, vague: np.ndarray
) -> dict[str, object]:
    told: dict[str, object] = {}
    words = own.lines["description"].to_numpy()[vague]
    unclear = draft["is_vague"].to_numpy(dtype=bool) & (vague >= 0)
    told["description"] = np.where(
        unclear & base["description"].notna(), words, base["description"]
    )
    for name in OWN_BOX:
        given = draft[name].notna() & base[name].notna()
        told[name] = draft[name].where(given, base[name])
    return told


def _amounts(
    draft: pd.DataFrame,
    papers: tuple[pd.DataFrame, pd.DataFrame],
    own: OwnTrade,
    bodies: tuple[np.ndarray, np.ndarray],
) -> dict[str, object]:
    base, first = papers
    box, shown = bodies
    piece = {
        name: (np.log(own.lines[name].to_numpy())[box], np.log(own.lines[name].to_numpy())[shown])
        for name in ("usd_per_piece", "kg_per_piece")
    }
    usual = own.lines["n_pieces"].to_numpy()[box]
    count = np.maximum(draft["pieces"].fillna(pd.Series(usual)).fillna(1.0).to_numpy(), 1.0)
    lie = draft["false_value"].to_numpy()
    real, claimed = piece["usd_per_piece"]
    usd = count * np.exp((1 - lie) * (real + draft["price"].to_numpy()) + lie * claimed)
    lie = draft["false_weight"].to_numpy()
    real, claimed = piece["kg_per_piece"]
    mass = count * np.exp((1 - lie) * real + lie * claimed)
    gross_basis = own.lines["mass_basis"].to_numpy()[box] == "gross"
    packed = (base["gross_weight_kg"] / base["net_weight_kg"]).to_numpy()
    packed = np.where(np.isfinite(packed) & (packed > 0.5) & (packed < 3), packed, 1.2)
    gross = np.where(gross_basis, mass, mass * packed)
    net = np.where(gross_basis, mass / packed, mass)
    rate = (base["value"] / base["value_usd"].astype(float)).to_numpy()
    value = usd * np.where(np.isfinite(rate) & (rate > 0), rate, 1.0)
    value *= _ratio(base["value_usd"], first["value_usd"])  # as the twins of the borrowed papers
    gross *= _ratio(base["gross_weight_kg"], first["gross_weight_kg"])
    net *= _ratio(base["net_weight_kg"], first["net_weight_kg"])
    factor = (base["quantity"] / base["n_pieces"]).to_numpy()
    by_mass = base["n_pieces"].isna().to_numpy()
    quantity = np.where(
        by_mass, as_rounded(net, base["quantity"]), np.rint(count * np.where(by_mass, 1.0, factor))
    )
    boxes = np.maximum(1, np.rint(base["packages"] * gross / base["gross_weight_kg"]))
    told = {
        "value": np.maximum(as_rounded(value, base["value"]), 1.0),
        "gross_weight_kg": np.maximum(as_rounded(gross, base["gross_weight_kg"]), 0.1),
        "net_weight_kg": np.maximum(as_rounded(net, base["net_weight_kg"]), 0.1),
        "quantity": np.maximum(quantity, 1.0),
        "packages": boxes,
    }
    return {name: pd.Series(amount).where(base[name].notna()) for name, amount in told.items()}


def _ratio(one: pd.Series, other: pd.Series) -> np.ndarray:
    ratio = one.to_numpy(dtype=float) / other.to_numpy(dtype=float)
    return np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0)


def as_rounded(amounts: np.ndarray, like: pd.Series) -> np.ndarray:
    """Round amounts to as many places as other amounts are written with.

    Examples
    --------
    >>> as_rounded(np.array([1234.567, 1234.567]), pd.Series([88.5, 1200.0])).tolist()
    [1234.6, 1200.0]
    """
    written = like.to_numpy(dtype=float)
    places = np.full(len(written), 2)
    for digits in (1, 0, -1, -2):
        scaled = written * 10.0**digits
        places = np.where(np.abs(scaled - np.rint(scaled)) < 1e-6, digits, places)
    places = np.where(np.isfinite(written), places, 2)
    told = np.rint(amounts * 10.0**places) / 10.0**places
    return np.where(told > 0, told, np.round(amounts, 2))


def _numbers(
    draft: pd.DataFrame, base: pd.DataFrame, which: np.ndarray, rng: np.random.Generator
) -> dict[str, object]:
    """Give papers numbers of their own, of the same shape; both papers of one move the same."""
    most = int(which.max(initial=0)) + 1
    seeds = rng.integers(1, 1 << 40, most)[which].tolist()
    document = [
        renumbered(text, seed) for text, seed in zip(base["transport_document"], seeds, strict=True)
    ]
    own = draft["serial_numbers"].isna() & base["serial_numbers"].notna()
    serials = [
        renumbered(text, seed) if new else given
        for text, seed, new, given in zip(
            base["serial_numbers"], seeds, own, draft["serial_numbers"], strict=True
        )
    ]
    told = pd.Series(serials, dtype=object).where(base["serial_numbers"].notna())
    licence = [
        given if isinstance(given, str) else renumbered(text, seed)
        for text, seed, given in zip(
            base["license_number"], seeds, draft["license_number"], strict=True
        )
    ]
    licence = pd.Series(licence, dtype=object).where(base["license_number"].notna())
    return {"transport_document": document, "serial_numbers": told, "license_number": licence}


def renumbered(text: object, seed: int) -> object:
    """Replace each digit of a number, its shape kept.

    Examples
    --------
    >>> renumbered("180-10002334", 7) != "180-10002334"
    True
    """
    if not isinstance(text, str):
        return None
    rng = np.random.default_rng(seed)
    drawn = rng.integers(0, 10, len(text)).tolist()
    return "".join(
        str(digit) if one.isdigit() else one for one, digit in zip(text, drawn, strict=True)
    )
