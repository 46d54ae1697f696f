"""A ledger with flagged shipments, written as a person would write it."""

import pandas as pd

from detector.workspace import Connection

_ORDINARY = {
    "shipped_on": "2026-03-01",
    "exporter": "10",
    "consignee": "20",
    "from": "TW",
    "to": "MY",
    "class": "accelerator_card",
    "units": "8",
    "value": "100",
}


def flagged(con: Connection, text: str, quiet: str = "") -> pd.DataFrame:
    """Create ``ledger`` and ``shipments`` from aligned text; give a queue that flags each line.

    A dash is a null; columns left out take one ordinary value; scores fall from the top. Lines of
    `quiet` are loaded and not flagged.
    """
    loud = _rows(text, 1)
    rows = loud + _rows(quiet, len(loud) + 1)
    frame = pd.DataFrame(rows)
    con.register("made", frame)
    con.execute("""
        create or replace table ledger as select no::bigint as shipment_no, 'src' as source,
            'S' || no as shipment_id, shipped_on::date as shipped_on,
            exporter::bigint as exporter_group, consignee::bigint as consignee_group,
            "from" as exporter_country, null::varchar as intermediate_country,
            "to" as consignee_country, "to" as destination_country, class as goods_class,
            '8473' as hs4, units::double as units, units::double as pieces,
            value::decimal(18, 2) as value_usd
        from made order by no
    """)
    con.execute("""
        create or replace table shipments as select no::bigint as shipment_no,
            'Company ' || exporter as exporter, 'Company ' || consignee as consignee,
            null::varchar as intermediate_consignee, null::varchar as end_user,
            null::varchar[] as transit_ports
        from made order by no
    """)
    con.execute(
        "create or replace table shipment_versions as "
        "select shipment_no, source, shipment_id from ledger"
    )
    con.unregister("made")
    scores = [0.99 - place / 100 for place in range(len(loud))] + [0.1] * (len(rows) - len(loud))
    return pd.DataFrame(
        {"score": scores, "flagged": [place < len(loud) for place in range(len(rows))]},
        index=pd.Index([int(row["no"]) for row in rows], name="shipment_no"),
    )


def _rows(text: str, first: int) -> list[dict[str, str | None]]:
    if not text.strip():
        return []
    head, *lines = (line.split() for line in text.strip().splitlines())
    rows = []
    for number, line in enumerate(lines, start=first):
        row = {"no": str(number)} | _ORDINARY | dict(zip(head, line, strict=True))
        rows.append({name: None if cell == "-" else cell for name, cell in row.items()})
    return rows
