"""Why a line was flagged: its strongest features, with what is usual, in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import Column, Family, Features, columns_of, rows_of
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

Usual = tuple[float | None, float | None]  # what is typical, and the share of lines below


@dataclass(frozen=True, slots=True)
class _Feature:
    view: str
    column: Column
    peers: str | None
    red_flag: str


def write_reasons(
    matrix: Features,
    contributions: pd.DataFrame,
    families: Sequence[Family],
    queue: pd.DataFrame,
) -> pd.DataFrame:
    """Tell the reasons of every flagged line.

    The shares are each feature's part of the combined score; features under 1 % are left out (the
    strongest never) and the shares of the others divided by their sum, so that they add up to 1.

    Parameters
    ----------
    matrix : DataFrame or FarFeatures of shape (n_lines, n_columns)
        All columns of the families, the unscored as well; indexed by shipment_no.
    contributions : DataFrame of shape (n_lines, n_features)
        As `explain_lines` gives them, of the flagged lines at least.
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
    flagged = queue[queue["flagged"]]
    chosen = [_strongest(parts) for parts in contributions.loc[flagged.index].to_numpy(dtype=float)]
    signals = [[str(name) for name in contributions.columns[at]] for at, _ in chosen]
    own = rows_of(matrix, matrix.index.get_indexer(flagged.index), list(matrix.columns))
    usual = _usual(matrix, queue, own, signals)
    rows = []
    for at, (number, line) in enumerate(flagged.iterrows()):
        if not signals[at]:
            rows.append(_nothing(number, line))
        values, shares = own.iloc[at], chosen[at][1]
        for position, (name, share) in enumerate(zip(signals[at], shares, strict=True), start=1):
            typical, below = usual[at, name]
            row = _reason(name, told[name], values, typical) | {"below": below}
            rows.append(_placed(row, number, line, position) | {"share": float(share)})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"position": "int64", "shipment_no": "int64", "peers": "Int64"})


def _usual(
    matrix: Features, queue: pd.DataFrame, own: pd.DataFrame, signals: Sequence[Sequence[str]]
) -> Mapping[tuple[int, str], Usual]:
    """Give, by flagged line and signal, the median of ordinary lines and the share below."""
    asked: dict[str, list[int]] = {}
    for at, names in enumerate(signals):
        for name in names:
            asked.setdefault(name, []).append(at)
    ordinary = queue.index[~queue["flagged"]]
    places = matrix.index.get_indexer(ordinary if len(ordinary) else queue.index)
    classes = queue.get("goods_class", pd.Series("", index=queue.index)).astype(object)
    code = pd.Series(pd.factorize(classes)[0], queue.index)
    theirs, mine = code.loc[matrix.index[places]].to_numpy(), code.loc[own.index].to_numpy()
    found: dict[tuple[int, str], Usual] = {}
    for name, column in columns_of(matrix, list(asked)):
        usual, own_at = column[places], np.array(asked[name])
        known, values = ~np.isnan(usual), own[name].to_numpy(dtype=float)[own_at]
        told = _beside(values, mine[own_at], usual[known], theirs[known])
        found |= {(line, name): one for line, one in zip(asked[name], told, strict=True)}
    return found


def _beside(
    values: NDArray[np.float64],
    mine: NDArray[np.int64],
    usual: NDArray[np.float64],
    theirs: NDArray[np.int64],
) -> list[Usual]:
    """Hold values beside those of ordinary lines of the same class, ties counted half."""
    told: list[Usual] = [(None, None)] * len(values)
    for code in np.unique(mine):
        same = usual[theirs == code] if code >= 0 else usual[:0]
        ordered = np.sort(same if len(same) >= ENOUGH else usual)
        if not len(ordered):
            continue
        typical = float(np.median(ordered))
        for at in np.flatnonzero(mine == code):
            low = np.searchsorted(ordered, values[at])
            high = np.searchsorted(ordered, values[at], "right")
            below = float(low + high) / (2 * len(ordered))
            told[at] = (typical, None if np.isnan(values[at]) else below)
    return told


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
