"""Screening hits: listed names on lines of controlled goods, outside flags and metrics."""

from detector.cases import goods_words
from detector.report.numerals import clipped
from detector.report.queue import lane_of
from detector.report.scope import Scope
from detector.report.screening_findings import LoadedList, Screening, ScreeningHit
from detector.workspace import Connection, table_exists

MOST_HITS = 100
MOST_LISTS = 40
_LINES = """
    select shipment_no, name, entry, any_value(goods_why) as goods_why,
        any_value(listed_name) as listed_name, any_value(programme) as programme,
        any_value(list_source) as list_source, any_value(listed_on) as listed_on,
        string_agg(distinct role, ', ' order by role) as roles
    from screening_hit group by shipment_no, name, entry
"""
_HITS = """
    select line.shipment_id, line.source, line.shipped_on, line.shipped_on >= $monday,
        hit.roles, hit.name, line.exporter_country, line.intermediate_country,
        line.consignee_country, line.destination_country, goods.goods_class, hit.goods_why,
        hit.listed_name, hit.programme, hit.list_source, hit.listed_on
    from ({lines}) hit
    join shipment_versions line using (shipment_no)
    left join goods using (shipment_no)
    where line.shipped_on <= $until
    order by line.shipped_on desc, line.source, line.shipment_id, hit.roles, hit.entry
    limit $most
"""
_COUNT = """
    select count(*) from ({lines}) hit join shipment_versions line using (shipment_no)
    where line.shipped_on <= $until
"""
_NAMES = """
    select tier, count(*) as names from (
        select name, country, arg_min(tier, position) as tier from screening_match group by all
    ) group by tier order by tier
"""
_LISTS = """
    select programme, source, count(*) as entries, max(listed_on) as latest from watchlist
    where listed_on is null or listed_on <= $as_of
    group by programme, source order by entries desc, programme, source limit $most
"""


def read_screening(con: Connection, scope: Scope) -> Screening | None:
    """Gather what the latest scan's screening found on lines shipped up to the week's end.

    Returns
    -------
    Screening or None
        None where no list was loaded when the workspace was scanned.
    """
    if not table_exists(con, "screening_hit"):
        return None
    until = {"until": min(scope.as_of, scope.sunday)}
    values = until | {"monday": scope.monday, "most": MOST_HITS}
    hits = tuple(
        _hit(*row) for row in con.execute(_HITS.replace("{lines}", _LINES), values).fetchall()
    )
    ((count,),) = con.execute(_COUNT.replace("{lines}", _LINES), until).fetchall()
    lists = con.execute(_LISTS, {"as_of": scope.as_of, "most": MOST_LISTS}).fetchall()
    return Screening(
        lists=tuple(
            LoadedList(clipped(programme), clipped(source, 60), int(entries), _day(latest))
            for programme, source, entries, latest in lists
        ),
        names=tuple((tier, int(names)) for tier, names in con.execute(_NAMES).fetchall()),
        hits=hits,
        hits_left_out=int(count) - len(hits),
    )


def _hit(*row: object) -> ScreeningHit:
    shipment_id, source, shipped_on, in_week, roles, name, *places = row[:10]
    goods_class, goods_why, listed_name, programme, list_source, listed_on = row[10:]
    return ScreeningHit(
        shipment_id=clipped(shipment_id, 60),
        source=clipped(source, 60),
        shipped_on=_day(shipped_on),
        in_week=bool(in_week),
        roles=clipped(roles),
        name=clipped(name),
        lane=lane_of(*places),
        goods=goods_words(clipped(goods_class) or None),
        goods_why=clipped(goods_why),
        listed_name=clipped(listed_name),
        programme=clipped(programme, 60),
        list_source=clipped(list_source, 60),
        listed_on=_day(listed_on),
    )


def _day(when: object) -> str:
    return "" if when is None else str(when)
