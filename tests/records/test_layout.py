"""Layouts are data, refused with a hint when they say what no layout can say."""

from pathlib import Path

import pytest

from detector.errors import LayoutError
from detector.records import LoadPlan, find_layout, known_layouts, layout_text, load_files, shelf
from detector.records.layout import (
    ColumnRule,
    FileRule,
    Layout,
    UnpivotRule,
    parse_layout,
    read_layout,
)

OWN = """
name = "own"
kind = "shipments"
[columns]
shipped_on = { from = ["When"], formats = ["%d.%m.%y"] }
exporter.from = ["Who"]
exporter_country.constant = "Taiwan"
consignee.optional = true
consignee_country.from = ["Where"]
hs_code = { from = ["HS"], digits = 6 }
"""


@pytest.mark.parametrize("name", sorted(shelf()))
def test_what_is_shown_reads_back_as_the_same_layout(name):
    assert parse_layout(layout_text(name), name).columns == find_layout(name).columns


def test_every_layout_says_what_it_is():
    assert all(card.title for card in known_layouts())
    assert known_layouts()[0].name == "canonical"


@pytest.mark.parametrize(
    ("changed", "told", "fix"),
    [
        (("exporter.from", "exporters.from"), "did you mean 'exporter'", "."),
        (("digits = 6", "digit = 6"), "Unknown key 'columns.hs_code.digit'", "'digits'"),
        (("[columns]", "[file]\nrequire = []\n[columns]"), "file.require", "'requires'"),
        (('kind = "shipments"', 'kind = "ships"'), "none of shipments", "."),
        (('exporter.from = ["Who"]', "exporter = {}"), "names no column", "."),
        (("digits = 6", "digits = 99"), "less than or equal to 12", "."),
        (("[columns]", "[columns"), "no TOML", "."),
        (('name = "own"', 'title = "own"'), "name", "."),
        (("digits = 6", 'unit = "stone"'), "unit 'stone' is not known", "."),
        (("[columns]", "[file]\nencoding = 'cp9'\n[columns]"), "no encoding 'cp9'", "."),
        (("[columns]", "[unpivot]\ncolumns = '('\n[columns]"), "no pattern", "."),
        (("digits = 6", "pattern = '('"), "no pattern", "."),
        (("digits = 6", "pattern = 'a|b'"), "exactly one group", "."),
        (("digits = 6", "pattern = '(a)(?=b)'"), "looks around", "."),
    ],
)
def test_a_malformed_layout_is_told_with_the_nearest_name(changed, told, fix):
    with pytest.raises(LayoutError, match=told) as raised:
        parse_layout(OWN.replace(*changed), "own.toml")
    assert fix in raised.value.fix


def test_a_missing_layout_is_told_with_the_nearest_name(tmp_path):
    with pytest.raises(LayoutError) as raised:
        find_layout("korea_custom")
    assert "'korea_customs'" in raised.value.fix
    with pytest.raises(LayoutError, match="cannot be read"):
        read_layout(tmp_path / "absent.toml")


def test_a_users_layout_is_taken_from_its_file(con, write, fetch):
    layout = write(OWN, "own.toml")
    file = write("Our ledger\n\nWhen;Who;Where;HS\n09.03.25;Alder;Viet Nam;81.31.0\n", "own.csv")
    (report,) = load_files(con, [file], LoadPlan(layout=str(layout)))
    assert report.skipped_by == {"title": 2, "header": 1}
    told = "select shipped_on::varchar, exporter_country, consignee, consignee_country, hs_code"
    assert fetch(f"{told} from shipments") == [("2025-03-09", "TW", None, "VN", "081310")]


def test_a_needed_column_that_the_file_lacks_is_told(con, write):
    layout = write(OWN, "own.toml")
    file = write("When;Who;Were;HS\n09.03.25;Alder;VN;813100\n", "own.csv")
    with pytest.raises(LayoutError, match="consignee_country is missing") as raised:
        load_files(con, [file], LoadPlan(layout=str(layout)))
    assert "Is it 'Were'?" in raised.value.fix


@pytest.mark.parametrize(
    ("kind", "without", "header"),
    [
        ("trade_flows", "value_usd", "period;reporter;partner;flow;hs_code"),
        ("trade_flows", "period", "reporter;partner;flow;hs_code;value_usd"),
        (
            "shipments",
            "shipped_on",
            "exporter;exporter_country;consignee;consignee_country;hs_code",
        ),
    ],
)
def test_a_column_that_every_line_hangs_on_is_not_spared(con, write, kind, without, header):
    lines = [f'name = "own"\ntitle = "own"\nkind = "{kind}"\n[columns]']
    lines += [f'{name}.from = ["{name}"]' for name in header.split(";")]
    layout = write("\n".join([*lines, f"{without}.optional = true\n"]), "own.toml")
    file = write(header + "\n" + ";".join("1" * len(header.split(";"))) + "\n", "own.csv")
    with pytest.raises(LayoutError, match=f"{without} is missing"):
        load_files(con, [file], LoadPlan(layout=str(layout)))


def page():
    return (Path(__file__).parent.parent.parent / "docs" / "layouts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("rule", [Layout, FileRule, UnpivotRule, ColumnRule])
def test_the_page_tells_every_key(rule):
    told = page()
    for name, field in rule.model_fields.items():
        assert f"`{field.alias or name}`" in told


def test_the_example_of_the_page_is_a_layout_that_loads(con, write, fetch):
    text = page().split("```toml\n")[1].split("```")[0]
    layout = write(text, "mine.toml")
    file = write(
        "Northern port\nEntry No;Sailing date;Shipper;Receiver;Receiver country;Destination;Tariff;"
        "Weight;Mode\n7;09-Mar-25;Alder;Birch;;Malaysia;8473301;100;V\nTotal;;;;;;;100;\n"
    )
    (report,) = load_files(con, [file], LoadPlan(layout=str(layout)))
    assert (report.loaded, report.skipped_by) == (1, {"title": 1, "header": 1, "foot": 1})
    told = "select consignee_country, hs_code, round(gross_weight_kg, 2), transport_mode"
    assert fetch(f"{told} from shipments") == [("MY", "08473301", 45.36, "sea")]
