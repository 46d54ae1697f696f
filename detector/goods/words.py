"""Cuts text into words in any script, and names the known wordings among them."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein

from detector.reference import read_table

LONGEST_TEXT = 2_000
_UNSPACED = (
    "\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f"
)
_RUN = re.compile(r"[^\W_]+|[,;:()\[\]{}|/+&\n]|\.(?=\s|$)")
_SCRIPTS = re.compile(rf"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(rf"[{_UNSPACED}]")
_MULTIPLE = re.compile(r"(\d{1,3})x([a-z]\w*)?$")
_TIMES = re.compile(r"[×✕*]")
_SHORTHAND = (
    (re.compile(r"\bw/\s*o\b"), " without "),
    (re.compile(r"\bc/w\b|\bw/"), " with "),
    (re.compile(r"\bf/(?=\w)"), " for "),
    (re.compile(r"\bac/dc\b"), "ac-dc"),
)
_LOOKALIKES = str.maketrans("авекмнорстухіјѕ", "abekmhopctyxijs")
_SIGNS = dict.fromkeys(map(ord, "™®©℠"), " ")
_LATIN_MARKS = re.compile(r"([a-z])[\u0300-\u036f]+")

_SETS = ("context", "maker", "filler", "portable", "counted", "forgiven")


@dataclass(slots=True)
class Words:
    """A text cut into words.

    Attributes
    ----------
    words : list of str
        Lower case, without accents in Latin script.
    segment : list of int
        Which part between commas, slashes and brackets a word stands in.
    glued : list of bool
        The word hangs on the one before it by a dash, a dot or nothing.
    """

    words: list[str] = field(default_factory=list)
    segment: list[int] = field(default_factory=list)
    glued: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wording:
    """A known wording: what it does in a text and which class it names."""

    words: tuple[str, ...]
    role: str
    goods_class: str


def plain(text: str) -> str:
    """Write text in lower case, half width and without accents on Latin letters.

    Examples
    --------
    >>> plain("Módulo ＧＰＵ"), plain("видеокарта й")
    ('modulo gpu', 'видеокарта й')
    """
    text = text[:LONGEST_TEXT].translate(_SIGNS)
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    loose = _LATIN_MARKS.sub(r"\1", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", loose)


def cut(text: str, known_runs: frozenset[str] | None = None) -> Words:
    """Cut text into words; scripts without blanks are cut along known wordings.

    Examples
    --------
    >>> cut("8xH100-SXM5, 80GB").words
    ['8', 'x', 'h100', 'sxm5', '80gb']
    >>> cut("NVIDIA显卡").words
    ['nvidia', '显卡']
    """
    runs = _lexicon().runs if known_runs is None else known_runs
    text = _TIMES.sub(" x ", plain(text))
    if "/" in text:
        for shorthand, meant in _SHORTHAND:
            text = shorthand.sub(meant, text)
    found = Words()
    segment, last = 0, -1
    for match in _RUN.finditer(text):
        run = match.group()
        if not run[0].isalnum():
            segment += 1
            continue
        gap = text[last : match.start()] if last >= 0 else " "
        for position, piece in enumerate(_pieces(run, runs)):
            found.words.append(piece)
            found.segment.append(segment)
            found.glued.append(position > 0 or gap in ("-", "_", ".", ""))
        last = match.end()
    return found


def words_of(text: str) -> Words:
    """Cut text into words and mend the slips in those that decide something.

    Examples
    --------
    >>> words_of("Nvidai servr").words
    ['nvidia', 'server']
    """
    found = cut(text)
    found.words = [mend(word) for word in found.words]
    return found


def _pieces(run: str, runs: frozenset[str]) -> list[str]:
    if run.isascii():
        return _split_multiple(run)
    pieces: list[str] = []
    for part in _SCRIPTS.findall(run):
        if _IS_UNSPACED.match(part):
            pieces += _along_known(part, runs)
        elif any(letter.isdigit() for letter in part):
            pieces += _split_multiple(part.translate(_LOOKALIKES))
        else:
            pieces.append(part)
    return pieces


def _split_multiple(run: str) -> list[str]:
    many = _MULTIPLE.match(run)
    return [part for part in (many.group(1), "x", many.group(2)) if part] if many else [run]


def _along_known(part: str, runs: frozenset[str]) -> list[str]:
    pieces: list[str] = []
    at = 0
    while at < len(part):
        size = next((n for n in range(12, 1, -1) if part[at : at + n] in runs), 1)
        pieces.append(part[at : at + size])
        at += size
    return pieces


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Known wordings by their first word, longest first; and the runs of unspaced scripts."""

    by_first: dict[str, tuple[Wording, ...]]
    runs: frozenset[str]
    single: frozenset[str]
    context: frozenset[str]
    makers: frozenset[str]
    fillers: frozenset[str]
    portable: frozenset[str]
    counted: frozenset[str]
    forgiven: tuple[str, ...]


@cache
def _lexicon() -> Lexicon:
    told = read_table("goods_words")
    vague = read_table("vague_words").assign(role="vague", goods_class=None)
    rows = [
        (row.words, row.role, row.goods_class or "")
        for table in (told, vague)
        for row in table.itertuples()
    ]
    runs = frozenset(
        run
        for words, _, _ in rows
        for run in _SCRIPTS.findall(plain(words))
        for run in run.split()
        if _IS_UNSPACED.match(run)
    )
    by_first: dict[str, dict[tuple[str, ...], Wording]] = defaultdict(dict)
    sets: dict[str, set[str]] = {role: set() for role in _SETS}
    for text, role, goods_class in rows:
        words = tuple(cut(text, runs).words)
        if not words:
            continue
        if role in _SETS:
            sets[role].update(words)
        else:
            by_first[words[0]].setdefault(words, Wording(words, role, goods_class))
    ordered = {
        first: tuple(sorted(found.values(), key=lambda wording: -len(wording.words)))
        for first, found in by_first.items()
    }
    single = frozenset(word for found in by_first.values() for words in found for word in words)
    return Lexicon(
        by_first=ordered,
        runs=runs,
        single=single,
        context=frozenset(sets["context"]),
        makers=frozenset(sets["maker"]),
        fillers=frozenset(sets["filler"]),
        portable=frozenset(sets["portable"]),
        counted=frozenset(sets["counted"]),
        forgiven=tuple(sorted(sets["forgiven"])),
    )


def lexicon() -> Lexicon:
    """Read the known wordings once."""
    return _lexicon()


@cache
def mend(word: str) -> str:
    """Give the deciding word that this one is a misspelling of, or the word itself.

    Examples
    --------
    >>> mend("nvidai"), mend("acelerator"), mend("velvet")
    ('nvidia', 'accelerator', 'velvet')
    """
    if len(word) < 5 or not word.isascii() or not word.isalpha() or word in _lexicon().single:
        return word
    allowed = 1 if len(word) < 9 else 2
    for known in _lexicon().forgiven:
        if known[0] == word[0] and abs(len(known) - len(word)) <= allowed:
            distance = DamerauLevenshtein.distance(known, word, score_cutoff=allowed)
            if distance <= allowed:
                return known
    return word
