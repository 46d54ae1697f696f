"""Lists what the law said on a day."""

from dataclasses import dataclass
from datetime import date

from detector.controls.answer import CAVEAT
from detector.controls.rulebook import Rule, known_through, rules


@dataclass(frozen=True, slots=True)
class RuleList:
    """The rows that hold on a day, the ones that do not raise anything kept apart."""

    on: date
    known_through: date
    in_force: tuple[Rule, ...]
    not_enforced: tuple[Rule, ...]
    suspended: tuple[Rule, ...]
    unverified: tuple[Rule, ...]
    caveat: str


def rules_on(day: date | None = None) -> RuleList:
    """List the rows that hold on a day; default: the last day up to which they are known.

    Examples
    --------
    >>> [row.rule_id for row in rules_on(date(2022, 11, 1)).in_force][-1]
    'us-2022-china'
    """
    day = day or known_through()
    held = [row for row in rules() if row.holds_on(day)]
    sourced = [row for row in held if row.mark != "unverified"]
    return RuleList(
        on=day,
        known_through=known_through(),
        in_force=tuple(row for row in sourced if row.state == "in_force"),
        not_enforced=tuple(row for row in sourced if row.state == "not_enforced"),
        suspended=tuple(row for row in sourced if row.state == "suspended"),
        unverified=tuple(row for row in held if row.mark == "unverified"),
        caveat=CAVEAT,
    )
