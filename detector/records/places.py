"""Resolves countries, aggregates and ports in the spellings that trade records use."""

import csv
import gettext
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pycountry

WORLD, UNSPECIFIED = "W00", "ZZ"
_LANGUAGES = ("zh_TW", "zh_CN", "zh_HK", "ja", "ko", "ru", "es", "fr", "de", "pt", "pt_BR", "it")
_FURTHER = ("vi", "tr", "ar", "id", "nl", "pl", "uk", "th")
_SPELLINGS = {
    "AN": "Netherlands Antilles|Neth. Antilles|荷屬安地列斯|ANT|530",
    "BE": "Belgium-Luxembourg",
    "CC": "Cocos Isds|可可斯基林群島",
    "CD": "Congo, Dem Rep Of|Congo DR",
    "CF": "Central African Rep|中非",
    "CH": "Switzerland, Liechtenstein|757",
    "CI": "Cote d Ivoire",
    "CN": "中國大陸|中国大陆|China PR|PR of China|P R China|China, P.R.: Mainland|China P.R.",
    "CZ": "Czech Rep",
    "DM": "多米尼克",
    "DO": "Dominican Rep|Dominican Rep.|多明尼加",
    "FM": "FS Micronesia|密克羅尼西亞",
    "FR": "France, Monaco|Metropolitan France|251",
    "GB": "Great Britain|England|Scotland|Wales|Northern Ireland|UK|U.K.|Gt. Britain",
    "GG": "格恩西",
    "GP": "瓜德魯普",
    "HK": "HONG KONG, SAR|HK SAR|Hong Kong S.A.R.|H.K.",
    "IN": "India, excluding Sikkim|699",
    "KM": "葛摩聯盟",
    "KN": "聖克里斯多福",
    "KP": "Korea, Dem Peo Rep Of|Korea North|DPRK|DPR Korea|Korea, D.P.R.",
    "KR": "Korea, Rep Of|S. Korea|Korea (South)|Republic Of Korea|Korea South",
    "LA": "Lao|Laos|Lao PDR|Lao P.D.R.",
    "MO": "Macao, China|Macau China",
    "MS": "蒙瑟拉特",
    "NC": "紐喀里多尼亞",
    "NO": "Norway, Svalbard and Jan Mayen|579",
    "RU": "Russia|Russian Fed|Russian Fed.",
    "SG": "S'pore|Singapore, Republic of",
    "SH": "聖赫勒拿及阿森松及特斯坦達庫尼亞",
    "SJ": "Svalbard And Jan Mayen Islands",
    "ST": "聖多美普林西比",
    "SY": "Syria",
    "TR": "Turkey|Turkiye",
    "TW": "Other Asia, nes|Other Asia nes|S19|490|Taiwan R.O.C.|Taiwan, P.R. China|Chinese Taipei",
    "US": "USA|United States|U.S.A.|U.S.|America|842|USA, Puerto Rico and US Virgin Islands",
    "VN": "Viet Nam|Vietnam",
    "XK": "Kosovo|科索沃|XKX|Kosova",
}
_AGGREGATES = {
    "W00": "World|WLD|All countries|Total All Markets|All Markets|全世界|世界|全球|合計|W0|WW",
    "X-ASEAN": "ASEAN|Asia Tenggara --- ASEAN|Association of Southeast Asian Nations",
    "X-EU": "European Union|EUN|EU|EU27|EU28|EU25|EU15|EU-27|EU-28|918|97|歐盟",
    "X-AMERICA": "Americas|America, all",
    "X-ASIA": "Asia|亞洲",
    "X-EUROPE": "Europe|歐洲",
    "X-AFRICA": "Africa|非洲",
    "X-OCEANIA": "Oceania|大洋洲",
    "X-EFTA": "Europe EFTA, nes|697|Other Europe, nes|568",
    "X-US-PACIFIC": "US Misc. Pacific Isds|US Miscellaneous Pacific Islands|849",
    "X-FREE-ZONES": "Free Zones|838",
    "X-BUNKERS": "Bunkers|837",
    "X-SPECIAL": "Special Categories|839",
    "X-SACU": "Southern African Customs Union|711",
    "ZZ": (
        "Areas, nes|899|_X|Unspecified|UNS|Not specified|Other countries|其他國家|其他国家|Unknown|"
        "Not elsewhere specified|Other nes|XX|ZZZ|Secret|High seas|International waters"
    ),
}
_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")


def word(name: str) -> str:
    """Bring the name of a place into the form in which names are compared.

    Examples
    --------
    >>> word(" Côte d'Ivoire ")
    'cotedivoire'
    """
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    return "".join(letter for letter in bare if letter.isalnum())


@cache
def country_codes() -> frozenset[str]:
    """Give the alpha-2 codes that a country cell may hold; Kosovo and withdrawn codes included."""
    ours = (set(_SPELLINGS) | {row["iso2"] for row in _rows("countries.csv")}) - {"ZZ"}
    return frozenset(ours | {country.alpha_2 for country in pycountry.countries})


def country(name: str) -> str | None:
    """Resolve a country to alpha-2, or None.

    Examples
    --------
    >>> [country(name) for name in ("mys", "Viet Nam", "490", "臺灣", "Atlantis")]
    ['MY', 'VN', 'TW', 'TW', None]
    """
    code = name.strip().upper()
    return code if code in country_codes() else _countries().get(_numeric(word(name)))


def area(name: str) -> str | None:
    """Resolve a country, or an aggregate to ``W00``, ``X-...`` or ``ZZ``; or None.

    Examples
    --------
    >>> [area(name) for name in (" World", "ASEAN", "Areas, nes", "CHN", "0")]
    ['W00', 'X-ASEAN', 'ZZ', 'CN', 'W00']
    """
    code = name.strip().upper()
    if code in (WORLD, UNSPECIFIED) or re.fullmatch(r"X-[A-Z0-9][A-Z0-9-]*", code):
        return code
    return country(name) or _aggregates().get(_numeric(word(name)))


def aggregate(name: str) -> str:
    """Make an aggregate of an area that has no code.

    Examples
    --------
    >>> aggregate("Other Markets Africa")
    'X-OTHER-MARKETS-AFRICA'
    """
    told = re.sub(r"\W+", "-", unicodedata.normalize("NFKC", name).upper()).strip("-")
    return f"X-{told[:40]}" if told else UNSPECIFIED


def port(name: str) -> str | None:
    """Resolve a port or airport to its UN/LOCODE, or None.

    Examples
    --------
    >>> [port(name) for name in ("mypkg", "MY PKG", "Port Klang", "Nowhere")]
    ['MYPKG', 'MYPKG', 'MYPKG', None]
    """
    code = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", name)).upper()
    known = _ports()
    if code in known:
        return known[code]
    parts = [name, *re.split(r"[,(/;]", name)[:1], *re.findall(r"\(([^)]*)\)", name)]
    named = next((known[word(part)] for part in parts if word(part) in known), None)
    is_code = _LOCODE.fullmatch(code) and code[:2] in country_codes()
    return code if named is None and is_code and (name.isupper() or " " in name) else named


@cache
def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling, code in _country_words():
        found.setdefault(word(spelling), code)
    found.pop("", None)
    return found


def _country_words() -> Iterator[tuple[str, str]]:
    for code, spellings in _SPELLINGS.items():
        yield from ((spelling, code) for spelling in spellings.split("|"))
    for row in _rows("countries.csv"):
        yield from ((name, row["iso2"]) for name in (row["name"], *row["other_names"].split("|")))
        yield from ((row[key], row["iso2"]) for key in ("iso3", "numeric", "comtrade_code"))
    names = []
    for one in pycountry.countries:
        told = (getattr(one, key, "") for key in ("name", "common_name", "official_name"))
        names += [(name, one.alpha_2) for name in told if name]
        yield from ((one.alpha_3, one.alpha_2), (one.numeric, one.alpha_2))
    yield from names
    for language in (*_LANGUAGES, *_FURTHER):
        told_in = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        yield from ((told_in.gettext(name), code) for name, code in names)


@cache
def _aggregates() -> dict[str, str]:
    found = {"0": WORLD, "000": WORLD}
    for code, spellings in _AGGREGATES.items():
        found |= {word(spelling): code for spelling in spellings.split("|")}
    found.pop("", None)
    return found


@cache
def _ports() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("ports.csv"):
        code = row["unlocode"]
        found |= {code: code}
        for name in (row["name"], *row["other_names"].split("|")):
            found.setdefault(word(name), code)
    for row in _rows("ports.csv"):
        if row["iata"]:
            found.setdefault(row["iata"], row["unlocode"])
    found.pop("", None)
    return found


def _rows(name: str) -> list[dict[str, str]]:
    text = files("detector.reference").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _numeric(name: str) -> str:
    return name.zfill(3) if name.isascii() and name.isdigit() and name.strip("0") else name
