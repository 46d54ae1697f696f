"""How long pages take from a workspace of ten million lines, how large they are, how soon ready.

    python -m benchmarks.pages [--lines 10000000] [--folder DIR]

The workspace is the demo's: 20,000 simulated lines, really scanned. Each of its tables is then laid
out many times over, with numbers and names of its own for every copy; the flags of the first fifty
copies stay, 5,000 rows of the queue. So pages meet tables of the size and kind that a scan of ten
million lines leaves, without the hours of that scan. Needs some 10 GB of disk in the folder.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks.recording import record
from detector.demo import run_demo
from detector.report import write_report
from detector.workspace import Connection, open_workspace, table_exists

FLAGGED_COPIES, QUEUE = 50, 5_000
AT_ONCE = 25  # copies: little memory, and lines stay near each other
BY_LINE = (
    *("shipment_versions", "goods", "ledger", "twin", "movement_link", "movement_change"),
    *("chain", "chain_hop", "control_question", "control_rule", "control_status"),
)
BY_PARTY = ("party_link", "party", "party_address", "party_kind", "mass_balance", "screening_match")
LINE_NUMBERS = ("shipment_no", "inbound_no", "outbound_no", "twin_no")
OTHER_IDS = {
    "shipment_id", "rule_id", "ended_rule_id", "onward_rule_id", "address_id",
    "exporter_address_id", "consignee_address_id",
}  # fmt: skip
NAMES = {
    "exporter", "consignee", "intermediate_consignee", "forwarder", "notify_party", "end_user",
    "payer", "buyer", "name", "key", "shipment_id",
}  # fmt: skip


def lay_out_copies(con: Connection, copies: int) -> None:
    """Lay every table out many times; the base is copy 0."""
    sizes = {
        name: con.execute(f"select max({column}) + 1 from {table}").fetchall()[0][0]
        for name, table, column in (
            ("line", "shipment_versions", "shipment_no"),
            ("party", "party_link", "party_id"),
            ("group", "party_link", "group_id"),
            ("chain", "chain", "chain_id"),
        )
    }
    for table in (*BY_LINE, *BY_PARTY):
        if table_exists(con, table):
            names = [row[0] for row in con.execute(f"describe {table}").fetchall()]
            told = ", ".join(f'{_shifted(name, table, sizes)} as "{name}"' for name in names)
            con.execute(f"create temp table first_copy as from {table}")
            for k in range(1, copies, AT_ONCE):
                con.execute(
                    f"insert into {table} select {told} from first_copy, "
                    f"range({k}, {min(k + AT_ONCE, copies)}) copies(k)"
                )
            con.execute("drop table first_copy")
    _lay_out_flags(con, copies, sizes["line"])


def _shifted(name: str, table: str, sizes: dict[str, int]) -> str:
    if name in LINE_NUMBERS:
        return f"{name} + k * {sizes['line']}"
    if name == "chain_id":
        return f"{name} + k * {sizes['chain']}"
    if name.endswith("_group") or name == "group_id":
        return f"{name} + k * {sizes['group']}"
    if name == "place":
        place = f"(try_cast(place as bigint) + k * {sizes['party']})::varchar"
        return f"case when scope = 'party' then {place} else place end"
    if name.endswith("_id") and name not in OTHER_IDS and table != "shipment_versions":
        return f"{name} + k * {sizes['party']}"
    if name in NAMES:
        return f"{name} || ' ' || k"
    return f'"{name}"'


def _lay_out_flags(con: Connection, copies: int, lines: int) -> None:
    """Lay out the latest scan: ranks of all, flags, reasons and cases of the first copies."""
    scan = "(select max(scan_id) from scans)"
    con.execute(
        f"create temp table base as select * from scores where scan_id = {scan};"
        f"delete from scores where scan_id = {scan};"
    )
    con.execute(
        f"""
        insert into scores select * exclude (k) replace (
            shipment_no + k * {lines} as shipment_no,
            case when k = 0 then shipment_id else shipment_id || ' ' || k end as shipment_id,
            (rank - 1) * {copies} + k + 1 as rank,
            flagged and k < {FLAGGED_COPIES} as flagged,
            case when flagged and k < {FLAGGED_COPIES} then case_id || '-' || k end as case_id
        ) from base, range(0, {copies}) copies(k)
        """
    )
    for table in ("reasons", "counterfactuals", "nearest"):
        names = [row[0] for row in con.execute(f"describe {table}").fetchall()]
        moved = ", ".join(
            f"{name} + k * {lines} as {name}"
            for name in ("shipment_no", "ordinary_no")
            if name in names
        )
        con.execute(
            f"insert into {table} select * exclude (k) replace ({moved}) from (from {table}) base, "
            f"range(1, {FLAGGED_COPIES}) copies(k) where scan_id = {scan}"
        )
    con.execute(
        f"""
        insert into cases select * exclude (k) replace (case_id || '-' || k as case_id)
        from (from cases) base, range(1, {FLAGGED_COPIES}) copies(k) where scan_id = {scan};
        update cases set case_id = case_id || '-0' where scan_id = {scan}
            and case_id not like 'C-%-%';
        update scans set lines = lines * {copies}, flagged = flagged * {FLAGGED_COPIES}
            where scan_id = {scan};
        """
    )


def make_workspace(lines: int, folder: Path) -> Path:
    """Scan the demo's records and lay the workspace out many times over."""
    run_demo(folder, lambda _: None)
    file = folder / "demo.duckdb"
    with open_workspace(file) as con:
        (scanned,) = con.execute("select count(*) from shipment_versions").fetchall()[0]
        lay_out_copies(con, lines // scanned)
    return file


def write_pages(file: str, out: str) -> None:
    """Write the weekly page and its case files; print seconds, processor seconds and memory."""
    began = time.perf_counter()
    with open_workspace(file, read_only=True) as con:
        write_report(con, Path(out), rows=QUEUE)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        round(time.perf_counter() - began, 1),
        round(used.ru_utime + used.ru_stime, 1),
        used.ru_maxrss // 1024,
    )


def seconds_until_ready(page: Path, visits: int = 7) -> tuple[float, float]:
    """Open a page in Chromium; give the median and the least seconds until all is drawn."""
    told = []
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for _ in range(visits):
            visited = opened.new_page(viewport={"width": 1440, "height": 1000})
            visited.goto(page.as_uri())
            visited.locator("#chart-trend .bars .point").first.wait_for(state="attached")
            told.append(
                visited.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
            )
            visited.close()
        opened.close()
    return round(median(told) / 1000, 2), round(min(told) / 1000, 2)


def measure(lines: int, folder: Path) -> dict[str, object]:
    """Write the pages of a workspace in a process of its own and look at them."""
    file, out = make_workspace(lines, folder), folder / "pages"
    with open_workspace(file, read_only=True) as con:
        (counted,) = con.execute("select count(*) from shipment_versions").fetchall()[0]
    given = [sys.executable, "-m", "benchmarks.pages", "--write", str(file), str(out)]
    done = subprocess.run(given, check=True, capture_output=True, text=True)
    seconds, processor, memory = (float(word) for word in done.stdout.split())
    (page,) = out.glob("*.html")
    ready, fastest = seconds_until_ready(page)
    parts = {
        kind: [file.stat().st_size for file in out.glob(f"*-cases/{kind}-*.html")]
        for kind in ("case", "party")
    }
    return {
        "lines": counted,
        "queue_rows": QUEUE,
        "case_files": len(parts["case"]),
        "party_pages": len(parts["party"]),
        "seconds": seconds,
        "processor_seconds": processor,
        "peak_megabytes": int(memory),
        "weekly_page_megabytes": round(page.stat().st_size / 1e6, 2),
        "largest_case_file_kilobytes": round(max(parts["case"]) / 1e3, 1),
        "largest_party_page_kilobytes": round(max(parts["party"]) / 1e3, 1),
        "ready_seconds": ready,
        "ready_seconds_fastest": fastest,
        "remark": f"Seven visits; the fastest was ready after {fastest} s. {_remark()}",
    }


def _remark() -> str:
    load = os.getloadavg()[0]
    if load < 2:
        return "Nothing else ran."
    return f"Other work kept both cores busy (load {load:.0f}): seconds on the wall are too many."


def main(given: Sequence[str] | None = None) -> None:
    """Measure and record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", nargs=2, metavar=("WORKSPACE", "OUT"), help=argparse.SUPPRESS)
    asked = parser.parse_args(given)
    if asked.write:
        write_pages(*asked.write)
        return
    room = Path(tempfile.mkdtemp(dir=asked.folder))
    try:
        figures = measure(asked.lines, room)
    finally:
        shutil.rmtree(room)
    record("pages", figures, ("duckdb", "jinja2"))


if __name__ == "__main__":
    main()
