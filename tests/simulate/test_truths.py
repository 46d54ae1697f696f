import pytest

from detector.reference import read_table
from detector.simulate.catalogue import read_goods


@pytest.fixture(scope="module")
def boxes(world):
    return world.contents.merge(world.shipments, on="shipment_id", validate="one_to_one")


def test_the_side_table_tells_of_every_line_that_carries_diverted_accelerators(world):
    diverted = world.truth[world.truth["units"] > 0].set_index("shipment_id")["units"]
    held = world.contents.set_index("shipment_id")["accelerators"]
    assert held.reindex(diverted.index).tolist() == diverted.tolist()


def test_what_the_box_holds_stands_in_the_reference_with_its_control_row(boxes):
    rows = read_table("accelerators").set_index("id")["control_row"]
    assert boxes["accelerator"].map(rows).tolist() == boxes["control_row"].tolist()


def test_systems_hold_a_whole_number_of_what_the_goods_list_says(boxes):
    goods = read_goods()
    per_piece = boxes["goods"].map(lambda name: goods.gpus[goods.number[name]])
    assert (boxes["accelerators"] % per_piece == 0).all()
    racks = boxes[boxes["goods"].str.contains("NVL72")]
    assert (racks["accelerators"] >= 72).all()


def test_a_box_is_named_only_where_a_word_of_its_name_is_on_the_paper(boxes):
    named = boxes[boxes["is_named"]]
    assert (named["declared_as"] == named["goods"]).all()
    text = (named["description"].fillna("") + " " + named["model"].fillna("")).str.upper()
    word = named["goods"].str.extract(r"([A-Z][A-Za-z-]*\d\w*|\d{4})")[0].str.upper()
    told = [one in own for one, own in zip(word, text, strict=True)]
    assert sum(told) / len(told) > 0.97  # a clerk may have swapped two letters


def test_lines_that_are_not_listed_are_declared_with_no_accelerator_inside(world):
    rest = world.shipments[~world.shipments["shipment_id"].isin(world.contents["shipment_id"])]
    text = (rest["description"].fillna("") + " " + rest["model"].fillna("")).str.upper()
    assert not text.str.contains(r"\b(?:H100|H200|B200|B300|A100|L40S|MI300X|RTX 4090)\b").any()
