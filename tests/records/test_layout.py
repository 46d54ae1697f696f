"""Layouts are data, refused with a hint when they say what no layout can say."""

import pytest

from detector.errors import LayoutError
from detector.records import LoadPlan, find_layout, known_layouts, layout_text, load_files, shelf
from detector.records.layout import parse_layout, read_layout

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
