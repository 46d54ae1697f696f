import pytest

from detector.goods import explain_goods
from tests.goods.lines import goods_of


def test_the_evidence_stands_beside_the_belief(con):
    goods_of(
        con,
        {"hs": "847330", "description": "computer parts", "qty": 64, "gross": 110, "usd": 1.6e6},
    )
    told = explain_goods(con, 1)
    assert told["belief"]["units"] == 64
    assert told["words"]["declared"]["description"] == "computer parts"
    assert told["words"]["read"]["is_vague"]
    assert told["catalogue"]["id"] == "h100-pcie" and told["catalogue"]["source"]
    assert told["prices"]["usd_low"] < 25_000 < told["prices"]["usd_high"]
    assert told["hs"]["is_ambiguous"]


def test_a_line_that_says_nothing_has_nothing_to_show(con):
    goods_of(con, {})
    told = explain_goods(con, 1)
    assert told["catalogue"] is None and told["prices"] is None and told["hs"] is None
    assert told["belief"]["why"] == "Neither words nor HS code name computing goods."


def test_an_unknown_shipment_is_refused(con):
    goods_of(con, {})
    with pytest.raises(ValueError, match="no shipment 7"):
        explain_goods(con, 7)
