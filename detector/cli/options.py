"""What commands share: their options, an open workspace, progress, results on stdout."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
