import numpy as np
import pytest

from detector.parties.screening_index import find_alike, heaviest, weigh
from detector.parties.screening_search import build_index

NAMES = ("Oakfield Technology", "Oakfield Research Institute", "Cedarvale Technology Group")
INDEX = build_index(NAMES, range(3))


def alike(word):
    _, listed, like = find_alike(INDEX, [word])
    return {INDEX.words[at]: round(float(one), 2) for at, one in zip(listed, like, strict=True)}


def test_rare_words_weigh_more_and_words_of_every_trade_little():
    weight = dict(zip(INDEX.words, INDEX.weight, strict=True))
    assert weight["cedarvale"] > weight["oakfield"] > weight["technology"]
    assert weight["technology"] == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("oakfield", "oakfield"),
        ("oakfeild", "oakfield"),
        ("oakfild", "oakfield"),
        ("cedarwale", "cedarvale"),
        ("technologys", "technology"),
        ("tchnlgy", "technology"),
        ("technologie", "technology"),
        ("resea", "research"),
        ("intitute", "institute"),
    ],
)
def test_slips_transliterations_and_short_forms_are_alike(written, meant):
    assert alike(written)[meant] >= 0.75


def test_a_slip_in_a_short_word_makes_another_word_sooner_than_in_a_long_one():
    index = build_index(("Kezan", "Kezanov"), range(2))
    like = [float(find_alike(index, [word])[2].max()) for word in ("kezn", "keznov")]
    assert like == pytest.approx([1 - 1 / 5 - 0.02 - 0.06, 1 - 1 / 7 - 0.02])


def test_other_words_are_not_alike():
    assert alike("birchley") == {} and alike("oak") == {}


def test_a_slip_of_a_common_word_weighs_as_that_word_and_of_a_legal_one_less():
    words = ["technolgoy", "comapny", "birchley"]
    weight = weigh(INDEX, words, find_alike(INDEX, words))
    assert weight[0] == pytest.approx(0.3)
    assert weight[1] < 0.1
    assert weight[2] == 1


def test_every_listed_word_is_alike_to_itself_first():
    starts, listed, like = find_alike(INDEX, INDEX.words)
    assert np.array_equal(listed[starts[:-1]], np.arange(len(INDEX.words)))
    assert np.all(like[starts[:-1]] == 1)


def test_letters_and_two_letter_words_weigh_little():
    assert heaviest("x") == heaviest("of") == 0.3 and heaviest("38") == 1
