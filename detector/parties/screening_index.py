"""The listed names laid out for search: their words, how rare each is, and where it stands."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist, cpdist

from detector.parties.screening_loops import MOST_WORDS, alike_by_pairs
from detector.parties.screening_words import ALIKE, COMMON, LEGAL, LOOSE, Name, fold, skeleton

Places = NDArray[np.int32]
Weights = NDArray[np.float32]
COMMON_WEIGHT = 0.3
LOOSE_WEIGHT = 0.05
OFTEN = 8
LEAST_NAMES = 5_000
MOST_LETTERS = 12
SLIP = 0.7
SHORT_LEGAL = sorted(
    word for word in LEGAL if 3 <= len(word) <= 5 and word not in {"the", "and", "for"}
)
SPELLING_COST = 0.02
SHORT_WORD, SHORT_COST = 5, 0.06  # a letter changed makes another word of most short ones
SHORT_FORM = 0.85


@dataclass(frozen=True, slots=True)
class LetterPairs:
    """Letter pairs of some words by number, and the words that hold each.

    Attributes
    ----------
    numbers : dict of int
    starts, posts : array
    lengths : array of shape (n_words,)
    """

    numbers: dict[str, int]
    starts: Places
    posts: Places
    lengths: Places

    @classmethod
    def of(cls, words: Sequence[str]) -> "LetterPairs":
        """Lay the letter pairs of words out."""
        held = defaultdict(list)
        for at, word in enumerate(words):
            for pair in letter_pairs(word):
                held[pair].append(at)
        numbers = {pair: number for number, pair in enumerate(held)}
        posts = np.array([at for places in held.values() for at in places], np.int32)
        starts = starts_of([len(places) for places in held.values()])
        return cls(numbers, starts, posts, lengths_of(words))

    def near(self, words: Sequence[str]) -> tuple[Places, Places]:
        """Give pairs of words that may be within the allowed edits: asked, then listed."""
        known = [
            [self.numbers[p] for p in letter_pairs(word) if p in self.numbers] for word in words
        ]
        asked = np.array([pair for pairs in known for pair in pairs], np.int32)
        starts = starts_of([len(pairs) for pairs in known])
        return alike_by_pairs(
            (starts, asked), (self.starts, self.posts), (lengths_of(words), self.lengths)
        )


@dataclass(frozen=True)
class ListIndex:
    """Listed names, cut into words.

    Attributes
    ----------
    names : tuple of Name
    entry : array of shape (n_names,)
        Entry of the list that each name is of.
    """

    names: tuple[Name, ...]
    entry: Places

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The distinct words, in order."""
        return tuple(sorted({word for name in self.names for word in name.plain[:MOST_WORDS]}))

    @cached_property
    def place(self) -> dict[str, int]:
        """Where each word stands among the words."""
        return {word: at for at, word in enumerate(self.words)}

    @cached_property
    def laid_out(self) -> tuple[Places, Places]:
        """Starts of the names, and their words."""
        return lay_out(self.names, self.place)

    @cached_property
    def posted(self) -> tuple[Places, Places]:
        """Starts of the words, and the names that hold each."""
        starts, words = self.laid_out
        name = np.repeat(np.arange(len(self.names), dtype=np.int32), np.diff(starts))
        pairs = pd.DataFrame({"word": words, "name": name}).drop_duplicates()
        pairs = pairs.sort_values(["word", "name"])
        counts = np.bincount(pairs["word"], minlength=len(self.words))
        return starts_of(counts), pairs["name"].to_numpy(np.int32)

    @cached_property
    def weight(self) -> Weights:
        """Inverse document frequency of each word, 0 to 1; words of every trade weigh little.

        A short list tells little of how rare a word is, so it counts as one of 5,000 names.
        """
        counts = np.diff(self.posted[0]).astype(float)
        size = max(len(self.names), LEAST_NAMES) + 1
        rare = np.maximum(np.log(size / (counts + 1)) / np.log(size), LOOSE_WEIGHT)
        most_of = np.array([heaviest(word) for word in self.words])
        told: Weights = np.minimum(rare, most_of).astype(np.float32)
        return told

    @cached_property
    def spellings(self) -> tuple[tuple[str, ...], tuple[str, ...], Places]:
        """Words with the short forms and plurals of trade words, folded, and whose each is."""
        others = [
            (word, self.place[meant])
            for word, meant in sorted(ALIKE.items())
            if meant in self.place and word != meant and len(word) > 4
        ]
        plain = (*self.words, *(word for word, _ in others))
        stands_for = [*range(len(self.words)), *(at for _, at in others)]
        return plain, tuple(fold(word) for word in plain), np.array(stands_for, np.int32)

    @cached_property
    def telling(self) -> Weights:
        """Letters of each word, by its weight: how much a match of it tells."""
        letters = np.minimum(lengths_of(self.words), MOST_LETTERS)
        told: Weights = (self.weight * letters).astype(np.float32)
        return told

    @cached_property
    def pairs(self) -> tuple["LetterPairs", "LetterPairs"]:
        """Where letter pairs stand, in the words as written and as transliteration leaves them."""
        return LetterPairs.of(self.spellings[0]), LetterPairs.of(self.spellings[1])

    @cached_property
    def short_forms(self) -> dict[str, list[int]]:
        """Words of every trade by what a short form of them may be: its beginning, or no vowels."""
        found = defaultdict(list)
        counts = np.diff(self.posted[0])
        for at, word in enumerate(self.words):
            if len(word) > 4 and (word in COMMON or counts[at] >= OFTEN):
                for letters in range(3 if word in COMMON else 4, len(word) - 1):
                    found[word[:letters]].append(at)
        return found

    @cached_property
    def skeletons(self) -> dict[str, list[int]]:
        """Words of at least four consonants by those."""
        found = defaultdict(list)
        plain, _, stands_for = self.spellings
        for word, at in zip(plain, stands_for, strict=True):
            bones = skeleton(word)
            if len(bones) >= 4 and bones != word:
                found[bones].append(int(at))
        return found

    def shortened(self, word: str) -> list[int]:
        """Give the listed words that a word may be a short form of."""
        bones = skeleton(word)
        found = list(self.short_forms.get(word, ()))
        if len(word) - len(bones) <= 1:
            found += [
                at
                for told in {bones, bones.removesuffix("s")}
                for at in self.skeletons.get(told, ())
            ]
        return found


def heaviest(word: str) -> float:
    """Give the most that a word may weigh: little for words of every trade, less for legal ones."""
    if word in LOOSE:
        return LOOSE_WEIGHT
    return COMMON_WEIGHT if word in COMMON or (len(word) <= 2 and not word.isdigit()) else 1.0


def letter_pairs(word: str) -> set[str]:
    """Give the pairs of letters beside each other, with both ends marked."""
    return {one + other for one, other in pairwise(f"^{word}$")}


def starts_of(counts: Iterable[int] | NDArray[np.int64]) -> Places:
    """Give where each run starts when runs of such lengths stand beside each other."""
    return np.concatenate([[0], np.cumsum(np.asarray(counts, np.int64))]).astype(np.int32)


def lay_out(names: Sequence[Name], place: dict[str, int]) -> tuple[Places, Places]:
    """Lay the words of names beside each other by their number."""
    cut = [name.plain[:MOST_WORDS] for name in names]
    words = np.array([place[word] for plain in cut for word in plain], np.int32)
    return starts_of([len(plain) for plain in cut]), words


def find_alike(index: ListIndex, words: Sequence[str]) -> tuple[Places, Places, Weights]:
    """Find the listed words that each of some words may stand for.

    Parameters
    ----------
    index : ListIndex
    words : sequence of str
        Distinct.

    Returns
    -------
    tuple of arrays
        Starts of shape (n_words + 1,), listed words, and their likeness, 0 to 1.
    """
    folded = [fold(word) for word in words]
    parts = [pairs.near(said) for pairs, said in zip(index.pairs, (words, folded), strict=True)]
    near = np.unique(np.concatenate([np.stack(part) for part in parts], axis=1), axis=1)
    plain, listed_folded, stands_for = index.spellings
    like = np.maximum(
        _likeness((words, plain), near, 0.0),
        _likeness((folded, listed_folded), near, SPELLING_COST),
    )
    found = pd.DataFrame({"word": near[0], "listed": stands_for[near[1]], "like": like})
    short = [
        (at, listed, SHORT_FORM)
        for at, word in enumerate(words)
        if len(word) > 2
        for listed in index.shortened(word)
    ]
    found = pd.concat([found, pd.DataFrame(short, columns=["word", "listed", "like"])])
    found = found[found["like"] > 0].groupby(["word", "listed"], as_index=False)["like"].max()
    found = found.sort_values(["word", "like", "listed"], ascending=[True, False, True])
    counts = np.bincount(found["word"].to_numpy(np.int64), minlength=len(words))
    return (
        starts_of(counts),
        found["listed"].to_numpy(np.int32),
        found["like"].to_numpy(np.float32),
    )


def weigh(index: ListIndex, words: Sequence[str], alike: tuple[Places, Places, Weights]) -> Weights:
    """Weigh words that are asked for.

    A listed word weighs as on the list; another as the common word that it is a slip of the pen
    for, and else as a word that no listed name has.
    """
    starts, listed, like = alike
    weight = np.array([heaviest(word) for word in words], np.float32)
    for at, word in enumerate(words):
        known = index.place.get(word)
        if known is not None:
            weight[at] = index.weight[known]
        elif weight[at] == 1.0 and starts[at] < starts[at + 1]:
            nearest = listed[starts[at]]
            if like[starts[at]] >= SLIP and index.weight[nearest] <= 2 * COMMON_WEIGHT:
                weight[at] = index.weight[nearest]
    unknown = [at for at in range(len(words)) if weight[at] == 1.0]
    for forms, put in ((sorted(LOOSE), LOOSE_WEIGHT), (SHORT_LEGAL, COMMON_WEIGHT)):
        edits = cdist([words[at] for at in unknown], forms, scorer=OSA.distance, score_cutoff=2)
        slip = (edits <= np.where(lengths_of(forms) >= 7, 2, 1)).any(axis=1)
        near = np.array(unknown, np.int64)[slip]
        weight[near] = np.minimum(weight[near], np.float32(put))
    return weight


def lengths_of(words: Sequence[str]) -> Places:
    """Count the letters of each word."""
    return np.array([len(word) for word in words], np.int32)


def _likeness(
    words: tuple[Sequence[str], Sequence[str]], near: Places, cost: float
) -> NDArray[np.float64]:
    """Say how alike pairs of words are, 0 to 1; 0 = not within the allowed edits."""
    if not near.size:
        return np.zeros(0)
    asked, listed = ([said[at] for at in places] for said, places in zip(words, near, strict=True))
    edits = cpdist(asked, listed, scorer=OSA.distance, workers=1)
    longest = np.maximum(np.maximum(lengths_of(asked), lengths_of(listed)), 1)
    allowed = np.select([longest <= 3, longest <= 6, longest <= 10], [0, 1, 2], 3)
    number = np.array([any(letter.isdigit() for letter in word) for word in asked])
    fits = (edits <= allowed) & (~number | (edits == 0))
    short = (longest <= SHORT_WORD) & ((edits > 0) | (cost > 0))
    like = 1 - edits / longest - cost - SPELLING_COST * (edits > 0) - SHORT_COST * short
    return np.where(fits, like, 0.0)
