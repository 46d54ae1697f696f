"""Renders the card of a stored model as one page without scripts; equal models, equal bytes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detector.models import StoredModel, own_in_words
from detector.report.numerals import percent
from detector.report.press import print_page, write_page
from detector.report.sheet import Sheet

LIMITS = (
    "It learns what is usual in the records that are loaded. Where these hold diversion, it takes "
    "some of it for usual.",
    "What it rehearses on is simulated. Schemes that nobody has described are not among them.",
    "Decisions of reviewers are taken as right. A wrong clearance holds lines back until it "
    "expires.",
    "No feature reads the script, language or ethnicity of a name.",
)
_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CardFindings:
    """What the card of a model shows, ready for a page or for JSON."""

    name: str
    made_on: str
    is_champion: bool
    brief: _Row
    figures: tuple[tuple[str, str, str], ...]
    sheets: tuple[Sheet, ...]
    limits: _Row
    facts: tuple[tuple[str, str], ...]


def build_card(one: StoredModel) -> CardFindings:
    """Gather what the card of a model shows.

    Parameters
    ----------
    one : StoredModel
    """
    return CardFindings(
        name=one.name,
        made_on=one.made_on,
        is_champion=one.is_champion,
        brief=_brief(one),
        figures=_figures(one),
        sheets=(_unseen(one.facts), *_own(one.facts), _dropped(one.facts), _features(one.features)),
        limits=LIMITS,
        facts=_facts(one),
    )


def render_card(one: StoredModel) -> str:
    """Return the card of a model as one HTML page that asks the network for nothing.

    Parameters
    ----------
    one : StoredModel
    """
    return print_page("model_card.html", {"found": build_card(one)})


def write_card(one: StoredModel, folder: Path) -> Path:
    """Write the card into a folder, named by the model, with its JSON twin; return its path."""
    page = folder / f"model-{one.name}.html"
    return write_page(page, render_card(one), build_card(one))


def _brief(one: StoredModel) -> tuple[str, ...]:
    helps = one.facts.get("rehearsal_helps")
    told = {
        True: "It rehearsed on planted schemes, and that helped on kinds that it had not been "
        "shown; what it learnt is weighed in.",
        False: "It rehearsed on planted schemes, but that did not help on kinds that it had not "
        "been shown, so it ranks by strangeness alone.",
        None: "It has not rehearsed: it ranks by strangeness alone.",
    }
    unfilled = one.facts.get("unfilled")
    named = ", ".join(map(str, unfilled)) if isinstance(unfilled, list) else ""
    without = f" No record told {named} when it was trained; it rehearsed without." if named else ""
    first = f"It reads {len(one.features)} features and ranks lines for people to look at."
    rehearsed = told[helps if isinstance(helps, bool) else None] + without
    own = own_in_words(one.facts)
    return (first, rehearsed, *((own,) if own else ()), _labels(one.facts))


def _labels(facts: Mapping[str, object]) -> str:
    positive, negative = facts.get("labels_positive", 0), facts.get("labels_negative", 0)
    if not (positive or negative):
        return "No decision of a reviewer has taught it."
    return (
        f"Decisions of reviewers that it was given: {positive} found diverted, {negative} cleared; "
        "ten of both kinds are the fewest that it learns from."
    )


def _whence(of_lines: object) -> str:
    if not isinstance(of_lines, int):
        return "loaded when it was trained"
    return f"learnt from, of {of_lines:,} loaded: drawn by the hash of their ids"


def _figures(one: StoredModel) -> tuple[tuple[str, str, str], ...]:
    facts = one.facts
    lines = facts.get("lines")
    share = facts.get("share_of_likeness")
    return (
        ("Lines", f"{lines:,}" if isinstance(lines, int) else "–", _whence(facts.get("of_lines"))),
        ("Features", str(len(one.features)), "with an odd side"),
        (
            "Likeness",
            percent(share) if isinstance(share, float) else "–",
            "of the score; the rest is strangeness",
        ),
    )


def _unseen(facts: Mapping[str, object]) -> Sheet:
    found = facts.get("unseen")
    rows = found if isinstance(found, list) else []
    return Sheet(
        "unseen",
        "Unseen kinds",
        "Kinds that rehearsal was not shown",
        "Average precision on schemes of the kinds left out, by strangeness alone and with what "
        "was learnt from other kinds; the range is the middle 90 % of the difference, schemes "
        "drawn with replacement.",
        ("Kinds left out", "Schemes", "Strangeness", "Rehearsed", "Difference, 90 %"),
        _compared(rows),
        "This model has not rehearsed, or was trained by an earlier version.",
    )


def _compared(rows: Sequence[Mapping[str, Any]]) -> tuple[_Row, ...]:
    return tuple(
        (
            ", ".join(row["kinds"]),
            str(row["schemes"]),
            f"{row['strange']:.3f}",
            f"{row['rehearsed']:.3f}",
            f"{row['low']:+.3f} to {row['high']:+.3f}",
        )
        for row in rows
    )


def _own(facts: Mapping[str, object]) -> tuple[Sheet, ...]:
    told = facts.get("own_rehearsal")
    found = told.get("unseen") if isinstance(told, Mapping) else None
    if not isinstance(found, list):
        return ()
    return (
        Sheet(
            "own",
            "Own records",
            "What planting among the own records adds",
            "Average precision among own records on planted schemes of the kinds left out, by "
            "trees that learnt from the simulated world alone and from both.",
            ("Kinds left out", "Schemes", "Simulated alone", "Both", "Difference, 90 %"),
            _compared(found),
            "Nothing was compared.",
        ),
    )


def _dropped(facts: Mapping[str, object]) -> Sheet:
    found = facts.get("dropped")
    rows = found if isinstance(found, list) else []
    return Sheet(
        "dropped",
        "Dropped",
        "Members that were dropped",
        "A member of a view whose ranks say nothing beside those of the others is left out.",
        ("View", "Goods", "Member", "Rank correlation with the others"),
        tuple((row["view"], row["goods"], row["member"], f"{row['rank']:.3f}") for row in rows),
        "None: every member of every view ranks in a way of its own.",
    )


def _features(names: Sequence[str]) -> Sheet:
    families = Counter(name.partition(".")[0] for name in names)
    return Sheet(
        "features",
        "Features",
        "What it reads",
        "Features by family; docs and the headers of the families say what each one means.",
        ("Family", "Features"),
        tuple((name, str(count)) for name, count in sorted(families.items())),
        "It reads nothing.",
    )


def _facts(one: StoredModel) -> tuple[tuple[str, str], ...]:
    plan = ", ".join(f"{name} {value}" for name, value in one.plan.items())
    found = one.facts.get("borrowed")
    rows = found if isinstance(found, list) else []
    borrowed = tuple((f"Borrowed for {row['view']}", str(row["path"])) for row in rows)
    return (
        ("Trained with", plan),
        *borrowed,
        ("Trained on and with (SHA-256)", one.fingerprint),
        ("Stored bytes (SHA-256)", one.sha256),
        ("Size", f"{one.size:,} bytes"),
    )
