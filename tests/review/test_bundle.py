"""A bundle tells when anything in it was changed."""

import shutil
import zipfile

import pytest

from detector.errors import IntegrityError
from detector.review import (
    Verdict,
    attach,
    decide,
    evidence_folder,
    open_desk,
    open_docket,
    verify_bundle,
    write_bundle,
)
from detector.workspace import open_workspace
from tests.review.flags import flag


@pytest.fixture
def bundle(tmp_path, scanned, clock):
    workspace = tmp_path / "w.duckdb"
    shutil.copyfile(scanned, workspace)
    told = next(iter(open_docket(workspace).flags.values()))
    with open_desk(workspace, clock) as desk, open_workspace(workspace, read_only=True) as con:
        decide(desk, told, "ana", Verdict("refer", "papers do not agree"))
        attach(desk, told.key, "ana", ("../../invoice.pdf", b"invented"), workspace)
        yield write_bundle(con, desk, told.key, tmp_path / "out", workspace)


def repack(file, change):
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def test_an_honest_bundle_holds_and_its_names_are_ours(bundle):
    with zipfile.ZipFile(bundle) as packed:
        names = packed.namelist()
    parties = [name for name in names if name.startswith("party-P-")]
    assert verify_bundle(bundle) == 5 + len(parties)
    assert not [name for name in names if ".." in name]


@pytest.mark.parametrize("name", ["case.html", "records.csv", "events.jsonl", "case.json"])
def test_a_changed_file_is_found(bundle, name):
    repack(bundle, lambda parts: parts.update({name: parts[name] + b" "}))
    with pytest.raises(IntegrityError, match=f"{name} was changed"):
        verify_bundle(bundle)


def test_a_missing_and_an_added_file_are_found(bundle):
    repack(bundle, lambda parts: (parts.pop("case.html"), parts.update({"more.txt": b""})))
    with pytest.raises(IntegrityError, match=r"case\.html, more\.txt"):
        verify_bundle(bundle)


def test_added_evidence_cancels_a_proposal(desk, tmp_path):
    workspace = tmp_path / "w.duckdb"
    decide(desk, flag(), "ana", Verdict("confirmed diversion", "seen at the warehouse"))
    told = attach(desk, "C-1", "ben", ("photo.png", b"invented"), workspace)
    assert desk.standing("C-1").state == "new"
    assert [file.name for file in evidence_folder(workspace).iterdir()] == [told]
