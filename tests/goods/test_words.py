import pytest

from detector.goods.words import cut, lexicon, mend, plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("8xH100-SXM5, 80GB", ["8", "x", "h100", "sxm5", "80gb"]),
        ("H100 × 8", ["h100", "x", "8"]),
        ("w/o GPU", ["without", "gpu"]),
        ("ＧＰＵ　サーバー", ["gpu", "サーバー"]),
        ("NVIDIA显卡用散热器", ["nvidia", "显卡", "用", "散热器"]),
        ("Н100", ["h100"]),
        ("그래픽카드용", ["그래픽카드", "용"]),
        ("", []),
    ],
)
def test_text_is_cut_into_words(text, words):
    assert cut(text).words == words


def test_a_comma_parts_and_a_dash_glues():
    text = cut("GPU, H100-80GB")
    assert text.segment == [0, 1, 1]
    assert text.glued == [False, False, True]


def test_accents_go_from_latin_letters_only():
    assert plain("Kühlkörper módulo") == "kuhlkorper modulo"
    assert plain("ёлка 메모리 グラボ") == "ёлка 메모리 グラボ"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("nvidai", "nvidia"),
        ("graphcs", "graphics"),
        ("servr", "server"),
        ("reserve", "reserve"),
        ("instant", "instant"),
        ("gigabit", "gigabit"),
        ("pants", "pants"),
    ],
)
def test_slips_are_forgiven_in_words_that_decide(word, meant):
    assert mend(word) == meant


def test_every_wording_of_the_tables_is_known_by_its_first_word():
    assert all(
        wording.words[0] == first
        for first, wordings in lexicon().by_first.items()
        for wording in wordings
    )
