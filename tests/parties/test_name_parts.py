import pytest

from detector.parties.name_parts import spoken_words, take_apart


def parts(name):
    (told,) = take_apart([name])
    return told


@pytest.mark.parametrize(
    ("name", "distinctive", "trade", "places", "numbers"),
    [
        ("Kelvarren Tech (HK) Ltd", ("kelvarren",), ("technology",), ("hongkong",), ()),
        ("Kelvarren Technolgy", ("kelvarren",), ("technology",), (), ()),
        ("Kelvarren Semiconduct", ("kelvarren",), ("semiconductor",), (), ()),
        ("Kelvarren No. 2 Factory", ("kelvarren", "no"), ("factory",), (), ("2",)),
        ("Kelvarren Plant II", ("kelvarren", "plant"), (), (), ("2",)),
        ("Kelvarren Plant B", ("kelvarren", "plant"), (), (), ("b",)),
        ("深圳市明岚贸易有限公司", ("minglan",), ("trading",), ("shenzhen",), ()),
        ("Global Trading Ltd", (), ("global", "trading"), (), ()),
    ],
)
def test_words_are_sorted_by_what_they_are_good_for(name, distinctive, trade, places, numbers):
    told = parts(name)
    assert (told.distinctive, told.trade, told.places, told.numbers) == (
        distinctive,
        trade,
        places,
        numbers,
    )


def test_a_word_that_many_names_share_is_a_word_of_the_trade():
    names = [f"{letter}{other}kor Zellmark" for letter in "bcdfgh" for other in "aeiouy"]
    assert all(told.trade == ("zellmark",) for told in take_apart(names))


def test_a_name_of_legal_forms_alone_keeps_them():
    assert spoken_words("Co., Ltd.") == ["co", "ltd"]
