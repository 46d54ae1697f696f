"""The named pattern that a case looks most like, told from the mix of its reasons."""

import re

import pandas as pd

TYPOLOGIES = {
    "T01": "hub pass-through",
    "T02": "end user that does not install",
    "T03": "new company after a rule",
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
LEAST_SHARE = 0.3

_BY_SIGNAL = (
    ("split|lots|structur|under_limit|cut_off", "T07"),
    ("payer|payment", "T13"),
    ("repair|return|temporary|procedure|rma", "T16"),
    ("deadline|rush|front_load|days_to_rule|cliff", "T15"),
    ("brand|relabel", "T05"),
    ("serial|duplicate|chassis", "T09"),
    ("strip|dismantl|morph|kg_ratio", "T10"),
    ("capacity|ancillar|installed|power_gap", "T02"),
    ("activity|business|line_of", "T14"),
    ("pass_through|passthrough|onward|forwarded|hold|resale|balance|dwell|mirror", "T01"),
    ("forwarder|mail_centre|address|door", "T08"),
    ("detour|corridor|lane|transit|hops|path|circuit", "T11"),
    ("density|weight|vague|implied|misdesc|declared_as|eccn", "T04"),
    ("first_order|first_seen|age|new_|novel|incorporat|days_known|unknown_before", "T03"),
    ("price|unit_value|value_gap|value_per", "T06"),
)
_BY_FLAG = {
    "R02": "T02", "R03": "T14", "R04": "T02", "R05": "T03", "R09": "T08", "R10": "T11",
    "R11": "T04", "R12": "T01", "R15": "T03", "R16": "T08", "R18": "T02", "R20": "T08",
    "R23": "T08", "R24": "T08", "R26": "T13", "R27": "T06", "R28": "T08", "R29": "T01",
    "R30": "T01", "R31": "T04", "R32": "T04",
}  # fmt: skip
_BY_VIEW = {"goods": "T04", "price": "T06", "parties": "T03", "routing": "T11", "movements": "T01"}


def pattern_of(signal: str, view: str, red_flag: str | None) -> str | None:
    """Say which pattern one reason speaks for; None when it speaks for none.

    Examples
    --------
    >>> pattern_of("routing.payer_elsewhere", "routing", None), pattern_of("x", "price", "R27 BIS")
    ('T13', 'T06')
    >>> pattern_of("x", "statistics", None) is None
    True
    """
    name = signal.rsplit(".", 1)[-1]
    for fragments, pattern in _BY_SIGNAL:
        if re.search(fragments, name):
            return pattern
    number = re.search(r"R\d\d", red_flag or "")
    return _BY_FLAG.get(number[0] if number else "") or _BY_VIEW.get(view)


def typology_of(reasons: pd.DataFrame) -> str:
    """Name the pattern that most of the reasons' weight speaks for.

    Parameters
    ----------
    reasons : DataFrame of shape (n_reasons, n_columns)
        Columns signal, view, red_flag and share of one case; share is a part of 1 per shipment.

    Returns
    -------
    str
        Number and name, for example ``T01 hub pass-through``; ``unusual`` where no pattern has
        `LEAST_SHARE` of the weight.
    """
    weights: dict[str, float] = {}
    whole = 0.0
    for row in reasons.itertuples():
        share = 0.0 if pd.isna(row.share) else float(row.share)
        whole += share
        flag = None if pd.isna(row.red_flag) else str(row.red_flag)
        pattern = pattern_of(str(row.signal), str(row.view), flag)
        if pattern:
            weights[pattern] = weights.get(pattern, 0.0) + share
    best = min(weights, key=lambda pattern: (-round(weights[pattern], 9), pattern), default="")
    if not best or weights[best] < LEAST_SHARE * whole or whole == 0:
        return UNUSUAL
    return f"{best} {TYPOLOGIES[best]}"
