"""Joins flagged shipments into cases and tells each in the contract's columns."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pandas as pd

from detector.cases.links import Link, connected, find_links
from detector.cases.lots import count_once
from detector.cases.story import parties_of, route_of, title_of
from detector.cases.typology import UNUSUAL, typology_of
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

_LINES = """
    select l.shipment_no, l.source, l.shipment_id, l.shipped_on::timestamp as shipped_on,
        l.exporter_group, l.consignee_group, l.exporter_country, l.intermediate_country,
        l.consignee_country, l.destination_country, l.goods_class, l.hs4,
        l.units::double as units, l.value_usd::double as value_usd,
        case when l.units > 0 then 'accelerators'
            when coalesce(l.goods_class, 'other') not in ('other', 'other_electronics')
            then l.goods_class else 'HS ' || coalesce(l.hs4, '?') end as goods_group,
        s.exporter, s.consignee, s.intermediate_consignee, s.end_user, s.transit_ports
    from ledger l join flagged using (shipment_no) join shipments s using (shipment_no)
    order by l.shipped_on, l.shipment_no
"""
_EARLIER_NAMES = """
    select shipment_no, arg_max(case_id, scan_id) as case_id from scores
    join flagged using (shipment_no) where case_id is not null
    group by shipment_no order by shipment_no
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
    with _flagged(con, [int(number) for number in scores.index]):
        lines = con.execute(_LINES).df()
        links = find_links(con, lines)
        known = _earlier_names(con)
    decided = _decisions(con, as_of)
    why = _by_shipment(reasons)
    order = [int(number) for number in lines["shipment_no"]]
    lines = lines.set_index("shipment_no", drop=False)
    taken: set[str] = set()
    rows = []
    for group in connected(order, links):
        members = [number for number in order if number in set(group)]
        own = [link for link in links if link.earlier in set(group) and link.later in set(group)]
        case = lines.loc[members]
        row = _tell(case, own, scores)
        row["case_id"] = _name(case, known, taken)
        row["typology"] = typology_of(why.loc[why.index.isin(members)]) if len(why) else UNUSUAL
        row["status"] = _status(str(row["case_id"]), case, decided)
        rows.append(row)
    told = pd.DataFrame(rows, columns=list(COLUMNS))
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


@contextmanager
def _flagged(con: Connection, numbers: Sequence[int]) -> Iterator[None]:
    con.register("flagged", pd.DataFrame({"shipment_no": sorted(numbers)}))
    try:
        yield
    finally:
        con.unregister("flagged")


def _earlier_names(con: Connection) -> dict[int, str]:
    if not table_exists(con, "scores"):
        return {}
    return {int(number): str(name) for number, name in con.execute(_EARLIER_NAMES).fetchall()}


def _decisions(con: Connection, as_of: date | None) -> dict[tuple[str, str], str]:
    if not table_exists(con, "dispositions"):
        return {}
    rows = con.execute(_DECIDED, {"as_of": as_of}).fetchall()
    return {(case_id, shipment_id): str(decision) for case_id, shipment_id, decision in rows}


def _by_shipment(reasons: pd.DataFrame | None) -> pd.DataFrame:
    if reasons is None or reasons.empty:
        return pd.DataFrame(columns=["signal", "view", "red_flag", "share"])
    return reasons.set_index("shipment_no", drop=False)


def _tell(case: pd.DataFrame, links: list[Link], scores: pd.Series) -> dict[str, object]:
    members = [int(number) for number in case.index]
    own = scores.loc[members]
    best = int(own.sort_values(ascending=False, kind="stable").index[0])
    units = count_once(members, links, _amounts(case, "units"))
    value = count_once(members, links, _amounts(case, "value_usd"))
    route = route_of(case, links, best)
    return {
        "title": title_of(case, route, units),
        "score": float(own.max()),
        "shipments": len(members),
        "units": None if units is None else round(units, 3),
        "value_usd": None if value is None else round(value, 2),
        "parties": parties_of(case),
        "route": route,
        "first_shipped_on": case["shipped_on"].min().date(),
        "last_shipped_on": case["shipped_on"].max().date(),
        "shipment_nos": members,
    }


def _amounts(case: pd.DataFrame, column: str) -> dict[int, float | None]:
    return {
        int(number): None if pd.isna(amount) else float(amount)
        for number, amount in case[column].items()
    }


def _name(case: pd.DataFrame, known: dict[int, str], taken: set[str]) -> str:
    """Keep the name of an earlier scan where there is one; else derive it from the content."""
    earlier = [known[int(number)] for number in case.index if int(number) in known]
    votes = {name: earlier.count(name) for name in earlier if name not in taken}
    keys = sorted(zip(case["source"].fillna(""), case["shipment_id"].fillna(""), strict=True))
    minted = (f"C-{_digest(source, shipment)}" for source, shipment in keys)
    kept = min(votes, key=lambda name: (-votes[name], name), default="")
    name = kept or next(
        (name for name in minted if name not in taken and name not in known.values()),
        f"C-{_digest(*map(str, case.index))}",
    )
    taken.add(name)
    return name


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:8].upper()


def _status(case_id: str, case: pd.DataFrame, decided: dict[tuple[str, str], str]) -> str:
    """Take the decision on the case; failing that, the one decision on all its shipments."""
    told = decided.get((case_id, ""))
    if told:
        return told
    each = {decided.get(("", str(shipment))) for shipment in case["shipment_id"]}
    return str(each.pop()) if len(each) == 1 and None not in each else "open"
