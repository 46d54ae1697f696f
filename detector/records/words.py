"""Reads truth values, tariff codes, currencies, units and the contract's closed lists."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

import pycountry

from detector.records.column import Column
from detector.records.dates import DateReader, read_period
from detector.records.layout import ColumnRule
from detector.records.numbers import BLANKS
from detector.records.places import UNSPECIFIED, aggregate, area, country, port
from detector.records.reading import Word

Reader = Callable[[str], Word]

_TRUE = frozenset(("true", "t", "1", "y", "yes", "x", "1.0", "是", "예"))
_FALSE = frozenset(("false", "f", "0", "n", "no", "0.0", "否", "아니오"))
_CURRENCIES = {
    **dict.fromkeys(("$", "us$", "usd$", "us dollar", "us dollars", "dollars", "美元"), "USD"),
    **dict.fromkeys(("rmb", "cny", "yuan", "renminbi", "cnh", "人民币", "人民幣"), "CNY"),
    **dict.fromkeys(("nt$", "ntd", "nt", "新台幣", "新臺幣"), "TWD"),
    **dict.fromkeys(("hk$", "港元", "港币", "港幣"), "HKD"),
    **dict.fromkeys(("s$", "sg$"), "SGD"),
    **dict.fromkeys(("€", "euro", "euros"), "EUR"),
    **dict.fromkeys(("£", "gbp£", "pound sterling", "stg"), "GBP"),
    **dict.fromkeys(("₩", "won", "원"), "KRW"),
    **dict.fromkeys(("rm", "ringgit"), "MYR"),
    **dict.fromkeys(("rs", "₹", "inr."), "INR"),
    **dict.fromkeys(("jp¥", "yen", "円", "日元"), "JPY"),
}
_UNITS = {
    "unit": (
        "c62 h87 nmb u un unt unit units pce pcs pc piece pieces ea each no nos number item items "
        "numberofitems set sets st units(no) 個 个 件 台 pza und u(jpc)"
    ),
    "kg": "kg kgs kgm kilogram kilograms kilo kilos weightinkilograms k 公斤 千克",
    "g": "g grm gram grams",
    "t": "t tne mt ton tons tonne tonnes",
    "l": "l ltr litre litres liter liters volumeinlitres",
    "carton": "ct ctn ctns carton cartons cs case cases box boxes bx",
    "package": "pk pkg pkgs package packages pcl parcel parcels",
    "pallet": "pf plt plts pallet pallets px",
    "thousand": "th thousands mil 1000u thousandunits u(1000)",
    "dozen": "dz dzn doz dozen",
    "card": "card cards",
    "server": "server servers",
    "module": "module modules",
    "rack": "rack racks",
}
_CHOICES = {
    "transport_mode": {
        "air": "air airfreight plane aerial aereo aerea avion byair 4 40 航空 空运 空運 항공",
        "sea": (
            "sea ocean vessel maritime ship maritimo maritima bysea 1 10 11 12 海运 海運 해상 "
            "vesselcontainerized vesselnoncontainerized oceanvessel barco water waterway 8 80"
        ),
        "rail": "rail train railway ferroviario 2 20 铁路 鐵路",
        "road": "road truck land terrestre carretero highway byroad 3 30 公路 道路",
        "courier": "courier express",
        "post": "post mail postal parcelpost 5 50 邮政 郵政",
    },
    "consignee_type": {
        "end-user": "enduser directconsumer d consumer",
        "reseller": "reseller distributor dealer wholesaler r",
        "government": "government governmententity g state",
        "forwarder": "forwarder freightforwarder carrier logistics",
        "bank": "bank financialinstitution",
        "other": "other otherunknown o unknown",
    },
    "procedure": {
        "definitive": "definitive final homeuse permanent consumption normal",
        "repair": "repair repairs processing",
        "temporary": "temporary temporaryadmission temp",
        "return": "return returned returns reimport reexport",
        "transit": "transit transhipment transshipment",
    },
    "record_source": {
        "export-declaration": "exportdeclaration export aes eei",
        "import-declaration": "importdeclaration import",
        "bill-of-lading": "billoflading bol bl manifest",
        "air-waybill": "airwaybill awb",
        "company-ledger": "companyledger ledger erp",
    },
    "flow": {
        "import": "import imports m 5 i imp 進口 进口",
        "export": "export exports x 6 e exp 出口 出口總值含復出口 domesticexport dx",
        "re-export": "reexport reexports rx 3 復出口",
        "re-import": "reimport reimports rm 4",
    },
    "decision": {
        "diverted": "diverted diversion",
        "cleared": "cleared clear",
        "referred": "referred refer",
        "insufficient": "insufficient insufficientinformation",
    },
    "valuation": {"cif": "cif", "fob": "fob"},
}


def word_reader(column: Column, rule: ColumnRule, words: Sequence[str]) -> Reader:
    """Make the reader of a column's words.

    Parameters
    ----------
    column : Column
    rule : ColumnRule
    words : sequence of str
        All distinct words of the column, for what can only be told from all of them.

    Returns
    -------
    callable
        Takes a word as it stands in the file, gives a `Word`.
    """
    if column.cell == "period":
        dates = DateReader(words, rule.formats, rule.calendar)
        return lambda raw: Word(raw, *read_period(dates, raw))
    if column.cell == "area" and rule.unknown == "aggregate":
        return lambda raw: Word(raw, area(raw) or aggregate(raw))
    made: dict[str, Callable[[], Reader]] = {
        "text": lambda: lambda raw: Word(raw, raw),
        "bool": lambda: truth,
        "currency": lambda: currency,
        "unit": lambda: unit,
        "country": lambda: _country,
        "area": lambda: _area,
        "port": lambda: _port,
        "ports": lambda: _ports,
        "choice": lambda: choice(column),
        "hs": lambda: tariff_code(rule.digits, 4, 10),
        "commodity": lambda: tariff_code(rule.digits, 2, 12),
    }
    return made[column.cell]()


def truth(raw: str) -> Word:
    """Read true, false, 1, 0, Y or N."""
    text = raw.strip().casefold()
    if text in _TRUE or text in _FALSE:
        return Word(raw, "true" if text in _TRUE else "false")
    return _unread(raw, "neither true nor false")


def currency(raw: str) -> Word:
    """Read an ISO 4217 code or a usual sign or name."""
    text = unicodedata.normalize("NFKC", raw).strip()
    code = text.upper() if text.upper() in _codes_of_money() else _CURRENCIES.get(text.casefold())
    return Word(raw, code) if code else Word(raw, None, "no currency")


def tariff_code(digits: int | None, least: int, most: int) -> Reader:
    """Make a reader of tariff codes that takes out dots and blanks and restores lost zeros."""

    def read(raw: str) -> Word:
        text = re.sub(r"[\s.\-_/']", "", unicodedata.normalize("NFKC", _unfloat(raw.strip())))
        if least == 2 and text.upper() in ("TOTAL", "ALL"):
            return Word(raw, "TOTAL")
        if not (text.isascii() and text.isdigit()):
            return _first_of_several(raw, read)
        if digits is not None and len(text) == digits - 1:
            text = text.zfill(digits)
        return Word(raw, text) if least <= len(text) <= most else _unread(raw, "no tariff code")

    return read


def _first_of_several(raw: str, read: Reader) -> Word:
    parts = [part for part in re.split(r"[;,|]", raw) if part.strip()]
    first = read(parts[0]).clean if len(parts) > 1 else None
    if first is None:
        return _unread(raw, "no tariff code")
    return Word(raw, first, None, f"{len(parts)} tariff codes: the first is taken")


def unit(raw: str) -> Word:
    """Read a unit of quantity; a word that is not known stays as it is, in small letters."""
    text = " ".join(unicodedata.normalize("NFKC", raw).casefold().split())
    squeezed = text.replace(" ", "").rstrip(".")
    if squeezed in BLANKS or squeezed in ("noquantity", "n.q", "nq", "-1"):
        return Word(raw)
    return Word(raw, _unit_words().get(squeezed, text))


def choice(column: Column) -> Reader:
    """Make a reader of one of the contract's closed lists."""
    known = {squeeze(told): told for told in column.choices}
    for told, words in _CHOICES.get(column.name, {}).items():
        known |= dict.fromkeys(words.split(), told)

    def read(raw: str) -> Word:
        told = known.get(squeeze(raw))
        return Word(raw, told) if told else _unread(raw, f"none of {', '.join(column.choices)}")

    return read


def _country(raw: str) -> Word:
    code = country(raw)
    if code:
        return Word(raw, code)
    return _unread(raw, "country not specified" if area(raw) == UNSPECIFIED else "no country")


def _area(raw: str) -> Word:
    code = area(raw)
    return Word(raw, code) if code else _unread(raw, "no country or aggregate")


def _port(raw: str) -> Word:
    code = port(raw)
    return Word(raw, code) if code else _unread(raw, "no port with a known UN/LOCODE")


def _ports(raw: str) -> Word:
    names = [part for part in raw.split("|") if part.strip()]
    codes = [code for code in map(port, names) if code]
    lacks = "a port without a known UN/LOCODE" if len(codes) < len(names) else None
    if not codes:
        return Word(raw, None, lacks)
    return Word(raw, "|".join(codes), None, lacks)


def _unread(raw: str, reason: str) -> Word:
    return Word(raw) if raw.strip().casefold() in BLANKS else Word(raw, None, reason)


def squeeze(raw: str) -> str:
    """Bring a word of a closed list into the form in which such words are compared."""
    folded = unicodedata.normalize("NFKC", raw).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def _unfloat(text: str) -> str:
    return text[:-2] if re.fullmatch(r"\d{4,12}\.0", text) else text


@cache
def _codes_of_money() -> frozenset[str]:
    withdrawn = ("HRK", "LTL", "LVL", "EEK", "SKK", "MTL", "CYP", "SIT", "ROL", "TRL", "BGN")
    return frozenset(one.alpha_3 for one in pycountry.currencies).union(withdrawn)


@cache
def _unit_words() -> dict[str, str]:
    return {word: told for told, words in _UNITS.items() for word in words.split()}
