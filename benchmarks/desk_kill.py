"""Kill the writer of a desk with signal 9, many times; nothing acknowledged may be lost.

python benchmarks/kill_desk.py --rounds 1000

Each round forks a writer that tells every event after the desk acknowledged it, waits for a few,
kills it at a moment drawn at random, and reads the pipe to its end. At last the chain is verified
and every acknowledged hash is looked for in the file.
"""

import argparse
import json
import os
import random
import signal
import tempfile
import time
from pathlib import Path

from detector.review import desk_file, open_desk, read_events, verify_chain
from detector.workspace import open_workspace


def kill_once(workspace: Path, wait: float) -> dict[int, str]:
    """Run a writer until it is killed; return what it acknowledged."""
    reading, writing = os.pipe()
    writer = os.fork()
    if not writer:
        os.close(reading)
        with open_desk(workspace) as desk:
            while True:
                event = desk.append("viewed", "C-1", "ana", {"n": len(desk.events)})
                os.write(writing, f"{event.seq} {event.hash}\n".encode())
    os.close(writing)
    with os.fdopen(reading) as told:
        lines = [told.readline()]
        time.sleep(wait)
        os.kill(writer, signal.SIGKILL)
        lines += told.readlines()
    os.waitpid(writer, 0)
    return {int(line.split()[0]): line.split()[1] for line in lines if line.endswith("\n")}


def main() -> None:
    """Kill, then compare."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=1000)
    asked.add_argument("--longest", type=float, default=0.05, help="seconds before the kill")
    given, acknowledged, chance = asked.parse_args(), {}, random.Random(8)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Path(folder) / "w.duckdb"
        for _ in range(given.rounds):
            acknowledged |= kill_once(workspace, chance.uniform(0, given.longest))
        with open_workspace(desk_file(workspace)) as con:
            events = read_events(con)
    verify_chain(events)
    kept = {event.seq: event.hash for event in events}
    lost = len(acknowledged.items() - kept.items())
    told = {"rounds": given.rounds, "acknowledged": len(acknowledged), "events": len(events)}
    print(json.dumps(told | {"lost": lost, "chain": "holds"}))


if __name__ == "__main__":
    main()
