"""Watches lanes close and others open in their place, around dates of rules and of enforcement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from detector.errors import RecordError
from detector.flows.breaks import find_breaks
from detector.flows.changes import Windows, changes_at
from detector.flows.findings import Displacement, DisplacementFindings, Growth, WatchedDate
from detector.flows.pairing import (
    MONTHLY,
    NORMAL_90,
    YEARLY,
    Hubs,
    Pair,
    PairRule,
    pairs_after,
    sum_hubs,
)
from detector.flows.panel import Panel, panel_of_flows, panel_of_shipments
from detector.flows.sources import FlowPlan, lay_out_cells
from detector.reference import read_table
from detector.workspace import Connection, table_exists

EFFECTS = ("licence", "tightens", "deadline", "announces", "buyers", "loosens")
LEAST_PLACEBOS = 10
GROWTH = 4.0
LEAST_SHARE = 0.01
MOST_LANES = 6
TRADE = "A factory may have moved, a contract ended, or buyers stocked up before the date."
BOOM = "A new plant, a large project or a change of classification also looks so."
NOTES = (
    "Amounts are less the lane's own trend and season and what its product does on other lanes.",
    "A pair says that one country lost about what another gained; it does not say that the goods, "
    "the buyers or the reasons are the same.",
    "The false-alarm rate is that of dates in the same series on which nothing is known to have "
    "happened; other things happened on some of them.",
)


@dataclass(frozen=True, slots=True)
class Event:
    """A date to look at: of a rule, or of an enforcement."""

    on: date
    words: str
    source: str = "given"


def rule_events() -> tuple[Event, ...]:
    """Give the rule dates of the reference that may close or open a way."""
    table = read_table("rule_dates")
    return tuple(
        Event(row.date.date(), str(row.event), str(row.source))
        for row in table.itertuples(index=False)
        if row.effect in EFFECTS
    )


def watch_displacement(
    con: Connection,
    plan: FlowPlan | None = None,
    events: Sequence[Event] | None = None,
    *,
    by_shipments: bool = False,
    most: int = 20,
) -> DisplacementFindings:
    """Look for lanes that close and open after dates, for breaks, and for unusual growth.

    Parameters
    ----------
    con : Connection
        Holds ``trade_flows``, or a scanned workspace where ``by_shipments``.
    plan : FlowPlan, optional
        Which statistics; not used with ``by_shipments``.
    events : sequence of Event, optional
        Dates to look at; default: `rule_events`.
    by_shipments : bool
        Read monthly lanes of accelerators from the shipments instead of statistics.
    most : int
        Most rows of each list.

    Returns
    -------
    DisplacementFindings

    Raises
    ------
    InputError
        If the publisher or the depth of code is unknown.
    RecordError
        If there is nothing to read.
    """
    if by_shipments:
        if not table_exists(con, "ledger"):
            raise RecordError(
                "The shipments have not been scanned",
                "table ledger",
                "Run: chiptrace scan --workspace W.",
            )
        name, panel = "shipments", panel_of_shipments(con)
    else:
        publisher = lay_out_cells(con, plan or FlowPlan())
        name, panel = publisher.name, panel_of_flows(con, publisher.is_monthly)
    if not len(panel.origins):
        raise RecordError(
            "There is no lane between two countries",
            "table ledger" if by_shipments else "table trade_flows",
            "Load records that name both ends.",
        )
    return watch_panel(panel, rule_events() if events is None else events, name, most)


def watch_panel(
    panel: Panel, events: Sequence[Event], name: str, most: int = 20
) -> DisplacementFindings:
    """Do what `watch_displacement` does, on lanes that are laid out.

    Parameters
    ----------
    panel : Panel
    events : sequence of Event
    name : str
        Whose lanes they are.
    most : int

    Returns
    -------
    DisplacementFindings
    """
    rule, hubs = (MONTHLY if panel.is_monthly else YEARLY), sum_hubs(panel)
    places = [panel.place(event.on.year, event.on.month, event.on.day) for event in events]
    strongest = placebo_scores(panel, hubs, places, rule)
    return DisplacementFindings(
        name,
        panel.unit,
        panel.is_monthly,
        len(panel.origins),
        panel.label(0),
        panel.label(len(panel.periods) - 1),
        tuple(
            _watched(panel, event, pairs_after(panel, hubs, place, rule)[:most], strongest)
            if _is_covered(panel, place, rule)
            else WatchedDate(event.on.isoformat(), event.words, event.source, False, ())
            for event, place in zip(events, places, strict=True)
        ),
        len(strongest),
        int((strongest >= 1).sum()),
        find_breaks(panel, most),
        _growth(panel, rule, most),
        NOTES,
    )


def placebo_scores(panel: Panel, hubs: Hubs, places: Sequence[int], rule: PairRule) -> np.ndarray:
    """Give the score of the strongest pair on every date away from the events; 0 for none.

    Parameters
    ----------
    panel : Panel
    hubs : Hubs
    places : sequence of int
        Places of the events.
    rule : PairRule

    Returns
    -------
    ndarray of shape (n_placebo_dates,)
    """
    reach = max(rule.onsets) + max(rule.closing.after, rule.opening.after)
    scores = []
    for place in range(len(panel.periods)):
        near = any(abs(place - other) < reach for other in places)
        if near or not _is_covered(panel, place, rule):
            continue
        pairs = pairs_after(panel, hubs, place, rule)
        scores.append(pairs[0].score if pairs else 0.0)
    return np.array(scores)


def _is_covered(panel: Panel, place: int, rule: PairRule) -> bool:
    before = max(rule.closing.before, rule.opening.before)
    after = min(rule.onsets) + max(rule.closing.after, rule.opening.after)
    return place >= before // 2 and place + after <= len(panel.periods)


def _watched(
    panel: Panel, event: Event, pairs: Sequence[Pair], strongest: np.ndarray
) -> WatchedDate:
    return WatchedDate(
        event.on.isoformat(),
        event.words,
        event.source,
        True,
        tuple(_displacement(panel, pair, strongest) for pair in pairs),
    )


def _displacement(panel: Panel, pair: Pair, strongest: np.ndarray) -> Displacement:
    enough = len(strongest) >= LEAST_PLACEBOS
    beaten = (1 + int((strongest >= pair.score).sum())) / (1 + len(strongest))
    lanes = tuple((_lane(panel, old), _lane(panel, new)) for old, new in pair.lanes[:MOST_LANES])
    return Displacement(
        pair.closed,
        pair.opened,
        pair.product,
        panel.label(pair.began),
        round(pair.lost),
        round(pair.gained),
        round(pair.gained / pair.lost, 3),
        round(max(pair.gained_low, 0.0) / pair.lost, 3),
        round(max(pair.gained_high, 0.0) / pair.lost, 3),
        round(pair.closing, 2),
        round(pair.opening, 2),
        round(beaten, 4) if enough else None,
        lanes,
        TRADE,
    )


def _lane(panel: Panel, row: int) -> str:
    return f"{panel.origins[row]}→{panel.destinations[row]}"


def _growth(panel: Panel, rule: PairRule, most: int) -> tuple[Growth, ...]:
    """Tell the lanes whose latest periods lie far from what their past and product explain."""
    windows = Windows(rule.closing.before, 0, rule.closing.after)
    place = len(panel.periods) - windows.after
    changes = changes_at(panel, place, windows)
    if changes is None:
        return ()
    groups = int(panel.product_no.max(initial=0)) + 1
    size = np.nan_to_num(np.maximum(changes.actual, changes.expected))
    whole = np.bincount(panel.product_no, weights=size, minlength=groups)[panel.product_no]
    strength = np.where(size >= LEAST_SHARE * whole, np.nan_to_num(changes.strength), 0)
    order = np.argsort(-np.abs(strength), kind="stable")[:most]
    wide = np.exp(NORMAL_90 * changes.error)
    return tuple(
        Growth(
            str(panel.origins[row]),
            str(panel.destinations[row]),
            str(panel.products[row]),
            panel.label(place),
            round(float(changes.actual[row])),
            round(float(changes.expected[row])),
            round(float(changes.expected[row] / wide[row])),
            round(float(changes.expected[row] * wide[row])),
            round(float(strength[row]), 2),
            BOOM,
        )
        for row in order
        if abs(strength[row]) >= GROWTH
    )
