"""Tells what the belief about one line's goods rests on."""

from dataclasses import asdict
from datetime import date
from typing import Any

from detector.goods.identification import COLUMNS
from detector.goods.reading import read_words
from detector.workspace import Connection


def explain_goods(con: Connection, shipment_no: int) -> dict[str, Any]:
    """Give the evidence for one row of ``goods``.

    Parameters
    ----------
    con : Connection
        Holds view ``shipments``, the reference tables and table ``goods``.
    shipment_no : int

    Returns
    -------
    dict
        ``belief``: the row of ``goods``; ``units_of``: what each of its columns holds;
        ``words``: what was declared and what was read in it; ``catalogue``: the accelerator
        believed to be held, with source and mark; ``prices``: the band of the item on that day;
        ``hs``: what the code covers. The last three are None when there is nothing to tell.

    Raises
    ------
    ValueError
        If there is no such shipment in ``goods``.
    """
    belief = _row(con, "select * from goods where shipment_no = $n", {"n": shipment_no})
    if belief is None:
        raise ValueError(f"no shipment {shipment_no} in goods")
    line = _row(
        con,
        """select shipped_on, hs_code, description, model, brand, quantity, quantity_unit,
            gross_weight_kg, net_weight_kg, value_usd::double as value_usd, eccn
        from shipments where shipment_no = $n""",
        {"n": shipment_no},
    )
    declared = line or {}
    words = [str(declared.get(name) or "") for name in ("description", "model", "brand")]
    item = belief["item"] or belief["implied_item"]
    return {
        "belief": belief,
        "units_of": COLUMNS,
        "words": {"declared": declared, "read": asdict(read_words(*words))},
        "catalogue": _catalogue(con, belief["accelerator"] or item),
        "prices": _prices(con, item, declared.get("shipped_on")),
        "hs": _row(
            con,
            """select hs, covers, use, is_ambiguous, usd_per_kg_low, usd_per_kg_high, source, mark
            from ref_hs where country is null and starts_with($code, hs)
            order by length(hs) desc limit 1""",
            {"code": declared.get("hs_code") or ""},
        ),
    }


def _catalogue(con: Connection, item: str | None) -> dict[str, Any] | None:
    """Give the accelerator or, where none is told, the system."""
    chip = _row(
        con,
        """select id, maker, name, goods_class, tpp, density, dc_use, control_row, kg_low, kg_high,
            source, mark
        from ref_accelerators where id = $item order by id""",
        {"item": item},
    )
    return chip or _row(
        con,
        """select id, maker, name, kind, goods_class, accelerators, net_kg_low, net_kg_high,
            gross_kg_low, gross_kg_high, source, mark
        from ref_servers where id = $item order by id""",
        {"item": item},
    )


def _prices(con: Connection, item: str | None, day: date | None) -> dict[str, Any] | None:
    return _row(
        con,
        """select item, valid_from, valid_to, usd_low, usd_high, source, mark from ref_prices
        where item = $item and valid_from <= $day and coalesce(valid_to, $day) >= $day
        order by valid_from limit 1""",
        {"item": item, "day": day},
    )


def _row(con: Connection, query: str, values: dict[str, Any]) -> dict[str, Any] | None:
    found = con.execute(query, values)
    names = [column[0] for column in found.description or ()]
    row = found.fetchone()
    return dict(zip(names, row, strict=True)) if row else None
