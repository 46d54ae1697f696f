"""The command that says what the law said on a day."""

from datetime import datetime
from typing import Annotated

import typer

from detector.cli.options import JsonOption, as_data, say

app = typer.Typer()


@app.command()
def rules(
    on: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="The day; default: the last day up to which the rows are known.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List the export-control rows that hold on a day: a screening aid, not a determination."""
    from detector.controls import rules_on
    from detector.narrate import tell_rules

    told = rules_on(on and on.date())
    say(as_data(told) if as_json else tell_rules(told))
