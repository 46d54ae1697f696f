"""Reads what the words of a line say: which item, how many in one piece, or what else it is."""

from dataclasses import dataclass, replace
from functools import lru_cache

from detector.goods.asides import SMALL_HEADS, is_head, real_names
from detector.goods.catalogue import Item, names, server_of
from detector.goods.counting import count_of
from detector.goods.naming import Mark, find_marks
from detector.goods.words import Words, cut, lexicon, words_of

_SYSTEMS = frozenset({"server", "computer", "accelerator_server"})
_CONTENTS = frozenset({"cpu", "memory", "storage", "network", "gaming_card", "bare_chip"})
_STRANGERS = frozenset(
    {
        "other",
        "other_electronics",
        "power",
        "cable",
        "cooling",
        "memory",
        "storage",
        "network",
        "cpu",
    }
)
_CARD_ONLY = frozenset({"pcie", "pci", "nvl", "card", "cards"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What words say of one piece of goods.

    Attributes
    ----------
    item : str
        Catalogue id, empty when none is named.
    accelerator : str
        Catalogue id of the accelerator in it, empty when none is told.
    named_in : str
        model or description; empty when no item is named.
    how : str
        part number, name, bare (needs company) or mended.
    goods_class : str
        Class told by the item or by the words; empty when none.
    count : int
        Accelerators that the text says stand together, 0 when it does not say.
    is_accessory : bool
        The name says what the goods are for, not what they are.
    is_without : bool
        The text says that no accelerator is in it.
    is_vague : bool
        The words could stand for anything.
    is_silent : bool
        There are no words that are known, or none at all.
    """

    item: str = ""
    accelerator: str = ""
    named_in: str = ""
    how: str = ""
    goods_class: str = ""
    count: int = 0
    is_accessory: bool = False
    is_without: bool = False
    is_vague: bool = False
    is_silent: bool = True


def read_words(description: str, model: str, brand: str) -> Reading:
    """Read the words of one line.

    Parameters
    ----------
    description, model, brand : str
        As declared, in any language; empty when not stated.

    Examples
    --------
    >>> read_words("Server with 8x NVIDIA H100 80GB SXM5", "", "").accelerator
    'h100-sxm'
    >>> read_words("Heatsink for H100", "", "").is_accessory
    True
    >>> read_words("computer parts", "", "").is_vague
    True
    """
    told = words_of(description)
    split = len(told.words)
    if model:
        coded = words_of(model)
        told = Words(
            told.words + coded.words,
            told.segment + [at + 1_000_000 for at in coded.segment],
            told.glued + coded.glued,
        )
    marks = find_marks(told)
    named = [mark for mark in marks if mark.role == "name"]
    goods = [mark for mark in marks if mark.role == "goods"]
    is_without = any(mark.role == "without" for mark in marks)
    real = real_names(marks, told)
    words_class = _class_of(goods, marks, told)
    if real and words_class in _STRANGERS and not _has_company(told, brand):
        real = [mark for mark in real if mark.how != "bare"]
    if real and not is_without:
        return _read_item(real, words_class, told, (split, brand))
    if named and (is_without or not _is_by_chance(named, marks)):
        return _read_aside(named, marks, words_class, (split, is_without))
    vague = [mark for mark in marks if mark.role == "vague"]
    accessories = [mark for mark in marks if mark.role == "accessory"]
    if not words_class and accessories:
        words_class = accessories[0].meant
    return Reading(
        goods_class=words_class,
        count=count_of(told, None),
        is_without=is_without,
        is_vague=bool(vague) and not words_class and _is_covered(told, marks),
        is_silent=not vague and not words_class,
    )


@lru_cache(maxsize=10_000)
def is_unknown_brand(brand: str) -> bool:
    """Say whether a brand is stated and none of its words names a maker in the catalogue.

    Examples
    --------
    >>> is_unknown_brand("Zhonglan Semiconductor"), is_unknown_brand("Super Micro Computer")
    (True, False)
    """
    words = cut(brand).words if brand else ()
    known = lexicon().makers | lexicon().context
    run_together = "".join(words)
    return bool(words) and not (
        known.intersection(words) or any(run_together.startswith(one) for one in lexicon().makers)
    )


def _is_by_chance(named: list[Mark], marks: list[Mark]) -> bool:
    """Say whether bare names stand beside no word of an accessory or a purpose."""
    beside = any(is_head(mark) or mark.role.startswith("purpose") for mark in marks)
    return not beside and all(mark.how == "bare" for mark in named)


def _class_of(goods: list[Mark], marks: list[Mark], told: Words) -> str:
    """Tell the class from wordings: the head of the first part that names goods."""
    stops = [mark.start for mark in marks if mark.role in ("purpose", "content")]
    first_stop = min(stops, default=len(told.words))
    head = [mark for mark in goods if mark.start < first_stop] or goods
    if not head:
        return ""
    for mark in head:
        if mark.meant.startswith("accelerator"):
            return mark.meant
    segment = told.segment[head[0].start]
    classes = [mark.meant for mark in head if told.segment[mark.start] == segment]
    small = [meant for meant in classes if meant in SMALL_HEADS]
    if small and classes[0] in SMALL_HEADS | _SYSTEMS:
        return small[-1]
    contents = {meant for meant in classes[1:] if meant in _CONTENTS}
    if classes[0] in _SYSTEMS and (len(contents) >= 2 or not set(classes[1:]) - {classes[0]}):
        return classes[0]
    return classes[-1]


def _has_company(told: Words, brand: str) -> bool:
    context = lexicon().context
    makers = lexicon().makers
    return any(word in context or word in makers for word in told.words) or bool(
        makers.intersection(cut(brand).words) if brand else ()
    )


def _read_item(real: list[Mark], words_class: str, told: Words, where: tuple[int, str]) -> Reading:
    split, brand = where
    catalogue = names().items
    systems = [mark for mark in real if catalogue[mark.meant].is_system]
    chips = [mark for mark in real if not catalogue[mark.meant].is_system]
    lead = _strongest(systems or chips)
    chip = _strongest(chips) if chips else None
    how = lead.how
    if how == "bare" and (chip is not lead or _has_company(told, brand)):
        how = "name"
    count = max((mark.count for mark in real), default=0) or count_of(told, chip or lead)
    reading = Reading(
        item=lead.meant,
        accelerator=_fitting(lead.meant, chip.meant, catalogue) if chip else "",
        named_in="model" if lead.start >= split else "description",
        how=how,
        goods_class=catalogue[lead.meant].goods_class,
        count=count,
        is_silent=False,
    )
    if not systems:
        return _placed(reading, words_class, told, catalogue)
    system = catalogue[lead.meant]
    if system.kind == "baseboard" and words_class in ("accelerator_server", "server"):
        server = server_of(reading.accelerator or system.holds[0])
        return replace(
            reading,
            item=server,
            accelerator=reading.accelerator or system.holds[0],
            goods_class="accelerator_server",
        )
    return reading


def _fitting(lead: str, chip: str, catalogue: dict[str, Item]) -> str:
    """Give the member of the chip's family that the system takes, else the chip."""
    family = chip.partition("-")[0]
    kin = [held for held in catalogue[lead].holds if held.partition("-")[0] == family]
    return kin[0] if kin and chip not in kin else chip


def _strongest(marks: list[Mark]) -> Mark:
    order = ("part number", "name", "mended", "bare")
    return min(marks, key=lambda mark: (order.index(mark.how), mark.start))


def _placed(reading: Reading, words_class: str, told: Words, catalogue: dict[str, Item]) -> Reading:
    """Put a chip that is named into the thing that the words say holds it."""
    chip = catalogue[reading.accelerator]
    if words_class in ("accelerator_server", "server"):
        held = chip.id
        if not _CARD_ONLY.intersection(told.words):
            held = chip.id if _module_of(chip.id) not in catalogue else _module_of(chip.id)
        return replace(
            reading, item=server_of(held), accelerator=held, goods_class="accelerator_server"
        )
    if words_class == "accelerator_rack":
        rack = {"gb200": "gb200-nvl72", "gb300": "gb300-nvl72"}.get(chip.id, "")
        return replace(reading, item=rack or reading.item, goods_class="accelerator_rack")
    if words_class == "computer":
        portable = bool(lexicon().portable.intersection(told.words))
        held = "" if portable else reading.accelerator
        return replace(reading, item="", accelerator=held, goods_class="computer", named_in="")
    if words_class == "bare_chip":
        return replace(reading, goods_class="bare_chip")
    return reading


def _module_of(chip: str) -> str:
    """Name the module of a card's family: a server said to hold 'H100' mostly holds modules."""
    return chip.partition("-")[0] + "-sxm"


def _read_aside(
    named: list[Mark], marks: list[Mark], words_class: str, where: tuple[int, bool]
) -> Reading:
    split, is_without = where
    lead = _strongest(named)
    item = names().items[lead.meant]
    heads = [mark.meant for mark in marks if is_head(mark)]
    if is_without and item.is_system:
        told_class = "server"
    else:
        told_class = words_class if words_class and not heads else (heads or ["part"])[0]
    if told_class.startswith("accelerator"):
        told_class = "server" if is_without else "part"
    return Reading(
        item=lead.meant,
        accelerator="" if item.is_system else lead.meant,
        named_in="model" if lead.start >= split else "description",
        how=lead.how,
        goods_class=told_class,
        is_accessory=True,
        is_without=is_without,
        is_silent=False,
    )


def _is_covered(told: Words, marks: list[Mark]) -> bool:
    """Say whether the vague words leave little of the text untold."""
    covered = {at for mark in marks for at in range(mark.start, mark.end)}
    open_words = [
        word
        for at, word in enumerate(told.words)
        if at not in covered
        and word not in lexicon().fillers
        and not any(letter.isdigit() for letter in word)
        and told.segment[at] < 1_000_000
    ]
    vague = sum(mark.end - mark.start for mark in marks if mark.role == "vague")
    return len(open_words) <= min(1, vague)
