import pytest

from detector.contents import explain_contents, weigh_contents
from detector.contents.weighing import bands
from tests.contents.test_weighing import ACCELERATORS, CORDS, DEAR


def test_hints_are_told_strongest_first_with_their_values(ledger):
    con = ledger([*CORDS, DEAR | {"exporter_group": 9}])
    weigh_contents(con)
    hints = explain_contents(con, 11)
    assert [abs(hint.bits) for hint in hints] == sorted(
        (abs(hint.bits) for hint in hints), reverse=True
    )
    dear = next(hint for hint in hints if hint.words.startswith("value per piece against goods"))
    assert dear.bits > 1 and dear.value > 5


def test_all_hints_and_the_start_add_up_to_the_bits(ledger, monkeypatch):
    monkeypatch.setattr("detector.contents.telling.LEAST_BITS", 0)
    con = ledger([*CORDS, DEAR | {"exporter_group": 9}])
    weigh_contents(con)
    ((bits,),) = con.execute("select bits from contents where shipment_no = 11").fetchall()
    hints = explain_contents(con, 11)
    assert bands("siblings")[0] + sum(hint.bits for hint in hints) == pytest.approx(bits)


def test_a_line_that_names_accelerators_has_no_hints(ledger):
    con = ledger([ACCELERATORS])
    weigh_contents(con)
    assert explain_contents(con, 1) == ()


def test_an_older_workspace_has_no_hints(con):
    assert explain_contents(con, 1) == ()
