"""Finds the header of a table and matches its names with those that a layout knows."""

import unicodedata
from collections.abc import Sequence
from difflib import get_close_matches

from detector.errors import LayoutError
from detector.records.contract import TABLES
from detector.records.layout import NAME, VALUE, ColumnRule, Layout
from detector.records.shelf import CANONICAL

LOOK_AT = 60


def plain(name: str) -> str:
    """Bring a header name into the form in which names are compared.

    Examples
    --------
    >>> plain("  Gross Weight (KG) ")
    'grossweightkg'
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


def header_row(rows: Sequence[Sequence[str]], layout: Layout) -> int | None:
    """Say which of the first rows is the header that the layout asks for, or None."""
    if layout.file.header_line is not None:
        at = layout.file.header_line - 1
        return at if at < len(rows) and _has(rows[at], layout) else None
    if not layout.file.requires:
        best = max(range(len(rows)), key=lambda at: fit(rows[at], layout), default=None)
        return best if best is not None and fit(rows[best], layout) > 0 else None
    return next((at for at, row in enumerate(rows) if _has(row, layout)), None)


def fit(row: Sequence[str], layout: Layout) -> float:
    """Say how well a header fits a layout: names that are known, by names that there are.

    Returns
    -------
    float
        0 to 1; 1 = the layout knows every name of the header and needs no other.
    """
    names = {plain(name) for name in row if name.strip()}
    known = {plain(name) for rule in layout.columns.values() for name in _asked(rule)}
    return len(names & known) / max(len(names), 1)


def choose(
    rows: Sequence[Sequence[str]], layouts: Sequence[Layout], name: str
) -> tuple[Layout, int]:
    """Choose the layout that fits the first rows of a file best.

    Parameters
    ----------
    rows : sequence of rows
        The first rows as text.
    layouts : sequence of Layout
        Those to choose among.
    name : str
        Name of the file, for the error.

    Returns
    -------
    tuple of Layout and int
        The layout, and which row is the header; first = 0.

    Raises
    ------
    LayoutError
        If none fits.
    """
    best: tuple[float, int, Layout, int] | None = None
    for layout in layouts:
        at = header_row(rows, layout) if layout.file.requires or len(layouts) == 1 else None
        if at is None:
            continue
        rank = (fit(rows[at], layout), len(layout.file.requires))
        if rank[0] < layout.file.least_fit:
            continue
        if best is None or rank > best[:2]:
            best = (*rank, layout, at)
    if best is not None:
        return best[2], best[3]
    raise _none_fits(rows, layouts, name)


def columns_of(header: Sequence[str], layout: Layout, where: str) -> dict[str, list[int]]:
    """Match the rules of a layout with the columns of a header.

    Returns
    -------
    dict
        By column of the contract: the positions it is read from (several where they are joined,
        or where one stands in for another). A column that the file lacks is left out.

    Raises
    ------
    LayoutError
        If a needed column has no match.
    """
    places = {plain(name): at for at, name in reversed(list(enumerate(header))) if name.strip()}
    places |= {NAME: -1, VALUE: -2}
    found: dict[str, list[int]] = {}
    for name, rule in layout.columns.items():
        at = _positions(rule, places)
        if at or rule.constant is not None:
            found[name] = at
    table = TABLES[layout.kind]
    for column in table.columns:
        rule_of = layout.columns.get(column.name)
        is_spared = rule_of.optional if rule_of else column.name == "shipment_id"
        is_spared = is_spared and not _decides(layout.kind, column.name)
        if column.needed and column.name not in found and not is_spared:
            raise _missing(column.name, rule_of, header, where)
    if table.one_of and not any(name in found for name in table.one_of):
        raise _missing(table.one_of[0], layout.columns.get(table.one_of[0]), header, where)
    return found


def _decides(kind: str, name: str) -> bool:
    """Say whether a line without this needed column is rejected, so that a file must carry it."""
    return name == "shipped_on" if kind == "shipments" else True


def unit_column(header: Sequence[str], rule: ColumnRule) -> int | None:
    """Say which column names the unit of each cell, or None."""
    places = {plain(name): at for at, name in reversed(list(enumerate(header))) if name.strip()}
    return next((places[plain(name)] for name in rule.unit_from if plain(name) in places), None)


def _positions(rule: ColumnRule, places: dict[str, int]) -> list[int]:
    first = next((places[key] for key in map(_key, rule.source) if key in places), None)
    if rule.join and first is None:
        return [places[key] for key in map(_key, rule.join) if key in places]
    rest = [places[key] for key in map(_key, rule.also) if key in places]
    return [at for at in (first, *rest) if at is not None]


def _key(name: str) -> str:
    return name if name in (NAME, VALUE) else plain(name)


def _asked(rule: ColumnRule) -> tuple[str, ...]:
    return (*rule.source, *rule.also, *rule.join, *rule.unit_from)


def _has(row: Sequence[str], layout: Layout) -> bool:
    names = {plain(name) for name in row}
    asked = (one.split("|") for one in layout.file.requires)
    has_all = all(any(plain(name) in names for name in either) for either in asked)
    return has_all and not any(plain(name) in names for name in layout.file.excludes)


def _missing(
    column: str, rule: ColumnRule | None, header: Sequence[str], where: str
) -> LayoutError:
    asked = _asked(rule) if rule else (column,)
    near = get_close_matches(asked[0] if asked else column, [name.strip() for name in header], n=1)
    wanted = " or ".join(repr(name) for name in asked)
    hint = f"Is it {near[0]!r}? " if near else ""
    return LayoutError(
        f"The needed column {column} is missing: the file has no {wanted}",
        where,
        f"{hint}Name it with --layout; 'chiptrace layouts guess {where}' proposes a layout.",
    )


def _none_fits(rows: Sequence[Sequence[str]], layouts: Sequence[Layout], name: str) -> LayoutError:
    if len(layouts) == 1:
        asked = layouts[0]
        wanted = ", ".join(asked.file.requires or asked.columns)
        return LayoutError(
            f"The layout {asked.name} does not fit: it looks for a header with {wanted}",
            name,
            f"Load without --layout, or see 'chiptrace layouts guess {name}'.",
        )
    for layout in layouts:
        if not layout.name.startswith(CANONICAL):
            continue
        for row in rows:
            names = {plain(cell) for cell in row}
            lacks = [need for need in layout.file.requires if plain(need) not in names]
            if layout.file.requires and 2 * len(lacks) < len(layout.file.requires):
                return LayoutError(
                    f"The file looks canonical but lacks the column {', '.join(lacks)}",
                    name,
                    f"Add it, or name a layout: 'chiptrace layouts guess {name}' proposes one.",
                )
    return LayoutError(
        "No known layout fits the header of the file",
        name,
        f"Run 'chiptrace layouts guess {name}', correct what it proposes, load with --layout.",
    )
