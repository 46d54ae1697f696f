from itertools import pairwise

import pytest

from detector.goods.naming import find_marks
from detector.goods.words import cut


def marks(text: str) -> list[tuple[str, str]]:
    return [(mark.role, mark.meant) for mark in find_marks(cut(text))]


def test_the_longest_name_wins():
    assert marks("GB200 NVL72") == [("name", "gb200-nvl72")]
    assert marks("RTX 4090 D") == [("name", "rtx-4090d")]


def test_a_wording_longer_than_a_name_wins():
    assert ("goods", "accelerator_server") in marks("ai server")


@pytest.mark.parametrize("text", ["A 100 pieces", "L 4 m", "H 100"])
def test_a_bare_name_broken_by_a_blank_is_no_name(text):
    assert "name" not in dict(marks(text))


@pytest.mark.parametrize(("text", "count"), [("H100x8", 8), ("rtx4090x4", 4)])
def test_a_count_hung_on_a_name_is_kept(text, count):
    assert [mark.count for mark in find_marks(cut(text)) if mark.role == "name"] == [count]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("900-21010-0000-000", "part number"),
        ("MI300X", "name"),
        ("H100", "bare"),
        ("RTX4O90", "mended"),
    ],
)
def test_a_name_says_how_it_was_read(text, how):
    assert find_marks(cut(text))[0].how == how


def test_marks_never_overlap():
    found = find_marks(cut("GPU server with 8x NVIDIA H100 SXM5 80GB HBM3, power cable, rails"))
    assert all(one.end <= other.start for one, other in pairwise(found))
