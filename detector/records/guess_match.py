"""Settles which column of a file fills which column of the contract."""

import dataclasses
from dataclasses import dataclass, replace

from detector.records.contract import TABLES, Column
from detector.records.guess_cells import Cells, bears_out, shape_alone, shape_of
from detector.records.guess_names import LEAST, Name, weigh
from detector.records.headers import plain

_BY_SHAPE: dict[str, dict[str, tuple[str, ...]]] = {
    "shipments": {
        "date": ("shipped_on",),
        "hs": ("hs_code",),
        "currency": ("currency",),
        "locode": ("port_of_lading", "port_of_unlading"),
        "term": ("value_basis",),
    },
    "trade_flows": {"date": ("period",), "hs": ("hs_code",)},
}
_MARKS = {
    "shipments": (
        *("exporter", "consignee", "forwarder", "notify_party", "transport_document", "carrier"),
        *("end_user", "exporter_address", "consignee_address", "packages", "gross_weight_kg"),
    ),
    "trade_flows": ("reporter", "partner", "flow", "classification", "partner2"),
    "parties": (
        *("incorporated_on", "activity", "website", "parent", "ultimate_parent", "parent_share"),
        *("capacity_mw", "known_from", "known_to"),
    ),
    "watchlist": ("aliases", "programme", "listed_on"),
    "dispositions": ("decision", "decided_on", "decided_by", "case_id", "reason_code"),
}

KINDS = tuple(_MARKS)
_NEEDED_MARK = {"dispositions": {"decision"}, "parties": {"party"}, "watchlist": {"name"}}
_SURE = 0.7
_OF_A_LINE = {"consignee", "shipment_id", "port_of_lading", "port_of_unlading", "model"}


@dataclass(frozen=True, slots=True)
class FieldGuess:
    """How one column of the contract may be filled.

    Attributes
    ----------
    field : str
    positions : tuple of int
        Columns of the file: the first is read; several are joined where ``settings`` says so.
    confidence : float
        0 to 1.
    why : str
    also : tuple of int
        Columns that stand in where the first is blank.
    settings : dict
        What else the layout says of it: constant, unit, formats, optional ...
    """

    field: str
    positions: tuple[int, ...]
    confidence: float
    why: str
    also: tuple[int, ...] = ()
    settings: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Header:
    """The names of a file's columns, read, with what their cells look like."""

    names: tuple[Name, ...]
    cells: tuple[Cells, ...]
    direction: str

    @property
    def addressable(self) -> tuple[int, ...]:
        """Columns that a layout can name: not blank, and the first of their name."""
        first: dict[str, int] = {}
        for at, name in enumerate(self.names):
            first.setdefault(plain(name.text), at)
        return tuple(at for key, at in first.items() if key)


def choose_kind(header: Header) -> str:
    """Say which kind of records a header tells of."""
    found = {kind: match(header, kind) for kind in _MARKS}
    shipments = found["shipments"]
    if "hs_code" in shipments and {"exporter", "consignee"} & set(shipments):
        return "shipments"
    weights = {
        kind: sum(found[kind][mark].confidence for mark in marks if mark in found[kind])
        for kind, marks in _MARKS.items()
        if _NEEDED_MARK.get(kind, set(marks)) & set(found[kind])
    }
    best = max(weights, key=lambda kind: weights[kind], default="shipments")
    if best != "shipments" and weights[best] >= _SURE:
        return best
    is_statistics = {"hs_code", "value_usd"} <= set(found["trade_flows"])
    return "trade_flows" if is_statistics and not _OF_A_LINE & set(shipments) else "shipments"


def match(header: Header, kind: str) -> dict[str, FieldGuess]:
    """Give each column of the contract the column of the file that fits it best.

    Returns
    -------
    dict
        By column of the contract; each column of the file stands once.
    """
    offers = []
    for at in header.addressable:
        for name, weight in weigh(header.names[at], kind, header.direction).items():
            sure = weight * bears_out(header.cells[at], kind, name)
            if sure >= LEAST:
                offers.append((-sure, at, name))
    found: dict[str, FieldGuess] = {}
    taken: set[int] = set()
    for negative, at, name in sorted(offers):
        if name in found or at in taken:
            continue
        found[name] = FieldGuess(
            name, (at,), -negative, _why(header, at, TABLES[kind].column(name))
        )
        taken.add(at)
    _drop_twin_of_consignee(header, found, taken)
    _add_by_shape(header, kind, found, taken)
    return {name: _with_twins(header, kind, found[name], taken) for name in found}


def _drop_twin_of_consignee(header: Header, found: dict[str, FieldGuess], taken: set[int]) -> None:
    """Take a buyer away that is the consignee's own column in another language."""
    buyer, consignee = found.get("buyer"), found.get("consignee")
    if buyer is None or consignee is None:
        return
    names = [_bare(header.names[one.positions[0]]) for one in (buyer, consignee)]
    if names[0] == names[1]:
        taken.discard(found.pop("buyer").positions[0])


def _add_by_shape(header: Header, kind: str, found: dict[str, FieldGuess], taken: set[int]) -> None:
    """Let cells speak where a name says nothing."""
    for at in header.addressable:
        told = shape_alone(header.cells[at])
        if at in taken or header.names[at].concepts or told is None:
            continue
        shape, sure = told
        free = [one for one in _BY_SHAPE.get(kind, {}).get(shape, ()) if one not in found]
        if free:
            found[free[0]] = FieldGuess(free[0], (at,), sure, f"only its cells tell: {shape}")
            taken.add(at)


def _with_twins(header: Header, kind: str, guess: FieldGuess, taken: set[int]) -> FieldGuess:
    """Name the column's twin in another language as a stand-in for blank cells."""
    if TABLES[kind].column(guess.field).cell != "text" or guess.field.endswith("_id"):
        return guess
    own = _bare(header.names[guess.positions[0]])
    twins = tuple(
        at
        for at in header.addressable
        if at not in taken
        and own == _bare(header.names[at])
        and "language" in _either(header, guess, at)
    )
    return replace(guess, also=twins[:2])


def _bare(name: Name) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(one for one in name.concepts if one != "language"), name.unknown


def _either(header: Header, guess: FieldGuess, at: int) -> set[str]:
    return set(header.names[at].concepts) | set(header.names[guess.positions[0]].concepts)


def _why(header: Header, at: int, column: Column) -> str:
    name, cells = header.names[at], header.cells[at]
    words = " + ".join(one for one in name.concepts if one != "language")
    shape = "firm" if column.cell == "text" else shape_of(column)
    if not cells.filled or (shape == "firm" and cells.share(shape) < 0.3):
        return f"name: {words}"
    return f"name: {words}; cells: {100 * cells.share(shape):.0f} % {shape.replace('_', ' ')}"
