"""Commands on who is who: show a company, tell names apart, take that back."""

from typing import Annotated

import typer

from detector.cli.options import JsonOption, WorkspaceOption, as_data, opened, say
from detector.settings import Settings

app = typer.Typer()
parties_app = typer.Typer(
    help="Who is who: which names are taken for one company, and why.", rich_markup_mode=None
)
app.add_typer(parties_app, name="parties")
Name = Annotated[str, typer.Argument(help="A name as the records write it.")]


@parties_app.command("show")
def parties_show(name: Name, workspace: WorkspaceOption, as_json: JsonOption = False) -> None:
    """Say which names are taken for one company with this one, and on what grounds."""
    from detector.narrate import tell_company
    from detector.parties import show_company

    with opened(workspace, Settings(), read_only=True) as con:
        company = show_company(con, name)
    say(as_data(company) if as_json else tell_company(company))


@parties_app.command("apart")
def parties_apart(
    name: Name,
    other: Name,
    workspace: WorkspaceOption,
    note: Annotated[str, typer.Option(help="Why they are two companies.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take it back.")] = False,
) -> None:
    """Keep two names apart from the next scan on; with --undo, let the evidence decide again."""
    from detector.parties import keep_apart
    from detector.parties import undo as take_back

    with opened(workspace, Settings()) as con:
        if not undo:
            keep_apart(con, name, other, note)
            say("Kept apart from the next scan on.")
        elif take_back(con, name, other):
            say("Taken back: from the next scan on the evidence decides.")
        else:
            say("These two names were not kept apart.")
