"""Listed addresses: cut into doors, and found again in the addresses of the records."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from detector.parties.keys import address_key

LEAST_SHARED = 0.6
_PARTS = re.compile(r";|\(see alternate[^)]*\)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+[a-z]?")
_PLACES = """
    and no st rd ave bldg fl ste rm ln dr blvd floor unit block room road street district dist city
    province pr prov po box pob area zone ind industrial park tower centre center house office
    village town county region oblast obl republic ul ulitsa d str building number near opp p o
    china hongkong hong kong russia uae u a e iran india pakistan turkey singapore malaysia taiwan
"""
_PLACE_WORDS = frozenset(_PLACES.split())
POSTCODE_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Door:
    """An address as screening reads it: its numbers without postcodes, and its telling words."""

    numbers: frozenset[str]
    words: frozenset[str]


def doors_in(address: str) -> list[Door]:
    """Cut a cell of addresses into doors; only what has a number and two words is a door.

    Examples
    --------
    >>> found = doors_in("No. 1, Oak Lane Kabul; and Flat 9, Elm Rd, Dubai")
    >>> [sorted(door.numbers) for door in found]
    [['1'], ['9']]
    >>> doors_in("Kabul, Afghanistan")
    []
    """
    found = []
    for part in _PARTS.split(address):
        words = address_key(part.replace("/", " ").replace("-", " ")).split()
        numbers = {
            word.lstrip("0") or "0"
            for word in words
            if _NUMBER.fullmatch(word) and len(word) < POSTCODE_DIGITS
        }
        telling = {word for word in words if word.isalpha() and word not in _PLACE_WORDS}
        if numbers and len(telling) >= 2:
            found.append(Door(frozenset(numbers), frozenset(telling)))
    return found


class ListedDoors:
    """The doors of a list, searched by their numbers.

    Parameters
    ----------
    addresses : iterable of (str, int)
        Cell of addresses, and the entry it is of.
    """

    def __init__(self, addresses: Iterable[tuple[str, int]]) -> None:
        self._by_number: dict[frozenset[str], list[tuple[frozenset[str], int]]] = defaultdict(list)
        for address, entry in addresses:
            for door in doors_in(address):
                self._by_number[door.numbers].append((door.words, entry))

    def find(self, address: str) -> dict[int, float]:
        """Give the entries at an address, and the share of words that both addresses have."""
        found: dict[int, float] = {}
        for door in doors_in(address):
            for words, entry in self._by_number.get(door.numbers, ()):
                share = shared(door.words, words)
                if share >= LEAST_SHARED:
                    found[entry] = max(share, found.get(entry, 0.0))
        return found


def shared(one: Iterable[str], other: Iterable[str]) -> float:
    """Give the share of words that stand in both, of those in the shorter, if two or more do."""
    left, right = set(one), set(other)
    both = len(left & right)
    return both / min(len(left), len(right)) if both >= 2 else 0.0
