"""Truth values, tariff codes, currencies, units and closed lists."""

import pytest

from detector.records.contract import TABLES
from detector.records.words import choice, currency, tariff_code, truth, unit

SHIPMENTS, FLOWS = TABLES["shipments"], TABLES["trade_flows"]


@pytest.mark.parametrize("text", ["true", "1", "Y", "YES", "T"])
def test_what_is_true(text):
    assert truth(text).clean == "true"


@pytest.mark.parametrize("text", ["false", "0", "N", "no", "F"])
def test_what_is_false(text):
    assert truth(text).clean == "false"


def test_what_is_neither_is_told():
    assert truth("maybe").reason == "neither true nor false"
    assert truth("n/a").reason is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            ("8471.80", "847180"),
            ("8471 80 00", "84718000"),
            ("8542", "8542"),
            ("847180.0", "847180"),
        ],
        *[("8473-30-1180", "8473301180"), ("847180; 854231", "847180"), ("'847180", "847180")],
        *[("84", None), ("84718000001", None), ("ABC", None), ("", None)],
    ],
)
def test_a_tariff_code_has_4_to_10_digits(text, code):
    assert tariff_code(None, 4, 10)(text).clean == code


def test_lost_zeros_are_put_back_where_the_layout_knows_the_digits():
    assert tariff_code(6, 4, 10)("81310").clean == "081310"
    assert tariff_code(6, 4, 10)("8131").clean == "8131"
    assert tariff_code(None, 2, 12)("total").clean == "TOTAL"


@pytest.mark.parametrize(
    ("text", "code"),
    [("usd", "USD"), ("US$", "USD"), ("RMB", "CNY"), ("NT$", "TWD"), ("€", "EUR"), ("XQQ", None)],
)
def test_a_currency_is_known_by_code_or_sign(text, code):
    assert currency(text).clean == code


@pytest.mark.parametrize(
    ("text", "told"),
    [
        *[("C62", "unit"), ("H87", "unit"), ("NMB", "unit"), ("PCS", "unit"), ("KGM", "kg")],
        *[("CTN", "carton"), ("cards", "card"), ("Rack", "rack"), ("furlong", "furlong")],
        *[("Number of items", "unit"), ("No Quantity", None), ("N/A", None)],
    ],
)
def test_a_unit_is_known_by_its_usual_words(text, told):
    assert unit(text).clean == told


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        *[("transport_mode", "Ocean", "sea"), ("transport_mode", "BY AIR", "air")],
        *[("transport_mode", "40", "air"), ("consignee_type", "Distributor", "reseller")],
        *[("procedure", "Repair", "repair"), ("record_source", "AWB", "air-waybill")],
        *[("transport_mode", "balloon", None)],
    ],
)
def test_a_closed_list_knows_its_usual_words(column, text, told):
    word = choice(SHIPMENTS.column(column))(text)
    assert word.clean == told
    assert bool(word.reason) == (told is None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5", "import"),
        ("6", "export"),
        ("3", "re-export"),
        ("X", "export"),
        ("Re-Export", "re-export"),
    ],
)
def test_flows_of_trade_statistics_are_known_by_code(text, told):
    assert choice(FLOWS.column("flow"))(text).clean == told


@pytest.mark.parametrize("table", [SHIPMENTS, FLOWS], ids=lambda table: table.kind)
def test_every_choice_reads_as_itself(table):
    for column in table.columns:
        if column.cell == "choice":
            assert [choice(column)(word).clean for word in column.choices] == [*column.choices]
