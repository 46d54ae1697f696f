"""Small tables of shipments, written as a person would write them."""

from typing import Any

from detector.goods import identify
from detector.workspace import Connection

_TYPES = {
    "shipped_on": "DATE",
    "hs_code": "VARCHAR",
    "description": "VARCHAR",
    "model": "VARCHAR",
    "brand": "VARCHAR",
    "quantity": "DOUBLE",
    "quantity_unit": "VARCHAR",
    "gross_weight_kg": "DOUBLE",
    "net_weight_kg": "DOUBLE",
    "value_usd": "DECIMAL(18,2)",
    "currency": "VARCHAR",
    "eccn": "VARCHAR",
    "serial_numbers": "VARCHAR[]",
}
_SHORT = {
    "hs": "hs_code",
    "qty": "quantity",
    "unit": "quantity_unit",
    "gross": "gross_weight_kg",
    "net": "net_weight_kg",
    "usd": "value_usd",
    "on": "shipped_on",
}


def lay_shipments(con: Connection, lines: list[dict[str, Any]]) -> None:
    """Create `shipments`; what a line does not name is null; the day 2025-06-02, in USD."""
    told = ", ".join(f"{name} {kind}" for name, kind in _TYPES.items())
    con.execute(f"create or replace table shipments (shipment_no BIGINT, {told})")
    ordinary = dict.fromkeys(_TYPES) | {"shipped_on": "2025-06-02", "currency": "USD"}
    holes = ", ".join("?" for _ in range(len(_TYPES) + 1))
    for number, line in enumerate(lines, 1):
        if "year" in line:
            line = {name: value for name, value in line.items() if name != "year"} | {
                "on": f"{line['year']}-06-02"
            }
        filled = ordinary | {_SHORT.get(name, name): value for name, value in line.items()}
        con.execute(f"insert into shipments values ({holes})", [number, *filled.values()])


def goods_of(con: Connection, *lines: dict[str, Any]) -> list[dict[str, Any]]:
    """Identify the lines and give their rows of `goods`."""
    lay_shipments(con, list(lines))
    identify(con)
    found = con.execute("select * from goods order by shipment_no")
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def table(text: str) -> list[dict[str, Any]]:
    """Read lines from columns separated by |; a dash is null."""
    head, *rows = [[cell.strip() for cell in row.split("|")] for row in text.strip().splitlines()]
    return [
        {name: cell for name, cell in zip(head, row, strict=True) if cell != "-"} for row in rows
    ]
