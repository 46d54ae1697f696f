"""The command line: parse, call, print, turn errors into exit statuses.

Results go to stdout, progress and errors to stderr. The science is imported inside the commands,
so that ``--help`` answers at once. Each module holds a group of commands.
"""

import json
import sys
from collections.abc import Sequence

import typer

from detector.cli import (
    estimate,
    flows,
    forget,
    models,
    parties,
    records,
    reviewing,
    rules,
    scanning,
    simulating,
    weekly,
    yardstick,
)
from detector.errors import ChiptraceError

EPILOG = (
    "Exit status: 0 done; 1 unexpected; 2 wrong usage; 3 input unreadable; 4 records fail under "
    "--strict; 5 workspace; 6 settings; 7 integrity; 8 layout; 9 features; 10 model; 11 disk full; "
    "12 review desk refuses. "
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
for group in (
    scanning,
    reviewing,
    models,
    records,
    parties,
    rules,
    flows,
    estimate,
    simulating,
    yardstick,
    weekly,
    forget,
):
    app.add_typer(group.app)


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
