"""Reads what the words of a header name mean, in any language and however they are glued."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

from anyascii import anyascii
from rapidfuzz.distance import OSA

FILLER = "filler"
LONGEST_PHRASE = 6
_LEAST_GLUED, _LEAST_FUZZY = 5, 6
_SHORT_PIECES = frozenset(("hs", "of", "in", "to", "id", "no", "kg", "by"))
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_DIGITS = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")


def concepts(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Say what the words of a header name mean.

    Parameters
    ----------
    name : str
        A header name in any language: snake_case, camelCase, glued or in words.

    Returns
    -------
    tuple of two tuples of str
        Concepts in order, and the words that mean nothing to us.

    Examples
    --------
    >>> concepts("TOTALVALUEUSD")[0]
    ('total', 'value', 'in:USD')
    >>> concepts("Страна происхождения")[0], concepts("收货人名称")[0]
    (('country', 'origin'), ('consignee', 'name'))
    >>> concepts("grossWeightKg")[0], concepts("FOO_DATE")
    (('gross', 'kg'), (('date',), ('foo',)))
    """
    told = [_read(_tokens(text)) for text in dict.fromkeys((name[:400], name[:400].casefold()))]
    return min(told, key=lambda one: (len(one[1]), len(one[0])))


def _read(tokens: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    phrases, stems = _vocabulary()
    found: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(tokens):
        for width in range(min(LONGEST_PHRASE, len(tokens) - at), 0, -1):
            told = phrases.get(" ".join(tokens[at : at + width]))
            if told:
                found += told.split()
                at += width
                break
        else:
            meaning = _meaning(tokens[at], phrases, stems)
            found += meaning
            unknown += [] if meaning else [tokens[at]]
            at += 1
    meant = tuple(concept for concept in found if concept != FILLER)
    return meant, tuple(unknown)


def _tokens(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).replace("%", " percent ").replace("#", " no ")
    text = re.sub(r"['’´`]", " ", text)
    text = _DIGITS.sub(" ", _CAMEL.sub(" ", text))
    tokens: list[str] = []
    for part in re.split(r"[\W_]+", text):
        at = 0
        for wide in _WIDE.finditer(part):
            tokens += _latin(part[at : wide.start()])
            tokens += _cut_wide(wide.group())
            at = wide.end()
        tokens += _latin(part[at:])
    return tokens


def _latin(part: str) -> list[str]:
    return [word for word in re.split(r"\W+", anyascii(part).casefold()) if word]


def _cut_wide(part: str) -> list[str]:
    """Cut Chinese, Korean or Japanese into the longest words that we know."""
    phrases, _ = _vocabulary()
    pieces: list[str] = []
    rest = ""
    at = 0
    while at < len(part):
        size = next((n for n in range(12, 0, -1) if part[at : at + n] in phrases), 0)
        if size:
            pieces += [rest, part[at : at + size]] if rest else [part[at : at + size]]
            rest = ""
        else:
            rest += part[at]
        at += size or 1
    return [*pieces, rest] if rest else pieces


def _meaning(word: str, phrases: dict[str, str], stems: dict[str, str]) -> list[str]:
    singular = word.removesuffix("s")
    if len(singular) > 3 and singular in phrases:
        return phrases[singular].split()
    stem = next((told for stem, told in stems.items() if word.startswith(stem)), "")
    if stem:
        return stem.split()
    if len(word) >= _LEAST_GLUED and (pieces := _unglue(word)):
        return [concept for piece in pieces for concept in phrases[piece].split()]
    if len(word) >= _LEAST_FUZZY and word.isascii() and word.isalpha():
        near = _nearest(word)
        return phrases[near].split() if near else []
    return []


@cache
def _unglue(word: str) -> tuple[str, ...]:
    """Cut a glued word into the fewest words that we know; nothing when it cannot be cut."""
    phrases, _ = _vocabulary()
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(end):
            before, piece = best[start], word[start:end]
            if before is None or not (len(piece) > 2 or piece in _SHORT_PIECES):
                continue
            if piece in phrases and (best[end] is None or len(before) + 1 < len(best[end] or ())):
                best[end] = (*before, piece)
    return best[-1] or ()


@cache
def _nearest(word: str) -> str | None:
    """Give the word that a single slip of the pen separates, or None."""
    phrases, _ = _vocabulary()
    for known in phrases:
        near = len(known) >= _LEAST_FUZZY and known.isalpha() and known[0] == word[0]
        if near and OSA.distance(word, known, score_cutoff=1) <= 1:
            return known
    return None


@cache
def _vocabulary() -> tuple[dict[str, str], dict[str, str]]:
    """Words and phrases, and stems of inflected words, with their concepts."""
    text = files("detector.records").joinpath("header_words.csv").read_text(encoding="utf-8")
    phrases: dict[str, str] = {}
    stems: dict[str, str] = {}
    for row in csv.DictReader(text.splitlines()):
        for word in row["words"].split("|"):
            if word.endswith("*"):
                stems.setdefault(word[:-1], row["concept"])
            else:
                phrases.setdefault(word, row["concept"])
    return phrases, stems
