"""Lines drawn below the threshold stand among the flagged ones and cannot be told from them."""

import re

import pytest

from detector.review import (
    audit_once,
    drawn_lines,
    lay_among,
    open_docket,
    read_docket,
    take_explored,
)
from detector.workspace import open_workspace
from tests.review.served import Served


@pytest.fixture
def audited(served):
    with open_workspace(served.workspace, read_only=True) as con:
        assert take_explored(con, served.desk) == []  # the server took them already
        drawn = audit_once(con, served.desk, 4)
        assert audit_once(con, served.desk, 4) == []  # once a scan
    return Served(served.workspace, served.desk), drawn


def test_drawn_lines_are_strewn_among_the_cases_by_their_keys(audited):
    served, drawn = audited
    flagged = list(open_docket(served.workspace).flags)
    assert set(served.order) - set(flagged) == served.drawn > set(drawn)
    assert [key for key in served.order if key not in served.drawn] == flagged
    assert not set(served.order[-len(served.drawn) :]) <= served.drawn


def test_what_the_scan_drew_itself_keeps_the_chance_that_the_scan_logged(served):
    with open_workspace(served.workspace, read_only=True) as con:
        rows = con.execute(
            "select shipment_id, selection_probability from scores "
            "where selected_by = 'exploration' order by shipment_id"
        ).fetchall()
    told = [served.desk.standing(key) for key in served.drawn]
    assert sorted((one.shipment_id, one.probability) for one in told) == rows
    assert rows


def test_a_drawn_line_is_told_as_a_flagged_one(audited):
    served, drawn = audited
    client, (flagged, *_) = served.client("ana"), open_docket(served.workspace).flags
    pages = [client.get(f"/case/{key}").text for key in (drawn[0], flagged)]
    files = [client.get(f"/case/{key}/file").text for key in (drawn[0], flagged)]
    for alike in (pages, files):
        heads = [re.findall(r"<h[23][^>]*>([^<]+)", text) for text in alike]
        assert set(heads[0]) <= set(heads[1])
    assert re.fullmatch(r"C-[0-9A-F]{8}", drawn[0])
    assert "No reason is written" not in pages[0]
    for text in (*pages, *files):
        for word in ("drawn below", "audit", "at random", "by exploration"):
            assert word not in text.casefold()


def test_a_decision_on_a_drawn_line_keeps_how_likely_it_was(audited):
    served, (key, *_) = audited
    served.decide(served.client("ana"), key)
    told = served.desk.standing(key)
    assert (told.state, told.shipment_id) == ("closed", drawn_lines(served.desk)[key])
    assert 0 < told.probability < 0.01


def test_the_workspace_itself_stays_as_it_was(audited):
    served, drawn = audited
    assert not set(drawn) & set(open_docket(served.workspace).flags)
    assert [file.name for file in served.workspace.parent.glob("*.shown*")] == []


def test_a_line_that_is_flagged_by_now_or_gone_is_left_out(served):
    flag = served.shelf.now().docket.flags[served.keys[0]]
    with open_workspace(served.workspace) as con:
        assert lay_among(con, {"C-00000001": flag.lines[0], "C-00000002": "no such line"}) == []
        assert set(read_docket(con).flags) == set(served.keys)


def test_a_workspace_scanned_by_an_earlier_version_is_served_without_drawn_lines(served):
    with open_workspace(served.workspace) as con:
        con.execute("update scores set selected_by = null where not flagged")
        con.execute("alter table scores drop column selection_probability")
    served.shelf.move_on()
    assert served.shelf.trouble == ""
    assert set(served.keys) <= set(served.shelf.now().keys)


def test_where_a_family_of_today_was_not_built_the_drawn_lines_are_told_all_the_same(audited):
    served, drawn = audited
    told = {drawn[0]: drawn_lines(served.desk)[drawn[0]]}
    with open_workspace(served.workspace) as con:
        con.execute("drop table cliff")
        assert lay_among(con, told) == [drawn[0]]
