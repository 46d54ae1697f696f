"""Turns weighed cells of a mirror into findings, each with its band and innocent reading."""

import numpy as np
import pandas as pd

from detector.flows.findings import LaneGap, OddPeriod, ReporterQuality, Shortfall
from detector.flows.groups import Numbers, median_by, sum_by

LEAST_CELLS = 5
GOOD, FAIR = 1.25, 1.75
MOSTLY = 0.5
SUMS = (
    "exported_usd", "imported_usd", "sent_usd", "expected_usd", "residual_usd", "low_usd",
    "high_usd", "missing_usd", "missing_low_usd", "missing_high_usd",
)  # fmt: skip
BY_WAY = (
    "The exporter books goods to the next stop, the importer by origin: so much of the lane to {} "
    "never arrives there."
)
HEADING = "The two countries may classify the goods in different headings: the others lack as much."
PRICES = "Weights agree better than values: prices between affiliated companies, or fees, differ."
ORIGIN = "The importer books the country of origin, whichever way the goods came."
ONWARD = (
    "Goods that are sent on from bonded stock or a free zone, returned, or still on the way leave "
    "the exporter's books and never enter the importer's."
)


def by_lane(cells: pd.DataFrame) -> pd.DataFrame:
    """Add the cells of each lane and product up.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
        As `weigh_cells` gives them.

    Returns
    -------
    DataFrame of shape (n_lanes, n_columns)
        Sums, first and last period, median spread, weight ratio.
    """
    lanes = cells["lane"].to_numpy()
    groups = int(lanes.max(initial=0)) + 1
    starts = np.flatnonzero(np.concatenate(([True], lanes[1:] != lanes[:-1])))
    ends = np.concatenate((starts[1:], [len(lanes)])) - 1
    keys = ["origin", "destination", "product", "exporter", "importer", "product_no"]
    told = cells[keys].iloc[starts].reset_index(drop=True)
    told["first"] = cells["period"].to_numpy()[starts]
    told["last"] = cells["period"].to_numpy()[ends]
    told["periods"] = np.bincount(lanes, minlength=groups)
    for column in SUMS:
        told[column] = sum_by(lanes, cells[column].to_numpy(dtype=float), groups)
    told["spread"], _ = median_by(lanes, cells["spread"].to_numpy(), groups)
    kg_out = cells["exported_kg"].to_numpy(dtype=float)
    kg_in = cells["imported_kg"].to_numpy(dtype=float)
    both = np.nan_to_num(kg_out * kg_in) > 0
    sent, came = (sum_by(lanes[both], kg[both], groups) for kg in (kg_out, kg_in))
    told["weight_ratio"] = np.divide(came, sent, out=np.full(groups, np.nan), where=sent > 0)
    return told


def tell_gaps(cells: pd.DataFrame, most: int) -> tuple[LaneGap, ...]:
    """Tell the largest residuals in dollars, either way.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
    most : int

    Returns
    -------
    tuple of LaneGap
        Largest first.
    """
    lanes = by_lane(cells)
    lacking = np.maximum(-lanes["residual_usd"].to_numpy(), 0)
    shown = lanes.iloc[np.argsort(-np.abs(lanes["residual_usd"].to_numpy()), kind="stable")[:most]]
    return tuple(_gap(lanes, lacking, place) for place in shown.index)


def _gap(lanes: pd.DataFrame, lacking: Numbers, place: int) -> LaneGap:
    row = lanes.loc[place]
    same_out = (lanes["exporter"] == row["exporter"]).to_numpy()
    same_in = (lanes["importer"] == row["importer"]).to_numpy()
    same_goods = (lanes["product_no"] == row["product_no"]).to_numpy()
    excess = max(float(row["residual_usd"]), 0.0)
    ways = np.where(same_out & same_goods & ~same_in, lacking, 0)
    way = lanes["destination"].iloc[int(np.argmax(ways))] if ways.sum() > 0 and excess else ""
    headings = float(np.where(same_out & same_in & ~same_goods, lacking, 0).sum())
    by_way, heading = min(float(ways.sum()), excess), min(headings, excess)
    ratio = None if np.isnan(row["weight_ratio"]) else float(row["weight_ratio"])
    expected, imported = float(row["expected_usd"]), float(row["imported_usd"])
    both = expected > 0 and imported > 0
    surprise = float(np.log(imported / expected) / row["spread"]) if both else None
    return LaneGap(
        str(row["origin"]),
        str(row["destination"]),
        str(row["product"]),
        str(row["first"]),
        str(row["last"]),
        int(row["periods"]),
        round(float(row["exported_usd"])),
        round(imported),
        round(expected),
        round(float(row["residual_usd"])),
        round(float(row["low_usd"])),
        round(float(row["high_usd"])),
        None if surprise is None else round(surprise, 3),
        None if ratio is None else round(ratio, 3),
        round(by_way),
        str(way),
        round(heading),
        _innocent(excess, by_way, str(way), heading, _weights_agree(ratio, imported, expected)),
    )


def _weights_agree(ratio: float | None, imported: float, expected: float) -> bool:
    if not ratio or expected <= 0 or imported <= 0:
        return False
    return bool(abs(np.log(ratio)) < MOSTLY * abs(np.log(imported / expected)))


def _innocent(excess: float, by_way: float, way: str, heading: float, by_weight: bool) -> str:
    if excess <= 0:
        return ONWARD
    if by_way >= MOSTLY * excess:
        return BY_WAY.format(way)
    if heading >= MOSTLY * excess:
        return HEADING
    return PRICES if by_weight else ORIGIN


def tell_shortfalls(cells: pd.DataFrame, most: int) -> tuple[Shortfall, ...]:
    """Tell what was exported but never arrived, largest first.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
    most : int

    Returns
    -------
    tuple of Shortfall
    """
    lanes = by_lane(cells)
    missing = lanes["missing_usd"].to_numpy()
    order = [place for place in np.argsort(-missing, kind="stable")[:most] if missing[place] >= 1]
    return tuple(
        Shortfall(
            str(row.origin),
            str(row.destination),
            str(row.product),
            int(row.periods),
            round(row.sent_usd),
            round(row.missing_usd),
            round(row.missing_low_usd),
            round(row.missing_high_usd),
            ONWARD,
        )
        for row in lanes.iloc[order].itertuples(index=False)
    )


def tell_odd_periods(cells: pd.DataFrame, band: float, most: int) -> tuple[OddPeriod, ...]:
    """Tell periods in which a lane's gap lies beyond twice its own band, the largest sums first.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
    band : float
        Half the 90 % band, in standard deviations.
    most : int

    Returns
    -------
    tuple of OddPeriod
    """
    odd = cells[cells["strangeness"].abs() > 2 * band]
    usual = odd["expected_usd"] * np.exp(odd["usual"])
    order = (
        (odd["imported_usd"].astype(float) - usual)
        .abs()
        .sort_values(ascending=False, kind="stable")
    )
    wide = np.exp(band * odd["own_spread"])
    odd = odd.assign(usual_usd=usual, low=usual / wide, high=usual * wide).loc[order.index[:most]]
    return tuple(
        OddPeriod(
            str(row.origin),
            str(row.destination),
            str(row.product),
            str(row.period),
            round(float(row.imported_usd)),
            round(row.expected_usd),
            round(row.usual_usd),
            round(row.low),
            round(row.high),
            round(row.strangeness, 2),
        )
        for row in odd.itertuples(index=False)
    )


def tell_reporters(
    cells: pd.DataFrame, quality: pd.DataFrame, hidden: pd.DataFrame
) -> tuple[ReporterQuality, ...]:
    """Tell how far each reporter's figures can be relied on, the best first.

    Parameters
    ----------
    cells : DataFrame of shape (n_cells, n_columns)
    quality : DataFrame of shape (n_reporters, 6)
        As `weigh_cells` gives it.
    hidden : DataFrame of shape (n_reporters, 4)
        Sums to named and unnamed areas, and of re-exports, by reporter.

    Returns
    -------
    tuple of ReporterQuality
    """
    fit = cells[cells["fit"]]
    sides = {
        side: fit.groupby(side)["off"].agg(["size", "median"]) for side in ("origin", "destination")
    }
    masked = hidden.set_index("reporter")
    told = [_reporter(str(name), row, sides, masked) for name, row in quality.iterrows()]
    worst = 1e9
    return tuple(
        sorted(
            told,
            key=lambda one: (
                max(one.export_factor or worst, one.import_factor or worst),
                one.reporter,
            ),
        )
    )


def _reporter(
    name: str, row: pd.Series, sides: dict[str, pd.DataFrame], hidden: pd.DataFrame
) -> ReporterQuality:
    cells, bias, factor = {}, {}, {}
    for side, effect in (("origin", "exporter"), ("destination", "importer")):
        known = sides[side].loc[name] if name in sides[side].index else None
        cells[side] = 0 if known is None else int(known["size"])
        bias[side] = None if known is None else round(float(known["median"]), 3)
        size = float(row["typical"]) * float(row[effect]) if cells[side] else None
        factor[side] = None if size is None else round(float(np.exp(size)), 3)
    sent = float(hidden.loc[name, "sent"]) if name in hidden.index else 0.0
    unnamed = float(hidden.loc[name, "unnamed"]) if name in hidden.index else 0.0
    worst = max((one for one in factor.values() if one is not None), default=0.0)
    few = max(cells.values()) < LEAST_CELLS
    verdict = "good" if worst < GOOD else "fair" if worst < FAIR else "poor"
    late = row["months_late"]
    return ReporterQuality(
        name,
        cells["origin"],
        cells["destination"],
        factor["origin"],
        factor["destination"],
        bias["origin"],
        bias["destination"],
        0.0 if np.isnan(late) else round(float(late), 2),
        bool(row["is_estimated"] is True or row["is_estimated"] == 1),
        round(unnamed / (sent + unnamed), 4) if sent + unnamed > 0 else 0.0,
        row["re_exports"] if isinstance(row["re_exports"], str) else _AS_STATED,
        "too few cells" if few else verdict,
    )


_AS_STATED = "as stated"
