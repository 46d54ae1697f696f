"""The cases to know: each told with its reasons, what would explain it, and what is unknown."""

from collections.abc import Sequence

import pandas as pd

from detector.cases import country_name, pattern_of
from detector.report.findings import CaseLine, CaseReason, CaseStory, Reason
from detector.report.numerals import clipped, rounded, whole
from detector.report.queue import lane_of
from detector.report.scope import Scope
from detector.workspace import Connection, table_exists

MOST_CASES = 50
MOST_LINES = 10
MOST_PARTIES = 10
MOST_REASONS = 6
MOST_INNOCENT = 5

_CASES = """
    select row_number() over (order by score desc, case_id) as place, case_id, title, score,
        shipments, units, value_usd::double as value_usd, parties, route, first_shipped_on,
        last_shipped_on, typology, status, decided_on
    from told_case
    qualify $case_ids is null or list_contains($case_ids, case_id)
    order by place limit $most
"""
_SPAN = "goods.units_low::double as units_low, goods.units_high::double as units_high"
_NO_SPAN = "null::double as units_low, null::double as units_high"
_MEMBERS = """
    select coalesce(merged.told_as, score.case_id) as case_id, score.shipment_no, score.rank,
        score.case_id as flagged_as, score.shipment_id, score.source,
        line.line, files.name as file, line.shipped_on, line.arrived_on, line.exporter,
        line.consignee, line.end_user, line.exporter_country, line.intermediate_country,
        line.consignee_country, line.destination_country, line.description, line.quantity,
        line.gross_weight_kg, line.net_weight_kg, score.units::double as units,
        line.value_usd::double as value_usd, {span}
    from scores score join shipment_versions line using (shipment_no)
    left join files on files.file_id = line.file_id
    left join case_told_as merged on merged.case_id = score.case_id {goods}
    where score.scan_id = $scan_id and coalesce(merged.told_as, score.case_id) in (
        select case_id from told_case
        where $case_ids is null or list_contains($case_ids, case_id)
        order by score desc, case_id limit $most
    )
    order by 1, score.rank
"""


def read_cases(
    con: Connection,
    scope: Scope,
    why: dict[int, tuple[Reason, ...]],
    case_ids: Sequence[str] | None = None,
) -> tuple[CaseStory, ...]:
    """Tell the first cases of the scan, strongest first, or those that are named.

    Parameters
    ----------
    con : Connection
        Holds ``told_case`` of the scan.
    scope : Scope
    why : dict
        Reasons by shipment_no.
    case_ids : sequence of str, optional
        Tell only these cases.
    """
    values = _values(scope, case_ids)
    cases = con.execute(_CASES, {name: values[name] for name in ("most", "case_ids")}).df()
    members = read_members(con, scope, case_ids)
    by_case = {str(name): lines for name, lines in members.groupby("case_id", sort=False)}
    return tuple(
        _story(case, by_case.get(str(case.case_id), members.iloc[:0]), why)
        for case in cases.itertuples()
    )


def read_members(
    con: Connection, scope: Scope, case_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """Read the lines of the first cases, or of those that are named, by case and rank, as declared.

    Returns
    -------
    DataFrame of shape (n_shipments, 25)
    """
    has_goods = table_exists(con, "goods")
    query = _MEMBERS.replace("{span}", _SPAN if has_goods else _NO_SPAN).replace(
        "{goods}", "left join goods using (shipment_no)" if has_goods else ""
    )
    return con.execute(query, _values(scope, case_ids)).df()


def _values(scope: Scope, case_ids: Sequence[str] | None) -> dict[str, object]:
    given = None if case_ids is None else list(case_ids)
    most = MOST_CASES if given is None else len(given)
    return {"scan_id": scope.scan_id, "most": most, "case_ids": given}


def merge_reasons(
    each: list[tuple[Reason, ...]],
) -> tuple[tuple[CaseReason, ...], tuple[str, ...]]:
    """Merge the reasons of a case's shipments, strongest first, and what would explain them.

    Parameters
    ----------
    each : list of tuple of Reason
        One entry per shipment.

    Returns
    -------
    tuple
        The merged reasons, ``share`` being the mean over shipments, and innocent explanations.
    """
    by_signal: dict[str, list[Reason]] = {}
    for reasons in each:
        for reason in reasons:
            by_signal.setdefault(reason.signal, []).append(reason)
    shares = {
        signal: round(sum(reason.share for reason in told) / max(len(each), 1), 3)
        for signal, told in by_signal.items()
    }
    order = sorted(by_signal, key=lambda signal: (-shares[signal], signal))[:MOST_REASONS]
    strongest = {
        signal: max(by_signal[signal], key=lambda reason: reason.share) for signal in order
    }
    merged = tuple(
        CaseReason(
            signal, told.view, len(by_signal[signal]), shares[signal], told.text, told.red_flag
        )
        for signal, told in strongest.items()
    )
    innocent = [told.innocent for told in strongest.values() if told.innocent]
    return merged, tuple(dict.fromkeys(innocent))[:MOST_INNOCENT]


def unknown_of(lines: pd.DataFrame) -> tuple[str, ...]:
    """Say what the records of a case leave open.

    Parameters
    ----------
    lines : DataFrame of shape (n_shipments, n_columns)
        As declared.
    """
    asked = (
        ("end_user", "who uses the goods in the end"),
        ("arrived_on", "whether and when they arrived"),
        ("consignee", "who received them"),
        ("quantity", "how many pieces there are"),
        ("value_usd", "what they are worth in US dollars"),
    )
    count = len(lines)
    told = [
        _open_question(int(lines[column].isna().sum()), count, words) for column, words in asked
    ]
    no_weight = lines["gross_weight_kg"].isna() & lines["net_weight_kg"].isna()
    told.append(_open_question(int(no_weight.sum()), count, "what they weigh"))
    return tuple(sentence for sentence in told if sentence)


def _open_question(missing: int, count: int, words: str) -> str:
    if not missing:
        return ""
    if count == 1:
        return f"The record does not say {words}."
    which = "None of the" if missing == count else f"{missing} of"
    verb = "say" if missing == count else "does not say" if missing == 1 else "do not say"
    return f"{which} {count} records {verb} {words}."


def _story(case: pd.Series, lines: pd.DataFrame, why: dict[int, tuple[Reason, ...]]) -> CaseStory:
    route = lane_of(*_listed(case.route))
    parties = [clipped(name) for name in _listed(case.parties)]
    spans = _span(case.units, lines)
    reasons, innocent = merge_reasons([why.get(int(no), ()) for no in lines["shipment_no"]])
    return CaseStory(
        number=int(case.place),
        case_id=str(case.case_id),
        title=clipped(case.title, 200),
        score=round(float(case.score), 3),
        best_rank=int(lines["rank"].min()) if len(lines) else 0,
        shipments=int(case.shipments),
        units=rounded(case.units),
        units_low=spans[0],
        units_high=spans[1],
        value_usd=whole(case.value_usd),
        route=route,
        route_words=", ".join(country_name(code) for code in route),
        first_shipped_on=case.first_shipped_on.date().isoformat(),
        last_shipped_on=case.last_shipped_on.date().isoformat(),
        typology=clipped(case.typology),
        likeness=_likeness(case.typology, [why.get(int(no), ()) for no in lines["shipment_no"]]),
        status=clipped(case.status),
        decided_on="" if pd.isna(case.decided_on) else case.decided_on.date().isoformat(),
        parties=tuple(parties[:MOST_PARTIES]),
        more_parties=max(0, len(parties) - MOST_PARTIES),
        reasons=reasons,
        innocent=innocent,
        unknown=unknown_of(lines),
        lines=tuple(_line(line) for line in lines.head(MOST_LINES).itertuples()),
        more_lines=max(0, len(lines) - MOST_LINES),
    )


def _likeness(typology: object, each: list[tuple[Reason, ...]]) -> float:
    """Say which share of the reasons' weight speaks for a pattern."""
    reasons = [reason for told in each for reason in told]
    whole_weight = sum(reason.share for reason in reasons)
    own = sum(
        reason.share
        for reason in reasons
        if pattern_of(reason.signal, reason.view, reason.red_flag) == str(typology)[:3]
    )
    return round(own / whole_weight, 3) if whole_weight else 0.0


def _span(units: float, lines: pd.DataFrame) -> tuple[float | None, float | None]:
    """Scale the least and the most that the lines hold to what the case counts once."""
    middle = lines["units"].sum()
    if not middle or units != units:
        return None, None
    low, high = (lines[name].sum() * units / middle for name in ("units_low", "units_high"))
    return rounded(low), rounded(high)


def _line(line: pd.Series) -> CaseLine:
    return CaseLine(
        int(line.rank),
        clipped(line.shipment_id, 60),
        clipped(line.source, 60),
        clipped(line.file, 80),
        whole(line.line) or 0,
        line.shipped_on.date().isoformat(),
        clipped(line.exporter),
        clipped(line.consignee),
        lane_of(
            line.exporter_country,
            line.intermediate_country,
            line.consignee_country,
            line.destination_country,
        ),
        clipped(line.description, 90),
        rounded(line.units),
        whole(line.value_usd),
    )


def _listed(cell: object) -> list[object]:
    return list(cell) if hasattr(cell, "__iter__") and not isinstance(cell, str) else []
