"""The same pairs of names, with the same weights, by Splink on Spark as on DuckDB."""

import numpy as np
import pandas as pd
import pytest

from detector.parties.evidence import gather_evidence
from detector.parties.matching import COMPARISONS, outcome_of, score_pairs
from detector.parties.signature import lay_out_names

pytestmark = pytest.mark.spark
LEAST = -40.0
# Each row says one company in several ways, near ones beside it.
NAMES = (
    ("Orvenna Systems GmbH", "Orvena Systems GmbH", "ORVENNA SYSTEMS", "Orvenna Trading GmbH"),
    ("Quillamar Electronics Ltd", "Kvillamar Electronics", "Quillamar Electronics 2 Ltd"),
    ("Ромашка Электроника ООО", "Romashka Elektronika LLC", "Romaska Elektronika"),
    ("Tessbrook Cloud Holdings Shanghai", "Tessbrook Cloud", "Tessbrook Shanghai", "Tesbrok"),
    ("Varnholt Mikroelektronik AG", "Varnholt Microelectronics", "Varnhotl Mikroelektronik"),
    ("International Trading Company", "General Trading Company", "International Trading Ltd"),
    ("Belquor", "Belquorimex Logistics", "Belquor Logistics", "Belquor Freight Forwarding"),
)


def laid_out() -> pd.DataFrame:
    """Give names by row, those of a row in one country, every other one at one door."""
    rows = [
        (name, name, ("SG", "MY", "DE")[row % 3], f"{row + 10} Ferry Road" if at % 2 else None, 1)
        for row, names in enumerate(NAMES)
        for at, name in enumerate(names)
    ]
    told = pd.DataFrame(rows, columns=["key", "name", "country", "address", "records"])
    return lay_out_names(gather_evidence(told))


@pytest.fixture(scope="module")
def pairs(session, tmp_path_factory):
    from detector.engine import DUCKDB
    from detector.engine.spark import Spark
    from detector.workspace import open_memory

    laid = laid_out()
    with open_memory(memory_limit="1GB", threads=1) as con:
        there = Spark(session, tmp_path_factory.mktemp("exchange"))
        return {on.name: score_pairs(con, laid, LEAST, on) for on in (DUCKDB, there)}


def test_splink_finds_the_same_pairs_with_the_same_weights_on_both_engines(pairs):
    here, there = (pairs[name].sort_values(["one", "other"]) for name in ("duckdb", "spark"))
    assert len(here) > 20
    keys = ["one", "other", *(f"{name}_place" for name in COMPARISONS)]
    np.testing.assert_array_equal(here[keys], there[keys])
    weights = ["match_weight", *(f"{name}_bits" for name in COMPARISONS)]
    np.testing.assert_allclose(here[weights], there[weights], atol=1e-6)


def test_both_engines_give_pairs_best_first(pairs):
    for told in pairs.values():
        assert told["match_weight"].is_monotonic_decreasing


def test_the_names_compared_meet_most_outcomes(pairs):
    told = pairs["spark"]
    met = {
        (name, outcome_of(name, place))
        for name in COMPARISONS
        for place in told[f"{name}_place"].unique()
    }
    assert len(met) > 15
