"""The catalogue by name: which accelerator or system a run of words stands for."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from detector.reference import read_table

# A letter or two and a number is also a battery, a bolt and a paper size: it needs company.
_BARE = re.compile(r"(?!mi\d{3}x)[a-z]{1,2}\d{1,3}[a-z]?$")
_ONE_NUMBER = re.compile(r"[a-z]{2,}(\d{3,})[a-z]*$")
_JOINTS = re.compile(r"[^0-9a-z]+")

# A family's name alone, and the words beside it that tell which member is meant.
VARIANTS: dict[str, tuple[tuple[frozenset[str], str], ...]] = {
    "a100-pcie": ((frozenset({"sxm", "sxm4", "hgx", "dgx", "nvswitch"}), "a100-sxm"),),
    "h100-pcie": (
        (frozenset({"nvl", "94gb", "94g"}), "h100-nvl"),
        (frozenset({"sxm", "sxm5", "hgx", "dgx", "hbm3", "700w", "nvswitch"}), "h100-sxm"),
    ),
    "h200-sxm": ((frozenset({"nvl", "pcie", "600w"}), "h200-nvl"),),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the catalogue, as far as words tell.

    Attributes
    ----------
    id : str
    goods_class : str
    accelerators : int
        GPU packages in one piece.
    holds : tuple of str
        Accelerators that it takes, usual one first; its own id for an accelerator.
    kind : str
        chip for an accelerator; server, rack, tray, board or baseboard for a system.
    """

    id: str
    goods_class: str
    accelerators: int
    holds: tuple[str, ...]
    kind: str

    @property
    def is_system(self) -> bool:
        """It is a server, rack, tray or board, not a single accelerator."""
        return self.kind != "chip"


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that words are held against; keys are lower case without joints."""

    items: dict[str, Item]
    aliases: dict[str, str]
    parts: dict[str, str]
    beginnings: frozenset[str]
    by_digits: dict[str, tuple[str, ...]]
    longest: int
    part_lengths: tuple[int, ...]


def joined(name: str) -> str:
    """Write a name in lower case without blanks, dashes and dots.

    Examples
    --------
    >>> joined("SYS-821GE-TNHR"), joined("RTX 4090 D")
    ('sys821getnhr', 'rtx4090d')
    """
    return _JOINTS.sub("", name.casefold())


def is_bare(key: str) -> bool:
    """Say whether a name is too short to stand alone.

    Examples
    --------
    >>> is_bare("h100"), is_bare("l40s"), is_bare("mi300x"), is_bare("rtx4090")
    (True, True, False, False)
    """
    return _BARE.match(key) is not None


@cache
def names() -> Names:
    """Read the names of the catalogue once."""
    items: dict[str, Item] = {}
    aliases: dict[str, str] = {}
    parts: dict[str, str] = {}
    for row in read_table("accelerators").itertuples():
        items[row.id] = Item(row.id, row.goods_class, 1, (row.id,), "chip")
        _add(aliases, row.aliases, row.id)
        _add(parts, row.part_numbers, row.id)
    for row in read_table("servers").itertuples():
        holds = tuple(row.accelerator_ids.split("|"))
        items[row.id] = Item(row.id, row.goods_class, int(row.accelerators), holds, row.kind)
        _add(aliases, row.aliases, row.id)
        _add(parts, row.part_numbers, row.id)
    known = [*aliases, *parts]
    return Names(
        items,
        aliases,
        parts,
        frozenset(key[:end] for key in known for end in range(1, len(key) + 1)),
        _by_digits(aliases),
        max(map(len, aliases)),
        tuple(sorted({len(key) for key in parts}, reverse=True)),
    )


@cache
def server_of(accelerator: str) -> str:
    """Give the catalogue's maker-less server that takes eight of an accelerator.

    Examples
    --------
    >>> server_of("h200-sxm"), server_of("l40s"), server_of("gaudi3")
    ('generic-8gpu-hopper', 'generic-8gpu-pcie', 'generic-8gpu')
    """
    for item in names().items.values():
        if item.id.startswith("generic-8gpu-") and accelerator in item.holds:
            return item.id
    return "generic-8gpu"


def _add(names: dict[str, str], written: str | None, item: str) -> None:
    for name in (written or "").split("|"):
        if name:
            names.setdefault(joined(name), item)


def _by_digits(aliases: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in aliases:
        shape = _ONE_NUMBER.match(key)
        if shape and not is_bare(key):
            found[shape.group(1)].append(key)
    return {digits: tuple(sorted(keys)) for digits, keys in found.items()}
