"""Lays out names of companies as the matching reads them."""

import pandas as pd

from detector.parties.joined import Joined, join_mentions, keyed
from detector.workspace import Connection


def mentioned(*rows: tuple[str, ...]) -> pd.DataFrame:
    """Give mentions: name, then country and address where told, each in one record."""
    told = [(*row, *(None,) * (3 - len(row))) for row in rows]
    frame = pd.DataFrame(told, columns=["name", "country", "address"])
    return frame.astype(object).where(frame.notna(), None).assign(records=1)


def joined(con: Connection, *rows: tuple[str, ...]) -> Joined:
    """Join such mentions into companies."""
    return join_mentions(con, keyed(mentioned(*rows)))


def companies(con: Connection, *rows: tuple[str, ...]) -> int:
    """Count the companies that such mentions are taken for."""
    return joined(con, *rows).names["company"].nunique()
