"""The review queue: flagged shipments in rank order, each with its reasons."""

from collections.abc import Sequence

import pandas as pd

from detector.cases import goods_words
from detector.report.findings import QueueRow, Reason
from detector.report.numerals import clipped, rounded, shown, standing, whole
from detector.report.scope import Scope
from detector.workspace import Connection, table_exists

LONGEST_REASON = 400
LONGEST_DESCRIPTION = 90
MOST_PER_ROW = 5

_QUEUE = """
    select score.shipment_no, score.shipment_id, score.source, score.rank, score.score,
        score.p_value, score.units::double as units,
        coalesce(merged.told_as, score.case_id, '') as case_id,
        coalesce(standing.status, '') as status,
        coalesce(standing.decided_on::varchar, '') as decided_on,
        coalesce(score.selected_by, '') as selected_by, line.shipped_on, line.exporter,
        line.consignee, line.intermediate_country, line.exporter_country, line.consignee_country,
        line.destination_country, line.description, line.value_usd::double as value_usd,
        line.hs_code, {goods_class} as goods_class,
        not exists (
            select 1 from scores earlier where earlier.scan_id = $before_id
            and earlier.shipment_no = score.shipment_no and earlier.flagged
        ) as is_new
    from scores score join shipment_versions line using (shipment_no)
    left join case_told_as merged on merged.case_id = score.case_id
    left join case_standing standing on standing.case_id = score.case_id {goods}
    where score.scan_id = $scan_id and (score.flagged or score.selected_by = 'exploration')
    order by score.rank limit $rows
"""
_REASONS = """
    select reason.shipment_no, reason.signal, reason.view, reason.value, reason.typical,
        coalesce(reason.unit, '') as unit, reason.peers, reason.share,
        coalesce(reason.red_flag, '') as red_flag, coalesce(reason.text, '') as text,
        coalesce(reason.innocent, '') as innocent, reason.below
    from reasons reason join scores score using (scan_id, shipment_no)
    where reason.scan_id = $scan_id
        and ($numbers is null or list_contains($numbers, reason.shipment_no))
    order by score.rank, reason.position limit $most
"""
MOST_REASONS = 400_000


def read_queue(
    con: Connection, scope: Scope, why: dict[int, tuple[Reason, ...]], rows: int
) -> tuple[QueueRow, ...]:
    """Read the shipments to review, first things first.

    Parameters
    ----------
    con : Connection
        Holds the cases of the scan as `told_cases` lays them out.
    scope : Scope
    why : dict
        Reasons by shipment_no, as `read_reasons` gives them.
    rows : int
        Most rows.
    """
    has_goods = table_exists(con, "goods")
    query = _QUEUE.replace("{goods_class}", "goods.goods_class" if has_goods else "null").replace(
        "{goods}", "left join goods using (shipment_no)" if has_goods else ""
    )
    values = {"scan_id": scope.scan_id, "before_id": scope.before_id, "rows": rows}
    frame = con.execute(query, values).df()
    return tuple(_row(line, why.get(int(line.shipment_no), ())) for line in frame.itertuples())


def read_reasons(
    con: Connection, scope: Scope, numbers: Sequence[int] | None = None
) -> dict[int, tuple[Reason, ...]]:
    """Read the reasons of each flagged shipment, or of some, strongest first."""
    given = None if numbers is None else list(numbers)
    values = {"scan_id": scope.scan_id, "most": MOST_REASONS, "numbers": given}
    found: dict[int, list[Reason]] = {}
    for number, *told in con.execute(_REASONS, values).fetchall():
        found.setdefault(int(number), []).append(reason_of(told))
    return {number: tuple(reasons) for number, reasons in found.items()}


def lane_of(*countries: object) -> tuple[str, ...]:
    """Give countries in order, without blanks and without one that follows itself.

    Examples
    --------
    >>> lane_of("US", None, "MY", "MY", "CN")
    ('US', 'MY', 'CN')
    """
    lane: list[str] = []
    for country in countries:
        code = clipped(country, 12)
        if code and (not lane or lane[-1] != code):
            lane.append(code)
    return tuple(lane)


def one_in(p_value: object) -> int | None:
    """Turn a p-value into "one in so many", to two digits.

    Examples
    --------
    >>> one_in(0.00041), one_in(0.3), one_in(None)
    (2400, 3, None)
    """
    share = rounded(p_value)
    if share is None or share <= 0:
        return None
    return int(float(f"{1 / share:.2g}"))


def reason_of(told: Sequence[object]) -> Reason:
    """Make a reason of a row of the query: signal, view, value, typical, unit, peers, and so on."""
    signal, view, value, typical, unit, peers, share, red_flag, text, innocent, below = told
    return Reason(
        clipped(signal),
        clipped(view),
        _exactly(value, unit),
        _exactly(typical, unit),
        clipped(unit, 40),
        whole(peers),
        rounded(share, 3) or 0.0,
        clipped(red_flag, 200),
        clipped(text, LONGEST_REASON),
        clipped(innocent, LONGEST_REASON),
        rounded(below, 3),
    )


def _exactly(value: object, unit: object) -> float | None:
    """Round a value; a logarithm keeps the digits that the factor in words needs."""
    return rounded(value, 6) if unit in ("ln", "decades", "nats") else shown(value)


def _row(line: pd.Series, reasons: tuple[Reason, ...]) -> QueueRow:
    goods = None if pd.isna(line.goods_class) else str(line.goods_class)
    named = goods_words(goods)
    if goods in (None, "other", "other_electronics"):
        named = f"HS {clipped(line.hs_code, 12)}" if clipped(line.hs_code) else named
    return QueueRow(
        int(line.rank),
        clipped(line.shipment_id, 60),
        clipped(line.source, 60),
        line.shipped_on.date().isoformat(),
        named,
        clipped(line.description, LONGEST_DESCRIPTION),
        rounded(line.units),
        clipped(line.exporter),
        clipped(line.consignee),
        lane_of(
            line.exporter_country,
            line.intermediate_country,
            line.consignee_country,
            line.destination_country,
        ),
        whole(line.value_usd),
        round(float(line.score), 3),
        one_in(line.p_value),
        str(line.case_id),
        standing(line.status, line.decided_on),
        bool(line.is_new),
        str(line.selected_by),
        reasons[:MOST_PER_ROW],
        max(0, len(reasons) - MOST_PER_ROW),
        round(sum(reason.share for reason in reasons[MOST_PER_ROW:]), 3),
    )
