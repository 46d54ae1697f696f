import pytest

from detector.errors import InputError, WorkspaceError
from detector.report import explain_shipment
from tests.report import scans


@pytest.fixture
def scanned(con):
    scans.shipments(con, 200)
    scans.scan(con, 20)
    return con


def first_of(con):
    return con.execute("select shipment_id, source from scores where rank = 1").fetchone()


def test_a_flagged_shipment_is_explained_with_rank_reasons_and_case(scanned):
    shipment_id, source = first_of(scanned)
    told = explain_shipment(scanned, shipment_id)
    assert (told.source, told.rank, told.lines, told.flagged) == (source, 1, 200, True)
    assert len(told.reasons) == 4
    assert told.case_id.startswith("C-")
    assert told.case_title
    assert "not evidence" in told.caveat


def test_an_ordinary_shipment_is_explained_without_reasons(scanned):
    shipment_id, _ = scanned.execute(
        "select shipment_id, source from scores where rank = 200"
    ).fetchone()
    told = explain_shipment(scanned, shipment_id)
    assert (told.flagged, told.reasons, told.case_id) == (False, (), "")


def test_a_shipment_that_was_not_scored_is_refused(scanned):
    with pytest.raises(InputError, match="no shipment 'X-1'"):
        explain_shipment(scanned, "X-1")


def test_one_id_in_two_sources_asks_which(scanned):
    scanned.execute("update scores set shipment_id = 'SAME' where rank <= 2")
    scanned.execute("update scores set source = 'a' where rank = 1")
    scanned.execute("update scores set source = 'b' where rank = 2")
    with pytest.raises(InputError, match="2 shipments are called") as caught:
        explain_shipment(scanned, "SAME")
    assert "--source" in caught.value.fix
    assert explain_shipment(scanned, "SAME", "b").rank == 2


def test_an_empty_workspace_is_refused(con):
    with pytest.raises(WorkspaceError, match="Nothing has been scanned"):
        explain_shipment(con, "X")


def test_what_came_before_and_what_went_on_stand_beside_it(scanned):
    shipment_id, _ = first_of(scanned)
    (number,) = scanned.execute("select shipment_no from scores where rank = 1").fetchone()
    others = [other for other in (1, 2, 3, 4) if other != number][:3]
    scanned.execute("create table twin (shipment_no bigint, twin_no bigint, is_primary boolean)")
    scanned.execute("insert into twin values ($one, $two, true)", {"one": number, "two": others[0]})
    scanned.execute(
        "create table movement_link (inbound_no bigint, outbound_no bigint, party_id bigint, "
        "quantity decimal(18, 3), lag_days bigint)"
    )
    scanned.execute(
        "insert into movement_link values ($came, $one, 1, 8, 3), ($one, $went, 1, 5, 2)",
        {"came": others[1], "one": number, "went": others[2]},
    )
    told = {near.how: near for near in explain_shipment(scanned, shipment_id).neighbours}
    assert set(told) == {"same movement", "came in before", "went on after"}
    assert (told["went on after"].quantity, told["went on after"].lag_days) == (5.0, 2)
