"""What a route map is drawn from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A declared stop: ``code`` as in the record, ``name`` in words, degrees north and east."""

    code: str
    name: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Leg:
    """From one stop to another, by their places in the list of stops.

    ``kind`` is ``declared`` for a shipment of the records, ``inferred`` where only the goods seem
    to have gone on.
    """

    start: int
    end: int
    kind: str = "declared"
