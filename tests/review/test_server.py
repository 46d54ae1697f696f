"""The pages do what the terminal does, by the same rules."""

import csv
import io
import json
import re

import pytest

from detector.pipeline import ScanPlan, scan
from detector.review import drawn_lines, open_docket, verify_bundle
from detector.workspace import open_next_generation
from tests.example import QUICK
from tests.review.served import NOTE, OURS


def test_the_queue_is_searched_and_filtered_and_the_address_keeps_it(served):
    client, flags = served.client("ana"), served.shelf.now().docket.flags
    party = flags[served.keys[0]].parties[0]
    told = client.get("/", params={"q": party.upper(), "state": "any"}).text
    fits = [
        key for key, flag in flags.items() if party.casefold() in " ".join(flag.parties).casefold()
    ]
    assert set(re.findall(r'href="/case/([^"]+)"', told)) == set(fits)
    lane = "-".join(flags[served.keys[0]].lane)
    told = client.get("/", params={"lane": lane}).text
    assert f'value="{lane}" selected' in told
    assert served.keys[0] in told
    assert "No case fits" in client.get("/?q=nobody+knows+this").text
    assert served.keys[0] not in client.get("/?state=closed").text


def test_take_next_locks_one_case_for_each_of_two(served):
    ana, ben = served.client("ana"), served.client("ben")
    first = served.post(ana, "/next").headers["location"]
    second = served.post(ben, "/next").headers["location"]
    assert first == f"/case/{served.order[0]}"
    assert second == f"/case/{served.order[1]}"
    assert "held by <bdi>ana</bdi>" in ben.get(first).text
    assert served.decide(ben, served.order[0]).status_code == 409
    assert served.act(ana, served.order[0], "release").status_code == 303
    assert served.desk.standing(served.order[0]).state == "new"


def test_take_next_keeps_to_the_view(served):
    key, ana = served.keys[-1], served.client("ana")
    title = served.shelf.flag(key).lines[0]
    assert served.post(ana, "/next", q=title).headers["location"] == f"/case/{key}"


def test_the_second_of_two_analysts_gets_a_clear_message_and_keeps_the_note(served):
    ana, ben, key = served.client("ana"), served.client("ben"), served.keys[-1]
    seen = "0"
    assert served.decide(ana, key, version=seen).status_code == 303
    told = served.decide(ben, key, "inconclusive", "I saw other papers than these", version=seen)
    assert told.status_code == 409
    assert "ana changed this case while you had it open; nothing of yours was written" in told.text
    assert "I saw other papers than these" in told.text
    assert served.desk.standing(key).decided_by == "ana"


def test_a_decision_that_says_too_little_comes_back_with_what_was_typed(served):
    told = served.decide(served.client("ana"), served.keys[0], "benign explained", "typed in part")
    assert told.status_code == 409
    assert "needs its reason code" in told.text
    assert "typed in part</textarea>" in told.text
    assert 'value="benign explained" required checked' in told.text
    assert served.desk.standing(served.keys[0]).state == "new"


def test_confirming_needs_a_second_person_here_too(served):
    ana, ben, key = served.client("ana"), served.client("ben"), served.keys[0]
    assert "two people" in ana.get(f"/case/{key}").text
    served.decide(ana, key, "confirmed diversion")
    assert "it cannot be you" in ana.get(f"/case/{key}").text
    assert served.act(ana, key, "agree").status_code == 409
    assert served.act(ben, key, "agree").status_code == 303
    assert served.desk.standing(key).second == "ben"


def test_decide_and_take_next_goes_on(served):
    ana = served.client("ana")
    served.post(ana, "/next")
    told = served.decide(ana, served.order[0], then="next")
    assert told.headers["location"] == f"/case/{served.order[1]}"


def test_put_off_due_handed_over_and_seen_in_the_filters(served, clock):
    sue, key = served.client("sue"), served.keys[0]
    assert served.act(sue, key, "due", until="2026-09-09").status_code == 303
    assert served.act(sue, key, "assign", to="ben").status_code == 303
    assert served.act(sue, key, "snooze", until="2026-09-10").status_code == 303
    assert key not in sue.get("/").text
    assert key in sue.get("/?state=snoozed").text
    clock.pass_by(days=4)
    assert key in sue.get("/?due=late&who=ben").text
    told = served.act(sue, key, "snooze", until="2026-09-01")
    assert (told.status_code, "later day" in told.text) == (409, True)


def test_bulk_closes_slips_and_doubles_hands_over_and_puts_off_and_never_confirms(served):
    ana, keys = served.client("ana"), served.keys[-3:]
    for what in ("confirmed diversion", "refer", "benign explained", "inconclusive"):
        told = served.post(ana, "/bulk", key=keys, do=what, note=NOTE)
        assert told.status_code == 409
    assert {served.desk.standing(key).state for key in keys} == {"new"}
    served.post(ana, "/bulk", key=keys, do="assign", to="ben")
    assert {served.desk.standing(key).assigned for key in keys} == {"ben"}
    served.post(ana, "/bulk", key=keys[:1], do="snooze", until="2026-10-01")
    served.post(ana, "/bulk", key=keys[1:2], do="data error", note=NOTE)
    served.post(ana, "/bulk", key=keys[2:], do="duplicate", note=NOTE, duplicate_of=keys[1])
    assert [served.desk.standing(key).state for key in keys] == ["snoozed", "closed", "closed"]
    told = served.post(ana, "/bulk", key=keys[1:2], do="data error", note=NOTE)
    assert "closed already" in ana.get(told.headers["location"]).text


def test_views_are_saved_for_oneself_and_dropped(served):
    ana, ben = served.client("ana"), served.client("ben")
    served.post(ana, "/views", do="save", name="Top of Malaysia", band="top", q="malaysia")
    assert "/?q=malaysia&amp;band=top" in ana.get("/").text
    assert "Top of Malaysia" not in ben.get("/").text
    served.post(ana, "/views", do="drop", name="Top of Malaysia")
    assert "Top of Malaysia" not in ana.get("/").text


def test_the_queue_leaves_as_csv_without_formulas(served):
    ana, key = served.client("ana"), served.keys[0]
    served.act(ana, key, "assign", to="=cmd|' /C calc'!A0")
    rows = list(csv.DictReader(io.StringIO(ana.get("/queue.csv?state=any").text)))
    assert [row["case_id"] for row in rows] == served.order
    assert {row["with"] for row in rows} == {"", "'=cmd|' /C calc'!A0"}


def test_uploads_are_kept_by_hash_and_leave_as_downloads_alone(served):
    client, key = served.client("ana"), served.keys[0]
    form = {"token": served.token(client)}
    page = {"file": ("../../<script>x.html", b"<script>alert(1)</script>", "text/html")}
    told = client.post(f"/case/{key}/evidence", data=form, files=page, headers=OURS)
    assert told.status_code == 303
    (kept,) = (served.workspace.parent / "w.evidence").iterdir()
    answer = client.get(f"/evidence/{kept.name}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "<script>x" not in client.get(f"/case/{key}").text


def test_evidence_cancels_what_is_proposed(served):
    ana, key = served.client("ana"), served.keys[0]
    served.decide(ana, key, "confirmed diversion")
    form = {"token": served.token(ana)}
    files = {"file": ("bill.pdf", b"airway bill", "application/pdf")}
    ana.post(f"/case/{key}/evidence", data=form, files=files, headers=OURS)
    assert served.desk.standing(key).state == "new"
    assert "proposal cancelled" in ana.get(f"/case/{key}").text


def test_the_bundle_of_a_case_holds(served, tmp_path):
    ana, key = served.client("ana"), served.keys[0]
    served.decide(ana, key)
    answer = ana.get(f"/case/{key}/bundle")
    file = tmp_path / "case.zip"
    file.write_bytes(answer.content)
    assert answer.headers["content-disposition"] == f'attachment; filename="case-{key}.zip"'
    assert verify_bundle(file) >= 4


def test_the_case_file_stands_beside_the_decision_and_tells_no_rank(served):
    ana, key = served.client("ana"), served.keys[0]
    told = ana.get(f"/case/{key}/file").text
    assert "Ordinary explanations, tested" in told
    assert 'name="disposition"' in told
    assert "Best rank" not in told
    assert "not a probability" not in told


def test_the_pages_of_a_cases_companies_are_one_step_away(served):
    ana, key = served.client("ana"), served.keys[0]
    (page, *_) = re.findall(r'href="(party-[^"]+)"', ana.get(f"/case/{key}/file").text)
    told = ana.get(f"/case/{key}/{page}").text
    assert "Standing on a flagged line is a reason to look" in told
    assert "Best rank" not in told
    back = re.search(r'href="(case-[^"]+)"', told)[1]
    assert ana.get(f"/case/{key}/{back}").headers["location"] == f"/case/{key}/file"
    assert ana.get(f"/case/{key}/party-0.html").status_code == 409


def test_the_supervisor_sees_ages_load_and_agreement(served):
    ana, ben, sue = served.client("ana"), served.client("ben"), served.client("sue", "supervisor")
    served.decide(ana, served.keys[0], "confirmed diversion")
    served.act(ben, served.keys[0], "agree")
    told = " ".join(re.sub(r"<[^>]+>", " ", sue.get("/supervisor").text).split())
    assert "1 of 1 second look; too few to give a rate" in told
    assert "ana 0 0 1 0 ben 0 0 0 1" in told
    assert f"Head {served.desk.head}" in told


def test_looks_are_events_too(served):
    client, key = served.client("rex", "reader"), served.keys[0]
    client.get("/?q=servers")
    client.get(f"/case/{key}")
    client.get(f"/case/{key}/file")
    client.get(f"/case/{key}/bundle")
    events = [event for event in served.desk.events if event.kind != "drawn"]
    assert [(event.actor, event.kind, event.key) for event in events] == [
        ("rex", "entered", ""),
        ("rex", "listed", ""),
        ("rex", "viewed", key),
        ("rex", "viewed", key),
        ("rex", "fetched", key),
    ]
    assert json.loads(events[1].body)["asked"] == "q=servers"


def test_the_pages_move_on_to_a_newer_generation(served):
    client, before = served.client("ana"), set(served.keys)
    with open_next_generation(served.workspace) as con:
        scan(con, ScanPlan(budget=3), QUICK)
    served.shelf.move_on()
    now = set(open_docket(served.workspace).flags)
    shown = set(served.shelf.now().keys) - set(drawn_lines(served.desk))
    assert shown == now != before
    assert all(key in client.get("/").text for key in now)


def test_a_newer_generation_is_fetched_without_anybody_waiting(served):
    client, before = served.client("ana"), served.shelf.now()
    with open_next_generation(served.workspace) as con:
        con.execute("delete from cases")
    assert served.keys[0] in client.get("/").text  # the old one, while the new one is read
    served.shelf.move_on()
    assert served.shelf.now() is not before
    assert served.keys[0] not in client.get("/").text


@pytest.mark.parametrize("path", ["/nowhere", "/case/C-0", "/evidence/" + "0" * 64])
def test_what_is_not_there_is_told_in_words(served, path):
    told = served.client("ana").get(path)
    assert told.status_code in (404, 409)
    assert "There is no such" in told.text
