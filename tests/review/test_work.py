"""The rules of the desk."""

import pytest

from detector.errors import ReviewError
from detector.review import (
    DISPOSITIONS,
    Verdict,
    agree,
    assign,
    cancel_stale,
    decide,
    decide_many,
    decline,
    put_on_docket,
    set_due,
    snooze,
    take,
    take_next,
)
from tests.review.flags import docket, flag

NOTE = "seen the packing list and the invoice"
CONFIRMED = Verdict("confirmed diversion", NOTE)
BENIGN = Verdict("benign explained", NOTE, "D11:B03")


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (Verdict("guesswork", NOTE), "Unknown disposition"),
        (Verdict("refer", "short"), "closing note"),
        (Verdict("benign explained", NOTE), "reason code"),
        (Verdict("benign explained", NOTE, "D11:B15"), "reason code"),
        (Verdict("duplicate", NOTE), "needs the case"),
        (Verdict("duplicate", NOTE, "", "C-1"), "cannot double itself"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(desk, verdict, told):
    with pytest.raises(ReviewError, match=told):
        decide(desk, flag(), "ana", verdict)
    assert not desk.events


@pytest.mark.parametrize("disposition", DISPOSITIONS)
@pytest.mark.parametrize("band", ["top", "usual"])
def test_four_eyes_are_needed_to_confirm_and_to_clear_a_top_flag(desk, disposition, band):
    verdict = Verdict(disposition, NOTE, "D10", "C-9" if disposition == "duplicate" else "")
    decide(desk, flag(band=band), "ana", verdict)
    clears = disposition in ("benign explained", "data error", "duplicate")
    second = disposition == "confirmed diversion" or (band == "top" and clears)
    assert desk.standing("C-1").state == ("proposed" if second else "closed")


def test_the_one_who_proposed_cannot_agree_and_another_can(desk):
    decide(desk, flag(), "ana", CONFIRMED)
    with pytest.raises(ReviewError, match="cannot agree"):
        agree(desk, flag(), "ana")
    agree(desk, flag(), "ben")
    told = desk.standing("C-1")
    assert (told.state, told.decided_by, told.second) == ("closed", "ana", "ben")


def test_new_evidence_cancels_what_is_proposed(desk):
    decide(desk, flag(), "ana", CONFIRMED)
    with pytest.raises(ReviewError, match="the proposal is cancelled"):
        agree(desk, flag(evidence="e2"), "ben")
    assert desk.standing("C-1").state == "new"
    decide(desk, flag(), "ana", CONFIRMED)
    assert cancel_stale(desk, docket(flag(evidence="e1"))) == 0
    assert cancel_stale(desk, docket(flag(evidence="e2"))) == 1
    assert desk.standing("C-1").disposition == ""


def test_two_who_take_the_next_get_two_cases_and_a_lock_ends(desk, clock):
    keys = ("C-1", "C-2")
    assert take_next(desk, keys, "ana") == "C-1"
    assert take_next(desk, keys, "ben") == "C-2"
    assert take_next(desk, keys, "eva") == ""
    with pytest.raises(ReviewError, match="ana holds this case"):
        decide(desk, flag(), "ben", BENIGN)
    clock.pass_by(minutes=31)
    assert take_next(desk, keys, "eva") == "C-1"


def test_a_snoozed_case_sleeps_until_its_day(desk, clock):
    snooze(desk, "C-1", "ana", "2026-09-10")
    assert take_next(desk, ["C-1"], "ana") == ""
    clock.pass_by(days=3)
    assert take_next(desk, ["C-1"], "ana") == "C-1"
    with pytest.raises(ReviewError, match="later day"):
        snooze(desk, "C-1", "ana", "2026-09-01")
    with pytest.raises(ReviewError, match="is no day"):
        set_due(desk, "C-1", "ana", "soon")


def test_a_case_handed_to_one_is_not_taken_by_another(desk):
    assign(desk, "C-1", "sue", "ben")
    assert take_next(desk, ["C-1"], "ana") == ""
    assert take_next(desk, ["C-1"], "ben") == "C-1"


def test_bulk_is_for_slips_of_data_and_doubles_alone(desk):
    with pytest.raises(ReviewError, match="one case at a time"):
        decide_many(desk, [flag()], "ana", CONFIRMED)
    take(desk, "C-2", "ben")
    verdict = Verdict("data error", "weight typed in grams")
    done, refused = decide_many(desk, [flag(), flag("C-2")], "ana", verdict)
    assert done == ["C-1"]
    assert refused == ["C-2: ben holds this case until 09:30 UTC"]


def test_a_closed_case_is_reopened_with_a_note_before_it_is_decided_anew(desk):
    decide(desk, flag(), "ana", BENIGN)
    with pytest.raises(ReviewError, match="closed already"):
        decide(desk, flag(), "ben", CONFIRMED)
    decline(desk, "C-1", "ben", "the invoice was for other goods")
    decide(desk, flag(), "ben", Verdict("refer", NOTE))
    kinds = [event.kind for event in desk.history("C-1")]
    assert kinds == ["closed", "reopened", "closed"]


def test_lines_drawn_below_keep_their_probability_and_look_like_cases(desk):
    (key,) = put_on_docket(desk, [("books", "S-7")], 0.25, 1)
    told = desk.standing(key)
    assert key.startswith("C-")
    assert (told.shipment_id, told.probability) == ("S-7", 0.25)
