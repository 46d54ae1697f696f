"""A world's settings: dates, rates, mixes. A world is a TOML file, not code."""

import tomllib
from collections.abc import Container
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from detector.errors import SettingsError
from detector.simulate.catalogue import read_places
from detector.simulate.kinds import STRENGTHS, innocents, schemes

WORLD_VERSION = 2
WORLDS = ("standard", "stress")
SHORTEST_DAYS = 365


class Closure(BaseModel):
    """A hub that is closed on a day, and where most of its stories go from then on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hub: str
    on: str
    instead: tuple[str, ...]
    share: float = 0.85


class World(BaseModel):
    """Settings of a simulated world.

    Attributes
    ----------
    name : str
        What the world is called.
    start, end : str
        First and last day, ISO 8601.
    positive_share : float
        Share of lines that carry diverted goods; 0 gives a lawful world.
    innocents_per_scheme : float
        Look-alike stories for each scheme.
    difficulty : dict
        Share of schemes of each difficulty.
    rule_dates : tuple of str
        Days on which a rule changed, ISO 8601.
    hubs, ends, clean, build : tuple of str
        Countries through which goods pass, where diverted goods end, of low suspicion, and where
        data centres are built.
    closures : tuple of Closure
        Hubs that are closed.
    kinds : dict
        Weights of kinds of stories that differ from the shipped ones.
    told : tuple of float
        Share of moves that the exporter's side tells of, and the importer's.
    spot_share : float
        Share of ordinary lines between companies that have no lasting relation.
    accelerator_growth, ordinary_growth : float
        Yearly growth of the trade, to which each importing country's own is added.
    slips : float
        Rate of clerks' errors; 1 = the shares in ``slips.py``.
    duplicate_share : float
        Share of lines that are entered twice.
    block : int
        Most lines that are built at once.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "standard"
    start: str = "2024-01-01"
    end: str = "2025-12-31"
    positive_share: float = Field(0.0055, ge=0, le=0.05)
    innocents_per_scheme: float = Field(11.0, ge=0)
    difficulty: dict[str, float] = {"blatant": 0.35, "clear": 0.34, "subtle": 0.11, "expert": 0.20}
    rule_dates: tuple[str, ...] = ("2024-12-02", "2025-01-15", "2025-05-15", "2025-09-29")
    hubs: dict[str, float] = {"SG": 4, "MY": 4, "TH": 2, "ID": 1.5, "TW": 1, "AE": 1.5, "IN": 1}
    ends: dict[str, float] = {"HK": 5, "CN": 4, "MO": 0.3, "RU": 0.8}
    clean: dict[str, float] = {"JP": 3, "KR": 1, "NL": 1, "DE": 1, "GB": 1}
    build: dict[str, float] = {"MY": 4, "IN": 2, "ID": 2, "TH": 2, "SA": 1, "AE": 1, "JP": 1.5}
    closures: tuple[Closure, ...] = ()
    kinds: dict[str, float] = {}
    told: tuple[float, float] = (0.72, 0.62)
    spot_share: float = Field(0.18, ge=0, le=1)
    accelerator_growth: float = 0.6
    ordinary_growth: float = 0.06
    slips: float = Field(1.0, ge=0)
    duplicate_share: float = Field(0.004, ge=0, le=0.1)
    block: int = Field(200_000, ge=1_000)

    @model_validator(mode="after")
    def _is_playable(self) -> "World":
        """Refuse days, countries and kinds that the simulator does not have."""
        days = (date.fromisoformat(self.end) - date.fromisoformat(self.start)).days
        if days < SHORTEST_DAYS:
            raise ValueError(f"from start to end are {days} days; it takes {SHORTEST_DAYS}")
        for day in (*self.rule_dates, *(closure.on for closure in self.closures)):
            date.fromisoformat(day)
        closed = {hub for closure in self.closures for hub in (closure.hub, *closure.instead)}
        countries = closed.union(self.hubs, self.ends, self.clean, self.build)
        _all_known("country", countries, read_places().number)
        _all_known("difficulty", set(self.difficulty), STRENGTHS)
        _all_known("kind of story", set(self.kinds), (*innocents(), *schemes()[2]))
        return self


def _all_known(what: str, told: set[str], known: Container[str]) -> None:
    unknown = sorted(name for name in told if name not in known)
    if unknown:
        raise ValueError(f"no such {what}: {', '.join(unknown)}")


@cache
def _shipped(name: str) -> World:
    text = files("detector.simulate").joinpath("worlds", f"{name}.toml").read_text("utf-8")
    return World(**tomllib.loads(text))


def read_world(name: str | Path) -> World:
    """Read a shipped world by name, or a TOML file by path.

    Raises
    ------
    SettingsError
        If there is no such world, or the file is no valid world.
    """
    if str(name) in WORLDS:
        return _shipped(str(name))
    path = Path(name)
    try:
        return World(**tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise SettingsError(
            f"There is no world {str(name)!r}",
            str(path),
            f"Use {', '.join(WORLDS)} or the path of a TOML file.",
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        told = f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
        raise SettingsError(
            f"The world cannot be read: {told}", str(path), "Mend the TOML file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The world cannot be read: {error}", str(path), "Mend the TOML file."
        ) from error
