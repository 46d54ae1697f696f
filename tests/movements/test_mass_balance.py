import pytest

from detector.movements import lay_out_table
from tests.ledgers import ledger, surroundings

VALUES = {"as_of": "2025-12-31", "hold_days": 120}
IN = "2024-03-01  1  2  TW  MY  60  61  136000"
ASIDE = "2024-05-01  2  7  MY  MY  61  62  40000"
HEAD = (
    "shipped_on exporter_id consignee_id exporter_country consignee_country "
    "exporter_address_id consignee_address_id units"
)
MW_FOR_86_000 = 86_000 * 0.9 / 1000


def balance(con, lines, companies=(), as_of="2025-12-31"):
    ledger(con, "\n".join((HEAD, *lines)))
    surroundings(con)
    con.execute("delete from party")
    for company in companies:
        con.execute(
            "insert into party (party_id, country, capacity_mw, activity) values (?, ?, ?, ?)",
            company,
        )
    lay_out_table(con, "mass_balance", VALUES | {"as_of": as_of})


def gap(con, scope, place, month="2025-12-01"):
    return con.execute(
        "select gap_low, gap_high from mass_balance "
        "where scope = $scope and place = $place and month = $month::date",
        {"scope": scope, "place": place, "month": month},
    ).fetchone()


OPERATOR = (2, "MY", MW_FOR_86_000, "cloud services")
WAREHOUSE = (7, "MY", None, "bonded warehouse")


@pytest.mark.parametrize(("scope", "place"), [("party", "2"), ("country", "MY"), ("site", "61")])
def test_vector_20_a_gap_of_50_000_where_86_000_of_136_000_are_located(con, scope, place):
    balance(con, [IN], [OPERATOR])
    assert gap(con, scope, place) == (50_000, 50_000)


@pytest.mark.parametrize(("scope", "place"), [("party", "2"), ("country", "MY"), ("site", "61")])
def test_vector_20_a_gap_of_10_000_after_40_000_are_seen_in_a_bonded_warehouse(con, scope, place):
    balance(con, [IN, ASIDE], [OPERATOR, WAREHOUSE])
    assert gap(con, scope, place) == (10_000, 10_000)


def test_a_company_that_is_not_known_as_a_warehouse_leaves_the_gap_open(con):
    balance(con, [IN, ASIDE], [OPERATOR, (7, "MY", None, None)])
    assert gap(con, "country", "MY") == (10_000, 50_000)


def test_what_came_lately_may_still_be_in_stock(con):
    balance(con, [IN], [OPERATOR], as_of="2024-04-30")
    assert gap(con, "party", "2", "2024-04-01") == (0, 50_000)


def test_where_nothing_is_known_all_may_be_installed_or_nothing(con):
    balance(con, [IN], [(2, "MY", None, None)])
    assert gap(con, "party", "2") == (0, 136_000)


def test_what_went_abroad_has_left_the_party_and_the_country(con):
    balance(con, [IN, "2024-05-01 2 9 MY TH 61 63 50000"], [OPERATOR])
    assert gap(con, "party", "2") == (0, 0)
    assert gap(con, "country", "MY") == (0, 0)
    assert gap(con, "country", "MY", "2024-05-01") == (0, 0)


def test_goods_sent_on_that_never_arrived_are_told(con):
    balance(con, ["2024-05-01 2 9 MY TH 61 63 500"])
    unseen = "select unseen from mass_balance where scope = 'party' and place = '2'"
    assert con.execute(unseen).fetchall() == [(500,), (500,)]


def test_ancillaries_show_a_capacity_between_half_and_twice_what_is_usual(con):
    lines = [
        "2024-03-01 1 2 TW MY 60 61 100",
        "2024-03-01 1 3 TW MY 60 62 100",
        "2024-03-01 1 4 TW MY 60 63 100",
        *(f"2024-03-01 1 {party} TW MY 60 6{party} 0" for party in (2, 3, 4)),
    ]
    ledger(con, "\n".join((HEAD, *lines)))
    con.execute("update ledger set goods_class = 'power', value_usd = 1000 where units = 0")
    con.execute("update ledger set value_usd = 100 where units = 0 and consignee_id = 4")
    surroundings(con)
    lay_out_table(con, "mass_balance", VALUES)
    assert gap(con, "party", "2") == (0, 50)
    assert gap(con, "party", "4") == (80, 95)
