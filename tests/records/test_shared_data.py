"""Real files, with the faults that real files have: every line is accounted for."""

import pytest

from detector.records import load_files
from detector.workspace import open_memory

FILES = {
    "korea_customs/df_syn_train_eng.csv": ("korea_customs", 37_385),
    "korea_customs/df_syn_valid_eng.csv": ("korea_customs", 8_134),
    "wits/ASEAN_15-16.csv": ("wits", 1_844),
    "wits/ASEAN_17-20.csv": ("wits", 3_810),
    "wits/China_15-16.csv": ("wits", 688),
    "wits/China_17-20.csv": ("wits", 1_398),
    "wits/USA_15-16.csv": ("wits", 896),
    "wits/USA_17-20.csv": ("wits", 1_841),
    "taiwan/taiwan_exports_8542_2013_2025.csv": ("taiwan_customs", 289),
    "taiwan/taiwan_exports_by_country_2013_2025.csv": ("taiwan_by_country", 9_683),
    "taiwan/ic_exports_world_HS8542_raw.csv": ("comtrade_47", 1_686),
    "taiwan/ic_exports_world_HS8542_202501_202508_uncomtrade.csv": ("comtrade_47", 396),
    "comtrade/comtrade_2021-08-16.csv": ("comtrade_35", 2_863),
    "comtrade/singapore_exports_44_columns.csv": ("comtrade_47", 990),
    "comtrade/thailand_8542_imports.csv": ("comtrade_47", 1_178),
    "baci/ExampleTradeData.csv": ("baci", 71_192),
    "baci/country_codes_V202201.csv": ("baci_countries", 238),
    "singstat/Export_data_Singapore.csv": ("singstat", 160 * 266),
}

pytestmark = pytest.mark.shared_data


@pytest.fixture(scope="module")
def loaded():
    with open_memory(memory_limit="1GB") as con:
        yield con


def test_every_file_of_these_folders_is_tried(shared_data):
    folders = {name.split("/")[0] for name in FILES}
    there = {
        f"{folder}/{file.name}"
        for folder in folders
        for file in (shared_data / folder).glob("*.csv")
    }
    assert there == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_line_of_a_real_file_is_accounted_for(shared_data, loaded, name):
    layout, count = FILES[name]
    (report,) = load_files(loaded, [shared_data / name])
    assert report.layout == layout
    lines = (shared_data / name).read_bytes()
    assert report.physical_lines == lines.count(b"\n") + (not lines.endswith(b"\n"))
    assert report.is_accounted
    data = report.cells or report.loaded + report.rejected
    assert data == count
    assert report.loaded >= 0.99 * data
    assert report.superseded == 0


def test_mirror_cells_are_as_published(shared_data, con, fetch):
    load_files(con, [shared_data / "wits/ASEAN_17-20.csv", shared_data / "wits/China_17-20.csv"])
    cells = (
        "select flow, round(value_usd / 1e9, 1)::double from trade_flows where period = '2019' "
        "and hs_code = '8542' and (reporter, partner, flow) in "
        "(('MY', 'CN', 'export'), ('CN', 'MY', 'import')) order by flow"
    )
    assert fetch(cells) == [("export", 8.4), ("import", 30.7)]


def test_taiwan_hides_as_other_asia(shared_data, con, fetch):
    load_files(con, [shared_data / "comtrade/thailand_8542_imports.csv"])
    assert fetch("select count(*) > 5 from trade_flows where partner = 'TW'") == [(True,)]
    assert fetch("select count(*) from trade_flows where partner = 'S19'") == [(0,)]


def test_roc_years_and_thousands_become_years_and_dollars(shared_data, con, fetch):
    load_files(con, [shared_data / "taiwan/taiwan_exports_8542_2013_2025.csv"])
    first = "select period, partner, value_usd::double from trade_flows where line = 2"
    assert fetch(first) == [("2013", "W00", 1_194_720_782.44)]


def test_hong_kong_grew_as_published(shared_data, con, fetch):
    load_files(con, [shared_data / "taiwan/taiwan_exports_by_country_2013_2025.csv"])
    by_year = (
        "select round(sum(value_usd) / 1e9, 2)::double from trade_flows where hs6 = '854231' "
        "and partner = 'HK' and period in ('2013', '2021') group by period order by period"
    )
    assert fetch(by_year) == [(0.34,), (pytest.approx(11.3, abs=0.05),)]


def test_blank_padded_tonnes_become_kilograms(shared_data, con, fetch):
    load_files(con, [shared_data / "baci/ExampleTradeData.csv"])
    assert fetch(
        "select value_usd::double, net_weight_kg, hs_code from trade_flows where line = 2"
    ) == [(52_051.0, 13_235.0, "382390")]
    assert fetch("select net_weight_kg from trade_flows where line = 15") == [(None,)]


def test_the_wide_table_of_singapore_holds_its_months(shared_data, con, fetch):
    load_files(con, [shared_data / "singstat/Export_data_Singapore.csv"])
    assert fetch("select count(distinct period), min(period), max(period) from trade_flows") == [
        (266, "2003-01", "2025-02")
    ]
    total = "select value_usd / 1e9 from trade_flows where partner = 'W00' and period = '2025-01'"
    assert float(fetch(total)[0][0]) == pytest.approx(59.3745 / 1.357, rel=0.02)


def test_lists_of_parties_are_read_from_json(shared_data, con, fetch):
    names = ("bis_entity_list", "bis_meu", "dhs_uflpa", "dow_1260h", "ofac_nscmic")
    reports = load_files(con, [shared_data / f"watchlists/{name}.json" for name in names])
    assert [report.loaded for report in reports] == [3_409, 70, 148, 80, 68]
    assert all(report.is_accounted and report.rejected == 0 for report in reports)
    assert fetch("select count(*) from watchlist where country is null") == [(0,)]


def test_every_entry_of_the_entity_list_has_its_names_and_all_but_two_a_day(
    shared_data, con, fetch
):
    load_files(con, [shared_data / "watchlists/bis_entity_list.json"])
    assert fetch(
        "select count(*), count(name), count(listed_on), count(address), sum(len(aliases)), "
        "min(listed_on)::varchar from watchlist where programme = 'bis-entity-list'"
    ) == [(3_409, 3_409, 3_407, 3_284, 5_172, "1997-06-30")]
    assert fetch("select value from rejects order by line") == [
        ("86 FR 67319",),
        ("73 FR 54508",),
    ]
