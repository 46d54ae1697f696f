"""All settings in one frozen, typed object, read once at the edge."""

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from detector.errors import SettingsError

Given = bool | int | float | str


def _pairs(given: object) -> object:
    return tuple(sorted(given.items())) if isinstance(given, Mapping) else given


class Borrowed(BaseModel):
    """A detector of PyOD or scikit-learn that joins a view; a table ``[[detectors]]``.

    Attributes
    ----------
    path : str
        ``pyod.models.<module>.<Class>`` or ``sklearn.<module>.<Class>``.
    view : str
    parameters : tuple of (str, value)
        What the class is made with; a table in the file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: str
    view: str
    parameters: Annotated[tuple[tuple[str, Given], ...], BeforeValidator(_pairs)] = ()


class Settings(BaseModel):
    """Settings of one run; each may stand in ``chiptrace.toml``.

    Attributes
    ----------
    seed : int
        Seed of everything random.
    budget_share : float
        Share of the scored lines that are flagged when no budget is given.
    budget_least : int
        Fewest lines flagged under ``budget_share``.
    exploration_share : float
        Lines drawn for review from below the flags, as a share of their number.
    clearance_days : int
        Days for which a clearance counts as a label and holds back lines of the same parties.
    min_peers : int
        Fewest peers that a comparison needs before it is made.
    peer_days : int
        Days before a shipment from which its peers are taken.
    hold_days : int
        Days after which goods that came in count as having stayed.
    chain_hops : int
        Most hops that a chain of movements is followed.
    folds : int
        Folds of the cross-fitting behind the p-values.
    trees : int
        Trees of each isolation forest.
    neighbours : int
        The k of the k-th-neighbour model.
    fit_shipments : int
        Most shipments that a detector learns from.
    learn_lines : int
        Most lines that a model is trained on; beyond it, so many drawn by the hash of their ids,
        and all that were decided on.
    rehearsal_shipments : int
        Simulated lines that a champion rehearses on; 0 = rank by strangeness alone.
    detectors : tuple of Borrowed
        Detectors of PyOD or scikit-learn that join the views.
    rehearsal_own_lines : int
        Lines of the user's records, at most, among which schemes are planted for the rehearsal
        as well; 0 = the simulated world alone.
    report_rows : int
        Most rows of the queue in a report.
    memory_limit : str
        Memory that DuckDB may take, for example ``4GB``.
    threads : int
        Threads that DuckDB may use; 0 = as many as there are cores.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    seed: int = 20240501
    budget_share: float = Field(0.005, gt=0, le=1)
    budget_least: int = Field(20, ge=1)
    exploration_share: float = Field(0.1, ge=0, le=1)
    clearance_days: int = Field(365, ge=1)
    min_peers: int = Field(8, ge=3)
    peer_days: int = Field(365, ge=1)
    hold_days: int = Field(120, ge=1)
    chain_hops: int = Field(6, ge=1)
    folds: int = Field(5, ge=2)
    trees: int = Field(200, ge=1)
    neighbours: int = Field(50, ge=1)
    fit_shipments: int = Field(50_000, ge=100)
    learn_lines: int = Field(1_000_000, ge=1_000)
    rehearsal_shipments: int = Field(20_000, ge=0)
    detectors: tuple[Borrowed, ...] = Field((), strict=False)
    rehearsal_own_lines: int = Field(0, ge=0)
    report_rows: int = Field(5_000, ge=1)
    memory_limit: str = "4GB"
    threads: int = Field(0, ge=0)


def read_settings(path: Path | None) -> Settings:
    """Read a TOML file into `Settings`; no path gives the defaults.

    Raises
    ------
    SettingsError
        If the file is missing or no TOML, or holds an unknown key or a value out of range.
    """
    if path is None:
        return Settings()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            f"The settings cannot be read: {error.strerror}", str(path), "Name a file that exists."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"The settings are no TOML: {error}", str(path), "Write lines such as 'seed = 7'."
        ) from error
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            near = get_close_matches(name, Settings.model_fields, n=1)
            known = ", ".join(Settings.model_fields)
            raise SettingsError(
                f"Unknown setting {name!r}",
                str(path),
                f"Did you mean {near[0]!r}?" if near else f"Use one of: {known}.",
            ) from error
        raise SettingsError(
            f"Setting {name!r} is {first['input']!r}: {first['msg'].lower()}",
            str(path),
            "Give a value of that kind.",
        ) from error
