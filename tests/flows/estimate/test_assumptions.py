import re
from datetime import timedelta
from pathlib import Path

import pytest

from detector.errors import SettingsError
from detector.flows.estimate import read_assumptions
from detector.reference import MARKS, read_table


def test_every_shipped_assumption_tells_its_source_and_mark():
    told = read_assumptions()
    for quantity in told.quantities.values():
        assert len(quantity.source) > 5
        assert quantity.mark in MARKS
        assert quantity.narrowed_by
    assert {row.mark for row in (*told.purchases, *told.lawful, *told.quoted)} <= set(MARKS)


def test_a_users_number_stands_above_ours_and_is_marked_as_given(own):
    told = read_assumptions(own("[public.share_seen]\na = 5.0\n"))
    changed = told["public.share_seen"]
    assert (changed.a, changed.b) == (5.0, 10.0)
    assert (changed.source, changed.mark) == ("your file", "given")
    assert told["public.seen"] == read_assumptions()["public.seen"]
    assert told.given == ("public.share_seen",)


def test_a_user_may_tell_a_source_and_another_kind(own):
    told = read_assumptions(
        own('[shells.networks]\nkind = "fixed"\nvalue = 9\nsource = "own files"\nmark = "verified"')
    )
    assert told["shells.networks"].spread() == (9, 9, 9)
    assert told["shells.networks"].mark == "verified"


def test_the_fingerprint_is_of_the_content(own):
    ours = read_assumptions()
    assert read_assumptions(own("")).fingerprint == ours.fingerprint
    assert read_assumptions(own("[public.share_seen]\na = 5.0")).fingerprint != ours.fingerprint


def test_reading_a_users_file_leaves_ours_as_it_was(own):
    before = read_assumptions()
    read_assumptions(own("[public.share_seen]\na = 5.0\n[weights]\npaths = 0.0"))
    assert read_assumptions() == before


@pytest.mark.parametrize(
    ("text", "what", "fix"),
    [
        ("[publik]\na = 1.0", "Unknown parameter 'publik'", "Did you mean 'public'?"),
        ("[public.share_sen]\na = 1.0", "'public.share_sen'", "'public.share_seen'"),
        ("[public.share_seen]\nc = 1.0", "Unknown parameter 'public.share_seen.c'", "Remove it"),
        ("[weights]\npath = 1.0", "Unknown parameter 'weights.path'", "'weights.paths'"),
        ("[weights]\npaths = -1.0", "'weights.paths' cannot be used", "Correct it"),
        ("[public.share_seen]\na = -2.0", "finite and above 0", "Correct it"),
        ('[public]\nseen = 3', "a quantity was expected", "Correct it"),
        ('public = 3', "a group of quantities was expected", "Correct it"),
        ("[shells.networks]\nlow = 90.0", "low must lie below high", "Correct it"),
        ('[[mirror_gap]]\nplace = "X"\nyear = 2024\nlow = 2.0\nhigh = 1.0', "above high", "C"),
        ('[[mirror_gap]]\nplace = "X"\nyear = 2024\nlow = nan\nhigh = 1.0', "finite", "Correct"),
        ('[claim_counts]\nchips = ["h1000"]', "no id of the reference table", "Correct it"),
        ("[mix]\n2024 = { h100-sxm = 0.0 }", "greater than 0", "Correct it"),
        ("[lists]\ninside = []", "Unknown parameter 'lists.inside'", "Remove it"),
        ("a = ", "no TOML", "Write tables"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_place(own, text, what, fix):
    with pytest.raises(SettingsError) as refused:
        read_assumptions(own(text))
    assert what in refused.value.what
    assert fix in refused.value.fix
    assert refused.value.where.endswith("mine.toml")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SettingsError, match="cannot be read"):
        read_assumptions(tmp_path / "none.toml")


def test_lawful_windows_end_the_day_before_a_rule_of_the_reference_table():
    days = set(read_table("rule_dates")["date"].dt.date)
    ends = [row.last for row in read_assumptions().lawful if row.last]
    assert ends
    assert {end + timedelta(days=1) for end in ends} <= days


def test_the_shares_of_each_year_add_up_to_one():
    for shares in read_assumptions().mix.years.values():
        assert sum(shares.values()) == pytest.approx(1.0)


def test_the_example_of_the_documentation_is_read(own):
    page = Path(__file__).parents[3].joinpath("docs", "estimate.md").read_text(encoding="utf-8")
    told = read_assumptions(own(re.search(r"```toml\n(.*?)```", page, re.S).group(1)))
    assert told["flags.coverage"].a == 30
    assert [gap.place for gap in (*told.mirror_gaps, *told.balance_gaps)] == ["hub A", "hub A"]
    assert told.lists.outside
