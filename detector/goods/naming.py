"""Finds catalogue names, part numbers and known wordings among the words of a text."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from detector.goods.catalogue import VARIANTS, Names, is_bare, names
from detector.goods.words import Lexicon, Wording, Words, lexicon

_LONGEST_NAME = 6
_LONGEST_PART = 40
_DIGITS = re.compile(r"(\d+)")
_TAIL = re.compile(r"(.+?)x(\d{1,3})$")
_MAKER_GLUED = re.compile(r"(?:nvidia|tesla|geforce|amd|instinct|intel|dell|hpe)+(\w+)$")
_MISREAD = re.compile(r"(?<=\d)[il]|o")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text where something known stands.

    Attributes
    ----------
    start, end : int
        First word, and the one after the last.
    role : str
        name, or the role of a wording.
    meant : str
        Catalogue id of a name; class of a wording, or empty.
    how : str
        For a name: part number, name, bare (needs company) or mended.
    count : int
        Pieces that stand in the same word, 0 when none.
    """

    start: int
    end: int
    role: str
    meant: str
    how: str = ""
    count: int = 0


def find_marks(text: Words) -> list[Mark]:
    """Find every name and wording, longest first, none overlapping.

    Returns
    -------
    list of Mark
        In the order of the text.

    Examples
    --------
    >>> from detector.goods.words import cut
    >>> [(mark.role, mark.meant) for mark in find_marks(cut("Heatsink for H100 PCIe"))]
    [('accessory', 'cooling'), ('purpose', ''), ('name', 'h100-pcie')]
    """
    known, told = names(), lexicon()
    words = text.words
    marks: list[Mark] = []
    at = 0
    while at < len(words):
        name = _name_at(at, words, text, known)
        wording = _wording_at(at, text, told)
        if name and (wording is None or name.end - at >= len(wording.words)):
            marks.append(name)
        elif wording:
            marks.append(Mark(at, at + len(wording.words), wording.role, wording.goods_class))
        else:
            at += 1
            continue
        at = marks[-1].end
    return [_variant(mark, words) for mark in marks]


def _wording_at(at: int, text: Words, told: Lexicon) -> Wording | None:
    words = text.words
    for wording in told.by_first.get(words[at], ()):
        size = len(wording.words)
        if size == 1 and len(wording.words[0]) <= 3 and _is_code(at, text):
            continue
        if size == 1 or tuple(words[at : at + size]) == wording.words:
            return wording
    return None


def _is_code(at: int, text: Words) -> bool:
    """Say whether a short word hangs on a number, as in 'PC-39238W'."""
    return at + 1 < len(text.words) and text.glued[at + 1] and text.words[at + 1][0].isdigit()


def _name_at(at: int, words: list[str], text: Words, known: Names) -> Mark | None:
    first = words[at]
    if first not in known.beginnings:
        return _odd_name_at(at, words, text, known)
    part = _part_at(at, words, text, known)
    if part:
        return part
    end, key = at, ""
    best: tuple[int, str] | None = None
    while end < len(words) and end - at < _LONGEST_NAME and text.segment[end] == text.segment[at]:
        key += words[end]
        end += 1
        if key not in known.beginnings:
            break
        if key in known.aliases and _holds_together(at, end, key, text):
            best = (end, key)
    if best:
        how = "bare" if is_bare(best[1]) else "name"
        return Mark(at, best[0], "name", known.aliases[best[1]], how)
    return _odd_name_at(at, words, text, known)


def _holds_together(at: int, end: int, key: str, text: Words) -> bool:
    """Refuse a bare name broken by a blank ('A 100') or inside a longer code ('58111-L40')."""
    if not is_bare(key):
        return True
    return all(text.glued[at + 1 : end]) and _stands_free(at, text)


def _stands_free(at: int, text: Words) -> bool:
    before = text.words[at - 1] if at and text.glued[at] else ""
    known = lexicon()
    return not before or before in known.context or before in known.makers or before == "x"


def _part_at(at: int, words: list[str], text: Words, known: Names) -> Mark | None:
    end, run = at + 1, words[at]
    while end < len(words) and text.glued[end] and len(run) < _LONGEST_PART:
        run += words[end]
        end += 1
    for size in known.part_lengths:
        item = known.parts.get(run[:size])
        if item:
            return Mark(at, end, "name", item, "part number")
    return None


def _odd_name_at(at: int, words: list[str], text: Words, known: Names) -> Mark | None:
    """Names with a count hung on, letters for digits, or a slip in the letters."""
    first = words[at]
    glued = _MAKER_GLUED.match(first)
    if glued and glued.group(1) in known.aliases:
        return Mark(at, at + 1, "name", known.aliases[glued.group(1)], "name")
    if first.isalpha() and (at + 1 == len(words) or words[at + 1].isalpha()):
        return None
    tail = _TAIL.match(first)
    if tail and tail.group(1) in known.aliases:
        key = tail.group(1)
        how = "bare" if is_bare(key) else "name"
        return Mark(at, at + 1, "name", known.aliases[key], how, int(tail.group(2)))
    pair = first + words[at + 1] if at + 1 < len(words) and not is_bare(first) else ""
    for key, end in ((first, at + 1), (pair, at + 2)):
        if len(key) < 4 or key.isalpha():
            continue
        if end == at + 2 and text.segment[at] != text.segment[at + 1]:
            continue
        read = key[0] + _MISREAD.sub(_digit, key[1:])
        if read != key and read in known.aliases and _stands_free(at, text):
            how = "bare" if is_bare(read) else "mended"
            return Mark(at, end, "name", known.aliases[read], how)
        slip = _slip_of(key, known, 2 if end == at + 1 else 3)
        if slip:
            return Mark(at, end, "name", known.aliases[slip], "mended")
    return None


def _digit(letter: re.Match[str]) -> str:
    return "0" if letter.group() == "o" else "1"


def _slip_of(key: str, known: Names, letters: int) -> str | None:
    """Find the alias with the same digits and letters one slip away."""
    first, digits, end = _DIGITS.split(key, maxsplit=1) if _DIGITS.search(key) else (key, "", "")
    for alias in known.by_digits.get(digits, ()):
        start, _, last = _DIGITS.split(alias, maxsplit=1)
        if last == end and len(start) >= letters <= len(first) and start != first:
            distance = DamerauLevenshtein.distance(first, start, score_cutoff=1)
            if distance <= 1:
                return alias
    return None


def _variant(mark: Mark, words: list[str]) -> Mark:
    """Make a family's name alone the member that the words around it tell."""
    if mark.role != "name" or mark.how == "part number" or mark.meant not in VARIANTS:
        return mark
    around = frozenset(words)
    if mark.meant == "h100-pcie" and "pcie" in around:
        return mark
    for told_by, member in VARIANTS[mark.meant]:
        if around & told_by:
            return Mark(mark.start, mark.end, mark.role, member, mark.how, mark.count)
    return mark
