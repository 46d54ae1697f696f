import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.parties.sounds import skeleton_of, sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("vektor", "vector"), ("norrvik", "norwik"), ("phoenix", "foeniks"), ("zhukov", "zhukow")],
)
def test_letters_that_alphabets_exchange_sound_the_same(one, other):
    assert sound_of(one) == sound_of(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_a_skeleton_holds_no_vowel_after_its_first_letter(word):
    assert not set(skeleton_of(word)[1:]) & set("aeiou")
