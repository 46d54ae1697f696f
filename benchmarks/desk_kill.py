"""Kill the writer of a desk with signal 9, many times; nothing acknowledged may be lost.

    python -m benchmarks.desk_kill [--rounds 1000]

Each round forks a writer in which four threads look, take and decide at once, so that events share
commits. Each event is told through a pipe after the desk acknowledged it. The writer is killed at a
moment drawn at random, and the pipe read to its end. At last the chain is verified, every
acknowledged hash is looked for in the file, and so is every acknowledged decision in the snapshot.
"""

import argparse
import json
import os
import random
import secrets
import signal
import tempfile
import threading
import time
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.recording import record
from detector.review import (
    Desk,
    Flag,
    Verdict,
    decide,
    desk_file,
    open_desk,
    read_events,
    snapshot_file,
    verify_chain,
)
from detector.workspace import open_workspace

THREADS = 4
SEEN = Verdict("refer", "the papers were asked for at the port")


def work(desk: Desk, pipe: int, worker: int) -> None:
    """Look and decide for ever; tell each event that the desk acknowledged."""
    number, run = 0, secrets.token_hex(6)
    while True:
        number += 1
        key = f"C-{run}-{worker}-{number}"
        flag = Flag(
            *(key, "servers", 1, "usual", ("TW", "MY"), (), (), (), "unusual", ("S-1",)),
            *(None, None, "", "", "e"),
        )
        for event in (
            desk.append("viewed", key, "ana", {}),
            decide(desk, flag, "ana", SEEN),
        ):
            os.write(pipe, f"{event.seq} {event.hash} {event.kind} {key}\n".encode())


def kill_once(workspace: Path, wait: float) -> list[tuple[int, str, str, str]]:
    """Run a writer until it is killed; return what it acknowledged."""
    reading, writing = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(reading)
        with open_desk(workspace) as desk:
            threads = [
                threading.Thread(target=work, args=(desk, writing, worker))
                for worker in range(THREADS)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    os.close(writing)
    with os.fdopen(reading) as told:
        lines = [told.readline()]
        time.sleep(wait)
        os.kill(writer, signal.SIGKILL)
        lines += told.readlines()
    os.waitpid(writer, 0)
    parts = [line.split() for line in lines if line.endswith("\n")]
    return [(int(seq), found, kind, key) for seq, found, kind, key in parts]


def main() -> None:
    """Kill, then compare."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=1000)
    asked.add_argument("--longest", type=float, default=0.05, help="seconds before the kill")
    asked.add_argument("--print", action="store_true", help="record nothing")
    given, acknowledged, chance = asked.parse_args(), [], random.Random(8)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w.duckdb"
        for _ in range(given.rounds):
            acknowledged += kill_once(workspace, chance.uniform(0, given.longest))
        with open_desk(workspace):
            pass  # opening it writes the snapshot anew, as the next command would
        labelled = set(pq.read_table(snapshot_file(workspace))["case_id"].to_pylist())
        with open_workspace(desk_file(workspace)) as con:
            events = read_events(con)
    verify_chain(events)
    kept = {event.seq: event.hash for event in events}
    decided = {key for _, _, kind, key in acknowledged if kind == "closed"}
    told: dict[str, object] = {
        "rounds": given.rounds,
        "writing_threads": THREADS,
        "acknowledged": len(acknowledged),
        "acknowledged_decisions": len(decided),
        "events": len(events),
        "lost": sum(kept.get(seq) != found for seq, found, _, _ in acknowledged),
        "decisions_not_in_the_snapshot": len(decided - labelled),
        "chain": "holds",
    }
    if given.print:
        print(json.dumps(told))
    else:
        record("desk_kill", told, ("duckdb", "pyarrow"))


if __name__ == "__main__":
    main()
