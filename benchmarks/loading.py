"""How long loading a million canonical lines takes, beside DuckDB's own typed reader.

Run: python -m benchmarks.loading [LINES]
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from detector.records import TABLES, load_files
from detector.workspace import open_memory, open_workspace

LINES, ROUNDS, LIMIT, THREADS = 1_000_000, 3, "2GB", 2
RESULT = Path(__file__).parent / "results" / "loading.json"

FILLED = {
    "shipment_id": "'S' || lpad(i::varchar, 9, '0')",
    "shipped_on": "(date '2023-01-01' + (i * 1000 // $lines)::integer)::varchar",
    "arrived_on": "(date '2023-01-03' + (i * 1000 // $lines + h % 20)::integer)::varchar",
    "exporter": "'Alder Semiconductor Works ' || (h % 4000) || ' Co., Ltd.'",
    "exporter_country": "['TW','US','KR','CN','MY','NL'][1 + h % 6]",
    "exporter_address": "(h % 900) || ' Long Road, Hsinchu Science Park, Building ' || (h % 40)",
    "consignee": "'Birch Trading ' || (h % 9000) || ' Pte. Ltd.'",
    "consignee_country": "['MY','SG','HK','AE','IN','VN','TH'][1 + h % 7]",
    "consignee_address": "(h % 700) || ' Jalan Besar, Level ' || (h % 30)",
    "forwarder": "case when h % 3 > 0 then 'Cedar Freight ' || (h % 200) end",
    "notify_party": "case when h % 2 = 0 then 'Birch Trading ' || (h % 9000) || ' Pte. Ltd.' end",
    "end_user": "case when h % 5 < 2 then 'Elm Data ' || (h % 3000) end",
    "end_user_country": "case when h % 5 < 2 then ['MY','SG','IN'][1 + h % 3] end",
    "origin_country": "['TW','CN','MY','KR'][1 + h % 4]",
    "destination_country": "case when h % 4 > 0 then ['MY','SG','HK','AE'][1 + h % 4] end",
    "port_of_lading": "['TWTPE','USLAX','KRICN','CNSHA'][1 + h % 4]",
    "port_of_unlading": "['MYPKG','SGSIN','HKHKG','AEDXB'][1 + h % 4]",
    "transit_ports": "case when h % 6 = 0 then 'SGSIN|HKHKG' end",
    "transport_mode": "['air','sea','road','courier'][1 + h % 4]",
    "hs_code": "['847180','847330','854231','84718000','8473301180'][1 + h % 5]",
    "description": "'Graphics processing unit, model ' || (h % 500) || ', \"rack, 8U\"'",
    "model": "'GX-' || (h % 500)",
    "quantity": "1 + h % 64",
    "quantity_unit": "['C62','card','PCS','unit'][1 + h % 4]",
    "gross_weight_kg": "round(1 + (h % 100000) / 7.0, 2)",
    "net_weight_kg": "case when h % 3 > 0 then round(1 + (h % 100000) / 8.0, 2) end",
    "value": "round(100 + (h % 10000000) / 3.0, 2)",
    "currency": "['USD','USD','USD','EUR','KRW','SGD'][1 + h % 6]",
    "eccn": "case when h % 3 = 0 then ['3A090.a','4A090','EAR99','5A992.c'][1 + h % 4] end",
    "license_code": "case when h % 3 = 0 then 'NLR' end",
    "consignee_type": "case when h % 2 = 0 then ['reseller','end-user','other'][1 + h % 3] end",
    "routed_export": "case when h % 2 = 0 then ['true','false'][1 + h % 2] end",
    "serial_numbers": "case when h % 20 = 0 then 'SN' || i || '|SN' || (i + 1) end",
    "packages": "1 + h % 20",
    "package_type": "'carton'",
    "transport_document": "'BL' || h",
    "carrier": "'Dogwood Lines ' || (h % 60)",
    "value_basis": "'fob'",
    "record_source": "'export-declaration'",
}
TYPES = {"text": "VARCHAR", "date": "DATE", "number": "DOUBLE", "bool": "BOOLEAN"}


def write_lines(path: Path, lines: int) -> None:
    """Write canonical shipments with every column of the contract in the header."""
    columns = ", ".join(
        f'{FILLED.get(name, "null")} as "{name}"' for name in TABLES["shipments"].names
    )
    query = (
        f"copy (select {columns} from (select i, (hash(i) % 1000000007)::bigint as h "
        "from range($lines) t(i)) order by i) to $path (format csv, header)"
    )
    with open_memory(memory_limit="4GB", threads=THREADS) as con:
        con.execute(query, {"lines": lines, "path": str(path)})


def time_duckdb(path: Path, folder: Path) -> float:
    """Read the file into a table with the contract's plain types; seconds."""
    columns = {
        column.name: TYPES.get(column.cell, "VARCHAR") for column in TABLES["shipments"].columns
    }
    with open_workspace(folder / "own.duckdb", memory_limit=LIMIT, threads=THREADS) as con:
        start = time.perf_counter()
        con.execute(
            "create table own as select * from read_csv($path, header = true, columns = $columns)",
            {"path": str(path), "columns": columns},
        )
        return time.perf_counter() - start


def time_chiptrace(path: Path, folder: Path) -> tuple[float, int]:
    """Load the file into a fresh workspace; seconds and lines."""
    with open_workspace(folder / "ours.duckdb", memory_limit=LIMIT, threads=THREADS) as con:
        start = time.perf_counter()
        (report,) = load_files(con, [path])
        seconds = time.perf_counter() - start
        assert report.is_accounted, report
        return seconds, report.loaded


def revision() -> str:
    """Give the git revision that was measured."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty"], check=False, capture_output=True, text=True
    )
    return told.stdout.strip()


def main() -> None:
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else LINES
    own, ours, loaded = [], [], 0
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "shipments.csv"
        write_lines(path, lines)
        size = path.stat().st_size
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory() as folder:
                own.append(time_duckdb(path, Path(folder)))
                seconds, loaded = time_chiptrace(path, Path(folder))
                ours.append(seconds)
    told = {
        "revision": revision(),
        "lines": lines,
        "loaded": loaded,
        "megabytes": round(size / 1e6, 1),
        "memory_limit": LIMIT,
        "threads": THREADS,
        "duckdb_seconds": [round(one, 2) for one in own],
        "chiptrace_seconds": [round(one, 2) for one in ours],
        "ratio": round(sorted(ours)[ROUNDS // 2] / sorted(own)[ROUNDS // 2], 2),
        "ratio_at_most": 5,
        "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
