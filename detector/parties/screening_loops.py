"""The compiled loops of screening: words that may be alike, and names that share enough of them."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Places = NDArray[np.int32]
Weights = NDArray[np.float32]
MOST_WORDS = 24
DOUBT = 0.2
ENOUGH_LETTERS = 6.0
COMMON_PAIR = 0.6


@njit(cache=True, nogil=True)
def alike_by_pairs(
    asked: tuple[Places, Places], posted: tuple[Places, Places], lengths: tuple[Places, Places]
) -> tuple[Places, Places]:
    """Give the words that share enough letter pairs to be within the allowed edits.

    Parameters
    ----------
    asked : starts and letter pairs of the asked words, a word's pairs beside each other
    posted : starts and listed words of each letter pair
    lengths : letters of the asked and of the listed words

    Returns
    -------
    tuple of arrays of shape (n_candidates,)
        Places of the asked and of the listed word.
    """
    starts, pairs = asked
    posted_starts, posted_words = posted
    asked_length, listed_length = lengths
    shared = np.zeros(len(listed_length), np.int32)
    touched = np.empty(len(listed_length), np.int32)
    left = [np.int32(0) for _ in range(0)]
    right = [np.int32(0) for _ in range(0)]
    for word in range(len(asked_length)):
        n_touched = 0
        for at in range(starts[word], starts[word + 1]):
            pair = pairs[at]
            for post in range(posted_starts[pair], posted_starts[pair + 1]):
                other = posted_words[post]
                if shared[other] == 0:
                    touched[n_touched] = other
                    n_touched += 1
                shared[other] += 1
        for at in range(n_touched):
            other = touched[at]
            longest = max(asked_length[word], listed_length[other])
            edits = _edits(longest)
            if abs(asked_length[word] - listed_length[other]) <= edits and shared[
                other
            ] >= longest + 1 - 2 * edits - (edits > 0):
                left.append(np.int32(word))
                right.append(other)
            shared[other] = 0
    return np.array(left, np.int32), np.array(right, np.int32)


@njit(cache=True, nogil=True)
def _edits(letters: int) -> int:
    """Give the edits allowed in a word: none up to 3 letters, 1 up to 6, 2 up to 10, then 3."""
    return 0 if letters <= 3 else 1 if letters <= 6 else 2 if letters <= 10 else 3


@njit(cache=True, nogil=True)
def best_names(
    names: tuple[Places, Places, Weights, Places],
    alike: tuple[Places, Places, Weights],
    listed: tuple[Places, Places, Weights, Weights, Places, Places, Places, Places],
    floor: float,
    found: tuple[Places, Weights],
) -> None:
    """Find for each name the listed names that share most of its weight, one per entry.

    Parameters
    ----------
    names : starts, words, weight of each distinct word, number of the digits of each name
    alike : starts, listed words and likeness for each distinct word, likest first
    listed : starts, words, weight and telling letters of each listed word, digits and entry of each
        listed name, starts and listed names of each listed word
    floor : float
        Least strength that is kept.
    found : arrays of shape (n_names, n_kept)
        Are filled with listed names, strongest first, -1 = none, and their strength.
    """
    starts, words, weight, digits = names
    listed_starts, listed_words, listed_weight, telling, listed_digits, entry = listed[:6]
    posted_starts, posted_names = listed[6], listed[7]
    kept_name, kept_strength = found
    n_listed = len(entry)
    reached = np.zeros(n_listed, np.float32)
    touched = np.empty(n_listed, np.int32)
    total = _totals(listed_starts, listed_words, listed_weight)
    for name in range(len(digits)):
        asked = words[starts[name] : starts[name + 1]]
        whole, n_touched = _reach(
            (asked, weight), alike, (listed_weight, posted_starts, posted_names), (reached, touched)
        )
        for at in range(n_touched):
            place = touched[at]
            most = reached[place] / (whole + total[place])
            reached[place] = 0
            if most < floor or digits[name] != listed_digits[place]:
                continue
            strength = _strength(
                asked,
                listed_words[listed_starts[place] : listed_starts[place + 1]],
                (weight, listed_weight, telling),
                alike,
                whole + total[place],
            )
            if strength >= floor:
                _keep(kept_name[name], kept_strength[name], (place, strength), entry)


@njit(cache=True, nogil=True)
def _reach(
    asked: tuple[Places, Weights],
    alike: tuple[Places, Places, Weights],
    listed: tuple[Weights, Places, Places],
    found: tuple[Weights, Places],
) -> tuple[float, int]:
    """Give every listed name that shares a word the most that it can gain; weigh the asked name."""
    words, weight = asked
    starts, others, likeness = alike
    listed_weight, posted_starts, posted_names = listed
    reached, touched = found
    whole, n_touched = 0.0, 0
    for word in words:
        whole += weight[word]
        for near in range(starts[word], starts[word + 1]):
            gain = likeness[near] * (weight[word] + listed_weight[others[near]])
            for post in range(posted_starts[others[near]], posted_starts[others[near] + 1]):
                place = posted_names[post]
                if reached[place] == 0:
                    touched[n_touched] = place
                    n_touched += 1
                reached[place] += gain
    return whole, n_touched


@njit(cache=True, nogil=True)
def _totals(starts: Places, words: Places, weight: Weights) -> Weights:
    """Add up the weight of each name's words."""
    total = np.zeros(len(starts) - 1, np.float32)
    for name in range(len(total)):
        for at in range(starts[name], starts[name + 1]):
            total[name] += weight[words[at]]
    return total


@njit(cache=True, nogil=True)
def _strength(
    words: Places,
    listed_words: Places,
    weights: tuple[Weights, Weights, Weights],
    alike: tuple[Places, Places, Weights],
    both: float,
) -> float:
    """Give the weight that pairs, as a share of both names'; less where few letters tell."""
    gained, paired, told = _pair_up(words, listed_words, weights, alike)
    alone = min(1.0, (both - paired) / COMMON_PAIR)
    return gained / both - DOUBT * alone * max(0.0, 1 - told / ENOUGH_LETTERS)


@njit(cache=True, nogil=True)
def _pair_up(
    words: Places,
    listed_words: Places,
    weights: tuple[Weights, Weights, Weights],
    alike: tuple[Places, Places, Weights],
) -> tuple[float, float, float]:
    """Pair the words, likest first, each at most once.

    Returns
    -------
    tuple of float
        Weight gained, weight of all that paired, and telling letters among them.
    """
    weight, listed_weight, telling = weights
    starts, others, likeness = alike
    n_words, n_listed = min(len(words), MOST_WORDS), min(len(listed_words), MOST_WORDS)
    like = np.zeros((n_words, n_listed), np.float32)
    for one in range(n_words):
        for near in range(starts[words[one]], starts[words[one] + 1]):
            for other in range(n_listed):
                if listed_words[other] == others[near]:
                    like[one, other] = likeness[near]
    gained, paired, told = 0.0, 0.0, 0.0
    for _ in range(min(n_words, n_listed)):
        best, best_one, best_other = np.float32(0), -1, -1
        for one in range(n_words):
            for other in range(n_listed):
                if like[one, other] > best:
                    best, best_one, best_other = like[one, other], one, other
        if best_one < 0:
            break
        both = weight[words[best_one]] + listed_weight[listed_words[best_other]]
        gained += best * both
        paired += both
        told += best * telling[listed_words[best_other]]
        like[best_one, :] = 0
        like[:, best_other] = 0
    return gained, paired, told


@njit(cache=True, nogil=True)
def _keep(
    kept_name: Places, kept_strength: Weights, told: tuple[int, float], entry: Places
) -> None:
    """Put a listed name among the kept ones, once per entry, strongest first, then by place."""
    place, strength = told
    at = len(kept_name) - 1
    for other in range(len(kept_name)):
        if kept_name[other] >= 0 and entry[kept_name[other]] == entry[place]:
            at = other
    stands = kept_name[at] >= 0
    if stands and (-kept_strength[at], kept_name[at]) < (-np.float32(strength), place):
        return
    kept_name[at], kept_strength[at] = place, strength
    while at > 0 and (
        kept_name[at - 1] < 0
        or (-kept_strength[at], kept_name[at]) < (-kept_strength[at - 1], kept_name[at - 1])
    ):
        kept_name[at - 1], kept_name[at] = kept_name[at], kept_name[at - 1]
        kept_strength[at - 1], kept_strength[at] = kept_strength[at], kept_strength[at - 1]
        at -= 1
