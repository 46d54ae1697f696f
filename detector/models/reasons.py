"""Why a line was flagged: its strongest features, with what is usual, in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Column, Family
from detector.models.sentences import say_reason
from detector.reference import read_table

LEAST_SHARE = 0.01
ENOUGH = 30  # ordinary lines of the same goods class, for a median of their own
COLUMNS = (
    "shipment_id",
    "position",
    "signal",
    "view",
    "value",
    "typical",
    "unit",
    "share",
    "red_flag",
    "text",
    "shipment_no",
    "source",
    "peers",
    "innocent",
    "below",
)
_NOTHING = "Nothing stands out; the line is listed because the budget reaches down to it."


@dataclass(frozen=True, slots=True)
class _Feature:
    view: str
    column: Column
    peers: str | None
    red_flag: str


def write_reasons(
    matrix: pd.DataFrame,
    contributions: pd.DataFrame,
    families: Sequence[Family],
    queue: pd.DataFrame,
) -> pd.DataFrame:
    """Tell the reasons of every flagged line.

    The shares are each feature's part of the combined score; features under 1 % are left out (the
    strongest never) and the shares of the others divided by their sum, so that they add up to 1.

    Parameters
    ----------
    matrix : DataFrame of shape (n_lines, n_columns)
        All columns of the families, the unscored as well; indexed by shipment_no.
    contributions : DataFrame of shape (n_lines, n_features)
        As in `Scored.contributions`.
    families : sequence of Family
        Give unit, sentence, red flag and innocent explanation of each column.
    queue : DataFrame of shape (n_lines, n_columns)
        As `rank_queue` gives it.

    Returns
    -------
    DataFrame of shape (n_reasons, 15)
        Columns of the contract's ``reasons``, then shipment_no, source, peers, innocent and below,
        the share of ordinary lines under the value; in order of rank and position. ``typical`` is
        the median of the lines that are not flagged and hold goods of the same class; of all such
        lines where fewer than 30 know the value.
    """
    told = _features(families, matrix.columns)
    names = list(contributions.columns)
    flagged = queue[queue["flagged"]]
    usual = _Usual(matrix, queue)
    rows = []
    for number, line in flagged.iterrows():
        parts = contributions.loc[number].to_numpy(dtype=float)
        chosen, shares = _strongest(parts)
        if not len(chosen):
            rows.append(_nothing(number, line))
        for position, (at, share) in enumerate(zip(chosen, shares, strict=True), start=1):
            name = names[at]
            row = _reason(name, told[name], matrix.loc[number], usual.typical(name, line))
            row["below"] = usual.below(name, line, row["value"])
            rows.append(_placed(row, number, line, position) | {"share": float(share)})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"position": "int64", "shipment_no": "int64", "peers": "Int64"})


class _Usual:
    """Values of ordinary lines, sorted once per feature and goods class."""

    def __init__(self, matrix: pd.DataFrame, queue: pd.DataFrame) -> None:
        ordinary = queue.index[~queue["flagged"]]
        self.values = matrix.loc[ordinary if len(ordinary) else queue.index]
        classes = queue.get("goods_class", pd.Series("", index=queue.index))
        self.classes = classes.reindex(self.values.index).astype(object)
        self.sorted: dict[tuple[str, object], NDArray[np.float64]] = {}

    def typical(self, name: str, line: pd.Series) -> float | None:
        """Give the median."""
        known = self._known(name, line)
        return float(np.median(known)) if len(known) else None

    def below(self, name: str, line: pd.Series, value: object) -> float | None:
        """Give the share of ordinary lines that lie below a value; ties count half."""
        known = self._known(name, line)
        if value is None or not len(known):
            return None
        number = float(str(value))
        low, high = np.searchsorted(known, number), np.searchsorted(known, number, "right")
        return float(low + high) / (2 * len(known))

    def _known(self, name: str, line: pd.Series) -> NDArray[np.float64]:
        goods_class = line.get("goods_class", "")
        if (name, goods_class) not in self.sorted:
            same = self.values.loc[self.classes == goods_class, name].dropna()
            if len(same) < ENOUGH:
                same = self.values[name].dropna()
            self.sorted[name, goods_class] = np.sort(same.to_numpy(dtype=float))
        return self.sorted[name, goods_class]


def _features(families: Sequence[Family], there: pd.Index) -> Mapping[str, _Feature]:
    flags = {
        row.id: f"{row.id} — {row.flag} ({row.source})"
        for row in read_table("red_flags").itertuples()
    }
    found = {}
    for family in families:
        for column in family.columns:
            name = f"{family.name}.{column.name}"
            stem = f"{family.name}.{column.name.rpartition('_')[0] or column.name}_peers"
            peers = stem if stem in there else None
            found[name] = _Feature(family.view, column, peers, flags.get(column.flag, column.flag))
    return found


def _strongest(
    parts: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray]:
    order = np.argsort(-parts, kind="stable")
    total = parts.sum()
    if not total > 0:
        return order[:0], parts[:0]
    kept = order[parts[order] >= min(LEAST_SHARE * total, parts[order[0]])]
    return kept, parts[kept] / parts[kept].sum()


def _reason(
    name: str, feature: _Feature, values: pd.Series, typical: float | None
) -> dict[str, object]:
    value = _number(values[name])
    peers = _number(values[feature.peers]) if feature.peers else None
    return {
        "signal": name,
        "view": feature.view,
        "value": value,
        "typical": typical,
        "unit": feature.column.unit,
        "red_flag": feature.red_flag,
        "text": say_reason(feature.column, value, typical, peers),
        "peers": None if peers is None else int(peers),
        "innocent": feature.column.innocent,
    }


def _nothing(number: object, line: pd.Series) -> dict[str, object]:
    row = {"signal": "none", "view": "statistics", "unit": "", "red_flag": "", "text": _NOTHING}
    return _placed(row, number, line, 1) | {"share": 1.0, "innocent": ""}


def _placed(
    row: Mapping[str, object], number: object, line: pd.Series, position: int
) -> dict[str, object]:
    return dict(row) | {
        "shipment_no": number,
        "shipment_id": line["shipment_id"],
        "source": line["source"],
        "position": position,
    }


def _number(value: object) -> float | None:
    number = float(value)  # type: ignore[arg-type]
    return None if np.isnan(number) else number
