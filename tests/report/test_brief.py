from dataclasses import replace

from detector.report.brief import write_brief
from detector.report.findings import Totals, TrendWeek, Usual

TOTALS = Totals(1_000, 0, 5, None, None, 3, 3, 0, None, 20_000, 0, 0)
WEEK = (TrendWeek("2026-W38", "2026-09-14", 90, 2, None),)
NO_RANGE = Usual(None, None, 3, "too few weeks to say")


def brief(totals=TOTALS, usual=NO_RANGE, days=7):
    return write_brief(totals, (WEEK, usual, days), ((), ()), ((), ()))


def test_the_brief_has_three_to_five_sentences_each_with_a_number(week):
    assert 3 <= len(week.brief) <= 5
    assert all(any(letter.isdigit() for letter in sentence) for sentence in week.brief)


def test_without_computing_goods_no_accelerators_are_spoken_of():
    assert brief()[0] == (
        "5 of 1,000 lines scored (0.5 %) are flagged for review, in 3 cases, declared at "
        "USD 20,000."
    )


def test_a_week_is_called_usual_or_unusual_with_its_range():
    assert "within the usual 1 to 4" in brief(usual=Usual(1, 4, 12, "usual"))[1]
    assert "unusually many: 0 to 1 is usual" in brief(usual=Usual(0, 1, 12, "unusually many"))[1]
    assert "3 weeks before it too few to say what is usual" in brief()[1]


def test_a_week_in_progress_says_how_many_days_are_seen():
    told = brief(usual=Usual(1, 4, 12, "week not complete"), days=1)[1]
    assert "of which 1 day is seen" in told
    assert "so far" in told


def test_what_changed_since_the_scan_before_is_told():
    told = brief(replace(TOTALS, newly_flagged=4, no_longer_flagged=1))[1]
    assert "4 came to the queue and 1 left it" in told


def test_a_scan_without_flags_says_so_first():
    told = brief(replace(TOTALS, flagged=0, cases=0))
    assert told[0] == "None of the 1,000 lines scored is flagged."
    assert told[-1] == "No line was rejected and no source is late."
