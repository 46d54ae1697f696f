"""Reads from a text how many accelerators stand together in one piece."""

from detector.goods.naming import Mark
from detector.goods.words import Words, lexicon

_NUMERALS = {
    "two": 2,
    "four": 4,
    "eight": 8,
    "二": 2,
    "两": 2,
    "四": 4,
    "八": 8,
    "quad": 4,
    "dual": 2,
}


def count_of(told: Words, name: Mark | None) -> int:
    """Tell how many accelerators the text says stand together, 0 when it does not say.

    Examples
    --------
    >>> from detector.goods.words import cut
    >>> count_of(cut("HGX system, 8-GPU"), None), count_of(cut("computer"), None)
    (8, 0)
    """
    beside = count_beside(told.words, name) if name else 0
    if beside:
        return beside
    known = lexicon()
    words = told.words
    for at, word in enumerate(words):
        if word in known.counted and at > 0:
            before = words[at - 2] if words[at - 1] == "x" and at > 1 else words[at - 1]
            if 2 <= _number(before) <= 16:
                return _number(before)
        if word.endswith(("gpu", "gpus")) and word[0].isdigit():
            number = _number(word.rstrip("gpus"))
            if 2 <= number <= 16:
                return number
    return 0


def count_beside(words: list[str], name: Mark) -> int:
    """Tell the count that stands with a name ("8x H100", "H100 x 8"), 0 when none does."""
    if name.count:
        return name.count
    known = lexicon()
    company = known.context | known.makers
    at, end = name.start, name.end
    while at > 0 and words[at - 1] in company:
        at -= 1
    if at > 1 and words[at - 1] == "x":
        return _number(words[at - 2])
    while end < len(words) and words[end] in company:
        end += 1
    if end + 1 < len(words) and words[end] == "x":
        return _number(words[end + 1])
    if end < len(words) and words[end][0] == "x":
        return _number(words[end][1:])
    if at > 0 and _number(words[at - 1]) in (2, 4, 8, 10, 16):
        return _number(words[at - 1])
    return 0


def _number(word: str) -> int:
    if word.isascii() and word.isdigit() and len(word) <= 3:
        return int(word)
    return _NUMERALS.get(word, 0)
