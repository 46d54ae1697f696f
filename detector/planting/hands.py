"""Whose hand: real lines of like goods, from which a planted line borrows how it is written."""

import numpy as np
import pandas as pd

from detector.planting.drafts import goods_key
from detector.planting.own import OwnTrade


class Hands:
    """Lines of the records by the goods on them.

    Parameters
    ----------
    own : OwnTrade
    """

    def __init__(self, own: OwnTrade) -> None:
        lines = own.lines
        key = goods_key(lines["item"], lines["holds"], lines["goods_class"], lines["hs6"])
        holds = lines["holds"].to_numpy(dtype=bool)
        kind = lines["goods_class"].fillna("").astype(str)
        wide = np.where(holds, "holds:" + kind, "hs6:" + lines["hs6"].fillna("").astype(str))
        self.measured = ((lines["kg_per_piece"] > 0) & (lines["usd_per_piece"] > 0)).to_numpy()
        stands = (lines["is_primary"] | lines["twin_no"].isna()).to_numpy()
        relation = lines.groupby(["exporter_group", "consignee_group"], dropna=False, sort=False)
        self._relation = relation.ngroup().to_numpy()
        self._kept: dict[tuple[str, bool], np.ndarray] = {}
        self._pools: dict[str, np.ndarray] = {}
        for keys in (key.to_numpy(), wide, np.where(holds, "", "class:" + kind)):
            frame = pd.DataFrame({"key": keys, "row": np.arange(len(lines))})[stands]
            self._pools |= {
                name: rows["row"].to_numpy() for name, rows in frame.groupby("key") if name
            }
        self._kinds = dict(zip(key, kind, strict=True))
        vague = lines["is_vague"].fillna(False).to_numpy(dtype=bool)
        self._vague = np.flatnonzero(vague & lines["description"].notna().to_numpy())

    def draw(
        self, drafts: pd.DataFrame, goods: str, rng: np.random.Generator, *, measured: bool
    ) -> np.ndarray:
        """Draw a line of like goods for each draft, -1 where the records hold none.

        All drafts of one tale and goods borrow from lines between the same two companies, so that
        articles, prices and habits of writing keep together as they do in a relation.

        Parameters
        ----------
        drafts : DataFrame of shape (n_drafts, n_columns)
            With tale and the column ``goods``.
        goods : str
            Column of keys as `drafts.goods_key` makes them.
        rng : Generator
        measured : bool
            Only lines that tell value and weight of a piece.

        Returns
        -------
        ndarray of shape (n_drafts,)
        """
        told = np.full(len(drafts), -1)
        for (_, name), rows in drafts.groupby(["tale", goods], sort=False).indices.items():
            pool = self._pool(str(name), measured)
            if len(pool):
                lent = self._relation[pool[rng.integers(len(pool))]]
                pool = pool[self._relation[pool] == lent]
                told[rows] = pool[rng.integers(len(pool), size=len(rows))]
        return told

    def vague(self, n: int, rng: np.random.Generator) -> np.ndarray:
        """Draw lines whose words could stand for anything; -1 where there are none."""
        if not len(self._vague):
            return np.full(n, -1)
        return self._vague[rng.integers(len(self._vague), size=n)]

    def _pool(self, name: str, measured: bool) -> np.ndarray:
        if (name, measured) not in self._kept:
            self._kept[name, measured] = self._find(name, measured)
        return self._kept[name, measured]

    def _find(self, name: str, measured: bool) -> np.ndarray:
        for key in (name, *self._wider(name)):
            pool = self._pools.get(key, np.empty(0, np.int64))
            pool = pool[self.measured[pool]] if measured else pool
            if len(pool) >= 3:
                return pool
        return np.empty(0, np.int64)

    def _wider(self, name: str) -> tuple[str, ...]:
        if name.startswith("item:"):
            return (f"holds:{self._kinds.get(name, '')}",)
        kind, _, hs6 = name.partition("|")
        return (f"hs6:{hs6}", f"class:{kind}")
