import pytest

from detector.goods.asides import real_names
from detector.goods.naming import find_marks
from detector.goods.words import words_of


def real(text: str) -> list[str]:
    told = words_of(text)
    return [mark.meant for mark in real_names(find_marks(told), told)]


@pytest.mark.parametrize(
    "text",
    [
        "heatsink for H100",
        "heatsink, H100",
        "H100 heatsink",
        "heatsink for H100, H200 and A100",
        "cable for NVIDIA DGX H100 server",
        "H100用ヒートシンク",
        "H100 compatible riser",
    ],
)
def test_what_goods_are_for_is_an_aside(text):
    assert real(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "H100 with heatsink",
        "H100, heatsink",
        "H100 and heatsink",
        "H100 heatsink included",
        "H100 passive heatsink",
        "chassis, 8x H100",
        "cards for AI training H100",
        "chassis with H100",
    ],
)
def test_what_goods_are_is_none(text):
    assert real(text) == ["h100-pcie"]
