from hypothesis import given
from hypothesis import strategies as st

from detector.cases.links import Link, connected

numbers = st.integers(0, 30)
links = st.lists(st.builds(Link, numbers, numbers, st.just("party")), max_size=40)


@given(links)
def test_groups_hold_every_shipment_once(found):
    groups = connected(range(31), found)
    assert sorted(number for group in groups for number in group) == list(range(31))


@given(links)
def test_linked_shipments_share_a_group_whatever_the_order_of_links(found):
    groups = connected(range(31), found)
    place = {number: index for index, group in enumerate(groups) for number in group}
    assert all(place[link.earlier] == place[link.later] for link in found)
    assert connected(range(31), found[::-1]) == groups
