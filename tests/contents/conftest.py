from collections.abc import Callable, Iterator

import pandas as pd
import pytest

from detector.reference import lay_out
from detector.workspace import Connection, open_memory

ORDINARY = {
    "day_no": 100,
    "exporter_group": None,
    "consignee_group": None,
    "exporter_country": "SG",
    "destination_country": "MY",
    "to_embargoed": False,
    "hs6": "854442",
    "declared_class": "cable",
    "pieces": 100.0,
    "mass_kg": 20.0,
    "value_usd": 400.0,
    "units": 0.0,
    "implied_sure": None,
    "is_vague": False,
    "wording": 1,
    "twin_no": None,
    "is_primary": None,
}
Lines = Callable[[list[dict[str, object]]], Connection]


@pytest.fixture
def con() -> Iterator[Connection]:
    opened = open_memory(memory_limit="1GB", threads=1)
    lay_out(opened)
    yield opened
    opened.close()


@pytest.fixture
def ledger(con: Connection) -> Lines:
    """Write a ledger of lines, numbered from 1; columns not named take one ordinary value."""

    def write(lines: list[dict[str, object]]) -> Connection:
        frame = pd.DataFrame([ORDINARY | line for line in lines])
        frame["shipment_no"] = range(1, len(frame) + 1)
        con.register("told", frame)
        con.execute("""
            create or replace table ledger as
            select shipment_no::bigint as shipment_no, day_no::integer as day_no,
                exporter_group::bigint as exporter_group,
                consignee_group::bigint as consignee_group,
                exporter_country, destination_country, to_embargoed, hs6, declared_class,
                pieces::double as pieces, mass_kg::double as mass_kg,
                value_usd::decimal(18, 2) as value_usd, units::double as units,
                implied_sure::double as implied_sure, is_vague,
                (mass_kg / pieces)::double as kg_per_piece,
                (value_usd / pieces)::double as usd_per_piece,
                (value_usd / mass_kg)::double as usd_per_kg
            from told
        """)
        con.execute("""
            create or replace table line_wording as
            select shipment_no::bigint as shipment_no, wording::bigint as wording_id from told
            where wording is not null
        """)
        con.execute("""
            create or replace table twin as
            select shipment_no::bigint as shipment_no, twin_no::bigint as twin_no,
                is_primary::boolean as is_primary
            from told where twin_no is not null
        """)
        con.unregister("told")
        return con

    return write
