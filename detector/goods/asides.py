"""Tells the names of what goods are from the names of what goods are for."""

from detector.goods.counting import count_beside
from detector.goods.naming import Mark
from detector.goods.words import Words, lexicon

SMALL_HEADS = frozenset({"cable", "power", "cooling"})
_TASKS = frozenset({"ai", "hpc"})
_DEVICES = frozenset({"server", "servers", "system", "systems", "node", "rack", "or"})
_FAR = 3


def is_head(mark: Mark) -> bool:
    """Say whether a mark names an accessory, or small goods that names are often beside."""
    return mark.role == "accessory" or mark.meant in SMALL_HEADS


def real_names(marks: list[Mark], told: Words) -> list[Mark]:
    """Keep the names that say what the goods are.

    A name is an aside when it follows an accessory ("heatsink H100"), or "for" with nothing but
    makers and devices between ("cable for NVIDIA H100 server"), or when an accessory follows it in
    the same part ("H100 bracket"); "with" and a count ("8x H100") end that.

    Parameters
    ----------
    marks : list of Mark
        Of the whole text, in order.
    told : Words

    Returns
    -------
    list of Mark

    Examples
    --------
    >>> from detector.goods.naming import find_marks
    >>> from detector.goods.words import cut
    >>> for text in ("Bracket, H100", "H100 with bracket", "Chassis, 8x H100"):
    ...     told = cut(text)
    ...     print([mark.meant for mark in real_names(find_marks(told), told)])
    []
    ['h100-pcie']
    ['h100-pcie']
    """
    real: list[Mark] = []
    last: Mark | None = None
    last_is_aside = False
    for name in (mark for mark in marks if mark.role == "name"):
        joined = last is not None and all(
            word in lexicon().fillers for word in told.words[last.end : name.start]
        )
        last_is_aside = (joined and last_is_aside) or _is_aside(name, marks, told)
        last = name
        if not last_is_aside:
            real.append(name)
    return real


def _is_aside(name: Mark, marks: list[Mark], told: Words) -> bool:
    return _is_headed(name, marks, told) or _is_followed(name, marks, told)


def _is_headed(name: Mark, marks: list[Mark], told: Words) -> bool:
    segment = told.segment[name.start]
    headed = False
    for mark in marks:
        if mark.start >= name.start:
            break
        if mark.role == "content":
            headed = False
        elif is_head(mark):
            apart = told.segment[mark.start] != segment
            headed = not (apart and count_beside(told.words, name) > 1)
        elif mark.role == "purpose" and told.segment[mark.start] == segment:
            headed = headed or _leads_to(told.words[mark.end : name.start])
    return headed


def _leads_to(between: list[str]) -> bool:
    known = lexicon()
    near = (known.context - _TASKS) | known.makers | known.fillers | _DEVICES
    return all(word in near for word in between)


def _is_followed(name: Mark, marks: list[Mark], told: Words) -> bool:
    after = [
        mark
        for mark in marks
        if mark.start >= name.end and told.segment[mark.start] == told.segment[name.start]
    ]
    if any(mark.role == "included" for mark in after):
        return False
    for mark in after:
        if mark.role in ("content", "joined"):
            return False
        if is_head(mark) or (mark.role == "purpose_after" and mark.start - name.end <= _FAR):
            return True
    return False
