"""One table of a page, as text: figures already written, rows already read."""

from dataclasses import dataclass

from detector.report.ranges import Bar


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table; the first cell of each row names it, ``texts`` are columns of prose.

    ``empty`` stands in its place where it has no rows; ``bars`` are drawn beside it, on an axis
    whose nought lies at ``zero``.
    """

    key: str
    short: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "no scheme among the lines judged."
    texts: tuple[int, ...] = ()
    bars: tuple[Bar, ...] = ()
    zero: float = 0.0
