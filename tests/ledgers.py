"""Small ledgers, written as a person would write them."""

from detector.engine import build_family, read_family
from detector.features import FAMILIES, lay_out_wordings, lay_out_yardsticks
from detector.movements import find_twins, lay_out_calls, link_movements
from detector.reference import lay_out
from detector.workspace import Connection

VALUES = {"as_of": "2025-12-31", "min_peers": 3, "peer_days": 365, "hold_days": 120}

_TYPES = {
    "shipment_no": "bigint",
    "source": "varchar",
    "shipment_id": "varchar",
    "shipped_on": "date",
    "arrived_on": "date",
    "in_transit": "boolean",
    "month": "date",
    "day_no": "integer",
    "month_no": "integer",
    "record_source": "varchar",
    "n_transit_ports": "integer",
    "n_serials": "integer",
    "value_usd": "decimal(18,2)",
    "packages": "double",
    "sure": "double",
    "implied_sure": "double",
}
_TRUTHS = {"routed_export", "related_party", "affiliated", "to_embargoed", "pieces_assumed"} | {
    "is_restricted",
    "is_vague",
    "is_computing",
}
_NUMBERS = {"pieces", "mass_kg", "kg_per_piece", "usd_per_kg", "usd_per_piece", "units"} | {
    "units_low",
    "units_high",
    "density_gap",
    "weight_gap",
    "price_gap",
    "h100e",
}
_ORDINARY = {
    "shipped_on": "2024-06-01",
    "in_transit": "false",
    "exporter_id": "1",
    "consignee_id": "2",
    "exporter_country": "TW",
    "consignee_country": "MY",
    "origin_country": "TW",
    "hs6": "847330",
    "goods_class": "part",
    "declared_class": "part",
    "pieces": "1",
    "mass_kg": "1",
    "value_usd": "1000",
    "units": "0",
    "n_transit_ports": "0",
    "n_serials": "0",
    "affiliated": "false",
    "to_embargoed": "false",
    "is_restricted": "false",
    "is_vague": "false",
    "is_computing": "true",
}
_ROLES = (
    "exporter",
    "consignee",
    "intermediate",
    "forwarder",
    "notify",
    "end_user",
    "payer",
    "buyer",
)
_SAME_AS = {f"{role}_group": f"{role}_id" for role in _ROLES} | {
    "destination_country": "consignee_country"
}


def ledger(con: Connection, text: str) -> None:
    """Create `ledger` from aligned text; columns left out are filled with one ordinary value.

    A dash is a null. Numbers per piece, days, months and groups follow from the other columns.
    """
    columns = [column.name for column in read_family("detector.movements", "ledger").columns]
    columns.insert(0, "shipment_no")
    declared = ", ".join(f'"{name}" {_type(name)}' for name in columns)
    con.execute(f"create or replace table ledger ({declared})")
    head, *lines = (line.split() for line in text.strip().splitlines())
    for number, line in enumerate(lines, start=1):
        row = {"shipment_no": str(number), **_ORDINARY, **dict(zip(head, line, strict=True))}
        row = {name: None if value == "-" else value for name, value in row.items()}
        for name, other in _SAME_AS.items():
            row.setdefault(name, row.get(other))
        if row.get("hs6"):
            row.setdefault("hs4", str(row["hs6"])[:4])
        cells = ", ".join(f'${name}::{_type(name)} as "{name}"' for name in row)
        con.execute(f"insert into ledger by name select {cells}", row)
    con.execute("""
        update ledger set day_no = date_diff('day', date '2000-01-01', shipped_on),
            month_no = year(shipped_on) * 12 + month(shipped_on),
            month = date_trunc('month', shipped_on),
            usd_per_piece = coalesce(usd_per_piece, value_usd / nullif(pieces, 0)),
            usd_per_kg = coalesce(usd_per_kg, value_usd / nullif(mass_kg, 0)),
            kg_per_piece = coalesce(kg_per_piece, mass_kg / nullif(pieces, 0))
    """)


def records(
    con: Connection, told: dict[int, str] | None = None, column: str = "serial_numbers"
) -> None:
    """Lay out `shipments`, giving some lines their list of serial numbers or of transit ports."""
    con.execute("""
        create table if not exists shipments (shipment_no bigint, serial_numbers varchar[],
            transit_ports varchar[], description varchar)
    """)
    for number, text in (told or {}).items():
        query = f"insert into shipments (shipment_no, {column}) values (?, ?)"
        con.execute(query, [number, text.split()])


def surroundings(con: Connection) -> None:
    """Create what families read beside the ledger."""
    con.execute("""
        create table if not exists party (party_id bigint, group_id bigint, name varchar,
            country varchar, kind varchar, incorporated_on date, activity varchar, parent varchar,
            parent_country varchar, capacity_mw double)
    """)
    records(con)
    lay_out(con)
    lay_out_wordings(con)
    lay_out_yardsticks(con, VALUES)
    lay_out_calls(con)
    find_twins(con)
    link_movements(con, int(VALUES["hold_days"]))


def feature(con: Connection, name: str) -> dict[int, float | None]:
    """Build the family of ``family.column`` over the ledger and give the column by shipment."""
    family, column = name.split(".")
    build(con, family)
    return dict(con.execute(f"select shipment_no, {column} from {family} order by 1").fetchall())


def build(con: Connection, name: str) -> None:
    """Build a family, after those that it reads."""
    family = read_family("detector.features", name)
    for other in family.reads:
        if other in FAMILIES:
            build(con, other)
    build_family(con, family, VALUES)


def _type(name: str) -> str:
    if name in _TYPES:
        return _TYPES[name]
    if name in _TRUTHS:
        return "boolean"
    if name in _NUMBERS:
        return "double"
    return "bigint" if name.endswith(("_id", "_group")) else "varchar"
