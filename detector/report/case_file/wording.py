"""The sentences of a case file: what is known, what is worked out, what is left open."""

from collections.abc import Sequence

import pandas as pd

from detector.cases import goods_words, plural
from detector.report.case_file.findings import Balance
from detector.report.findings import CaseStory, Reason
from detector.report.numerals import clipped, money, number, span

Goods = tuple[str | None, float, float, float]
STRONG_SHARE = 0.15
STRENGTHS = {
    0: "one kind of reason, thinly spread",
    1: "one kind of reason",
    2: "two independent kinds of reason",
    3: "three independent kinds of reason",
}


def say_line(story: CaseStory) -> str:
    """Tell the case in one sentence or two."""
    when = span(story.first_shipped_on, story.last_shipped_on)
    first = f" {story.reasons[0].text}" if story.reasons else ""
    verb = "stands out" if story.shipments == 1 else "stand out together"
    return f"{plural(story.shipments, 'record')} of {when} {verb}.{first}"


def say_strength(each: Sequence[tuple[Reason, ...]]) -> str:
    """Say how many independent kinds of reason stand behind the lines, one entry per line."""
    shares: dict[str, float] = {}
    for reasons in each:
        for reason in reasons:
            shares[reason.view] = shares.get(reason.view, 0.0) + reason.share / len(each)
    strong = sum(share >= STRONG_SHARE for share in shares.values())
    return STRENGTHS[min(strong, max(STRENGTHS))]


def say_known(story: CaseStory, lines: pd.DataFrame) -> tuple[str, ...]:
    """Say what the records state.

    Parameters
    ----------
    story : CaseStory
    lines : DataFrame of shape (n_shipments, n_columns)
        Of the case, as declared.
    """
    told = [
        f"{plural(story.shipments, 'record')} in {plural(lines['file'].nunique(), 'file')}, "
        f"shipped {span(story.first_shipped_on, story.last_shipped_on)}, "
        f"declared value {money(story.value_usd)}."
    ]
    goods = [clipped(text, 80) for text in lines["description"].dropna().unique()[:3]]
    if goods:
        told.append("Declared as " + "; ".join(f"“{text}”" for text in goods) + ".")
    arrived = int(lines["arrived_on"].notna().sum())
    told.append(_of_arrivals(arrived, len(lines)))
    return tuple(told)


def _of_arrivals(arrived: int, lines: int) -> str:
    if lines == 1:
        return f"It states {'an' if arrived else 'no'} arrival."
    if not arrived:
        return f"None of the {lines} states an arrival."
    return f"{arrived} of {lines} {'states' if arrived == 1 else 'state'} an arrival."


def say_inferred(
    story: CaseStory, goods: Goods | None, balances: Sequence[Balance]
) -> tuple[str, ...]:
    """Say what was worked out, each with its range."""
    told = []
    if goods:
        named, low, units, high = goods
        if units and story.units:
            scale = story.units / units
            told.append(
                f"The records hold about {number(story.units)} accelerators "
                f"({number(low * scale)} to {number(high * scale)}), most as "
                f"{goods_words(named)}; each lot is counted once."
            )
        else:
            told.append(f"The goods are taken for {goods_words(named)}.")
    for told_of in balances[:2]:
        if told_of.sent_on:
            told.append(
                f"{told_of.party} can have sent on {number(told_of.sent_on)} of "
                f"{number(told_of.received)} accelerators that it received, all lines counted."
            )
    if story.typology != "unusual":
        told.append(f"The reasons are consistent most with {story.typology}.")
    else:
        told.append("The reasons are like no named pattern.")
    return tuple(told)


def say_unknown(balances: Sequence[Balance]) -> tuple[str, ...]:
    """Say what no record settles."""
    told = ["What was agreed between the companies, and what the goods were in truth."]
    if any(balance.sent_on for balance in balances):
        told.append("Whether what left later is what came: lots are matched by date and quantity.")
    return tuple(told)
