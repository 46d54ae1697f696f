"""The chain of movements that one line may belong to, in words."""

from math import exp

from detector.cases import goods_words
from detector.movements import ChainStep, Changes, ToldChain, tell_chain
from detector.report.explain.section import Fact, Section
from detector.report.numerals import clipped, number
from detector.workspace import Connection

NOTABLE = 0.1
ENDS = {
    "goes on": "the goods can have moved on further than chains are followed",
    "in transit": "the last line has not arrived",
    "installed": "the last consignee states a capacity or received power, cooling or network goods",
    "known end": "the last consignee is declared as the end user",
    "waits": "no later line is seen, and the goods arrived not long ago",
    "vanishes": "no later line, declared end user or capacity is seen",
}


def tell_movements(con: Connection, shipment_no: int) -> Section | None:
    """Tell on which way most goods of a line can have moved, with dates and quantities.

    Returns
    -------
    Section or None
        None where the line hangs on no other.
    """
    told = tell_chain(con, shipment_no)
    if told is None:
        return None
    counted = "accelerators" if told.in_accelerators else "pieces"
    facts = [
        _step(step, counted, before)
        for step, before in zip(told.steps, (None, *told.steps), strict=False)
    ]
    return Section("movements", "Where the goods may have moved", (*facts, *_end(told, counted)))


def _step(step: ChainStep, counted: str, before: ChainStep | None) -> Fact:
    arrived = f", arrived {step.arrived_on.isoformat()}" if step.arrived_on else ""
    told = (
        f"{clipped(step.exporter) or 'unnamed'} ({step.from_country or '?'}) to "
        f"{clipped(step.consignee) or 'unnamed'} ({step.to_country or '?'}), "
        f"{number(step.amount)} {counted}{arrived}"
    )
    evidence = f"{clipped(step.source, 60)} {clipped(step.shipment_id, 60)}"
    if before is None or step.quantity is None:
        return Fact("", step.shipped_on.isoformat(), told, evidence)
    told += (
        f"; {step.lag_days} days after the arrival before; could be the same goods: "
        f"{number(step.quantity)} {counted} in order of arrival, at least {number(step.least)}, "
        f"at most {number(step.most)} of them"
    )
    changed = "; ".join(_changed(step.changes))
    if changed:
        told += f"; changed on the way: {changed}"
    return Fact("", step.shipped_on.isoformat(), told, evidence)


def _changed(told: Changes) -> list[str]:
    words = []
    if None not in told.goods_class and told.goods_class[0] != told.goods_class[1]:
        words.append(" to ".join(goods_words(name) for name in told.goods_class))
    if None not in told.hs and told.hs[0] != told.hs[1]:
        words.append(f"HS {clipped(told.hs[0], 12)} to {clipped(told.hs[1], 12)}")
    if None not in told.brand and told.brand[0] != told.brand[1]:
        words.append(f"brand {clipped(told.brand[0], 40)} to {clipped(told.brand[1], 40)}")
    steps = (("weight", told.kg_step), ("value", told.usd_step), ("packages", told.packages_step))
    for what, step in steps:
        if step is not None and abs(step) >= NOTABLE:
            words.append(f"{what} per piece times {number(exp(step))}")
    return words


def _end(told: ToldChain, counted: str) -> list[Fact]:
    kept = (
        f"{number(told.units_kept)} of {number(told.units_at_start)} {counted} can have taken "
        f"this way; {ENDS[told.ends_how]}"
    )
    why = "in order of arrival: a convention of stock-keeping, not a trace of single pieces"
    facts = [Fact("", "how it ends", kept, why)]
    if told.other_ways:
        facts.append(Fact("", "other ways", f"{told.other_ways} more, of fewer goods", ""))
    return facts
