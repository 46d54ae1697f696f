"""Commands of the review desk: list, decide, agree, import, export, verify."""

import getpass
from pathlib import Path
from typing import Annotated

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
    from detector.narrate import tell_queue
    from detector.review import open_desk, open_docket

    docket = open_docket(workspace)
    with open_desk(workspace) as opened_desk:
        if as_json:
            rows = [opened_desk.standing(key) for key in docket.flags]
            wanted = [row for row in rows if not state or row.state in state]
            say(as_data(wanted[:most]))
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
    from detector.review import Verdict, cancel_stale, open_desk, open_docket
    from detector.review import decide as close

    docket = open_docket(workspace)
    if case_id not in docket.flags:
        raise ReviewError("There is no such case", case_id, "See: chiptrace review list.")
    with open_desk(workspace) as opened_desk:
        cancel_stale(opened_desk, docket)
        verdict = Verdict(disposition, note, reason_code, duplicate_of)
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
    from detector.review import desk_file, read_events, verify_bundle, verify_chain

    if bundle is not None:
        files = verify_bundle(bundle)
        say(as_data({"files": files}) if as_json else f"The bundle holds: {files} files agree")
        return
    if workspace is None:
        raise ReviewError("Nothing to check", "review verify", "Give --workspace or --bundle.")
    with opened(desk_file(workspace), Settings(), read_only=True) as con:
        events = read_events(con)
    found = verify_chain(events, head)
    told = f"The chain holds: {len(events):,} events, head {found}"
    say(as_data({"events": len(events), "head": found}) if as_json else told)


@desk.command()
def serve(
    workspace: WorkspaceOption,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="Port on this machine.")] = 8_765,
    audit: Annotated[
        int, typer.Option(min=0, max=1_000, help="Lines to draw below the threshold, once a scan.")
    ] = 0,
) -> None:
    """Serve the desk's pages to this machine, and to no other."""
    from detector.errors import ReviewError
    from detector.review import audit_once, open_desk

    try:
        import uvicorn

        from detector.review.server import Gate, Shelf, build_app
    except ImportError as error:
        raise ReviewError(
            f"The pages need a library that is not installed: {error.name}",
            "review serve",
            "Install them with: pip install 'chiptrace[serve]'.",
        ) from error
    with open_desk(workspace) as opened_desk:
        if audit:
            with opened(workspace, Settings(), read_only=True) as con:
                audit_once(con, opened_desk, audit)
        gate = Gate()
        say(f"http://127.0.0.1:{port}/  keys, one a role, until this ends:")
        for role, key in gate.keys.items():
            say(f"  {role:<10}  {key}")
        pages = build_app(opened_desk, Shelf(workspace, opened_desk), gate)
        uvicorn.run(pages, host="127.0.0.1", port=port, log_level="warning", server_header=False)
