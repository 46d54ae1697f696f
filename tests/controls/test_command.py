"""The command that lists what the law said on a day."""

import json

from detector.cli import main


def test_rules_of_a_day_stand_by_state_with_their_sources(capsys):
    assert main(["rules", "--on", "2025-12-01"]) == 0
    told = capsys.readouterr().out
    assert "In force" in told
    assert "In the text, but not enforced (1)" in told
    assert "us-2025-affiliates-suspended" in told.split("Suspended")[1]
    assert "90 FR 50857" in told
    assert "known through" in told
    assert "not a licence determination" in told


def test_a_day_after_the_last_known_one_says_so(capsys):
    main(["rules", "--on", "2030-01-01"])
    assert "That day is later" in capsys.readouterr().out


def test_programs_read_json(capsys):
    assert main(["rules", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["data"]
    assert told["on"] == told["known_through"]
    assert {row["state"] for row in told["in_force"]} == {"in_force"}
