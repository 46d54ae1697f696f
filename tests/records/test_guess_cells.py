import pytest

from detector.records.guess_cells import (
    bears_out,
    date_formats,
    look_at,
    shape_alone,
    tariff_digits,
)


@pytest.mark.parametrize(
    ("cells", "shape"),
    [
        (["2025-03-09", "2025-04-01", "2024-12-31"], "date"),
        (["USD", "EUR", "CNY"], "currency"),
        (["MYPKG", "SGSIN", "CNSHA"], "locode"),
        (["854231", "847150", "851762"], "hs"),
        (["FOB", "CIF", "EXW Hsinchu"], "term"),
    ],
)
def test_cells_alone_may_tell_a_column(cells, shape):
    told = shape_alone(look_at(cells))
    assert told is not None and told[0] == shape


def test_cells_that_break_the_promise_of_a_name_lower_it():
    words = look_at(["Northfield Ltd", "Quillhaven Inc", "Ashgrove LLC"])
    assert bears_out(words, "shipments", "value") < 0.3
    assert bears_out(words, "shipments", "exporter") == 1.0
    assert bears_out(look_at(["12", "13", "7"]), "shipments", "exporter") < 0.3


def test_blank_columns_lose_against_filled_ones():
    assert bears_out(look_at(["", ""]), "shipments", "value") < bears_out(
        look_at([]), "shipments", "value"
    )


def test_a_format_is_proposed_only_where_no_other_fits():
    assert date_formats(look_at(["13/02/2025", "01/03/2025"])) == ("%d/%m/%Y",)
    assert date_formats(look_at(["01/02/2025"])) == ()


def test_lost_leading_zeros_are_noticed():
    assert tariff_digits(look_at(["85423100", "1012100"])) == 8
    assert tariff_digits(look_at(["8542", "854231"])) is None
