"""Counts each physical lot once: not both records of a movement, not every leg of its way."""

from collections.abc import Iterable, Mapping, Sequence

from detector.cases.links import Link, connected


def depths(numbers: Sequence[int], links: Iterable[Link]) -> dict[int, int]:
    """Say how many legs lie before each shipment.

    Parameters
    ----------
    numbers : sequence of int
        Shipments in the order of their dates.
    links : iterable of Link
        Only links of the kind ``onward`` count; one that runs back in time is left out.

    Examples
    --------
    >>> depths([1, 2, 3], [Link(1, 2, "onward"), Link(2, 3, "onward")])
    {1: 0, 2: 1, 3: 2}
    """
    place = {number: index for index, number in enumerate(numbers)}
    before: dict[int, list[int]] = {number: [] for number in numbers}
    for link in links:
        if link.kind == "onward" and place[link.earlier] < place[link.later]:
            before[link.later].append(link.earlier)
    found: dict[int, int] = {}
    for number in numbers:
        found[number] = max((found[earlier] + 1 for earlier in before[number]), default=0)
    return found


def count_once(
    numbers: Sequence[int], links: Sequence[Link], amounts: Mapping[int, float | None]
) -> float | None:
    """Add up amounts, each lot once; None where no amount is known.

    Of two records of a movement the larger amount counts; of goods that went on, the leg that
    carried most.

    Examples
    --------
    >>> amounts = {1: 8.0, 2: 8.0, 3: 8.0, 4: None}
    >>> count_once([1, 2, 3, 4], [Link(1, 2, "twin"), Link(1, 3, "onward")], amounts)
    8.0
    """
    if all(amounts[number] is None for number in numbers):
        return None
    twins = [link for link in links if link.kind == "twin"]
    moves = {group[0]: group for group in connected(numbers, twins)}
    stands_for = {number: first for first, group in moves.items() for number in group}
    amount = {
        first: max((amounts[number] or 0.0) for number in group) for first, group in moves.items()
    }
    onward = [
        Link(stands_for[link.earlier], stands_for[link.later], link.kind)
        for link in links
        if link.kind == "onward"
    ]
    ordered = [number for number in numbers if number in moves]
    legs = depths(ordered, onward)
    total = 0.0
    for lot in connected(ordered, onward):
        by_leg: dict[int, float] = {}
        for number in lot:
            by_leg[legs[number]] = by_leg.get(legs[number], 0.0) + amount[number]
        total += max(by_leg.values())
    return total
