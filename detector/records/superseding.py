"""Marks the versions that a file replaces; the earlier ones stay."""

from detector.records.contract import Table
from detector.records.staging import Place
from detector.workspace import Connection

LATER_STANDS = "the same id stands again further down: the later line stands"


def supersede(con: Connection, table: Table, place: Place) -> int:
    """Mark what the lines of a file replace, within the file and in earlier ones.

    Parameters
    ----------
    con : Connection
    table : Table
    place : Place
        Where the file landed.

    Returns
    -------
    int
        Versions that are no longer current.
    """
    return _within(con, table, place) + _before(con, table, place)


def _within(con: Connection, table: Table, place: Place) -> int:
    versions, key = table.versions, _key(table)
    mine: dict[str, object] = {"file": place.file_id}
    twice = f"select source, {key} as key from {versions} where file_id = $file group by all having count(*) > 1"  # noqa: E501, S608  names of the contract
    if not con.execute(f"select 1 from ({twice}) limit 1", mine).fetchall():  # noqa: S608  names of the contract
        return 0
    earlier = (
        f"select rowid from (select rowid, row_number() over (partition by source, {key} "  # noqa: S608  names of the contract
        f"order by line desc, rowid desc) as nth from {versions} where file_id = $file "
        f"and (source, {key}) in ({twice})) where nth > 1"
    )
    con.execute(
        "insert into rejects select load_id, file_id, $name, line, $column, "  # noqa: S608  names of the contract
        f"{_told_key(table)}, $reason, true from {versions} where rowid in ({earlier})",
        mine | {"name": place.name, "column": table.key[0], "reason": LATER_STANDS},
    )
    changed = con.execute(
        f"update {versions} set superseded_by = $load where rowid in ({earlier})",  # noqa: S608  names of the contract
        mine | {"load": place.load_id},
    ).fetchall()
    return int(changed[0][0])


def _before(con: Connection, table: Table, place: Place) -> int:
    versions, key = table.versions, _key(table)
    mine: dict[str, object] = {"file": place.file_id}
    of_same_source = (
        f"select 1 from {versions} where file_id <> $file and superseded_by is null and source in "  # noqa: S608  names of the contract
        f"(select distinct source from {versions} where file_id = $file) limit 1"
    )
    if not con.execute(of_same_source, mine).fetchall():
        return 0
    changed = con.execute(
        f"update {versions} set superseded_by = $load where file_id <> $file "  # noqa: S608  names of the contract
        f"and superseded_by is null and (source, {key}) in "
        f"(select (source, {key}) from {versions} where file_id = $file)",
        mine | {"load": place.load_id},
    ).fetchall()
    return int(changed[0][0])


def _key(table: Table) -> str:
    if len(table.key) == 1:
        return f'"{table.key[0]}"'
    return f"concat_ws(chr(31), {_parts(table)})"


def _told_key(table: Table) -> str:
    return f'"{table.key[0]}"' if len(table.key) == 1 else f"concat_ws(' ', {_parts(table)})"


def _parts(table: Table) -> str:
    return ", ".join(f"coalesce(\"{name}\"::varchar, '')" for name in table.key)
