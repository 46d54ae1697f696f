"""A layout says how the columns of a source become columns of the contract.

Layouts are TOML files; those that ship with chiptrace stand in ``layouts/``, and a user's own file
is read the same way.
"""

import hashlib
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from detector.errors import LayoutError
from detector.records.contract import TABLES
from detector.records.encodings import can_decode
from detector.records.numbers import unit_factor

NAME, VALUE = "@name", "@value"
_LOOKS_AROUND = re.compile(r"\(\?(?:[=!>#(]|<[=!]|P=)|\\[1-9]")


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class ColumnRule(_Rule):
    """How one column of the contract is filled.

    Attributes
    ----------
    source : list of str
        ``from`` in TOML: candidate names in the file; the first that the file has is taken.
    also : list of str
        Columns that stand in where the cell is blank.
    join : list of str
        Columns whose cells are joined, blank ones left out; ``from`` goes before it.
    joiner : str
        Text between joined cells.
    constant : str
        Value of every line whose cell is blank or has no column.
    values : dict
        What a cell of the source stands for.
    blank : list of str
        Words that mean "not stated".
    pattern : str
        A pattern with one group: that part of the cell is read where the pattern is found, else
        the whole cell.
    formats : list of str
        Date formats as in strptime, tried before the usual ones.
    calendar : str
        ``roc`` for years counted from 1912.
    decimal : str
        Decimal mark, where it is known.
    unit : str
        Unit of every cell: lb, g, t, thousand, million, or a number to multiply by.
    unit_from : list of str
        Column that names the unit of each cell.
    currency : str
        Currency of every cell, where the contract wants US dollars.
    digits : int
        Digits that a tariff code has, so that lost leading zeros are put back.
    split : str
        Text between the parts of a list.
    unknown : str
        ``aggregate`` makes an unknown area an aggregate of that name.
    repeats : str
        ``number`` numbers lines that share an id (one document, several lines).
    optional : bool
        A needed column that this source does not carry; it loads as null. Not for a column without
        which every line would be rejected: the date of a shipment, the needed columns of other
        kinds.
    """

    source: tuple[str, ...] = Field((), alias="from")
    also: tuple[str, ...] = ()
    join: tuple[str, ...] = ()
    joiner: str = " "
    constant: str | None = None
    values: dict[str, str] = {}
    blank: tuple[str, ...] = ()
    pattern: str | None = None
    formats: tuple[str, ...] = ()
    calendar: Literal["gregorian", "roc"] = "gregorian"
    decimal: Literal[".", ","] | None = None
    unit: str | float | None = None
    unit_from: tuple[str, ...] = ()
    currency: str | None = None
    digits: int | None = Field(None, ge=2, le=12)
    split: str = "|"
    unknown: Literal["null", "aggregate"] = "null"
    repeats: Literal["supersede", "number"] = "supersede"
    optional: bool = False

    @model_validator(mode="after")
    def _says_where_from(self) -> "ColumnRule":
        if not (self.source or self.join or self.constant is not None or self.optional):
            raise ValueError("it names no column: give 'from', 'join' or 'constant'")
        if self.unit is not None and not unit_factor(self.unit):
            raise ValueError(f"the unit {self.unit!r} is not known: give kg, lb, t or a factor")
        return self

    @field_validator("pattern")
    @classmethod
    def _has_one_group(cls, pattern: str | None) -> str | None:
        if pattern is not None and _compiled(pattern).groups != 1:
            raise ValueError("the pattern needs exactly one group in round brackets")
        if pattern is not None and _LOOKS_AROUND.search(pattern):
            raise ValueError("the pattern looks around or back, which DuckDB does not read")
        return pattern


class FileRule(_Rule):
    """How the file is cut into lines and cells, and how it is recognised.

    Attributes
    ----------
    requires : list of str
        Header names by which the layout knows its file; ``a|b`` = either.
    excludes : list of str
        Header names that such a file never has.
    least_fit : float
        Least share of the header's names that the layout must know to be chosen unasked.
    delimiter, quote, encoding : str
        Where they are known; otherwise they are found out.
    header_line : int
        Line of the header, first = 1; otherwise the first line that holds ``requires``.
    foot : list of str
        A line whose first filled cell starts so, and all after it, are the foot.
    sheet : str
        Sheet of a workbook; otherwise the first whose header fits.
    records : str
        Where the list of records stands in a JSON document; otherwise the longest list.
    as_text : list of str
        Names under which a JSON document holds lists of objects that are told as text: filled
        values joined by a comma, objects by a semicolon.
    """

    requires: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    least_fit: float = Field(0, ge=0, le=1)
    delimiter: str | None = Field(None, min_length=1, max_length=1)
    quote: str = Field('"', min_length=1, max_length=1)
    encoding: str | None = None
    header_line: int | None = Field(None, ge=1)
    foot: tuple[str, ...] = ()
    sheet: str | None = None
    records: str | None = None
    as_text: tuple[str, ...] = ()

    @field_validator("encoding")
    @classmethod
    def _can_be_decoded(cls, name: str | None) -> str | None:
        if name is not None and not can_decode(name):
            raise ValueError(f"there is no encoding {name!r}: give e.g. 'cp1252'")
        return name


class UnpivotRule(_Rule):
    """A wide table: header names that match become ``@name``, their cells ``@value``."""

    columns: str

    @field_validator("columns")
    @classmethod
    def _is_a_pattern(cls, pattern: str) -> str:
        _compiled(pattern)
        return pattern


class Layout(_Rule):
    """A layout as read from TOML."""

    name: str = Field(pattern=r"^[a-z0-9_]+$")
    kind: str
    title: str = ""
    note: str = ""
    file: FileRule = FileRule()
    unpivot: UnpivotRule | None = None
    columns: dict[str, ColumnRule]

    @model_validator(mode="after")
    def _speaks_the_contract(self) -> "Layout":
        if self.kind not in TABLES:
            raise ValueError(f"kind {self.kind!r} is none of {', '.join(TABLES)}")
        known = (*TABLES[self.kind].names, "source")
        for name in self.columns:
            if name not in known:
                near = get_close_matches(name, known, n=1)
                hint = f"did you mean {near[0]!r}?" if near else f"use one of {', '.join(known)}"
                raise ValueError(f"unknown column {name!r} of {self.kind}: {hint}")
        return self

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what the layout makes of a file; not of how it recognises one."""
        told = self.model_dump_json(
            exclude={"title": True, "note": True, "file": {"requires", "excludes", "least_fit"}}
        )
        return hashlib.sha256(told.encode()).hexdigest()


def read_layout(path: Path) -> Layout:
    """Read a layout from a TOML file.

    Raises
    ------
    LayoutError
        If the file is missing, is no TOML, or says what no layout can say.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise LayoutError(
            f"The layout cannot be read: {error.strerror}", str(path), "Name a file that exists."
        ) from error
    except UnicodeDecodeError as error:
        raise LayoutError("The layout is not UTF-8", str(path), "Save it as UTF-8.") from error
    return parse_layout(text, str(path))


def parse_layout(text: str, where: str) -> Layout:
    """Read a layout from the text of a TOML file.

    Raises
    ------
    LayoutError
        If it is no TOML, or has an unknown key or a value that cannot be used.
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LayoutError(
            f"The layout is no TOML: {error}",
            where,
            "See 'chiptrace layouts show canonical' for one.",
        ) from error
    given.setdefault("columns", {})
    try:
        return Layout(**given)
    except ValidationError as error:
        raise _malformed(error, where) from error


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise ValueError(f"it is no pattern: {error}") from error


def _malformed(error: ValidationError, where: str) -> LayoutError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "layout"
    if first["type"] != "extra_forbidden":
        told = first["msg"].removeprefix("Value error, ")
        return LayoutError(f"{place}: {told}", where, "Correct the line and load again.")
    parts: dict[str, type[BaseModel]] = {
        "file": FileRule,
        "unpivot": UnpivotRule,
        "columns": ColumnRule,
    }
    rule = parts.get(str(first["loc"][0]) if len(first["loc"]) > 1 else "", Layout)
    known = [field.alias or name for name, field in rule.model_fields.items()]
    near = get_close_matches(str(first["loc"][-1]), known, n=1)
    return LayoutError(
        f"Unknown key {place!r}",
        where,
        f"Did you mean {near[0]!r}?" if near else f"Use one of: {', '.join(known)}.",
    )
