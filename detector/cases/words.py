"""Plain words for countries, goods and counts, the same in every title and page."""

from collections.abc import Sequence
from functools import cache

from detector.reference import read_table

_GOODS = {
    "accelerator_card": ("accelerator card", "accelerator cards"),
    "accelerator_module": ("accelerator module", "accelerator modules"),
    "accelerator_server": ("accelerator server", "accelerator servers"),
    "accelerator_rack": ("accelerator rack", "accelerator racks"),
    "gaming_card": ("graphics card", "graphics cards"),
    "bare_chip": ("bare chip", "bare chips"),
    "cpu": ("processor", "processors"),
    "memory": ("memory", "memory"),
    "storage": ("storage", "storage"),
    "network": ("network equipment", "network equipment"),
    "server": ("server", "servers"),
    "computer": ("computer", "computers"),
    "part": ("computer part", "computer parts"),
    "power": ("power equipment", "power equipment"),
    "cooling": ("cooling equipment", "cooling equipment"),
    "cable": ("cable", "cables"),
    "other_electronics": ("other electronics", "other electronics"),
    "other": ("other goods", "other goods"),
}
_TAKES_ARTICLE = {
    "AE",
    "BS",
    "CD",
    "CF",
    "DO",
    "GB",
    "GM",
    "KM",
    "MH",
    "MV",
    "NL",
    "PH",
    "SC",
    "US",
}


@cache
def _names() -> dict[str, str]:
    countries = read_table("countries")
    return dict(zip(countries["iso2"], countries["name"], strict=True))


def country_name(code: str | None, *, article: bool = False) -> str:
    """Give a country's name in use; an unknown code stands for itself.

    Examples
    --------
    >>> country_name("TW"), country_name("US", article=True), country_name("Q9"), country_name(None)
    ('Taiwan', 'the United States', 'Q9', 'not stated')
    """
    if not code:
        return "not stated"
    name = _names().get(code, code)
    return f"the {name}" if article and code in _TAKES_ARTICLE else name


def goods_words(goods_class: str | None, count: float | None = 2) -> str:
    """Give plain words for a class of goods.

    Examples
    --------
    >>> goods_words("accelerator_server", 1), goods_words("cpu"), goods_words(None)
    ('accelerator server', 'processors', 'goods not identified')
    """
    one, many = _GOODS.get(goods_class or "", ("goods not identified",) * 2)
    return one if count == 1 else many


def plural(count: int, one: str, many: str | None = None) -> str:
    """Write a count with its noun.

    Examples
    --------
    >>> plural(1, "case"), plural(1200, "case"), plural(2, "country", "countries")
    ('1 case', '1,200 cases', '2 countries')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def joined(parts: Sequence[str]) -> str:
    """Join words as a sentence does.

    Examples
    --------
    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"
