"""The press: one shell and one dress for every page, a policy that allows no script but its own.

Pages extend ``shell.html``; equal findings give equal bytes; a page lands whole or not at all.
"""

import json
import math
import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import asdict, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from detector.cases import country_name, plural
from detector.report import numerals
from detector.report.charts import signal_words

_CASE_ID = re.compile(r"\bC-[0-9A-Z]+\b")


def _linked(text: str, case_ids: Iterable[str]) -> Markup:
    """Turn the ids of cases that the page holds into links; all else is text."""
    known = set(case_ids)

    def link(found: re.Match[str]) -> str:
        return f'<a href="#{found[0]}">{found[0]}</a>' if found[0] in known else found[0]

    return Markup(_CASE_ID.sub(link, str(escape(text))))


def page_environment(*rooms: str) -> Environment:
    """Return the environment that pages are rendered in.

    Parameters
    ----------
    *rooms : str
        Packages whose ``templates/`` are looked in before those of the report.
    """
    pages = Environment(
        loader=ChoiceLoader([PackageLoader(room) for room in (*rooms, "detector.report")]),
        autoescape=True,  # names and descriptions come from outside
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {
        "country": country_name,
        "day": numerals.day,
        "linked": _linked,
        "money": numerals.money,
        "number": numerals.number,
        "percent": numerals.percent,
        "plural": plural,
        "signal_words": signal_words,
        "span": numerals.span,
        "standing": numerals.standing,
    }
    return pages


_PAGES = page_environment()


def print_page(
    template: str, values: dict[str, object], scripts: dict[str, str] | None = None
) -> str:
    """Render a page of ``templates/`` that extends ``shell.html``.

    Parameters
    ----------
    template : str
        File name of the template.
    values : dict
        What the template shows; text is escaped.
    scripts : dict of str, optional
        The page's own scripts by name, allowed by their hashes; templates place them by
        ``scripts.name``. Without any, the page allows no script and no style but its own.

    Returns
    -------
    str
        A page that asks the network for nothing.
    """
    given, style = scripts or {}, asset("dress.css")
    marked = {name: Markup(script) for name, script in given.items()}  # our own files
    shell = {"policy": policy(list(given.values()), style), "style": Markup(style)}
    return _PAGES.get_template(template).render({**values, **shell, "scripts": marked})


def policy(scripts: list[str], style: str) -> str:
    """Return the content policy of a page; charts set styles as they draw, so scripts loosen it."""
    hashes = " ".join(f"'sha256-{_fingerprint(script)}'" for script in scripts)
    allowed = f"script-src {hashes}; style-src 'unsafe-inline'" if scripts else ""
    allowed = allowed or f"style-src 'sha256-{_fingerprint(style)}'"
    return f"default-src 'none'; {allowed}; img-src data:; base-uri 'none'; form-action 'none'"


def inline_json(value: object) -> Markup:
    r"""Write JSON that may stand inside a script element whatever the records hold.

    Examples
    --------
    >>> str(inline_json("</script>"))
    '"\\u003c/script>"'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for letter in "<\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)


def write_page(page: Path, html: str, told: object, *, leave: Iterable[str] = ()) -> Path:
    """Write a page and, beside it, what it shows as JSON; each lands whole or not at all.

    Parameters
    ----------
    page : Path
        Where the page goes; its folder is made when it is missing.
    html : str
    told : object
        A dataclass, or what JSON can hold.
    leave : iterable of str
        Fields of it that other fields say in words.

    Returns
    -------
    Path
        The page.
    """
    write_whole(page.with_suffix(".json"), as_json(told, leave=leave))
    write_whole(page, html)
    return page


def as_json(told: object, *, leave: Iterable[str] = ()) -> str:
    """Write findings as JSON; figures that are no finite number are null.

    Parameters
    ----------
    told : object
        A dataclass, or what JSON can hold.
    leave : iterable of str
        Fields to leave out.
    """
    whole = _finite(asdict(told) if is_dataclass(told) and not isinstance(told, type) else told)
    if isinstance(whole, dict):
        whole = {name: part for name, part in whole.items() if name not in set(leave)}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: object) -> object:
    if isinstance(value, dict):
        return {key: _finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(part) for part in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def write_whole(path: Path, text: str) -> None:
    """Write a text file beside its place and move it there; its folder is made when missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", newline="\n")
    part.replace(path)


@cache
def asset(name: str, room: str = "templates") -> str:
    """Return a script or style that lies in a folder of the report."""
    return files("detector.report").joinpath(room, name).read_text(encoding="utf-8")


def _fingerprint(script: str) -> str:
    return b64encode(sha256(script.encode()).digest()).decode()
