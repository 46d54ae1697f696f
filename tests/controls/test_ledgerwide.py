from datetime import date

import pytest
import sqlglot

from detector import goods, parties, reference
from detector.controls import (
    FAMILIES,
    NOT_NEEDED,
    Question,
    answer_ledger,
    control_status,
    explain_control,
)
from detector.engine import build_family, read_family
from detector.prepare import prepare
from detector.records.tables import lay_out
from detector.settings import Settings

AS_OF = date(2026, 6, 30)


@pytest.fixture
def add(con):
    lay_out(con)

    def add(table, **told):
        cells = ", ".join(f"${name} as {name}" for name in told)
        con.execute(f"insert into {table} by name select {cells}", told)

    def line(number, **named):
        row = {
            "shipment_no": number,
            "shipment_id": f"L{number}",
            "source": "test",
            "shipped_on": "2025-12-01",
            "exporter": "Norrvik",
            "exporter_country": "TW",
            "consignee": "Kestrel",
            "consignee_country": "MY",
            "hs_code": "847330",
            "hs6": "847330",
            "description": "NVIDIA H100 SXM5 80GB",
            "quantity": 8.0,
            "quantity_unit": "unit",
            "value_usd": 240_000,
        }
        add("shipment_versions", **(row | named))

    add.line = line
    add.party = lambda name, country, **told: add(
        "party_versions", party=name, country=country, source="test", **told
    )
    add.listed = lambda name, country, **told: add(
        "watchlist_versions", name=name, country=country, source="test", **told
    )
    return add


def ask(con):
    """Take a ledger as far as its control status."""
    reference.lay_out(con)
    goods.identify(con)
    parties.resolve(con, AS_OF)
    values = {"as_of": AS_OF.isoformat()}
    build_family(con, read_family("detector.movements", "ledger"), values)
    answer_ledger(con, AS_OF.isoformat())


def statuses(con):
    ask(con)
    rows = con.execute(
        "select shipment_no, status, rule_id, missing from control_status order by 1"
    ).fetchall()
    return {number: tuple(row) for number, *row in rows}


def test_every_line_of_the_ledger_has_one_answer(con, add):
    add.line(1)
    add.line(2, description="green tea", hs_code="090210", hs6="090210")
    add.line(3, consignee=None, consignee_country=None, destination_country=None)
    add.line(4, destination_country="CN")
    assert statuses(con) == {
        1: ("undetermined", "us-2023-a-hq", "parent"),
        2: (NOT_NEEDED, None, None),
        3: ("undetermined", "us-belarus", "destination"),
        4: ("denied", "us-2023-a-d5", None),
    }


def test_the_parents_of_consignee_and_end_user_are_looked_at(con, add):
    add.party("Kestrel", "MY", parent="Kestrel Holding", parent_country="MY")
    add.party("Aurelio", "MY", parent="Aurelio Group", parent_country="CN")
    add.line(1)
    add.line(2, consignee="Aurelio")
    add.line(3, end_user="Aurelio", end_user_country="MY")
    add.line(4, end_user="Sorrel", end_user_country="MY")
    add.line(5, consignee_type="forwarder")
    told = statuses(con)
    assert told[1] == (NOT_NEEDED, None, None)
    assert told[2] == told[3] == ("denied", "us-2023-a-hq", None)
    assert told[4] == ("undetermined", "us-2023-a-hq", "parent of the end user")
    assert told[5] == ("undetermined", "us-2023-a-hq", "end user")


def test_an_accelerator_without_a_name_is_undetermined_where_it_would_matter(con, add):
    add.party("Kestrel", "JP", parent="Kestrel Holding", parent_country="JP")
    add.line(1, description="GPU server 8-GPU", hs_code="847150", hs6="847150", quantity=1.0,
             destination_country="CN", value_usd=None)  # fmt: skip
    told = statuses(con)
    assert told[1][0] in ("undetermined", "denied")
    assert con.execute("select holds <> 'none' from control_question").fetchone() == (True,)


def test_owners_on_the_entity_list_count_from_the_day_of_listing(con, add):
    owned = {"parent": "Brackwater", "parent_country": "CN", "parent_share": 0.6}
    add.party("Kestrel", "SG", **owned)
    add.listed("BRACKWATER", "CN", programme="bis-entity-list", listed_on="2025-10-10")
    card = {"description": "NVIDIA Tesla V100 SXM2", "consignee_country": "SG"}
    add.line(1, shipped_on="2025-10-09", **card)
    add.line(2, shipped_on="2025-10-15", **card)
    add.line(3, shipped_on="2026-03-01", **card)
    told = statuses(con)
    assert told[1] == (NOT_NEEDED, None, None)
    assert told[2] == ("needed", "us-2025-affiliates", None)
    assert told[3] == (NOT_NEEDED, None, None)
    flags = con.execute("select red_flag from control_status order by shipment_no").fetchall()
    assert flags == [(None,), (None,), ("R14",)]


def test_a_name_alone_leaves_identity_open_and_other_lists_do_not_count(con, add):
    add.listed("Kestrel", "IR", programme="bis-entity-list")
    add.listed("Aurelio", "MY", programme="dhs-uflpa-entity-list")
    card = {"description": "NVIDIA Tesla V100 SXM2"}
    add.line(1, **card)
    add.line(2, consignee="Aurelio", **card)
    told = statuses(con)
    assert told[1] == ("undetermined", "us-listed-party", "identity")
    assert told[2] == (NOT_NEEDED, None, None)


def test_a_listing_that_comes_later_than_a_namesakes_does_not_reach_back(con, add):
    add.listed("Kestrel", "IR", programme="bis-entity-list", listed_on="2023-01-01")
    add.listed("Kestrel", "MY", programme="bis-entity-list", listed_on="2025-06-01")
    card = {"description": "NVIDIA Tesla V100 SXM2"}
    add.line(1, shipped_on="2024-06-01", **card)
    add.line(2, shipped_on="2025-07-01", **card)
    told = statuses(con)
    assert told[1] == ("undetermined", "us-listed-party", "identity")
    assert told[2] == ("needed", "us-listed-party", None)


def test_an_entry_without_a_day_holds_though_a_later_one_states_its_day(con, add):
    add.listed("Kestrel", "MY", programme="bis-entity-list")
    add.listed("Kestrel", "MY", programme="meu military end-user", listed_on="2025-06-01")
    add.line(1, shipped_on="2024-06-01", description="NVIDIA Tesla V100 SXM2")
    assert statuses(con)[1] == ("needed", "us-listed-party", None)


def test_the_owner_of_one_party_and_the_share_in_another_do_not_meet(con, add):
    add.party("Kestrel", "SG", parent="Brackwater", parent_country="CN", parent_share=0.2)
    add.listed("BRACKWATER", "CN", programme="bis-entity-list", listed_on="2024-10-10")
    add.party("Aurelio", "MY", parent="Torvane", parent_country="MY", parent_share=0.9)
    add.listed("TORVANE", "IR", programme="bis-entity-list", listed_on="2024-10-10")
    add.line(1, shipped_on="2025-10-15", consignee_country="SG", end_user="Aurelio",
             end_user_country="MY", description="NVIDIA Tesla V100 SXM2")  # fmt: skip
    status, rule_id, missing = statuses(con)[1]
    assert (status, rule_id) == ("undetermined", "us-2025-affiliates")
    assert missing == "identity of the owner"


def test_a_line_is_explained_as_a_single_question_would_be(con, add):
    add.party("Kestrel", "MY", parent="Kestrel Holding", parent_country="MY")
    add.line(1)
    ask(con)
    told = explain_control(con, 1)
    assert told == control_status(
        Question(
            shipped_on=date(2025, 12, 1),
            exporter_country="TW",
            destination_country="MY",
            chip="h100-sxm",
            consignee_hq="MY",
        )
    )


def test_a_workspace_that_was_never_asked_explains_nothing(con, add):
    assert explain_control(con, 1) is None
    add.line(1)
    ask(con)
    assert explain_control(con, 2) is None


@pytest.mark.parametrize("name", FAMILIES)
def test_the_query_can_be_said_in_spark(name):
    query = read_family("detector.controls", name).query
    written = sqlglot.transpile(
        query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert written and query.rstrip().splitlines()[-1].startswith("order by")


def test_a_scan_of_records_leaves_the_answers_with_units_on_their_columns(con, add):
    add.line(1)
    prepare(con, AS_OF, Settings())
    assert con.execute("select status from control_status").fetchall() == [("undetermined",)]
    comments = con.execute(
        "select count(*) from duckdb_columns() where comment is null and column_name <> "
        "'shipment_no' and table_name in ('control_question', 'control_rule', 'control_status')"
    ).fetchone()
    assert comments == (0,)
