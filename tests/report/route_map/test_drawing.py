"""Route maps: what lies where, and that nothing is lost at the date line or the pole."""

import json
from importlib.resources import files
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detector.report.route_map import Leg, Stop, draw_route
from detector.report.route_map.drawing import HIGH, LOW, WIDE

TAOYUAN = Stop("TWTPE", "Taoyuan", 25.08, 121.23)
SINGAPORE = Stop("SGSIN", "Singapore", 1.30, 103.85)
JOHOR = Stop("MYJHB", "Johor Bahru", 1.64, 103.67)
LOS_ANGELES = Stop("USLAX", "Los Angeles", 33.94, -118.41)
SAN_JOSE = Stop("USSJC", "San Jose", 37.36, -121.93)
DUBAI = Stop("AEDXB", "Dubai", 25.25, 55.36)
LONDON = Stop("GB", "United Kingdom", 51.5, -0.5)


def route(*stops):
    return draw_route(stops, [Leg(place, place + 1) for place in range(len(stops) - 1)])


def points_of(line):
    return [tuple(map(float, pair.split())) for pair in line.path[1:].split("L")]


def test_no_stop_draws_nothing():
    assert draw_route([], []) is None


def test_one_stop_stands_in_the_middle_without_a_leg():
    panel = route(SINGAPORE).panel
    assert panel.lines == ()
    (dot,) = panel.dots
    assert abs(dot.x - WIDE / 2) < 2
    assert abs(dot.y - panel.height / 2) < 2


def test_a_leg_over_the_date_line_takes_the_short_way():
    panel = route(TAOYUAN, LOS_ANGELES).panel
    first, last = panel.dots
    assert first.x < last.x
    steps = pairwise(points_of(panel.lines[0]))
    assert max(abs(b[0] - a[0]) for a, b in steps) < 40


def test_a_leg_over_the_pole_is_drawn_as_a_bow_inside_the_drawing():
    panel = route(SAN_JOSE, DUBAI).panel
    ys = [y for _, y in points_of(panel.lines[0])]
    assert 0 < min(ys) < max(ys) < panel.height


def test_a_way_round_the_world_stays_on_one_drawing():
    panel = route(LONDON, SAN_JOSE, TAOYUAN, SINGAPORE, DUBAI, LONDON).panel
    assert all(0 <= dot.x <= WIDE for dot in panel.dots)
    assert next(dot.numbers for dot in panel.dots) == "1, 6"


def test_stops_too_close_to_tell_apart_are_enlarged_in_an_inset():
    drawing = route(TAOYUAN, SINGAPORE, JOHOR)
    (inset,) = drawing.insets
    assert inset.name == "Singapore and Johor"
    assert [dot.numbers for dot in inset.dots] == ["2", "3"]
    assert [dot.text for dot in drawing.panel.dots] == ["Taoyuan", "", ""]
    assert [frame.numbers for frame in drawing.panel.frames] == ["2, 3"]


def test_stops_two_kilometres_apart_outside_the_insets_keep_readable_labels():
    close = Stop("X", "Near", 48.0, 2.0), Stop("Y", "Nearer", 48.018, 2.0)
    first, second = route(*close, LONDON).panel.dots[:2]
    assert first.label != second.label
    assert (first.label.anchor, second.label.anchor) != ("start", "start") or abs(
        first.label.y - second.label.y
    ) > 15


def test_a_leg_that_is_only_inferred_keeps_its_kind():
    drawing = draw_route([TAOYUAN, SINGAPORE], [Leg(0, 1, "inferred")])
    assert drawing.panel.lines[0].kind == "inferred"


def test_the_outlines_tell_their_source():
    told = json.loads(
        files("detector.report.route_map").joinpath("outlines.json").read_text("utf-8")
    )
    assert "public domain" in told["source"]
    assert {len(value) for value in told["sha256"].values()} == {64}


places = st.builds(
    Stop, st.just("X"), st.text("abc", max_size=20), st.floats(-56, 80), st.floats(-180, 180)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(places, min_size=1, max_size=7))
def test_every_dot_lies_on_the_drawing_and_the_same_route_draws_the_same(stops):
    drawing = route(*stops)
    panel = drawing.panel
    assert LOW <= panel.height <= HIGH
    assert all(-1 <= dot.x <= WIDE + 1 and -1 <= dot.y <= panel.height + 1 for dot in panel.dots)
    told = {int(number) for dot in panel.dots for number in dot.numbers.split(", ")}
    assert told == set(range(1, len(stops) + 1))
    assert drawing == route(*stops)
