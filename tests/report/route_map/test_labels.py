"""Labels keep off one another and off the edge."""

from detector.report.route_map.labels import place_labels

SIZE = (760.0, 400.0)


def test_a_label_at_the_right_edge_turns_to_the_left():
    (label,) = place_labels([(750, 200)], ["Los Angeles"], SIZE)
    assert label.anchor == "end"


def test_two_labels_side_by_side_part():
    one, two = place_labels([(300, 200), (340, 200)], ["Hong Kong", "Shenzhen"], SIZE)
    assert one.anchor != "start"
    assert two.anchor == "start"


def test_a_label_keeps_off_a_line_that_runs_through_its_first_place():
    line = [(300 + step, 200.0) for step in range(100)]
    (label,) = place_labels([(300, 200)], ["Dubai"], SIZE, line)
    assert label.anchor != "start" or abs(label.y - 200) > 12
