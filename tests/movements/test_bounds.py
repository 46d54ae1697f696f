from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.movements.bounds import bound_pairs
from detector.movements.keeping import drawn_out
from detector.movements.queue import first_out

entries = st.lists(
    st.tuples(st.just(0), st.integers(0, 9), st.booleans(), st.integers(1, 3)),
    min_size=2,
    max_size=6,
)


def arranged(told):
    rows = sorted(told, key=lambda entry: (entry[0], entry[1], not entry[2]))
    return tuple(np.array(column) for column in zip(*rows, strict=True))


def pairs_of(told, hold_days):
    _, days, inward, _ = told
    return [
        (came, went)
        for came in range(len(days))
        for went in range(came + 1, len(days))
        if inward[came] and not inward[went] and days[went] - days[came] <= hold_days
    ]


def every_order(told, hold_days):
    """Yield what each pair carries, in every order in which goods can leave."""
    _, days, inward, amounts = (column.tolist() for column in told)

    def leave(row, left):
        if row == len(days):
            yield {}
            return
        if inward[row]:
            yield from leave(row + 1, {**left, row: amounts[row]})
            return
        there = [lot for lot in left if days[row] - days[lot] <= hold_days]
        need = min(amounts[row], sum(left[lot] for lot in there))
        for taken in product(*(range(left[lot] + 1) for lot in there)):
            if sum(taken) == need:
                rest = left | {
                    lot: left[lot] - part for lot, part in zip(there, taken, strict=True)
                }
                carried = {(lot, row): part for lot, part in zip(there, taken, strict=True)}
                for later in leave(row + 1, rest):
                    yield carried | later

    yield from leave(0, {})


def bounds_of(told, hold_days):
    pairs = pairs_of(told, hold_days)
    if not pairs:
        return {}
    came, went = (np.array(column) for column in zip(*pairs, strict=True))
    least, most = bound_pairs(told, came, went, hold_days)
    return dict(zip(pairs, zip(least.tolist(), most.tolist(), strict=True), strict=True))


@settings(deadline=None, max_examples=150)
@given(entries)
def test_they_are_what_some_order_reaches_where_nothing_expires(told):
    told = arranged(told)
    orders = list(every_order(told, 1000))
    for pair, (least, most) in bounds_of(told, 1000).items():
        carried = [order[pair] for order in orders]
        assert (least, most) == (min(carried), max(carried))


@settings(deadline=None, max_examples=150)
@given(entries, st.integers(0, 6))
def test_no_order_lies_outside_where_goods_expire(told, hold_days):
    told = arranged(told)
    bounds = bounds_of(told, hold_days)
    for order in every_order(told, hold_days):
        for pair, (least, most) in bounds.items():
            assert least <= order.get(pair, 0) <= most


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 60), st.booleans(), st.integers(0, 12)),
        min_size=1,
        max_size=40,
    ),
    st.sampled_from([0, 5, 40, 1000]),
)
def test_what_either_queue_carries_lies_inside(told, hold_days):
    told = arranged(told)
    for links in (first_out(*told, hold_days), drawn_out(*told, (hold_days, 1))):
        carried = {}
        for came, went, amount in zip(*links, strict=True):
            carried[came, went] = carried.get((came, went), 0) + amount
        if carried:
            came, went = (np.array(column) for column in zip(*carried, strict=True))
            least, most = bound_pairs(told, came, went, hold_days)
            amounts = np.array(list(carried.values()))
            assert (least <= amounts).all()
            assert (amounts <= most).all()


def test_goods_that_arrived_alone_and_left_alone_are_the_same():
    told = arranged([(0, 0, True, 8), (0, 4, False, 5), (0, 9, False, 3)])
    assert bounds_of(told, 120) == {(0, 1): (5, 5), (0, 2): (3, 3)}
