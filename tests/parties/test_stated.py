import pytest

from detector.parties.stated import stated_names


@pytest.mark.parametrize(
    ("cell", "own", "other"),
    [
        ("Velora Ltd (formerly known as Norrvik Ltd)", "Velora Ltd", "Norrvik Ltd"),
        ("Velora Ltd f/k/a Norrvik Ltd", "Velora Ltd", "Norrvik Ltd"),
        ("Velora Ltd trading as Norrvik", "Velora Ltd", "Norrvik"),
        ("明岚有限公司（原名：海泰科技）", "明岚有限公司", "海泰科技"),
        ("Akakusa Trading", "Akakusa Trading", None),
        ("formerly Norrvik", "formerly Norrvik", None),
    ],
)
def test_another_name_in_the_cell_is_recognised(cell, own, other):
    assert stated_names(cell) == (own, other)
