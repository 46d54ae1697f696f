"""Places labels beside dots so that they overlap as little as can be."""

from collections.abc import Sequence
from dataclasses import dataclass

LETTER, HEIGHT, GAP = 7.4, 17.0, 11.0


@dataclass(frozen=True, slots=True)
class Label:
    """A label's anchor point, px, and how its text stands to it: start, middle or end."""

    x: float
    y: float
    anchor: str


Box = tuple[float, float, float, float]

# right, left, above, below, then the corners; the first that fits best is taken
_PLACES = (
    (GAP, 5.0, "start"),
    (-GAP, 5.0, "end"),
    (0.0, -GAP - 2, "middle"),
    (0.0, GAP + 13, "middle"),
    (GAP - 2, -7.0, "start"),
    (GAP - 2, 17.0, "start"),
    (-GAP + 2, -7.0, "end"),
    (-GAP + 2, 17.0, "end"),
)


def place_labels(
    dots: Sequence[tuple[float, float]],
    texts: Sequence[str],
    size: tuple[float, float],
    lines: Sequence[tuple[float, float]] = (),
) -> list[Label]:
    """Choose a place for each label, in order, beside its dot.

    Parameters
    ----------
    dots : sequence of (x, y)
        Centres, px.
    texts : sequence of str
        One per dot; an empty text takes no room.
    size : (width, height)
        Of the drawing, px.
    lines : sequence of (x, y)
        Points along what is drawn, px; labels keep off them where they can.

    Examples
    --------
    >>> place_labels([(20, 50)], ["Taoyuan"], (200, 100))
    [Label(x=31.0, y=55.0, anchor='start')]
    """
    taken: list[Box] = [(x - 7, y - 7, x + 7, y + 7) for x, y in dots]
    placed = []
    for (x, y), text in zip(dots, texts, strict=True):
        choices = [Label(x + dx, y + dy, anchor) for dx, dy, anchor in _PLACES]
        own = taken.index((x - 7, y - 7, x + 7, y + 7))
        others = taken[:own] + taken[own + 1 :]
        costs = [_cost(_box(label, text), others, size, lines) for label in choices]
        best = choices[costs.index(min(costs))]
        placed.append(best)
        if text:
            taken.append(_box(best, text))
    return placed


def _box(label: Label, text: str) -> Box:
    wide = LETTER * len(text)
    left = label.x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.anchor]
    return left, label.y - HEIGHT + 4, left + wide, label.y + 4


def _cost(
    box: Box,
    others: Sequence[Box],
    size: tuple[float, float],
    lines: Sequence[tuple[float, float]],
) -> float:
    outside = max(0.0, -box[0]) + max(0.0, box[2] - size[0])
    outside += max(0.0, -box[1]) + max(0.0, box[3] - size[1])
    crossed = sum(box[0] < x < box[2] and box[1] < y < box[3] for x, y in lines)
    return sum(_overlap(box, other) for other in others) + 40 * outside + 12 * crossed


def _overlap(one: Box, two: Box) -> float:
    wide = min(one[2], two[2]) - max(one[0], two[0])
    high = min(one[3], two[3]) - max(one[1], two[1])
    return max(0.0, wide) * max(0.0, high)
