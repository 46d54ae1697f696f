import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.parties.keys import address_key, name_key

ONE_COMPANY = [
    ("Norrvik Compute Pte. Ltd.", "NORRVIK COMPUTE PTE LTD"),
    ("Łanbrook Data Sp. z o.o.", "Lanbrook Data SP Z OO"),
    ("Kestrel Sdn. Bhd.", "kestrel sdn bhd"),
    ("Aurelio L.L.C.", "Aurelio LLC"),
    ("明岚科技有限公司", "明岚科技股份有限公司"),
    ("株式会社あけぼの", "あけぼの"),
    ("Brae & Sons, Inc", "Brae Sons Inc."),
]


@pytest.mark.parametrize(("one", "other"), ONE_COMPANY)
def test_one_company_written_twice_has_one_key(one, other):
    assert name_key(one) == name_key(other)


def test_the_order_of_words_tells_companies_apart():
    assert name_key("East Harbour Data") != name_key("Harbour East Data")


def test_a_name_of_legal_forms_alone_keeps_them():
    assert name_key("Co., Ltd.") == "co ltd"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_a_key_of_a_key_is_the_key(name):
    assert name_key(name_key(name)) == name_key(name)


def test_short_forms_do_not_part_addresses():
    assert address_key("12 Harbour Street, Floor 3") == address_key("12 Harbour St. Fl 3")
