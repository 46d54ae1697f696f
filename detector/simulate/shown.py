"""What each paper shows of a consignment: goods as declared, pieces, weight and value."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.simulate.casting import Stage
from detector.simulate.catalogue import Floats, Ints

_PACKING = {"card": 1.28, "module": 1.35, "server": 1.28, "rack": 1.18, "unit": 1.14}


@dataclass(frozen=True, eq=False)
class Shown:
    """What a line declares, as arrays: item, pieces, weight and value."""

    item: Ints
    pieces: Ints
    net_kg: Floats
    gross_kg: Floats
    usd: Floats


def show(rng: np.random.Generator, stage: Stage, papers: pd.DataFrame) -> Shown:
    """Work out what each paper shows; both papers of one move agree within a little."""
    goods = stage.goods
    item = papers["item"].to_numpy()
    shown = np.where(papers["shown"] >= 0, papers["shown"], item)
    pieces = papers["pieces"].to_numpy()
    day = papers["day"].to_numpy()
    move = papers["move"].to_numpy()
    once = rng.random((int(move.max(initial=0)) + 1, 2))[move]
    true = goods.price(item, day) * np.exp(papers["price_log"].to_numpy())
    true = np.where(papers["used"], true * 0.8, true)
    as_told = goods.price(shown, day) * np.exp(0.25 * (once[:, 0] - 0.5))
    lie = papers["false_value"].to_numpy() * (shown != item)
    usd = pieces * true ** (1 - lie) * as_told**lie
    weighed = _kilograms(stage, item, once[:, 1])
    as_told = _kilograms(stage, shown, once[:, 1])
    lie = papers["false_weight"].to_numpy() * (shown != item)
    net = pieces * weighed ** (1 - lie) * as_told**lie
    unit = goods.table["unit"].map(_PACKING).to_numpy()[shown]
    gross = net * (1 + (unit - 1) * rng.lognormal(0, 0.35, len(net))) + rng.uniform(
        0.1, 2, len(net)
    )
    freight = np.where(papers["source"] == 1, rng.uniform(1.0, 1.06, len(net)), 1.0)
    return Shown(shown, pieces, net, gross, usd * freight)


def _kilograms(stage: Stage, item: Ints, at: Floats) -> Floats:
    low, high = (
        stage.goods.table[end].to_numpy(dtype=float)[item] for end in ("kg_low", "kg_high")
    )
    return np.asarray(low + at * (high - low))
