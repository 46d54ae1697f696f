from detector.records.guess import guess_header


def filled(names: list[str], file: str) -> dict[str, tuple[tuple[int, ...], dict[str, object]]]:
    return {one.field: (one.positions, one.settings) for one in guess_header(names, file).fields}


def test_every_needed_column_is_told_even_when_nothing_fills_it():
    told = filled(["HS_CODE", "CONSIGNEE"], "x.csv")
    assert told["exporter"] == ((), {"optional": True})


def test_the_destination_stands_in_for_the_consignees_country():
    told = filled(["EXPORTER", "CONSIGNEE", "HS", "DESTINATION_COUNTRY"], "x.csv")
    assert told["consignee_country"][0] == told["destination_country"][0] == (3,)


def test_a_unit_without_a_quantity_is_left():
    assert "quantity_unit" not in filled(["EXPORTER", "HS", "UNIT"], "x.csv")


def test_declaration_numbers_repeat_over_lines():
    told = filled(["DECLARATION_NO", "EXPORTER", "HS"], "x.csv")
    assert told["shipment_id"] == ((0,), {"repeats": "number"})


def test_the_kind_of_document_is_told_by_its_words():
    assert filled(["SHIPPER", "NOTIFY PARTY", "HS"], "x")["record_source"][1] == {
        "constant": "bill-of-lading"
    }
    assert filled(["EXPORTER", "EXP_DATE", "HS"], "x")["record_source"][1] == {
        "constant": "export-declaration"
    }
