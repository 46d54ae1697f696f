"""A part of an explanation: a title and the facts under it, each with what it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detector.workspace import Connection


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known of a line.

    Attributes
    ----------
    about : str
        What it is said of, for example ``consignee Oakfield Compute``; empty = the line itself.
    what : str
        What is told, for example ``first seen``.
    told : str
        The value in words, with its unit.
    evidence : str
        What it rests on: the records, the table and its source, the weight of a match.
    """

    about: str
    what: str
    told: str
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an explanation, in the order of its facts; ``name`` is for programs."""

    name: str
    title: str
    facts: tuple[Fact, ...]


Tells = Callable[[Connection, Sequence[int]], dict[int, Section]]


def line_by_line(tell: Callable[[Connection, int], Section | None]) -> Tells:
    """Let a room that tells one line tell several."""

    def tell_each(con: Connection, numbers: Sequence[int]) -> dict[int, Section]:
        told = ((number, tell(con, number)) for number in numbers)
        return {number: section for number, section in told if section is not None}

    return tell_each
