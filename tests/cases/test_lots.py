from hypothesis import given
from hypothesis import strategies as st

from detector.cases.links import Link
from detector.cases.lots import count_once, depths

pairs = st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] < pair[1])
links = st.lists(
    st.tuples(pairs, st.sampled_from(["twin", "onward", "party"])).map(
        lambda told: Link(*told[0], told[1])
    ),
    max_size=15,
)
amounts = st.lists(st.one_of(st.none(), st.integers(0, 500).map(float)), min_size=10, max_size=10)


def test_a_lot_that_is_split_on_its_way_counts_what_came_in():
    split = [Link(1, 2, "onward"), Link(1, 3, "onward")]
    assert count_once([1, 2, 3], split, {1: 100.0, 2: 50.0, 3: 40.0}) == 100.0


def test_lots_that_are_not_linked_add_up():
    assert count_once([1, 2], [Link(1, 2, "party")], {1: 8.0, 2: 8.0}) == 16.0


def test_unknown_amounts_stay_unknown():
    assert count_once([1, 2], [], {1: None, 2: None}) is None


def test_a_link_back_in_time_is_no_leg():
    assert depths([1, 2], [Link(2, 1, "onward")]) == {1: 0, 2: 0}


@given(links, amounts)
def test_the_count_lies_between_the_largest_amount_and_the_sum(found, told):
    each = dict(enumerate(told))
    total = count_once(list(range(10)), found, each)
    known = [amount for amount in told if amount is not None]
    if total is None:
        assert not known
    else:
        assert max(known) <= total <= sum(known)
