from math import log

import pandas as pd
import pytest

from detector.engine import read_family
from detector.movements import lay_out_table
from tests.features.test_families import world
from tests.ledgers import ledger, surroundings


def change(con, text):
    ledger(con, text)
    surroundings(con)
    lay_out_table(con, "movement_change", {})
    return con.execute("select * from movement_change").df().to_dict("records")


def test_what_changed_on_the_way_and_who_took_part(con):
    (told,) = change(
        con,
        """
        shipped_on  exporter_id  consignee_id  forwarder_id  hs6     goods_class         brand  units  mass_kg  value_usd  packages
        2024-06-01  1            2             20            847150  accelerator_server  oak    8      130      200000     1
        2024-06-05  2            3             21            847330  accelerator_module  elm    8      26       300000     4
        """,  # noqa: E501
    )
    assert (told["sender_id"], told["party_id"], told["receiver_id"]) == (1, 2, 3)
    assert (told["forwarder_in_id"], told["forwarder_out_id"]) == (20, 21)
    assert (told["hs_in"], told["hs_out"], told["heading_changed"]) == ("847150", "847330", True)
    assert (told["class_in"], told["class_out"]) == ("accelerator_server", "accelerator_module")
    assert (told["brand_in"], told["brand_out"], told["brand_changed"]) == ("oak", "elm", True)
    assert told["kg_step"] == pytest.approx(log(26 / 130))
    assert told["usd_step"] == pytest.approx(log(1.5))
    assert told["packages_step"] == pytest.approx(log(4))


def test_what_is_not_stated_has_not_changed(con):
    (told,) = change(
        con,
        """
        shipped_on  exporter_id  consignee_id  brand  units  mass_kg  value_usd
        2024-06-01  1            2             -      8      0        -
        2024-06-05  2            3             elm    8      26       300000
        """,
    )
    assert told["brand_changed"] is None
    assert told["kg_step"] != told["kg_step"]
    assert told["usd_step"] != told["usd_step"]


def test_the_past_stands_still(con):
    assert read_family("detector.movements", "movement_change").looks == "back"
    told = []
    for last in ("2024-07-31", "2024-12-31"):
        world(con, last)
        lay_out_table(con, "movement_change", {})
        keys = ["inbound_no", "outbound_no", "party_id", "received_by"]
        told.append(con.execute("from movement_change").df().set_index(keys).sort_index())
    before, after = told
    assert len(after) > len(before) > 20
    pd.testing.assert_frame_equal(after.loc[before.index], before)


def test_a_balance_declares_that_it_sees_the_whole():
    assert read_family("detector.movements", "mass_balance").looks == "whole"
