"""Whatever is done to the events, the chain tells."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.errors import IntegrityError
from detector.review import canonical, hash_of, verify_chain
from detector.review.chain import START, Event


def chain(*notes: str) -> list[Event]:
    events, before = [], START
    for seq, note in enumerate(notes, start=1):
        body = canonical({"note": note})
        event = Event(seq, "C-1", "ana", "closed", body, "2026-09-07", before, "")
        events.append(replace(event, hash=hash_of(event)))
        before = events[-1].hash
    return events


@given(st.lists(st.text(max_size=20), max_size=6))
def test_an_honest_chain_holds_whatever_it_says(notes):
    events = chain(*notes)
    assert verify_chain(events) == (events[-1].hash if events else START)


@pytest.mark.parametrize("field", ["key", "actor", "kind", "body", "made_at", "hash", "prev_hash"])
def test_a_changed_event_is_found_at_its_number(field):
    events = chain("a", "b", "c")
    events[1] = replace(events[1], **{field: "x"})
    with pytest.raises(IntegrityError, match="Event 2"):
        verify_chain(events)


def test_a_changed_event_with_a_fresh_hash_breaks_the_next_link():
    events = chain("a", "b", "c")
    forged = replace(events[1], body=canonical({"note": "z"}))
    events[1] = replace(forged, hash=hash_of(forged))
    with pytest.raises(IntegrityError, match="Event 3"):
        verify_chain(events)


def test_a_deleted_event_is_found():
    events = chain("a", "b", "c")
    with pytest.raises(IntegrityError, match="Event 2"):
        verify_chain([events[0], events[2]])


def test_reordered_events_are_found():
    one, two, three = chain("a", "b", "c")
    with pytest.raises(IntegrityError, match="Event 2"):
        verify_chain([one, three, two])


def test_a_cut_end_is_found_by_the_head_noted_before():
    events = chain("a", "b", "c")
    verify_chain(events[:2])  # of itself it looks whole
    with pytest.raises(IntegrityError, match="no longer holds the head"):
        verify_chain(events[:2], events[2].hash)
    assert verify_chain(events, events[1].hash[:16]) == events[2].hash
