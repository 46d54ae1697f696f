"""The pages of the desk, and what they turn away."""

import shutil
import socket
import threading
import time

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from starlette.testclient import TestClient

from detector.pipeline import ScanPlan, scan
from detector.review import open_desk, open_docket
from detector.review.server import Gate, Shelf, build_app
from detector.workspace import open_next_generation
from tests.conftest import QUICK

HERE = "http://127.0.0.1"
OURS = {"sec-fetch-site": "same-origin"}
NOTE = "weights do not agree with the papers"


class Served:
    def __init__(self, workspace, desk):
        self.workspace, self.desk, self.now = workspace, desk, 0.0
        self.gate = Gate(lambda: self.now)
        self.app = build_app(desk, Shelf(workspace, desk), self.gate)
        self.keys = list(open_docket(workspace).flags)

    def client(self, name=None, role="analyst"):
        told = TestClient(self.app, base_url=HERE, follow_redirects=False)
        if name:
            form = {"name": name, "key": self.gate.keys[role]}
            assert told.post("/enter", data=form, headers=OURS).status_code == 303
        return told

    def post(self, client, path, **form):
        person = self.gate.person(client.cookies["desk"])
        return client.post(path, data={"token": person.token, **form}, headers=OURS)

    def decide(self, client, key, disposition="refer", version=0, note=NOTE):
        form = {"do": "decide", "disposition": disposition, "note": note, "version": str(version)}
        return self.post(client, f"/case/{key}/act", **form)


@pytest.fixture
def served(tmp_path, scanned):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    with open_desk(tmp_path / "w.duckdb") as desk:
        yield Served(tmp_path / "w.duckdb", desk)


@pytest.mark.parametrize("path", ["/", "/supervisor", "/case/C-1", "/evidence/" + "0" * 64])
def test_a_stranger_sees_the_door_alone(served, path):
    told = served.client().get(path)
    assert told.status_code == 401
    assert served.keys[0] not in told.text


def test_every_answer_is_marked(served):
    told = served.client("ana").get("/").headers
    assert told["cache-control"] == "no-store"
    assert "script-src" not in told["content-security-policy"]
    assert told["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in told["content-security-policy"]


def test_a_foreign_host_is_turned_away(served):
    assert served.client("ana").get("/", headers={"host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {},
        {"origin": "http://rebound.example"},
        {"origin": "null"},
    ],
)
def test_a_post_from_elsewhere_writes_nothing(served, headers):
    client = served.client("ana")
    token = served.gate.person(client.cookies["desk"]).token
    form = {"token": token, "do": "decide", "disposition": "refer", "note": NOTE, "version": "0"}
    told = client.post(f"/case/{served.keys[0]}/act", data=form, headers=headers)
    assert told.status_code == 403
    assert served.desk.standing(served.keys[0]).state == "new"


def test_a_form_without_its_token_writes_nothing(served):
    client = served.client("ana")
    told = client.post(f"/case/{served.keys[0]}/act", data={"token": "x"}, headers=OURS)
    assert told.status_code == 409
    assert served.desk.standing(served.keys[0]).version == 0


def test_guessing_keys_shuts_the_door_for_a_minute(served):
    client = served.client()
    wrong = {"name": "eve", "key": "guess"}
    codes = [client.post("/enter", data=wrong, headers=OURS).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    right = {"name": "ana", "key": served.gate.keys["analyst"]}
    assert client.post("/enter", data=right, headers=OURS).status_code == 429
    served.now += 61
    assert client.post("/enter", data=right, headers=OURS).status_code == 303


def test_a_session_ends(served):
    client = served.client("ana")
    served.now += 9 * 3600
    assert client.get("/").status_code == 401


def test_no_role_does_more_than_it_may(served):
    reader, analyst = served.client("rex", "reader"), served.client("ana")
    assert served.decide(reader, served.keys[0]).status_code == 403
    assert analyst.get("/supervisor").status_code == 403
    assert served.client("sue", "supervisor").get("/supervisor").status_code == 200
    told = served.post(analyst, "/next", role="supervisor")
    assert told.status_code == 303
    assert analyst.get("/supervisor").status_code == 403


def test_the_second_of_two_analysts_gets_a_clear_message(served):
    ana, ben, key = served.client("ana"), served.client("ben"), served.keys[-1]
    assert served.decide(ana, key).status_code == 303
    told = served.decide(ben, key, "inconclusive")
    assert told.status_code == 409
    assert "ana</bdi>" in told.text or "ana changed this case while you had it open" in told.text
    assert served.desk.standing(key).decided_by == "ana"


def test_confirming_needs_a_second_person_here_too(served):
    ana, ben, key = served.client("ana"), served.client("ben"), served.keys[0]
    served.decide(ana, key, "confirmed diversion")
    version = str(served.desk.standing(key).version)
    path = f"/case/{key}/act"
    assert served.post(ana, path, do="agree", version=version).status_code == 409
    assert served.post(ben, path, do="agree", version=version).status_code == 303
    assert served.desk.standing(key).second == "ben"


def test_bulk_never_confirms(served):
    form = {"key": served.keys[0], "disposition": "confirmed diversion", "note": NOTE}
    told = served.post(served.client("ana"), "/bulk", **form)
    assert told.status_code == 409
    assert served.desk.standing(served.keys[0]).state == "new"


@pytest.mark.parametrize("path", ["..%2f..%2fetc%2fpasswd", "../../etc/passwd", "%00", "w.duckdb"])
@pytest.mark.parametrize("where", ["/evidence/", "/case/"])
def test_no_path_leads_out(served, where, path):
    told = served.client("ana").get(where + path)
    assert told.status_code in (404, 409)
    assert "root:" not in told.text


def test_uploads_are_kept_by_hash_and_leave_as_downloads_alone(served):
    client, key = served.client("ana"), served.keys[0]
    form = {"token": served.gate.person(client.cookies["desk"]).token}
    page = {"file": ("../../<script>x.html", b"<script>alert(1)</script>", "text/html")}
    told = client.post(f"/case/{key}/evidence", data=form, files=page, headers=OURS)
    assert told.status_code == 303
    (kept,) = (served.workspace.parent / "w.evidence").iterdir()
    answer = client.get(f"/evidence/{kept.name}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "<script>" not in client.get(f"/case/{key}").text


def test_an_oversize_upload_is_refused_before_it_is_read(served):
    client = served.client("ana")
    headers = OURS | {"content-length": str(11 * 2**20)}
    told = client.post(f"/case/{served.keys[0]}/evidence", content=b"x", headers=headers)
    assert told.status_code == 413

    def pieces():
        yield b"x"

    told = client.post(f"/case/{served.keys[0]}/evidence", content=pieces(), headers=OURS)
    assert told.status_code == 411


def test_looks_are_events_too(served):
    client = served.client("rex", "reader")
    client.get("/")
    client.get(f"/case/{served.keys[0]}")
    assert [(event.actor, event.kind) for event in served.desk.events] == [
        ("rex", "listed"),
        ("rex", "viewed"),
    ]


def test_the_pages_move_on_to_a_newer_generation_and_scan_succeeds_meanwhile(served):
    client = served.client("ana")
    before = len(served.keys)
    with open_next_generation(served.workspace) as con:
        scan(con, ScanPlan(budget=3), QUICK)
    assert f"{len(open_docket(served.workspace).flags)} cases" in client.get("/").text
    assert len(open_docket(served.workspace).flags) != before


@pytest.fixture
def live(served):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(served.app, port=port, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    served.address = f"http://127.0.0.1:{port}"
    yield served
    server.should_exit = True
    thread.join()


def enter(page, live, name, role):
    page.goto(live.address)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Key from the terminal").fill(live.gate.keys[role])
    page.get_by_role("button", name="Enter").click()


@pytest.mark.browser
def test_an_analyst_and_a_supervisor_walk_through(live, browser):
    hostile = "<img src=x onerror=alert(1)>"
    faults = []
    for name, role in (("ana", "analyst"), (hostile, "supervisor")):
        context = browser.new_context(bypass_csp=False)
        page = context.new_page()
        page.on("console", lambda told: faults.append(told.text))
        page.on("dialog", lambda told: faults.append(f"a script ran: {told.message}"))
        enter(page, live, name, role)
        page.get_by_role("button", name="Take next").click()
        if role == "analyst":
            page.get_by_label("Disposition").select_option("confirmed diversion")
            page.get_by_label("Note, ten").fill(f"{hostile} was in the papers")
            page.get_by_role("button", name="Decide").click()
            assert page.get_by_text("Proposed by").is_visible()
        else:
            page.goto(f"{live.address}/case/{live.keys[0]}")
            page.get_by_role("button", name="Agree").click()
            assert page.get_by_text("Closed by").is_visible()
            page.goto(f"{live.address}/supervisor")
            assert page.get_by_role("heading", name="How the work stands").is_visible()
        context.close()
    assert [fault for fault in faults if "401" not in fault] == []


@pytest.mark.browser
def test_axe_finds_nothing(live, browser):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(live.address)
    found = [Axe().run(page).generate_report() if Axe().run(page).violations_count else ""]
    enter(page, live, "sue", "supervisor")
    for path in ("/", f"/case/{live.keys[0]}", "/supervisor", "/case/none"):
        page.goto(live.address + path)
        told = Axe().run(page)
        found.append(told.generate_report() if told.violations_count else "")
    context.close()
    assert [text for text in found if text] == []
