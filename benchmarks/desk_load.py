"""Twenty analysts at once on a queue of 50,000 cases: how long each answer takes.

    python -m benchmarks.desk_load [--seconds 60] [--folder DIR]

`chiptrace review serve` runs as its own process. Each analyst goes round: queue, search, take
next, the case, now and then its whole file, a decision, the case again. Measured twice: pausing
two seconds in the middle between answer and next request, and without any pause.
"""

import argparse
import http.client
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.desk_queue import FLAGS, make_queue
from benchmarks.recording import record

ANALYSTS = 20
PAUSES = {"two_seconds": 2.0, "none": 0.0}
WORDS = ("ltd", "servers", "technology singapore", "hong", "network", "sdn bhd", "pte")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Analyst:
    """One person with a browser: keeps the connection, the cookie, the token of the form."""

    name: str
    port: int
    key: str
    pause: float
    chance: random.Random
    taken: dict[str, list[float]] = field(default_factory=dict)
    refused: int = 0
    cookie: str = ""
    token: str = ""

    def ask(self, kind: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """Send a request, time it, and follow where it leads; give the page and its address."""
        if self.pause:
            time.sleep(self.chance.uniform(0, 2 * self.pause))
        body = urlencode({"token": self.token, **form}) if form is not None else None
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.line.request("POST" if body else "GET", path, body, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        self.taken.setdefault(kind, []).append(time.perf_counter() - began)
        given = answer.getheader("set-cookie")
        self.cookie = given.split(";")[0] if given else self.cookie
        if answer.status >= 400:
            self.refused += 1
        if answer.status == 303:
            to = str(answer.getheader("location"))
            return self.ask("case" if to.startswith("/case") else "queue", to)
        found = re.search(r'name="token" value="([^"]+)"', page)
        self.token = found[1] if found else self.token
        return page, path

    def work(self, until: float) -> None:
        """Go round until the time is up."""
        self.line = http.client.HTTPConnection("127.0.0.1", self.port)
        self.ask("enter", "/enter", {"name": self.name, "secret": self.key})
        while time.perf_counter() < until:
            self.ask("queue", "/")
            self.ask("search", f"/?{urlencode({'q': self.chance.choice(WORDS)})}")
            page, path = self.ask("take next", "/next", {})
            if not path.startswith("/case/"):
                continue
            if self.chance.random() < 0.2:
                self.ask("file", path + "/file")
            version = re.search(r'name="version" value="(\d+)"', page)
            self.ask("decide", path + "/act", {
                "do": "decide", "version": version[1] if version else "", "disposition": "refer",
                "note": "the papers were asked for at the port",
            })  # fmt: skip


def processor_seconds(process: int) -> float:
    """Give the processor time that a process has taken."""
    told = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(told[11]) + int(told[12])) / TICKS


def serve(workspace: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    """Start the server; give it and the key of an analyst."""
    asked = [sys.executable, "-m", "detector", "review", "serve", "-w", str(workspace)]
    server = subprocess.Popen([*asked, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    for line in server.stdout:
        if line.split()[:1] == ["analyst"]:
            key = line.split()[1]
        if line.split()[:1] == ["supervisor"]:
            break
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port).connect()
            return server, key
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer")


def measure(server: int, port: int, key: str, pause: float, seconds: float) -> dict[str, object]:
    """Let twenty analysts work for a while."""
    people = [Analyst(f"ana {n}", port, key, pause, random.Random(n)) for n in range(ANALYSTS)]
    began, used = time.perf_counter(), processor_seconds(server)
    threads = [threading.Thread(target=one.work, args=(began + seconds,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, used = time.perf_counter() - began, processor_seconds(server) - used
    kinds = sorted({kind for one in people for kind in one.taken} - {"enter"})
    by_kind = {kind: [t for one in people for t in one.taken.get(kind, ())] for kind in kinds}
    whole = [t for taken in by_kind.values() for t in taken]
    return {
        "requests": len(whole),
        "requests_per_second": round(len(whole) / spent, 1),
        "refused": sum(one.refused for one in people),
        "median_ms": in_ms(whole, 0.5),
        "p99_ms": in_ms(whole, 0.99),
        "processor_ms_per_request": round(1e3 * used / len(whole), 2),
        "load_average_before": round(os.getloadavg()[0], 1),
        "by_kind_median_and_p99_ms": {
            kind: [in_ms(taken, 0.5), in_ms(taken, 0.99)] for kind, taken in by_kind.items()
        },
    }


def in_ms(taken: list[float], share: float) -> float:
    """Give a quantile in milliseconds."""
    if share == 0.5:
        return round(1e3 * statistics.median(taken), 1)
    return round(1e3 * sorted(taken)[min(int(share * len(taken)), len(taken) - 1)], 1)


def main() -> None:
    """Measure with and without pauses."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--seconds", type=float, default=60)
    asked.add_argument("--port", type=int, default=8_799)
    asked.add_argument("--folder", type=Path, help="where the workspace is kept, or made")
    asked.add_argument("--print", action="store_true", help="record nothing")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        folder.mkdir(exist_ok=True)
        workspace = make_queue(folder)
        for left in folder.glob("w.d*"):
            if left != workspace:
                left.unlink()
        server, key = serve(workspace, given.port)
        try:
            told = {
                name: measure(server.pid, given.port, key, pause, given.seconds)
                for name, pause in PAUSES.items()
            }
            status = Path(f"/proc/{server.pid}/status").read_text()
        finally:
            server.terminate()
            server.wait()
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    figures: dict[str, object] = {
        "analysts": ANALYSTS,
        "cases_in_the_queue": FLAGS,
        "seconds_each": given.seconds,
        "processors": os.cpu_count(),
        "server_peak_megabytes": int(peak[1]) // 1024 if peak else None,
        "pause": told,
    }
    if given.print:
        print(json.dumps(figures, indent=2))
    else:
        record("desk_load", figures, ("duckdb", "starlette", "uvicorn", "jinja2"))


if __name__ == "__main__":
    main()
