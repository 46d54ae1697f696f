"""Which scan and week a report is about, and the scored lines that it looks at."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta

from detector.errors import InputError, WorkspaceError
from detector.workspace import Connection, table_exists


@dataclass(frozen=True, slots=True)
class Scope:
    """A scan, the ISO week it is told for, and the scan before it where there is one."""

    scan_id: int
    before_id: int | None
    as_of: date
    monday: date
    model: str
    settings: str
    fingerprint: str
    note: str

    @property
    def week(self) -> str:
        """The ISO week, for example ``2026-W38``."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)


_LINES = """
    create or replace temp table week_line as
    with twinned as (select {twins})
    select score.shipment_no, score.rank, score.flagged, score.case_id, line.source,
        line.shipped_on, date_trunc('week', line.shipped_on)::date as monday,
        line.exporter_country as start,
        coalesce(line.destination_country, line.consignee_country) as finish,
        score.units::decimal(18, 3) as units, line.value_usd,
        score.units is not null as is_computing,
        score.flagged and score.shipment_no in (
            select twinned.shipment_no from twinned join scores other
            on other.shipment_no = twinned.twin_no and other.scan_id = $scan_id and other.flagged
        ) as counted_elsewhere
    from scores score join shipment_versions line using (shipment_no)
    where score.scan_id = $scan_id
"""  # no order: it is only counted over, and sorting ten million lines takes longer than all else


def choose_scope(con: Connection, week: str | None) -> Scope:
    """Choose the scan to report: the latest, or the latest of a week.

    Parameters
    ----------
    con : Connection
    week : str, optional
        ISO week such as ``2026-W38``.

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    InputError
        If the week is no ISO week, or no scan looked up to a day of it.
    """
    if not table_exists(con, "scans"):
        raise nothing_scanned()
    scans = con.execute(
        "select scan_id, as_of, model_name, settings, fingerprint, note from scans order by scan_id"
    ).fetchall()
    if not scans:
        raise nothing_scanned()
    monday = monday_of(week) if week else None
    fitting = [scan for scan in scans if monday in (None, _monday(scan[1]))]
    if not fitting:
        last = (monday or date.min) + timedelta(days=6)
        raise InputError(
            f"No scan looked up to a day of week {week}",
            "--week",
            f"Make one with: chiptrace scan --as-of {last}.",
        )
    scan_id, as_of, model, settings, fingerprint, note = fitting[-1]
    before = [scan[0] for scan in scans if scan[0] < scan_id]
    return Scope(
        int(scan_id),
        before[-1] if before else None,
        as_of,
        _monday(as_of),
        str(model or ""),
        str(settings or "{}"),
        str(fingerprint or ""),
        str(note or ""),
    )


def nothing_scanned() -> WorkspaceError:
    """Tell that there are no scores yet."""
    return WorkspaceError(
        "Nothing has been scanned yet", "table scans", "Run: chiptrace scan --workspace W."
    )


def monday_of(week: str) -> date:
    """Give the first day of an ISO week.

    Raises
    ------
    InputError
        If the text is no ISO week.

    Examples
    --------
    >>> monday_of("2026-W38")
    datetime.date(2026, 9, 14)
    """
    found = re.fullmatch(r"(\d{4})-?W(\d{1,2})", week.strip())
    try:
        if found:
            return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        pass
    raise InputError(f"{week!r} is no ISO week", "--week", "Write it like 2026-W38.")


def gather_lines(con: Connection, scope: Scope) -> None:
    """Make the temporary table ``week_line`` of the scan's lines, as declared.

    A flagged record whose other record of the same movement is flagged too is marked
    ``counted_elsewhere``.
    """
    twins = "null::bigint as shipment_no, null::bigint as twin_no"
    if table_exists(con, "twin"):
        twins = "shipment_no, twin_no from twin where not is_primary"
    con.execute(_LINES.replace("{twins}", twins), {"scan_id": scope.scan_id})


def settings_of(scope: Scope) -> tuple[tuple[str, str], ...]:
    """Give the settings of the scan by name, each as it would be written."""
    try:
        told = json.loads(scope.settings)
    except ValueError:
        return (("settings", scope.settings),)
    if not isinstance(told, dict):
        return (("settings", scope.settings),)
    return tuple((str(name), json.dumps(told[name])) for name in sorted(told))


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())
