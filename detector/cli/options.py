"""What commands share: their options, an open workspace, progress, results on stdout."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from detector.settings import Settings

WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", "-w", help="The workspace, one DuckDB file.")
]
SettingsOption = Annotated[
    Path | None, typer.Option("--settings", help="Settings as TOML; see the README.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
OutFile = Annotated[Path, typer.Option("--out", "-o", help="File to write.")]
OutFolder = Annotated[Path, typer.Option("--out", "-o", help="Folder to write into.")]


@contextmanager
def opened(workspace: Path, settings: Settings, *, read_only: bool = False) -> Iterator[Any]:
    """Open the workspace as the settings say."""
    from detector.workspace import open_workspace

    with open_workspace(
        workspace,
        read_only=read_only,
        memory_limit=settings.memory_limit,
        threads=settings.threads,
    ) as con:
        yield con


class Engines(StrEnum):
    """Where the portable queries run."""

    duckdb = "duckdb"
    spark = "spark"


@contextmanager
def running(engine: Engines, master: str, folder: Path) -> Iterator[Any]:
    """Give the engine; start Spark and stop it where it is asked for."""
    if engine is Engines.duckdb:
        from detector.engine import DUCKDB

        yield DUCKDB
        return
    try:
        from detector.engine.spark import Spark, open_spark
    except ImportError as error:
        from detector.errors import EngineError

        raise EngineError(
            "Spark is not installed", str(error), "Run: pip install 'chiptrace[spark]'."
        ) from error
    session = open_spark(master)
    try:
        yield Spark(session, folder)
    finally:
        session.stop()


@contextmanager
def opened_next(workspace: Path, settings: Settings) -> Iterator[Any]:
    """Open the next generation of the workspace, with what the review desk decided."""
    from detector.review import bring_in
    from detector.workspace import open_next_generation

    with open_next_generation(
        workspace, memory_limit=settings.memory_limit, threads=settings.threads
    ) as con:
        bring_in(con, workspace)
        yield con


def keep_up(workspace: Path, settings: Settings) -> None:
    """Bring the desk's decisions into the workspace where it does not hold them yet."""
    from detector.review import head_brought, head_of_snapshot

    head = head_of_snapshot(workspace)
    if not head or not workspace.exists():
        return
    with opened(workspace, settings, read_only=True) as con:
        is_behind = head_brought(con) != head
    if is_behind:
        with opened_next(workspace, settings):
            pass


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is going on; stay silent in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _step: None
        return
    from rich.console import Console

    with Console(stderr=True).status("starting") as status:
        yield status.update


def as_data(result: object) -> str:
    """Write a result as JSON that a program may read."""
    from detector.narrate import plain

    return json.dumps({"ok": True, "data": plain(result)}, indent=2, ensure_ascii=False)


def say(text: str) -> None:
    """Print a result."""
    print(text)
