"""Who trades: a heavy-tailed population of invented companies that grows as stories need more."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from detector.simulate.catalogue import Ints, Places

ROLES = (
    "maker",
    "odm",
    "builder",
    "distributor",
    "reseller",
    "retailer",
    "cloud",
    "enterprise",
    "university",
    "refurbisher",
    "depot",
    "forwarder",
    "trader",
    "person",
)
ROLE = {role: number for number, role in enumerate(ROLES)}
_SHARES = {
    "maker": 0.006,
    "odm": 0.05,
    "builder": 0.03,
    "distributor": 0.13,
    "reseller": 0.22,
    "retailer": 0.08,
    "cloud": 0.05,
    "enterprise": 0.20,
    "university": 0.05,
    "refurbisher": 0.025,
    "depot": 0.02,
    "forwarder": 0.05,
    "trader": 0.08,
    "person": 0.02,
}
_EVERYWHERE = ("distributor", "reseller", "retailer", "enterprise", "forwarder", "trader")
COLUMNS = ("role", "country", "born", "weight", "parent", "hq", "fits", "power_mw", "site")


class Companies:
    """The population; companies are numbers, their attributes columns of a frame.

    Parameters
    ----------
    places : Places
    start : int
        First day of the world, in days from the simulator's epoch; ``born`` counts from the epoch.
    """

    def __init__(self, places: Places, start: int) -> None:
        self._places, self._start = places, start
        self._chunks: list[pd.DataFrame] = []
        self.count = 0
        self._sorted = np.empty(0, dtype=np.int64)
        self._filled = np.zeros(1)
        self._from = np.empty(0, dtype=np.int64)
        self._keys = np.empty(0, dtype=np.int64)

    def add(self, rng: np.random.Generator, columns: dict[str, object], n: int) -> Ints:
        """Add ``n`` companies and return their numbers; columns not named take ordinary values."""
        numbers = np.arange(self.count, self.count + n)
        frame = pd.DataFrame(
            {
                "role": np.zeros(n, dtype=np.int64),
                "country": np.zeros(n, dtype=np.int64),
                "born": self._start - rng.integers(300, 9000, n),
                "weight": np.minimum(rng.pareto(1.2, n) + 0.2, 150.0),
                "parent": np.full(n, -1),
                "hq": np.full(n, -1),
                "fits": np.ones(n, dtype=bool),
                "power_mw": np.full(n, np.nan),
                "site": np.full(n, -1),
            }
        )
        for name, values in columns.items():
            frame[name] = values
        frame["hq"] = frame["hq"].where(frame["hq"] >= 0, frame["country"])
        self._chunks.append(frame)
        self.count += n
        return numbers

    def settle(self) -> None:
        """Fix who can be picked: everybody added so far."""
        everyone = self.frame()
        key = (everyone["role"] * len(self._places.table) + everyone["country"]).to_numpy()
        self._sorted = np.argsort(key, kind="stable")
        self._filled = np.concatenate(
            [[0.0], np.cumsum(everyone["weight"].to_numpy()[self._sorted])]
        )
        self._keys, self._from = np.unique(key[self._sorted], return_index=True)

    def pick(self, rng: np.random.Generator, roles: Ints, countries: Ints) -> Ints:
        """Pick a company of each role in each country by weight; elsewhere where there is none."""
        n_places = len(self._places.table)
        wanted = roles * n_places + countries
        at = np.searchsorted(self._keys, wanted)
        at = np.minimum(at, len(self._keys) - 1)
        lacking = self._keys[at] != wanted
        if lacking.any():
            at[lacking] = self._stand_ins(rng, roles[lacking])
        begin = self._from[at]
        ends = np.append(self._from[1:], len(self._sorted))[at]
        low, high = self._filled[begin], self._filled[ends]
        drawn = np.searchsorted(self._filled, low + rng.random(len(at)) * (high - low), "right") - 1
        return np.asarray(self._sorted[np.clip(drawn, begin, ends - 1)])

    def _stand_ins(self, rng: np.random.Generator, roles: Ints) -> Ints:
        found = np.empty(len(roles), dtype=np.int64)
        for role in np.unique(roles):
            held = np.flatnonzero(self._keys // len(self._places.table) == role)
            here = roles == role
            found[here] = rng.choice(held, here.sum())
        return found

    def frame(self) -> pd.DataFrame:
        """All companies, one row each, indexed by number."""
        return pd.concat(self._chunks, ignore_index=True)


def found_companies(
    rng: np.random.Generator, places: Places, n: int, dates: tuple[int, int]
) -> Companies:
    """Found a population of about ``n`` companies; one in seven is born near or within the dates.

    Parameters
    ----------
    rng : Generator
    places : Places
    n : int
        How many beside the least number that each country has.
    dates : tuple of int
        First and last day of the world, in days from the epoch.
    """
    start, end = dates
    companies = Companies(places, start)
    buys, sells = (places.table[column].to_numpy(dtype=float) for column in ("buys", "sells"))
    for role, share in _SHARES.items():
        weights = sells if role in ("maker", "odm", "builder", "refurbisher") else buys + sells / 2
        least = len(places.table) if role in _EVERYWHERE else 0
        more = max(int(n * share), 6)
        countries = np.concatenate(
            [np.arange(least), rng.choice(len(weights), more, p=weights / weights.sum())]
        )
        if role == "maker":
            countries = rng.choice(places.numbers(["US", "TW", "KR", "JP"]), more)
        elif role in ("odm", "builder"):
            countries = _factories(rng, places, more)
        total = len(countries)
        born = start - rng.integers(200, 9000, total)
        young = rng.random(total) < 0.15
        born[young] = rng.integers(start - 250, end, young.sum())
        columns = _attributes(rng, role, countries, born)
        companies.add(rng, columns, total)
    companies.settle()
    return companies


def _factories(rng: np.random.Generator, places: Places, n: int) -> Ints:
    homes = ["TW", "CN", "MX", "MY", "US", "VN", "TH", "CZ", "NL", "SG", "KR", "JP", "PL", "HU"]
    odds = np.array([22, 20, 9, 7, 14, 7, 4, 4, 3, 3, 3, 2, 1, 1], dtype=float)
    return rng.choice(places.numbers(homes), n, p=odds / odds.sum())


def _attributes(
    rng: np.random.Generator, role: str, countries: Ints, born: Ints
) -> dict[str, object]:
    n = len(countries)
    power = np.where(rng.random(n) < 0.7, np.round(rng.lognormal(2.0, 1.2, n), 1), np.nan)
    return {
        "role": np.full(n, ROLE[role]),
        "country": countries,
        "born": born,
        "site": np.where(rng.random(n) < 0.06, rng.integers(0, 40, n), -1),
        "fits": rng.random(n) < (0.75 if role == "trader" else 0.95),
        "power_mw": power if role == "cloud" else np.full(n, np.nan),
    }


def roles_numbers(roles: Sequence[str]) -> Ints:
    """Numbers of the named roles."""
    return np.array([ROLE[role] for role in roles], dtype=np.int64)
