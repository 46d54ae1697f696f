"""Whatever a file holds, the loader neither crashes nor loses a line nor leaves half a load."""

import gzip

import pandas as pd
import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector.errors import ChiptraceError
from detector.records import LoadPlan, lay_out, load_files
from detector.workspace import open_memory
from tests.records.conftest import HEAD
from tests.records.damage import HEADER, WIDTH, damaged_file

LEDGERS = ("loads", "files", "rejects", "shipment_versions")


def counts(con):
    return [con.execute(f"select count(*) from {name}").fetchall()[0][0] for name in LEDGERS]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    con = open_memory(memory_limit="1GB", threads=1)
    lay_out(con)
    yield con, tmp_path_factory.mktemp("damaged") / "shipments.csv"
    con.close()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=damaged_file(), strict=st.booleans())
def test_no_damage_crashes_the_loader_or_loses_a_line(workspace, data, strict):
    con, path = workspace
    path.write_bytes(data)
    before = counts(con)
    try:
        (report,) = load_files(con, [path], LoadPlan(kind="shipments", strict=strict))
    except ChiptraceError as error:
        assert error.fix.endswith((".", "?"))
        assert counts(con) == before
        return
    assert report.is_accounted
    loads, files, rejects, versions = (
        after - earlier for after, earlier in zip(counts(con), before, strict=True)
    )
    assert (loads, files) == ((0, 0) if report.already_loaded else (1, 1))
    assert versions == report.loaded
    assert rejects == report.kept_notes + report.rejected


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory):
    """Write the same lines in every form that is not plain text."""
    folder = tmp_path_factory.mktemp("whole")
    cells = [f"A{n},2025-03-09,Alder,TW,Birch,MY,847180".split(",") for n in range(30)]
    frame = pd.DataFrame(cells, columns=HEAD.split(","))
    frame.to_parquet(folder / "lines.parquet")
    frame.to_excel(folder / "lines.xlsx", index=False)
    frame.to_json(folder / "lines.json", orient="records")
    frame.to_json(folder / "lines.jsonl", orient="records", lines=True)
    (folder / "lines.csv.gz").write_bytes(gzip.compress(frame.to_csv().encode()))
    (folder / "lines.csv.zst").write_bytes(zstandard.compress(frame.to_csv().encode()))
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@settings(max_examples=100, deadline=None)
@given(
    name=st.sampled_from(["parquet", "xlsx", "json", "jsonl", "csv.gz", "csv.zst"]),
    damage=st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6), st.booleans()),
)
def test_no_damage_to_another_form_crashes_the_loader(workspace, whole_files, name, damage):
    con, path = workspace
    data = whole_files[f"lines.{name}"]
    at, patch, is_cut = damage
    place = int(at * len(data))
    rest = b"" if is_cut else data[place + len(patch) :]
    path = path.with_name(f"lines.{name}")
    path.write_bytes(data[:place] + patch + rest)
    before = counts(con)
    try:
        (report,) = load_files(con, [path], LoadPlan(kind="shipments"))
    except ChiptraceError:
        assert counts(con) == before
    else:
        assert report.is_accounted


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet='ab",\n\r ', max_size=12), max_size=12))
def test_the_lines_told_add_up_to_the_lines_of_the_file(workspace, lines):
    con, path = workspace
    text = "\n".join([HEADER, *lines, f"Z,2025-03-09{',' * (WIDTH - 2)}"]) + "\n"
    path.write_bytes(text.encode())
    (report,) = load_files(con, [path], LoadPlan(kind="shipments", source=str(len(text))))
    assert report.already_loaded or report.physical_lines == text.count("\n")
    assert report.is_accounted
