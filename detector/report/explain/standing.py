"""Who stands on lines, in which role, and which company each name is taken for."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd

from detector.workspace import Connection, table_exists

Row = Mapping[str, Any]
ROLE_WORDS = {"notify": "notify party", "intermediate": "intermediate consignee"}
ROLES = {
    "exporter": ("exporter", "exporter_country", "exporter_address"),
    "consignee": ("consignee", "consignee_country", "consignee_address"),
    "intermediate": ("intermediate_consignee", "intermediate_country", None),
    "forwarder": ("forwarder", None, None),
    "notify": ("notify_party", None, None),
    "end_user": ("end_user", "end_user_country", None),
    "payer": ("payer", "payer_country", None),
    "buyer": ("buyer", "buyer_country", None),
}
NEEDED = ("party_link", "party", "party_address")


def role_words(role: str) -> str:
    """Write a role in words.

    Examples
    --------
    >>> role_words("end_user"), role_words("notify")
    ('end user', 'notify party')
    """
    return ROLE_WORDS.get(role) or role.replace("_", " ")


def _role(place: int, role: str) -> str:
    name, country, address = ROLES[role]
    return (
        f"select shipment_no, shipped_on, {place} as place, '{role}' as role, "  # noqa: S608  our own names
        f"trim({name}) as declared, {country or 'null::varchar'} as country, "
        f"{address or 'null::varchar'} as address from line where {name} is not null"
    )


_STANDING = f"""
    with line as (
        select line.* from shipment_versions line semi join asked_line using (shipment_no)
    ), named as ({" union all ".join(_role(place, role) for place, role in enumerate(ROLES))})
    select named.shipment_no, named.shipped_on, named.place, named.role, named.declared,
        named.country, named.address, link.party_id, link.group_id, link.match_weight, party.name,
        party.kind, party.incorporated_on, party.activity, party.parent, party.parent_country,
        party.capacity_mw, first.name as first_name
    from named
    join party_link link on link.name = named.declared
        and coalesce(link.country, '') = coalesce(named.country, '')
    join party on party.party_id = link.party_id
    join (select group_id, min(name) as name from party_link group by group_id) first
        on first.group_id = link.group_id
    qualify row_number() over (
        partition by named.shipment_no, named.place order by link.party_id) = 1
    order by named.shipment_no, named.place
"""  # noqa: S608  our own names


@contextmanager
def asked(con: Connection, numbers: Iterable[int]) -> Iterator[None]:
    """Let SQL see shipment_no of some lines as ``asked_line``."""
    frame = pd.DataFrame({"shipment_no": sorted(set(numbers))}, dtype="int64")
    con.register("asked_line", frame)
    try:
        yield
    finally:
        con.unregister("asked_line")


def standing_on(con: Connection, numbers: Iterable[int]) -> tuple[Row, ...]:
    """Give who stands in each role of some lines, as resolved, by line and role.

    Returns
    -------
    tuple of dict
        shipment_no, shipped_on, role, declared name, country, address, and what is known of the
        company; empty where no names were resolved.
    """
    if not all(table_exists(con, name) for name in NEEDED):
        return ()
    with asked(con, numbers):
        return rows_of(con, _STANDING)


def rows_of(
    con: Connection, query: str, values: dict[str, object] | None = None
) -> tuple[Row, ...]:
    """Run a query and give its rows by column name."""
    found = con.execute(query, values or {})
    names = [column[0] for column in found.description or ()]
    return tuple(dict(zip(names, row, strict=True)) for row in found.fetchall())
