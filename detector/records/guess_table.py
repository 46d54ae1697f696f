"""Reads the first rows of a file of any kind, and finds which of them is the header."""

import codecs
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from python_calamine import CalamineError, CalamineWorkbook

from detector.errors import InputError
from detector.records.delimited import DELIMITERS
from detector.records.guess_words import concepts
from detector.records.lines import RecordReader, physical_lines
from detector.records.numbers import NumberReader
from detector.records.survey import Survey, survey

ROWS = 500
LOOK_FOR_HEADER = 60


@dataclass(frozen=True, slots=True)
class Head:
    """The first rows of a file.

    Attributes
    ----------
    rows : tuple of tuple of str
        From the header on.
    header_line : int
        Which row of the file the header is; first = 1.
    form : str
        text, workbook, json or parquet.
    delimiter, encoding, sheet, records : str or None
        Where the kind of file has such.
    """

    rows: tuple[tuple[str, ...], ...]
    header_line: int
    form: str
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    records: str | None = None


def read_head(path: Path) -> Head:
    """Read the first rows of a file.

    Raises
    ------
    InputError
        If the file is missing, unreadable, of a kind that is not read, or holds no table.
    """
    told = survey(path)
    try:
        head = {"text": _text, "workbook": _workbook, "json": _json, "parquet": _parquet}[
            told.form
        ](path, told)
    except (CalamineError, pa.ArrowException, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(
            f"The {told.form} file cannot be read: {first}", str(path), "Fetch it again."
        ) from error
    if not head.rows:
        raise InputError("The file holds no table", str(path), "Name a file that holds records.")
    return head


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """Say which of the first rows is the header: the one with the most names in it.

    Examples
    --------
    >>> header_at([["Exports of May"], [], ["EXPORTER", "HS_CODE", "VALUE"], ["A", "854231", "1"]])
    2
    """
    width = max((_filled(row) for row in rows), default=0)
    scores = [_looks_like_header(row, width) for row in rows[:LOOK_FOR_HEADER]]
    return scores.index(max(scores)) if scores else 0


def _looks_like_header(row: Sequence[str], width: int) -> float:
    filled = [cell.strip() for cell in row if cell.strip()]
    if not filled:
        return -1.0
    reader = NumberReader(())
    words = [cell for cell in filled if reader.read(cell)[0] is None]
    figures = len(filled) - len(words)
    known = sum(_is_name(cell) for cell in words)
    distinct = len(set(filled))
    return (2 * known + 0.5 * distinct - 2 * figures) / max(width, 1)


def _is_name(cell: str) -> bool:
    meant, unknown = concepts(cell)
    return len(cell) <= 80 and bool(meant) and len(unknown) <= len(meant)


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _from(rows: Sequence[Sequence[str]], at: int) -> tuple[tuple[str, ...], ...]:
    header = list(rows[at])
    while header and not header[-1].strip():
        header.pop()
    rest = (tuple(row[: len(header)]) for row in rows[at + 1 :] if _filled(row))
    return (tuple(header), *rest) if header else ()


def _text(path: Path, told: Survey) -> Head:
    text = codecs.getincrementaldecoder(told.encoding)("replace").decode(told.head)
    best: tuple[float, str, list[list[str]], list[int]] | None = None
    for delimiter in DELIMITERS:
        lines = physical_lines([text], returns_end_lines="\n" not in text)
        records = list(islice(RecordReader(delimiter, '"').read(lines), ROWS))
        rows = [record.cells for record in records]
        widths = Counter(len(row) for row in rows if _filled(row))
        width, often = max(widths.items(), key=lambda one: (one[0] > 1, one[1]), default=(0, 0))
        score = often / max(len(rows), 1) + min(width, 40) / 40 if width > 1 else 0.0
        if best is None or score > best[0]:
            best = (score, delimiter, rows, [record.line for record in records])
    if best is None or not best[2]:
        raise InputError("The file holds no lines", str(path), "Name a file that holds records.")
    _, delimiter, rows, numbers = best
    at = header_at(rows)
    rows[0] = [cell.removeprefix("\ufeff") for cell in rows[0]]
    return Head(_from(rows, at), numbers[at], "text", delimiter, told.encoding)


def _workbook(path: Path, _told: Survey) -> Head:
    book = CalamineWorkbook.from_path(str(path))
    best: tuple[float, Head] | None = None
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = [[_cell(cell) for cell in row] for row in sheet.to_python(nrows=ROWS)]
        if not any(_filled(row) for row in rows):
            continue
        at = header_at(rows)
        known = sum(map(_is_name, rows[at])) + _filled(rows[at]) / 1000
        skipped = sheet.start[0] if sheet.start else 0
        if best is None or known > best[0]:
            best = (known, Head(_from(rows, at), skipped + at + 1, "workbook", sheet=name))
    return best[1] if best else Head((), 1, "workbook")


def _json(path: Path, told: Survey) -> Head:
    text = codecs.getincrementaldecoder(told.encoding)("replace").decode(told.head)
    text = text.removeprefix("\ufeff")
    where, records = None, _json_lines(text)
    if records is None:
        document = json.loads(path.read_text(encoding=told.encoding) if not told.packing else text)
        where, records = _list_in(document)
    lines = [one for one in records[:ROWS] if isinstance(one, dict)]
    names = list(dict.fromkeys(str(name) for one in lines for name in one))
    rows = [[_cell(one.get(name)) for name in names] for one in lines]
    return Head(
        _from([names, *rows], 0) if names else (), 1, "json", None, told.encoding, None, where
    )


def _json_lines(text: str) -> list[object] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
        return None
    found: list[object] = []
    for line in lines[:ROWS]:
        try:
            found.append(json.loads(line))
        except ValueError:
            break
    return found or None


def _list_in(document: object) -> tuple[str | None, list[object]]:
    if isinstance(document, list):
        return None, document
    if isinstance(document, dict):
        for name, inner in document.items():
            if isinstance(inner, list) and inner and isinstance(inner[0], dict):
                return str(name), inner
        return None, [document]
    return None, []


def _parquet(path: Path, _told: Survey) -> Head:
    file = pq.ParquetFile(path)
    names = [str(name) for name in file.schema_arrow.names]
    batch = next(file.iter_batches(batch_size=ROWS), None)
    columns = [column.to_pylist() for column in batch.columns] if batch is not None else []
    rows = [[_cell(cell) for cell in row] for row in zip(*columns, strict=True)]
    return Head(_from([names, *rows], 0), 1, "parquet")


def _cell(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        return cell.date().isoformat()
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, list):
        return "|".join(_cell(one) for one in cell)
    return str(cell)
