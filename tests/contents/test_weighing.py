import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.contents import add_up, weigh_contents
from detector.contents.weighing import STEPS, band_of, bands

CORDS = [{"exporter_group": number, "consignee_group": 50 + number} for number in range(10, 20)]
DEAR = {"pieces": 27.0, "mass_kg": 50.0, "value_usd": 458_000.0}
ACCELERATORS = {"units": 64.0, "pieces": 64.0, "value_usd": 1.6e6, "declared_class": "x"}


def bits_of(con):
    weigh_contents(con)
    return dict(con.execute("select shipment_no, bits from contents order by all").fetchall())


def test_a_line_that_costs_far_more_than_its_words_and_its_heading_outweighs_an_ordinary_one(
    ledger,
):
    bits = bits_of(ledger([*CORDS, DEAR | {"exporter_group": 9}]))
    assert bits[11] > max(bits[number] for number in range(1, 11)) + 5


def test_accelerators_that_came_in_and_were_not_seen_to_leave_add_bits(ledger):
    lines = [*CORDS, {"exporter_group": 9}, {"exporter_group": 9, "day_no": 130}]
    before = bits_of(ledger(lines))[12]
    came = ACCELERATORS | {"consignee_group": 9, "day_no": 100}
    assert bits_of(ledger([*lines, came]))[12] > before + 1
    left = ACCELERATORS | {"exporter_group": 9, "day_no": 110}
    assert bits_of(ledger([*lines, came, left]))[12] < bits_of(ledger([*lines, came]))[12]


def test_a_line_that_says_little_is_weighed_with_its_siblings(ledger):
    plain = {"exporter_group": 9, "consignee_group": 8, "value_usd": None}
    alone = bits_of(ledger([*CORDS, plain]))[11]
    dear = DEAR | {"exporter_group": 9, "consignee_group": 8}
    assert bits_of(ledger([*CORDS, plain, dear, dear]))[11] > alone + 2


def test_lines_that_name_accelerators_are_not_weighed(ledger):
    assert set(bits_of(ledger([ACCELERATORS | {"exporter_group": 1}, {}]))) == {2}


def test_without_lines_there_is_nothing_to_weigh(ledger):
    assert bits_of(ledger([ACCELERATORS])) == {}


def test_what_later_arrives_says_nothing_of_what_left_before(ledger):
    lines = [*CORDS, {"exporter_group": 9, "day_no": 90}]
    came = ACCELERATORS | {"consignee_group": 9, "day_no": 100}
    assert bits_of(ledger([*lines, came]))[11] == bits_of(ledger(lines))[11]


@given(
    st.lists(st.none() | st.floats(-50, 50), min_size=1), st.sets(st.integers(-20, 20), min_size=1)
)
def test_a_value_lies_in_the_band_whose_upper_end_it_does_not_pass(values, ends):
    edges = sorted(ends)
    at = band_of(pd.Series(values, dtype=float), edges)
    for value, band in zip(values, at, strict=True):
        if value is None:
            assert band == len(edges) + 1
        else:
            assert band == sum(end < value for end in edges)


@pytest.mark.parametrize("step", STEPS)
def test_every_band_of_every_measure_has_its_bits(step):
    start, weights = bands(step)
    assert start < 2 and weights
    for edges, bits in weights.values():
        assert len(bits) == len(edges) + 2 and list(edges) == sorted(edges)
        assert np.isfinite(bits).all()


def test_bits_of_measures_add_up():
    _, weights = bands("own")
    lines = pd.DataFrame({measure: [np.nan] for measure in weights})
    start, _ = bands("own")
    assert add_up(lines, "own")[0] == pytest.approx(
        start + sum(bits[-1] for _, bits in weights.values())
    )
