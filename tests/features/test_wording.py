import pytest

from detector.features.wording import wording_key
from tests.ledgers import feature, ledger, records, surroundings


@pytest.mark.parametrize(
    "description",
    [
        "PSU desktop",
        "PSU DESKTOP - 74238-AD16 / BRAND NEW",
        "Psu, Desktop (NOT FOR MILITARY USE)",
        "PSU DESKTOP P/N ZW-53208K",
        "psu desktop EAR99",
    ],
)
def test_numbers_of_parts_and_idle_words_do_not_part_wordings(description):
    assert wording_key(description) == "psu desktop"


def test_names_of_models_are_kept():
    assert wording_key("NVIDIA H100 NVL 94GB") == "nvidia h100 nvl 94gb"


def test_goods_are_held_against_goods_of_the_same_wording(con):
    usual = "\n".join(f"2024-05-{n:02} {n / 10 + 1} 1000" for n in range(1, 11))
    ledger(con, f"shipped_on mass_kg value_usd\n{usual}\n2024-06-01 20 1000\n2024-06-01 1.5 9000")
    records(con)
    con.execute("insert into shipments select n, null, null, 'Fan module' from range(1, 13) t(n)")
    surroundings(con)
    weight = feature(con, "wording.weight_gap")
    assert weight[11] > 10
    assert abs(weight[12]) < 2
    assert feature(con, "wording.value_gap")[12] > 10
    assert feature(con, "wording.value_peers")[12] == 10
