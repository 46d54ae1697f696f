"""The layouts that ship with chiptrace, and those that a user names."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path

from detector.errors import LayoutError
from detector.records.contract import TABLES
from detector.records.layout import ColumnRule, FileRule, Layout, parse_layout, read_layout

CANONICAL = "canonical"
_MARKS = {"dispositions": ("decision",), "area_codes": ("code",)}
_LEAST_FIT = {"parties": 0.5, "watchlist": 0.75, "clusters": 0.5, "area_codes": 0.75}
_ROOM = "detector.records"


@dataclass(frozen=True, slots=True)
class LayoutCard:
    """What the list of layouts tells of one."""

    name: str
    kind: str
    title: str


@cache
def shelf() -> dict[str, Layout]:
    """Give the layouts that ship with chiptrace by name: canonical ones first, then by name."""
    contract = [canonical(kind, asked=False) for kind in TABLES]
    found = {layout.name: layout for layout in contract}
    folder = files(_ROOM).joinpath("layouts")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            layout = parse_layout(file.read_text(encoding="utf-8"), file.name)
            found[layout.name] = layout
    return found


def canonical(kind: str, *, asked: bool = True) -> Layout:
    """Give the layout whose header is the contract itself.

    Parameters
    ----------
    kind : str
    asked : bool
        The user named the kind; otherwise a header with few needed names must fit better.
    """
    table = TABLES[kind]
    needed = tuple(column.name for column in table.columns if column.needed)
    columns = {name: ColumnRule(source=(name,)) for name in table.names}
    if kind != "shipments":
        columns["source"] = ColumnRule(source=("source",))
    return Layout(
        name=CANONICAL if kind == "shipments" else f"{CANONICAL}_{kind}",
        kind=kind,
        title=f"The contract's own names for {kind}",
        file=FileRule(
            requires=needed + (() if asked and needed else _MARKS.get(kind, ())),
            least_fit=0 if asked else _LEAST_FIT.get(kind, 0),
        ),
        columns=columns,
    )


def find_layout(name: str, kind: str | None = None) -> Layout:
    """Find a layout by name on the shelf, or read it from a TOML file.

    Raises
    ------
    LayoutError
        If there is none of that name, or the file is malformed.
    """
    known = shelf()
    if name == CANONICAL and kind:
        return canonical(kind)
    if name in known:
        return known[name]
    path = Path(name)
    if path.suffix == ".toml" or path.exists():
        return read_layout(path)
    near = get_close_matches(name, known, n=1)
    raise LayoutError(
        f"There is no layout {name!r}",
        "--layout",
        f"Did you mean {near[0]!r}?" if near else f"Use a .toml file or one of {', '.join(known)}.",
    )


def known_layouts() -> tuple[LayoutCard, ...]:
    """List the layouts that ship with chiptrace."""
    return tuple(LayoutCard(one.name, one.kind, one.title) for one in shelf().values())


def layout_text(name: str) -> str:
    """Give a layout as TOML.

    Raises
    ------
    LayoutError
        If there is none of that name.
    """
    layout = find_layout(name)
    path = Path(name) if name not in shelf() else None
    if path is not None:
        return path.read_text(encoding="utf-8")
    file = files(_ROOM).joinpath("layouts").joinpath(f"{layout.name}.toml")
    return file.read_text(encoding="utf-8") if file.is_file() else _canonical_text(layout)


def _canonical_text(layout: Layout) -> str:
    requires = ", ".join(f'"{name}"' for name in layout.file.requires)
    columns = "\n".join(f'{name}.from = ["{name}"]' for name in layout.columns)
    return (
        f'name = "{layout.name}"\nkind = "{layout.kind}"\ntitle = "{layout.title}"\n\n'
        f"[file]\nrequires = [{requires}]\n\n[columns]\n{columns}\n"
    )
