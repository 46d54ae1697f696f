"""The command that simulates a world."""

from typing import Annotated

import typer

from detector.cli.options import JsonOption, OutFolder, as_data, progress, say

app = typer.Typer()


@app.command()
def simulate(
    shipments: Annotated[int, typer.Option(min=1_000, help="How many lines, exactly.")],
    out: OutFolder,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same world.")] = 1,
    world: Annotated[
        str, typer.Option(help="standard, stress, or a TOML file of your own.")
    ] = "standard",
    form: Annotated[str, typer.Option("--format", help="csv or parquet.")] = "csv",
    as_json: JsonOption = False,
) -> None:
    """Write a simulated world with planted schemes, and the truth about them.

    Any number of lines fits: memory holds one block of 200,000 lines, or one month of lines.
    """
    from detector.narrate import tell_world
    from detector.simulate import Order, read_world, simulate_to

    with progress() as tell:
        written = simulate_to(out, Order(shipments, seed, read_world(world), form), tell)
    say(as_data(written) if as_json else tell_world(written, out))
