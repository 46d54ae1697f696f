import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from detector.parties.clusters import join_names


def pairs(*told):
    frame = pd.DataFrame(told, columns=["one", "other", "match_weight"])
    return frame.sort_values("match_weight", ascending=False, kind="stable")


def test_a_chain_does_not_join_its_ends():
    found = join_names(pairs((0, 1, 9.0), (1, 2, 8.0)), [5, 1, 1])
    assert found.tolist() == [0, 0, 2]


def test_ends_that_are_themselves_alike_are_joined():
    found = join_names(pairs((0, 1, 9.0), (1, 2, 8.0), (0, 2, 0.0)), [5, 1, 1])
    assert found.tolist() == [0, 0, 0]


def test_the_name_with_most_records_stands_for_the_company():
    assert join_names(pairs((0, 1, 9.0)), [1, 5]).tolist() == [1, 1]


def test_a_pair_under_the_threshold_is_not_joined():
    assert join_names(pairs((0, 1, 1.9)), [1, 1]).tolist() == [0, 1]


def test_what_a_person_told_apart_stays_apart_through_others():
    told = pairs((0, 1, 9.0), (1, 2, 8.0), (0, 2, 7.0))
    found = join_names(told, [5, 1, 1], apart=[(0, 2)])
    assert found.tolist() == [0, 0, 2]


def test_what_a_record_states_is_joined_without_likeness_and_draws_likenesses_of_both():
    found = join_names(pairs((1, 2, 9.0)), [5, 4, 1], stated=[(0, 1)])
    assert found.tolist() == [0, 0, 0]


weighed = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(-5, 20)).filter(
        lambda pair: pair[0] < pair[1]
    ),
    unique_by=lambda pair: pair[:2],
)


@given(weighed, st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_every_member_was_compared_with_who_stands_for_it(told, records):
    found = join_names(pairs(*told), records)
    weights = {pair[:2]: pair[2] for pair in told}
    for name, stands in enumerate(found.tolist()):
        assert found[stands] == stands
        if name != stands:
            assert weights[min(name, stands), max(name, stands)] >= -4.0
            assert records[stands] >= records[name]
