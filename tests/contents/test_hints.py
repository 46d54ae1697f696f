"""What is measured of a line that names no accelerators, and what the other record lends it."""

import pandas as pd
import pytest

from detector.contents import weigh_contents
from tests.contents.test_weighing import ACCELERATORS, CORDS

OURS, CLIENT, SUPPLIER = 9, 8, 7
SENT = {"exporter_group": OURS, "consignee_group": CLIENT, "day_no": 140}
CAME = {"exporter_group": SUPPLIER, "consignee_group": OURS, "day_no": 100}


def hint_of(con, measure: str, shipment_no: int):
    weigh_contents(con)
    query = f"select {measure} from contents_hint where shipment_no = $shipment_no"
    ((told,),) = con.execute(query, {"shipment_no": shipment_no}).fetchall()
    return told


def test_companies_that_send_a_consignee_goods_of_the_same_words_are_counted(ledger):
    others = [{"exporter_group": group, "consignee_group": CLIENT} for group in (3, 3, 4)]
    assert hint_of(ledger([*others, SENT]), "wanted", 4) == 3
    assert hint_of(ledger([*others, SENT | {"wording": 2}]), "wanted", 4) == 1
    assert hint_of(ledger([*others, SENT | {"consignee_group": None}]), "wanted", 4) is None


def test_pieces_are_held_against_the_accelerators_not_seen_to_leave(ledger):
    came = ACCELERATORS | CAME | {"units": 64.0}
    left = ACCELERATORS | {"exporter_group": OURS, "units": 14.0, "day_no": 120}
    assert hint_of(ledger([came, SENT]), "share_of_missing", 2) == pytest.approx(100 / 64)
    assert hint_of(ledger([came, left, SENT]), "share_of_missing", 3) == pytest.approx(2)
    all_left = left | {"units": 64.0}
    assert hint_of(ledger([came, all_left, SENT]), "share_of_missing", 3) is None
    assert hint_of(ledger([SENT]), "share_of_missing", 1) is None


def test_what_one_record_leaves_empty_is_taken_from_the_other(ledger):
    short = SENT | {"value_usd": None, "mass_kg": None, "wording": None, "hs6": None}
    full = SENT | {"day_no": 142, "value_usd": 4000.0}
    alone = ledger([short])
    assert hint_of(alone, "price", 1) is None
    both = [short | {"twin_no": 2, "is_primary": True}, full | {"twin_no": 1, "is_primary": False}]
    con = ledger([*both, *CORDS])
    weigh_contents(con)
    told = con.execute("from contents_hint order by shipment_no limit 2").df()
    pd.testing.assert_series_equal(told["price"], pd.Series([40.0, 40.0]), check_names=False)
    assert told["wording_id"].tolist() == [1, 1]
    assert told["heading_dear"].notna().all() and told["density"].tolist() == [200.0, 200.0]


def test_what_a_record_says_itself_stands_over_the_other(ledger):
    own = SENT | {"value_usd": 300.0, "twin_no": 2, "is_primary": True}
    other = SENT | {"value_usd": 900.0, "twin_no": 1, "is_primary": False}
    assert hint_of(ledger([own, other]), "price", 1) == 3.0
