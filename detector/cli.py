"""The command line: parse, call, print, turn errors into exit statuses.

Results go to stdout, progress and errors to stderr. The science is imported inside the commands,
so that ``--help`` answers at once.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Annotated, Any

import typer

from detector.errors import ChiptraceError
from detector.settings import Settings, read_settings

EPILOG = (
    "Exit status: 0 done; 1 unexpected; 2 wrong usage; 3 input unreadable; 4 records fail under "
    "--strict; 5 workspace; 6 settings; 7 integrity; 8 layout; 9 features; 10 model; 11 disk full. "
    "A flag is a reason to look, not evidence."
)

app = typer.Typer(
    name="chiptrace",
    help="Flags routing patterns in trade records that are consistent with diversion of AI chips.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
layouts_app = typer.Typer(help="Known layouts; propose one for a new file.", rich_markup_mode=None)
app.add_typer(layouts_app, name="layouts")

WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", "-w", help="The workspace, one DuckDB file.")
]
SettingsOption = Annotated[
    Path | None, typer.Option("--settings", help="Settings as TOML; see the README.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
OutFile = Annotated[Path, typer.Option("--out", "-o", help="File to write.")]
OutFolder = Annotated[Path, typer.Option("--out", "-o", help="Folder to write into.")]


@app.command()
def demo(out: OutFolder = Path("chiptrace-demo")) -> None:
    """Simulate records, load them, scan them, write the report: the main job on a sample."""
    from detector.demo import run_demo

    with progress() as tell:
        told = run_demo(out, tell)
    say(told)


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
def scan(
    workspace: WorkspaceOption,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            help="Last day that the scan may see; default: the latest shipped_on.",
        ),
    ] = None,
    budget: Annotated[int | None, typer.Option(min=1, help="How many lines to flag.")] = None,
    fdr: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, help="False-discovery rate to flag at, instead of a budget."
        ),
    ] = None,
    model: Annotated[str | None, typer.Option(help="Name of a stored model.")] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Score every loaded line and flag the ones to look at first, with reasons."""
    from detector import pipeline
    from detector.narrate import tell_scan

    chosen = read_settings(settings)
    plan = pipeline.ScanPlan(as_of and as_of.date(), budget, fdr, model)
    with opened(workspace, chosen) as con, progress() as tell:
        summary = pipeline.scan(con, plan, chosen, tell)
    say(as_data(summary) if as_json else tell_scan(summary, workspace))


@app.command()
def report(
    workspace: WorkspaceOption,
    out: OutFolder = Path("reports"),
    week: Annotated[str | None, typer.Option(help="ISO week, for example 2026-W47.")] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Write the weekly report: one HTML page that needs no network, and its JSON twin."""
    from detector.report import write_report

    chosen = read_settings(settings)
    with opened(workspace, chosen) as con, progress() as tell:
        tell("writing the report")
        page = write_report(con, out, week, chosen.report_rows)
    say(as_data({"page": str(page)}) if as_json else f"The report lies at {page}")


@app.command()
def explain(
    shipment_id: str,
    workspace: WorkspaceOption,
    source: Annotated[str | None, typer.Option(help="Its source, if the id is in several.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say what is known of one line, how it scored, and why."""
    from detector.narrate import tell_explanation
    from detector.report import explain_shipment

    with opened(workspace, Settings(), read_only=True) as con:
        told = explain_shipment(con, shipment_id, source)
    say(as_data(told) if as_json else tell_explanation(told))


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


@app.command()
def simulate(
    shipments: Annotated[int, typer.Option(min=1_000, help="How many lines, about.")],
    out: OutFolder,
    seed: Annotated[int, typer.Option(help="Same seed, same world.")] = 1,
) -> None:
    """Write a simulated world with planted schemes, and the truth about them."""
    from detector.simulate import simulate as make_world
    from detector.simulate import write_world

    with progress() as tell:
        tell("simulating")
        write_world(make_world(shipments, seed), out)
    say(f"The world lies in {out}; truth.csv tells what was planted")


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        app(given, prog_name="chiptrace")
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 1
    except ChiptraceError as error:
        tell_error(error, as_json="--json" in given)
        return error.exit_status
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    return 0


def tell_error(error: ChiptraceError, *, as_json: bool) -> None:
    """Print an error to stderr, and as JSON to stdout where a program reads."""
    if as_json:
        told = {"ok": False, "code": type(error).__name__, "message": error.what}
        print(json.dumps(told | {"where": error.where, "fix": error.fix}, ensure_ascii=False))
    print(error, file=sys.stderr)
