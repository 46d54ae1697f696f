from detector.goods.identify import COLUMNS
from tests.goods.lines import goods_of


def test_computer_parts_that_weigh_and_cost_like_accelerators_are_found(con):
    (line,) = goods_of(
        con,
        {"hs": "847330", "description": "computer parts", "qty": 64, "gross": 110, "usd": 1.6e6},
    )
    assert line["implied_class"] == "accelerator_card" and line["units"] == 64
    assert line["is_restricted"] and line["is_vague"]


def test_the_table_has_the_columns_that_are_told(con):
    (line,) = goods_of(con, {"hs": "847330"})
    assert list(line) == list(COLUMNS)
