import re

import pytest

from detector.controls.rulebook import policies, rules
from detector.controls.wording import words_of
from tests.controls.questions import answer, question

FORBIDDEN = re.compile(r"smuggl|illegal|guilty|criminal|\bprove|\bevade")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"chip": "h100-sxm", "lane": "US>CN", "on": "2024-06-01"}, "Denied: us-2023-a-d5"),
        ({"chip": "h100-sxm", "lane": "US>AE", "on": "2024-06-01"}, "Needed: us-2023-a-d1-d4"),
        ({"chip": None, "lane": "US>CN", "on": "2024-06-01"}, "which accelerator it is"),
        ({"chip": "mi308x", "lane": "US>CN", "on": "2024-06-01"}, "the accelerator's figures"),
        ({"chip": "v100", "lane": "US>CN", "on": "2024-06-01"}, "none of them applies on 2024-"),
        ({"chip": "v100", "lane": "US>CN", "on": "2026-08-01"}, "none of them applied"),
    ],
)
def test_an_answer_says_why(told, says):
    assert says in answer(**told).text


def test_goods_without_accelerators_are_told_so():
    asked = question(None, "US>CN", "2024-06-01", holds_accelerators=False)
    told = answer(None, "US>CN", "2024-06-01", holds_accelerators=False)
    assert "no accelerator" in words_of(asked, told)


def test_rows_and_policies_accuse_nobody():
    told = [row.title + (row.note or "") for row in rules()]
    told += [str(row["words"]) for row in policies().values()]
    assert not [text for text in told if FORBIDDEN.search(text.lower())]
