"""Tell what speaks for and against restricted accelerators under other words, a hint at a time."""

from dataclasses import dataclass

import numpy as np

from detector.contents.weighing import band_of, bands
from detector.reference import read_table
from detector.workspace import Connection, table_exists

LEAST_BITS = 0.3
_LINE = """
    select * from contents_hint join contents_sibling using (shipment_no)
    where shipment_no = $shipment_no
"""


@dataclass(frozen=True, slots=True)
class Hint:
    """One measure of a line: in words, its value (None = not told), and the bits it adds."""

    words: str
    value: float | None
    bits: float


def explain_contents(con: Connection, shipment_no: int) -> tuple[Hint, ...]:
    """Give what weighs most in the belief about a line that names no accelerators.

    Returns
    -------
    tuple of Hint
        Strongest first, none under 0.3 bits; what every line starts from is left out. Empty where
        the line names accelerators, or nothing was weighed.
    """
    if not table_exists(con, "contents_hint"):
        return ()
    line = con.execute(_LINE, {"shipment_no": shipment_no}).df()
    if line.empty:
        return ()
    table = read_table("content_weights").drop_duplicates("measure").set_index("measure")
    hints = []
    for measure, (edges, bits) in bands("siblings")[1].items():
        value = line[measure].astype(float).iloc[0]
        told = float(bits[band_of(line[measure], edges)[0]])
        words = str(table.loc[measure, "words"])
        hints.append(Hint(words, None if np.isnan(value) else float(value), told))
    strong = [hint for hint in hints if abs(hint.bits) >= LEAST_BITS]
    return tuple(sorted(strong, key=lambda hint: (-abs(hint.bits), hint.words)))
