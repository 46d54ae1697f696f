"""The test vectors of the rules, and what the answers must never say."""

import pytest

from detector.controls import CAVEAT, NOT_NEEDED, STATUSES
from tests.controls.questions import answer

SURE = [
    ("1", "h100-sxm", "US>CN", "2023-06-01", "denied", "us-2022-china"),
    ("2", "a800", "US>CN", "2023-06-01", NOT_NEEDED, None),
    ("3", "a800", "US>CN", "2023-12-01", "denied", "us-2023-a-d5"),
    ("4", "h20", "US>CN", "2024-06-01", NOT_NEEDED, None),
    ("5", "h20", "US>CN", "2025-05-01", "needed", "us-2025-letter-h20-d5"),
    ("6", "h200-sxm", "US>CN", "2026-03-01", "needed", "us-2026-review"),
    ("7", "h200-sxm", "TW>CN", "2026-03-01", "denied", "us-2023-a-d5"),
    ("8", "b200", "US>CN", "2026-03-01", "denied", "us-2023-a-d5"),
    ("10", "h100-sxm", "US>MY", "2025-08-01", NOT_NEEDED, None),
    ("10 onward", "h100-sxm", "MY>ID", "2025-08-20", "needed", "my-2025-permit"),
    ("11", "h100-sxm", "US>AE", "2025-08-01", "needed", "us-2023-a-d1-d4"),
    ("12", "rtx-4090", "US>CN", "2024-01-10", "needed", "us-2023-note2-d5"),
    ("13", "rtx-5090d", "US>CN", "2025-06-01", NOT_NEEDED, None),
    ("14", "l4", "US>CN", "2024-06-01", "denied", "us-2023-a-d5"),
    ("15", "l20", "US>CN", "2024-06-01", NOT_NEEDED, None),
    ("16", "v100", "US>CN", "2024-06-01", NOT_NEEDED, None),
]


@pytest.mark.parametrize("vector", SURE, ids=lambda vector: f"vector {vector[0]}")
def test_a_vector_is_answered_with_its_row(vector):
    _, chip, lane, on, status, rule_id = vector
    told = answer(chip, lane, on)
    assert (told.status, told.rule_id) == (status, rule_id)


def test_the_rows_of_the_list_are_told():
    assert answer("l4", "US>CN", "2024-06-01").control_row == "3A090.a.2"
    assert answer("rtx-4090", "US>CN", "2024-06-01").control_row == "note-2"
    assert answer("h20", "US>CN", "2025-06-01").control_row == "letter"


def test_policies_are_told():
    assert answer("h200-sxm", "US>CN", "2026-03-01").policy == "case-by-case"
    assert answer("rtx-4090", "US>CN", "2024-01-10").policy == "NAC notification"
    assert answer("h100-sxm", "US>CN", "2023-06-01").policy == "presumption of denial"


def test_vector_9_a_chinese_parent_asks_for_a_licence_in_malaysia():
    told = answer("h100-sxm", "US>MY", "2026-06-01", consignee_hq="CN")
    assert (told.status, told.rule_id) == ("denied", "us-2023-a-hq")


def test_vector_10_the_later_leg_out_of_malaysia_is_told():
    told = answer("h100-sxm", "US>MY", "2025-08-01")
    assert told.onward_rule_id == "my-2025-permit"
    assert "later leg" in told.text
    assert answer("h100-sxm", "US>MY", "2025-07-13").onward_rule_id is None


def test_vector_17_affiliates_are_caught_then_suspended_then_to_be_checked_again():
    owned = {"owner_listed": True, "owner_share": 0.6}
    caught = answer("v100", "US>SG", "2025-10-15", **owned)
    assert (caught.status, caught.rule_id, caught.red_flag) == (
        "needed",
        "us-2025-affiliates",
        None,
    )
    suspended = answer("v100", "US>SG", "2026-03-01", **owned)
    assert (suspended.status, suspended.red_flag) == (NOT_NEEDED, "R14")
    later = answer("v100", "US>SG", "2026-11-20", **owned)
    assert (later.status, later.red_flag) == ("undetermined", "R14")
    assert later.ended_rule_id == "us-2025-affiliates-suspended"
    assert "Check again" in later.text and "2026-11-09" in later.text


def test_a_listed_owner_of_unknown_share_is_a_red_flag_and_undetermined():
    told = answer("v100", "US>SG", "2025-10-15", owner_listed=True)
    assert (told.status, told.missing, told.red_flag) == ("undetermined", ("owner share",), "R14")
    less = answer("v100", "US>SG", "2025-10-15", owner_listed=True, owner_share=0.3)
    assert (less.status, less.red_flag) == (NOT_NEEDED, None)


@pytest.mark.parametrize(
    ("lane", "on", "status"),
    [
        ("US>HK", "2022-09-15", "needed"),
        ("US>MO", "2022-09-15", NOT_NEEDED),
        ("US>HK", "2022-11-01", "denied"),
        ("US>MO", "2022-11-01", NOT_NEEDED),
        ("US>MO", "2023-01-17", "denied"),
        ("US>HK", "2023-12-01", "denied"),
        ("US>MO", "2023-12-01", "denied"),
        ("US>HK", "2026-03-01", "needed"),
        ("US>MO", "2026-03-01", "needed"),
    ],
)
def test_hong_kong_goes_with_china_and_macao_follows_its_own_rows(lane, on, status):
    assert answer("h100-pcie", lane, on).status == status


def test_the_first_rule_takes_effect_for_chips_two_weeks_after_its_release():
    assert answer("h800", "US>CN", "2022-10-20").status == NOT_NEEDED
    assert answer("max-1550", "US>CN", "2022-10-20").status == NOT_NEEDED
    assert answer("max-1550", "US>CN", "2022-10-21").status == "denied"


@pytest.mark.parametrize("to", ["IL", "TW", "SG", "MY", "TH", "JP", "IN", "KR", "DE", "ID", "US"])
def test_hubs_and_allies_need_no_licence_when_the_parent_is_their_own(to):
    assert answer("h100-sxm", f"TW>{to}", "2024-06-01").status == NOT_NEEDED


@pytest.mark.parametrize("to", ["AE", "SA", "QA", "VN", "KZ"])
def test_d1_and_d4_countries_need_a_licence(to):
    assert answer("h100-sxm", f"TW>{to}", "2024-06-01").rule_id == "us-2023-a-d1-d4"


def test_a_chinese_parent_is_stricter_than_the_destination():
    assert answer("h100-sxm", "US>AE", "2024-06-01", consignee_hq="CN").status == "denied"


def test_embargoes_reach_every_accelerator():
    assert answer("t4", "IN>RU", "2024-06-01").rule_id == "us-russia"
    assert answer("t4", "IN>RU", "2022-02-01").status == NOT_NEEDED


def test_servers_follow_their_chips():
    assert answer("dgx-b200", "US>CN", "2026-03-01").status == "denied"
    assert answer("dgx-h100", "US>MY", "2026-06-01", consignee_hq="CN").status == "denied"


def test_a_server_that_takes_several_chips_is_an_unknown_chip():
    told = answer("dell-xe9680", "US>CN", "2024-06-01")
    assert (told.status, told.missing) == ("undetermined", ("chip",))
    assert answer("dell-xe9680", "US>JP", "2024-06-01").status == NOT_NEEDED


@pytest.mark.parametrize(
    ("told", "missing"),
    [
        ({"consignee_hq": None}, ("parent",)),
        ({"end_user": "missing"}, ("end user",)),
        ({"end_user": "named"}, ("parent of the end user",)),
        ({"destination_country": None}, ("destination",)),
        ({"listed": None}, ("identity",)),
    ],
)
def test_what_is_not_known_and_would_matter_leaves_it_undetermined(told, missing):
    answered = answer("h100-sxm", "US>MY", "2024-06-01", **told)
    assert (answered.status, answered.missing) == ("undetermined", missing)


def test_an_unknown_parent_does_not_matter_for_a_chip_under_the_lines():
    assert answer("v100", "US>MY", "2024-06-01", consignee_hq=None).status == NOT_NEEDED


def test_an_unknown_exporter_leaves_open_whether_review_is_case_by_case():
    told = answer("h200-sxm", ">CN", "2026-03-01")
    assert (told.status, told.rule_id) == ("needed", "us-2023-a-d5")
    assert "us-2026-review" in told.text and "country of export" in told.text


def test_a_day_after_the_last_known_one_is_undetermined_with_what_held_before():
    told = answer("h100-sxm", "US>CN", "2026-07-01")
    assert (told.status, told.is_past_known) == ("undetermined", True)
    assert told.rule_id == "us-2026-review"
    assert "known through 2026-06-30" in told.text


def test_rows_that_are_not_enforced_or_unverified_raise_nothing():
    told = answer("h100-sxm", "US>IN", "2025-06-01")
    kinds = {row.rule_id: row.bearing for row in told.bearings}
    assert kinds["us-2025-diffusion"] == "not enforced"
    assert kinds["us-2025-diffusion-small-orders"] == "unverified"
    assert told.status == NOT_NEEDED and "Left aside" in told.text
    letter = answer("mi250", "US>CN", "2022-09-15")
    assert (letter.status, letter.bearings[0].bearing) == (NOT_NEEDED, "unverified")


def test_goods_without_accelerators_are_not_reached():
    told = answer(None, "US>CN", "2024-06-01", holds_accelerators=False)
    assert (told.status, told.bearings) == (NOT_NEEDED, ())


@pytest.mark.parametrize("vector", SURE, ids=lambda vector: f"vector {vector[0]}")
def test_every_answer_says_that_it_is_a_screening_aid(vector):
    told = answer(*vector[1:4])
    assert told.text.endswith(CAVEAT) and told.caveat == CAVEAT
    assert told.status in STATUSES


def test_an_answer_names_the_source_of_its_row():
    told = answer("h100-sxm", "US>CN", "2024-06-01")
    assert "88 FR 73458" in (told.source or "") and told.source in told.text


def test_an_item_that_the_catalogue_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no item 'h9000'"):
        answer("h9000", "US>CN", "2024-06-01")
