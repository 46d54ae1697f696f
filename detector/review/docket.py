"""The docket: what a scan put before the reviewers, read once from a published workspace."""

import math
import random
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from detector.cases import told_cases
from detector.review.chain import canonical
from detector.workspace import Connection, open_workspace, table_exists

TOP_SHARE = 0.1
_CASES = """
    with best as (
        select case_id, min(rank) as rank, list(shipment_id order by source, shipment_id) as lines
        from scores where scan_id = $scan_id and case_id is not null group by case_id
    ), seen as (
        select kept.case_id, min(scans.as_of) as day from cases kept join scans using (scan_id)
        group by kept.case_id
    ), why as (
        select score.case_id, list(reason.text order by score.rank, reason.position) as texts,
            list(distinct reason.signal order by reason.signal) as signals,
            list(reason.signal || ' ' || coalesce(cast(round(reason.value, 6) as varchar), '')
                order by score.rank, reason.position) as evidence
        from scores score join reasons reason using (scan_id, shipment_no)
        where score.scan_id = $scan_id and score.case_id is not null group by score.case_id
    )
    select kept.case_id, kept.title, kept.score, kept.shipments, kept.units, kept.value_usd,
        kept.parties, kept.route, kept.typology, kept.last_shipped_on, seen.day,
        standing.status, standing.decided_on, best.rank, best.lines, why.texts, why.signals,
        why.evidence
    from cases kept join best using (case_id) join seen using (case_id)
    left join why using (case_id) left join case_standing standing using (case_id)
    where kept.scan_id = $scan_id order by best.rank, kept.case_id
"""
_BELOW = """
    select score.source, score.shipment_id from scores score
    where score.scan_id = $scan_id and score.case_id is null and not score.flagged
        and coalesce(score.selected_by, '') = ''
    order by score.source, score.shipment_id
"""


@dataclass(frozen=True, slots=True)
class Flag:
    """One case as the queue shows it.

    ``first_seen`` is the last day of the records of the first scan that knew it; ``evidence`` is a
    SHA-256 of its lines and reasons; ``on_record`` what was decided elsewhere and loaded, with
    its day.
    """

    key: str
    title: str
    rank: int
    band: str
    lane: tuple[str, ...]
    parties: tuple[str, ...]
    reasons: tuple[str, ...]
    signals: tuple[str, ...]
    typology: str
    lines: tuple[str, ...]
    units: float | None
    value_usd: float | None
    last_shipped_on: str
    first_seen: str
    evidence: str
    on_record: str = ""
    recorded_on: str = ""


@dataclass(frozen=True, slots=True)
class Docket:
    """The flags of one scan, the first to review first, by their keys."""

    scan_id: int
    fingerprint: str
    flags: dict[str, Flag]


def read_docket(con: Connection) -> Docket:
    """Read what the latest scan put before the reviewers."""
    if not table_exists(con, "scans"):
        return Docket(0, "", {})
    found = con.execute(
        "select scan_id, fingerprint from scans order by scan_id desc limit 1"
    ).fetchall()
    if not found:
        return Docket(0, "", {})
    scan_id, fingerprint = found[0]
    with told_cases(con, int(scan_id), merging=False, elsewhere=True):
        rows = con.execute(_CASES, {"scan_id": scan_id}).fetchall()
    top = math.ceil(len(rows) * TOP_SHARE)
    flags = (_flag(row, "top" if place < top else "usual") for place, row in enumerate(rows))
    return Docket(int(scan_id), str(fingerprint), {flag.key: flag for flag in flags})


def open_docket(workspace: Path) -> Docket:
    """Read the docket of a workspace file, and close it again."""
    with open_workspace(workspace, read_only=True, memory_limit="1GB") as con:
        return read_docket(con)


def _flag(row: tuple[object, ...], band: str) -> Flag:
    key, title, _, _, units, value, parties, route, typology, last, seen, *rest = row
    status, decided_on, rank, lines, *why = rest
    texts, signals, evidence = (tuple(map(str, found or ())) for found in why)  # type: ignore[call-overload]
    listed = tuple(map(str, lines))  # type: ignore[call-overload]
    told = sha256(canonical([listed, evidence]).encode()).hexdigest()
    return Flag(
        str(key),
        str(title),
        int(rank),  # type: ignore[call-overload]
        band,
        tuple(map(str, route or ())),  # type: ignore[call-overload]
        tuple(map(str, parties or ())),  # type: ignore[call-overload]
        texts[:2],
        signals,
        str(typology),
        listed,
        None if units is None else float(units),  # type: ignore[arg-type]
        None if value is None else float(value),  # type: ignore[arg-type]
        str(last),
        str(seen),
        told,
        str(status or ""),
        str(decided_on or ""),
    )


def draw_lines(
    con: Connection, scan_id: int, many: int, seed: str
) -> tuple[tuple[tuple[str, str], ...], float]:
    """Draw lines below the threshold at random, each as likely as the others.

    Returns
    -------
    tuple
        Pairs of source and shipment_id, and the probability that a line had to be drawn.
    """
    below = [(str(a), str(b)) for a, b in con.execute(_BELOW, {"scan_id": scan_id}).fetchall()]
    many = min(many, len(below))
    chosen = random.Random(seed).sample(below, many)
    return tuple(chosen), many / len(below) if below else 0.0
