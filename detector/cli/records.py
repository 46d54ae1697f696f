"""Commands on records: load, layouts, export."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from detector.cli.options import (
    JsonOption,
    OutFile,
    SettingsOption,
    WorkspaceOption,
    as_data,
    opened,
    progress,
    say,
)
from detector.settings import Settings, read_settings

app = typer.Typer()
layouts_app = typer.Typer(help="Known layouts; propose one for a new file.", rich_markup_mode=None)
app.add_typer(layouts_app, name="layouts")


@app.command()
def load(
    files: Annotated[list[Path], typer.Argument(help="CSV, Parquet, JSON or Excel files.")],
    workspace: WorkspaceOption,
    layout: Annotated[str | None, typer.Option(help="A layout's name, or a TOML file.")] = None,
    kind: Annotated[str | None, typer.Option(help="Which table of the contract it is.")] = None,
    source: Annotated[str | None, typer.Option(help="Where the file came from.")] = None,
    strict: Annotated[bool, typer.Option(help="Stop at the first line that is rejected.")] = False,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Load record files into the workspace; what cannot be read is kept in `rejects`."""
    from detector import pipeline
    from detector.narrate import tell_load
    from detector.records import LoadPlan

    plan = LoadPlan(kind=kind, layout=layout, source=source, strict=strict)
    with opened(workspace, read_settings(settings)) as con, progress() as tell:
        reports = pipeline.load(con, files, plan, tell)
    say(as_data(reports) if as_json else tell_load(reports))


@layouts_app.callback(invoke_without_command=True)
def layouts(context: typer.Context) -> None:
    """List the known layouts; propose one for a new file."""
    if context.invoked_subcommand is None:
        layouts_list()


@layouts_app.command("list")
def layouts_list(as_json: JsonOption = False) -> None:
    """List the known layouts."""
    from detector.narrate import tell_layouts
    from detector.records import known_layouts

    say(as_data(known_layouts()) if as_json else tell_layouts(known_layouts()))


@layouts_app.command("show")
def layouts_show(name: str) -> None:
    """Print a layout as TOML."""
    from detector.records import layout_text

    say(layout_text(name))


@layouts_app.command("guess")
def layouts_guess(
    file: Path, out: Annotated[Path | None, typer.Option("--out", "-o")] = None
) -> None:
    """Propose a layout for an unknown file, with a confidence per column, for you to correct."""
    from detector.records.guess import guess_layout, write_layout

    text = write_layout(guess_layout(file))
    if out is None:
        say(text)
    else:
        out.write_text(text, encoding="utf-8")
        given, proposed = quote(str(file)), quote(str(out))
        say(f"Correct {proposed}, then: chiptrace load {given} --layout {proposed} --workspace W")


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="scores, reasons, cases or rejects.")],
    workspace: WorkspaceOption,
    out: OutFile,
    form: Annotated[str, typer.Option("--format", help="csv, parquet or json.")] = "csv",
    all_scans: Annotated[bool, typer.Option(help="Every scan, not only the latest.")] = False,
) -> None:
    """Write a result table of the contract to a file."""
    from detector.results import export_result

    with opened(workspace, Settings(), read_only=True) as con:
        rows = export_result(con, table, out, form, all_scans=all_scans)
    say(f"{rows:,} rows of {table} -> {out}")
