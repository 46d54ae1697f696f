"""Splits lines by date, and says who and what stands on both sides."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.errors import RecordError

TWIN = ("hs6", "mass_kg", "value_usd", "exporter", "consignee")
NEW = ("parties known", "some parties new", "all parties new")
EARLY_SHARE = 0.55  # of the lines lie before the day of the split where none is given


@dataclass(frozen=True, slots=True)
class Split:
    """What lies before and after a day.

    Attributes
    ----------
    day : str
        First day that is judged.
    learnt_from, judged : int
        Lines before the day; lines from it on that are judged.
    twins_removed : int
        Later lines left out since a line of the same HS6, mass, value and parties lies before.
    begun_before : int
        Later lines left out since their scheme began before: a scheme stands on one side.
    parties, parties_on_both_sides : int
        Companies among the judged lines, and those of them that the earlier lines hold too.
    """

    day: str
    learnt_from: int
    judged: int
    twins_removed: int
    begun_before: int
    parties: int
    parties_on_both_sides: int


@dataclass(frozen=True, eq=False, slots=True)
class Sides:
    """A split and its two sides, as masks over the lines."""

    split: Split
    early: NDArray[np.bool_]
    judged: NDArray[np.bool_]


def split_lines(lines: pd.DataFrame, day: date | None = None) -> Sides:
    """Split lines at a day: what comes before teaches, what comes from it on is judged.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        shipped_on, hs6, mass_kg, value_usd, exporter, consignee, and scheme_id where the truth
        names one (null elsewhere).
    day : date, optional
        Default: the day before which 55 % of the lines lie.

    Raises
    ------
    RecordError
        If one side is empty.
    """
    shipped = pd.to_datetime(lines["shipped_on"])
    cut = pd.Timestamp(day) if day else shipped.sort_values().iloc[int(len(lines) * EARLY_SHARE)]
    early = (shipped < cut).to_numpy()
    begun = shipped.groupby(lines["scheme_id"]).transform("min")
    straddling = ~early & (begun < cut).fillna(False).to_numpy()
    twins = find_twins(lines, early) & ~straddling
    judged = ~early & ~straddling & ~twins
    if not (early.any() and judged.any()):
        raise RecordError(
            "One side of the split is empty",
            f"the day {cut.date()}",
            "Choose a day with lines before and after it.",
        )
    before, after = companies(lines[early]), companies(lines[judged])
    told = Split(
        cut.date().isoformat(),
        int(early.sum()),
        int(judged.sum()),
        int(twins.sum()),
        int(straddling.sum()),
        len(after),
        len(after & before),
    )
    return Sides(told, early, judged)


def find_twins(lines: pd.DataFrame, early: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Find later lines that repeat an earlier one: same HS6, mass, value and parties.

    Lines without mass and value are no twins: blanks are alike by chance.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        With the columns named in `TWIN`.
    early : ndarray of shape (n_lines,)

    Returns
    -------
    ndarray of shape (n_lines,)
    """
    key = pd.util.hash_pandas_object(lines[list(TWIN)].astype(str), index=False).to_numpy()
    told = (lines["mass_kg"].notna() & lines["value_usd"].notna()).to_numpy()
    repeated: NDArray[np.bool_] = ~early & told & np.isin(key, key[early & told])
    return repeated


def companies(lines: pd.DataFrame) -> set[str]:
    """Give the names of exporters and consignees, as declared in capitals.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
    """
    names = pd.concat((lines["exporter"], lines["consignee"])).dropna()
    return set(names.astype(str).str.upper())


def novelty(lines: pd.DataFrame, early: NDArray[np.bool_]) -> pd.Series:
    """Say of each scheme whether the earlier lines know its parties.

    Parameters
    ----------
    lines : DataFrame of shape (n_lines, n_columns)
        exporter, consignee, scheme_id.
    early : ndarray of shape (n_lines,)

    Returns
    -------
    Series of shape (n_lines,)
        A value of `NEW` for each line of a scheme, null elsewhere.
    """
    known = companies(lines[early])
    news = sum(
        (~lines[who].astype(str).str.upper().isin(known)).astype(float)
        for who in ("exporter", "consignee")
    )
    share = (news / 2).groupby(lines["scheme_id"]).transform("mean")
    named = np.select([share == 0, share < 1], NEW[:2], NEW[2])
    return pd.Series(named, index=lines.index, dtype=object).where(share.notna(), None)
