"""The evidence of a case: each reason with its value, what is usual, and where it stands."""

from collections.abc import Mapping, Sequence

import pandas as pd

from detector.models.sentences import say_value
from detector.report.case_file.findings import Change, Evidence, Ordinary
from detector.report.charts import signal_words
from detector.report.findings import Reason
from detector.report.numerals import clipped, number, rounded, whole
from detector.report.queue import lane_of
from detector.results import VIEWS
from detector.workspace import Connection, table_exists

_IN_WORDS = ("share", "0 to 1", "0 or 1", "ln", "decades", "nats")
MOST_EVIDENCE = 12
MOST_CHANGES = 6
MOST_ORDINARY = 6

_CHANGES = """
    select member.case_id, would.shipment_no, would.signals, would.is_below, member.rank
    from counterfactuals would join case_member member using (shipment_no)
    where would.scan_id = $scan_id
    qualify row_number() over (partition by member.case_id order by member.rank) <= $most
    order by member.case_id, member.rank
"""
_ORDINARY = """
    with near as (
        select member.case_id, near.shipment_no, near.likeness, near.ordinary_no,
            row_number() over (
                partition by member.case_id order by member.rank, near.position) as nth
        from nearest near join case_member member using (shipment_no)
        where near.scan_id = $scan_id
        qualify nth <= $most
    )
    select near.case_id, near.shipment_no, near.likeness, line.shipment_id, files.name as file,
        line.line, line.shipped_on, line.exporter_country, line.intermediate_country,
        line.consignee_country, line.destination_country, line.exporter, line.consignee,
        line.description, other.units::double as units, line.value_usd::double as value_usd
    from near
    join scores other on other.scan_id = $scan_id and other.shipment_no = near.ordinary_no
    join shipment_versions line on line.shipment_no = near.ordinary_no
    left join files using (file_id)
    order by near.case_id, near.nth
"""
_VIEWS = f"""
    select member.case_id, {", ".join(f"score.view_{view}" for view in VIEWS)}
    from scores score join case_member member using (shipment_no)
    where score.scan_id = $scan_id and member.place = 1 order by member.case_id
"""  # noqa: S608  our own names


def gather_evidence(
    lines: pd.DataFrame, why: Mapping[int, tuple[Reason, ...]]
) -> tuple[Evidence, ...]:
    """List the strongest reason of each kind once, with the record that shows it most.

    Parameters
    ----------
    lines : DataFrame of shape (n_shipments, n_columns)
        Lines of the case by rank: shipment_no, shipment_id, file, line.
    why : mapping of int to tuple of Reason
        By shipment_no.
    """
    best: dict[str, tuple[Reason, str]] = {}
    for line in lines.itertuples():
        for reason in why.get(int(line.shipment_no), ()):
            held = best.get(reason.signal)
            if held is None or reason.share > held[0].share:
                best[reason.signal] = (reason, record_of(line))
    told = sorted(best.values(), key=lambda pair: (-pair[0].share, pair[0].signal))
    return tuple(
        Evidence(
            at,
            reason.text,
            with_unit(reason.value, reason.unit),
            with_unit(reason.typical, reason.unit),
            reason.below,
            reason.peers,
            reason.share,
            record,
            reason.red_flag,
        )
        for at, (reason, record) in enumerate(told[:MOST_EVIDENCE], start=1)
    )


def record_of(line: pd.Series) -> str:
    """Say where a line stands: its id, its file, its place in the file."""
    return f"{clipped(line.shipment_id, 40)} ({clipped(line.file, 40)}, line {whole(line.line)})"


def read_changes(
    con: Connection, scan_id: int, why: Mapping[int, tuple[Reason, ...]]
) -> dict[str, list[Change]]:
    """Say what would have to be usual for lines not to be flagged, by case.

    Parameters
    ----------
    con : Connection
        Holds ``case_member``, as `members_seen` lays it out.
    scan_id : int
    why : mapping of int to tuple of Reason
        By shipment_no.
    """
    if not table_exists(con, "counterfactuals"):
        return {}
    found: dict[str, list[Change]] = {}
    rows = con.execute(_CHANGES, {"scan_id": scan_id, "most": MOST_CHANGES}).fetchall()
    for case_id, line, signals, enough, rank in rows:
        told = _say_change(signals or [], why.get(int(line), ()), enough=bool(enough))
        found.setdefault(case_id, []).append(Change(str(line), int(rank), told, bool(enough)))
    return found


def read_ordinary(con: Connection, scan_id: int) -> dict[str, list[Ordinary]]:
    """Read the ordinary shipments that the first lines of each case are most like."""
    if not table_exists(con, "nearest"):
        return {}
    frame = con.execute(_ORDINARY, {"scan_id": scan_id, "most": MOST_ORDINARY}).df()
    found: dict[str, list[Ordinary]] = {}
    for line in frame.itertuples():
        found.setdefault(str(line.case_id), []).append(_ordinary(line))
    return found


def read_views(con: Connection, scan_id: int) -> dict[str, tuple[tuple[str, float], ...]]:
    """Read how unusual each view finds the first line of each case, nats, strongest first."""
    found = {}
    for case_id, *row in con.execute(_VIEWS, {"scan_id": scan_id}).fetchall():
        told = [(view, rounded(value, 3)) for view, value in zip(VIEWS, row, strict=True)]
        known = [(view, value) for view, value in told if value is not None]
        found[str(case_id)] = tuple(sorted(known, key=lambda pair: (-pair[1], pair[0])))
    return found


def _ordinary(line: pd.Series) -> Ordinary:
    return Ordinary(
        str(line.shipment_no),
        record_of(line),
        line.shipped_on.date().isoformat(),
        lane_of(
            line.exporter_country,
            line.intermediate_country,
            line.consignee_country,
            line.destination_country,
        ),
        clipped(line.exporter),
        clipped(line.consignee),
        clipped(line.description, 90),
        rounded(line.units),
        whole(line.value_usd),
        round(float(line.likeness), 3),
    )


def _say_change(signals: Sequence[str], reasons: Sequence[Reason], *, enough: bool) -> str:
    by_signal = {reason.signal: reason for reason in reasons}
    parts = []
    for signal in signals:
        reason = by_signal.get(signal)
        told = signal_words(signal)
        if reason:
            own, usual = (with_unit(at, reason.unit) for at in (reason.value, reason.typical))
            told += f" {usual}, not {own}"
        parts.append(told)
    if not parts:
        return "No single reason can be set to what is usual."
    start = "not be flagged" if enough else "still be flagged"
    return f"would {start} with what is usual: {'; '.join(parts)}."


def with_unit(value: float | None, unit: str) -> str:
    """Write a value as the sentences of the reasons do, shortly.

    Examples
    --------
    >>> with_unit(0.4, "share"), with_unit(2.0, "decades"), with_unit(7.0, "days")
    ('40 %', '× 100', '7 days')
    """
    if value is None:
        return "not known"
    if unit in _IN_WORDS:
        told = say_value(value, unit)
        return told.replace("a factor of ", "× ")
    return f"{number(value)} {unit}".strip()
