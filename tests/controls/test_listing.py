from datetime import date

from detector.controls import CAVEAT, rules_on
from detector.controls.rulebook import rules


def ids(rows):
    return {row.rule_id for row in rows}


def test_rows_hold_from_their_first_to_their_last_day():
    assert "us-2022-china" not in ids(rules_on(date(2022, 10, 20)).in_force)
    assert "us-2022-china" in ids(rules_on(date(2022, 10, 21)).in_force)
    assert "us-2022-china" in ids(rules_on(date(2023, 11, 16)).in_force)
    assert "us-2022-china" not in ids(rules_on(date(2023, 11, 17)).in_force)


def test_rows_that_raise_nothing_stand_apart():
    told = rules_on(date(2026, 3, 1))
    assert ids(told.not_enforced) == {"us-2025-diffusion"}
    assert ids(told.suspended) == {"us-2025-affiliates-suspended"}
    assert ids(told.unverified) == {"us-2025-diffusion-small-orders"}
    assert not ids(told.in_force) & (ids(told.not_enforced) | ids(told.suspended))


def test_without_a_day_the_last_known_one_is_told():
    told = rules_on()
    assert told.on == told.known_through == date(2026, 6, 30)
    assert told.caveat == CAVEAT


def test_every_row_that_holds_on_a_day_is_listed_once():
    day = date(2025, 12, 1)
    told = rules_on(day)
    parts = (told.in_force, told.not_enforced, told.suspended, told.unverified)
    listed = [row.rule_id for part in parts for row in part]
    assert sorted(listed) == sorted(row.rule_id for row in rules() if row.holds_on(day))
