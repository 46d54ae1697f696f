"""A case in one zip: page, data, evidence, events, and a manifest to check it by."""

import csv
import io
import json
import tempfile
import zipfile
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from detector.cases import told_cases
from detector.errors import IntegrityError, ReviewError
from detector.report import write_case
from detector.report.scope import choose_scope
from detector.review.chain import Event, canonical, hash_of
from detector.review.desk import DESK, Desk
from detector.review.exchange import guarded
from detector.workspace import Connection

MANIFEST = "MANIFEST.sha256"
MOST_BYTES = 64 * 2**20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINES = """
    select line.* from shipments line join scores score using (source, shipment_id)
    left join case_told_as merged on merged.case_id = score.case_id
    where score.scan_id = $scan_id and coalesce(merged.told_as, score.case_id) = $case_id
    order by score.rank
"""


def evidence_folder(workspace: Path) -> Path:
    """Return where files of evidence lie, each named by its SHA-256."""
    return workspace.with_suffix(".evidence")


def write_bundle(con: Connection, desk: Desk, case_id: str, out: Path, workspace: Path) -> Path:
    """Write a case as ``case-<case_id>.zip``; equal records and events give equal bytes.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    desk : Desk
    case_id : str
    out : Path
        A folder; made when missing.
    workspace : Path
        Beside which the evidence lies.
    """
    parts: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        page = write_case(con, case_id, Path(folder))
        parts["case.html"] = page.read_bytes()
        parts["case.json"] = page.with_suffix(".json").read_bytes()
        parts |= {file.name: file.read_bytes() for file in Path(folder).glob("party-*")}
    scan_id = choose_scope(con, None).scan_id
    with told_cases(con, scan_id) as merged:
        values = {"scan_id": scan_id, "case_id": merged.get(case_id, case_id)}
        parts["records.csv"] = _records(con, values)
    told = [asdict(event) for event in desk.events_about(case_id)]
    parts["events.jsonl"] = "".join(canonical(event) + "\n" for event in told).encode()
    for event in desk.history(case_id):
        if event.kind == "attached":
            name = str(json.loads(event.body)["sha256"])
            kept = evidence_folder(workspace) / name
            if kept.is_file():
                parts[f"evidence/{name}"] = kept.read_bytes()
    listed = (f"{sha256(parts[name]).hexdigest()}  {name}\n" for name in sorted(parts))
    parts[MANIFEST] = "".join(listed).encode()
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"case-{case_id}.zip"
    _pack(parts, file)
    return file


def verify_bundle(file: Path) -> int:
    """Check a bundle: each file against the manifest, each event against its hash.

    Returns
    -------
    int
        How many files agree. A bundle holds the events of one case, not the chain between
        them: that the chain is whole is checked at the desk.

    Raises
    ------
    IntegrityError
        At the first file or event that does not agree, is missing, or is not listed.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_BYTES:
                raise _disagrees("The bundle unpacks to more than it may", file)
            parts = {name: packed.read(name) for name in packed.namelist()}
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        raise _disagrees(f"The bundle cannot be read: {error}", file) from error
    listed = [line.split("  ", 1) for line in parts.pop(MANIFEST, b"").decode().splitlines()]
    wanted = {row[1]: row[0] for row in listed if len(row) == 2}
    if set(wanted) != set(parts):
        odd = ", ".join(sorted(set(wanted) ^ set(parts)))[:200] or MANIFEST
        raise _disagrees(f"Files and manifest disagree about {odd}", file)
    for name, told in wanted.items():
        if sha256(parts[name]).hexdigest() != told:
            raise _disagrees(f"{name} was changed", file)
    for line in parts.get("events.jsonl", b"").decode().splitlines():
        event = Event(**json.loads(line))
        if hash_of(event) != event.hash:
            raise _disagrees(f"Event {event.seq} was changed", file)
    return len(parts)


def attach(desk: Desk, case_id: str, actor: str, given: tuple[str, bytes], workspace: Path) -> str:
    """Keep a file of evidence by its hash; a pending proposal is cancelled by it.

    Returns
    -------
    str
        Its SHA-256.
    """
    name, content = given
    if not content:
        raise ReviewError("The file is empty", "evidence", "Choose a file that holds something.")
    told = sha256(content).hexdigest()
    folder = evidence_folder(workspace)
    folder.mkdir(exist_ok=True)
    kept = folder / told
    if not kept.exists():
        part = folder / f"{told}.part"
        part.write_bytes(content)
        part.replace(kept)
    with desk.lock:
        body: dict[str, object] = {"sha256": told, "name": name[:120], "bytes": len(content)}
        desk.append("attached", case_id, actor, body)
        if desk.standing(case_id).state == "proposed":
            desk.append("cancelled", case_id, DESK, {"why": "evidence was added"})
    return told


def _records(con: Connection, values: dict[str, object]) -> bytes:
    found = con.execute(_LINES, values)
    names = [column[0] for column in found.description or ()]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(names)
    writer.writerows([guarded(cell) for cell in row] for row in found.fetchall())
    return text.getvalue().encode()


def _pack(parts: dict[str, bytes], file: Path) -> None:
    part = file.with_name(file.name + ".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(parts):
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), parts[name], zipfile.ZIP_DEFLATED)
    part.replace(file)


def _disagrees(what: str, file: Path) -> IntegrityError:
    return IntegrityError(what, str(file), "Ask for the bundle again, by another way.")
