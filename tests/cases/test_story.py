from datetime import date

from detector.cases.lines import Line
from detector.cases.links import Link
from detector.cases.story import parties_of, route_of, title_of


def case(*rows):
    return [
        Line(number, "src", f"S{number}", date(2026, 3, 1), 10, 20, stops, goods, hs4, "x", None,
             None, ("A", "B", "A"))
        for number, (stops, goods, hs4) in enumerate(rows, start=1)
    ]  # fmt: skip


def test_a_route_names_no_country_twice_in_a_row():
    one = case((("US", "US", "MY", "MY", "CN"), "network", "8517"))
    assert route_of(one, [], 1) == ["US", "MY", "CN"]


def test_a_route_follows_the_goods_to_the_next_shipment():
    two = case((("TW", "MY"), "network", "8517"), (("MY", "HK", "CN"), "network", "8517"))
    assert route_of(two, [Link(1, 2, "onward")], 1) == ["TW", "MY", "HK", "CN"]
    assert route_of(two, [Link(1, 2, "party")], 1) == ["TW", "MY"]


def test_goods_without_accelerators_are_named_by_class_or_heading():
    told = case((("KR",), "other", "6109"))
    assert title_of(told, ["KR"], None) == "1 shipment under HS 6109, within South Korea"
    told = case((("TW", "MY"), "network", "8517"))
    assert title_of(told, ["TW", "MY"], 0.0) == (
        "1 shipment of network equipment, Taiwan to Malaysia"
    )


def test_records_without_countries_or_codes_still_have_a_title():
    told = case(((), None, None))
    assert title_of(told, [], None) == "1 shipment without an HS code, no country stated"


def test_lanes_beside_the_route_are_counted():
    told = case((("TW", "MY"), "cpu", "8542"), (("US", "IN"), "cpu", "8542"))
    assert title_of(told, ["TW", "MY"], 0.0).endswith("Taiwan to Malaysia and 1 other lane")


def test_a_party_in_two_roles_is_named_once():
    assert parties_of(case((("TW", "MY"), "cpu", "8542"))) == ["A", "B"]
