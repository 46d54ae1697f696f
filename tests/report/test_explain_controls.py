"""The control status in an explanation: the row, its source, and that it is a screening aid."""

from detector.controls import CAVEAT
from detector.report.explain.controls import tell_controls
from detector.workspace import open_workspace


def test_a_line_of_restricted_accelerators_tells_status_row_and_source(scanned):
    with open_workspace(scanned, read_only=True) as con:
        number, status, rule_id = con.execute(
            "select shipment_no, status, rule_id from control_status "
            "where rule_id is not null order by shipment_no limit 1"
        ).fetchone()
        told = tell_controls(con, number)
    facts = {(fact.about, fact.what): fact for fact in told.facts}
    assert facts["", "status"].told == status
    assert "(" in facts[rule_id, "row"].evidence
    assert facts["", "take it as"].told == CAVEAT


def test_goods_without_accelerators_are_not_told(scanned):
    with open_workspace(scanned, read_only=True) as con:
        (number,) = con.execute(
            "select shipment_no from control_question left join contents using (shipment_no) "
            "where holds = 'none' and not coalesce(is_likely, false) order by shipment_no limit 1"
        ).fetchone()
        assert tell_controls(con, number) is None


def test_goods_that_are_likely_accelerators_under_other_words_are_supposed_to_be(scanned):
    with open_workspace(scanned, read_only=True) as con:
        (number,) = con.execute(
            "select shipment_no from control_question join contents using (shipment_no) "
            "where holds = 'none' and is_likely and destination_country = 'CN' "
            "order by shipment_no limit 1"
        ).fetchone()
        told = {fact.what: fact for fact in tell_controls(con, number).facts}
    assert told["if it holds accelerators"].told == "undetermined"
    assert "accelerator" in told["if it holds accelerators"].evidence
    assert told["take it as"].told == CAVEAT


def test_a_workspace_that_was_not_scanned_is_not_told(con):
    assert tell_controls(con, 1) is None
