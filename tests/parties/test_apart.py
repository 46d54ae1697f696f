import pytest

from detector.errors import RecordError
from detector.parties import keep_apart, resolve, undo
from tests.parties.test_resolve import ids, records  # noqa: F401  a fixture

ONE, OTHER = "Kelvarren Technology Sdn Bhd", "Kelvaren Technology Sdn Bhd"


def company_numbers(con):
    resolve(con)
    return set(ids(con, "party_id").values())


def test_names_told_apart_are_two_companies_until_that_is_taken_back(con, records):  # noqa: F811
    for name in (ONE, OTHER):
        records(consignee=name, consignee_country="MY", consignee_address="18 Harbour Street")
    assert len(company_numbers(con)) == 1
    keep_apart(con, ONE, OTHER, "two registrations")
    assert len(company_numbers(con)) == 2
    words = con.execute("select words from party_match").fetchall()
    assert "told apart by a person" in words[0][0]
    assert undo(con, OTHER, ONE)
    assert len(company_numbers(con)) == 1


def test_names_of_one_key_can_be_told_apart_by_their_legal_form(con, records):  # noqa: F811
    names = ["Norrvik Pte Ltd", "NORRVIK PTE. LTD.", "Norrvik Sdn Bhd"]
    for name in names:
        records(consignee=name, consignee_country="MY")
    assert len(company_numbers(con)) == 1
    keep_apart(con, names[0], names[2])
    resolve(con)
    numbers = ids(con, "party_id")
    assert numbers[f"{names[0]}/MY"] == numbers[f"{names[1]}/MY"] != numbers[f"{names[2]}/MY"]


def test_names_that_differ_in_no_letter_cannot_be_told_apart(con):
    with pytest.raises(RecordError, match="differ in no letter"):
        keep_apart(con, "Norrvik Pte Ltd", "NORRVIK, PTE. LTD.")


def test_taking_back_what_was_never_told_says_so(con):
    assert not undo(con, ONE, OTHER)
