"""How far a reporter's figures usually lie from its partners', as exporter and as importer.

In the manner of CEPII's BACI (Gaulier and Zignago 2010): the size of the log ratio of the two
reports is split into a part of the exporter, of the importer and of the product; who stands far
from everybody is the less reliable one, and counts less where both sides are reconciled. Two
things differ: the split is one of medians, so that single lanes do not make a reporter
unreliable, and of factors, so that no spread falls below nothing; the size of the flow is a
fourth part, as small flows differ more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detector.flows.groups import Codes, Numbers, shrunk_median_by

PRIOR_CELLS = 5.0
ROUNDS, SETTLED = 15, 0.02
LEAST_GAP, LEAST_SPREAD, MOST_SPREAD = 0.01, 0.03, 1.5
NORMAL = 1.4826  # standard deviation over median absolute deviation
SIZES = (1e5, 1e6, 1e7, 1e8, 1e9)


@dataclass(frozen=True, slots=True)
class Spreads:
    """Spread of log ratios, told apart.

    Attributes
    ----------
    typical : float
        Median absolute log ratio over all cells.
    exporter, importer : ndarray of shape (n_groups,)
        Factors by which each widens or narrows it.
    cell : ndarray of shape (n_cells,)
        Standard deviation expected of each cell's log ratio, 0.03 to 1.5.
    """

    typical: float
    exporter: Numbers
    importer: Numbers
    cell: Numbers


def split_spread(
    residual: Numbers,
    parts: tuple[Codes, Codes, Codes],
    sent_usd: Numbers,
    fit: NDArray[np.bool_],
) -> Spreads:
    """Split the absolute log ratios into exporter, importer, product and size.

    Parameters
    ----------
    residual : ndarray of shape (n_cells,)
        Log ratio less margin; anything where ``fit`` is false.
    parts : three ndarrays of shape (n_cells,)
        Codes of exporter, importer, product.
    sent_usd : ndarray of shape (n_cells,)
        Exports, for the size.
    fit : ndarray of shape (n_cells,)
        Cells that both sides state.

    Returns
    -------
    Spreads
        By a median polish of ln|residual|, each effect drawn to 0 as if five cells lay there.
    """
    codes = (*parts, np.digitize(sent_usd, SIZES).astype(np.int64))
    groups = [int(one.max(initial=0)) + 1 for one in codes]
    effects = [np.zeros(count) for count in groups]
    size = np.log(np.maximum(np.abs(residual[fit]), LEAST_GAP))
    middle = float(np.median(size)) if len(size) else float(np.log(0.3))
    for _ in range(ROUNDS if len(size) else 0):
        before = np.concatenate(effects)
        for place, own in enumerate(codes):
            rest = size - middle
            for other, values in enumerate(effects):
                if other != place:
                    rest = rest - values[codes[other][fit]]
            effects[place] = shrunk_median_by(own[fit], rest, groups[place], PRIOR_CELLS)
        if np.abs(np.concatenate(effects) - before).max() < SETTLED:
            break
    told = np.full(len(residual), middle)
    for values, own in zip(effects, codes, strict=True):
        told = told + values[own]
    return Spreads(
        float(np.exp(middle)),
        np.exp(effects[0]),
        np.exp(effects[1]),
        np.clip(NORMAL * np.exp(told), LEAST_SPREAD, MOST_SPREAD),
    )


def weight_of_exporter(spreads: Spreads, exporters: Codes, importers: Codes) -> Numbers:
    """Give the weight of the exporter's report where both are made into one figure.

    Parameters
    ----------
    spreads : Spreads
    exporters, importers : ndarray of shape (n_cells,)

    Returns
    -------
    ndarray of shape (n_cells,)
        0 to 1: the importer's variance over the sum of both.
    """
    sent, came = spreads.exporter[exporters] ** 2, spreads.importer[importers] ** 2
    weight: Numbers = came / (sent + came)
    return weight
