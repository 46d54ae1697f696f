"""The command that purges: forget."""

from datetime import datetime
from typing import Annotated

import typer

from detector.cli.options import JsonOption, WorkspaceOption, as_data, opened, say
from detector.settings import Settings

app = typer.Typer()


@app.command()
def forget(
    workspace: WorkspaceOption,
    party: Annotated[str | None, typer.Option(help="A name as the records write it.")] = None,
    country: Annotated[
        str | None, typer.Option(help="ISO code: only where the name stands with it or with none.")
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Shipments that left before this day."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Purge a party's records, or all before a day, from every table; keep a log without names."""
    from detector.forget import Forget, count_forgotten
    from detector.forget import forget as purge
    from detector.narrate import tell_forgotten

    asked = Forget(party, country and country.upper(), before and before.date())
    if not yes:
        with opened(workspace, Settings(), read_only=True) as con:
            lines = count_forgotten(con, asked)
        question = f"{lines:,} lines of shipments go, for good, with all that names them. Go on?"
        if not typer.confirm(question, err=True):
            say("Nothing was changed.")
            return
    done = purge(workspace, asked)
    say(as_data(done) if as_json else tell_forgotten(done))
