"""Match what a company received to what it sent on: by serial number, else first in first out."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detector.engine import comment_on
from detector.movements.bounds import bound_pairs
from detector.movements.keeping import drawn_out
from detector.workspace import Connection

Queued = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]

SCALE = 1000
COMPANIES_AT_A_DOOR = 4

_SERIALS = """
    create or replace table serial as
    select distinct l.shipment_no, unnest(s.serial_numbers) as serial
    from ledger l join shipments s using (shipment_no)
    where l.is_computing and l.n_serials > 0
    order by shipment_no, serial
"""
# Companies at one door are one site while few of them are known there, as known on the day.
_SITES = """
    create or replace temp table site as
    with stood as (
        select exporter_id as party_id, exporter_address_id as address_id, day_no from ledger
        union all select consignee_id, consignee_address_id, day_no from ledger
    ), first_stood as (
        select party_id, arg_min(address_id, day_no * 1e9 + address_id) as address_id,
            min(day_no) as day_no
        from stood where party_id is not null and address_id is not null group by party_id
    ), crowded as (
        select address_id, day_no as crowded_on from first_stood
        qualify row_number() over (partition by address_id order by day_no, party_id) = $crowd + 1
    )
    select party_id, address_id, day_no as known_on, coalesce(crowded_on, 2147483647) as crowded_on
    from first_stood left join crowded using (address_id)
"""
_ENTRIES = """
    with moved as (
        select ledger.* from ledger left join twin using (shipment_no)
        where coalesce(twin.is_primary, true) and ledger.is_computing
    ), measured as (
        select *, case when units > 0 then 'units' when pieces > 0 then hs4 end as class,
            case when units > 0 then units else pieces end as amount
        from moved
    ), entry as (
        select shipment_no, exporter_id as party_id, class, false as inward, day_no, amount,
            n_serials
        from measured where exporter_id is not null
        union all
        select distinct shipment_no, party_id, class, true as inward,
            coalesce(date_diff('day', date '2000-01-01', arrived_on)::integer, day_no), amount,
            n_serials
        from (
            select shipment_no, unnest([consignee_id, intermediate_id, end_user_id]) as party_id,
                class, arrived_on, day_no, amount, n_serials
            from measured where not in_transit
        )
        where party_id is not null
    ), placed as (
        select entry.*, case when day_no >= known_on and day_no < crowded_on
            then -address_id else party_id end as site
        from entry left join site using (party_id)
        where class is not null and amount > 0 and amount < 1e12
    ), counted as (
        select * from placed qualify row_number() over (
            partition by shipment_no, inward, placed.site order by party_id) = 1
    ), both_ways as (
        select site, class from counted group by site, class having min(inward) <> max(inward)
    )
    select shipment_no, party_id, inward, day_no, round(amount * $scale)::bigint as amount,
        n_serials, dense_rank() over (order by site, class) as place
    from counted semi join both_ways using (site, class)
    order by place, day_no, inward desc, shipment_no, party_id
"""
_BY_SERIAL = """
    with held as (
        select entry_no, place, day_no, inward, serial, amount // n_serials as per_serial
        from entries join serial using (shipment_no)
    ), followed as (
        select o.entry_no as went, i.entry_no as came, o.serial,
            least(o.per_serial, i.per_serial) as amount, o.day_no
        from held o join held i on i.serial = o.serial and i.place = o.place
            and i.inward and not o.inward and i.day_no <= o.day_no
        qualify row_number() over (
            partition by o.entry_no, o.serial order by i.day_no desc, i.entry_no desc) = 1
    ), once as (
        select * from followed
        qualify row_number() over (partition by came, serial order by day_no, went) = 1
    )
    select came, went, sum(amount)::bigint as amount from once
    group by came, went order by came, went
"""
_LINKS = """
    create or replace table movement_link as
    select inbound_no, outbound_no, party_id, received_by,
        (amount / $scale)::decimal(18, 3) as quantity,
        (least / $scale)::decimal(18, 3) as least, (most / $scale)::decimal(18, 3) as most,
        lag_days, by_serial
    from linked order by inbound_no, outbound_no, party_id, received_by
"""


def link_movements(con: Connection, hold_days: int) -> None:
    """Write ``movement_link``: inbound line, outbound line, who was between, what was carried.

    Goods with accelerators are counted in accelerators whatever they are declared as; other
    computing goods in pieces per HS heading. Each movement counts once (see ``twin``). Companies
    at one address are one site while few are known there. Serial numbers link first; the rest
    follows `drawn_out`: first in first out with expiry, where what a site keeps is drawn off.
    Beside the quantity stand the least and the most that any order allows (`bound_pairs`; what
    serial numbers tell is certain). Also writes ``serial``.

    Parameters
    ----------
    con : Connection
        Holds ``shipments``, ``ledger`` and ``twin``.
    hold_days : int
        An arrival that has waited longer is taken to have stayed.
    """
    con.execute(_SERIALS)
    con.execute(_SITES, {"crowd": COMPANIES_AT_A_DOOR})
    entries = con.execute(_ENTRIES, {"scale": SCALE}).df()
    entries["entry_no"] = np.arange(len(entries))
    surely = _by_serial(con, entries)
    amounts = entries["amount"].to_numpy(np.int64).copy()
    np.subtract.at(amounts, surely["came"], surely["amount"])
    np.subtract.at(amounts, surely["went"], surely["amount"])
    queued = (
        entries["place"].to_numpy(np.int64),
        entries["day_no"].to_numpy(np.int64),
        entries["inward"].to_numpy(np.bool_),
        amounts,
    )
    came, went, amount = drawn_out(*queued, (hold_days, SCALE))
    matched = pd.DataFrame({"came": came, "went": went, "amount": amount, "sure": 0})
    links = pd.concat([surely, matched], ignore_index=True)
    links = links.groupby(["came", "went"], as_index=False).sum()
    _write(con, entries, _bounded(links, queued, hold_days))


def _by_serial(con: Connection, entries: pd.DataFrame) -> pd.DataFrame:
    con.register("entries", entries)
    found = con.execute(_BY_SERIAL).df().astype(np.int64)
    con.unregister("entries")
    return found.assign(sure=found["amount"])


def _bounded(links: pd.DataFrame, queued: Queued, hold_days: int) -> pd.DataFrame:
    came, went = links["came"].to_numpy(np.int64), links["went"].to_numpy(np.int64)
    least, most = bound_pairs(queued, came, went, hold_days)
    waiting = queued[1][went] - queued[1][came] <= hold_days
    sure = links["sure"].to_numpy(np.int64)
    return links.assign(least=sure + least * waiting, most=sure + most * waiting)


def _write(con: Connection, entries: pd.DataFrame, links: pd.DataFrame) -> None:
    came, went = entries.iloc[links["came"]], entries.iloc[links["went"]]
    linked = pd.DataFrame(
        {
            "inbound_no": came["shipment_no"].to_numpy(),
            "outbound_no": went["shipment_no"].to_numpy(),
            "party_id": went["party_id"].to_numpy(),
            "received_by": came["party_id"].to_numpy(),
            "amount": links["amount"].to_numpy(),
            "least": links["least"].to_numpy(),
            "most": links["most"].to_numpy(),
            "lag_days": went["day_no"].to_numpy() - came["day_no"].to_numpy(),
            "by_serial": links["sure"].to_numpy() > 0,
        }
    )
    con.register("linked", linked)
    con.execute(_LINKS, {"scale": SCALE})
    con.unregister("linked")
    for column, text in _COMMENTS.items():
        comment_on(con, "movement_link", column, text)


_COMMENTS = {
    "party_id": "company that sent on",
    "received_by": "company that received: the same, or another at the same address",
    "quantity": "accelerators, or pieces of the same HS heading",
    "least": "as quantity: the least that any order of departure allows",
    "most": "as quantity: the most that any order of departure allows",
    "lag_days": "days from arrival to departure",
    "by_serial": "at least part of it is known by serial number",
}
