import json
import re
from dataclasses import replace

import pytest

from detector.evaluate.page import LIMITS, everything, render_evaluation, write_evaluation
from detector.report.press import as_json
from tests.pages import faults_of

ACCUSING = re.compile(r"smuggl|illegal|guilty|criminal|\bprov(e|es|ed|en|ing)\b|\bfraud", re.I)
HOSTILE = "</script><img src=x onerror=\"window.ran=1\"><b onmouseover='window.ran=1'>"


@pytest.fixture
def hostile(evaluation):
    first = evaluation.methods[0]
    group = replace(first.judgement.typologies[0], name=HOSTILE)
    judgement = replace(first.judgement, typologies=(group,))
    methods = tuple(replace(one, judgement=judgement) for one in evaluation.methods)
    return replace(evaluation, methods=methods, model=HOSTILE, fingerprint="A" * 10_000)


def test_the_same_evaluation_gives_the_same_bytes(evaluation, replay, tmp_path):
    one, two = (write_evaluation(evaluation, tmp_path / name, replay) for name in "ab")
    assert one.read_bytes() == two.read_bytes()
    assert one.with_suffix(".json").read_bytes() == two.with_suffix(".json").read_bytes()
    assert sorted(path.name for path in one.parent.iterdir()) == [
        "evaluation.html",
        "evaluation.json",
    ]


def test_nothing_outside_the_page_is_named_and_nothing_runs(evaluation):
    page = render_evaluation(evaluation)
    assert not re.search(r"https?:|//cdn|@import|url\(|<script", page)
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page


def test_hostile_text_is_escaped(hostile):
    page = render_evaluation(hostile)
    assert "<img" not in page
    assert "&lt;img" in page


def test_no_sentence_accuses(evaluation, replay):
    assert not ACCUSING.search(render_evaluation(evaluation, replay))
    assert not ACCUSING.search(" ".join(LIMITS))


def test_the_page_names_each_method_and_what_was_left_out(evaluation, replay):
    page = render_evaluation(evaluation, replay)
    assert "4 twins of earlier lines and 12 lines" in page
    assert page.count("By chance.") == 1
    assert "no look-ahead found" in page
    assert "reason to look, not evidence" in page


def test_the_json_holds_what_the_page_shows(evaluation, replay):
    told = json.loads(as_json(everything(evaluation, replay)))
    assert [method["name"] for method in told["methods"]] == ["chiptrace", "random"]
    assert told["split"]["twins_removed"] == 4
    assert told["replay"]["weeks"][0]["units"] == 24
    assert json.loads(as_json(everything(evaluation)))["replay"] is None


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["ordinary", "hostile"])
def test_the_page_holds_what_every_page_must(browser, request, replay, kind, tmp_path):
    told = request.getfixturevalue("evaluation" if kind == "ordinary" else "hostile")
    assert faults_of(browser, write_evaluation(told, tmp_path, replay)) == []
