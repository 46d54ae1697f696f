"""What would have to be usual for a flagged line not to be flagged."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from detector.engine import Features, rows_of
from detector.models.champion import Champion
from detector.models.folds import folds_of
from detector.models.scoring import explain_again

Changes = list[tuple[str, float]]
MOST_CHANGES = 4
MOST_LINES = 2_000
COLUMNS = ("shipment_no", "signals", "combined", "combined_after", "is_below")


class _Changed:
    """The flagged lines with some of their features changed, and what the models say of them."""

    def __init__(
        self, champion: Champion, matrix: Features, lines: pd.DataFrame, places: np.ndarray
    ) -> None:
        self.champion = champion
        self.values = rows_of(matrix, places, champion.features).astype(float)
        self.lines = lines.iloc[places]
        self.fold = folds_of(lines, champion.plan.folds)[places]

    def set(self, at: int, name: str, typical: float) -> None:
        self.values.iat[at, self.values.columns.get_loc(name)] = typical

    def combined(self, rows: Sequence[int]) -> np.ndarray:
        parts = explain_again(
            self.champion, self.values.iloc[rows], self.lines.iloc[rows], self.fold[rows]
        )
        told: np.ndarray = parts.sum(axis=1)
        return told


def find_counterfactuals(
    champion: Champion,
    matrix: Features,
    lines: pd.DataFrame,
    queue: pd.DataFrame,
    reasons: pd.DataFrame,
) -> pd.DataFrame:
    """Set the strongest reasons of each flagged line to what is usual, until it falls below.

    The models judge the changed line again: nothing is read off the shares. Reasons are changed
    one after the other, the strongest first, at most four; the first so many that bring the line
    below the weakest flagged one are told. Signals are taken one by one, so a change may be one
    that no real shipment could show.

    Parameters
    ----------
    champion : Champion
        That scored the lines.
    matrix, lines
        As for `score_with`.
    queue : DataFrame of shape (n_lines, n_columns)
        As `rank_queue` gives it, with combined.
    reasons : DataFrame of shape (n_reasons, n_columns)
        As `write_reasons` gives them.

    Returns
    -------
    DataFrame of shape (n_flagged, 5)
        shipment_no; signals, list of str, those changed; combined and combined_after, nats;
        is_below, whether that brings it below the line. At most 2,000 lines, by rank.
    """
    flagged = queue.index[queue["flagged"]][:MOST_LINES]
    if not len(flagged):
        return pd.DataFrame(columns=list(COLUMNS))
    line = float(queue.loc[queue["flagged"], "combined"].min())
    places = matrix.index.get_indexer(flagged)
    told = _Changed(champion, matrix, lines, places)
    by_line = _changes(reasons, champion.features)
    changes = [by_line.get(int(number), []) for number in flagged]
    before = queue.loc[flagged, "combined"].to_numpy(dtype=float)
    after, done = _change_until_below(told, changes, before, line)
    rows = zip((int(no) for no in flagged), done, before, after, after < line, strict=True)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _change_until_below(
    told: _Changed, changes: Sequence[Changes], before: np.ndarray, line: float
) -> tuple[np.ndarray, list[list[str]]]:
    after = before.copy()
    done: list[list[str]] = [[] for _ in changes]
    for step in range(MOST_CHANGES):
        moving = [at for at, own in enumerate(changes) if after[at] >= line and len(own) > step]
        if not moving:
            break
        for at in moving:
            name, typical = changes[at][step]
            told.set(at, name, typical)
            done[at].append(name)
        after[moving] = told.combined(moving)
    return after, done


def _changes(reasons: pd.DataFrame, features: Sequence[str]) -> Mapping[int, Changes]:
    known = reasons[reasons["signal"].isin(features)]
    found: dict[int, Changes] = {}
    columns = (known[name] for name in ("shipment_no", "signal", "typical"))
    for number, name, typical in zip(*columns, strict=True):
        found.setdefault(int(number), []).append((str(name), _float(typical)))
    return {number: each[:MOST_CHANGES] for number, each in found.items()}


def _float(value: object) -> float:
    return float("nan") if value is None or pd.isna(value) else float(str(value))
