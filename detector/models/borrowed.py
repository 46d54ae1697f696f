"""Detectors of PyOD and scikit-learn, by their import path, under the contract of ours."""

import importlib
import inspect
import re
from collections.abc import Mapping

import numpy as np
import skops.io
from pyod.models.base import BaseDetector
from sklearn.base import BaseEstimator

from detector.errors import ModelError
from detector.models.contract import Numbers, ShipmentDetector
from detector.models.forest import centre_and_spread, divide_by

Parameters = Mapping[str, bool | int | float | str]
WHERE = "setting detectors"
# PyOD also holds models that fetch weights or need torch; what is named here only computes.
PYOD = (
    "abod", "cblof", "cof", "copod", "ecod", "gmm", "hbos", "iforest", "inne", "kde", "knn", "kpca",
    "lmdd", "loci", "loda", "lof", "mcd", "ocsvm", "pca", "qmcd", "rod", "sampling", "sod", "sos",
)  # fmt: skip
SKLEARN = ("covariance", "decomposition", "ensemble", "linear_model", "mixture", "neighbors", "svm")
PATH = re.compile(rf"(pyod\.models\.({'|'.join(PYOD)})|sklearn\.({'|'.join(SKLEARN)}))\.[A-Z]\w*")
REFUSED = ("memory", "n_jobs", "verbose")  # write files, start processes, print
ASKED = 64  # shipments that are scored alone and in batches
FITTED = 1_000  # shipments of the trial
STEP = 1e-9  # of the range of the fitted scores
STORED = (  # beside what skops trusts by itself; each holds numbers and runs nothing when loaded
    "detector.models.borrowed.BorrowedDetector",
    *(
        f"pyod.models.{name.lower()}.{name}"
        for name in (
            "ABOD", "CBLOF", "GMM", "HBOS", "IForest", "INNE", "KDE", "KNN", "LODA", "LOF", "MCD",
            "OCSVM", "PCA", "QMCD",
        )
    ),
    "sklearn.metrics._dist_metrics.EuclideanDistance64",
    "sklearn.neighbors._ball_tree.BallTree",
    "sklearn.neighbors._kd_tree.KDTree",
    "sklearn.tree._tree.Tree",
)  # fmt: skip


class BorrowedDetector(ShipmentDetector):
    """Score with a detector of PyOD or scikit-learn; higher is stranger whatever its own sign.

    The score is the borrowed score, turned so that higher is stranger, less the least of the
    fitted shipments and at least 0, in steps of a billionth of the fitted range, so that rounding
    in another library does not show; it is in the borrowed detector's own unit.

    Nulls: the borrowed detector sees the fitted median in place of a null. Contributions divide
    the score by how far each known feature lies from its median, in standard deviations; they are
    an attribution, since a borrowed detector does not tell its reasons. A null has none.

    Parameters
    ----------
    path : str, default="sklearn.ensemble.IsolationForest"
        ``pyod.models.<module>.<Class>`` or ``sklearn.<module>.<Class>``.
    parameters : mapping, optional
        What the class is made with.
    random_state : int, default=0
        Seed, where the class takes one and ``parameters`` give none.

    Attributes
    ----------
    model_ : object
        The fitted detector.
    centre_, spread_ : ndarray of shape (n_features,)
    least_ : float
        Least score of the fitted shipments.
    step_ : float
    n_features_in_ : int
    feature_names_in_ : ndarray of str

    Examples
    --------
    >>> import pandas as pd
    >>> ordinary = pd.DataFrame({"price_gap": range(100), "hub_share": range(100)})
    >>> model = BorrowedDetector("pyod.models.knn.KNN").fit(ordinary)
    >>> usual, odd = model.decision_function(pd.DataFrame(
    ...     {"price_gap": [50, 5], "hub_share": [50, 400]}))
    >>> bool(odd > usual)
    True
    """

    def __init__(
        self,
        path: str = "sklearn.ensemble.IsolationForest",
        parameters: Parameters | None = None,
        random_state: int = 0,
    ) -> None:
        self.path = path
        self.parameters = parameters
        self.random_state = random_state

    def _learn(self, values: Numbers) -> None:
        self.centre_, self.spread_ = centre_and_spread(values)
        filled = self._filled(values)
        model = make(self.path, self.parameters or {}, self.random_state)
        try:
            with np.errstate(all="ignore"):  # what is not finite is refused
                self.model_ = model.fit(filled)
            raw = self._raw(filled)
        except (ValueError, TypeError, IndexError, ArithmeticError) as error:
            raise _refused(self.path, f"cannot learn: {_first_line(error)}") from error
        self.least_ = float(raw.min())
        self.step_ = STEP * (float(np.ptp(raw)) or 1.0)

    def _explain(self, values: Numbers) -> Numbers:
        try:
            raw = self._raw(self._filled(values))
        except (ValueError, TypeError, IndexError, ArithmeticError) as error:
            raise _refused(self.path, f"cannot score: {_first_line(error)}") from error
        score = np.round(np.maximum(raw - self.least_, 0.0) / self.step_) * self.step_
        apart = np.abs(np.nan_to_num((values - self.centre_) / self.spread_, nan=0.0))
        return divide_by(score, apart)

    def _raw(self, filled: Numbers) -> Numbers:
        with np.errstate(all="ignore"):
            if isinstance(self.model_, BaseDetector):
                told = self.model_.decision_function(filled)
            else:
                told = -self.model_.score_samples(filled)
        scores = np.asarray(told, dtype=np.float64).ravel()
        if len(scores) != len(filled) or not np.isfinite(scores).all():
            raise ValueError("not one finite score for each shipment")
        return scores

    def _filled(self, values: Numbers) -> Numbers:
        return np.ascontiguousarray(np.where(np.isnan(values), self.centre_, values))


def make(path: str, parameters: Parameters, seed: int) -> BaseEstimator | BaseDetector:
    """Make a detector that is not fitted yet.

    Parameters
    ----------
    path : str
        As in `BorrowedDetector`.
    parameters : mapping
    seed : int

    Raises
    ------
    ModelError
        If the path leads to no detector of the two libraries that only computes, or the class
        does not take the parameters.
    """
    kind = find_class(path)
    known = inspect.signature(kind).parameters
    unknown = [name for name in parameters if name not in known or name in REFUSED]
    if unknown:
        raise _refused(path, f"does not take {unknown[0]!r} here")
    seeded = {"random_state": seed} if "random_state" in known else {}
    novelty = {"novelty": True} if "novelty" in known else {}
    try:
        return kind(**(seeded | novelty | dict(parameters)))
    except (TypeError, ValueError) as error:
        raise _refused(path, f"cannot be made: {_first_line(error)}") from error


def find_class(path: str) -> type:
    """Find the class behind a path, and import nothing but the two libraries.

    Raises
    ------
    ModelError
        If the path is of another kind, or leads to no detector.
    """
    if not PATH.fullmatch(path):
        raise ModelError(
            f"{path!r} is no detector that can be borrowed",
            WHERE,
            f"Name pyod.models.<module>.<Class> with a module of {', '.join(PYOD)}, or "
            f"sklearn.<module>.<Class> with one of {', '.join(SKLEARN)}.",
        )
    module, _, name = path.rpartition(".")
    kind = getattr(importlib.import_module(module), name, None)
    if not isinstance(kind, type) or not kind.__module__.startswith(module):
        raise _refused(path, "is not there")
    scores = issubclass(kind, BaseEstimator) and hasattr(kind, "score_samples")
    if scores or issubclass(kind, BaseDetector):
        return kind
    raise _refused(path, "is no detector: it scores no shipments")


def try_out(detector: BorrowedDetector, values: Numbers) -> None:
    """Fit a detector on some shipments and see whether it keeps the promises of the contract.

    Parameters
    ----------
    detector : BorrowedDetector
    values : ndarray of shape (n_shipments, n_features)
        Of the view that it would join, rows in ascending order.

    Raises
    ------
    ModelError
        If a shipment scores differently alone than in a batch, two fits under one seed differ, or
        the fitted detector cannot be stored.
    """
    rows = np.unique(np.linspace(0, len(values) - 1, FITTED).astype(int))
    sample = values[rows]
    asked = sample[np.unique(np.linspace(0, len(sample) - 1, ASKED).astype(int))]
    detector.fit(sample)
    told = detector.decision_function(asked)
    alone = np.array([detector.decision_function(row[None, :])[0] for row in asked])
    turned = detector.decision_function(asked[::-1])[::-1]
    if not (np.array_equal(alone, told) and np.array_equal(turned, told)):
        raise _refused(detector.path, "scores a shipment differently alone than in a batch", _HELD)
    if not np.array_equal(detector.fit(sample).decision_function(asked), told):
        raise _refused(detector.path, "learns differently each time from the same shipments")
    foreign = _foreign(detector.model_)
    if foreign:
        raise _refused(detector.path, f"cannot be stored without running code: {foreign}")


def _foreign(model: object) -> str:
    """Name the first type that a stored model may not hold; empty where there is none."""
    try:
        held = skops.io.get_untrusted_types(data=skops.io.dumps(model))
    except (TypeError, AttributeError, ValueError) as error:
        return _first_line(error)
    return min(set(held) - set(STORED), default="")


_HELD = "Leave it out; TailSurprise, the sum of every view, is ECOD held to what it was fitted on."


def _refused(path: str, why: str, fix: str = "Mend its entry, or leave it out.") -> ModelError:
    return ModelError(f"{path} {why}", WHERE, fix)


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
