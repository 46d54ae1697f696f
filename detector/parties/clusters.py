"""Join names into companies pair by pair, best first, without letting chains grow."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

THRESHOLD = 2.0
SLACK = 6.0
Pair = tuple[int, int]


@dataclass
class Joining:
    """Groups of names while they are being joined.

    Attributes
    ----------
    stands_for : list of int
        For each name, the name that stands for its group.
    groups : dict
        The members of each group of more than one, by the name that stands for it.
    heads : dict
        Names that the records say are one company's, by the name that stands for its group.
    scored : dict
        Match weight of each pair compared, bits.
    least : float
        Match weight that a newcomer needs against a head of the group it joins, bits.
    """

    stands_for: list[int]
    groups: dict[int, list[int]] = field(default_factory=dict)
    heads: dict[int, list[int]] = field(default_factory=dict)
    scored: dict[Pair, float] = field(default_factory=dict)
    foes: dict[int, set[int]] = field(default_factory=dict)
    least: float = THRESHOLD - SLACK

    def join(self, pair: Pair, records: Sequence[int], *, stated: bool) -> None:
        """Join the groups of two names, unless a person or a newcomer's weight forbids it."""
        here, there = self.stands_for[pair[0]], self.stands_for[pair[1]]
        if here == there:
            return
        first, second = sorted((here, there), key=lambda name: (-records[name], name))
        stayers, newcomers = self._members(first), self._members(second)
        if any(foe in newcomers for name in stayers for foe in self.foes.get(name, ())):
            return
        heads = self.heads.get(first, [first])
        if not stated and not all(self._fits(name, heads) for name in newcomers):
            return
        if stated:
            self.heads[first] = heads + self.heads.get(second, [second])
        self.heads.pop(second, None)
        self.groups.pop(second, None)
        self.groups[first] = stayers + newcomers
        for name in newcomers:
            self.stands_for[name] = first

    def _members(self, name: int) -> list[int]:
        return self.groups.get(name, [name])

    def _fits(self, name: int, heads: Sequence[int]) -> bool:
        pairs = ((min(name, head), max(name, head)) for head in heads)
        return any(self.scored.get(pair, -np.inf) >= self.least for pair in pairs)


def join_names(
    pairs: pd.DataFrame,
    records: Sequence[int],
    apart: Collection[Pair] = (),
    stated: Collection[Pair] = (),
    limits: tuple[float, float] = (THRESHOLD, SLACK),
) -> np.ndarray:
    """Give each name the number of the name that stands for its company.

    Two groups are joined by a pair over the threshold only if every name of the smaller was itself
    compared with the name that stands for the other, and that pair's weight is at most the slack
    under the threshold. So A like B and B like C do not join A and C where they differ.

    Parameters
    ----------
    pairs : DataFrame of shape (n_pairs, n_columns)
        Columns one, other (places in records, one < other) and match_weight [bits], best first.
    records : sequence of int
        Records that carry each name; the name with most stands for a company, of equals the
        earlier.
    apart : collection of (int, int)
        Names that a person has told apart: never joined, nor any groups that hold them.
    stated : collection of (int, int)
        Names that the records themselves say are one company's; joined first, one < other.
    limits : (float, float)
        Threshold and slack, bits.

    Returns
    -------
    ndarray of int, shape (n_names,)
    """
    threshold, slack = limits
    columns = (pairs[name].tolist() for name in ("one", "other", "match_weight"))
    joining = Joining(list(range(len(records))), least=threshold - slack)
    joining.scored = {(one, other): weight for one, other, weight in zip(*columns, strict=True)}
    for one, other in apart:
        joining.foes.setdefault(one, set()).add(other)
        joining.foes.setdefault(other, set()).add(one)
    for pair in sorted(stated):
        joining.join(pair, records, stated=True)
    for pair, weight in joining.scored.items():
        if weight < threshold:
            break
        joining.join(pair, records, stated=False)
    return np.array(joining.stands_for, dtype=np.int64)
