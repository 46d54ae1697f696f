"""Lanes as rows, periods as columns: what moved, and what is not known."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from detector.flows.groups import Codes, Numbers
from detector.flows.sheets import build_sheet
from detector.workspace import Connection


@dataclass(frozen=True, slots=True)
class Panel:
    """Amounts by lane and period.

    Attributes
    ----------
    origins, destinations, products : ndarray of shape (n_lanes,)
        Texts.
    product_no : ndarray of shape (n_lanes,)
        Codes of the products.
    periods : ndarray of shape (n_periods,)
        Numbers of consecutive periods.
    amounts : ndarray of shape (n_lanes, n_periods)
        US dollars or units; 0 where the teller publishes and names no such flow, NaN where it
        publishes nothing.
    is_monthly : bool
    unit : str
    """

    origins: np.ndarray
    destinations: np.ndarray
    products: np.ndarray
    product_no: Codes
    periods: Codes
    amounts: Numbers
    is_monthly: bool
    unit: str

    def label(self, place: int) -> str:
        """Write a period as the contract does."""
        number = int(self.periods[place])
        if not self.is_monthly:
            return str(number)
        return f"{(number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"

    def place(self, year: int, month: int, day: int = 1) -> int:
        """Give the place of the first whole period from a day on; it may lie outside.

        A day in the second half of a month begins with the next month, in the second half of a
        year with the next year.
        """
        if self.is_monthly:
            number = year * 12 + month + (1 if day > 15 else 0)
        else:
            number = year + (1 if month > 6 else 0)
        return number - int(self.periods[0])


def panel_of_flows(con: Connection, is_monthly: bool) -> Panel:
    """Lay out the lanes of ``flow_cell``.

    Parameters
    ----------
    con : Connection
        `lay_out_cells` was called on it.
    is_monthly : bool

    Returns
    -------
    Panel
        In US dollars.
    """
    build_sheet(con, "flow_lane", {})
    return lay_out_panel(_read(con, "flow_lane"), is_monthly, "USD")


def panel_of_shipments(con: Connection) -> Panel:
    """Lay out the monthly lanes of the shipments of a scanned workspace, in accelerators.

    Parameters
    ----------
    con : Connection

    Returns
    -------
    Panel
    """
    build_sheet(con, "shipped_lane", {})
    return lay_out_panel(_read(con, "shipped_lane"), True, "accelerators")


def lay_out_panel(rows: pd.DataFrame, is_monthly: bool, unit: str) -> Panel:
    """Bring long rows into a panel.

    Parameters
    ----------
    rows : DataFrame of shape (n_rows, 6)
        origin, destination, product, period_no, amount, teller; each lane and period once.
    is_monthly : bool
    unit : str

    Returns
    -------
    Panel
        Lanes in the order of origin, destination, product.
    """
    keys = ["origin", "destination", "product"]
    rows = rows.sort_values([*keys, "period_no"], kind="stable")
    lanes = rows[keys].drop_duplicates()
    lane = rows.groupby(keys, sort=True).ngroup().to_numpy()
    first = int(rows["period_no"].min()) if len(rows) else 0
    last = int(rows["period_no"].max()) if len(rows) else -1
    amounts = np.zeros((len(lanes), last - first + 1))
    amounts[lane, rows["period_no"].to_numpy() - first] = rows["amount"].to_numpy(dtype=float)
    products, product_no = np.unique(lanes["product"].to_numpy(dtype=str), return_inverse=True)
    tellers = rows.groupby(keys, sort=True)["teller"].first().to_numpy(dtype=str)
    heard = _heard(rows, tellers, products[product_no], (first, last))
    return Panel(
        lanes["origin"].to_numpy(dtype=str),
        lanes["destination"].to_numpy(dtype=str),
        products[product_no],
        product_no.astype(np.int64),
        np.arange(first, last + 1),
        np.where(heard, amounts, np.nan),
        is_monthly,
        unit,
    )


def _read(con: Connection, sheet: str) -> pd.DataFrame:
    columns = "origin, destination, product, period_no, amount::double as amount, teller"
    query = f"select {columns} from {sheet} order by origin, destination, product, period_no"  # noqa: S608  own sheets
    return con.execute(query).df()


def _heard(
    rows: pd.DataFrame, tellers: np.ndarray, products: np.ndarray, span: tuple[int, int]
) -> np.ndarray:
    """Say in which periods each lane's teller publishes anything of the product."""
    first, last = span
    told = rows[["teller", "product", "period_no"]].drop_duplicates()
    keys = pd.MultiIndex.from_frame(told[["teller", "product"]].astype(str))
    known = keys.unique()
    published = np.zeros((len(known), last - first + 1), dtype=bool)
    published[known.get_indexer(keys), told["period_no"].to_numpy() - first] = True
    wanted = pd.MultiIndex.from_arrays([tellers, products])
    heard: np.ndarray = published[known.get_indexer(wanted)]
    return heard
