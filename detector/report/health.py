"""Data health: what was loaded, what was not, what is late, what was replaced."""

from detector.report.health_findings import LoadedFile, Rejected, SourceHealth
from detector.report.numerals import clipped, rounded, whole
from detector.report.scope import Scope
from detector.workspace import Connection, table_exists

MOST_FILES = 200
MOST_REASONS = 40
LATE_DAYS = 7
_WATCHED = ("consignee", "consignee_country", "hs_code", "description", "value", "arrived_on")

_SOURCES = """
    with departed as (
        select source, shipped_on, count(*) as lines from shipments
        where shipped_on <= $as_of group by source, shipped_on
    ), spaced as (
        select *, date_diff('day', lag(shipped_on) over (
            partition by source order by shipped_on), shipped_on) as gap
        from departed
    ), dates as (
        select source, sum(lines)::bigint as lines, min(shipped_on) as first,
            max(shipped_on) as last, date_diff('day', max(shipped_on), $as_of::date) as behind,
            coalesce(ceil(median(gap)), 1)::bigint as usual_gap
        from spaced group by source
    ), blanks as (
        select source, {blanks} from shipments where shipped_on <= $as_of group by source
    )
    select dates.*, blanks.* exclude (source) from dates join blanks
    on dates.source is not distinct from blanks.source
    order by dates.lines desc, dates.source
"""
_FILES = """
    select name, sha256, coalesce(kind, ''), coalesce(layout, ''), coalesce(source, ''),
        coalesce(physical_lines, 0), coalesce(loaded, 0), coalesce(rejected, 0),
        coalesce(skipped, 0), coalesce(superseded, 0)
    from files order by file_id limit $most
"""
_REJECTED = """
    select coalesce(reason, ''), coalesce(column_name, ''), count(*) as times,
        coalesce(line_kept, false) as kept, arg_min(file || ', line ' || line, (file, line))
    from rejects group by all order by kept, times desc, 1, 2 limit $most
"""


def read_sources(con: Connection, scope: Scope) -> tuple[SourceHealth, ...]:
    """Say of each source what it delivered up to the scan's day and whether it lies behind.

    A source is late when its last record lies more than `LATE_DAYS`, and more than three times
    its usual gap between days, before the day of the scan.
    """
    blanks = ", ".join(f"avg(({name} is null)::integer) as {name}" for name in _WATCHED)
    rows = con.execute(_SOURCES.replace("{blanks}", blanks), {"as_of": scope.as_of}).fetchall()
    return tuple(
        SourceHealth(
            clipped(source, 60),
            int(lines),
            first.isoformat(),
            last.isoformat(),
            int(behind),
            int(gap),
            "late" if behind > max(LATE_DAYS, 3 * gap) else "on time",
            tuple(
                (name.replace("_", " "), rounded(share, 2) or 0.0)
                for name, share in zip(_WATCHED, shares, strict=True)
            ),
        )
        for source, lines, first, last, behind, gap, *shares in rows
    )


def read_files(con: Connection) -> tuple[LoadedFile, ...]:
    """List the files that were loaded, oldest first."""
    if not table_exists(con, "files"):
        return ()
    rows = con.execute(_FILES, {"most": MOST_FILES}).fetchall()
    return tuple(_file(told) for told in rows)


def _file(told: tuple[object, ...]) -> LoadedFile:
    name, sha256, kind, layout, source = (clipped(text, 80) for text in told[:5])
    physical, loaded, rejected, skipped, superseded = (whole(count) or 0 for count in told[5:])
    return LoadedFile(
        name, sha256, kind, layout, source, physical, loaded, rejected, skipped, superseded
    )


def read_rejected(con: Connection) -> tuple[Rejected, ...]:
    """Count what could not be read, lines before cells, most frequent first."""
    if not table_exists(con, "rejects"):
        return ()
    rows = con.execute(_REJECTED, {"most": MOST_REASONS}).fetchall()
    return tuple(
        Rejected(clipped(reason), clipped(column, 40), int(times), bool(kept), clipped(example))
        for reason, column, times, kept, example in rows
    )
