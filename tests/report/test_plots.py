from hypothesis import given
from hypothesis import strategies as st

from detector.flows.estimate import Interval
from detector.report.plots import Scale, reaches, short, tornado

amounts = st.floats(1.0, 1e9)


@given(st.lists(amounts, min_size=5, max_size=5).map(sorted))
def test_points_keep_their_order_and_stay_on_the_scale(points):
    (row,) = reaches([("a", "", "way", Interval(*points))], "words").rows
    places = [row.low90, row.low50, row.middle, row.high50, row.high90]
    assert places == sorted(places)
    assert all(0 <= place <= 100 for place in places)


def test_equal_factors_are_equal_lengths():
    scale = Scale(1.0, 10_000.0)
    assert [scale.place(one) for one in (1, 10, 100, 1_000)] == [0, 25, 50, 75]


def test_an_interval_of_nothing_can_be_drawn():
    assert reaches([("a", "", "way", Interval(0, 0, 0, 0, 0))], "words").ticks


def test_a_bar_reaches_from_one_end_to_the_other_whichever_is_higher():
    up, down = tornado([("a", 10.0, 1000.0), ("b", 1000.0, 10.0)], 100.0, "words").bars
    assert (up.start, up.width) == (down.start, down.width)
    assert up.at_low < up.at_high
    assert down.at_low > down.at_high


def test_ticks_are_round():
    plot = reaches([("a", "", "way", Interval(900, 2e3, 4e3, 8e3, 1e6))], "words")
    assert [tick.told for tick in plot.ticks] == ["1,000", "10,000", "100,000", "1 m"]
    assert short(1_000_000) == "1 m"
