"""A bootstrap over schemes: each figure with the middle 90 % of what other schemes would give."""

import numpy as np
import pandas as pd

from detector.evaluate.metrics import UNKNOWN, Flags, Interval, Numbers, middle

ROUNDS, SEED = 200, 17


class SchemeDraws:
    """Schemes drawn with replacement; lines of no scheme stand still.

    Parameters
    ----------
    scheme : Series of shape (n_lines,)
        The scheme of each line, null for others; in the order of the queue.
    """

    def __init__(self, scheme: pd.Series) -> None:
        codes, names = pd.factorize(scheme, sort=True)
        self.codes, self.schemes = codes, len(names)
        rng = np.random.default_rng(SEED)
        places = max(self.schemes, 1)
        drawn = rng.multinomial(self.schemes, np.full(places, 1 / places), ROUNDS)
        self.drawn = drawn[:, : self.schemes].astype(float)

    def share(self, part: Numbers | Flags, whole: Numbers | Flags) -> Interval:
        """Give the share that a part has in the whole.

        Parameters
        ----------
        part, whole : ndarray of shape (n_lines,)
            Amounts of each line, >= 0; NaN where the whole is nothing.
        """
        in_part, off_part = self._by_scheme(part)
        in_whole, off_whole = self._by_scheme(whole)
        above, below = self.drawn @ in_part + off_part, self.drawn @ in_whole + off_whole
        told = np.divide(above, below, np.full(ROUNDS, np.nan), where=below > 0)
        total = in_whole.sum() + off_whole
        value = (in_part.sum() + off_part) / total if total > 0 else float("nan")
        return middle(float(value), told)

    def found(self, hit: Flags) -> Interval:
        """Give the share of schemes with a line that is hit.

        Parameters
        ----------
        hit : ndarray of shape (n_lines,)
        """
        own = np.zeros(self.schemes)
        own[self.codes[hit & (self.codes >= 0)]] = 1.0
        return middle(float(own.mean()), self.drawn @ own / max(self.schemes, 1))

    def median(self, amount: pd.Series) -> Interval:
        """Give the median over those schemes that have an amount; NaN where none has.

        Parameters
        ----------
        amount : Series of shape (n_some,)
            Indexed by the number of the scheme, as in ``codes``.
        """
        if amount.empty:
            return UNKNOWN
        values = amount.to_numpy(dtype=float)
        times = self.drawn[:, amount.index.to_numpy()].astype(int)
        told = [np.median(np.repeat(values, own)) if own.any() else np.nan for own in times]
        return middle(float(np.median(values)), np.array(told))

    def _by_scheme(self, amount: Numbers | Flags) -> tuple[Numbers, float]:
        summed = np.bincount(self.codes + 1, weights=amount, minlength=self.schemes + 1)
        own: Numbers = summed[1:].astype(float)
        return own, float(summed[0])
