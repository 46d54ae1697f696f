"""Commands of the review desk: list, decide, agree, import, export, verify, serve, account."""

import getpass
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from detector.cli.options import JsonOption, OutFolder, WorkspaceOption, as_data, opened, say
from detector.settings import Settings

desk = typer.Typer(help="Work through flags; what is decided comes back as labels.")
app = typer.Typer()
app.add_typer(desk, name="review")

ActorOption = Annotated[str, typer.Option("--as", help="Who is deciding, as declared.")]


def _me() -> str:
    return getpass.getuser()


@desk.command("list")
def list_cases(
    workspace: WorkspaceOption,
    state: Annotated[
        list[str] | None,
        typer.Option(help="new, in review, proposed, snoozed or closed; may be repeated."),
    ] = None,
    most: Annotated[int, typer.Option(min=1, help="Most lines to print.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List the cases of the latest scan in the order to review them."""
    from dataclasses import asdict

    from detector.narrate import tell_queue
    from detector.review import open_desk, open_docket, status_of

    docket = open_docket(workspace)
    with open_desk(workspace) as opened_desk:
        if as_json:
            rows = [opened_desk.standing(key) for key in docket.flags]
            wanted = [row for row in rows if not state or row.state in state][:most]
            told = [status_of(opened_desk, docket, row.key)[0] for row in wanted]
            both = zip(wanted, told, strict=True)
            say(as_data([asdict(row) | {"status": status} for row, status in both]))
        else:
            say(tell_queue(docket, opened_desk, state or (), most))


@desk.command()
def decide(
    case_id: str,
    disposition: str,
    workspace: WorkspaceOption,
    note: Annotated[str, typer.Option(help="What you saw; ten letters or more.")],
    reason_code: Annotated[str, typer.Option(help="D10, or D11:B01 to D11:B14.")] = "",
    duplicate_of: Annotated[str, typer.Option(help="The case that this one doubles.")] = "",
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Close a case, or propose where a second person must agree."""
    from detector.errors import ReviewError
    from detector.review import Verdict, cancel_stale, check_double, open_desk, open_docket
    from detector.review import decide as close

    docket = open_docket(workspace)
    if case_id not in docket.flags:
        raise ReviewError("There is no such case", case_id, "See: chiptrace review list.")
    with open_desk(workspace) as opened_desk:
        cancel_stale(opened_desk, docket)
        verdict = Verdict(disposition, note, reason_code, duplicate_of)
        check_double(opened_desk, docket, disposition, duplicate_of)
        event = close(opened_desk, docket.flags[case_id], actor or _me(), verdict)
    told = "proposed; a second person must agree" if event.kind == "proposed" else "closed"
    say(as_data(event) if as_json else f"{case_id} is {told}")


@desk.command()
def agree(
    case_id: str, workspace: WorkspaceOption, actor: ActorOption = "", as_json: JsonOption = False
) -> None:
    """Agree, as a second person, to what is proposed."""
    from detector.errors import ReviewError
    from detector.review import agree as second
    from detector.review import open_desk, open_docket

    docket = open_docket(workspace)
    if case_id not in docket.flags:
        raise ReviewError("There is no such case", case_id, "See: chiptrace review list.")
    with open_desk(workspace) as opened_desk:
        event = second(opened_desk, docket.flags[case_id], actor or _me())
    say(as_data(event) if as_json else f"{case_id} is closed")


@desk.command()
def reopen(
    case_id: str,
    workspace: WorkspaceOption,
    note: Annotated[str, typer.Option(help="Why; ten letters or more.")],
    actor: ActorOption = "",
    as_json: JsonOption = False,
) -> None:
    """Open a closed case again, or send a proposal back; a merged case stands by itself again."""
    from detector.review import decline, open_desk

    with open_desk(workspace) as opened_desk:
        event = decline(opened_desk, case_id, actor or _me(), note)
    say(as_data(event) if as_json else f"{case_id} is open again")


@desk.command("import")
def import_csv(
    file: Path, workspace: WorkspaceOption, actor: ActorOption = "", as_json: JsonOption = False
) -> None:
    """Take decisions from a CSV file, for example from another desk."""
    from detector.narrate import tell_import
    from detector.review import import_decisions, open_desk

    with open_desk(workspace) as opened_desk:
        told = import_decisions(opened_desk, file, actor or _me())
    say(as_data(told) if as_json else tell_import(told))


@desk.command()
def export(
    workspace: WorkspaceOption,
    case_id: Annotated[
        str, typer.Argument(help="A case; without one, all decisions as decisions.csv.")
    ] = "",
    out: OutFolder = Path("reports"),
    as_json: JsonOption = False,
) -> None:
    """Write a case as a bundle that can be checked, or all decisions as CSV."""
    from detector.review import open_desk, write_bundle, write_decisions

    with open_desk(workspace) as opened_desk:
        if case_id:
            with opened(workspace, Settings(), read_only=True) as con:
                file = write_bundle(con, opened_desk, case_id, out, workspace)
        else:
            out.mkdir(parents=True, exist_ok=True)
            file = out / "decisions.csv"
            write_decisions(opened_desk, file)
    say(as_data({"file": str(file)}) if as_json else f"Written to {file}")


@desk.command()
def verify(
    workspace: Annotated[
        Path | None, typer.Option("--workspace", "-w", help="The workspace whose desk to check.")
    ] = None,
    bundle: Annotated[Path | None, typer.Option(help="A bundle to check.")] = None,
    head: Annotated[
        str, typer.Option(help="A head hash noted earlier, as in a weekly report.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Check the chain of events of a desk, or a bundle of a case."""
    from detector.errors import ReviewError
    from detector.review import desk_file, each_event, verify_bundle, verify_chain

    if bundle is not None:
        files = verify_bundle(bundle)
        say(as_data({"files": files}) if as_json else f"The bundle holds: {files} files agree")
        return
    if workspace is None:
        raise ReviewError("Nothing to check", "review verify", "Give --workspace or --bundle.")
    with opened(desk_file(workspace), Settings(), read_only=True) as con:
        found = verify_chain(each_event(con), head)
        events = con.execute("select count(*) from events").fetchall()[0][0]
    told = f"The chain holds: {events:,} events, head {found}"
    say(as_data({"events": events, "head": found}) if as_json else told)


@desk.command()
def serve(
    workspace: WorkspaceOption,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port.")] = 8_765,
    audit: Annotated[
        int, typer.Option(min=0, max=200, help="Lines to draw below the threshold, once a scan.")
    ] = 0,
    host: Annotated[str, typer.Option(help="Address; any but this machine's needs TLS.")] = (
        "127.0.0.1"
    ),
    name: Annotated[
        list[str] | None, typer.Option(help="A name that browsers may use; may be repeated.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="TLS certificate, PEM.")] = None,
    private_key: Annotated[Path | None, typer.Option(help="Its private key, PEM.")] = None,
) -> None:
    """Serve the desk's pages: to this machine, or under TLS to people with accounts."""
    serving = _serving()
    at = serving.check_address(workspace, host, tuple(name or ()), (certificate, private_key))
    serving.serve(workspace, at, port, audit, say)


@desk.command()
def account(
    name: str,
    workspace: WorkspaceOption,
    role: Annotated[str, typer.Option(help="reader, analyst or supervisor.")] = "analyst",
    drop: Annotated[bool, typer.Option("--drop", help="Strike the account off.")] = False,
) -> None:
    """Make an account for the pages, give it another role or password, or strike it off.

    The password is asked for on a terminal, and read from the first line of the input otherwise.
    """
    serving = _serving()
    if drop:
        serving.strike_off(workspace, name)
        say(f"{name} is struck off")
        return
    if sys.stdin.isatty():
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\n")
    serving.keep_account(workspace, name, role, password)
    say(f"{name} is {role}")


def _serving() -> Any:
    from detector.errors import ReviewError

    try:
        from detector.review.server import serving
    except ImportError as error:
        raise ReviewError(
            f"The pages need a library that is not installed: {error.name}",
            "review serve",
            "Install them with: pip install 'chiptrace[serve]'.",
        ) from error
    return serving
