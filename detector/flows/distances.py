"""How far apart two countries lie, for the margin and the time of a voyage."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from detector.reference import read_table

EARTH_KM = 6_371.0
UNKNOWN_KM = 6_000.0


def distances_km(origins: NDArray[np.object_], ends: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give great-circle distances between approximate centres of countries.

    Parameters
    ----------
    origins, ends : ndarray of shape (n,)
        ISO 3166-1 alpha-2.

    Returns
    -------
    ndarray of shape (n,)
        Kilometres; 6,000 where a country is not in the reference.

    Examples
    --------
    >>> distances_km(np.array(["MY", "SG"]), np.array(["CN", "??"])).round(-2)
    array([3700., 6000.])
    """
    places = _centres()
    missing = (np.nan, np.nan)
    a = np.radians(np.array([places.get(code, missing) for code in origins]).reshape(-1, 2))
    b = np.radians(np.array([places.get(code, missing) for code in ends]).reshape(-1, 2))
    half = (b - a) / 2
    chord = np.sin(half[:, 0]) ** 2 + np.cos(a[:, 0]) * np.cos(b[:, 0]) * np.sin(half[:, 1]) ** 2
    found: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return np.where(np.isnan(found), UNKNOWN_KM, found)


@cache
def _centres() -> dict[str, tuple[float, float]]:
    table = read_table("countries")
    return {row.iso2: (float(row.lat), float(row.lon)) for row in table.itertuples(index=False)}
