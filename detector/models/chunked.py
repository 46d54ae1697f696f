"""Score more lines than memory holds features of."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from detector.errors import ModelError
from detector.models.champion import Champion
from detector.models.contract import SLICE
from detector.models.folds import assign_folds
from detector.models.scoring import held, judge_lines, summary, weighed


def score_in_chunks(
    champion: Champion, chunks: Iterable[pd.DataFrame], lines: pd.DataFrame, as_of: date
) -> pd.DataFrame:
    """Score lines whose features come chunk by chunk; what each feature adds is not kept.

    The scores are those of `score_with` over all lines at once: folds and p-values are of all.
    Contributions of the few lines that are looked at are had from `scoring.explain_again`.

    Parameters
    ----------
    champion : Champion
    chunks : iterable of DataFrame of shape (n_lines_of_chunk, n_columns)
        Features as `engine.feature_matrix` gives them; end to end in the order of ``lines``. One
        is held at a time.
    lines : DataFrame of shape (n_lines, n_columns)
        As for `score_with`.
    as_of : date

    Returns
    -------
    DataFrame of shape (n_lines, n_columns)
        As `Scored.scores`.

    Raises
    ------
    ModelError
        If the chunks and the lines do not belong together, or a feature is missing.
    """
    fold = assign_folds(lines, champion.plan.folds)
    combined, views, stop = np.zeros(len(lines)), [], 0
    for chunk in chunks:
        own = slice(stop, stop + len(chunk))
        stop = own.stop
        told = lines.iloc[own]
        judged = judge_lines(champion, chunk, told, fold=fold[own])
        views.append(judged.views)
        for start in range(0, len(chunk), SLICE):
            rows = slice(start, start + SLICE)
            parts = weighed(champion, judged.values.iloc[rows], judged.parts[rows])
            parts = parts * held(told.iloc[rows])[:, None]
            combined[own][rows] = parts.sum(axis=1)
    if stop != len(lines):
        raise ModelError(
            f"{stop:,} rows of features came for {len(lines):,} lines",
            "the chunks",
            "Give every line's features, in the order of the lines.",
        )
    nats = pd.concat(views, ignore_index=True).add_prefix("view_")
    scores = summary(combined, lines, as_of).join(nats)
    return scores.set_index(pd.Index(lines["shipment_no"], name="shipment_no"))
