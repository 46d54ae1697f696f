import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks import layout_guess
from benchmarks.layout_guess.measure import measure
from detector.errors import InputError
from detector.records.accounts import LoadPlan
from detector.records.guess import Guess, guess_header, guess_layout, write_layout
from detector.records.layout import parse_layout
from detector.records.loading import load_files
from tests.records.guessing import write_renamed


def sources(guess: Guess) -> dict[str, str]:
    names = guess.head.rows[0]
    return {one.field: names[one.positions[0]] for one in guess.fields if one.positions}


def settings_of(guess: Guess, field: str) -> dict[str, object]:
    return next(one.settings for one in guess.fields if one.field == field)


@pytest.mark.parametrize("seed", range(6))
def test_a_renamed_and_shuffled_file_loads_by_its_guessed_layout(con, tmp_path, seed):
    path = write_renamed(tmp_path / f"quarter {seed}.csv", 400, seed)
    layout = tmp_path / "guessed.toml"
    layout.write_text(write_layout(guess_layout(path)), encoding="utf-8")
    report = load_files(con, [path], LoadPlan(layout=str(layout)))[0]
    assert report.loaded > 0.99 * 400 and report.is_accounted
    filled = con.execute(
        "select count(shipped_on), count(exporter_country), count(consignee_country), "
        "count(hs_code), count(quantity), count(gross_weight_kg), count(value_usd), "
        "count(transport_mode), count(distinct shipment_id) from shipments"
    ).fetchone()
    assert filled == (400,) * 9


def test_the_header_is_found_under_title_rows(tmp_path):
    guess = guess_layout(write_renamed(tmp_path / "x.csv", 20, 1))
    assert guess.head.header_line == 4 and guess.head.delimiter == ";"


def test_headers_without_lines_are_guessed_too(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("EXPORTER_NAME,BUYER_NAME,HS_CODE,EXP_DATE,USD_FOB\n", encoding="utf-8")
    assert sources(guess_layout(path)) == {
        "shipped_on": "EXP_DATE",
        "exporter": "EXPORTER_NAME",
        "consignee": "BUYER_NAME",
        "hs_code": "HS_CODE",
        "value": "USD_FOB",
    }


def test_a_name_with_currency_and_basis_gives_both_as_constants():
    guess = guess_header(["EXPORTER", "CONSIGNEE", "HS", "TOTAL_USD_FOB", "CURRENCY"], "x.csv")
    assert settings_of(guess, "currency") == {"constant": "USD"}
    assert settings_of(guess, "value_basis") == {"constant": "fob"}


def test_a_value_without_currency_reads_the_currency_column():
    guess = guess_header(["EXPORTER", "CONSIGNEE", "HS", "INVOICE_AMOUNT", "CURRENCY"], "x.csv")
    assert sources(guess)["currency"] == "CURRENCY"


def test_pounds_in_a_name_become_the_unit_and_a_unit_column_is_read():
    assert (
        settings_of(guess_header(["SHIPPER", "HS", "GROSS_WEIGHT_LB"], "x"), "gross_weight_kg")[
            "unit"
        ]
        == "lb"
    )
    told = settings_of(
        guess_header(["SHIPPER", "HS", "WEIGHT", "WEIGHT_UNIT"], "x"), "gross_weight_kg"
    )
    assert told["unit_from"] == ("WEIGHT_UNIT",)


def test_an_import_date_stands_in_for_the_departure_and_says_so():
    guess = guess_header(["IMPORTER", "SUPPLIER", "HS", "IMP_DATE", "ORIGIN_COUNTRY"], "imports")
    assert sources(guess)["shipped_on"] == sources(guess)["arrived_on"] == "IMP_DATE"
    assert sources(guess)["exporter_country"] == "ORIGIN_COUNTRY"
    stand_in = next(one for one in guess.fields if one.field == "shipped_on")
    assert stand_in.confidence < 0.6 and "stands in" in stand_in.why


def test_the_file_name_may_tell_the_country():
    guess = guess_header(["EXPORTER_NAME", "BUYER_NAME", "HS_CODE"], "Kenya Export 2024.xlsx")
    assert settings_of(guess, "exporter_country") == {"constant": "KE"}


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (
            ["Year", "Reporter", "Partner", "Trade Flow", "Commodity Code", "Trade Value (US$)"],
            "trade_flows",
        ),
        (["name", "alt_names", "country", "programs"], "watchlist"),
        (["Company Name", "Country", "Date of Incorporation", "Parent Company"], "parties"),
        (["shipment_id", "decision", "decided_on"], "dispositions"),
        (["Bill of Lading", "Shipper", "Consignee", "HTS"], "shipments"),
    ],
)
def test_the_kind_of_records_is_told(names, kind):
    assert guess_header(names, "some.csv").kind == kind


def test_year_and_month_are_joined_to_a_period():
    guess = guess_header(["ANO", "MES", "NCM", "PAIS", "VL_FOB", "KG_LIQUIDO"], "x.csv")
    period = next(one for one in guess.fields if one.field == "period")
    assert period.positions == (0, 1) and period.settings == {"joiner": "-"}


def test_a_workbook_with_a_title_is_read(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Title"])
    book.active.append(["EXPORTER", "CONSIGNEE", "HS_CODE"])
    book.active.append(["A Ltd", "B Ltd", 854231])
    book.save(tmp_path / "x.xlsx")
    guess = guess_layout(tmp_path / "x.xlsx")
    assert guess.head.header_line == 2 and sources(guess)["hs_code"] == "HS_CODE"


def test_net_above_gross_is_put_right_by_the_cells(tmp_path):
    path = tmp_path / "x.csv"
    lines = "".join(f"A,B,854231,{n},{n + 2}\n" for n in range(1, 20))
    path.write_text(f"EXPORTER,CONSIGNEE,HS,GROSS_WEIGHT,NET_WEIGHT\n{lines}", encoding="utf-8")
    assert sources(guess_layout(path))["gross_weight_kg"] == "NET_WEIGHT"


def test_a_file_that_is_missing_or_no_table_is_refused(tmp_path):
    with pytest.raises(InputError):
        guess_layout(tmp_path / "nowhere.csv")
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    with pytest.raises(InputError):
        guess_layout(tmp_path / "bad.xlsx")


def test_columns_that_stand_twice_or_have_no_name_are_told_not_mapped():
    guess = guess_header(["EXPORTER", "exporter", "", "%%"], "x.csv")
    assert [column.fields for column in guess.columns] == [("exporter",), (), (), ()]
    assert "twice" in write_layout(guess)


HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            [
                "<script>alert(1)</script>",
                'EXPORTER "NAME"',
                "CON\nSIGNEE",
                "'''",
                '"""',
                "HS_CODE\\",
                "\x00\x1f\x7f\x85\u2028",
                "=cmd|' /C calc'!A0",
                "EXPORTER",
                "EXPORTER",
                "",
                "# value",
                "[columns]",
                "a" * 10_000,
            ]
        ),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(HOSTILE, st.text(max_size=30))
def test_hostile_headers_give_valid_toml_that_the_loader_accepts(names, file):
    text = write_layout(guess_header(names, file))
    tomllib.loads(text)
    parse_layout(text, "guessed")


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_hostile_files_are_guessed_or_refused_never_crash(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("hostile") / "x.csv"
    path.write_bytes(content)
    try:
        parse_layout(write_layout(guess_layout(path)), "guessed")
    except InputError as error:
        assert error.fix


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name",
    [
        "korea_customs/df_syn_valid_eng.csv",
        "wits/USA_15-16.csv",
        "comtrade/comtrade_2021-08-16.csv",
        "taiwan/taiwan_exports_by_country_2013_2025.csv",
    ],
)
def test_real_files_load_by_their_guessed_layout(con, tmp_path, shared_data, name):
    path = shared_data / name
    layout = tmp_path / "guessed.toml"
    layout.write_text(write_layout(guess_layout(path)), encoding="utf-8")
    report = load_files(con, [path], LoadPlan(layout=str(layout)))[0]
    assert report.is_accounted and report.loaded > 0.99 * (report.loaded + report.rejected)


def test_months_across_become_periods(con, tmp_path):
    months = ",".join(f"2025 {month}" for month in ("Jan", "Feb", "Mar", "Apr", "May", "Jun"))
    lines = "Malaysia,1,2,3,4,5,6\nTaiwan,7,8,9,10,11,12\n"
    path = tmp_path / "Singapore exports.csv"
    path.write_text(f"A title,,,,,,\nMarket,{months}\n{lines}", encoding="utf-8")
    layout = tmp_path / "guessed.toml"
    layout.write_text(write_layout(guess_layout(path)), encoding="utf-8")
    assert load_files(con, [path], LoadPlan(layout=str(layout)))[0].loaded == 12
    flows = (
        "select reporter, partner, value_usd from trade_flows where period = '2025-02' order by 2"
    )
    assert con.execute(flows).fetchall() == [("SG", "MY", 2), ("SG", "TW", 8)]


@pytest.mark.shared_data
def test_headers_of_vendors_keep_the_measured_quality(shared_data):
    headers = shared_data / "layouts" / "vendor_headers_188.json"
    figures = measure(headers, Path(layout_guess.__file__).parent / "labels.toml")
    assert figures["recall"] >= 0.90 and figures["wrong_share"] <= 0.05
