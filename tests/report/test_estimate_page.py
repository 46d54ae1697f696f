"""The page of an estimate, as a minister reads it and a statistician checks it."""

import json
import re

import pytest

from detector.flows.estimate import EstimatePlan, Flags, Gap, read_assumptions, reckon
from detector.report import as_section, render_estimate, write_estimate
from tests.pages import faults_of
from tests.report.test_page import ACCUSING

PLAN = EstimatePlan(year=2024, claim=50_000, draws=5_000)
LIKELIHOOD = re.compile(r"\b(likely|unlikely|probabl[ey]|almost certain|remote)\b", re.I)
HOSTILE = '</script><img src=x onerror="window.ran=1">'


@pytest.fixture(scope="module")
def plain_one():
    return reckon(read_assumptions(), PLAN)


@pytest.fixture(scope="module")
def full_one(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / f"{'m' * 200}.toml"
    path.write_text(
        f'[[mirror_gap]]\nplace = "A"\nyear = 2024\nlow = 1e8\nhigh = 2e9\n'
        f'[[balance_gap]]\nplace = "A"\nyear = 2024\nlow = 10e3\nhigh = 90e3\n'
        f"[lists]\nours = ['a', 'b', 'c']\noutside = ['b', 'c', 'd', 'e']\n"
        f"[public.seen]\nlow = 9e3\nsource = '''{HOSTILE}'''\n",
        encoding="utf-8",
    )
    gap = Gap(place="A", year=2024, low=5.0, high=90.0)
    flags = Flags(400.0, (100.0,) * 4, 2, 3, 1.0, ("x",), HOSTILE, (gap,))
    plan = EstimatePlan(year=2024, claim=50_000, draws=5_000, parameters=path)
    return reckon(read_assumptions(path), plan, flags)


@pytest.fixture(scope="module")
def early_one():
    return reckon(read_assumptions(), EstimatePlan(year=2022, claim=50_000, draws=2_000))


@pytest.mark.browser
@pytest.mark.parametrize("one", ["full_one", "early_one"])
def test_the_page_has_no_fault(browser, tmp_path, request, one):
    page = write_estimate(request.getfixturevalue(one), tmp_path)
    assert faults_of(browser, page) == []


def test_the_uncertainty_stands_before_the_middle(plain_one):
    page = render_estimate(plain_one)
    (lead,) = re.findall(r'class="lead"><bdi>(.*?)</bdi></p>', page, re.S)
    assert lead.startswith("Between ")
    assert lead.index("factor of") < lead.index("middle")


def test_equal_estimates_give_equal_bytes(plain_one):
    again = reckon(read_assumptions(), PLAN)
    assert render_estimate(again) == render_estimate(plain_one)


@pytest.mark.parametrize("one", ["plain_one", "full_one", "early_one"])
def test_the_words_accuse_nobody_and_claim_no_likelihood(request, one):
    page = render_estimate(request.getfixturevalue(one))
    assert not ACCUSING.findall(page)
    assert not LIKELIHOOD.findall(page)


def test_every_way_every_assumption_and_every_blind_spot_is_on_the_page(full_one):
    page = render_estimate(full_one)
    assert len(full_one.ways) == 9
    assert not full_one.missing
    for way in full_one.ways:
        assert way.name in page
        assert way.blind in page
    for one in full_one.assumptions:
        assert f">{one.key}</code>" in page
    for text in full_one.unseen:
        assert text in page


def test_ways_that_are_not_computed_say_what_opens_them(plain_one):
    page = render_estimate(plain_one)
    assert page.count("What opens it:") == len(plain_one.missing) == 5


def test_hostile_text_is_shown_and_not_run(full_one):
    page = render_estimate(full_one)
    assert "<img" not in page
    assert "&lt;img" in page


def test_the_page_needs_nothing_and_holds_no_script(plain_one):
    page = render_estimate(plain_one)
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert " style=" not in page
    assert len(page) < 150_000


def test_the_json_twin_holds_the_same(plain_one, tmp_path):
    page = write_estimate(plain_one, tmp_path)
    told = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["pool"]["chips"]["middle"] == plain_one.pool.chips.middle
    assert told["made"]["parameters"] == plain_one.made.parameters
    assert len(told["ways"]) == len(plain_one.ways)


def test_the_section_carries_the_headline_and_every_way(plain_one):
    section = as_section(plain_one)
    assert section.brief[0].startswith("Between ")
    assert len(section.plot.rows) == len(plain_one.ways) + 2
