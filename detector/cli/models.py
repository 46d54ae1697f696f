"""Commands on the life of a model: train, list, show, compare, promote."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from detector.cli.options import (
    JsonOption,
    SettingsOption,
    WorkspaceOption,
    as_data,
    opened,
    opened_next,
    progress,
    say,
)
from detector.settings import Settings, read_settings

app = typer.Typer()
models_app = typer.Typer(
    help="Models of a workspace: which there are, and which one scans use.", rich_markup_mode=None
)
app.add_typer(models_app, name="models")
Name = Annotated[str, typer.Argument(help="Name of a stored model.")]


@app.command()
def train(
    workspace: WorkspaceOption,
    as_of: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Last day to learn from; default: the latest."),
    ] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Train a model; where there is a champion, the new one waits until it is promoted."""
    from detector import challenge
    from detector.narrate import tell_trained

    chosen = read_settings(settings)
    with opened_next(workspace, chosen) as con, progress() as tell:
        told = challenge.train(con, chosen, as_of and as_of.date(), tell)
    say(as_data(told) if as_json else tell_trained(told, workspace))


@models_app.command("list")
def models_list(workspace: WorkspaceOption, as_json: JsonOption = False) -> None:
    """List the stored models, the champion first."""
    from detector.models import list_models
    from detector.narrate import tell_models

    with opened(workspace, Settings(), read_only=True) as con:
        told = list_models(con)
    say(as_data(told) if as_json else tell_models(told))


@models_app.command("show")
def models_show(
    name: Name,
    workspace: WorkspaceOption,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write the model's card to, as a page.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell one model: parameters, features, fingerprints; with --out also its card."""
    from detector.models import find_model
    from detector.narrate import tell_model
    from detector.report import write_card

    with opened(workspace, Settings(), read_only=True) as con:
        told = find_model(con, name)
    if out is not None:
        say(f"The card lies at {write_card(told, out)}")
        return
    say(as_data(told) if as_json else tell_model(told))


@models_app.command("export")
def models_export(
    name: Name,
    workspace: WorkspaceOption,
    mlflow: Annotated[Path, typer.Option(help="Folder of runs, in the layout that MLflow reads.")],
) -> None:
    """Write a stored model's parameters, figures and card as a run for MLflow."""
    from detector.models import find_model, write_run
    from detector.report import render_card

    with opened(workspace, Settings(), read_only=True) as con:
        told = find_model(con, name)
    run = write_run(told, mlflow, {"card.html": render_card(told).encode()})
    say(f"The run lies at {run}")


@models_app.command("promote")
def models_promote(name: Name, workspace: WorkspaceOption) -> None:
    """Make a stored model the one that scans use; the one before stays stored."""
    from detector.models import promote_model

    with opened(workspace, Settings()) as con:
        told = promote_model(con, name)
    say(f"{told.name} is the champion from the next scan on.")


@models_app.command("compare")
def models_compare(
    name: Name,
    workspace: WorkspaceOption,
    budget: Annotated[int | None, typer.Option(min=1, help="Lines that each flags.")] = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Let champion and challenger flag the same lines: which move, and why."""
    from detector.challenge import compare_models
    from detector.narrate import tell_comparison

    chosen = read_settings(settings)
    with opened(workspace, chosen) as con, progress() as tell:
        told = compare_models(con, name, chosen, budget, tell)
    say(as_data(told) if as_json else tell_comparison(told))


@models_app.command("drift")
def models_drift(
    workspace: WorkspaceOption,
    days: Annotated[int, typer.Option(min=7, help="Days of the windows compared.")] = 28,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Say which features and scores moved beyond their own noise, and how steady the top is."""
    from detector.challenge import watch
    from detector.narrate import tell_watched

    chosen = read_settings(settings)
    with opened(workspace, chosen) as con, progress() as tell:
        told = watch(con, chosen, days, tell)
    say(as_data(told) if as_json else tell_watched(told))
