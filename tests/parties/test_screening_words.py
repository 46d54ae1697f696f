import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.parties.screening_words import LEGAL, cut_name, fold, names_in, skeleton

WORDS = st.lists(
    st.text("abdeiklmnorstuv", min_size=4, max_size=9).filter(lambda word: word not in LEGAL),
    min_size=1,
    max_size=5,
)
FORMS = ("Ltd", "Co., Ltd.", "LLC", "Limited Liability Company", "OOO", "Sdn. Bhd.", "有限公司")


@given(WORDS, st.permutations(range(5)), st.sampled_from(FORMS), st.sampled_from(FORMS))
def test_order_case_and_legal_form_do_not_change_the_key(words, order, one, other):
    turned = [words[at] for at in order if at < len(words)]
    assert cut_name(f"{' '.join(words)} {one}").key == (
        cut_name(f"{other} {', '.join(turned).upper()}").key
    )


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Open Joint Stock Company Oakfield Zavod No. 9", ("oakfield", "plant", "number", "9")),
        ("Oakfield Elektronik Anonim Sirketi", ("oakfield", "elektronik")),
        ("Oakfield Scientific & Research Inst.", ("oakfield", "science", "research", "institute")),
        ("Oak (HK) Technologies", ("oak", "hongkong", "technology")),
        ("Oak, Hong Kong", ("oak", "hongkong")),
        ("O.M.C. Ltd", ("omc",)),
        ("", ()),
        ("!!!", ()),
    ],
)
def test_a_name_is_cut_into_words_without_legal_forms(name, plain):
    assert cut_name(name).plain == plain


def test_all_numbers_of_a_name_stand_apart_without_order_and_ending():
    assert cut_name("38th Institute, Plant 007").digits == "38 7"
    assert cut_name("Institute No. 38").digits == cut_name("38th Institute").digits == "38"


def test_a_short_name_in_brackets_is_a_name_and_a_place_is_not():
    assert names_in("Oak Central Institute (OCI)")[-1] == "OCI"
    assert names_in("Oak Ltd (SHANGHAI)") == ("Oak Ltd (SHANGHAI)",)
    assert names_in("Oak, OAO (a.k.a. Open Oak")[1:] == ("Oak, OAO", "Open Oak")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("khoroshiy", "horoshii"),
        ("yekaterina", "ekaterina"),
        ("kovaloff", "kovalov"),
        ("qasim", "kasim"),
        ("noori", "nouri"),
        ("stroygazmontazh", "stroigazmontazh"),
        ("aleksandr", "alexandr"),
        ("femtyeko", "femteko"),
        ("nyukom", "nukom"),
    ],
)
def test_ways_of_transliteration_fold_to_one(one, other):
    assert fold(one) == fold(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=12))
def test_folding_never_makes_a_word_longer_but_for_x(word):
    assert len(fold(word)) <= len(word) + word.count("x")
    assert len(skeleton(word)) <= len(word)
