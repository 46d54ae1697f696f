"""The command that answers how big the leak is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from detector.cli.options import JsonOption, SettingsOption, as_data, opened, progress, say
from detector.settings import Settings, read_settings

app = typer.Typer()


@app.command()
def estimate(
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="A scanned workspace; optional.")
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="Which year; default: that of the latest scan, else 2024.")
    ] = None,
    claim: Annotated[
        int | None,
        typer.Option(min=1, help="Accelerators that one holder is said to have: how often so?"),
    ] = None,
    parameters: Annotated[
        Path | None, typer.Option(help="Your own assumptions as TOML, over ours by name.")
    ] = None,
    draws: Annotated[int, typer.Option(min=1_000, max=10_000_000, help="Monte Carlo draws.")] = (
        200_000
    ),
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Folder for estimate.html and its JSON twin.")
    ] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Estimate how many accelerators were diverted in a year, by several ways, with intervals."""
    from detector.flows.estimate import EstimatePlan, estimate_year
    from detector.narrate import tell_estimate
    from detector.report import write_estimate

    chosen = read_settings(settings)
    plan = EstimatePlan(year, claim, draws, chosen.seed, parameters)
    with progress() as tell, optional(workspace, chosen) as con:
        tell("drawing")
        found = estimate_year(plan, con)
    page = write_estimate(found, out) if out else None
    say(as_data(found) if as_json else tell_estimate(found, page))


@contextmanager
def optional(workspace: Path | None, settings: Settings) -> Iterator[Any]:
    """Open the workspace for reading where one is named."""
    if workspace is None:
        yield None
    else:
        with opened(workspace, settings, read_only=True) as con:
            yield con
