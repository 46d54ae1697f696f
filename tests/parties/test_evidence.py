from detector.parties.evidence import QUIET_NAMES, gather_evidence
from detector.parties.joined import keyed
from tests.parties.names import mentioned

DOOR = "18 Harbour Street, Penang"


def test_a_quiet_door_tells_of_a_company_and_a_crowded_one_does_not():
    quiet = gather_evidence(keyed(mentioned(("Kelvarren", "MY", DOOR))))
    assert quiet["doors"].tolist() == [["18 harbour st penang MY"]]
    names = [(f"Kelvarren {number}", "MY", DOOR) for number in range(QUIET_NAMES + 1)]
    crowded = gather_evidence(keyed(mentioned(*names)))
    assert crowded["doors"].tolist() == [None] * (QUIET_NAMES + 1)
    assert all(crowded["crowds"].map(len) == 1)


def test_the_spelling_with_most_records_stands_for_the_key():
    told = mentioned(("Kelvarren Ltd", "MY"), ("KELVARREN LTD", "MY"))
    told["records"] = [1, 5]
    found = gather_evidence(keyed(told))
    assert found[["name", "records"]].to_numpy().tolist() == [["KELVARREN LTD", 6]]


def test_what_is_not_stated_is_none():
    found = gather_evidence(keyed(mentioned(("Kelvarren",))))
    assert found.loc[0, ["countries", "doors", "sites", "crowds"]].tolist() == [None] * 4
