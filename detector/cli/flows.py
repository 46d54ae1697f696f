"""Commands on aggregate statistics: mirror gaps, displacement of lanes, balances of countries."""

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
    progress,
    say,
)
from detector.settings import Settings, read_settings

app = typer.Typer()
flows_app = typer.Typer(
    help="Aggregate statistics: mirror gaps, displacement of lanes, balances of countries.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(flows_app, name="flows")

PublisherOption = Annotated[
    str | None,
    typer.Option(help="Layout or source to read; default: the one with the most cells."),
]
ProductOption = Annotated[
    list[str] | None,
    typer.Option("--product", help="Beginning of an HS code; may be given again."),
]
DigitsOption = Annotated[
    int | None, typer.Option(help="Digits of the HS code that make a product: 2, 4, 6, 8 or 10.")
]
YearlyOption = Annotated[
    bool | None,
    typer.Option("--yearly/--monthly", help="Rhythm; default: as most of the cells are."),
]
MostOption = Annotated[int, typer.Option(min=1, help="Most rows of each list.")]
PageOption = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Folder for flows.html and its JSON twin, all analyses."),
]


@flows_app.command()
def mirror(
    workspace: WorkspaceOption,
    publisher: PublisherOption = None,
    product: ProductOption = None,
    digits: DigitsOption = None,
    yearly: YearlyOption = None,
    most: MostOption = 20,
    out: PageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Hold what exporters say they sent against what importers say they received."""
    from detector.flows import FlowPlan, analyse_mirror
    from detector.narrate import tell_mirror
    from detector.report import gather_flows, write_flows

    plan = FlowPlan(publisher, tuple(product or ()), digits, yearly)
    with opened(workspace, Settings(), read_only=True) as con, progress() as tell:
        tell("holding both sides against each other")
        found = analyse_mirror(con, plan, most)
        page = write_flows(gather_flows(con, plan, most=most), out) if out else None
    say(as_data(found) if as_json else tell_mirror(found) + lies_at(page))


@flows_app.command()
def displacement(
    workspace: WorkspaceOption,
    publisher: PublisherOption = None,
    product: ProductOption = None,
    digits: DigitsOption = None,
    yearly: YearlyOption = None,
    event: Annotated[
        list[datetime] | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="Day of an event; may be given again; default: rule dates."
        ),
    ] = None,
    shipments: Annotated[
        bool, typer.Option("--shipments", help="Lanes of the scanned shipments, in accelerators.")
    ] = False,
    most: MostOption = 20,
    out: PageOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for lanes that close and others that open in their place after dates of rules."""
    from detector.flows import Event, FlowPlan, watch_displacement
    from detector.narrate import tell_displacement
    from detector.report import gather_flows, write_flows

    plan = FlowPlan(publisher, tuple(product or ()), digits, yearly)
    days = [Event(day.date(), "Day given") for day in event] if event else None
    with opened(workspace, Settings(), read_only=True) as con, progress() as tell:
        tell("looking for lanes that close and open")
        found = watch_displacement(con, plan, days, by_shipments=shipments, most=most)
        page = write_flows(gather_flows(con, plan, most=most), out) if out else None
    say(as_data(found) if as_json else tell_displacement(found) + lies_at(page))


@flows_app.command()
def balance(
    workspace: WorkspaceOption,
    most: MostOption = 20,
    out: PageOption = None,
    as_json: JsonOption = False,
    settings: SettingsOption = None,
) -> None:
    """Balance each country: accelerators arrived, forwarded, installed, in stock, and the rest."""
    from detector.flows import balance_countries
    from detector.narrate import tell_balance
    from detector.report import gather_flows, write_flows

    chosen = read_settings(settings)
    with opened(workspace, chosen, read_only=True) as con, progress() as tell:
        tell("balancing countries")
        found = balance_countries(con, chosen.hold_days, most)
        told = gather_flows(con, None, chosen.hold_days, most) if out else None
        page = write_flows(told, out) if out and told else None
    say(as_data(found) if as_json else tell_balance(found) + lies_at(page))


def lies_at(page: Path | None) -> str:
    """Say where the page lies, where one was written."""
    return f"\n\nThe page lies at {page}" if page else ""
