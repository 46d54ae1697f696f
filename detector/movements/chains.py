"""Compose matched movements into chains, and say how each ends."""

import numpy as np
import pandas as pd

from detector.engine import comment_on
from detector.movements.links import SCALE
from detector.movements.parcels import follow_parcels
from detector.workspace import Connection

_LINES = """
    select shipment_no, round(case when units > 0 then units else pieces end * $scale)::bigint
        as amount
    from ledger
    where shipment_no in (
        select inbound_no from movement_link union select outbound_no from movement_link)
    order by day_no, shipment_no
"""
_LINKED = """
    select inbound_no, outbound_no, round(sum(quantity) * $scale)::bigint as amount
    from movement_link group by inbound_no, outbound_no
"""
_HOPS = """
    create or replace table chain_hop as
    select hop.chain_id, hop.position, hop.shipment_no, link.lag_days, link.quantity, link.least,
        link.most
    from hops hop
    left join hops before on before.chain_id = hop.chain_id and before.position = hop.position - 1
    left join (
        select inbound_no, outbound_no, min(lag_days) as lag_days, sum(quantity) as quantity,
            sum(least) as least, sum(most) as most
        from movement_link group by inbound_no, outbound_no
    ) link on link.inbound_no = before.shipment_no and link.outbound_no = hop.shipment_no
    order by hop.chain_id, hop.position
"""
# Ancillaries within 120 days before and 60 days after the last line speak for a build-out.
_CHAINS = """
    create or replace table chain as
    with told as (
        select hop.chain_id,
            list(l.exporter_country order by position)
                || [arg_max(l.destination_country, position)] as countries,
            list(l.exporter_id order by position) || [arg_max(l.consignee_id, position)] as parties,
            min(l.shipped_on) as first_day,
            max(coalesce(l.arrived_on, l.shipped_on)) as last_day
        from chain_hop hop join ledger l using (shipment_no) group by hop.chain_id
    ), days as (
        select company, day_no, max(fits) as fits from (
            select l.consignee_group as company, l.day_no, 0 as fits
            from chains join ledger l on l.shipment_no = chains.last_no
            union all
            select consignee_group, day_no, 1 from ledger
            where goods_class in ('power', 'cooling', 'network', 'cable')
        ) where company is not null
        group by company, day_no
    ), fitted as (
        select company, day_no, max(fits) over (partition by company order by day_no
            range between 120 preceding and 60 following) > 0 as has_ancillaries
        from days
    ), onward as (
        select distinct inbound_no from movement_link
    )
    select c.chain_id, told.countries, told.parties, told.first_day, told.last_day,
        (c.units_at_start / $scale)::decimal(18, 3) as units_at_start,
        (c.units_kept / $scale)::decimal(18, 3) as units_kept, l.units > 0 as in_accelerators,
        case when c.n_hops >= $chain_hops and onward.inbound_no is not null then 'goes on'
            when l.in_transit then 'in transit'
            when party.capacity_mw > 0 or fitted.has_ancillaries then 'installed'
            when l.consignee_type in ('end-user', 'government')
                or l.end_user_group = l.consignee_group then 'known end'
            when date_diff('day', told.last_day, $as_of::date) <= $hold_days then 'waits'
            else 'vanishes' end as ends_how,
        c.n_hops
    from chains c join told using (chain_id)
    join ledger l on l.shipment_no = c.last_no
    left join fitted on fitted.company = l.consignee_group and fitted.day_no = l.day_no
    left join party on party.party_id = l.consignee_id
    left join onward on onward.inbound_no = c.last_no
    order by c.chain_id
"""


def compose_chains(con: Connection, as_of: str, hold_days: int, chain_hops: int) -> None:
    """Write ``chain`` and ``chain_hop``: the ways that goods took from line to line.

    Every piece is in one chain at most: what leaves a line takes what came to it in the order in
    which it came (`follow_parcels`), each hop on a later line than the one before. There are never
    more chains than lines and links.

    Parameters
    ----------
    con : Connection
        Holds ``ledger``, ``party`` and ``movement_link``.
    as_of : str
        Day of the scan.
    hold_days : int
        Goods that arrived later than this before the scan ``wait``; earlier ones ``vanish``.
    chain_hops : int
        Most hops of a chain.
    """
    lines = con.execute(_LINES, {"scale": SCALE}).df()
    place = pd.Series(np.arange(len(lines)), lines["shipment_no"])
    links = con.execute(_LINKED, {"scale": SCALE}).df()
    links["came"] = place.reindex(links["inbound_no"]).to_numpy()
    links["went"] = place.reindex(links["outbound_no"]).to_numpy()
    links = links[links["came"] < links["went"]].sort_values(["went", "came"])
    columns = [links[name].to_numpy(np.int64) for name in ("came", "went", "amount")]
    amounts = lines["amount"].to_numpy(np.int64)
    chains, hops = follow_parcels(amounts, (columns[0], columns[1], columns[2]), chain_hops)
    numbers = lines["shipment_no"].to_numpy(np.int64)
    told = pd.DataFrame(
        {
            "chain_id": np.arange(chains.shape[1]) + 1,
            "last_no": numbers[chains[1]],
            "n_hops": chains[2],
            "units_at_start": amounts[chains[0]],
            "units_kept": chains[3],
        }
    )
    steps = {"chain_id": hops[0] + 1, "position": hops[1] + 1, "shipment_no": numbers[hops[2]]}
    con.register("hops", pd.DataFrame(steps))
    con.register("chains", told)
    asked = {"as_of": as_of, "hold_days": hold_days, "chain_hops": chain_hops, "scale": SCALE}
    con.execute(_HOPS)
    con.execute(_CHAINS, asked)
    con.unregister("hops")
    con.unregister("chains")
    for (table, column), text in _COMMENTS.items():
        comment_on(con, table, column, text)


_COMMENTS = {
    ("chain", "countries"): "ISO 3166: where each line left from, then where the last one went",
    ("chain", "parties"): "party_id of each exporter, then of the last consignee",
    ("chain", "first_day"): "the first line left",
    ("chain", "last_day"): "the last line arrived, or left where no arrival is known",
    ("chain", "units_at_start"): "accelerators (or pieces) of the first line",
    ("chain", "units_kept"): "accelerators (or pieces) that can have taken this way to its end",
    ("chain", "in_accelerators"): "counted in accelerators; else in pieces of one HS heading",
    ("chain", "ends_how"): "goes on, in transit, installed, known end, waits or vanishes",
    ("chain", "n_hops"): "how often the goods moved on",
    ("chain_hop", "position"): "1 = first line",
    ("chain_hop", "lag_days"): "days from arrival of the line before to this departure",
    ("chain_hop", "quantity"): "of the line before that this line can hold, in order of arrival",
    ("chain_hop", "least"): "as quantity: the least that any order allows",
    ("chain_hop", "most"): "as quantity: the most that any order allows",
}
