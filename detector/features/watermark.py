"""What still stands of the features of an earlier scan, and up to which day.

A family that only looks back, and says in its header how many days (``horizon``), has a watermark:
rows of lines up to the last day before the first line that changed still stand, and later rows are
built from the ledger of that many days before. A family without a horizon looks at all history and
is built anew. Where neither records, day, settings nor reference tables changed, all stands.
"""

import hashlib
import json

from detector.engine import DUCKDB, Engine, Family, Values, build_family, comment_on
from detector.workspace import Connection, table_exists

MARGIN_DAYS = 70
NOTHING = -1
_HASHED = "select count(*), coalesce(bit_xor(hash(t)), 0) from {table} t"
_TABLES = """
    select table_name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema = 'main'
        and (table_name like '%\\_versions' escape '\\' or table_name like 'ref\\_%' escape '\\')
    order by table_name
"""
# Numbers of companies may change with every new name; the names themselves stand for them.
_LINES = """
    create or replace temp table line_now as
    select shipment_no, day_no, hash(told)::varchar as mark from (
        select ledger.* exclude ({numbered}), s.* exclude ({shared})
        from ledger join shipments s using (shipment_no)
    ) told
"""
_NUMBERED = """
    select column_name from (describe ledger) where column_name <> 'shipment_id'
        and (column_name like '%\\_id' escape '\\' or column_name like '%\\_group' escape '\\')
"""
_SHARED = """
    select column_name from (describe shipments)
    where column_name in (select column_name from (describe ledger))
        or column_name in ('file_id', 'load_id', 'line', 'superseded_by')
"""
_CHANGED = """
    select min(day_no) from (
        select coalesce(least(now.day_no, before.day_no), now.day_no, before.day_no) as day_no
        from line_now now full join prepared_line before using (shipment_no)
        where now.mark is distinct from before.mark
    )
"""
_REGROUPED = """
    select count(*) from (
        select before.party_id from prepared_party before
        join party_link now on now.name = before.name
            and coalesce(now.country, '') = coalesce(before.country, '')
        group by before.party_id
        having count(distinct now.party_id) > 1 or count(distinct now.group_id) > 1
        union all
        select now.party_id from prepared_party before
        join party_link now on now.name = before.name
            and coalesce(now.country, '') = coalesce(before.country, '')
        group by now.party_id having count(distinct before.party_id) > 1
        union all
        select now.group_id from prepared_party before
        join party_link now on now.name = before.name
            and coalesce(now.country, '') = coalesce(before.country, '')
        group by now.group_id having count(distinct before.group_id) > 1
    )
"""


def mark_records(con: Connection, values: Values, code: str) -> str:
    """Fingerprint what a preparation sees: loaded records, reference tables, settings and code."""
    names = [row[0] for row in con.execute(_TABLES).fetchall()]
    seen = [con.execute(_HASHED.replace("{table}", f'"{name}"')).fetchall()[0] for name in names]
    told = json.dumps([names, seen, dict(values), code], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def stands(con: Connection, mark: str) -> bool:
    """Say whether the last preparation that came to its end saw exactly this."""
    return mark in [row[0] for row in _last(con)]


def begin(con: Connection, code: str) -> bool:
    """Take note that tables are being rebuilt.

    Returns
    -------
    bool
        Whether the last preparation came to its end, with the same code.
    """
    ended = code in [row[1] for row in _last(con)]
    con.execute("create or replace table prepared (mark varchar, code varchar)")
    con.execute(
        "create table if not exists prepared_family (name varchar primary key, mark varchar)"
    )
    return ended


def last_day_that_stands(con: Connection, ended: bool) -> int:
    """Give the day_no before the first line that is new, changed or gone since; or `NOTHING`.

    Parameters
    ----------
    con : Connection
        Holds ``shipments``, ``ledger`` and ``party_link`` as they are, and what `remember` wrote.
    ended : bool
        What `begin` returned.
    """
    query = _LINES
    for name, columns in (("numbered", _NUMBERED), ("shared", _SHARED)):
        told = [row[0] for row in con.execute(columns).fetchall()]
        query = query.replace(f"{{{name}}}", ", ".join(f'"{column}"' for column in told))
    con.execute(query)
    if not ended or not table_exists(con, "prepared_line"):
        return NOTHING
    if con.execute(_REGROUPED).fetchall()[0][0]:
        return NOTHING
    changed = con.execute(_CHANGED).fetchall()[0][0]
    latest = con.execute("select coalesce(max(day_no), -1) from ledger").fetchall()[0][0]
    return int(latest if changed is None else changed - 1)


def build_from(
    con: Connection, family: Family, values: Values, through: int, on: Engine = DUCKDB
) -> bool:
    """Build a family, keeping the rows up to ``through`` where it allows that.

    Another engine than DuckDB builds all rows.

    Returns
    -------
    bool
        Whether rows were kept.
    """
    told = json.dumps(
        [
            (part.query, {name: values[name] for name in part.settings})
            for part in (*family.steps, family)
        ]
    )
    mark = hashlib.sha256(told.encode()).hexdigest()
    kept = (
        through != NOTHING
        and on is DUCKDB
        and family.looks == "back"
        and family.horizon != ""
        and table_exists(con, family.name)
        and _family_mark(con, family.name) == mark
    )
    if kept:
        _build_rest(con, family, values, through)
    else:
        build_family(con, family, values, on)
    con.execute(
        "insert or replace into prepared_family values ($name, $mark)",
        {"name": family.name, "mark": mark},
    )
    return kept


def _build_rest(con: Connection, family: Family, values: Values, through: int) -> None:
    days = sum(int(values.get(part, part)) for part in family.horizon.split())
    con.execute(
        f"create or replace temp table kept as select {family.name}.* from {family.name} "  # noqa: S608  our own names
        "join ledger using (shipment_no) where day_no <= $through",
        {"through": through},
    )
    # A temporary table of that name stands before the ledger itself until it is dropped.
    con.execute(
        "create temp table ledger as select * from ledger where day_no > $after",
        {"after": through - days - MARGIN_DAYS},
    )
    try:
        build_family(con, family, values)
    finally:
        con.execute("drop table temp.main.ledger")
    con.execute(
        f"create or replace table {family.name} as select * from ("  # noqa: S608  our own names
        f"select {family.name}.* from {family.name} join ledger using (shipment_no) "
        "where day_no > $through union all select * from kept) order by shipment_no",
        {"through": through},
    )
    con.execute("drop table kept")
    for column in family.columns:
        comment_on(con, family.name, column.name, f"{column.unit}: {column.meaning}")


def remember(con: Connection, mark: str, code: str) -> None:
    """Take note that a preparation came to its end, and of each line that it saw."""
    con.execute("create or replace table prepared_line as from line_now order by shipment_no")
    con.execute("create or replace table prepared_party as from party_link order by name, country")
    con.execute("drop table line_now")
    con.execute("insert into prepared values ($mark, $code)", {"mark": mark, "code": code})


def _last(con: Connection) -> list[tuple[str, str]]:
    if not table_exists(con, "prepared"):
        return []
    return [(str(mark), str(code)) for mark, code in con.execute("from prepared").fetchall()]


def _family_mark(con: Connection, name: str) -> str:
    found = con.execute(
        "select mark from prepared_family where name = $name", {"name": name}
    ).fetchall()
    return str(found[0][0]) if found else ""
