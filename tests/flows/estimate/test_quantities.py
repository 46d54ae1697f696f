import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detector.flows.estimate.quantities import Quantity, stream_of

TOLD = {"says": "s", "unit": "u", "source": "here", "mark": "given", "narrowed_by": "n"}
low_ends = st.floats(1e-3, 1e5)
factors = st.floats(1.01, 1e4)


@given(low_ends, factors)
def test_a_lognormal_has_its_two_numbers_as_the_ends_of_ninety_percent(low, factor):
    quantity = Quantity(kind="lognormal", low=low, high=low * factor, **TOLD)
    ends = quantity.spread()
    np.testing.assert_allclose((ends[0], ends[2]), (low, low * factor))
    np.testing.assert_allclose(ends[1] ** 2, low * (low * factor))


@pytest.mark.parametrize(
    "numbers",
    [
        {"kind": "lognormal", "low": 5.0, "high": 60.0},
        {"kind": "split_lognormal", "median": 140e3, "sigma_low": 1.6, "sigma_high": 0.8},
        {"kind": "beta", "a": 2.0, "b": 10.0},
        {"kind": "loguniform", "low": 1.0, "high": 10.0},
    ],
    ids=lambda numbers: numbers["kind"],
)
def test_draws_fall_as_the_spread_says(numbers):
    quantity = Quantity(**numbers, **TOLD)
    drawn = quantity.draw(stream_of(1, "x"), 200_000)
    np.testing.assert_allclose(np.percentile(drawn, [5, 50, 95]), quantity.spread(), rtol=0.02)


@pytest.mark.parametrize(
    "numbers",
    [
        {"kind": "lognormal", "low": 5.0},
        {"kind": "lognormal", "low": 5.0, "high": 5.0},
        {"kind": "lognormal", "low": -1.0, "high": 5.0},
        {"kind": "beta", "a": 2.0, "b": float("nan")},
        {"kind": "beta", "a": 2.0, "b": 1.0, "value": 3.0},
        {"kind": "fixed", "value": float("inf")},
    ],
)
def test_numbers_that_make_no_distribution_are_refused(numbers):
    with pytest.raises(ValidationError):
        Quantity(**numbers, **TOLD)


def test_each_name_has_a_stream_of_its_own():
    one, same, other = (stream_of(3, name).random(4).tolist() for name in ("a", "a", "b"))
    assert one == same != other
