"""Names that a person has told apart: kept in the workspace, obeyed by every later scan."""

from detector.errors import RecordError
from detector.parties.keys import full_key, name_key
from detector.parties.stated import stated_names
from detector.workspace import Connection, table_exists

_MADE = "create table if not exists party_apart (name varchar, other varchar, note varchar)"
Pair = tuple[str, str]


def keep_apart(con: Connection, name: str, other: str, note: str = "") -> None:
    """Tell two names apart: from the next scan on they are two companies.

    Parameters
    ----------
    con : Connection
    name, other : str
        As written in the records.
    note : str
        Why.

    Raises
    ------
    RecordError
        If the names differ in no letter or digit.
    """
    pair = _ordered(name, other)
    if _key_of(name) == _key_of(other):
        raise RecordError(
            f"{name!r} and {other!r} differ in no letter or digit",
            "names to be told apart",
            "Name two spellings that differ.",
        )
    undo(con, name, other)
    con.execute(_MADE)
    con.execute(
        "insert into party_apart values ($name, $other, $note)",
        {"name": pair[0], "other": pair[1], "note": note},
    )


def undo(con: Connection, name: str, other: str) -> bool:
    """Take back that two names were told apart; say whether they had been."""
    if not table_exists(con, "party_apart"):
        return False
    pair = _ordered(name, other)
    gone = con.execute(
        "delete from party_apart where name = $name and other = $other returning name",
        {"name": pair[0], "other": pair[1]},
    ).fetchall()
    return bool(gone)


def told_apart(con: Connection) -> list[Pair]:
    """Give the pairs of names that were told apart, in order."""
    if not table_exists(con, "party_apart"):
        return []
    return con.execute(
        "select distinct name, other from party_apart order by name, other"
    ).fetchall()


def keys_apart(pairs: list[Pair]) -> tuple[frozenset[str], list[Pair]]:
    """Turn pairs of names into keys.

    Returns
    -------
    frozenset of str
        Full keys that are split off from the plain key they share with their pair's first name.
    list of (str, str)
        Keys that must not become one company.
    """
    split = frozenset(
        _key_of(other)
        for name, other in pairs
        if name_key(stated_names(name)[0]) == name_key(stated_names(other)[0])
    )
    return split, [(own_key(name, split), own_key(other, split)) for name, other in pairs]


def own_key(name: str, split: frozenset[str]) -> str:
    """Give the key of a name; where it was split off, the one with its legal form."""
    full = full_key(name)
    return f"{name_key(name)} / {full}" if full in split else name_key(name)


def _key_of(name: str) -> str:
    return full_key(stated_names(name)[0])


def _ordered(name: str, other: str) -> Pair:
    first, second = sorted((name.strip(), other.strip()))
    return first, second
