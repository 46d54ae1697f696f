"""Recognise the export record and the import record of one movement.

The earlier record of a pair stands for the movement; the later one is its twin and adds nothing
to quantities. A record is paired only with an earlier one, so that later records change no pair.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from detector.engine import comment_on
from detector.workspace import Connection

TWIN_DAYS = 10
MASS_TOLERANCE = 0.06

_RECORDS = """
    with told as (
        select shipment_no, day_no, record_source = 'import-declaration' as on_import,
            mass_kg, dense_rank() over (
                order by exporter_group, consignee_group, round(pieces, 3), pieces is null,
                    case when pieces is null then round(mass_kg, 0) end
            ) as pair
        from ledger
        where record_source is not null and exporter_group is not null
            and consignee_group is not null and (pieces is not null or mass_kg is not null)
    ), two_sided as (
        select pair from told group by pair having min(on_import) <> max(on_import)
    )
    select shipment_no, pair, day_no, on_import, coalesce(mass_kg, -1) as mass_kg
    from told semi join two_sided using (pair)
    order by pair, day_no, on_import, shipment_no
"""


@njit(cache=True)
def _pair_up(
    pairs: NDArray[np.int64],
    days: NDArray[np.int64],
    on_import: NDArray[np.bool_],
    masses: NDArray[np.float64],
    limits: tuple[int, float],
) -> NDArray[np.int64]:
    n = len(pairs)
    twin = np.full(n, -1, np.int64)
    start = 0
    for row in range(n):
        if row == 0 or pairs[row] != pairs[row - 1]:
            start = row
        while days[row] - days[start] > limits[0]:
            start += 1
        for other in range(start, row):
            if twin[other] >= 0 or on_import[other] == on_import[row]:
                continue
            if masses[row] > 0 and masses[other] > 0:
                ratio = masses[row] / masses[other]
                if abs(np.log(ratio)) > limits[1]:
                    continue
            twin[other], twin[row] = row, other
            break
    return twin


def find_twins(con: Connection) -> None:
    """Write ``twin``: one row per record that has a counterpart.

    Columns shipment_no, twin_no and is_primary (the record that stands for the movement).
    """
    told = con.execute(_RECORDS).df()
    numbers = told["shipment_no"].to_numpy(np.int64)
    twin = _pair_up(
        told["pair"].to_numpy(np.int64),
        told["day_no"].to_numpy(np.int64),
        told["on_import"].to_numpy(np.bool_),
        told["mass_kg"].to_numpy(np.float64),
        (TWIN_DAYS, MASS_TOLERANCE),
    )
    rows = np.flatnonzero(twin >= 0)
    told = told.iloc[rows].assign(twin_no=numbers[twin[rows]], is_primary=rows < twin[rows])
    con.register("paired", told[["shipment_no", "twin_no", "is_primary"]])
    con.execute("create or replace table twin as select * from paired order by shipment_no")
    con.unregister("paired")
    comment_on(con, "twin", "twin_no", "shipment_no of the other record of the same movement")
    comment_on(con, "twin", "is_primary", "the earlier record, which stands for the movement")
