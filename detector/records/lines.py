"""Cuts text into records, however damaged, and knows on which line each of them begins."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

LONGEST_RECORD = 1000
_CELL_LIMIT = 1 << 30
_LONE_RETURN = re.compile("\r(?!\n)")

UNCLOSED = "a quote is not closed: read without quotes"
UNPAIRED = "quotes do not pair"
NULS = "NUL characters taken out"
REPLACED = "bytes that do not fit the encoding were replaced"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a text: where it begins, how many lines it spans, its cells, its faults."""

    line: int
    span: int
    cells: list[str]
    faults: tuple[str, ...] = ()


class RecordReader:
    """Cuts lines into records.

    A quoted cell may hold line ends; a quote that is never closed, or whose record does not have
    the width of the table, costs only its own line.

    Parameters
    ----------
    delimiter, quote : str
    width : int
        Number of columns of the table; 0 = not known yet.
    """

    def __init__(self, delimiter: str, quote: str, width: int = 0) -> None:
        self.delimiter, self.quote, self.width = delimiter, quote, width
        csv.field_size_limit(_CELL_LIMIT)

    def read(self, lines: Iterable[str]) -> Iterator[Record]:
        """Yield the records of a text.

        Parameters
        ----------
        lines : iterable of str
            Physical lines with their ends.
        """
        waiting: deque[str] = deque()
        source, taken, number = iter(lines), list[str](), 0
        rows = self._rows(waiting, source, taken)
        while True:
            taken.clear()
            cells = _next_row(rows)
            if not taken:
                return
            if cells is not None and len(taken) == 1 and self._is_sound(taken[0], cells):
                number += 1
                yield Record(number, 1, cells or [""])
                continue
            waiting.extendleft(reversed(taken))
            record = self._record(waiting.popleft(), number + 1, waiting, source)
            number += record.span
            yield record
            rows = self._rows(waiting, source, taken)

    def _rows(
        self, waiting: deque[str], source: Iterator[str], taken: list[str]
    ) -> Iterator[list[str]]:
        """Cut lines as they come, in C; ``taken`` tells which lines a row was made of."""

        def feed() -> Iterator[str]:
            while True:
                line = waiting.popleft() if waiting else next(source, None)
                if line is None:
                    return
                taken.append(line)
                yield line

        return csv.reader(feed(), delimiter=self.delimiter, quotechar=self.quote, strict=True)

    def _is_sound(self, line: str, cells: list[str]) -> bool:
        has_return = "\r" in line and line.index("\r") < len(line) - 1
        return self._fits(cells) and not (has_return or "\0" in line or "\ufffd" in line)

    def _record(self, line: str, number: int, waiting: deque[str], source: Iterator[str]) -> Record:
        line, faults = _cleaned(line)
        if self.quote not in line:
            return Record(number, 1, line.split(self.delimiter), faults)
        cells, state = self._parse(line)
        if state == "whole":
            return Record(number, 1, cells, faults)
        if state == "unpaired":
            return Record(number, 1, cells, (*faults, UNPAIRED))
        return self._spanning(line, number, waiting, source, faults)

    def _spanning(
        self,
        line: str,
        number: int,
        waiting: deque[str],
        source: Iterator[str],
        faults: tuple[str, ...],
    ) -> Record:
        taken, quotes = [line], line.count(self.quote)
        for ahead in range(LONGEST_RECORD):
            if ahead >= len(waiting):
                more = next(source, None)
                if more is None:
                    break
                waiting.append(more)
            further, more_faults = _cleaned(waiting[ahead])
            taken.append(further)
            faults = faults + more_faults
            quotes += further.count(self.quote)
            if quotes % 2 == 0:
                cells, state = self._parse("\n".join(taken))
                if state == "whole" and self._fits(cells):
                    for _ in range(len(taken) - 1):
                        waiting.popleft()
                    return Record(number, len(taken), cells, tuple(dict.fromkeys(faults)))
                if state != "open":
                    break
        return Record(number, 1, self._unquoted(line), (*_cleaned(line)[1], UNCLOSED))

    def _parse(self, text: str) -> tuple[list[str], str]:
        try:
            return next(self._reader(text, strict=True)), "whole"
        except csv.Error as error:
            if "unexpected end" in str(error):
                return [], "open"
        except StopIteration:
            return [""], "whole"
        try:
            return next(self._reader(text, strict=False)), "unpaired"
        except csv.Error:
            return self._unquoted(text), "unpaired"

    def _reader(self, text: str, *, strict: bool) -> Iterator[list[str]]:
        lines = [f"{part}\n" for part in text.split("\n")]
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            strict=strict,
            skipinitialspace=False,
        )

    def _unquoted(self, line: str) -> list[str]:
        return [cell.strip().strip(self.quote) for cell in line.split(self.delimiter)]

    def _fits(self, cells: list[str]) -> bool:
        width = len(cells)
        while self.width and width > self.width and not cells[width - 1].strip():
            width -= 1
        return not self.width or width == self.width


def _next_row(rows: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error:
        return None


def physical_lines(pieces: Iterable[str], *, returns_end_lines: bool) -> Iterator[str]:
    """Cut decoded text into physical lines, without their ends.

    Parameters
    ----------
    pieces : iterable of str
        The text in pieces of any size.
    returns_end_lines : bool
        The text has no line feed: lone carriage returns end its lines.
    """
    end = "\r" if returns_end_lines else "\n"
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split(end)
        yield from whole
    if rest:
        yield rest


def _cleaned(line: str) -> tuple[str, tuple[str, ...]]:
    line = line.removesuffix("\r")
    faults: tuple[str, ...] = ()
    if "\0" in line:
        line, faults = line.replace("\0", ""), (NULS,)
    if "\ufffd" in line:
        faults = (*faults, REPLACED)
    if "\r" in line:
        line = _LONE_RETURN.sub(" ", line)
    return line, faults
