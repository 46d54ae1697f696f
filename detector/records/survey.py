"""Reads a file once as bytes: its fingerprint, its lines, its encoding, and whether it is clean."""

import codecs
import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import IO, cast

import zstandard

from detector.errors import InputError
from detector.records.encodings import guess_encoding

CHUNK = 1 << 22
HEAD = 1 << 18
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_FOREIGN = (
    (b"%PDF", "a PDF document", "Ask for the table behind it as CSV or Excel."),
    (b"\x89PNG", "an image", "Ask for the table as CSV or Excel."),
    (b"\xff\xd8\xff", "an image", "Ask for the table as CSV or Excel."),
    (b"GIF8", "an image", "Ask for the table as CSV or Excel."),
    (b"II*\x00", "an image", "Ask for the table as CSV or Excel."),
    (b"MM\x00*", "an image", "Ask for the table as CSV or Excel."),
    (b"RIFF", "a media file", "Ask for the table as CSV or Excel."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"\x7fELF", "a program", "Name a file of records."),
    (b"MZ\x90", "a program", "Name a file of records."),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV first."),
    (b"<!DOCTYPE", "a web page", "Save the table as CSV first."),
    (b"<!doctype", "a web page", "Save the table as CSV first."),
    (b"<html", "a web page", "Save the table as CSV first."),
    (b"{\\rtf", "a text document", "Ask for the table as CSV or Excel."),
)
_BLANK_LINES = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes of a file tells.

    Attributes
    ----------
    sha256 : str
        Of the bytes as they lie on disk.
    form : str
        text, json, parquet or workbook.
    packing : str
        gzip, zstd or nothing.
    encoding : str
    lines : int
        Physical lines of the text.
    is_clean : bool
        Valid UTF-8, one kind of line end, no blank line, no NUL: fit for DuckDB's own reader.
    has_tabs : bool
        There are tabs in the text.
    head : bytes
        The first bytes, unpacked.
    """

    sha256: str
    form: str
    packing: str
    encoding: str
    lines: int
    is_clean: bool
    has_tabs: bool
    head: bytes


def survey(path: Path) -> Survey:
    """Read a file once as bytes.

    Raises
    ------
    InputError
        If the file is missing, empty, cannot be unpacked, or is of a kind that is not read.
    """
    try:
        with path.open("rb") as file:
            start = file.read(16)
        if not start:
            raise InputError("The file is empty", str(path), "Name a file that holds records.")
        packing = _packing(start)
        _refuse_foreign(start, path)
        return _survey(path, packing)
    except OSError as error:
        raise InputError(
            f"The file cannot be read: {error.strerror or error}",
            str(path),
            "Name a file that exists, is whole and may be read.",
        ) from error
    except (EOFError, zlib.error, zstandard.ZstdError) as error:
        raise InputError(
            "The packed file is damaged or cut short", str(path), "Fetch it again."
        ) from error


def open_bytes(path: Path, packing: str) -> IO[bytes]:
    """Open a file for reading its unpacked bytes."""
    if packing == "gzip":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if packing == "zstd":
        return cast("IO[bytes]", zstandard.open(path, "rb"))
    return path.open("rb")


def _packing(start: bytes) -> str:
    return "gzip" if start.startswith(_GZIP) else "zstd" if start.startswith(_ZSTD) else ""


def _refuse_foreign(start: bytes, path: Path) -> None:
    told = next(((what, fix) for magic, what, fix in _FOREIGN if start.startswith(magic)), None)
    if start[8:12] == b"DUCK":
        told = ("a DuckDB database", "Name it with --workspace, or export the table as CSV.")
    if told:
        raise InputError(f"The file is {told[0]}, not a table of records", str(path), told[1])


class _Count:
    """Adds up what the chunks of a text show."""

    def __init__(self) -> None:
        self.lines = self.returns = self.pairs = 0
        self.is_utf8, self.is_ascii, self.has_nul, self.has_blank = True, True, False, False
        self.has_tabs = False
        self.last = b""
        self.sample = b""
        self._utf8 = codecs.getincrementaldecoder("utf-8")()

    def add(self, chunk: bytes) -> None:
        seam = self.last + chunk
        self.lines += chunk.count(b"\n")
        self.returns += chunk.count(b"\r")
        self.pairs += seam.count(b"\r\n") if self.last.endswith(b"\r") else chunk.count(b"\r\n")
        self.has_nul = self.has_nul or b"\0" in chunk
        self.has_tabs = self.has_tabs or b"\t" in chunk
        self.has_blank = self.has_blank or bool(_BLANK_LINES.search(seam))
        if self.is_utf8 and not (self.is_ascii and chunk.isascii()):
            self._follow(chunk)
        if not chunk.isascii() and len(self.sample) < 4 * HEAD:
            at = next(i for i in range(0, len(chunk), 4096) if not chunk[i : i + 4096].isascii())
            self.sample += chunk[at : at + HEAD]
        self.last = chunk[-2:]

    def _follow(self, chunk: bytes) -> None:
        self.is_ascii = False
        try:
            self._utf8.decode(chunk)
        except UnicodeDecodeError:
            self.is_utf8 = False

    def end(self) -> None:
        if self.is_utf8:
            try:
                self._utf8.decode(b"", final=True)
            except UnicodeDecodeError:
                self.is_utf8 = False
        if not self.last.endswith((b"\n", b"\r")):
            self.lines += 1


def _survey(path: Path, packing: str) -> Survey:
    count, head, sha256 = _Count(), b"", hashlib.sha256()
    with open_bytes(path, packing) as unpacked:
        for chunk in _chunks(unpacked):
            head = head or chunk[:HEAD]
            count.add(chunk)
            if not packing:
                sha256.update(chunk)
    if packing:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256")
    if not head:
        raise InputError("The file is empty", str(path), "Name a file that holds records.")
    count.end()
    encoding = guess_encoding(head + count.sample, is_utf8=count.is_utf8 and not count.has_nul)
    is_plain_ends = count.returns == 0 or (
        count.returns == count.pairs and abs(count.lines - count.returns) <= 1
    )
    is_clean = (
        encoding in ("utf-8", "utf-8-sig")
        and count.is_utf8
        and not (count.has_nul or count.has_blank or head.startswith((b"\n", b"\r")))
        and is_plain_ends
    )
    return Survey(
        sha256.hexdigest(),
        _form(head, path),
        packing,
        encoding,
        count.lines if count.lines > 1 or not count.returns else count.returns,
        is_clean,
        count.has_tabs,
        head,
    )


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := cast("BufferedReader", file).read(CHUNK):
        yield chunk


def _form(head: bytes, path: Path) -> str:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "workbook"
    bare = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if any(suffix in (".json", ".jsonl", ".ndjson", ".geojson") for suffix in suffixes):
        return "json"
    if bare.startswith((b'{"', b"[{", b"[\n", b"{\n", b"{ ", b"[ {", b"{\r", b"[\r")):
        return "json"
    return "text"
