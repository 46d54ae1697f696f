"""How files are to be loaded, and what became of them."""

from dataclasses import dataclass, field

from detector.records.staging import Place, Staged
from detector.workspace import Connection


@dataclass(frozen=True, slots=True)
class LoadPlan:
    """How files are to be loaded.

    Attributes
    ----------
    kind : str or None
        Kind of records; None = as the header tells.
    layout : str or None
        Name of a layout on the shelf, or path of a TOML file; None = the one that fits best.
    source : str or None
        Where the files came from; None = each file's name without a date.
    strict : bool
        Stop at the first line or cell that cannot be read; nothing is changed then.
    """

    kind: str | None = None
    layout: str | None = None
    source: str | None = None
    strict: bool = False


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one file.

    Attributes
    ----------
    name, kind, layout, source, encoding : str
    physical_lines : int
        Lines of the file; rows where it has no lines.
    loaded, rejected : int
        Records; cells where a wide table was unpivoted.
    skipped : int
        Title, header, foot, blank and continuation lines; the parts stand in ``skipped_by``.
    superseded : int
        Versions that the file replaced.
    kept_notes : int
        Remarks in ``rejects`` on lines that were loaded.
    reasons : dict
        How often each reason stands in ``rejects`` for this file.
    already_loaded : bool
        The same content was loaded before; nothing was done.
    cells, blank_cells : int
        Of a wide table: its cells, and those of them that are blank; 0 for others.
    """

    name: str
    kind: str
    layout: str
    source: str
    encoding: str
    physical_lines: int
    loaded: int = 0
    rejected: int = 0
    skipped: int = 0
    superseded: int = 0
    kept_notes: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    skipped_by: dict[str, int] = field(default_factory=dict)
    already_loaded: bool = False
    cells: int = 0
    blank_cells: int = 0

    @property
    def is_accounted(self) -> bool:
        """Whether every line (or cell) of the file is loaded, rejected or skipped."""
        if self.already_loaded:
            return True
        if self.cells:
            return self.loaded + self.rejected + self.blank_cells == self.cells
        return self.loaded + self.rejected + self.skipped == self.physical_lines


def account(
    con: Connection, staged: Staged, place: Place, landed: tuple[int, int, int]
) -> FileReport:
    """Add up what became of a file that has landed.

    Parameters
    ----------
    con : Connection
    staged : Staged
    place : Place
    landed : tuple of int
        Records loaded, records rejected, versions superseded.
    """
    told = con.execute(
        "select reason, count(*), count(*) filter (line_kept) from rejects where file_id = $file "
        "group by reason order by 2 desc, 1",
        {"file": place.file_id},
    ).fetchall()
    skipped = {why: count for why, count in staged.skipped.items() if count}
    loaded, rejected, superseded = landed
    return FileReport(
        name=place.name,
        kind=staged.layout.kind,
        layout=staged.layout.name,
        source=place.source,
        encoding=staged.encoding,
        physical_lines=staged.physical_lines,
        loaded=loaded,
        rejected=rejected,
        skipped=sum(skipped.values()),
        superseded=superseded,
        kept_notes=sum(kept for _, _, kept in told),
        reasons={reason: count for reason, count, _ in told},
        skipped_by=skipped,
        cells=staged.cells,
        blank_cells=staged.blank_cells,
    )
