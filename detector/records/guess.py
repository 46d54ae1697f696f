"""Proposes a layout for an unknown file, from its header's words and what its cells look like."""

import re
from dataclasses import dataclass
from pathlib import Path

from detector.errors import LayoutError
from detector.records.contract import TABLES
from detector.records.guess_cells import Cells, look_at
from detector.records.guess_match import KINDS, FieldGuess, Header, choose_kind, match
from detector.records.guess_names import ANY, direction_of, read_name
from detector.records.guess_stand_ins import heavier_is_gross, settle
from detector.records.guess_table import Head, read_head
from detector.records.guess_text import field_lines, file_lines, quoted, remark
from detector.records.guess_wide import period_pattern, unpivoted
from detector.records.headers import choose, plain
from detector.records.layout import Layout
from detector.records.shelf import shelf
from detector.records.sources import default_source

_LEAST_REQUIRED, _MOST_REQUIRED = 2, 8


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """What one column of the file seems to be.

    Attributes
    ----------
    position : int
        First = 0.
    name : str
    fields : tuple of str
        Columns of the contract that it fills; empty when it fills none.
    confidence : float
        0 to 1; 0 when it fills none.
    why : str
    """

    position: int
    name: str
    fields: tuple[str, ...]
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed layout.

    Attributes
    ----------
    file : str
        Name of the file.
    kind : str
        shipments, trade_flows, parties, watchlist or dispositions.
    direction : str
        export, import or any.
    head : Head
        Where the header stands, delimiter, encoding, sheet.
    columns : tuple of ColumnGuess
        One for each column of the file.
    fields : tuple of FieldGuess
        One for each column of the contract that is filled, or needed.
    known_layout : str or None
        A shipped layout that fits the file already.
    across : str or None
        Pattern of the column names that are periods, in a wide table.
    """

    file: str
    kind: str
    direction: str
    head: Head
    columns: tuple[ColumnGuess, ...]
    fields: tuple[FieldGuess, ...]
    known_layout: str | None = None
    across: str | None = None


def guess_layout(path: Path | str) -> Guess:
    """Guess how the columns of a file map to the contract.

    Parameters
    ----------
    path : Path or str
        CSV (also packed), Excel, JSON or Parquet; with lines or only a header.

    Returns
    -------
    Guess

    Raises
    ------
    InputError
        If the file is missing, unreadable, of a kind that is not read, or holds no table.
    """
    path = Path(path)
    head = read_head(path)
    return _guess(head, path.name, _known_layout(head, path.name))


def guess_header(names: list[str], file: str) -> Guess:
    """Guess from header names alone.

    Parameters
    ----------
    names : list of str
    file : str
        Name of the file that they come from; it may tell direction and country.

    Examples
    --------
    >>> guess = guess_header(["SHIPPER_NAME", "CONSIGNEE", "HS Code", "GROSS_WEIGHT_LB"], "May.csv")
    >>> guess.kind, [column.fields for column in guess.columns]
    ('shipments', [('exporter',), ('consignee',), ('hs_code',), ('gross_weight_kg',)])
    """
    return _guess(Head((tuple(names),), 1, "text", ","), file, None)


def write_layout(guess: Guess) -> str:
    """Write a guess as a layout in TOML, each column with its confidence, for a person to correct.

    Returns
    -------
    str
        Valid TOML that ``chiptrace load --layout`` reads.
    """
    names = guess.head.rows[0]
    lines = list(_preface(guess))
    lines += [
        f'name = "{_layout_name(guess.file)}"',
        f'kind = "{guess.kind}"',
        "",
        *file_lines(
            _requires(guess),
            guess.head.delimiter,
            guess.head.encoding,
            {"sheet": guess.head.sheet, "records": guess.head.records},
        ),
    ]
    if guess.across:
        lines += ["[unpivot]", f"columns = {quoted(guess.across)}", ""]
    for one in guess.fields:
        lines += field_lines(one, names)
    left = [column for column in guess.columns if not column.fields]
    if left:
        lines.append("# Columns without a place in the contract are kept beside the record:")
        lines += [
            f"#   {remark(column.name) or '(blank)'}  {column.why}".rstrip() for column in left
        ]
    return "\n".join(lines) + "\n"


def _guess(head: Head, file: str, known: Layout | None) -> Guess:
    names = tuple(read_name(text) for text in head.rows[0])
    body = head.rows[1:]
    pattern = period_pattern(head.rows[0])
    across = _across(head.rows[0], pattern)
    cells = tuple(
        Cells() if at in across else look_at(row[at] if at < len(row) else "" for row in body)
        for at in range(len(names))
    )
    header = Header(names, cells, direction_of(names, file))
    kind = known.kind if known and known.kind in KINDS else choose_kind(header)
    kind = "trade_flows" if pattern else kind
    matched = match(header, kind)
    if pattern:
        matched = unpivoted(matched, header, across)
    found = settle(heavier_is_gross(matched, body), header, kind, file)
    fields = tuple(found.values())
    columns = tuple(
        ColumnGuess(
            at, head.rows[0][at], ("period", "value_usd"), 0.9, "a period; cells are values"
        )
        if at in across
        else _column(at, header, fields)
        for at in range(len(names))
    )
    return Guess(
        file, kind, header.direction, head, columns, fields, known.name if known else None, pattern
    )


def _across(names: tuple[str, ...], pattern: str | None) -> frozenset[int]:
    if pattern is None:
        return frozenset()
    return frozenset(at for at, name in enumerate(names) if re.fullmatch(pattern, name.strip()))


def _column(at: int, header: Header, fields: tuple[FieldGuess, ...]) -> ColumnGuess:
    own = [one for one in fields if at in one.positions]
    name = header.names[at].text
    if own:
        best = max(own, key=lambda one: one.confidence)
        return ColumnGuess(at, name, tuple(one.field for one in own), best.confidence, best.why)
    twin = next((one.field for one in fields if at in one.also), None)
    if twin:
        return ColumnGuess(at, name, (), 0.0, f"(stands in for blank cells of {twin})")
    if at not in header.addressable:
        return ColumnGuess(at, name, (), 0.0, "(blank, or the name stands twice)")
    return ColumnGuess(at, name, (), 0.0, _seems(header, at))


def _seems(header: Header, at: int) -> str:
    cells = header.cells[at]
    is_figure = cells.share("number") > 0.5
    told = ("firm",) if is_figure else ("date", "country", "firm", "currency")
    shapes = [shape for shape in told if cells.share(shape) > 0.6]
    return f"(its cells look like: {', '.join(shapes)})" if shapes else ""


def _known_layout(head: Head, name: str) -> Layout | None:
    try:
        return choose([list(head.rows[0])], tuple(shelf().values()), name)[0]
    except LayoutError:
        return None


def _requires(guess: Guess) -> list[str]:
    needed = {column.name for column in TABLES[guess.kind].columns if column.needed}
    first = [one for one in guess.fields if one.field in needed]
    rest = sorted(
        (one for one in guess.fields if one.field not in needed), key=lambda one: -one.confidence
    )
    wanted: dict[str, str] = {}
    for one in first:
        for at in one.positions:
            wanted.setdefault(plain(guess.head.rows[0][at]), guess.head.rows[0][at])
    for one in rest:
        if len(wanted) < _LEAST_REQUIRED and one.positions:
            at = one.positions[0]
            wanted.setdefault(plain(guess.head.rows[0][at]), guess.head.rows[0][at])
    return list(wanted.values())[:_MOST_REQUIRED]


def _layout_name(file: str) -> str:
    bare = re.sub(r"[^a-z0-9]+", "_", default_source(file).casefold()).strip("_")
    return f"{bare[:60]}_guessed" if bare else "guessed"


def _preface(guess: Guess) -> list[str]:
    head = guess.head
    where = f"{head.form}, header in row {head.header_line}"
    told = [
        f"# Proposed by 'chiptrace layouts guess' for {remark(guess.file)} ({where}).",
        "# Confidence runs from 0 to 1. Correct what is wrong, then load with --layout.",
    ]
    if guess.direction != ANY:
        told.append(f"# The file seems to be about {guess.direction}s.")
    if guess.known_layout:
        told.append(f"# The layout '{guess.known_layout}' that ships with chiptrace fits it too.")
    return [*told, ""]
