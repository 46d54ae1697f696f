"""Commands that measure: hold a scan against a truth."""

from pathlib import Path
from typing import Annotated

import typer

from detector.cli.options import (
    JsonOption,
    WorkspaceOption,
    as_data,
    opened,
    progress,
    say,
)
from detector.settings import Settings

app = typer.Typer()


@app.command()
def evaluate(
    workspace: WorkspaceOption,
    truth: Annotated[Path, typer.Option(help="CSV that says which lines were planted.")],
    as_json: JsonOption = False,
) -> None:
    """Hold the latest scan against a truth, for example that of `chiptrace simulate`."""
    from detector.evaluate import judge_scan, read_truth
    from detector.narrate import tell_judgement

    with opened(workspace, Settings(), read_only=True) as con, progress() as tell:
        tell("comparing")
        judgement = judge_scan(con, read_truth(truth))
    say(as_data(judgement) if as_json else tell_judgement(judgement))
