import json
from dataclasses import replace

import pytest

from detector.models import StoredModel
from detector.report.model_card import render_card, write_card
from tests.pages import faults_of

CARD = StoredModel(
    "2026-06-30-<b>ad01f2</b>",
    "2026-06-30",
    True,
    ("price.value_gap", "price.density_gap", "roles.forwarder_door"),
    {"seed": 1, "trees": 200},
    "f" * 64,
    "5" * 64,
    123_456,
    {
        "lines": 20_000,
        "rehearsal_helps": True,
        "share_of_likeness": 0.71,
        "labels_positive": 12,
        "labels_negative": 30,
        "unseen": [
            {
                "kinds": ["T09", "T13"],
                "schemes": 31,
                "strange": 0.41,
                "rehearsed": 0.66,
                "low": 0.1,
                "high": 0.35,
            }
        ],
        "dropped": [
            {"view": "timing", "goods": "others", "member": "neighbours", "rank": 0.999},
        ],
    },
)


@pytest.mark.browser
def test_the_card_is_a_whole_page(browser, tmp_path):
    file = write_card(replace(CARD, name="2026-06-30-ad01f2"), tmp_path)
    assert file.name == "model-2026-06-30-ad01f2.html"
    assert faults_of(browser, file) == []
    told = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert (told["name"], told["sheets"][0]["key"]) == ("2026-06-30-ad01f2", "unseen")


def test_the_card_tells_figures_ranges_labels_and_what_was_dropped():
    page = render_card(CARD)
    for told in ("T09, T13", "0.660", "+0.100 to +0.350", "12 found diverted, 30 cleared"):
        assert told in page
    assert "neighbours" in page
    assert "71 %" in page


def test_the_card_is_repeated_byte_for_byte_and_escapes_names():
    assert render_card(CARD) == render_card(CARD)
    assert "<b>ad01f2" not in render_card(CARD)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({}, "ranks by strangeness alone"),
        ({"rehearsal_helps": False}, "did not help on kinds"),
        ({"unfilled": ["value", "model"]}, "No record told value, model when it was trained"),
        ({}, "No decision of a reviewer has taught it."),
    ],
)
def test_a_card_without_figures_says_so(facts, told):
    assert told in render_card(replace(CARD, facts=facts))


def test_a_card_says_where_lines_were_drawn_from_more():
    assert "loaded when it was trained" in render_card(CARD)
    drawn = replace(CARD, facts=CARD.facts | {"of_lines": 2_000_000})
    assert "learnt from, of 2,000,000 loaded: drawn by the hash of their ids" in render_card(drawn)
