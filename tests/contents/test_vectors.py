"""The test vectors of adapters that weigh what cards do: a weak trace, which company settles."""

from detector.contents import weigh_contents
from tests.contents.test_weighing import ACCELERATORS

ADAPTERS = {
    "hs6": "850440",
    "declared_class": "power",
    "pieces": 200.0,
    "mass_kg": 260.0,
    "value_usd": 9_000.0,
    "implied_sure": 0.2,
    "is_vague": True,
    "wording": 7,
}
OTHERS = [
    ADAPTERS | {"exporter_group": 100 + number, "implied_sure": None, "mass_kg": 60.0}
    for number in range(10)
]
SENT = ADAPTERS | {"exporter_group": 1, "consignee_group": 2, "day_no": 140}


def last_of(con) -> tuple[float, bool]:
    weigh_contents(con)
    rows = con.execute("select bits, is_likely from contents order by shipment_no").fetchall()
    return rows[-1]


def test_vector_18_rises_with_accelerators_that_the_exporter_had_received(ledger):
    alone, is_likely = last_of(ledger([*OTHERS, SENT]))
    assert not is_likely
    came = ACCELERATORS | {"consignee_group": 1, "units": 200.0, "pieces": 200.0, "day_no": 110}
    risen, _ = last_of(ledger([came, *OTHERS, SENT]))
    assert risen > alone + 2


def test_vector_18b_the_same_from_a_power_supply_maker_to_a_distributor_is_quiet(ledger):
    made = [SENT | {"day_no": day} for day in range(100, 140)]
    bits, is_likely = last_of(ledger([*OTHERS, *made, SENT]))
    alone, _ = last_of(ledger([*OTHERS, SENT]))
    assert not is_likely and bits < alone - 3
    assert bits < -10
