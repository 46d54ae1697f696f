"""Lays out the tables of the records in a workspace, with a comment on every column."""

from detector.records.contract import DERIVED, LINEAGE, TABLES, Column, Table
from detector.workspace import Connection, table_exists

LEDGERS = {
    "loads": {
        "load_id": ("BIGINT", "number of the load"),
        "loaded_at": ("TIMESTAMP", "when it was loaded, UTC"),
        "chiptrace_version": ("VARCHAR", "version that loaded it"),
    },
    "files": {
        "file_id": ("BIGINT", "number of the file"),
        "load_id": ("BIGINT", "load that brought it"),
        "name": ("VARCHAR", "name of the file"),
        "sha256": ("VARCHAR", "SHA-256 of its bytes"),
        "kind": ("VARCHAR", "kind of records in it"),
        "layout": ("VARCHAR", "layout that it was read with"),
        "layout_sha256": ("VARCHAR", "SHA-256 of that layout"),
        "source": ("VARCHAR", "where the file came from"),
        "encoding": ("VARCHAR", "how its text was decoded"),
        "physical_lines": ("BIGINT", "lines of the file; rows where it has no lines"),
        "loaded": ("BIGINT", "lines kept (cells, where a table was unpivoted)"),
        "rejected": ("BIGINT", "lines not kept (cells, where a table was unpivoted)"),
        "skipped": ("BIGINT", "title, header, foot, blank and continuation lines"),
        "superseded": ("BIGINT", "versions that it replaced"),
    },
    "rejects": {
        "load_id": ("BIGINT", "load that found it"),
        "file_id": ("BIGINT", "file in files"),
        "file": ("VARCHAR", "name of the file"),
        "line": ("BIGINT", "first physical line of the record; 0 = the whole file"),
        "column_name": ("VARCHAR", "column of the contract, or null for the whole line"),
        "value": ("VARCHAR", "text as it stood in the file"),
        "reason": ("VARCHAR", "why it was not read"),
        "line_kept": ("BOOLEAN", "true: only the cell is null; false: the line was not loaded"),
    },
}


def stored_columns(table: Table) -> dict[str, tuple[str, str]]:
    """Give type and comment of every column of a version table, in order."""
    stated = {column.name: (column.stored, _comment(column)) for column in table.columns}
    return stated | DERIVED.get(table.kind, {}) | LINEAGE


def lay_out(con: Connection) -> None:
    """Create the tables and views of the records where they are missing.

    Parameters
    ----------
    con : Connection
        A workspace that may be written to.
    """
    for name, columns in LEDGERS.items():
        _create(con, name, columns)
    for table in TABLES.values():
        if not table_exists(con, table.versions):
            _create(con, table.versions, stored_columns(table))
            query = f"create view {table.current} as select * from {table.versions} where superseded_by is null"  # noqa: E501, S608  names of the contract
            con.execute(query)


def _create(con: Connection, name: str, columns: dict[str, tuple[str, str]]) -> None:
    if table_exists(con, name):
        return
    body = ", ".join(f'"{column}" {kind}' for column, (kind, _) in columns.items())
    con.execute(f"create table {name} ({body})")
    for column, (_, meaning) in columns.items():
        told = meaning.replace("'", "''")
        con.execute(f"comment on column {name}.\"{column}\" is '{told}'")


def _comment(column: Column) -> str:
    told = f"{column.unit}: {column.meaning}" if column.unit else column.meaning
    return f"{told} ({', '.join(column.choices)})" if column.choices else told
