"""The goods of one line: what was declared, what was read in it, what weight and value imply."""

from collections.abc import Mapping
from typing import Any

from detector.cases import goods_words
from detector.contents import explain_contents
from detector.contents.weighing import bands
from detector.goods import explain_goods
from detector.report.explain.section import Fact, Section
from detector.report.numerals import clipped, money, number
from detector.workspace import Connection, table_exists

Row = Mapping[str, Any]
HINTS, LEAST_TOLD = 6, -3.0
NEEDED = ("goods", "ref_hs", "ref_prices", "ref_accelerators", "ref_servers")


def tell_goods(con: Connection, shipment_no: int) -> Section | None:
    """Tell what is believed of a line's goods, and the declared, read and implied goods behind it.

    Returns
    -------
    Section or None
        None where no goods were identified in this workspace.
    """
    if not all(table_exists(con, name) for name in NEEDED):
        return None
    told = explain_goods(con, shipment_no)
    belief, words = told["belief"], told["words"]
    facts = [
        _believed(belief),
        _units(belief),
        *_declared(belief, words["declared"], words["read"]),
        *_implied(belief, words["declared"]),
        *_hidden(con, shipment_no),
        *_measured(belief, told["prices"]),
        *_catalogue(told["catalogue"]),
        *_hs(told["hs"]),
    ]
    return Section("goods", "Goods", tuple(facts))


def _believed(belief: Row) -> Fact:
    told = goods_words(belief["goods_class"])
    if belief["item"]:
        told += f" ({belief['item']})"
    return Fact("", "best belief", f"{told}, sure {number(belief['sure'])}", clipped(belief["why"]))


def _units(belief: Row) -> Fact:
    if belief["units"] is None:
        return Fact("", "accelerators", "not counted", "not computing goods")
    span = f"{number(belief['units_low'])} to {number(belief['units_high'])}"
    pieces = f"{number(belief['pieces'])} pieces"
    if belief["pieces_assumed"]:
        pieces += " (no unit was stated; pieces are assumed)"
    told = f"{number(belief['units'])} ({span})"
    if belief["h100e"]:
        told += f", {number(belief['h100e'])} H100 equivalents"
    return Fact("", "accelerators", told, pieces if belief["pieces"] is not None else "")


def _declared(belief: Row, declared: Row, read: Row) -> list[Fact]:
    parts = (("description", 200), ("model", 60), ("brand", 60), ("eccn", 20))
    stated = [f"{name} {clipped(declared[name], most)!r}" for name, most in parts if declared[name]]
    told = goods_words(belief["declared_class"])
    if belief["declared_item"]:
        told += f" ({belief['declared_item']})"
    facts = [Fact("", "declared goods", f"{told}, by {belief['declared_by']}", ", ".join(stated))]
    seen = [
        f"names {read['item']} ({read['how']})" if read["item"] else "",
        f"says {read['count']} accelerators" if read["count"] else "",
        "names what the goods are for, not what they are" if read["is_accessory"] else "",
        "says that no accelerator is in it" if read["is_without"] else "",
        "could stand for anything" if read["is_vague"] else "",
        "no known word" if read["is_silent"] else "",
    ]
    if any(seen):
        told = "; ".join(part for part in seen if part)
        facts.append(Fact("", "the wording", told, "reference table goods_words"))
    return facts


def _implied(belief: Row, declared: Row) -> list[Fact]:
    brand = []
    if belief.get("is_unknown_brand"):  # not in goods that an earlier version wrote
        told = f"{clipped(declared['brand'], 60)!r} is no maker of the catalogue"
        brand = [Fact("", "brand", told, "weight and value fit an accelerator of the catalogue")]
    if not belief["implied_item"]:
        return brand
    told = f"{goods_words(belief['implied_class'])} ({belief['implied_item']})"
    sure = f"sure {number(belief['implied_sure'])}"
    weighed = Fact("", "goods implied by weight and value", told, f"{sure}; up to 0.3 is a trace")
    return [weighed, *brand]


def _hidden(con: Connection, shipment_no: int) -> list[Fact]:
    """Tell what speaks for accelerators under other words, where it comes near to speaking."""
    if not table_exists(con, "contents") or not _holds_measures(con):
        return []
    found = con.execute(
        "select bits, is_likely from contents where shipment_no = $n", {"n": shipment_no}
    ).fetchall()
    if not found or found[0][0] < LEAST_TOLD:
        return []
    bits, likely = found[0]
    told = f"{'likely' if likely else 'not likely'}: {bits:+.1f} bits, likely from 0 on"
    rests = "weights fitted on simulated worlds; a reason to look"
    facts = [Fact("", "accelerators under other words", told, rests)]
    for hint in explain_contents(con, shipment_no)[:HINTS]:
        value = "not told" if hint.value is None else number(hint.value)
        facts.append(Fact("accelerators under other words", hint.words, value, _bits(hint.bits)))
    return facts


def _holds_measures(con: Connection) -> bool:
    """Say whether the workspace holds what is weighed now; an earlier version had less."""
    held: set[str] = set()
    for table in ("contents_hint", "contents_sibling"):
        if table_exists(con, table):
            told = con.execute(f"select * from {table} limit 0").description  # noqa: S608  our names
            held |= {column[0] for column in told or ()}
    return set(bands("siblings")[1]) <= held


def _bits(bits: float) -> str:
    return f"{bits:+.1f} bits"


def _measured(belief: Row, band: Row | None) -> list[Fact]:
    facts = []
    if belief["kg_per_piece"] is not None:
        told = f"{number(belief['kg_per_piece'])} kg per piece ({belief['mass_basis']})"
        gap = belief["weight_gap"]
        against = "inside the band of the declared goods" if gap == 0 else ""
        if gap:
            against = f"ln {number(gap)} outside the band of the declared goods"
        facts.append(Fact("", "weight", told, against))
    if belief["usd_per_kg"] is not None:
        gap = belief["density_gap"]
        against = f"{number(gap)} decades over what is typical of the declared goods"
        told = f"USD {number(belief['usd_per_kg'])} per kg"
        facts.append(Fact("", "value per kilogram", told, against if gap is not None else ""))
    if belief["usd_per_piece"] is not None:
        against = ""
        if band:
            span = f"{money(band['usd_low'])} to {money(band['usd_high'])}"
            against = f"{band['item']} on that day: {span}; {_source(band)}"
        told = money(belief["usd_per_piece"])
        facts.append(Fact("", "value per piece", told, against))
    return facts


def _catalogue(item: Row | None) -> list[Fact]:
    if not item:
        return []
    told = f"{item['maker']} {item['name']}"
    if item.get("tpp") is not None:
        told += f", TPP {number(item['tpp'], 5)}"
        if item["density"] is not None:
            told += f", density {number(item['density'])}"
    elif item.get("accelerators") is not None:
        told += f", {number(item['accelerators'])} accelerators each"
    return [Fact("", "catalogue", told, _source(item))]


def _hs(code: Row | None) -> list[Fact]:
    if not code:
        return []
    told = f"{code['hs']}: {clipped(code['covers'], 160)}"
    if code["is_ambiguous"]:
        told += "; many ordinary goods share it"
    return [Fact("", "HS code covers", told, _source(code))]


def _source(row: Row) -> str:
    return f"{clipped(row['source'], 160)} ({row['mark']})"
