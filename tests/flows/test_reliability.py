import numpy as np
import pytest

from detector.flows.reliability import split_spread, weight_of_exporter


@pytest.fixture
def spreads():
    """Twenty exporters and importers; exporter 0 lies four times as far off as the others."""
    rng = np.random.default_rng(1)
    exporters, importers = (side.ravel() for side in np.indices((20, 20)))
    size = np.where(exporters == 0, 0.4, 0.1)
    residual = rng.normal(0, size)
    product = np.zeros(400, dtype=np.int64)
    fit = np.ones(400, dtype=bool)
    told = split_spread(residual, (exporters, importers, product), np.full(400, 1e7), fit)
    return told, exporters, importers


def test_the_one_that_lies_far_off_is_found(spreads):
    told, exporters, _ = spreads
    assert np.argmax(told.exporter) == 0
    assert told.exporter[0] > 2 * np.median(told.exporter)
    assert told.cell[exporters == 0].mean() == pytest.approx(0.4, rel=0.5)
    assert told.cell[exporters != 0].mean() == pytest.approx(0.1, rel=0.35)


def test_it_counts_less_where_both_sides_are_made_into_one_figure(spreads):
    told, exporters, importers = spreads
    weight = weight_of_exporter(told, exporters, importers)
    assert weight[exporters == 0].mean() < 0.3
    assert weight[exporters != 0].mean() == pytest.approx(0.5, abs=0.1)


def test_without_a_cell_that_both_state_a_wide_spread_is_assumed():
    codes = np.zeros(3, dtype=np.int64)
    none = np.zeros(3, dtype=bool)
    told = split_spread(np.full(3, np.nan), (codes, codes, codes), np.ones(3), none)
    assert (told.cell > 0.3).all()
