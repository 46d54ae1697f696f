import pytest

from detector.records.guess_names import direction_of, read_name, weigh


def best(name: str, kind: str = "shipments", direction: str = "any") -> str | None:
    found = weigh(read_name(name), kind, direction)
    return max(found, key=lambda field: found[field]) if found else None


@pytest.mark.parametrize(
    "name",
    [
        *("EXPORTER_TIN", "UNIT_PRICE_USD", "HS_CODE_2", "TAX_AMOUNT", "FREIGHT_USD", "CUSTOMS"),
        *("%GTTOTALVALUE", "EXCHANGE_RATE", "USD_FOB_UNIT", "IMPORTER_PHONE", "BANK_NAME"),
    ],
)
def test_columns_without_a_place_are_left(name):
    assert best(name) is None


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("QUANTITY_UNIT", "quantity_unit"),
        ("NUMBER_OF_PACKAGES", "packages"),
        ("PACKAGE_TYPE", "package_type"),
        ("MODE_OF_PAYMENT", None),
        ("MODE_OF_TRANSPORT", "transport_mode"),
        ("TRANSPORT_COMPANY", "carrier"),
        ("transit_ports", "transit_ports"),
    ],
)
def test_neighbouring_meanings_are_kept_apart(name, field):
    assert best(name) == field


def test_dollars_come_before_other_money():
    weights = [
        weigh(read_name(name), "shipments", "any")["value"] for name in ("FOB_USD", "FOB_KZT")
    ]
    assert weights[0] > weights[1]


def test_a_port_of_the_files_own_country_is_told_by_direction():
    assert best("INDIAN_PORT", direction="export") == "port_of_lading"
    assert best("INDIAN_PORT", direction="import") == "port_of_unlading"


def test_direction_is_read_from_header_and_file_name():
    assert direction_of([read_name("IMP_DATE"), read_name("SUPPLIER")], "x") == "import"
    assert direction_of([], "Ghana export s.xlsx") == "export"
    assert direction_of([read_name("SHIPPER"), read_name("CONSIGNEE")], "x") == "any"
