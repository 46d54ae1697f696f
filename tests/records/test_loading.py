"""Files become records: whole or not at all, no line unaccounted."""

import subprocess
import sys
from datetime import date

import pandas as pd
import pytest

from detector.errors import InputError, LayoutError, RecordError, WorkspaceError
from detector.records import LoadPlan, load_files, load_frame
from detector.workspace import open_workspace
from tests.records.conftest import HEAD, LINE


def test_a_canonical_line_is_loaded(con, write, fetch):
    (report,) = load_files(con, [write(f"{HEAD}\n{LINE}\n")])
    assert (report.loaded, report.rejected, report.skipped) == (1, 0, 1)
    assert report.is_accounted
    assert fetch("select shipment_no, shipment_id, line, hs6, currency from shipments") == [
        (1, "A1", 2, "847180", "USD")
    ]


def test_the_same_file_twice_adds_nothing(con, write, fetch):
    path = write(f"{HEAD}\n{LINE}\n")
    load_files(con, [path])
    (again,) = load_files(con, [path])
    assert again.already_loaded
    assert fetch("select count(*) from shipment_versions") == [(1,)]
    assert fetch("select count(*) from loads") == [(1,)]


def test_a_corrected_file_supersedes_and_the_earlier_version_stays(con, write, fetch):
    load_files(con, [write(f"{HEAD}\n{LINE}\n")])
    (report,) = load_files(con, [write(f"{HEAD}\n{LINE.replace('MY', 'SG')}\n")])
    assert report.superseded == 1
    assert fetch("select consignee_country from shipments") == [("SG",)]
    versions = "select consignee_country, superseded_by from shipment_versions order by load_id"
    assert fetch(versions) == [("MY", 2), ("SG", None)]


def test_a_line_without_a_usable_date_is_rejected_with_its_text(con, write, fetch):
    (report,) = load_files(
        con, [write(f"{HEAD}\n{LINE}\n{LINE.replace('2025-03-09', '2025-02-30')}\n")]
    )
    assert (report.loaded, report.rejected) == (1, 1)
    told = "select line, column_name, value, reason, line_kept from rejects"
    assert fetch(told) == [(3, "shipped_on", "2025-02-30", "no such day", False)]


def test_strict_stops_at_the_first_reject_and_changes_nothing(con, write, fetch):
    path = write(f"{HEAD}\n{LINE}\n{LINE.replace('TW', 'Atlantis').replace('A1', 'A2')}\n")
    with pytest.raises(RecordError, match="Atlantis"):
        load_files(con, [path], LoadPlan(strict=True))
    assert fetch("select count(*) from information_schema.tables") == [(0,)]


def test_a_missing_column_is_told_and_nothing_is_changed(con, write, fetch):
    with pytest.raises(LayoutError, match="hs_code"):
        load_files(con, [write(f"{HEAD.removesuffix(',hs_code')}\nA1,2025-03-09,A,TW,B,MY\n")])
    assert fetch("select count(*) from information_schema.tables") == [(0,)]


def lines(*cells, head=HEAD):
    return "\n".join((head, *cells)) + "\n"


def test_blank_parties_countries_and_codes_load_as_nulls_without_a_remark(con, write, fetch):
    (report,) = load_files(con, [write(lines("A1,2025-03-09,,,,,"))])
    assert (report.loaded, report.kept_notes) == (1, 0)
    assert fetch("select exporter, consignee_country, hs_code, hs6 from shipments") == [
        (None, None, None, None)
    ]


def test_a_missing_id_is_minted_from_source_file_and_line(con, write, fetch):
    path = write(lines(",2025-03-09,,,,,", ",2025-03-09,,,,,"), "north_2025-03.csv")
    load_files(con, [path])
    minted = fetch("select shipment_id, id_minted, source from shipments order by line")
    assert [(told[0].rsplit("-", 1)[1], *told[1:]) for told in minted] == [
        ("2", True, "north"),
        ("3", True, "north"),
    ]


def test_a_month_becomes_its_first_day(con, write, fetch):
    load_files(con, [write(lines("A1,2025-03,,,,,", "A2,2025-03-09,,,,,"))])
    dated = "select shipped_on::varchar, date_precision from shipments order by line"
    assert fetch(dated) == [("2025-03-01", "month"), ("2025-03-09", "day")]


def test_a_bad_cell_loads_as_null_and_its_text_is_kept(con, write, fetch):
    head = f"{HEAD},gross_weight_kg,routed_export,transport_mode"
    (report,) = load_files(con, [write(lines(f"{LINE},heavy,maybe,balloon", head=head))])
    assert (report.loaded, report.rejected, report.kept_notes) == (1, 0, 3)
    told = "select column_name, value, line_kept from rejects order by column_name"
    assert fetch(told) == [
        ("gross_weight_kg", "heavy", True),
        ("routed_export", "maybe", True),
        ("transport_mode", "balloon", True),
    ]


def test_where_only_the_arrival_is_known_it_stands_in(con, write, fetch):
    head = f"{HEAD},arrived_on"
    (report,) = load_files(con, [write(lines("A1,,,,,,,2025-03-11", head=head))])
    assert (report.loaded, report.kept_notes) == (1, 1)
    assert fetch("select shipped_on::varchar from shipments") == [("2025-03-11",)]


def test_negative_amounts_are_not_read(con, write, fetch):
    head = f"{HEAD},quantity,value"
    load_files(con, [write(lines(f"{LINE},-4,-100", head=head))])
    assert fetch("select quantity, value, value_usd from shipments") == [(None, None, None)]
    assert fetch("select distinct reason from rejects") == [("negative",)]


def test_extra_columns_are_kept_beside_the_record(con, write, fetch):
    head = f'{HEAD},"Office ""7""",colour'
    load_files(con, [write(lines(f'{LINE},"say ""so""",', head=head))])
    assert fetch("""select extra->>'Office "7"', extra->>'colour' from shipments""") == [
        ('say "so"', None)
    ]


def test_values_are_converted_at_the_rate_of_the_day(con, write, fetch):
    head = f"{HEAD},value,currency"
    body = [
        f"A{n},2025-03-0{n + 2},,,,,,1000,{money}"
        for n, money in enumerate(("", "EUR", "TWD", "XQQ"))
    ]
    (report,) = load_files(con, [write(lines(*body, head=head))])
    told = fetch("select currency, value_usd::double from shipments order by line")
    assert told[0] == ("USD", 1000.0)
    assert told[1] == ("EUR", pytest.approx(1046.5, rel=0.02))
    assert told[2:] == [("TWD", None), (None, None)]
    assert report.reasons == {"no currency": 1, "no exchange rate for the day": 1}


def test_a_loaded_rate_goes_before_the_published_one(con, write, fetch):
    load_files(
        con, [write("currency,month,usd_per_unit\nTWD,2025-03,0.03\nEUR,2025-03,2\n", "rates.csv")]
    )
    head = f"{HEAD},value,currency"
    load_files(con, [write(lines(f"{LINE},100,TWD", "A2,2025-03-10,,,,,,100,EUR", head=head))])
    assert fetch("select value_usd::double from shipments order by line") == [(3.0,), (200.0,)]


def test_of_an_id_that_stands_twice_the_later_line_is_current(con, write, fetch):
    (report,) = load_files(con, [write(lines(LINE, LINE.replace("MY", "SG")))])
    assert (report.loaded, report.superseded, report.kept_notes) == (2, 1, 1)
    assert fetch("select line, consignee_country from shipments") == [(3, "SG")]
    assert fetch("select line, line_kept from rejects") == [(2, True)]


def test_the_same_id_of_another_source_is_another_shipment(con, write, fetch):
    north, south = write(lines(LINE), "north.csv"), write(lines(LINE, ""), "south_2025-03.csv")
    load_files(con, [north, south])
    load_files(con, [north], LoadPlan(source="west"))
    told = fetch("select source from shipments order by shipment_no")
    assert told == [("north",), ("south",), ("west",)]


def test_the_same_content_under_another_name_adds_nothing(con, write, fetch):
    first, copy = write(lines(LINE), "north.csv"), write(lines(LINE), "copy.csv")
    reports = load_files(con, [first, copy])
    assert [report.already_loaded for report in reports] == [False, True]
    assert fetch("select count(*) from shipment_versions") == [(1,)]


def test_one_bad_file_among_several_changes_nothing(con, write, fetch):
    load_files(con, [write(lines(LINE), "first.csv")])
    with pytest.raises(LayoutError):
        load_files(con, [write(lines(LINE), "second.csv"), write("a,b\n1,2\n", "third.csv")])
    assert fetch("select count(*) from shipment_versions") == [(1,)]
    assert fetch("select count(*) from loads") == [(1,)]


def test_a_damaged_line_turns_a_clean_file_to_careful_reading(con, write, fetch):
    good = [f"A{n},2025-03-09,,,,," for n in range(50)]
    (report,) = load_files(con, [write(lines(*good, 'B,2025-03-09,"open,,,,', *good))])
    assert report.is_accounted
    assert (report.loaded, report.rejected) == (101, 0)
    assert fetch("select line, exporter from shipments where shipment_id = 'B'") == [(52, "open")]


def test_every_line_knows_its_line_on_either_path(con, write, fetch):
    good = [f"A{n},2025-03-09,N{n + 2},,,," for n in range(3000)]
    load_files(con, [write(lines(*good), "clean.csv"), write(lines(*good, "", 'X,,"'), "not.csv")])
    counted = "select source, count(*) from shipments where exporter = 'N' || line group by all"
    assert sorted(fetch(counted)) == [("clean", 3000), ("not", 3000)]


def test_a_frame_is_loaded_like_a_file(con, fetch):
    frame = pd.DataFrame(
        {
            "shipment_id": ["A1", "A2"],
            "shipped_on": [date(2025, 3, 9), None],
            "exporter": ["Alder", None],
            "exporter_country": ["TW", "Taiwan"],
            "consignee": ["Birch", "Birch"],
            "consignee_country": ["MY", "MY"],
            "hs_code": ["847180", "847180"],
            "quantity": [3.0, 1.5],
            "serial_numbers": [["S1", "S2"], None],
        }
    )
    report = load_frame(con, "shipments", frame, "made")
    assert (report.loaded, report.rejected) == (1, 1)
    assert load_frame(con, "shipments", frame, "made").already_loaded
    told = "select source, exporter_country, quantity, serial_numbers from shipments"
    assert fetch(told) == [("made", "TW", 3.0, ["S1", "S2"])]


def test_the_other_kinds_are_known_by_their_headers(con, write, fetch):
    files = {
        "parties": "party,country,capacity_mw\nBirch,Malaysia,12\n,MY,\nElm,Atlantis,1\n",
        "watchlist": "name,aliases,country,source\nOak,O.A.K.|Oaks,CN,list of oaks\n,,CN,\n",
        "dispositions": "shipment_id,case_id,decision\nA1,,diverted\n,,cleared\nA2,,unheard\n",
        "trade_flows": (
            "period,reporter,partner,flow,hs_code,value_usd\n2025-03,TW,World,export,8542,1000\n"
            "2025,TW,ASEAN,6,854231,5\n2025,TW,Nowhere,export,8542,1\n2025,TW,MY,export,8542,\n"
        ),
    }
    reports = load_files(con, [write(text, f"{kind}.csv") for kind, text in files.items()])
    assert [(one.kind, one.loaded, one.rejected) for one in reports] == [
        ("parties", 1, 2),
        ("watchlist", 1, 1),
        ("dispositions", 2, 1),
        ("trade_flows", 2, 2),
    ]
    assert fetch("select name, aliases, source from watchlist") == [
        ("Oak", ["O.A.K.", "Oaks"], "list of oaks")
    ]
    assert fetch("select partner, hs6 from trade_flows order by line") == [
        ("W00", None),
        ("X-ASEAN", "854231"),
    ]


def test_dates_that_could_be_either_way_are_told_once_for_the_file(con, write, fetch):
    (report,) = load_files(con, [write(lines("A1,09/03/2025,,,,,", "A2,08/03/2025,,,,,"))])
    assert (report.loaded, report.kept_notes) == (2, 1)
    assert fetch("select line, column_name, value from rejects") == [
        (0, "shipped_on", "08/03/2025")
    ]
    assert fetch("select max(shipped_on)::varchar from shipments") == [("2025-03-09",)]


def test_hostile_text_is_data(con, write, fetch):
    hostile = ["=1+1", "<script>alert(1)</script>", "'; drop table files; --", "$v1", "@rows"]
    body = [f'{n},2025-03-09,"{text}",,"{text}",,' for n, text in enumerate(hostile)]
    load_files(con, [write(lines(*body))])
    assert [row[0] for row in fetch("select exporter from shipments order by line")] == hostile


def test_a_locked_workspace_is_told(tmp_path, write):
    path = tmp_path / "case.duckdb"
    load = (
        "import sys; from detector.workspace import open_workspace\n"
        "with open_workspace(sys.argv[1]): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", load, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        other.stdout.readline()
        with pytest.raises(WorkspaceError, match="open"), open_workspace(path) as con:
            load_files(con, [write(lines(LINE))])
        other.stdin.close()


def test_a_workspace_open_for_reading_is_told(tmp_path, write):
    path = tmp_path / "case.duckdb"
    with open_workspace(path):
        pass
    with (
        open_workspace(path, read_only=True) as con,
        pytest.raises(WorkspaceError, match="reading"),
    ):
        load_files(con, [write(lines(LINE))])


def test_a_layout_for_another_kind_is_refused(con, write):
    with pytest.raises(InputError, match="for trade_flows, not for shipments"):
        load_files(con, [write(lines(LINE))], LoadPlan(kind="shipments", layout="wits"))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_titles_above_the_header_are_skipped_on_the_fast_path_too(con, write, fetch, ends):
    text = ends.join(("A title", '"Another, with a comma"', HEAD, LINE, LINE.replace("A1", "A2")))
    (report,) = load_files(con, [write(text.encode())])
    assert report.skipped_by == {"title": 2, "header": 1}
    assert report.is_accounted
    assert fetch("select shipment_id, hs_code, line from shipments order by line") == [
        ("A1", "847180", 4),
        ("A2", "847180", 5),
    ]


def test_a_header_without_lines_loads_nothing(con, write):
    (report,) = load_files(con, [write(f"{HEAD}\n")])
    assert (report.loaded, report.rejected, report.is_accounted) == (0, 0, True)


def test_a_header_that_stands_again_is_skipped(con, write, fetch):
    (report,) = load_files(con, [write(f"{HEAD}\n{LINE}\n{HEAD}\n{LINE.replace('A1', 'A2')}\n")])
    assert (report.loaded, report.skipped_by) == (2, {"header": 2})
    assert fetch("select line from shipments order by line") == [(2,), (4,)]
