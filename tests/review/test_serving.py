"""The server as a process of its own: others work while it serves."""

import json
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from detector.cli import main
from detector.review import open_docket
from tests.review.served import NOTE

SETTINGS = """
trees = 20
neighbours = 10
folds = 3
rehearsal_shipments = 0
"""


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


@contextmanager
def serving(workspace, *asked):
    """Serve in another process; give the address and the keys."""
    command = [sys.executable, "-m", "detector", "review", "serve", "-w", str(workspace), *asked]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address, keys = server.stdout.readline().strip(), {}
        while "--host" not in asked and len(keys) < 3:
            role, *key = server.stdout.readline().split()
            if role in ("reader", "analyst", "supervisor"):
                keys[role] = key[0]
        yield address, keys
        server.terminate()


class Browser:
    """The least of a browser: a cookie, forms, redirects."""

    def __init__(self, address: str, context: ssl.SSLContext | None = None) -> None:
        self.address, self.cookie = address.rstrip("/"), ""
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPSHandler(context=context), _Stay()
        )

    def ask(self, path: str, form: str | None = None, host: str = "") -> tuple[int, str]:
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
        headers |= {"Host": host} if host else {}
        body = form.encode() if form is not None else None
        asked = urllib.request.Request(self.address + path, body, headers)
        for _ in range(100):
            try:
                answer = self._opener.open(asked, timeout=20)
            except urllib.error.HTTPError as error:
                answer = error
            except urllib.error.URLError:
                time.sleep(0.1)
                continue
            break
        given = answer.headers.get("set-cookie")
        self.cookie = given.split(";")[0] if given else self.cookie
        return answer.status, answer.read().decode()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_given):
        return None


@pytest.fixture
def workspace(tmp_path, scanned):
    (tmp_path / "w.duckdb").write_bytes(scanned.read_bytes())
    (tmp_path / "s.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path / "w.duckdb"


@pytest.mark.slow
def test_scan_train_and_report_succeed_while_it_serves_and_the_pages_move_on(workspace, tmp_path):
    where = ["-w", str(workspace)]
    asked = [*where, "--settings", str(tmp_path / "s.toml")]
    with serving(workspace, "--port", free_port()) as (address, keys):
        ana = Browser(address)
        assert ana.ask("/enter", f"name=ana&secret={keys['analyst']}")[0] == 303
        before = list(open_docket(workspace).flags)
        page = ana.ask(f"/case/{before[0]}")[1]
        token = re.search(r'name="token" value="([^"]+)"', page)[1]
        form = f"token={token}&do=decide&version=0&disposition=refer&note={NOTE}"
        assert ana.ask(f"/case/{before[-1]}/act", form.replace(" ", "+"))[0] == 303
        assert main(["scan", *asked, "--budget", "3"]) == 0
        assert main(["train", *asked]) == 0
        assert main(["report", *where, "--out", str(tmp_path / "out"), "--single-file"]) == 0
        now = list(open_docket(workspace).flags)
        assert set(now) != set(before)
        for _ in range(100):
            page = ana.ask("/?state=any")[1]
            shown = set(re.findall(r"C-[0-9A-F]{8}", page))
            if set(now) <= shown and not shown & (set(before) - set(now)):
                break
            time.sleep(0.1)
        else:
            pytest.fail("the pages stayed with the old generation")
        assert main(["review", "list", *where]) == 5  # one process writes events
    assert main(["review", "list", *where]) == 0


def test_another_address_is_served_under_tls_to_accounts(workspace, sealed, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", _Typed("correct horse battery\n"))
    account = ["review", "account", "ana", "--role", "supervisor", "-w", str(workspace)]
    assert main(account) == 0
    assert main(["review", "serve", "-w", str(workspace), "--host", "0.0.0.0"]) == 12
    assert "no TLS" in capsys.readouterr().err
    tls = ["--certificate", str(sealed[0]), "--private-key", str(sealed[1])]
    port = free_port()
    asked = ["--host", "0.0.0.0", "--name", "desk.example", "--port", port, *tls]
    with serving(workspace, *asked) as (address, _):
        assert address == f"https://desk.example:{port}/"
        trusting = ssl.create_default_context(cafile=str(sealed[0]))
        trusting.check_hostname = False  # the certificate is for the name, the test has the number
        ana, name = Browser(f"https://127.0.0.1:{port}", trusting), f"desk.example:{port}"
        assert ana.ask("/", host=f"127.0.0.1:{port}")[0] == 400
        assert ana.ask("/enter", "name=ana&secret=wrong", name)[0] == 401
        assert ana.ask("/enter", "name=ana&secret=correct+horse+battery", name)[0] == 303
        assert ana.cookie.startswith("__Host-desk=")
        assert ana.ask("/supervisor", host=name)[0] == 200


class _Typed:
    def __init__(self, text: str) -> None:
        self._text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return self._text


def test_a_decision_at_the_desk_is_in_the_json_of_the_terminal(workspace, capsys):
    (key, *_) = open_docket(workspace).flags
    asked = ["review", "decide", key, "refer", "--note", NOTE, "-w", str(workspace), "--json"]
    assert main(asked) == 0
    assert json.loads(capsys.readouterr().out)["data"]["kind"] == "closed"
