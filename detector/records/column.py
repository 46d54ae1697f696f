"""One column of the contract, and the kinds of cell that a column may hold."""

from dataclasses import dataclass

KINDS_OF_CELL = {
    "text": "VARCHAR",
    "date": "DATE",
    "month": "DATE",
    "period": "VARCHAR",
    "number": "DOUBLE",
    "money": "DECIMAL(18,2)",
    "bool": "BOOLEAN",
    "list": "VARCHAR[]",
    "country": "VARCHAR",
    "area": "VARCHAR",
    "port": "VARCHAR",
    "ports": "VARCHAR[]",
    "hs": "VARCHAR",
    "commodity": "VARCHAR",
    "currency": "VARCHAR",
    "unit": "VARCHAR",
    "choice": "VARCHAR",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a source may fill.

    Attributes
    ----------
    name : str
    cell : str
        How a cell is read; a key of `KINDS_OF_CELL`.
    meaning : str
    needed : bool
        The column must be mappable; for aggregates and lists, a line without it is rejected.
    unit : str
        Unit of the stored number; empty for text.
    choices : tuple of str
        The only values that are stored, when there are such.
    """

    name: str
    cell: str
    meaning: str
    needed: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def stored(self) -> str:
        """The DuckDB type of the stored column."""
        return KINDS_OF_CELL[self.cell]
