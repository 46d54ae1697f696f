"""All views of a shipment in one number."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from detector.models.contract import Numbers, ShipmentDetector
from detector.models.forest import divide_by
from detector.models.views import ViewDetector

ORDINARY = 1.0  # nats that an ordinary view scores on average
SCALE = 12.0  # nats at which the score reaches 1 - 1/e


class ViewsDetector(ShipmentDetector):
    """Fit one `ViewDetector` per view and add up what exceeds the ordinary.

    The combined score is the sum, over the views, of ``max(0, nats - 1)``. An ordinary view
    scores one nat on average, so ordinary views add little however many there are; one view that
    is odd once in a thousand adds 5.9; three that are odd once in fifty add 8.7. Several odd
    views at once outrank one, and one extreme view still stands out. Of the usual ways Fisher's
    sum drowns one extreme view in the noise of six others and the largest view alone forgets
    that evidence adds up; views that move together are counted twice here, as they are in
    Fisher's sum, which the p-value sets right afterwards as it is read off the scores themselves.

    Parameters
    ----------
    views : sequence of str, optional
        View of each feature; all in one view by default.
    odd : {"high", "low", "both"} or sequence of these, default="both"
        The odd side, of all features or of each.
    weights : mapping of str to float, optional
        Weight >= 0 of a view's excess; 1 for a view that is not named.
    trees, neighbours : int, default=100 and 20
        Of each view's detectors.
    random_state : int, default=0
        Seed.
    borrowed : sequence of mapping, default=()
        View, path and parameters of further members, as for `ViewDetector`.

    Attributes
    ----------
    views_ : dict of str to ViewDetector
    places_ : dict of str to ndarray
        Positions of each view's features.
    n_features_in_ : int
    feature_names_in_ : ndarray of str
    """

    def __init__(  # noqa: PLR0913  an estimator's settings are its arguments
        self,
        views: Sequence[str] | None = None,
        odd: str | Sequence[str] = "both",
        weights: Mapping[str, float] | None = None,
        trees: int = 100,
        neighbours: int = 20,
        random_state: int = 0,
        borrowed: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        self.views = views
        self.odd = odd
        self.weights = weights
        self.trees = trees
        self.neighbours = neighbours
        self.random_state = random_state
        self.borrowed = borrowed

    def explain_views(self, X: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Score each view, and say what each feature adds to the combined score.

        Returns
        -------
        tuple of DataFrame of shape (n_shipments, n_views) and (n_shipments, n_features)
            Nats of each view before combination, and contributions that add up to the combined
            score.
        """
        values = self._checked(X)
        scores, parts = self._judge(values)
        names = getattr(self, "feature_names_in_", range(values.shape[1]))
        return (
            pd.DataFrame(scores, index=X.index, columns=list(self.views_)),
            pd.DataFrame(parts, index=X.index, columns=list(names)),
        )

    def _learn(self, values: Numbers) -> None:
        n_features = values.shape[1]
        views = list(self.views) if self.views is not None else ["all"] * n_features
        odd = [self.odd] * n_features if isinstance(self.odd, str) else list(self.odd)
        if len(views) != n_features or len(odd) != n_features:
            raise ValueError(
                f"views and odd must name one value per feature ({n_features}); "
                f"got {len(views)} and {len(odd)}"
            )
        self.views_, self.places_ = {}, {}
        for view in dict.fromkeys(views):
            places = np.flatnonzero(np.array(views) == view)
            self.places_[view] = places
            self.views_[view] = ViewDetector(
                [odd[place] for place in places],
                self.trees,
                self.neighbours,
                random_state=self.random_state,
                borrowed=[one for one in self.borrowed if one["view"] == view],
            ).fit(values[:, places])

    def _explain(self, values: Numbers) -> Numbers:
        return self._judge(values)[1]

    def _judge(self, values: Numbers) -> tuple[Numbers, Numbers]:
        scores = np.zeros((len(values), len(self.views_)))
        parts = np.zeros(values.shape)
        weights = self.weights or {}
        for at, (view, model) in enumerate(self.views_.items()):
            places = self.places_[view]
            told = model.contributions(values[:, places]).to_numpy()
            scores[:, at] = told.sum(axis=1)
            excess = np.maximum(scores[:, at] - ORDINARY, 0.0)
            parts[:, places] = divide_by(excess * weights.get(view, 1.0), told)
        return scores, parts


def to_unit(combined: Numbers) -> Numbers:
    """Map combined nats to a score between 0 and 1; fixed, increasing, no probability.

    Parameters
    ----------
    combined : ndarray of shape (n_shipments,)
        Nats, >= 0.

    Examples
    --------
    >>> to_unit(np.array([0.0, 12.0])).round(2).tolist()
    [0.0, 0.63]
    """
    score: Numbers = -np.expm1(-combined / SCALE)
    return score
