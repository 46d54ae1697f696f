"""Features of all lines: those of few lines in memory, those of many read when asked for."""

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine.families import KEY, SLICE
from detector.engine.header import Family
from detector.workspace import Connection

Places = slice | NDArray[np.int64]
CELLS = 50_000_000  # numbers of whole columns that are held at a time
HELD = 100_000_000  # numbers up to which all features are held: 0.8 gigabytes
_WANTED = "wanted_lines"


class FarFeatures(Protocol):
    """Features that are not held in memory; ``index`` and ``columns`` as of a DataFrame."""

    index: pd.Index
    columns: pd.Index

    def __len__(self) -> int:
        """Give the number of lines."""
        ...

    def read(self, places: Places, names: Sequence[str]) -> pd.DataFrame:
        """Read some columns of the lines at some places, in the order of the places.

        Parameters
        ----------
        places : slice or ndarray of shape (n_rows,)
            Counted from 0 in ``index``.
        names : sequence of str

        Returns
        -------
        DataFrame of shape (n_rows, n_names)
            Indexed by shipment_no; nulls as NaN.
        """
        ...


Features: TypeAlias = pd.DataFrame | FarFeatures


class StoredFeatures:
    """The tables of families in a workspace, as `FarFeatures`.

    Numbers are rounded to nine digits after the point, so that engines that add in another order
    agree.

    Parameters
    ----------
    con : Connection
        Holds ``ledger`` and the tables of the families, which must stand while this is used.
    families : sequence of Family
    numbers : ndarray of shape (n_lines,), optional
        shipment_no of the lines that are meant, ascending; default: all of the ledger.
    """

    def __init__(
        self,
        con: Connection,
        families: Sequence[Family],
        numbers: NDArray[np.int64] | None = None,
    ) -> None:
        if numbers is None:
            numbers = con.execute(f"select {KEY} from ledger order by {KEY}").df()[KEY].to_numpy()  # noqa: S608  our own name
        self.con = con
        self.index = pd.Index(numbers, name=KEY)
        self._table = {
            f"{family.name}.{column.name}": family.name
            for family in families
            for column in family.columns
        }
        self.columns = pd.Index(self._table)

    def __len__(self) -> int:
        """Give the number of lines."""
        return len(self.index)

    def read(self, places: Places, names: Sequence[str]) -> pd.DataFrame:
        """Read some columns of some lines, as `FarFeatures.read`."""
        wanted = self.index[places]
        if isinstance(places, slice) and len(wanted):
            which = f"{KEY} between $first and $last"
            bound = {"first": int(wanted.min()), "last": int(wanted.max())}
            found = self.con.execute(self._query(names, which), bound).df()
        else:
            self.con.register(_WANTED, pd.DataFrame({KEY: wanted.to_numpy(dtype=np.int64)}))
            try:
                which = f"{KEY} in (select {KEY} from {_WANTED})"  # noqa: S608  our own names
                found = self.con.execute(self._query(names, which)).df()
            finally:
                self.con.unregister(_WANTED)
        found = found.set_index(KEY)
        return found if found.index.equals(wanted) else found.loc[wanted]

    def _query(self, names: Sequence[str], which: str) -> str:
        """Write the query; each table is cut down first, so that no join holds one whole."""
        select = ", ".join([KEY, *(f'round({name}::double, 9) as "{name}"' for name in names)])
        tables = dict.fromkeys(self._table[name] for name in names)
        joins = " ".join(
            f"left join (select * from {table} where {which}) as {table} using ({KEY})"  # noqa: S608  names come from our own headers
            for table in tables
        )
        ledger = f"(select {KEY} from ledger where {which}) as ledger"  # noqa: S608  our own names
        return f"select {select} from {ledger} {joins} order by {KEY}"  # noqa: S608  names come from our own headers


class SomeFeatures:
    """Features of some of the lines, as `FarFeatures`.

    Parameters
    ----------
    features : DataFrame or FarFeatures
    places : ndarray of shape (n_lines,)
        Where the lines stand among those of ``features``.
    """

    def __init__(self, features: Features, places: NDArray[np.int64]) -> None:
        self.features, self.places = features, places
        self.index, self.columns = features.index[places], features.columns

    def __len__(self) -> int:
        """Give the number of lines."""
        return len(self.places)

    def read(self, places: Places, names: Sequence[str]) -> pd.DataFrame:
        """Read some columns of some lines, as `FarFeatures.read`."""
        return rows_of(self.features, self.places[places], names)


class FeatureValues:
    """Some features as numbers, of which rows are read when asked for.

    Parameters
    ----------
    features : DataFrame or FarFeatures
    names : sequence of str
    """

    def __init__(self, features: Features, names: Sequence[str]) -> None:
        self.features, self.names = features, tuple(names)
        self.shape = (len(features), len(self.names))

    def __len__(self) -> int:
        """Give the number of lines."""
        return self.shape[0]

    def __getitem__(self, places: Places) -> NDArray[np.float64]:
        """Read rows, an ndarray of shape (n_rows, n_features)."""
        told: NDArray[np.float64] = rows_of(self.features, places, self.names).to_numpy(np.float64)
        return told


def features_of(
    con: Connection, families: Sequence[Family], numbers: NDArray[np.int64] | None = None
) -> Features:
    """Give the features of lines: held in memory where they are few, else read when asked for.

    Parameters
    ----------
    con, families, numbers
        As for `StoredFeatures`.
    """
    features = StoredFeatures(con, families, numbers)
    if len(features) * len(features.columns) > HELD:
        return features
    return features.read(slice(None), list(features.columns))


def feature_matrix(con: Connection, families: Sequence[Family]) -> pd.DataFrame:
    """Join the families into one matrix: for few lines, as of a rehearsal.

    Returns
    -------
    DataFrame of shape (n_shipments, n_features)
        Indexed by shipment_no in its order; columns named ``family.column``, nulls as NaN.
    """
    features = StoredFeatures(con, families)
    return features.read(slice(None), list(features.columns))


def rows_of(features: Features, places: Places, names: Sequence[str]) -> pd.DataFrame:
    """Take some columns of the lines at some places, held or far, as `FarFeatures.read`."""
    if isinstance(features, pd.DataFrame):
        return features.iloc[places][list(names)]
    return features.read(places, names)


def columns_of(
    features: Features, names: Sequence[str]
) -> Iterator[tuple[str, NDArray[np.float64]]]:
    """Give whole columns one after the other, each an ndarray of shape (n_lines,)."""
    many = max(1, CELLS // max(len(features), 1))
    for first in range(0, len(names), many):
        some = names[first : first + many]
        held = np.empty((len(some), len(features)))
        for rows in slices_of(len(features)):
            held[:, rows] = rows_of(features, rows, some).to_numpy(dtype=np.float64).T
        yield from zip(some, held, strict=True)


def slices_of(n_lines: int, many: int | None = None) -> Iterator[slice]:
    """Cut lines into slices of at most so many, 50,000 by default: what a step copies is small."""
    many = many or SLICE
    for start in range(0, n_lines, many):
        yield slice(start, min(start + many, n_lines))
