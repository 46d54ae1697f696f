"""The command for a timer: weekly."""

from pathlib import Path
from typing import Annotated

import typer

from detector.cli.options import (
    JsonOption,
    OutFolder,
    SettingsOption,
    WorkspaceOption,
    as_data,
    progress,
    say,
)
from detector.settings import read_settings

app = typer.Typer()


@app.command()
def weekly(
    inbox: Annotated[Path, typer.Option(help="Folder of record files; they are only read.")],
    workspace: WorkspaceOption,
    out: OutFolder = Path("reports"),
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Leave the case files out, for mail.")
    ] = False,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Load what is new in a folder, scan, report: all of it or nothing, safe to run twice."""
    from detector.narrate import tell_weekly
    from detector.weekly import WeeklyPlan, run_weekly

    with progress() as tell:
        done = run_weekly(
            WeeklyPlan(inbox, workspace, out, single_file), read_settings(settings), tell
        )
    say(as_data(done) if as_json else tell_weekly(done))
