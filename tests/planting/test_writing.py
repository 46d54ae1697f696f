import pandas as pd
import pytest

from detector.planting.writing import renumbered
from tests.planting.conftest import share


@pytest.mark.parametrize(
    "column",
    ["description", "brand", "hs_code", "currency", "carrier", "record_source", "quantity_unit"],
)
def test_words_and_codes_are_those_of_own_lines(sown, column):
    told = sown.written[column]
    if column == "brand":  # a brand that no one knows is a trace of some schemes
        told = told[~told.astype(str).str.endswith("TEK")]
    assert set(told.dropna()) <= set(sown.own.lines[column].dropna())


@pytest.mark.parametrize(
    "column",
    [
        "value",
        "net_weight_kg",
        "gross_weight_kg",
        "quantity",
        "model",
        "consignee_address",
        "payer",
    ],
)
def test_boxes_are_left_empty_as_often_as_in_own_lines(sown, column):
    ordinary = sown.drafts["kind"] == "ordinary"
    assert abs(share(sown.written.loc[ordinary, column]) - share(sown.own.lines[column])) < 0.2


def test_both_papers_of_a_movement_agree_on_its_document(sown):
    told = sown.written.assign(
        move=sown.drafts["tale"].astype(str) + sown.drafts["shipped_on"].astype(str)
    )
    numbers = told["transport_document"].dropna()
    assert numbers.value_counts().max() <= 2
    assert not set(numbers) & set(sown.own.lines["transport_document"].dropna())


def test_amounts_are_rounded_as_own_lines_are(sown):
    def whole(values):
        values = pd.to_numeric(values.dropna())
        return float((values == values.round()).mean())

    assert abs(whole(sown.written["value"]) - whole(sown.own.lines["value"])) < 0.2


def test_a_number_keeps_its_shape_and_repeats():
    assert renumbered("180-10002334", 7) == renumbered("180-10002334", 7)
    told = renumbered("180-AB0233", 7)
    assert (len(told), told[3], told[4:6]) == (10, "-", "AB")
    assert renumbered(None, 7) is None
