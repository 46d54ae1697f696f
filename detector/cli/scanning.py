"""Commands that look for what is odd, and tell: demo, scan, report, explain."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detector.cli.options import (
    Engines,
    JsonOption,
    OutFolder,
    SettingsOption,
    WorkspaceOption,
    as_data,
    keep_up,
    opened,
    opened_next,
    progress,
    running,
    say,
)
from detector.settings import Settings, read_settings

app = typer.Typer()

WeekOption = Annotated[str | None, typer.Option(help="ISO week, for example 2026-W47.")]


@app.command()
def demo(out: OutFolder = Path("chiptrace-demo")) -> None:
    """Simulate records, load them, scan them, write the report: the main job on a sample."""
    from detector.demo import run_demo

    with progress() as tell:
        told = run_demo(out, tell)
    say(told)


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
    engine: Annotated[
        Engines, typer.Option(help="Where the queries run; spark needs chiptrace[spark], Java 17.")
    ] = Engines.duckdb,
    spark_master: Annotated[
        str, typer.Option(help="local[2], a master URL, or a Spark Connect address (sc://…).")
    ] = "local[*]",
    spark_folder: Annotated[
        Path | None,
        typer.Option(
            help="Folder that every worker reaches by this path; default: beside the workspace."
        ),
    ] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Score every loaded line and flag the ones to look at first, with reasons."""
    from detector import pipeline
    from detector.narrate import tell_scan

    chosen = read_settings(settings)
    plan = pipeline.ScanPlan(as_of and as_of.date(), budget, fdr, model)
    folder = spark_folder or workspace.with_suffix(".spark")
    with (
        opened_next(workspace, chosen) as con,
        progress() as tell,
        running(engine, spark_master, folder) as on,
    ):
        summary = pipeline.scan(con, plan, chosen, tell, on)
    say(as_data(summary) if as_json else tell_scan(summary, workspace))


@app.command()
def report(
    workspace: WorkspaceOption,
    out: OutFolder = Path("reports"),
    week: WeekOption = None,
    single_file: Annotated[
        bool, typer.Option("--single-file", help="Leave the case files out, for mail.")
    ] = False,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Write the weekly report: one HTML page that needs no network, its JSON, its case files."""
    from detector.report import write_report

    chosen = read_settings(settings)
    keep_up(workspace, chosen)
    with opened(workspace, chosen, read_only=True) as con, progress() as tell:
        tell("writing the report")
        page = write_report(con, out, week, chosen.report_rows, single_file=single_file)
    say(as_data({"page": str(page)}) if as_json else f"The report lies at {page}")


@app.command()
def case(
    case_id: str,
    workspace: WorkspaceOption,
    out: OutFolder = Path("reports"),
    week: WeekOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write one case file: a printable page without script, and its JSON twin."""
    from detector.report import write_case

    keep_up(workspace, Settings())
    with opened(workspace, Settings(), read_only=True) as con:
        page = write_case(con, case_id, out, week)
    told = "" if page.stem == f"case-{case_id}" else f"{case_id} is merged into {page.stem[5:]}. "
    say(as_data({"page": str(page)}) if as_json else f"{told}The case file lies at {page}")


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
