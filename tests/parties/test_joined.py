import pytest

from detector.parties.joined import keyed
from tests.parties.names import companies, joined, mentioned

DOOR, ELSEWHERE = "18 Harbour Street, Penang", "205 Mill Lane, Johor"
ONE_COMPANY = [
    ("Kelvarren Technology Sdn Bhd", "Kelvaren Technology Sdn Bhd"),
    ("Kelvarren Technology Sdn Bhd", "Technology Kelvarren Sdn. Bhd."),
    ("Kelvarren Technology Sdn Bhd", "Kelvarren Tech"),
    ("Kelvarren Technology Sdn Bhd", "Kelvar Ren Technology Sdn Bhd"),
    ("Kelvarren Technology", "Келваррен Технологии"),
    ("明岚海泰科技有限公司", "Minglan Haitai Technology Co., Ltd."),
    ("Akebonosaki Trading K.K.", "アケボノサキ Trading"),
    ("Vektoris Dynamyx LLC", "Vectoris Dinamyx LLC"),
]
TWO_COMPANIES = [
    ("Kelvarren Technology Unit 3", "Kelvarren Technology Unit 4"),
    ("Kelvarren No. 2 Factory", "Kelvarren No. 3 Factory"),
    ("Kelvarren Second Factory", "Kelvarren Third Factory"),
    ("Kelvarren Technology (Shenzhen)", "Kelvarren Technology (Shanghai)"),
    ("Kelvarren Technology", "Kelvarren Insurance"),
    ("Global Technology Trading Ltd", "Global Electronics Trading Ltd"),
    ("Shenzhen Electronics Co Ltd", "Shanghai Electronics Co Ltd"),
]


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY)
def test_one_company_written_twice_is_one(con, one, other):
    assert companies(con, (one, "MY", DOOR), (other, "MY", DOOR)) == 1


@pytest.mark.parametrize(("one", "other"), TWO_COMPANIES)
def test_companies_with_nearly_equal_names_stay_apart(con, one, other):
    assert companies(con, (one, "MY"), (other, "MY")) == 2


@pytest.mark.parametrize(("one", "other"), TWO_COMPANIES[:3])
def test_digits_that_differ_forbid_even_at_one_door(con, one, other):
    assert companies(con, (one, "MY", DOOR), (other, "MY", DOOR)) == 2


def test_a_new_name_at_the_same_door_is_another_company(con):
    assert companies(con, ("Kelvarren Tech", "MY", DOOR), ("Oswinda Tech", "MY", DOOR)) == 2


def test_a_changed_word_of_trade_is_one_company_only_at_one_door(con):
    one, other = "Kelvarren Computing Sdn Bhd", "Kelvarren Cloud Sdn Bhd"
    assert companies(con, (one, "MY", DOOR), (other, "MY", DOOR)) == 1
    assert companies(con, (one, "MY", DOOR), (other, "MY", ELSEWHERE)) == 2


def test_names_that_a_record_states_for_one_company_are_one(con):
    stated = "Oswinda Sdn Bhd (formerly Kelvarren Computing Sdn Bhd)"
    assert companies(con, (stated, "MY"), ("Kelvarren Computing", "MY"), ("Oswinda", "MY")) == 1


def test_the_order_of_mentions_changes_nothing(con):
    rows = [(name, "MY", DOOR) for pair in ONE_COMPANY for name in pair]
    there, back = joined(con, *rows), joined(con, *reversed(rows))
    assert there.names["company"].tolist() == back.names["company"].tolist()
    assert there.pairs.equals(back.pairs)


def test_nobody_is_no_company(con):
    assert companies(con) == 0


def test_a_name_split_off_keeps_its_own_key():
    keys = keyed(
        mentioned(("Norrvik Pte Ltd",), ("Norrvik Sdn Bhd",)), frozenset({"norrvik sdn bhd"})
    )
    assert keys["key"].tolist() == ["norrvik", "norrvik / norrvik sdn bhd"]
