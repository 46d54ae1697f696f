"""Miller's projection and great circles against figures worked out by hand."""

import pytest

from detector.report.route_map.projection import great_circle, leg_line, nearest_turn, project


def test_the_projection_keeps_the_equator_and_stretches_the_north_as_miller_did():
    assert project(90.0, 0.0) == pytest.approx((900.0, 0.0), abs=1e-9)
    # 45° N lies at 1.25 ln tan(45° + 0.4 * 45°) = 0.8429 radians
    assert project(0.0, 45.0)[1] == pytest.approx(-482.9, abs=0.5)


def test_a_great_circle_along_the_equator_stays_on_it():
    assert all(abs(lat) < 1e-9 for _, lat in great_circle((0.0, 0.0), (90.0, 0.0)))


def test_a_great_circle_over_the_date_line_runs_on():
    way = great_circle((170.0, 10.0), (-170.0, 10.0))
    lons = [lon for lon, _ in way]
    assert lons == sorted(lons)
    assert lons[-1] == pytest.approx(190.0)


def test_opposite_points_have_a_straight_line_and_no_error():
    assert len(great_circle((0.0, 0.0), (180.0, 0.0))) == 2
    assert len(great_circle((5.0, 5.0), (5.0, 5.0))) == 2


def test_a_leg_ends_where_it_should_though_turned_round_the_world():
    line = leg_line((0.0, 50.0), (300.0, 50.0))
    assert line[-1] == pytest.approx(project(300.0, 50.0))


def test_turns_are_whole():
    assert nearest_turn(-170.0, 175.0) == 190.0
