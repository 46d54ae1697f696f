"""What every detector promises."""

from abc import ABCMeta, abstractmethod
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.base import BaseEstimator
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data

Numbers = NDArray[np.float64]


class ShipmentDetector(BaseEstimator, metaclass=ABCMeta):  # type: ignore[misc]
    """Base of all detectors: higher scores are stranger, and every score adds up.

    Promises, held by tests/models/test_contract.py for each detector:

    1. `contributions(X).sum(axis=1)` equals `decision_function(X)`; no contribution is negative.
    2. A shipment scores the same alone as in a batch, in any order of rows.
    3. Two fits on the same rows, in any order, with the same seed score alike.
    4. Nulls are allowed. Nothing is filled in: each detector says what a null does, and a
       shipment of nulls alone never stands out.

    The sign is PyOD's (higher is stranger), not scikit-learn's. A detector writes `_learn` and
    `_explain`.
    """

    def fit(self, X: pd.DataFrame, y: None = None) -> Self:  # noqa: ARG002  scikit-learn passes it
        """Learn what is ordinary from `X`.

        Parameters
        ----------
        X : DataFrame of shape (n_shipments, n_features)
            Features as `engine.feature_matrix` returns them; nulls allowed.
        y : None
            Ignored.
        """
        values = validate_data(self, X, dtype=np.float64, ensure_all_finite="allow-nan")
        self._learn(values[np.lexsort(values.T[::-1])])
        return self

    def contributions(self, X: pd.DataFrame) -> pd.DataFrame:
        """Say how much each feature adds to each shipment's score.

        Returns
        -------
        DataFrame of shape (n_shipments, n_features)
            >= 0, in the unit of the detector's score; index of `X`, columns of the fitted
            features.

        Raises
        ------
        NotFittedError
            If called before `fit`.
        ValueError
            If the columns of `X` are not the fitted ones, in order.
        """
        values = self._checked(X)
        names = getattr(self, "feature_names_in_", range(values.shape[1]))
        index = X.index if isinstance(X, pd.DataFrame) else None
        return pd.DataFrame(self._explain(values), index=index, columns=list(names))

    def decision_function(self, X: pd.DataFrame) -> Numbers:
        """Score shipments; higher is stranger.

        Returns
        -------
        ndarray of shape (n_shipments,)
            >= 0, in the unit that the detector names. Ranks shipments; is no probability.
        """
        scores: Numbers = self._explain(self._checked(X)).sum(axis=1)
        return scores

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _checked(self, X: pd.DataFrame) -> Numbers:
        check_is_fitted(self)
        values: Numbers = validate_data(
            self, X, dtype=np.float64, ensure_all_finite="allow-nan", reset=False
        )
        return values

    @abstractmethod
    def _learn(self, values: Numbers) -> None:
        """Set the attributes that end in an underscore; rows come in ascending order."""

    @abstractmethod
    def _explain(self, values: Numbers) -> Numbers:
        """Return contributions of shape (n_shipments, n_features), in C order."""
