"""Recognise the export record and the import record of one movement.

The earlier record of a pair stands for the movement; the later one is its twin and adds nothing
to quantities. A record is paired only with an earlier one, so that later records change no pair:
first by transport document, else by parties and quantity.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detector.engine import comment_on
from detector.workspace import Connection

TWIN_DAYS = 10
MASS_TOLERANCE = 0.06

Whole = NDArray[np.int64]

_RECORDS = """
    with told as (
        select shipment_no, day_no, record_source = 'import-declaration' as on_import, mass_kg,
            row_number() over (
                order by day_no, record_source = 'import-declaration', shipment_no
            ) - 1 as row_no,
            transport_document,
            case when exporter_group is not null and consignee_group is not null then
                case when pieces is not null then 'pieces ' || round(pieces, 3)
                    when mass_kg is not null then 'kg ' || round(mass_kg, 0) end
                end as lot,
            exporter_group, consignee_group
        from ledger where record_source is not null
    )
    select shipment_no, day_no, on_import, coalesce(mass_kg, -1) as mass_kg,
        case when transport_document is not null then coalesce(lag(row_no) over (
            partition by transport_document order by row_no), -1) else -1 end as same_document,
        case when lot is not null then coalesce(lag(row_no) over (
            partition by exporter_group, consignee_group, lot order by row_no), -1)
            else -1 end as same_lot
    from told order by row_no
"""


@njit(cache=True)
def _oldest(row: int, before: Whole, open_: NDArray[np.bool_], told: NDArray[np.float64]) -> int:
    found = -1
    other = before[row]
    while other >= 0 and told[row, 0] - told[other, 0] <= TWIN_DAYS:
        if open_[other] and told[other, 1] != told[row, 1]:
            known = told[row, 2] > 0 and told[other, 2] > 0
            if not known or abs(np.log(told[row, 2] / told[other, 2])) <= MASS_TOLERANCE:
                found = other
        other = before[other]
    return found


@njit(cache=True)
def _pair_up(same_document: Whole, same_lot: Whole, told: NDArray[np.float64]) -> Whole:
    n = len(told)
    twin = np.full(n, -1, np.int64)
    open_ = np.ones(n, np.bool_)
    for row in range(n):
        other = _oldest(row, same_document, open_, told)
        if other < 0:
            other = _oldest(row, same_lot, open_, told)
        if other >= 0:
            twin[row], twin[other] = other, row
            open_[row], open_[other] = False, False
    return twin


def find_twins(con: Connection) -> None:
    """Write ``twin``: one row per record that has a counterpart.

    Columns shipment_no, twin_no and is_primary (the record that stands for the movement).
    """
    records = con.execute(_RECORDS).df()
    twin = _pair_up(
        records["same_document"].to_numpy(np.int64),
        records["same_lot"].to_numpy(np.int64),
        records[["day_no", "on_import", "mass_kg"]].to_numpy(np.float64),
    )
    numbers = records["shipment_no"].to_numpy(np.int64)
    rows = np.flatnonzero(twin >= 0)
    paired = records.iloc[rows][["shipment_no"]].assign(
        twin_no=numbers[twin[rows]], is_primary=rows < twin[rows]
    )
    con.register("paired", paired)
    con.execute("create or replace table twin as select * from paired order by shipment_no")
    con.unregister("paired")
    comment_on(con, "twin", "twin_no", "shipment_no of the other record of the same movement")
    comment_on(con, "twin", "is_primary", "the earlier record, which stands for the movement")
