"""What is known of the companies, and whom a list names; both incomplete, as such lists are."""

import numpy as np
import pandas as pd

from detector.simulate.casting import Stage
from detector.simulate.catalogue import EPOCH, left_blank
from detector.simulate.companies import ROLES
from detector.simulate.names import Named

_ACTIVITY = {
    "maker": "Manufacture of semiconductors",
    "odm": "Manufacture of computers",
    "builder": "Manufacture of computers and peripheral equipment",
    "distributor": "Wholesale of computers, peripheral equipment and software",
    "reseller": "Wholesale of computers, peripheral equipment and software",
    "retailer": "Retail sale of computers and games",
    "cloud": "Data processing, hosting and related activities",
    "enterprise": "Other business activities",
    "university": "Higher education",
    "refurbisher": "Repair and resale of computers",
    "depot": "Repair of computers and peripheral equipment",
    "forwarder": "Freight transport and forwarding",
    "trader": "Non-specialised wholesale trade",
    "person": "",
}
_UNRELATED = (
    "Real estate activities",
    "Wholesale of pharmaceutical goods",
    "Wholesale of clothing",
    "Restaurants",
    "Construction of buildings",
    "Wholesale of textiles",
)


def list_parties(
    rng: np.random.Generator, stage: Stage, used: np.ndarray, named: Named
) -> pd.DataFrame:
    """List what a register knows: two companies in three, some boxes empty.

    Returns
    -------
    DataFrame of shape (n_listed, 14)
        Columns of `parties` in the records contract.
    """
    everyone = stage.companies.frame()
    known = used[rng.random(len(used)) < 0.66]
    told = everyone.iloc[known]
    n = len(known)
    codes = stage.places.table["country"].to_numpy()
    activity = told["role"].map(lambda role: _ACTIVITY[ROLES[role]]).to_numpy()
    strange = ~told["fits"].to_numpy()
    activity = np.where(strange, np.array(_UNRELATED)[rng.integers(0, 6, n)], activity)
    born = (EPOCH + told["born"].to_numpy()).astype("datetime64[s]")
    hq, home = codes[told["hq"].to_numpy()], codes[told["country"].to_numpy()]
    owned = (hq != home) | (rng.random(n) < 0.12)
    owner = np.array([f"{name.split(' ')[0]} Holdings" for name in named.name[known]], dtype=object)
    share = np.where(owned, rng.choice([51.0, 60.0, 75.0, 100.0], n), np.nan)
    site = np.array(
        [f"www.{name.split(' ')[0].lower()}.example" for name in named.name[known]], dtype=object
    )
    listed = pd.DataFrame(
        {
            "party": named.name[known],
            "country": home,
            "address": left_blank(rng.random(n) > 0.85, named.address[known]),
            "incorporated_on": pd.Series(born).where(rng.random(n) < 0.85),
            "activity": left_blank(rng.random(n) > 0.8, activity),
            "website": left_blank(rng.random(n) > 0.6, site),
            "parent": left_blank(~(owned), owner),
            "parent_country": left_blank(~owned, hq),
            "parent_share": share,
            "ultimate_parent": left_blank(~(owned & (rng.random(n) < 0.5)), owner),
            "capacity_mw": told["power_mw"].to_numpy(),
            "known_from": pd.Series(born),
            "known_to": pd.Series(np.full(n, np.datetime64("NaT"), dtype="datetime64[s]")),
        }
    )
    return listed.drop_duplicates(["party", "country"]).reset_index(drop=True)


def list_watched(
    rng: np.random.Generator, stage: Stage, suspects: np.ndarray, named: Named
) -> pd.DataFrame:
    """List watched names: a few parties of schemes, more names that merely resemble traders'.

    Parameters
    ----------
    rng : Generator
    stage : Stage
    suspects : ndarray of shape (n,)
        Companies that played in schemes; one in twenty is listed, late.
    named : Named
    """
    caught = suspects[rng.random(len(suspects)) < 0.05]
    n = max(30, len(suspects) // 4)
    near = rng.integers(0, stage.companies.count, n)
    stems = np.array([str(name).split(" ")[0] for name in named.name[near]], dtype=object)
    other = [
        f"{stem} Research Institute" if k % 2 else f"{stem}tech Co Ltd"
        for k, stem in enumerate(stems)
    ]
    places = stage.places.table["country"].to_numpy()
    home = stage.companies.frame()["country"].to_numpy()
    day = rng.integers(stage.calendar.start - 700, stage.calendar.end, len(caught) + n)
    day[: len(caught)] = rng.integers(
        stage.calendar.end - 200, stage.calendar.end + 60, len(caught)
    )
    return pd.DataFrame(
        {
            "name": np.concatenate([named.name[caught], np.array(other, dtype=object)]),
            "aliases": np.concatenate([named.other_name[caught], np.full(n, None)]),
            "country": np.concatenate(
                [places[home[caught]], rng.choice(["CN", "HK", "RU", "AE"], n)]
            ),
            "address": np.concatenate([named.address[caught], named.address[near]]),
            "programme": "SIMULATED LIST",
            "listed_on": (EPOCH + day).astype("datetime64[s]"),
            "source": "simulated",
        }
    )
