import pytest

from detector.cli import main
from detector.errors import RecordError
from detector.narrate import tell_company
from detector.parties import keep_apart, resolve, show_company
from detector.workspace import open_workspace
from tests.parties.test_resolve import records  # noqa: F401  a fixture

ONE, OTHER, DOOR = "Kelvarren Technology", "Kelvaren Technology", "12 Harbour Street"


@pytest.fixture
def resolved(con, records):  # noqa: F811
    for name in (ONE, OTHER, "Quayline Freight"):
        records(consignee=name, consignee_country="MY", consignee_address=DOOR)
    resolve(con)
    return con


def test_a_company_is_told_with_what_joined_its_names(resolved):
    told = show_company(resolved, "KELVARREN TECHNOLOGY, LTD.")
    assert {one.name for one in told.spellings} == {ONE, OTHER}
    assert told.likenesses[0].joined
    assert "sound the same" in told.likenesses[0].words
    assert told.doors[0].companies == 2
    text = tell_company(told)
    assert "taken for one company" in text
    assert "stands here" in text


def test_a_decision_of_a_person_is_told(resolved):
    keep_apart(resolved, ONE, OTHER)
    assert "Kept apart by a person" in tell_company(show_company(resolved, ONE))


def test_a_forwarder_is_told_with_why(resolved):
    assert "forwarder: the name reads as one" in tell_company(
        show_company(resolved, "Quayline Freight")
    )


def test_a_name_that_no_record_carries_is_an_error(resolved):
    with pytest.raises(RecordError, match="No record names"):
        show_company(resolved, "Nobody")


def test_a_workspace_that_was_not_scanned_says_so(con):
    with pytest.raises(RecordError, match="not yet resolved"):
        show_company(con, ONE)


def test_the_commands_show_keep_apart_and_take_back(tmp_path, capsys):
    file = tmp_path / "w.duckdb"
    with open_workspace(file) as con:
        con.execute("create table placeholder (name varchar)")
    told = ["parties", "apart", ONE, OTHER, "--workspace", str(file)]
    assert main(told) == 0
    assert main([*told, "--undo"]) == 0
    assert main([*told, "--undo"]) == 0
    said = capsys.readouterr().out
    assert "Kept apart" in said
    assert "Taken back" in said
    assert "were not kept apart" in said
    assert main(["parties", "show", ONE, "--workspace", str(file)]) == RecordError.exit_status
