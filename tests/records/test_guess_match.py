from detector.records.guess_cells import Cells, look_at
from detector.records.guess_match import Header, choose_kind, match
from detector.records.guess_names import read_name


def header(*names: str, cells: dict[str, list[str]] | None = None) -> Header:
    told = cells or {}
    looked = tuple(look_at(told[name]) if name in told else Cells() for name in names)
    return Header(tuple(map(read_name, names)), looked, "any")


def test_each_column_of_the_file_fills_one_column_of_the_contract():
    found = match(header("EXPORTER", "SHIPPER", "CONSIGNEE"), "shipments")
    places = [one.positions for one in found.values()]
    assert len(places) == len(set(places)) and found["exporter"].positions == (0,)


def test_a_twin_in_another_language_stands_in():
    found = match(header("BUYER_NAME", "BUYER_NAME_EN"), "shipments")
    assert found["consignee"].also == (1,) and "buyer" not in found


def test_a_second_foreign_party_is_the_buyer():
    found = match(header("CONSIGNEE_NAME", "BUYER_NAME"), "shipments")
    assert found["buyer"].positions == (1,)


def test_cells_name_a_column_whose_name_says_nothing():
    dates = [f"2025-03-{day:02d}" for day in range(1, 20)]
    found = match(header("zorblax", "EXPORTER", cells={"zorblax": dates}), "shipments")
    assert found["shipped_on"].positions == (0,) and "cells" in found["shipped_on"].why


def test_codes_that_no_list_knows_lose_against_words():
    cells = {"Trade Flow Code": ["71", "72"], "Trade Flow": ["Import", "Export"]}
    names = ("Trade Flow Code", "Trade Flow", "Reporter", "Partner", "HS")
    assert match(header(*names, cells=cells), "trade_flows")["flow"].positions == (1,)


def test_statistics_without_a_reporter_are_still_statistics():
    assert choose_kind(header("YEAR", "MONTH", "HS", "COUNTRY", "VALUE")) == "trade_flows"
