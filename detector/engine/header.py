"""Reads a portable .sql and its header, which is its contract.

The header of a feature family::

    -- family: price
    -- view: price
    -- grain: one row per shipment
    -- looks: back
    -- reads: ledger
    -- settings: min_peers
    -- column: value_gap [MADs] log value per piece minus the median of its peers
    --   odd: low
    --   flag: R27
    --   says: Value per piece lies {value} {unit} from {peers} peers; {typical} is usual.
    --   innocent: A sample, a repair or used goods also look so.

A family may say ``horizon``: the days (numbers and names of settings, added up) before a line that
its row depends on. Later scans then keep the rows of earlier lines; without it, all history counts.

A family that would hold too much in memory at once may name ``steps``: files beside it, each with a
header of its own. Their tables are laid out one after another before it and dropped after it.

The file below the header is one query in the part of DuckDB's dialect that SQLGlot turns into
Spark SQL. Values are bound by name.
"""

from dataclasses import dataclass, field
from importlib.resources import files

from detector.errors import FeatureError

ODD = ("high", "low", "both", "none")
_COLUMN_KEYS = ("odd", "flag", "says", "innocent")


@dataclass(frozen=True, slots=True)
class Column:
    """One output column of a family: what it is, in which unit, and how it is told."""

    name: str
    unit: str
    meaning: str
    odd: str = "none"
    flag: str = ""
    says: str = ""
    innocent: str = ""


@dataclass(frozen=True, slots=True)
class Family:
    """A feature family, read from its .sql file."""

    name: str
    view: str
    grain: str
    looks: str
    reads: tuple[str, ...]
    settings: tuple[str, ...]
    columns: tuple[Column, ...]
    query: str
    where: str = field(default="")
    horizon: str = ""
    steps: tuple["Family", ...] = ()

    @property
    def queries(self) -> tuple[str, ...]:
        """The queries of its steps, then its own."""
        return (*(step.query for step in self.steps), self.query)


def read_family(package: str, name: str) -> Family:
    """Read ``<package>/<name>.sql``.

    Raises
    ------
    FeatureError
        If the file is missing, or its header lacks a key or holds an unknown one.
    """
    where = f"{package}/{name}.sql"
    try:
        text = files(package).joinpath(f"{name}.sql").read_text(encoding="utf-8")
    except OSError as error:
        raise FeatureError("The family has no .sql file", where, "Write it.") from error
    header, columns = _read_header(text, where)
    missing = {"family", "view", "grain", "looks", "reads"} - header.keys()
    if missing or not columns:
        lacks = ", ".join(sorted(missing) or ["column lines"])
        raise FeatureError(
            f"The header lacks {lacks}", where, "Add '-- key: value' lines above the query."
        )
    return Family(
        name,
        header["view"],
        header["grain"],
        header["looks"],
        tuple(header["reads"].split()),
        tuple(header.get("settings", "").split()),
        tuple(Column(**column) for column in columns),
        text,
        where,
        header.get("horizon", ""),
        tuple(read_family(package, step) for step in header.get("steps", "").split()),
    )


def _read_header(text: str, where: str) -> tuple[dict[str, str], list[dict[str, str]]]:
    header: dict[str, str] = {}
    columns: list[dict[str, str]] = []
    for line in text.splitlines():
        if not line.startswith("-- "):
            break
        key, _, value = line.removeprefix("-- ").strip().partition(": ")
        if key == "column":
            name, unit, meaning = value.replace("]", "[").split("[", 2)
            columns.append({"name": name.strip(), "unit": unit.strip(), "meaning": meaning.strip()})
        elif line.startswith("--   ") and columns:
            if key not in _COLUMN_KEYS or (key == "odd" and value not in ODD):
                raise FeatureError(
                    f"The header says {line!r}", where, f"Use one of {', '.join(_COLUMN_KEYS)}."
                )
            columns[-1][key] = value
        else:
            header[key] = value
    return header, columns
