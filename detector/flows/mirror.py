"""Holds what exporters say they sent against what importers say they received."""

import numpy as np
import pandas as pd
from scipy.stats import t as students

from detector.errors import RecordError
from detector.flows.distances import distances_km
from detector.flows.findings import MirrorFindings
from detector.flows.groups import Codes, Numbers, median_by, sum_by
from detector.flows.margins import estimate_lags, estimate_margins, prior_months, shifted
from detector.flows.reliability import LEAST_SPREAD, split_spread, weight_of_exporter
from detector.flows.sheets import build_sheet
from detector.flows.sources import FlowPlan, Publisher, lay_out_cells
from detector.flows.telling import tell_gaps, tell_odd_periods, tell_reporters, tell_shortfalls
from detector.workspace import Connection

FREEDOM = 4  # residuals of mirrors have long tails
BAND = float(students.ppf(0.95, FREEDOM))
OWN_PERIODS = 6.0
RE_EXPORT_CELLS = 8
FAR_OFF = 5.0
CLEARLY = 0.02  # exports are read otherwise than stated only where that agrees clearly better
_CHOICES = ("as stated", "with re-exports", "less re-exports")
NOTES = (
    "A gap is a difference between two sets of books. It says nothing about a single company.",
    "Importers mostly book the country of origin, exporters the next stop: goods that pass a third "
    "country leave a gap on two lanes and none in sum.",
    "Aggregates, the world and unspecified areas are left out; so is what a publisher reconciled.",
)


def analyse_mirror(con: Connection, plan: FlowPlan | None = None, most: int = 20) -> MirrorFindings:
    """Hold the two reports of every flow against each other.

    Parameters
    ----------
    con : Connection
        Holds ``trade_flows``; it may be open for reading only.
    plan : FlowPlan, optional
    most : int
        Most rows of each list.

    Returns
    -------
    MirrorFindings

    Raises
    ------
    InputError
        If the publisher or the depth of code is unknown.
    RecordError
        If there are no statistics, they are reconciled, or no lane is published by both countries.
    """
    plan = plan or FlowPlan()
    publisher = lay_out_cells(con, plan)
    if publisher.is_reconciled:
        raise RecordError(
            f"{publisher.name} is reconciled: both sides were made to agree",
            "table trade_flows, column is_reconciled",
            "Load statistics as the countries state them, or name another --publisher.",
        )
    build_sheet(con, "flow_pair", {"least_usd": plan.least_usd})
    build_sheet(con, "flow_hidden", {})
    pairs = con.execute(
        "select * from flow_pair order by origin, destination, product, period_no"
    ).df()
    if pairs.empty:
        raise RecordError(
            f"{publisher.name} holds no lane that both countries publish",
            "table trade_flows",
            "Load the statistics of the other side too, from the same publisher.",
        )
    cells, quality = weigh_cells(pairs, publisher)
    return _findings(con, publisher, cells, quality, most)


def weigh_cells(pairs: pd.DataFrame, publisher: Publisher) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give each cell its expected value, its residual and its band.

    Parameters
    ----------
    pairs : DataFrame of shape (n_cells, 12)
        Sheet ``flow_pair``, sorted by lane, product and period.
    publisher : Publisher

    Returns
    -------
    DataFrame of shape (n_cells, n_columns)
        Beside the sheet's columns: lane, sent_usd, expected_usd, residual_usd and its band,
        missing_usd and its band, off (ln imported / expected), spread, usual, strangeness,
        reconciled_usd.
    DataFrame of shape (n_reporters, 4)
        Indexed by reporter: effect as exporter and importer, months_late, is_estimated.
    """
    origins, exporters = np.unique(pairs["origin"].astype(str), return_inverse=True)
    ends, importers = np.unique(pairs["destination"].astype(str), return_inverse=True)
    _, products = np.unique(pairs["product"].astype(str), return_inverse=True)
    lanes = _lanes(exporters, importers, products)
    imported = pairs["imported_usd"].to_numpy(dtype=float)
    stated, choice = _with_re_exports(pairs, exporters, imported)
    names = pairs[["origin", "destination"]].to_numpy(dtype=object)
    late, months, known = _lateness(pairs, stated, imported, (lanes, importers), publisher)
    sent = shifted(stated, lanes, pairs["period_no"].to_numpy(dtype=np.int64), late)
    fit = (sent > 0) & (imported > 0)
    gap = np.zeros(len(sent))
    gap[fit] = np.log(imported[fit] / sent[fit])
    margin = estimate_margins(gap, (importers, products), names, fit)
    off = np.where(fit, gap - margin, np.nan)
    spreads = split_spread(off, (exporters, importers, products), sent, fit)
    weight = weight_of_exporter(spreads, exporters, importers)
    cells = pairs.assign(
        lane=lanes, exported_usd=stated, sent_usd=sent, margin=margin, off=off, fit=fit,
        spread=spreads.cell, exporter=exporters, importer=importers, product_no=products,
        expected_usd=sent * np.exp(margin),
        reconciled_usd=np.where(fit, np.exp(weight * np.log(np.maximum(sent, 1))
            + (1 - weight) * (np.log(np.maximum(imported, 1)) - margin)), np.nan),
    )  # fmt: skip
    quality = pd.DataFrame(index=pd.Index(sorted({*origins, *ends}), name="reporter"))
    quality["exporter"] = pd.Series(spreads.exporter, index=origins)
    quality["importer"] = pd.Series(spreads.importer, index=ends)
    quality["typical"] = spreads.typical
    quality["months_late"] = pd.Series(months, index=ends)
    quality["is_estimated"] = pd.Series(known, index=ends)
    quality["re_exports"] = pd.Series([_CHOICES[place] for place in choice], index=origins)
    return _bands(_own_usual(cells, (exporters, importers, products))), quality


def _lanes(exporters: Codes, importers: Codes, products: Codes) -> Codes:
    changes = np.zeros(len(exporters), dtype=bool)
    for codes in (exporters, importers, products):
        changes[1:] |= codes[1:] != codes[:-1]
    return np.cumsum(changes)


def _with_re_exports(
    pairs: pd.DataFrame, exporters: Codes, imported: Numbers
) -> tuple[Numbers, Codes]:
    """Read exports with, without or as re-exports stand, as agrees best with the importers."""
    plain = pairs["exported_usd"].to_numpy(dtype=float)
    again = pairs["re_exported_usd"].to_numpy(dtype=float)
    readings = np.stack([plain, plain + again, np.maximum(plain - again, 0)])
    groups = int(exporters.max(initial=0)) + 1
    cost = np.full((3, groups), np.inf)
    use = (again > 0) & (imported > 0)
    for place, sent in enumerate(readings):
        with np.errstate(divide="ignore"):
            off = np.minimum(np.abs(np.log(imported[use] / sent[use])), FAR_OFF)
        middle, counts = median_by(exporters[use], off, groups)
        cost[place] = np.where(counts >= RE_EXPORT_CELLS, middle, np.inf)
    cost[0] = np.where(np.isfinite(cost[0]), cost[0] - CLEARLY, 0)
    choice = np.argmin(cost, axis=0)
    return readings[choice[exporters], np.arange(len(plain))], choice


def _lateness(
    pairs: pd.DataFrame,
    sent: Numbers,
    imported: Numbers,
    codes: tuple[Codes, Codes],
    publisher: Publisher,
) -> tuple[Numbers, Numbers, np.ndarray]:
    lanes, importers = codes
    names = pairs[["origin", "destination"]].to_numpy(dtype=object)
    starts = np.flatnonzero(np.concatenate(([True], lanes[1:] != lanes[:-1])))
    km = distances_km(names[starts, 0], names[starts, 1])[lanes]
    late = prior_months(km)
    months, _ = median_by(importers, late, int(importers.max(initial=0)) + 1)
    known = np.zeros(len(months), dtype=bool)
    if not publisher.is_monthly:
        return late / 12, months, known
    periods = pairs["period_no"].to_numpy(dtype=np.int64)
    found, known = estimate_lags(sent, imported, lanes, periods, importers)
    return np.where(known[importers], found[importers], late), np.where(known, found, months), known


def _own_usual(cells: pd.DataFrame, sides: tuple[Codes, Codes, Codes]) -> pd.DataFrame:
    """Hold each period against its lane's own median gap; short lanes borrow others' spread."""
    fit = cells["fit"].to_numpy()
    lanes, off = cells["lane"].to_numpy(), cells["off"].to_numpy()
    groups = int(lanes.max(initial=0)) + 1
    usual, counts = median_by(lanes[fit], off[fit], groups)
    apart = off - usual[lanes]
    mad, _ = median_by(lanes[fit], np.abs(apart[fit]), groups)
    long = fit & (counts[lanes] >= OWN_PERIODS)
    pooled = split_spread(apart, sides, cells["sent_usd"].to_numpy(), long).cell
    own = (1.4826 * np.nan_to_num(mad) * counts)[lanes] + OWN_PERIODS * pooled
    own = np.maximum(own / (counts[lanes] + OWN_PERIODS), LEAST_SPREAD)
    return cells.assign(
        usual=usual[lanes], own_spread=own, strangeness=np.where(long, apart / own, np.nan)
    )


def _bands(cells: pd.DataFrame) -> pd.DataFrame:
    imported = cells["imported_usd"].to_numpy(dtype=float)
    expected, sent = cells["expected_usd"].to_numpy(), cells["sent_usd"].to_numpy()
    wide = np.exp(BAND * cells["own_spread"].to_numpy())
    fit = cells["fit"].to_numpy()
    at_home = imported / np.exp(cells["margin"].to_numpy())
    residual = imported - expected
    return cells.assign(
        residual_usd=residual,
        low_usd=np.where(fit, imported - expected * wide, np.minimum(residual, 0)),
        high_usd=np.where(fit, imported - expected / wide, np.maximum(residual, 0)),
        missing_usd=np.maximum(sent - at_home, 0),
        missing_low_usd=np.where(fit, np.maximum(sent - at_home * wide, 0), 0),
        missing_high_usd=np.maximum(sent - at_home / wide, 0),
    )


def _findings(
    con: Connection,
    publisher: Publisher,
    cells: pd.DataFrame,
    quality: pd.DataFrame,
    most: int,
) -> MirrorFindings:
    hidden = con.execute(
        "select reporter, sum(sent_usd)::double as sent, sum(sent_unnamed_usd)::double as unnamed, "
        "sum(re_exported_usd)::double as again from flow_hidden group by reporter order by reporter"
    ).df()
    alone = con.execute(
        "select distinct reporter from flow_cell where length(partner) = 2 and reporter not in "
        "(select origin from flow_pair union select destination from flow_pair) order by reporter"
    ).fetchall()
    fit = cells["fit"].to_numpy()
    return MirrorFindings(
        publisher.name,
        publisher.is_monthly,
        publisher.digits,
        publisher.cells,
        int(cells["lane"].nunique()),
        int(fit.sum()),
        round(float(np.median(cells["margin"].to_numpy()[fit])) if fit.any() else 0.0, 4),
        tell_gaps(cells, most),
        tell_shortfalls(cells, most),
        tell_odd_periods(cells, BAND, most),
        tell_reporters(cells, quality, hidden),
        tuple(name for (name,) in alone),
        NOTES,
    )


def lane_sums(cells: pd.DataFrame, column: str) -> Numbers:
    """Add a column up by lane.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
    column : str

    Returns
    -------
    ndarray of shape (n_lanes,)
    """
    lanes = cells["lane"].to_numpy()
    return sum_by(lanes, cells[column].to_numpy(dtype=float), int(lanes.max(initial=0)) + 1)
