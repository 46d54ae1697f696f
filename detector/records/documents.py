"""Reads JSON documents and JSON lines."""

import codecs
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detector.errors import InputError
from detector.records.headers import choose
from detector.records.layout import Layout
from detector.records.lines import Record
from detector.records.staging import Note, Staged
from detector.records.survey import CHUNK, Survey, open_bytes
from detector.records.taking import Tell, take_records
from detector.workspace import Connection

Item = tuple[int, dict[str, str] | None, str]
NO_OBJECT = "no JSON object"


def read_json(
    con: Connection,
    path: Path,
    told: Survey,
    layouts: Sequence[Layout],
    tell: Tell | None = None,
) -> Staged:
    """Put the objects of a JSON file into the table ``staged``.

    The file is one object a line, a list of objects, or an object that holds such a list. Objects
    inside objects are written ``outer.inner``; lists of plain values become lists; plain values
    beside the list are taken over by each object. Of several lists the longest is taken.

    Raises
    ------
    InputError
        If it is no JSON, or holds no list of objects.
    LayoutError
        If no layout fits the names of the objects.
    """
    is_lines = _is_lines(told)
    place = layouts[0].file.records if len(layouts) == 1 else None
    whole = None if is_lines else list(_elements(path, told, place))
    names = dict.fromkeys(
        name
        for _, item, _ in (whole if whole is not None else _lines(path, told))
        for name in item or ()
    )
    header = list(names)
    layout, _ = choose([header], layouts, path.name)
    staged = Staged(header, layout, told.encoding)
    items = whole if whole is not None else _lines(path, told)
    take_records(con, staged, _records(items, header, staged), -1, tell)
    return staged


def _records(items: Iterable[Item], header: Sequence[str], staged: Staged) -> Iterator[Record]:
    as_text = staged.layout.file.as_text
    for line, item, text in items:
        if item is not None:
            item |= {name: _told(item[name]) for name in as_text if item.get(name)}
            yield Record(line, 1, [item.get(name, "") for name in header] or [""])
        elif text.strip():
            staged.notes.append(Note(line, None, text[:1000], NO_OBJECT, line_kept=False))
            yield Record(line, 0, [""])
        else:
            yield Record(line, 1, [""])


def _is_lines(told: Survey) -> bool:
    head = codecs.getincrementaldecoder(told.encoding)("replace").decode(told.head)
    first = [line for line in head.split("\n") if line.strip()][:2]
    if not first or not first[0].strip().startswith("{"):
        return False
    if len(first) > 1 or told.lines == 1:
        try:
            return isinstance(json.loads(first[0]), dict) and not (
                told.lines == 1 and _list_in(json.loads(first[0]), None) is not None
            )
        except ValueError:
            return len(first) > 1 and first[1].strip().startswith('{"')
    return False


def _lines(path: Path, told: Survey) -> Iterator[Item]:
    with open_bytes(path, told.packing) as file:
        reader = codecs.getreader(told.encoding)(file, "replace")
        for number, line in enumerate(reader, 1):
            yield number, _flat(_parsed(line)), line


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _elements(path: Path, told: Survey, place: str | None) -> Iterator[Item]:
    decoder = codecs.getincrementaldecoder(told.encoding)("replace")
    with open_bytes(path, told.packing) as file:
        pieces = [decoder.decode(chunk) for chunk in iter(lambda: file.read(CHUNK), b"")]
    try:
        document = json.loads("".join(pieces))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"The file is no whole JSON document: {error}", str(path), "Fetch it again."
        ) from error
    found = document if isinstance(document, list) else _list_in(document, place)
    if found is None:
        raise InputError(
            "The JSON document holds no list of objects",
            str(path),
            "Name where they stand with 'records' under [file] of a layout.",
        )
    around = _around(document)
    for number, element in enumerate(found, 1):
        item = _flat(element)
        item = item if item is None else around | item
        yield number, item, "" if item is not None else json.dumps(element, ensure_ascii=False)


def _list_in(document: object, place: str | None) -> list[object] | None:
    if not isinstance(document, dict):
        return None
    if place is not None:
        for key in place.split("."):
            document = document.get(key) if isinstance(document, dict) else None
        return document if isinstance(document, list) else None
    lists = [value for value in document.values() if isinstance(value, list)]
    return max((one for one in lists if one and isinstance(one[0], dict)), key=len, default=None)


def _around(document: object) -> dict[str, str]:
    """Give the plain values that stand beside the list; each object takes them over."""
    if not isinstance(document, dict):
        return {}
    plain = {key: value for key, value in document.items() if not isinstance(value, dict | list)}
    return _flat(plain) or {}


def _flat(item: object, outer: str = "") -> dict[str, str] | None:
    if not isinstance(item, dict):
        return None
    flat: dict[str, str] = {}
    for key, value in item.items():
        name = f"{outer}{key}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{name}.") or {}
        else:
            flat[name] = _as_text(value)
    return flat


def _told(text: str) -> str:
    """Tell a list of objects as a person would write it down."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    if not isinstance(found, list):
        return text
    items = [_flat(one) or {} for one in found]
    return "; ".join(", ".join(cell for cell in item.values() if cell) for item in items)


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list):
        plain = all(not isinstance(part, dict | list) for part in value)
        if plain:
            return "|".join(_as_text(part) for part in value)
        return json.dumps(value, ensure_ascii=False)
    return str(value)
