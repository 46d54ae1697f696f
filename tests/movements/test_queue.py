from collections import deque

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.movements.queue import first_out

entries = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 60), st.booleans(), st.integers(0, 12)),
    min_size=1,
    max_size=40,
)
holds = st.sampled_from([0, 3, 20, 1000])


def arranged(told):
    return sorted(told, key=lambda entry: (entry[0], entry[1], not entry[2]))


def linked(told, hold_days):
    keys, days, inward, amounts = (np.array(column) for column in zip(*arranged(told), strict=True))
    came, went, amount = first_out(keys, days, inward, amounts, hold_days)
    return list(zip(came.tolist(), went.tolist(), amount.tolist(), strict=True))


def plainly_linked(told, hold_days):
    links, waiting = [], {}
    for row, (key, day, inward, amount) in enumerate(arranged(told)):
        queue = waiting.setdefault(key, deque())
        if inward:
            queue.append([row, day, amount])
            continue
        while queue and day - queue[0][1] > hold_days:
            queue.popleft()
        while queue and amount:
            taken = min(queue[0][2], amount)
            if taken:
                links.append((queue[0][0], row, taken))
            amount -= taken
            queue[0][2] -= taken
            if not queue[0][2]:
                queue.popleft()
    return links


@settings(deadline=None, max_examples=2000)
@given(entries, holds)
def test_it_equals_a_plain_queue(told, hold_days):
    assert linked(told, hold_days) == plainly_linked(told, hold_days)


@settings(deadline=None)
@given(entries, holds)
def test_nothing_goes_backwards_in_time_or_waits_too_long(told, hold_days):
    rows = arranged(told)
    for came, went, _ in linked(told, hold_days):
        assert rows[came][0] == rows[went][0]
        assert 0 <= rows[went][1] - rows[came][1] <= hold_days


@settings(deadline=None)
@given(entries, holds)
def test_quantities_are_conserved(told, hold_days):
    rows = arranged(told)
    for side in (0, 1):
        carried = dict.fromkeys(range(len(rows)), 0)
        for link in linked(told, hold_days):
            carried[link[side]] += link[2]
        assert all(amount <= rows[row][3] for row, amount in carried.items())


def test_what_waited_too_long_has_stayed():
    assert linked([(1, 0, True, 5), (1, 121, False, 5)], 120) == []


def test_the_oldest_goes_first():
    told = [(1, 0, True, 5), (1, 2, True, 5), (1, 3, False, 7)]
    assert linked(told, 120) == [(0, 2, 5), (1, 2, 2)]


def test_what_came_the_same_day_may_leave():
    assert linked([(1, 4, False, 2), (1, 4, True, 2)], 120) == [(0, 1, 2)]
