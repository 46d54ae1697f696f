"""Fills what the contract needs and no column names: stand-ins, constants, units."""

from collections.abc import Sequence
from dataclasses import replace

from detector.records.contract import TABLES
from detector.records.guess_cells import date_formats, tariff_digits
from detector.records.guess_match import FieldGuess, Header
from detector.records.guess_names import ANY, EXPORT, IMPORT
from detector.records.numbers import NumberReader
from detector.records.places import country
from detector.records.sources import default_source

_MASS_UNITS = {"lb": "lb", "ton": "t", "gram": "g"}
_RECORD = {EXPORT: "export-declaration", IMPORT: "import-declaration"}
_STAND_IN, _CONSTANT, _UNSURE = 0.6, 0.45, 0.3


def settle(
    found: dict[str, FieldGuess], header: Header, kind: str, file_name: str
) -> dict[str, FieldGuess]:
    """Complete a match: units, currency, date formats, stand-ins and constants.

    Parameters
    ----------
    found : dict
        What `match` gave.
    header : Header
    kind : str
    file_name : str
        Tells the country and the direction, where it holds them.

    Returns
    -------
    dict
        In the order of the contract, with every needed column.
    """
    done = {name: _hinted(guess, header) for name, guess in found.items()}
    if "quantity" not in done:
        done.pop("quantity_unit", None)
    if kind == "shipments":
        _settle_money(done, header)
        _settle_ends(done, header, _country_in(file_name))
        _settle_record(done, header)
    if kind == "trade_flows":
        _settle_flow(done, header, _country_in(file_name))
    for column in TABLES[kind].columns:
        if column.needed and column.name not in done:
            told = "found nowhere: name a column, or it loads as null"
            done[column.name] = FieldGuess(column.name, (), 0.0, told, settings={"optional": True})
    return {name: done[name] for name in TABLES[kind].names if name in done}


def heavier_is_gross(
    found: dict[str, FieldGuess], rows: Sequence[Sequence[str]]
) -> dict[str, FieldGuess]:
    """Change gross and net weight over where net is the heavier on nearly every line."""
    gross, net = found.get("gross_weight_kg"), found.get("net_weight_kg")
    if gross is None or net is None:
        return found
    pairs = [_pair(row, gross.positions[0], net.positions[0]) for row in rows]
    told = [(heavy, light) for heavy, light in pairs if heavy and light and heavy != light]
    if len(told) < 5 or sum(light > heavy for heavy, light in told) < 0.8 * len(told):
        return found
    why = "the cells are the heavier of the two"
    return found | {
        "gross_weight_kg": replace(net, field="gross_weight_kg", confidence=0.6, why=why),
        "net_weight_kg": replace(gross, field="net_weight_kg", confidence=0.6, why=why),
    }


def _pair(row: Sequence[str], first: int, second: int) -> tuple[float, float]:
    reader = NumberReader((), of_mass=True)
    cells = (row[at] if at < len(row) else "" for at in (first, second))
    one, other = (reader.read(cell)[0] or 0.0 for cell in cells)
    return one, other


def _hinted(guess: FieldGuess, header: Header) -> FieldGuess:
    """Add what name and cells say about the form: date format, digits, unit."""
    if not guess.positions:
        return guess
    name, cells = header.names[guess.positions[0]], header.cells[guess.positions[0]]
    hints: dict[str, object] = {}
    if guess.field in ("shipped_on", "arrived_on", "listed_on", "decided_on", "incorporated_on"):
        hints["formats"] = date_formats(cells)
    if guess.field == "hs_code":
        hints["digits"] = tariff_digits(cells)
    if guess.field.endswith("_weight_kg"):
        hints["unit"] = next(
            (_MASS_UNITS[one] for one in name.concepts if one in _MASS_UNITS), None
        )
        hints["unit_from"] = () if hints["unit"] else _unit_columns(header, guess.field)
    if guess.field in ("value", "value_usd"):
        multiples = ("thousand", "million")
        hints["unit"] = next((one for one in multiples if one in name.concepts), None)
    if guess.field == "value_usd" and name.currency not in (None, "USD"):
        hints["currency"] = name.currency
    if guess.field == "shipment_id" and "clearance" in name.concepts:
        hints["repeats"] = "number"
    stated = {key: told for key, told in hints.items() if told}
    return replace(guess, settings={**guess.settings, **stated})


def _unit_columns(header: Header, field: str) -> tuple[str, ...]:
    own = field.partition("_")[0]
    found = [
        header.names[at].text
        for at in header.addressable
        if "unit" in header.names[at].concepts
        and set(header.names[at].concepts) <= {"weight", "unit", own, "id", "last:unit"}
        and {"weight", own} & set(header.names[at].concepts)
    ]
    found.sort(key=lambda text: own not in text.casefold())
    return tuple(found[:1])


def _settle_money(done: dict[str, FieldGuess], header: Header) -> None:
    value = done.get("value")
    if value is None:
        done.pop("currency", None)
        return
    name = header.names[value.positions[0]]
    if name.currency:
        done["currency"] = _constant("currency", name.currency, 0.95, f"{name.text!r} says so")
    elif "currency" not in done:
        why = "nothing says the currency: correct it"
        done["currency"] = _constant("currency", "USD", _UNSURE, why)
    if name.basis:
        done["value_basis"] = _constant("value_basis", name.basis, 0.95, f"{name.text!r} says so")


def _settle_ends(done: dict[str, FieldGuess], header: Header, home: str | None) -> None:
    _stand_in(done, "shipped_on", "arrived_on", "no date of departure: the arrival stands in")
    if header.direction == IMPORT:
        _stand_in(done, "exporter_country", "origin_country", "the country of origin stands in")
    if header.direction == EXPORT and home and "exporter_country" not in done:
        done["exporter_country"] = _constant(
            "exporter_country", home, _CONSTANT, "exports, and the file is named so"
        )
    _stand_in(done, "consignee_country", "destination_country", "the destination stands in")
    if header.direction == IMPORT and home and "consignee_country" not in done:
        done["consignee_country"] = _constant(
            "consignee_country", home, _CONSTANT, "imports, and the file is named so"
        )


def _settle_record(done: dict[str, FieldGuess], header: Header) -> None:
    if "record_source" in done:
        return
    has_bill = any(one in done for one in ("notify_party", "carrier")) or any(
        {"vessel", "container"} & set(name.concepts) for name in header.names
    )
    told = (
        "bill-of-lading" if has_bill and "notify_party" in done else _RECORD.get(header.direction)
    )
    if told:
        done["record_source"] = _constant("record_source", told, 0.6, "by the header's words")


def _settle_flow(done: dict[str, FieldGuess], header: Header, home: str | None) -> None:
    whole = done.get("period")
    years, months = (
        [at for at in header.addressable if set(header.names[at].concepts) - {"id"} == {part}]
        for part in ("year", "month")
    )
    is_part = whole is None or any(at in (*years, *months) for at in whole.positions)
    if is_part and years and months:
        joined: dict[str, object] = {"joiner": "-"}
        done["period"] = FieldGuess(
            "period", (years[0], months[0]), 0.8, "year and month, joined", settings=joined
        )
    if "flow" not in done and header.direction != ANY:
        done["flow"] = _constant("flow", header.direction, _STAND_IN, "by the header and the name")
    if "reporter" not in done and home:
        done["reporter"] = _constant("reporter", home, _CONSTANT, "the file is named so")


def _stand_in(done: dict[str, FieldGuess], wanted: str, at_hand: str, why: str) -> None:
    if at_hand not in done or not done[at_hand].positions:
        return
    sure = done[at_hand].confidence * _STAND_IN
    if wanted in done and done[wanted].confidence >= sure:
        return
    done[wanted] = replace(done[at_hand], field=wanted, confidence=sure, why=why)


def _constant(field: str, told: str, sure: float, why: str) -> FieldGuess:
    return FieldGuess(field, (), sure, why, settings={"constant": told})


def _country_in(file_name: str) -> str | None:
    words = [word for word in default_source(file_name).replace("_", " ").split() if word]
    for width in (3, 2, 1):
        for at in range(len(words) - width + 1):
            told = " ".join(words[at : at + width])
            if len(told) > 3 and (code := country(told)):
                return code
    return None
