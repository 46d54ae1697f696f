from detector.cases.words import country_name, goods_words, joined, plural
from detector.reference import read_table


def test_every_class_of_goods_has_words():
    told = {name: goods_words(name) for name in read_table("goods_classes")["goods_class"]}
    assert "goods not identified" not in told.values()
    assert len(set(told.values())) == len(told)


def test_a_code_that_is_no_country_stands_for_itself():
    assert country_name("<b>") == "<b>"
    assert country_name("") == "not stated"


def test_the_united_states_take_an_article_in_a_sentence():
    assert country_name("US", article=True) == "the United States"
    assert country_name("SG", article=True) == "Singapore"


def test_counts_and_lists_read_as_a_person_writes_them():
    assert plural(0, "case") == "0 cases"
    assert joined([]) == ""
