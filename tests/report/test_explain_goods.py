import pytest

from detector.report.explain.goods import tell_goods
from tests.goods.lines import goods_of


def told_of(con, line):
    goods_of(con, line)
    return {fact.what: fact for fact in tell_goods(con, 1).facts}


def test_declared_read_and_implied_goods_stand_beside_each_other_with_their_evidence(con):
    told = told_of(
        con,
        {"hs": "847330", "description": "computer parts", "qty": 64, "gross": 110, "usd": 1.6e6},
    )
    assert "h100-pcie" in told["best belief"].told
    assert told["accelerators"].told.startswith("64 (")
    assert told["declared goods"].evidence == "description 'computer parts'"
    assert "could stand for anything" in told["the wording"].told
    assert "up to 0.3 is a trace" in told["goods implied by weight and value"].evidence
    assert told["weight"].told == "1.72 kg per piece (gross)"
    assert "on that day: USD" in told["value per piece"].evidence
    assert "TPP" in told["catalogue"].told
    assert "many ordinary goods share it" in told["HS code covers"].told


@pytest.mark.parametrize("what", ["catalogue", "HS code covers"])
def test_facts_from_a_reference_table_carry_their_source_and_mark(con, what):
    told = told_of(con, {"hs": "847330", "description": "NVIDIA H100 PCIe", "qty": 2})
    assert told[what].evidence.endswith(("(background)", "(verified)"))


def test_a_line_that_says_nothing_is_told_without_evidence_that_is_not_there(con):
    told = told_of(con, {})
    assert told["accelerators"].told == "not counted"
    assert not {"catalogue", "weight", "HS code covers"} & set(told)


def test_without_identified_goods_there_is_nothing_to_tell(con):
    assert tell_goods(con, 1) is None


def test_words_from_records_are_brought_to_one_line_of_bounded_length(con):
    told = told_of(con, {"description": "<script>\n" + "x" * 5_000, "hs": "847330"})
    assert len(told["declared goods"].evidence) < 250
    assert "\n" not in told["declared goods"].evidence


def test_accelerators_are_told_in_h100_equivalents_too(con):
    told = told_of(con, {"hs": "847330", "description": "NVIDIA H200 SXM", "qty": 10})
    assert told["accelerators"].told.endswith(", 10 H100 equivalents")
    none = told_of(con, {"hs": "847330", "description": "heatsink", "qty": 10})
    assert "H100" not in none["accelerators"].told


def test_an_unknown_brand_whose_goods_weigh_and_cost_what_accelerators_do_is_told(con):
    line = {"hs": "847330", "description": "AI accelerator module", "qty": 32, "gross": 96}
    line |= {"usd": 900_000, "brand": "Zhonglan\nSemiconductor"}
    told = told_of(con, line)
    assert told["brand"].told == "'Zhonglan Semiconductor' is no maker of the catalogue"
    assert "brand" not in told_of(con, line | {"brand": "NVIDIA"})


def test_a_workspace_of_an_earlier_version_is_told_without_what_it_lacks(con):
    con.execute("create table contents as select 1 as shipment_no, 9.0 as bits, true as is_likely")
    con.execute("create table contents_hint as select 1 as shipment_no")
    con.execute("create table contents_sibling as select 1 as shipment_no")
    told = told_of(con, {"hs": "847330", "description": "computer parts", "qty": 2})
    assert "accelerators under other words" not in told
    assert "best belief" in told
