"""Take names apart: the words that tell a company from others, and those that many share."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from detector.parties.keys import LEGAL_IN_SCRIPT, LEGAL_WORDS, name_words
from detector.reference import read_table

_SMALL_WORDS = "de di da do du del la le el al et und y e z for in dan van von cv rl sti limitada"
_SMALL = frozenset(_SMALL_WORDS.split())
_OTHER_FORMS = "llc llp lp plc pte pty ag kg sarl srl spa sa sas kk oy ab as"
_FORMS = {
    **dict.fromkeys(("ltd", "limited", "ltda", "limitada"), "ltd"),
    **dict.fromkeys(("inc", "incorporated"), "inc"),
    **dict.fromkeys(("corp", "corporation"), "corp"),
    **dict.fromkeys(("sdn", "bhd", "berhad"), "bhd"),
    **dict.fromkeys(("pvt", "private"), "pvt"),
    **dict.fromkeys(("gmbh", "mbh"), "gmbh"),
    **dict.fromkeys(("bv", "nv"), "bv"),
    **dict.fromkeys(("fze", "fzco", "fzc", "fzllc", "dmcc"), "fz"),
    **dict.fromkeys(("jsc", "pjsc", "jsco", "ooo", "oao", "zao", "pao"), "jsc"),
    **{word: word for word in _OTHER_FORMS.split()},
}
_PARTS = re.compile(r"[0-9]+|[a-z]+")
_LETTERED_WORDS = "unit plant block phase site line factory works building division"
_LETTERED = frozenset(_LETTERED_WORDS.split())
COMMON_SHARE, COMMON_LEAST = 0.002, 30
_NEAR_LETTERS = 6
_CUT_LETTERS = 5


@dataclass(frozen=True, slots=True)
class NameParts:
    """The words of one name, sorted by what they are good for.

    Attributes
    ----------
    distinctive : tuple of str
        Words that few names share, in the order written.
    trade, places, numbers : tuple of str
        Words of the trade, of places, and numbers, each in its one spelling, sorted.
    forms : tuple of str
        Legal forms in Latin letters, each in its one spelling, sorted.
    """

    distinctive: tuple[str, ...]
    trade: tuple[str, ...]
    places: tuple[str, ...]
    numbers: tuple[str, ...]
    forms: tuple[str, ...]


def take_apart(names: Sequence[str]) -> list[NameParts]:
    """Take names apart; a word that many of these names share counts as a word of the trade.

    Parameters
    ----------
    names : sequence of str
        As written in the records, in any script.
    """
    spoken = [spoken_words(name) for name in names]
    counts = Counter(word for words in spoken for word in set(words))
    least = max(COMMON_LEAST, COMMON_SHARE * len(names))
    known = _known_words()
    unknown = [word for word in counts if word not in known and not word.isdigit()]
    read_as = _near_words(unknown)
    common = {word for word in unknown if counts[word] > least and word not in read_as}
    return [
        _sort_words(words, read_as, common, legal_forms(name))
        for words, name in zip(spoken, names, strict=True)
    ]


def legal_forms(name: str) -> tuple[str, ...]:
    """Give the legal forms of a name in Latin letters, each in its one spelling.

    Examples
    --------
    >>> legal_forms("Norrvik Co., Limited"), legal_forms("Norrvik Sdn. Bhd.")
    (('ltd',), ('bhd',))
    """
    return tuple(sorted({_FORMS[word] for word in name_words(name)[-4:] if word in _FORMS}))


def spoken_words(name: str) -> list[str]:
    """Give the words of a name without legal forms, trade words of other scripts in English.

    Examples
    --------
    >>> spoken_words("深圳市明岚科技有限公司")
    ['shenzhen', 'minglan', 'technology']
    >>> spoken_words("Norrvik (Hong Kong) Co., Ltd.")
    ['norrvik', 'hongkong']
    """
    text = name
    if not name.isascii():
        pattern, meaning = _script_words()
        bare = LEGAL_IN_SCRIPT.sub(" ", name).casefold()
        text = pattern.sub(lambda found: f" {meaning[found[0]]} ", bare)
        text = text if text.strip() else name
    pattern, meaning = _phrases()
    joined = pattern.sub(lambda found: meaning[found[0]], " ".join(name_words(text)))
    words = [part for word in joined.split() for part in _PARTS.findall(word)]
    kept = [word for word in words if word not in LEGAL_WORDS and word not in _SMALL]
    if kept and len(kept) == 1 and len(kept[0]) == 1:
        return words
    return [
        word
        for place, word in enumerate(kept)
        if len(word) > 1 or word.isdigit() or _is_a_letter_that_counts(place, kept)
    ] or words


@cache
def place_word(country: str) -> str:
    """Give the word by which names of companies tell a country.

    Examples
    --------
    >>> place_word("HK"), place_word("BR")
    ('hongkong', 'brazil')
    """
    known = _known_words().get(country.lower())
    if known and known[0] == "place":
        return known[1]
    table = read_table("countries")
    found = table.loc[table["iso2"] == country, "name"].tolist()
    return "".join(name_words(found[0])) if found else country.lower()


def _is_a_letter_that_counts(place: int, words: Sequence[str]) -> bool:
    return place > 0 and words[place - 1] in _LETTERED


def _sort_words(
    words: Sequence[str], read_as: Mapping[str, str], common: set[str], forms: tuple[str, ...]
) -> NameParts:
    known = _known_words()
    told: dict[str, list[str]] = {"distinctive": [], "trade": [], "place": [], "number": []}
    for written in _without_cut_words(words):
        word = read_as.get(written, written)
        if word.isdigit() or len(word) == 1:
            told["number"].append(word.lstrip("0") or "0")
        elif word in known:
            kind, stands_for = known[word]
            told[kind] += stands_for.split()
        else:
            told["trade" if word in common else "distinctive"].append(word)
    trade, places, numbers = (tuple(sorted(set(told[kind]))) for kind in list(told)[1:])
    return NameParts(tuple(told["distinctive"]), trade, places, numbers, forms)


def _without_cut_words(words: Sequence[str]) -> list[str]:
    """Leave out words that are only the first letters of words of the trade or of legal forms."""
    known, last = _known_words(), len(words) - 1
    return [
        word
        for place, word in enumerate(words)
        if word in known
        or word not in _beginnings()
        or place == 0
        or (place < last and len(word) < _CUT_LETTERS - 1)
    ]


@cache
def _beginnings() -> frozenset[str]:
    known = [word for word, (kind, _) in _known_words().items() if kind == "trade"]
    return frozenset(
        word[:length]
        for word in (*known, *LEGAL_WORDS)
        for length in range(2, _CUT_LETTERS + 1)
        if len(word) > length
    )


def _near_words(unknown: Sequence[str]) -> dict[str, str]:
    """Read a misspelt or cut word of the trade as the word it is near."""
    targets = sorted(
        word for word, (kind, _) in _known_words().items()
        if kind == "trade" and len(word) > _NEAR_LETTERS
    )  # fmt: skip
    starts = {
        word[:length]: word
        for word in reversed(targets)
        for length in range(_CUT_LETTERS + 1, len(word))
    }
    read_as = {word: starts[word] for word in unknown if word in starts}
    by_letter: dict[str, list[str]] = {}
    for word in targets:
        by_letter.setdefault(word[0], []).append(word)
    rest: dict[str, list[str]] = {}
    for word in sorted(set(unknown) - set(read_as)):
        if len(word) >= _NEAR_LETTERS:
            rest.setdefault(word[0], []).append(word)
    for letter, words in rest.items():
        if letter not in by_letter:
            continue
        far = process.cdist(
            words, by_letter[letter], scorer=Levenshtein.distance, score_cutoff=1, dtype="uint8"
        )
        nearest = far.argmin(axis=1)
        for word, at, row in zip(words, nearest.tolist(), far, strict=True):
            if row[at] <= 1:
                read_as[word] = by_letter[letter][at]
    return read_as


@cache
def _known_words() -> dict[str, tuple[str, str]]:
    rows = _rows()
    known = {one: (kind, one) for _, kind, one in rows if kind != "number" and " " not in one}
    return known | {word: (kind, one) for word, kind, one in rows if word.isascii()}


@cache
def _script_words() -> tuple[re.Pattern[str], dict[str, str]]:
    return _alternatives(lambda word: not word.isascii(), "")


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    return _alternatives(lambda word: word.isascii() and " " in word, r"\b")


def _alternatives(
    wanted: Callable[[str], bool], edge: str
) -> tuple[re.Pattern[str], dict[str, str]]:
    meaning = {word: one for word, _, one in _rows() if wanted(word)}
    longest = sorted(meaning, key=lambda word: (-len(word), word))
    told = "|".join(re.escape(word) for word in longest)
    return re.compile(f"{edge}(?:{told}){edge}"), meaning


def _rows() -> list[tuple[str, str, str]]:
    table = read_table("name_words")
    columns = (table[name].astype(str) for name in ("word", "kind", "stands_for"))
    return list(zip(*columns, strict=True))
