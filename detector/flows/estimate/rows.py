"""The rows of the assumptions that are no single number: purchases, rules, mixes, gaps, lists."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from detector.flows.estimate.quantities import Mark
from detector.reference import read_table


def _known_chip(chip: str) -> str:
    if chip not in set(read_table("accelerators")["id"]):
        raise ValueError(f"{chip!r} is no id of the reference table accelerators")
    return chip


def _in_order(ends: list[float]) -> list[float]:
    if not 0 < ends[0] < ends[1] < float("inf"):
        raise ValueError("two numbers are needed, 0 < low < high")
    return ends


Chip = Annotated[str, AfterValidator(_known_chip)]
Share = Annotated[float, Field(gt=0, allow_inf_nan=False)]
QuarterName = Annotated[str, Field(pattern=r"^20\d\d-Q[1-4]$")]
Range = Annotated[list[float], Field(min_length=2, max_length=2), AfterValidator(_in_order)]


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Purchase(_Told):
    """What one country bought of one chip, as 90 % intervals by calendar quarter."""

    chip: Chip
    quarters: dict[QuarterName, Range]
    source: str
    mark: Mark


class Lawful(_Told):
    """Days on which a chip could be bought there without a licence, or under one."""

    chip: Chip
    first: date | None = None
    last: date | None = None
    because: str
    source: str
    mark: Mark


class Quoted(_Told):
    """A published figure that is shown beside the estimate and not computed with."""

    who: str
    figure: str
    how: str
    mark: Mark


class Mix(_Told):
    """Shares of the chips by year; ``concentration`` says how firmly they are believed."""

    concentration: float = Field(gt=0)
    source: str
    mark: Mark
    years: dict[str, dict[Chip, Share]]


class QuarterShares(_Told):
    """How firmly the shares of the four quarters are believed."""

    concentration: float = Field(gt=0)
    source: str
    mark: Mark


class Counted(_Told):
    """Which chips a claim counts."""

    chips: list[Chip]
    words: str


class Gap(_Told):
    """A gap that the user, or an analysis of statistics, found: ends of its 90 % interval."""

    place: str
    year: int
    low: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    source: str = "your file"

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError("low must not lie above high")
        return self


class Lists(_Told):
    """Schemes that outside tips or seizures name, to be held against our flags."""

    outside: list[str] = []
    ours: list[str] = []
