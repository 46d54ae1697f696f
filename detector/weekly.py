"""One command for a timer: load what is new in a folder, scan, report; all of it or nothing.

The work is done on a copy of the workspace. Only when every file is loaded, the scan is made and
the pages are written do they take their places, the pages first: a run that is cut off in between
is made good by the next one, which writes the same bytes. Files of the folder are only read.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from detector.errors import ChiptraceError, InputError, WorkspaceError
from detector.pipeline import ScanSummary, Tell, load, scan, silent
from detector.records import FileReport
from detector.report import write_report
from detector.settings import Settings
from detector.workspace import Connection, open_workspace, table_exists


@dataclass(frozen=True, slots=True)
class WeeklyPlan:
    """Where the files lie, which workspace they go into, and where the pages are wanted.

    Attributes
    ----------
    inbox : Path
        Folder of record files; folders in it and names that begin with a dot are passed over.
    workspace : Path
    out : Path
        Folder for the pages; made when it is missing.
    single_file : bool
        Leave the case files out, for mail.
    """

    inbox: Path
    workspace: Path
    out: Path
    single_file: bool = False


@dataclass(frozen=True, slots=True)
class WeeklyDone:
    """What a weekly run did; without anything new there is neither scan nor page.

    Attributes
    ----------
    reports : tuple of FileReport
        One for each file that was loaded.
    known : int
        Files whose content was loaded in an earlier run.
    scan : ScanSummary or None
    page : str
        Where the weekly page lies; empty if nothing was new.
    """

    reports: tuple[FileReport, ...]
    known: int
    scan: ScanSummary | None
    page: str


def run_weekly(
    plan: WeeklyPlan, settings: Settings | None = None, tell: Tell = silent
) -> WeeklyDone:
    """Load what is new in a folder, scan and report; nothing changes unless all of it holds.

    Raises
    ------
    InputError
        If the folder is missing, or a file in it cannot be loaded: all such files are named.
    WorkspaceError
        If another run is at work, or the workspace changed while this one was.
    """
    settings = settings or Settings()
    files = _files_in(plan.inbox)
    with _room_beside(plan.workspace) as room:
        copy, pages, before = room / "w.duckdb", room / "pages", _state_of(plan.workspace)
        if before:
            shutil.copy2(plan.workspace, copy)
        known = _known_hashes(copy)
        new = [file for file in files if _hash_of(file) not in known]
        if not new:
            return WeeklyDone((), len(files), None, "")
        with open_workspace(
            copy, memory_limit=settings.memory_limit, threads=settings.threads
        ) as con:
            reports = _load_each(con, new, tell)
            summary = scan(con, None, settings, tell)
            tell("writing the report")
            page = write_report(
                con, pages, None, settings.report_rows, single_file=plan.single_file
            )
        if _state_of(plan.workspace) != before:
            raise WorkspaceError(
                "The workspace changed while the weekly run was at work; nothing of it was kept",
                str(plan.workspace),
                "Run it again when no other command writes to the workspace.",
            )
        _take_places(pages, plan.out)
        copy.replace(plan.workspace)
    page_now = str(plan.out / page.relative_to(pages))
    return WeeklyDone(reports, len(files) - len(new), summary, page_now)


def _files_in(inbox: Path) -> list[Path]:
    if not inbox.is_dir():
        raise InputError("The inbox is no folder", str(inbox), "Name a folder of record files.")
    return sorted(
        file for file in inbox.iterdir() if file.is_file() and not file.name.startswith(".")
    )


@contextmanager
def _room_beside(workspace: Path) -> Iterator[Path]:
    """Give a folder on the same disk that one run at a time may use; it is gone afterwards."""
    if not workspace.parent.is_dir():
        raise WorkspaceError(
            "The folder of the workspace does not exist", str(workspace.parent), "Make it first."
        )
    room = workspace.with_name(f".{workspace.name}.weekly")
    room.mkdir(exist_ok=True)
    with (room / "lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise WorkspaceError(
                "Another weekly run is at work on the workspace",
                str(workspace),
                "Wait until it ends.",
            ) from error
        try:
            for left in room.iterdir():  # of a run that was cut off
                if left.name != "lock":
                    shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield room
        finally:
            shutil.rmtree(room)


def _state_of(workspace: Path) -> tuple[int, int] | None:
    if not workspace.exists():
        return None
    if workspace.with_name(workspace.name + ".wal").exists():
        with open_workspace(workspace):  # folds what a killed command left beside the file
            pass
    told = workspace.stat()
    return told.st_size, told.st_mtime_ns


def _known_hashes(copy: Path) -> set[str]:
    if not copy.exists():
        return set()
    with open_workspace(copy, read_only=True) as con:
        if not table_exists(con, "files") or not table_exists(con, "scans"):
            return set()
        return {row[0] for row in con.execute("select distinct sha256 from files").fetchall()}


def _hash_of(file: Path) -> str:
    try:
        with file.open("rb") as bytes_of:
            return hashlib.file_digest(bytes_of, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            "The file cannot be read", str(file), "Let this user read it, or take it away."
        ) from error


def _load_each(con: Connection, new: Sequence[Path], tell: Tell) -> tuple[FileReport, ...]:
    reports: list[FileReport] = []
    faults: list[tuple[Path, ChiptraceError]] = []
    for file in new:
        try:
            reports += load(con, [file], None, tell)
        except ChiptraceError as error:
            faults.append((file, error))
    if faults:
        told = "; ".join(f"{file.name}: {error.what}" for file, error in faults)
        counted = "1 file" if len(faults) == 1 else f"{len(faults)} files"
        raise InputError(
            f"{counted} of {len(new)} new ones cannot be loaded; nothing was changed: {told}",
            ", ".join(str(file) for file, _ in faults),
            "Move them out of the inbox, or load each once by hand with a layout "
            "(chiptrace layouts guess FILE, then chiptrace load FILE --layout FILE.toml).",
        )
    return tuple(reports)


def _take_places(pages: Path, out: Path) -> None:
    """Put each finished page where it is wanted, whole."""
    for file in sorted(pages.rglob("*")):
        if file.is_dir():
            continue
        place = out / file.relative_to(pages)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.part")
        shutil.copyfile(file, part)
        part.replace(place)
