"""What is known of one shipment: the goods, its score, its reasons, what it may be linked to.

A further part of the explanation is a module with one function
``(con, numbers) -> {shipment_no: Section}``, and its name in ``SECTIONS``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detector.cases import goods_words, told_cases
from detector.errors import InputError
from detector.report.explain.chain import tell_movements
from detector.report.explain.controls import tell_controls
from detector.report.explain.goods import tell_goods
from detector.report.explain.neighbours import Neighbour, neighbours_of
from detector.report.explain.parties import tell_parties
from detector.report.explain.screening import tell_screening
from detector.report.explain.section import Section, Tells, line_by_line
from detector.report.findings import Reason
from detector.report.numerals import clipped, rounded, standing, whole
from detector.report.queue import lane_of, one_in, read_reasons
from detector.report.scope import Scope, choose_scope
from detector.results import VIEWS
from detector.workspace import Connection, table_exists

CAVEAT = (
    "A flag is a reason to look, not evidence. Verify against the original documents. "
    "No automated decision."
)
SECTIONS: tuple[Tells, ...] = (
    line_by_line(tell_goods),
    line_by_line(tell_controls),
    tell_parties,
    tell_screening,
    line_by_line(tell_movements),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What chiptrace can say of one shipment; ``lines`` is how many were ranked."""

    shipment_id: str
    source: str
    file: str
    line: int
    shipped_on: str
    arrived_on: str
    exporter: str
    consignee: str
    lane: tuple[str, ...]
    description: str
    hs_code: str
    value_usd: int | None
    goods: str
    goods_why: str
    units: float | None
    units_low: float | None
    units_high: float | None
    as_of: str
    score: float
    one_in: int | None
    rank: int
    lines: int
    flagged: bool
    case_id: str
    case_title: str
    case_status: str
    views: tuple[tuple[str, float], ...]
    reasons: tuple[Reason, ...]
    neighbours: tuple[Neighbour, ...]
    sections: tuple[Section, ...]
    caveat: str


_FOUND = """
    select score.shipment_no, score.source from scores score
    where score.scan_id = $scan_id and score.shipment_id = $shipment_id
        and ($source is null or score.source = $source)
    order by score.source, score.shipment_no
"""
_LINE = """
    select score.shipment_id, score.source, score.score, score.p_value, score.rank, score.flagged,
        told.case_id, told.title, told.status, told.decided_on, score.units::double as units,
        {views}, line.line, line.shipped_on, line.arrived_on, line.exporter, line.consignee,
        line.exporter_country, line.intermediate_country, line.consignee_country,
        line.destination_country, line.description, line.hs_code,
        line.value_usd::double as value_usd, files.name as file, {goods}
    from scores score join shipment_versions line using (shipment_no)
    left join files on files.file_id = line.file_id
    left join case_told_as merged on merged.case_id = score.case_id
    left join told_case told on told.case_id = coalesce(merged.told_as, score.case_id)
    {join_goods}
    where score.scan_id = $scan_id and score.shipment_no = $number
"""
_NO_GOODS = (
    "null as goods_class, null as why, null::double as units_low, null::double as units_high"
)
_GOODS = "goods.goods_class, goods.why, goods.units_low, goods.units_high"


def explain_shipment(con: Connection, shipment_id: str, source: str | None = None) -> Explanation:
    """Say what is known of one line of the latest scan, how it scored, and why.

    Parameters
    ----------
    con : Connection
        A workspace that has been scanned; it is only read.
    shipment_id : str
    source : str, optional
        Needed only where several sources have a shipment of that id.

    Raises
    ------
    WorkspaceError
        If nothing has been scanned yet.
    InputError
        If the latest scan scored no such shipment, or several.
    """
    scope = choose_scope(con, None)
    number = _find(con, scope, shipment_id, source)
    has_goods = table_exists(con, "goods")
    query = _LINE.replace("{views}", ", ".join(f"score.view_{view}" for view in VIEWS))
    query = query.replace("{goods}", _GOODS if has_goods else _NO_GOODS)
    query = query.replace("{join_goods}", "left join goods using (shipment_no)" * has_goods)
    values = {"scan_id": scope.scan_id, "number": number}
    with told_cases(con, scope.scan_id):
        line = con.execute(query, values).df().iloc[0].to_dict()
    counted = con.execute(
        "select count(*) from scores where scan_id = $scan_id", {"scan_id": scope.scan_id}
    ).fetchall()
    reasons = read_reasons(con, scope, numbers=(number,)).get(number, ())
    parts = sections_of(con, (number,))[number]
    near = neighbours_of(con, (number,)).get(number, ())
    return _told(line, scope, int(counted[0][0]), (reasons, near, parts))


def sections_of(con: Connection, numbers: Sequence[int]) -> dict[int, tuple[Section, ...]]:
    """Tell what each room knows of some lines, by shipment_no; what knows nothing is left out."""
    told: dict[int, list[Section]] = {number: [] for number in numbers}
    for tell in SECTIONS:
        for number, section in tell(con, numbers).items():
            if section.facts:
                told[number].append(section)
    return {number: tuple(sections) for number, sections in told.items()}


def _find(con: Connection, scope: Scope, shipment_id: str, source: str | None) -> int:
    values = {"scan_id": scope.scan_id, "shipment_id": shipment_id, "source": source}
    found = con.execute(_FOUND, values).fetchall()
    if not found:
        of_source = f" of source {source!r}" if source else ""
        raise InputError(
            f"The latest scan scored no shipment {shipment_id!r}{of_source}",
            f"scan {scope.scan_id}, up to {scope.as_of}",
            "Check the id, or load the record and scan again.",
        )
    sources = sorted({str(name) for _, name in found})
    if len(found) > 1:
        raise InputError(
            f"{len(found)} shipments are called {shipment_id!r}",
            f"sources {', '.join(sources)}",
            "Name one with --source.",
        )
    return int(found[0][0])


def _told(
    line: dict[str, object],
    scope: Scope,
    lines: int,
    why: tuple[tuple[Reason, ...], tuple[Neighbour, ...], tuple[Section, ...]],
) -> Explanation:
    places = ("exporter", "intermediate", "consignee", "destination")
    return Explanation(
        shipment_id=clipped(line["shipment_id"]),
        source=clipped(line["source"]),
        file=clipped(line["file"]),
        line=whole(line["line"]) or 0,
        shipped_on=_day(line["shipped_on"]),
        arrived_on=_day(line["arrived_on"]),
        exporter=clipped(line["exporter"]),
        consignee=clipped(line["consignee"]),
        lane=lane_of(*(line[f"{place}_country"] for place in places)),
        description=clipped(line["description"], 400),
        hs_code=clipped(line["hs_code"], 12),
        value_usd=whole(line["value_usd"]),
        goods=goods_words(clipped(line["goods_class"]) or None),
        goods_why=clipped(line["why"], 400),
        units=rounded(line["units"]),
        units_low=rounded(line["units_low"]),
        units_high=rounded(line["units_high"]),
        as_of=scope.as_of.isoformat(),
        score=round(float(str(line["score"])), 3),
        one_in=one_in(line["p_value"]),
        rank=whole(line["rank"]) or 0,
        lines=lines,
        flagged=bool(line["flagged"]),
        case_id=clipped(line["case_id"]),
        case_title=clipped(line["title"], 200),
        case_status=standing(clipped(line["status"], 40), _day(line["decided_on"])),
        views=tuple(
            (view, strength)
            for view in VIEWS
            if (strength := rounded(line[f"view_{view}"], 3)) is not None
        ),
        reasons=why[0],
        neighbours=why[1],
        sections=why[2],
        caveat=CAVEAT,
    )


def _day(when: object) -> str:
    return str(when)[:10] if when is not None and when == when else ""
