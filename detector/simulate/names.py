"""Names and addresses of invented companies, by a grammar of syllables, trade words and forms."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from detector.simulate.catalogue import Places
from detector.simulate.companies import ROLES

_STREETS = (
    "Industrial Road",
    "Park Avenue",
    "Harbour Street",
    "Science Park Drive",
    "Lane",
    "Road",
)
_FAMILY = ("Tan", "Lim", "Chen", "Wong", "Kumar", "Smith", "Lee", "Nguyen", "Garcia", "Ivanov")
_WEB = {"HK": "hk", "SG": "sg", "MY": "my", "DE": "de", "IN": "in", "JP": "jp"}


@dataclass(frozen=True, eq=False)
class Named:
    """Names of all companies, one array entry per company."""

    name: np.ndarray
    other_name: np.ndarray
    address: np.ndarray


@cache
def _grammar() -> dict[str, dict[str, list[str]]]:
    text = files("detector.simulate").joinpath("names.toml").read_text("utf-8")
    return tomllib.loads(text)


def name_companies(
    rng: np.random.Generator, places: Places, companies: pd.DataFrame, mark: int
) -> Named:
    """Name every company; the same number always gets the same name.

    Parameters
    ----------
    rng : Generator
    places : Places
    companies : DataFrame of shape (n_companies, n_columns)
        As `Companies.frame` gives it.
    mark : int
        Distinguishes the companies of one block from those of another.
    """
    n = len(companies)
    codes = places.table["country"].to_numpy()[companies["country"].to_numpy()]
    regions = places.table["region"].to_numpy()[companies["country"].to_numpy()]
    stems = _stems(rng, codes, regions)
    role = companies["role"].to_numpy()
    draws = rng.integers(0, 1 << 30, (n, 3))
    names = [
        _full_name(stem, code, ROLES[who], three)
        for stem, code, who, three in zip(stems, codes, role, draws.tolist(), strict=True)
    ]
    names = _made_unique(names, codes, mark)
    languages = places.table["language"].to_numpy()[companies["country"].to_numpy()]
    local = rng.random(n) < 0.04
    names = [
        _local_name(three, language, name) if here else name
        for name, language, here, three in zip(names, languages, local, draws.tolist(), strict=True)
    ]
    kept = np.array(names, dtype=object)
    return Named(kept, _other_spellings(rng, kept), _addresses(rng, places, companies))


def _stems(rng: np.random.Generator, codes: np.ndarray, regions: np.ndarray) -> list[str]:
    grammar = _grammar()
    voice = grammar["voice"]
    never = set(grammar["never"]["stems"])
    draws = rng.random((len(codes), 5))
    stems = []
    for code, region, four in zip(codes, regions, draws.tolist(), strict=True):
        spoken = "latin" if four[4] < 0.25 else str(voice.get(code, voice[region]))
        syllables = grammar["syllables"][spoken]
        count = 2 if four[3] < 0.15 else 3
        parts = [syllables[int(part * len(syllables))] for part in four[:count]]
        stem = "".join(parts)
        if stem in never or any(stem.startswith(known) for known in never):
            stem = syllables[int(four[3] * len(syllables))] + "o" + stem
        stems.append(stem.capitalize())
    return stems


def _full_name(stem: str, code: str, role: str, draws: list[int]) -> str:
    grammar = _grammar()
    if role == "person":
        word = grammar["words"][role][draws[1] % len(grammar["words"][role])]
        return f"{_FAMILY[draws[0] % len(_FAMILY)]} {stem} {word}"
    word = grammar["words"][role][draws[0] % len(grammar["words"][role])]
    if role == "university":
        return f"{stem} {word}"
    forms = grammar["forms"].get(code, grammar["forms"]["other"])
    form = forms[draws[1] % len(forms)]
    if form == "PT":
        return f"PT {stem} {word}"
    if draws[2] % 5 == 0:
        return f"{stem} {form}"
    return f"{stem} {word} {form}"


def _made_unique(names: list[str], codes: np.ndarray, mark: int) -> list[str]:
    seen: dict[tuple[str, str], int] = {}
    unique = []
    for name, code in zip(names, codes, strict=True):
        times = seen.get((name, code), 0)
        seen[name, code] = times + 1
        stem, _, rest = name.partition(" ")
        unique.append(f"{stem}{'aeiou'[mark % 5]}{chr(97 + times % 26)} {rest}" if times else name)
    return unique


def _local_name(draws: list[int], language: str, name: str) -> str:
    grammar = _grammar()
    characters = grammar["characters"].get(language)
    if not characters:
        return name
    number = draws[0] + draws[1] * 1009
    stem = ""
    for _ in range(3):
        number, at = divmod(number, len(characters))
        stem += characters[at]
    forms = grammar["local_forms"][language]
    form = forms[draws[2] % len(forms)]
    return f"{form} {stem.capitalize()}" if language == "ru" else f"{stem}{form}"


def _other_spellings(rng: np.random.Generator, names: np.ndarray) -> np.ndarray:
    """Give each name as another clerk writes it: capitals, lost dots, a form shortened."""
    how = rng.integers(0, 4, len(names))
    spelt = []
    for name, way in zip(names, how.tolist(), strict=True):
        if way == 0:
            spelt.append(name.upper())
        elif way == 1:
            spelt.append(name.replace(".", "").replace(",", ""))
        elif way == 2:
            spelt.append(name.replace("Co., Ltd.", "Company Limited").replace("Limited", "Ltd"))
        else:
            spelt.append(name.upper().replace(",", " ").replace(".", ""))
    return np.array(spelt, dtype=object)


def _addresses(rng: np.random.Generator, places: Places, companies: pd.DataFrame) -> np.ndarray:
    n = len(companies)
    country = companies["country"].to_numpy()
    cities = places.table["cities"].str.split("|").to_numpy()[country]
    site = companies["site"].to_numpy()
    draws = rng.integers(0, 1 << 20, (n, 4))
    told = []
    for where, towns, shared, (number, street, town, unit) in zip(
        country.tolist(), cities, site.tolist(), draws.tolist(), strict=True
    ):
        if shared >= 0:  # one address per shared site and country
            number, street, town, unit = (shared * 37 + where) % 190, shared, shared, unit
        flat = f"Unit {unit % 40 + 1}, " if unit % 3 == 0 else ""
        road = _STREETS[street % len(_STREETS)]
        told.append(f"{flat}{number % 400 + 1} {road}, {towns[town % len(towns)]}")
    return np.array(told, dtype=object)
