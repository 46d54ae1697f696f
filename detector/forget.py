"""Purges what the records say of a party, or of all days before a day, and keeps a log of it.

Rows that name the party go from every table: records in all their versions, raw cells of rejects,
what was derived, results of every scan. The database file is then written anew, so that the bytes
are gone. The log holds when, what kind and how many rows; no name.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from detector.errors import InputError
from detector.workspace import (
    Connection,
    compact_workspace,
    open_workspace,
    table_exists,
    transaction,
)

_CASED = (("case_merge", "into_id"), ("case_merge", "case_id"), ("cases", "case_id"))
_COUNTRY = {
    "exporter": "exporter_country",
    "consignee": "consignee_country",
    "intermediate_consignee": "intermediate_country",
    "end_user": "end_user_country",
    "payer": "payer_country",
    "buyer": "buyer_country",
    "party": "country",
    "parent": "parent_country",
    "name": "country",
    "listed_name": "list_country",
}
_NAMES = {*_COUNTRY, "forwarder", "notify_party", "operator", "cluster", "ultimate_parent", "other"}
_SHIPMENT = {"shipment_no", "inbound_no", "outbound_no", "ordinary_no", "twin_no"}
_PREPARED = ("prepared", "prepared_family", "prepared_line", "prepared_party")
_UNTOUCHED = {"workspace", "models", "scans", "loads", "forgotten", "files"}
_TIDY = "lower(trim(regexp_replace({0}, '\\s+', ' ', 'g')))"
_WORD = "regexp_matches({0}, $pattern)"
_LETTER = "[^\\pL\\pN]"


@dataclass(frozen=True, slots=True)
class Forget:
    """Whom or what to forget: a party, perhaps of one country, or all before a day.

    Attributes
    ----------
    party : str, optional
        A name as written; case and blanks do not matter.
    country : str, optional
        ISO 3166-1 alpha-2: only where the name stands with this country or with none.
    before : date, optional
        Shipments that left before this day.
    """

    party: str | None = None
    country: str | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a purge takes or took: lines of shipments, and rows by table."""

    lines: int
    rows: dict[str, int]


def count_forgotten(con: Connection, asked: Forget) -> int:
    """Count the lines of shipments, in all their versions, that a purge would take.

    Raises
    ------
    InputError
        If neither a party nor a day is named, or both are.
    """
    _check(asked)
    if not table_exists(con, "shipment_versions"):
        return 0
    where, values = _where("shipment_versions", _tables(con)["shipment_versions"], asked)
    counted = f"select count(*) from shipment_versions where {where}"  # noqa: S608  names of our tables
    return int(con.execute(counted, values).fetchall()[0][0])


def forget(workspace: Path, asked: Forget) -> Forgotten:
    """Purge rows from every table, log it, and write the file anew without them.

    Raises
    ------
    InputError
        If neither a party nor a day is named, or both are.
    WorkspaceError
        If there is no workspace, or another process has it open.
    """
    _check(asked)
    with open_workspace(workspace, read_only=True):
        pass
    with open_workspace(workspace) as con:
        lines = count_forgotten(con, asked)
        with transaction(con):
            rows = _purge(con, asked)
            _log(con, asked, rows)
    compact_workspace(workspace)
    return Forgotten(lines, rows)


def _check(asked: Forget) -> None:
    if (asked.party is None) == (asked.before is None):
        raise InputError(
            "Either a party or a day must be named", "--party, --before", "Name one of the two."
        )
    if asked.party is not None and not asked.party.strip():
        raise InputError("The name is blank", "--party", "Write the name as the records do.")
    if asked.country and asked.party is None:
        raise InputError("A country goes with a party", "--country", "Leave it away.")


def _purge(con: Connection, asked: Forget) -> dict[str, int]:
    tables, rows = _tables(con), dict[str, int]()
    con.execute("create or replace temp table gone (shipment_no bigint)")
    if "shipment_versions" in tables:
        where, values = _where("shipment_versions", tables["shipment_versions"], asked)
        those = f"insert into gone select shipment_no from shipment_versions where {where}"  # noqa: S608  names of our tables
        con.execute(those, values)
        con.execute(
            "create or replace temp table gone_line as select file_id, line from shipment_versions "
            "where shipment_no in (from gone)"
        )
        con.execute(
            "create or replace temp table gone_id as select source, shipment_id "
            "from shipment_versions where shipment_no in (from gone)"
        )
        _rejects(con, rows)
        _dispositions(con, tables, rows)
    cases = _cases_of(con, tables)
    for table, columns in tables.items():
        where, values = _where(table, columns, asked)
        _delete(con, table, where, values, rows)
    _strike_cases(con, tables, cases, rows)
    if asked.before is not None:
        _unnamed(con, tables, rows)
    elif "files" in tables:
        con.execute(
            f"update files set name = '(forgotten)' where {_WORD.format('name')}",  # noqa: S608  names of our tables
            {"pattern": _pattern(str(asked.party))},
        )
    for table in _PREPARED:
        con.execute(f"drop table if exists {table}")
    for table in ("gone", "gone_line", "gone_id"):
        con.execute(f"drop table if exists {table}")
    return dict(sorted(rows.items()))


def _tables(con: Connection) -> dict[str, dict[str, str]]:
    """Give the columns and their types of every table that may name somebody."""
    found = con.execute(
        "select c.table_name, c.column_name, c.data_type from information_schema.columns c "
        "join information_schema.tables t using (table_schema, table_name) "
        "where t.table_type = 'BASE TABLE' and t.table_catalog = current_database() "
        "and c.table_catalog = current_database() order by 1, c.ordinal_position"
    ).fetchall()
    tables: dict[str, dict[str, str]] = {}
    for table, column, kind in found:
        if table not in _UNTOUCHED and table not in _PREPARED and not table.startswith("ref_"):
            tables.setdefault(table, {})[column] = kind
    return tables


def _where(table: str, columns: Mapping[str, str], asked: Forget) -> tuple[str, dict[str, object]]:
    """Say in SQL which rows of a table go."""
    by_line = (
        []
        if table == "shipment_versions"
        else [f'"{column}" in (from gone)' for column in columns if column in _SHIPMENT]
    )
    if asked.before is not None:
        if table == "shipment_versions":
            return "shipped_on < $before", {"before": asked.before}
        return " or ".join(by_line) or "false", {}
    told = [*by_line, *(_named(column, kind, columns, asked) for column, kind in columns.items())]
    where = " or ".join(f"coalesce({one}, false)" for one in told if one) or "false"
    values: dict[str, object] = {"name": " ".join(str(asked.party).split())}
    values["pattern"], values["country"] = _pattern(str(asked.party)), asked.country
    return where, {key: value for key, value in values.items() if f"${key}" in where}


def _named(column: str, kind: str, columns: Mapping[str, str], asked: Forget) -> str:
    quoted = f'"{column}"'
    if column in _NAMES and kind == "VARCHAR":
        is_named = f"{_TIDY.format(quoted)} = lower($name)"
        if not asked.country:
            return is_named
        beside = _COUNTRY.get(column, "")
        return (
            f"({is_named} and coalesce({beside}, $country) = $country)"
            if beside in columns
            else is_named
        )
    if kind not in ("VARCHAR", "VARCHAR[]") or asked.country:
        return ""
    text = quoted if kind == "VARCHAR" else f"array_to_string({quoted}, chr(10))"
    return _WORD.format(text)


def _pattern(name: str) -> str:
    """Match a name as whole words, whatever the case and the blanks between."""
    special = set("\\.+*?()|[]{}^$")
    words = ["".join("\\" + letter if letter in special else letter for letter in word)
             for word in name.split()]  # fmt: skip
    edge = [_LETTER if name.strip()[at].isalnum() else "" for at in (0, -1)]
    start = f"(^|{edge[0]})" if edge[0] else ""
    end = f"({edge[1]}|$)" if edge[1] else ""
    return f"(?is){start}" + "\\s+".join(words) + end


def _rejects(con: Connection, rows: dict[str, int]) -> None:
    where = "(file_id, line) in (select (file_id, line) from gone_line)"
    _delete(con, "rejects", where, {}, rows)


def _dispositions(con: Connection, tables: Mapping[str, object], rows: dict[str, int]) -> None:
    if "disposition_versions" in tables:
        where = (
            "shipment_id in (select shipment_id from gone_id) and shipment_id not in (select "
            "shipment_id from shipment_versions where shipment_no not in (from gone))"
        )
        _delete(con, "disposition_versions", where, {}, rows)


def _cases_of(con: Connection, tables: Mapping[str, object]) -> list[str]:
    """Give the cases that hold a line which goes."""
    if "scores" not in tables:
        return []
    found = con.execute(
        "select distinct case_id from scores where case_id is not null "
        "and shipment_no in (from gone) order by case_id"
    ).fetchall()
    return [row[0] for row in found]


def _strike_cases(
    con: Connection, tables: Mapping[str, object], cases: list[str], rows: dict[str, int]
) -> None:
    """Strike the cases of purged lines; their other lines wait for the next scan to be grouped."""
    for table, column in _CASED:
        if table in tables:
            _delete(con, table, f"list_contains($cases, {column})", {"cases": cases}, rows)
    if "cases" in tables and "scores" in tables:
        con.execute(
            "update scores set case_id = null where case_id is not null "
            "and (scan_id, case_id) not in (select (scan_id, case_id) from cases)"
        )


def _unnamed(
    con: Connection, tables: Mapping[str, Mapping[str, str]], rows: dict[str, int]
) -> None:
    """Take derived rows of names that no record holds any more."""
    told = [
        f'select "{column}" as name from {table}'  # noqa: S608  names of our tables
        for table, columns in tables.items()
        if table.endswith("_versions")
        for column in columns
        if column in _NAMES and columns[column] == "VARCHAR"
    ]
    if not told:
        return
    con.execute(f"create or replace temp table named as {' union '.join(told)}")
    for table in ("party", "party_link", "party_match", "screening_match"):
        if table in tables:
            where = "name not in (select name from named where name is not null)"
            _delete(con, table, where, {}, rows)
    con.execute("drop table named")


def _delete(
    con: Connection, table: str, where: str, values: dict[str, object], rows: dict[str, int]
) -> None:
    (gone,) = con.execute(f"delete from {table} where {where}", values).fetchall()[0]  # noqa: S608  names of our tables
    if gone:
        rows[table] = rows.get(table, 0) + int(gone)


def _log(con: Connection, asked: Forget, rows: Mapping[str, int]) -> None:
    con.execute(
        "create table if not exists forgotten (asked_at TIMESTAMP, what VARCHAR, "
        "rows VARCHAR, chiptrace_version VARCHAR)"
    )
    what = "a party" if asked.before is None else f"shipments before {asked.before}"
    at = datetime.now(UTC).replace(tzinfo=None)
    told = {"at": at, "what": what, "rows": json.dumps(rows), "version": version("chiptrace")}
    con.execute("insert into forgotten values ($at, $what, $rows, $version)", told)
