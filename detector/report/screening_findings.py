"""What a report says of watchlists: lists loaded, and hits outside flags and counts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScreeningHit:
    """A line of controlled goods on which a listed name stands, and the entry of the list."""

    shipment_id: str
    source: str
    shipped_on: str
    in_week: bool
    roles: str
    name: str
    lane: tuple[str, ...]
    goods: str
    goods_why: str
    listed_name: str
    programme: str
    list_source: str
    listed_on: str


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A list that was screened against: entries in force, and the latest listing among them."""

    programme: str
    source: str
    entries: int
    latest: str


@dataclass(frozen=True, slots=True)
class Screening:
    """What screening found; ``names`` counts the names of each tier, strongest tier only."""

    lists: tuple[LoadedList, ...]
    names: tuple[tuple[str, int], ...]
    hits: tuple[ScreeningHit, ...]
    hits_left_out: int
