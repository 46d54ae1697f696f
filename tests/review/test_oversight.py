"""How the work stands."""

from detector.review import Verdict, agree, assign, decide, decline, oversee, set_due, take
from tests.review.flags import docket, flag

NOTE = "seen the packing list and the invoice"
CONFIRMED = Verdict("confirmed diversion", NOTE)


def test_ages_load_and_agreement_are_counted(desk):
    flags = docket(*(flag(f"C-{number}") for number in range(6))).flags
    decide(desk, flag("C-0"), "ana", CONFIRMED)
    agree(desk, flag("C-0"), "ben")
    decide(desk, flag("C-1"), "ana", CONFIRMED)
    decline(desk, "C-1", "ben", "the serials are other ones")
    take(desk, "C-2", "ana")
    assign(desk, "C-3", "sue", "ben")
    set_due(desk, "C-3", "sue", "2026-09-01")
    told = oversee(desk, flags)
    assert told.states == {"closed": 1, "new": 4, "in review": 1}
    assert told.ages["up to 7 days"] == 5
    assert told.oldest == 2
    assert {
        one.person: (one.held, one.assigned, one.decided, one.seconded) for one in told.loads
    } == {
        "ana": (1, 0, 1, 0),
        "ben": (0, 1, 0, 1),
    }
    assert (told.agreement.some, told.agreement.several, told.agreement.low) == (1, 2, None)
    assert [one.key for one in told.late] == ["C-3"]


def test_the_desk_itself_is_no_second_person(desk):
    decide(desk, flag(), "ana", CONFIRMED)
    desk.append("cancelled", "C-1", "desk", {"why": "the evidence changed"})
    assert oversee(desk, {}).agreement.several == 0
