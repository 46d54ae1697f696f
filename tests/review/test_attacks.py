"""What the desk turns away; each attack is refused or shows."""

import shutil

import pytest
from starlette.testclient import TestClient

from detector.errors import IntegrityError, ReviewError
from detector.review import open_desk
from detector.review.server import Accounts, accounts_file, build_app
from detector.review.server.serving import check_address
from detector.workspace import open_workspace
from tests.review.served import HERE, NOTE, OURS, Served

HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "path",
    ["/", "/supervisor", "/case/C-1", "/case/C-1/bundle", "/queue.csv", "/evidence/" + "0" * 64],
)
def test_without_a_cookie_there_is_the_door_alone(served, path):
    told = served.client().get(path)
    assert told.status_code == 401
    assert served.keys[0] not in told.text


@pytest.mark.parametrize("path", ["/next", "/bulk", "/case/C-1/act", "/views", "/leave"])
def test_without_a_cookie_nothing_is_written(served, path):
    before = len(served.desk.events)
    assert served.client().post(path, data={"token": ""}, headers=OURS).status_code == 401
    assert len(served.desk.events) == before


def test_a_made_up_cookie_opens_nothing(served):
    client = served.client()
    client.cookies.set("desk", "a" * 43)
    assert client.get("/").status_code == 401


def test_every_answer_is_marked(served):
    for path in ("/", "/desk.css", "/desk.js", f"/case/{served.keys[0]}", "/nowhere"):
        told = served.client("ana").get(path).headers
        assert told["cache-control"] == "no-store"
        policy = told["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert told["x-content-type-options"] == "nosniff"


def test_pages_hold_no_inline_script_and_no_inline_style(served):
    client = served.client("sue", "supervisor")
    for path in ("/", f"/case/{served.keys[0]}", f"/case/{served.keys[0]}/file", "/supervisor"):
        text = client.get(path).text
        assert text.count("<script") == text.count('<script src="/desk.js"') == 1
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text


@pytest.mark.parametrize(
    "host", ["rebound.example", "127.0.0.1.rebound.example", "localhost@rebound.example", ""]
)
def test_a_foreign_host_is_turned_away(served, host):
    assert served.client("ana").get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {},
        {"origin": "http://rebound.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1"},
    ],
)
def test_a_post_from_elsewhere_writes_nothing(served, headers):
    client, key = served.client("ana"), served.keys[0]
    form = {"token": served.token(client), "do": "decide", "disposition": "refer", "note": NOTE}
    told = client.post(f"/case/{key}/act", data=form | {"version": "0"}, headers=headers)
    assert told.status_code == 403
    assert served.desk.standing(key).state == "new"


def test_a_form_without_its_token_writes_nothing(served):
    client, key = served.client("ana"), served.keys[0]
    for token in ({}, {"token": ""}, {"token": "x"}, {"token": served.token(served.client("ben"))}):
        told = client.post(f"/case/{key}/act", data={"do": "take", **token}, headers=OURS)
        assert told.status_code == 409
    assert served.desk.standing(key).version == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_not_served(served, method):
    assert served.client("ana").request(method, "/").status_code == 405


def test_a_stored_script_is_text_in_every_field(served):
    ana, sue, key = served.client("ana"), served.client("sue", "supervisor"), served.keys[0]
    served.act(sue, key, "assign", to=HOSTILE)
    served.post(ana, "/views", do="save", name=HOSTILE[:40], q=HOSTILE)
    files = {"file": (HOSTILE, b"x", "text/html")}
    form = {"token": served.token(ana)}
    ana.post(f"/case/{key}/evidence", data=form, files=files, headers=OURS)
    served.act(sue, key, "assign", to="")
    served.decide(ana, key, "duplicate", f"{HOSTILE} {NOTE}", duplicate_of=HOSTILE)
    served.act(sue, key, "decline", note=f"{HOSTILE} {NOTE}")
    pages = ["/", f"/?q={HOSTILE}&who={HOSTILE}&state={HOSTILE}&reason={HOSTILE}&page={HOSTILE}"]
    pages += [f"/case/{key}", f"/case/{key}/file", "/supervisor", f"/case/{HOSTILE}"]
    for path in pages:
        assert HOSTILE not in sue.get(path).text
        assert HOSTILE not in ana.get(path).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ana.get(f"/case/{key}").text


def test_a_script_in_every_text_of_the_records_is_text_too(tmp_path, scanned, clock):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    with open_workspace(tmp_path / "w.duckdb") as con:
        con.execute("update cases set title = $x, parties = [$x], typology = $x", {"x": HOSTILE})
        con.execute("update reasons set text = $x, innocent = $x, red_flag = $x", {"x": HOSTILE})
        con.execute(
            "update shipment_versions set description = $x, exporter = $x, consignee = $x",
            {"x": HOSTILE},
        )
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        served = Served(tmp_path / "w.duckdb", desk)
        client, key = served.client("ana"), served.keys[0]
        for path in ("/", f"/case/{key}", f"/case/{key}/file"):
            told = client.get(path)
            assert told.status_code == 200
            assert HOSTILE not in told.text
            assert "&lt;script&gt;" in told.text


@pytest.mark.parametrize("path", ["..%2f..%2fetc%2fpasswd", "../../etc/passwd", "%00", "w.duckdb"])
@pytest.mark.parametrize("where", ["/evidence/", "/case/", "/"])
def test_no_path_leads_out(served, where, path):
    told = served.client("ana").get(where + path)
    assert told.status_code in (404, 409)
    assert "root:" not in told.text


def test_an_oversize_upload_is_refused_before_it_is_read(served):
    client = served.client("ana")
    headers = OURS | {"content-length": str(11 * 2**20)}
    path = f"/case/{served.keys[0]}/evidence"
    assert client.post(path, content=b"x", headers=headers).status_code == 413

    def pieces():
        yield b"x"

    assert client.post(path, content=pieces(), headers=OURS).status_code == 411


def test_guessing_shuts_the_door_for_a_minute(served):
    client = served.client()
    wrong = {"name": "eve", "secret": "guess"}
    codes = [client.post("/enter", data=wrong, headers=OURS).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
    right = {"name": "ana", "secret": served.door.keys["analyst"]}
    assert client.post("/enter", data=right, headers=OURS).status_code == 429
    served.now += 61
    assert client.post("/enter", data=right, headers=OURS).status_code == 303
    kinds = [event.kind for event in served.desk.events if event.kind != "drawn"]
    assert kinds == ["refused"] * 5 + ["entered"]


def test_a_session_ends_when_left_alone_when_old_and_when_one_leaves(served):
    client = served.client("ana")
    served.now += 3_700
    assert client.get("/").status_code == 401
    client = served.client("ana")
    for _ in range(9):
        served.now += 3_500
        last = client.get("/").status_code
    assert last == 401
    client = served.client("ana")
    cookie = client.cookies["desk"]
    served.post(client, "/leave")
    client.cookies.set("desk", cookie)
    assert client.get("/").status_code == 401


def test_no_role_does_more_than_it_may(served):
    reader, analyst = served.client("rex", "reader"), served.client("ana")
    key = served.keys[0]
    assert served.decide(reader, key).status_code == 403
    assert served.post(reader, "/next").status_code == 403
    assert served.post(reader, "/bulk", key=key, do="data error", note=NOTE).status_code == 403
    assert 'name="disposition"' not in reader.get(f"/case/{key}").text
    assert analyst.get("/supervisor").status_code == 403
    told = served.post(analyst, "/next", role="supervisor")
    assert told.status_code == 303
    assert analyst.get("/supervisor?role=supervisor").status_code == 403
    form = {"name": "ana", "secret": served.door.keys["analyst"], "role": "supervisor"}
    analyst.post("/enter", data=form, headers=OURS)
    assert analyst.get("/supervisor").status_code == 403


@pytest.fixture
def guarded(tmp_path, scanned, clock):
    shutil.copyfile(scanned, tmp_path / "w.duckdb")
    accounts = Accounts(accounts_file(tmp_path / "w.duckdb"))
    accounts.keep("ana", "analyst", "correct horse battery")
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        yield Served(tmp_path / "w.duckdb", desk, accounts)


def test_an_account_opens_with_its_password_and_no_other(guarded):
    client = guarded.client("ana", secret="correct horse battery")
    assert client.get("/").status_code == 200
    for name, secret in (("ana", "correct horse batterz"), ("nobody", "correct horse battery")):
        told = guarded.client().post("/enter", data={"name": name, "secret": secret}, headers=OURS)
        assert told.status_code == 401
    kept = accounts_file(guarded.workspace)
    assert "correct horse" not in kept.read_text(encoding="utf-8")
    assert "$argon2id$" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


def test_another_role_or_a_struck_off_account_ends_the_session(guarded):
    client = guarded.client("ana", secret="correct horse battery")
    Accounts(accounts_file(guarded.workspace)).keep("ana", "reader", "correct horse battery")
    assert client.get("/").status_code == 401
    client = guarded.client("ana", secret="correct horse battery")
    Accounts(accounts_file(guarded.workspace)).keep("ben", "reader", "another long password")
    Accounts(accounts_file(guarded.workspace)).drop("ana")
    assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    ("name", "role", "password", "told"),
    [
        ("../x", "reader", "long enough it is", "will not do"),
        ("ana", "owner", "long enough it is", "Unknown role"),
        ("ana", "reader", "short", "5 letters"),
    ],
)
def test_an_account_that_will_not_do_is_refused(tmp_path, name, role, password, told):
    with pytest.raises(ReviewError, match=told):
        Accounts(tmp_path / "w.accounts.json").keep(name, role, password)
    assert not (tmp_path / "w.accounts.json").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])
def test_another_address_is_refused_without_tls_and_accounts(tmp_path, host, sealed):
    with pytest.raises(ReviewError, match="no TLS"):
        check_address(tmp_path / "w.duckdb", host, (), (None, None))
    with pytest.raises(ReviewError, match="nobody has an account"):
        check_address(tmp_path / "w.duckdb", host, (), sealed)
    with pytest.raises(ReviewError, match="two files"):
        check_address(tmp_path / "w.duckdb", host, (), (sealed[0], None))
    with pytest.raises(ReviewError, match="cannot be used"):
        check_address(tmp_path / "w.duckdb", host, (), (sealed[1], sealed[1]))
    Accounts(accounts_file(tmp_path / "w.duckdb")).keep("ana", "reader", "long enough it is")
    told = check_address(tmp_path / "w.duckdb", host, ("desk.example",), sealed)
    assert told.is_sealed
    assert "desk.example" in told.names
    assert "127.0.0.1" not in told.names


def test_this_machine_needs_neither(tmp_path):
    told = check_address(tmp_path / "w.duckdb", "127.0.0.1", (), (None, None))
    assert (told.is_sealed, told.accounts) == (False, None)


def test_under_tls_the_cookie_is_for_tls_alone(served):
    app = build_app(served.desk, served.shelf, served.gate, ("desk.example",), is_sealed=True)
    client = TestClient(app, base_url="https://desk.example", follow_redirects=False)
    form = {"name": "ana", "secret": served.door.keys["analyst"]}
    told = client.post("/enter", data=form, headers={"origin": "https://desk.example"})
    cookie = told.headers["set-cookie"]
    assert cookie.startswith("__Host-desk=")
    for part in ("HttpOnly", "Secure", "SameSite=strict", "Path=/"):
        assert part in cookie
    assert client.get("/").headers["strict-transport-security"].startswith("max-age=")
    assert TestClient(app, base_url=HERE).get("/").status_code == 400


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        ("update events set body = '{}' where seq = 2", "Event 2 was changed"),
        ("delete from events where seq = 2", "Event 2 is missing"),
        (
            "update events set seq = case seq when 2 then 3 else 2 end where seq in (2, 3)",
            "Event 2 is missing, or stands in another place",
        ),
        ("delete from events where seq = 1", "Event 1 is missing"),
    ],
)
def test_tampered_deleted_and_reordered_events_show(tmp_path, clock, attack, told):
    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        for number in range(4):
            desk.append("viewed", "C-1", "ana", {"n": number})
    with open_workspace(tmp_path / "w.desk.duckdb") as con:
        con.execute("create table copy as select * from events")
        con.execute("drop table events")
        con.execute("alter table copy rename to events")
        con.execute(attack)
    with pytest.raises(IntegrityError, match=told), open_desk(tmp_path / "w.duckdb", clock):
        pass


def test_an_end_that_was_cut_off_shows_against_the_head_noted_elsewhere(tmp_path, clock):
    from detector.cli import main

    with open_desk(tmp_path / "w.duckdb", clock) as desk:
        for number in range(4):
            desk.append("viewed", "C-1", "ana", {"n": number})
        noted = desk.head
    with open_workspace(tmp_path / "w.desk.duckdb") as con:
        con.execute("delete from events where seq = 4")
    where = ["review", "verify", "-w", str(tmp_path / "w.duckdb")]
    assert main(where) == 0
    assert main([*where, "--head", noted]) == 7
