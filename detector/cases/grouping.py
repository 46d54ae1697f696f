"""Joins flagged shipments into cases and tells each in the contract's columns."""

import hashlib
from collections.abc import Sequence
from datetime import date

import pandas as pd

from detector.cases.lines import Line, flagged_view, read_lines
from detector.cases.links import Link, connected, find_links
from detector.cases.lots import count_once
from detector.cases.story import parties_of, route_of, title_of
from detector.cases.typology import Weight, typology_of
from detector.workspace import Connection, table_exists

COLUMNS = (
    "case_id",
    "title",
    "score",
    "shipments",
    "units",
    "value_usd",
    "parties",
    "route",
    "first_shipped_on",
    "last_shipped_on",
    "typology",
    "status",
    "shipment_nos",
)

_EARLIER_NAMES = """
    with named as (
        select line.shipment_no, line.source, line.shipment_id
        from shipment_versions line join flagged using (shipment_no)
    )
    select named.shipment_no, arg_max(score.case_id, score.scan_id) as case_id
    from scores score join named on named.shipment_id = score.shipment_id
        and named.source is not distinct from score.source
    where score.case_id is not null
    group by named.shipment_no order by named.shipment_no
"""
_DECIDED = """
    select coalesce(case_id, '') as case_id, coalesce(shipment_id, '') as shipment_id, decision
    from dispositions
    where decision is not null and ($as_of is null or decided_on is null or decided_on <= $as_of)
    order by decided_on nulls first, case_id, shipment_id, decision
"""


def group_cases(
    con: Connection,
    queue: pd.DataFrame,
    reasons: pd.DataFrame | None = None,
    as_of: date | None = None,
) -> pd.DataFrame:
    """Join flagged shipments into cases.

    Parameters
    ----------
    con : Connection
        Holds ``ledger`` and ``shipments``; uses ``twin``, ``movement_link``, ``dispositions`` and
        the ``scores`` of earlier scans where they exist.
    queue : DataFrame of shape (n_shipments, n_columns)
        Indexed by shipment_no; columns flagged and score, 0 to 1.
    reasons : DataFrame of shape (n_reasons, n_columns), optional
        shipment_no, signal, view, red_flag, share; without them every case is ``unusual``.
    as_of : date, optional
        Decisions of a later day are not seen.

    Returns
    -------
    DataFrame of shape (n_cases, 13)
        The contract's ``cases``, strongest first, and shipment_nos, the list of members.
    """
    scores = queue.loc[queue["flagged"].astype(bool), "score"]
    if scores.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    with flagged_view(con, [int(number) for number in scores.index]):
        lines = {line.number: line for line in read_lines(con)}
        links = find_links(con, list(lines.values()))
        known = _earlier_names(con)
    decided, why = _decisions(con, as_of), _by_shipment(reasons)
    place = {number: index for index, number in enumerate(lines)}
    inside: dict[int, list[Link]] = {}
    for link in links:
        inside.setdefault(link.earlier, []).append(link)
    taken: set[str] = set()
    rows = []
    for group in connected(lines, links):
        case = [lines[number] for number in sorted(group, key=place.__getitem__)]
        own = [link for number in group for link in inside.get(number, ())]
        row = _tell(case, own, {number: float(scores[number]) for number in group})
        row["case_id"] = _name(case, known, taken)
        row["typology"] = typology_of([told for number in group for told in why.get(number, ())])
        row["status"] = _status(str(row["case_id"]), case, decided)
        rows.append(row)
    told = pd.DataFrame(rows, columns=list(COLUMNS))
    told = told.astype({"units": "float64", "value_usd": "float64"})
    return told.sort_values(["score", "case_id"], ascending=[False, True], ignore_index=True)


def case_of_shipment(cases: pd.DataFrame) -> pd.Series:
    """Give the case of each flagged shipment.

    Parameters
    ----------
    cases : DataFrame of shape (n_cases, n_columns)
        As `group_cases` returns it.

    Returns
    -------
    Series of shape (n_flagged,)
        case_id, indexed by shipment_no.
    """
    pairs = {
        int(number): str(row.case_id) for row in cases.itertuples() for number in row.shipment_nos
    }
    return pd.Series(pairs, name="case_id", dtype="object").rename_axis("shipment_no")


def tell_together(con: Connection, scores: dict[int, float]) -> dict[str, object]:
    """Tell some flagged lines as one case, without its id, pattern and status.

    Parameters
    ----------
    con : Connection
        Holds the lines as the view ``flagged``.
    scores : dict of int to float
        By shipment_no.
    """
    case = read_lines(con)
    return _tell(case, find_links(con, case), scores)


def _earlier_names(con: Connection) -> dict[int, str]:
    if not table_exists(con, "scores"):
        return {}
    return {int(number): str(name) for number, name in con.execute(_EARLIER_NAMES).fetchall()}


def _decisions(con: Connection, as_of: date | None) -> dict[tuple[str, str], str]:
    if not table_exists(con, "dispositions"):
        return {}
    rows = con.execute(_DECIDED, {"as_of": as_of}).fetchall()
    return {(case_id, shipment_id): str(decision) for case_id, shipment_id, decision in rows}


def _by_shipment(reasons: pd.DataFrame | None) -> dict[int, list[Weight]]:
    found: dict[int, list[Weight]] = {}
    if reasons is not None and len(reasons):
        columns = ("shipment_no", "signal", "view", "red_flag", "share")
        for number, *told in zip(*(reasons[name].tolist() for name in columns), strict=True):
            signal, view, flag, share = (None if cell != cell else cell for cell in told)
            weight = Weight(str(signal), str(view), flag and str(flag), float(share or 0.0))
            found.setdefault(int(number), []).append(weight)
    return found


def _tell(
    case: Sequence[Line], links: Sequence[Link], scores: dict[int, float]
) -> dict[str, object]:
    members = [line.number for line in case]
    best = min(members, key=lambda number: (-scores[number], number))
    units = count_once(members, links, {line.number: line.units for line in case})
    value = count_once(members, links, {line.number: line.value_usd for line in case})
    route = route_of(case, links, best)
    return {
        "title": title_of(case, route, units),
        "score": scores[best],
        "shipments": len(members),
        "units": None if units is None else round(units, 3),
        "value_usd": None if value is None else round(value, 2),
        "parties": parties_of(case),
        "route": route,
        "first_shipped_on": case[0].shipped_on,
        "last_shipped_on": case[-1].shipped_on,
        "shipment_nos": members,
    }


def _name(case: Sequence[Line], known: dict[int, str], taken: set[str]) -> str:
    """Keep the name of an earlier scan where there is one; else derive it from the content."""
    earlier = [known[line.number] for line in case if line.number in known]
    votes = {name: earlier.count(name) for name in earlier if name not in taken}
    kept = min(votes, key=lambda name: (-votes[name], name), default="")
    keys = sorted((line.source, line.shipment_id) for line in case)
    minted = (f"C-{_digest(*key)}" for key in keys)
    used = taken | set(known.values())
    name = kept or next((name for name in minted if name not in used), "")
    name = name or f"C-{_digest(*(str(line.number) for line in case))}"
    taken.add(name)
    return name


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8].upper()


def _status(case_id: str, case: Sequence[Line], decided: dict[tuple[str, str], str]) -> str:
    """Take the decision on the case; failing that, the one decision on all its shipments."""
    told = decided.get((case_id, ""))
    if told:
        return told
    each = {decided.get(("", line.shipment_id)) for line in case}
    return str(each.pop()) if len(each) == 1 and None not in each else "open"
