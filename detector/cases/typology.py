"""The named pattern that a case looks most like, told from the mix of its reasons."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

TYPOLOGIES = {
    "T01": "hub pass-through",
    "T02": "end user that does not install",
    "T03": "new company, large at once",
    "T04": "goods described as something else",
    "T05": "relabelled brand",
    "T06": "price anomaly",
    "T07": "order split into small lots",
    "T08": "forwarder or shared address as consignee",
    "T09": "equipment shown at inspection only",
    "T10": "dismantled and shipped on",
    "T11": "circuitous routing",
    "T12": "hand-carried goods",
    "T13": "payer elsewhere",
    "T14": "goods that do not fit the business",
    "T15": "rush before a deadline",
    "T16": "repair or return loop",
}
UNUSUAL = "unusual"
LEAST_SHARE = 0.4

_BY_SIGNAL = {
    "build_out": "T02", "company": "T14", "corridor": "T11", "counterparty": "T03",
    "declaration": "T04", "disguise": "T04", "onward": "T01",
    "lots": "T07", "mirror": "T01", "network": "T01", "pass_through": "T01",
    "premises": "T08", "price": "T06", "returns": "T16", "roles": "T08", "serials": "T09",
    "timing": "T15", "cliff": "T15", "wording": "T04",
    "company.consignee_oddness": "T04", "company.exporter_oddness": "T04",
    "corridor.destination_elsewhere": "T01", "counterparty.unlike_activity": "T14",
    "counterparty.unlike_consignee": "T14", "declaration.brand_fit": "T05",
    "declaration.brand_lines": "T05", "declaration.cheap": "T06", "declaration.dear": "T06",
    "lots.company_burst": "T03", "mirror.heading_differs": "T04", "mirror.value_differs": "T06",
    "pass_through.brand_change": "T05", "pass_through.stripped": "T10",
    "price.density_gap": "T04", "price.weight_gap": "T04", "roles.buyer_elsewhere": "T13",
    "roles.bank_consignee": "T13", "roles.no_end_user": "T02", "roles.parent_embargoed": "T02",
    "roles.payer_clients": "T13", "roles.payer_elsewhere": "T13", "roles.payer_embargoed": "T13",
    "roles.payer_stranger": "T13", "serials.lent_twice": "T16", "timing.wake": "T03",
}  # fmt: skip
_BY_FLAG = {
    "R02": "T02", "R03": "T14", "R04": "T02", "R05": "T03", "R09": "T08", "R10": "T11",
    "R11": "T04", "R12": "T01", "R15": "T03", "R16": "T08", "R18": "T02", "R20": "T08",
    "R23": "T08", "R24": "T08", "R26": "T13", "R27": "T06", "R28": "T08", "R29": "T01",
    "R30": "T01", "R31": "T04", "R32": "T04",
}  # fmt: skip
_BY_VIEW = {"goods": "T04", "price": "T06", "parties": "T03", "routing": "T11", "movements": "T01"}


@dataclass(frozen=True, slots=True)
class Weight:
    """One reason and its share of a shipment's score, a part of 1."""

    signal: str
    view: str
    red_flag: str | None
    share: float


def pattern_of(signal: str, view: str, red_flag: str | None) -> str | None:
    """Say which pattern one reason speaks for; None when it speaks for none.

    The feature decides, then its family, then the red flag, then the view.

    Examples
    --------
    >>> pattern_of("roles.payer_elsewhere", "parties", None), pattern_of("x", "price", "R27 BIS")
    ('T13', 'T06')
    >>> pattern_of("x", "statistics", None) is None
    True
    """
    named = _BY_SIGNAL.get(signal) or _BY_SIGNAL.get(signal.partition(".")[0])
    number = re.search(r"R\d\d", red_flag or "")
    return named or _BY_FLAG.get(number[0] if number else "") or _BY_VIEW.get(view)


def typology_of(reasons: Sequence[Weight]) -> str:
    """Name the pattern that most of the reasons' weight speaks for.

    Parameters
    ----------
    reasons : sequence of Weight
        All reasons of one case.

    Returns
    -------
    str
        Number and name, for example ``T01 hub pass-through``; ``unusual`` where no pattern has
        `LEAST_SHARE` of the weight.
    """
    weights: dict[str, float] = {}
    for reason in reasons:
        pattern = pattern_of(reason.signal, reason.view, reason.red_flag)
        if pattern:
            weights[pattern] = weights.get(pattern, 0.0) + reason.share
    whole = sum(reason.share for reason in reasons)
    best = min(weights, key=lambda pattern: (-round(weights[pattern], 9), pattern), default="")
    if not best or weights[best] < LEAST_SHARE * whole or whole == 0:
        return UNUSUAL
    return f"{best} {TYPOLOGIES[best]}"
