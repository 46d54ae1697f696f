"""One answer and a whole table of answers agree."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detector.controls import Question, control_status
from detector.reference import lay_out, read_table
from detector.workspace import open_memory
from tests.controls.questions import lay_questions

CHIPS = [None, *read_table("accelerators")["id"]]
PLACES = st.sampled_from(
    [None, "US", "CN", "HK", "MO", "MY", "SG", "TW", "AE", "IL", "VN", "RU", "IR", "DE", "KP", "GE"]
)
QUESTIONS = st.builds(
    Question,
    shipped_on=st.dates(date(2022, 1, 1), date(2026, 12, 31)),
    exporter_country=PLACES,
    destination_country=PLACES,
    chip=st.sampled_from(CHIPS),
    holds_accelerators=st.sampled_from([True, True, True, False]),
    consignee_hq=PLACES,
    end_user=st.sampled_from(["same", "named", "missing"]),
    end_user_hq=PLACES,
    listed=st.sampled_from([False, False, None, True]),
    owner_listed=st.sampled_from([False, None, True]),
    owner_share=st.sampled_from([None, 0.2, 0.5, 0.6]),
)


@pytest.fixture(scope="module")
def rules_con():
    con = open_memory(memory_limit="1GB")
    lay_out(con)
    yield con
    con.close()


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(QUESTIONS, min_size=15, max_size=40))
def test_the_table_says_what_the_single_answer_says(rules_con, asked):
    lay_questions(rules_con, asked)
    stood = rules_con.execute(
        "select status, rule_id, policy, control_row, missing, is_past_known, red_flag, "
        "ended_rule_id, onward_rule_id from control_status order by shipment_no"
    ).fetchall()
    rows: dict[int, list[tuple[object, ...]]] = {}
    for number, *row in rules_con.execute(
        "select shipment_no, rule_id, bearing, policy, control_row, missing, red_flag "
        "from control_rule order by shipment_no, rule_id, bearing"
    ).fetchall():
        rows.setdefault(number, []).append(tuple(row))
    for number, (one, line) in enumerate(zip(asked, stood, strict=True), 1):
        told = control_status(one)
        assert line == (
            told.status,
            told.rule_id,
            told.policy,
            told.control_row,
            "|".join(told.missing) or None,
            told.is_past_known,
            told.red_flag,
            told.ended_rule_id,
            told.onward_rule_id,
        ), one
        assert rows.get(number, []) == [
            (
                row.rule_id,
                row.bearing,
                row.policy,
                row.control_row,
                "|".join(row.missing) or None,
                row.red_flag,
            )
            for row in told.bearings
        ], one
