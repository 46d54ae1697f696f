"""Tests each innocent explanation of a case against the records: supports, does not, cannot tell.

The explanations are B01 to B14 of the trade's ordinary look-alikes. Each test reads counts that
``innocent.sql`` takes; the thresholds stand here, in plain sight.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from math import isnan

import pandas as pd

from detector.cases.words import plural
from detector.engine import read_family
from detector.workspace import Connection, table_exists

SUPPORTS = "supports"
NOT = "does not support"
OPEN = "cannot be told"
MANY_CUSTOMERS, LONG_KNOWN, LONG_RECORDS = 10, 365, 180
RUSH = 1.5
LITTLE = 0.05

Counts = Mapping[str, float | None]
Verdict = tuple[str, str]
_NEEDED = ("ledger", "movement_link", "party", "ref_rule_dates", "ref_accelerators")


@dataclass(frozen=True, slots=True)
class InnocentTest:
    """One ordinary explanation held against the records of a case.

    Attributes
    ----------
    key : str
        ``B01`` to ``B14``.
    name : str
        The explanation in words.
    verdict : str
        ``supports``, ``does not support`` or ``cannot be told``.
    told : str
        What the records show.
    settles : str
        The paper that would settle it.
    """

    key: str
    name: str
    verdict: str
    told: str
    settles: str


def weigh_innocents(
    con: Connection, members: Mapping[str, list[int]], as_of: date
) -> dict[str, tuple[InnocentTest, ...]]:
    """Hold the ordinary explanations against the records of each case.

    Parameters
    ----------
    con : Connection
        A scanned workspace; it is only read.
    members : mapping of str to list of int
        shipment_no of the flagged lines of each case.
    as_of : date
        The last day that the scan saw.

    Returns
    -------
    dict of str to tuple of InnocentTest
        By case_id: what supports first, what cannot be told last. Empty where the workspace lacks
        the tables of a scan.
    """
    if not members or not all(table_exists(con, name) for name in _NEEDED):
        return {}
    pairs = [(case_id, number) for case_id, numbers in members.items() for number in numbers]
    con.register("case_line", pd.DataFrame(pairs, columns=["case_id", "shipment_no"]))
    try:
        query = read_family("detector.cases", "innocent").query
        counted = con.execute(query, {"as_of": as_of.isoformat()}).df()
    finally:
        con.unregister("case_line")
    return {str(row.pop("case_id")): _tests(row) for row in counted.to_dict("records")}


def _tests(row: dict[str, object]) -> tuple[InnocentTest, ...]:
    counts = {name: _known(value) for name, value in row.items()}
    told = []
    for key, (name, judge, settles) in EXPLANATIONS.items():
        verdict, words = judge(counts)
        told.append(InnocentTest(key, name, verdict, words, settles))
    order = (SUPPORTS, NOT, OPEN)
    return tuple(sorted(told, key=lambda test: (order.index(test.verdict), test.key)))


def _known(value: object) -> float | None:
    number = float("nan") if value is None or value is pd.NaT else float(str(value))
    return None if isnan(number) else number


def _n(counts: Counts, name: str) -> int:
    return int(counts[name] or 0)


def _distributor(counts: Counts) -> Verdict:
    customers, days = _n(counts, "customers"), _n(counts, "customer_days")
    told = f"An exporter of the case has {plural(customers, 'customer')} in {days:,} days."
    if customers >= MANY_CUSTOMERS and days >= LONG_KNOWN:
        return SUPPORTS, told
    if _n(counts, "days_of_records") < LONG_RECORDS:
        return OPEN, f"The records span only {_n(counts, 'days_of_records'):,} days."
    return NOT, told


def _repair(counts: Counts) -> Verdict:
    if counts["on_return"]:
        count = plural(_n(counts, "on_return"), "line")
        return SUPPORTS, f"{count} declared as repair or return."
    if counts["came_back"]:
        count = plural(_n(counts, "came_back"), "line")
        return SUPPORTS, f"Goods of {count} can have gone back to where they came from."
    if counts["with_procedure"] or counts["with_serials"]:
        return NOT, "No line is declared as repair or return, and nothing is seen to go back."
    return OPEN, "The records state neither procedure nor serial numbers."


def _data_centre(counts: Counts) -> Verdict:
    found, power = _n(counts, "ancillaries"), counts["stated_mw"]
    mw = f" and a stated {power:g} MW" if power else ""
    told = f"{plural(found, 'line')} of power, cooling or network goods to the same consignees{mw}."
    if found >= 3:
        return SUPPORTS, told
    if not counts["ancillaries_known"]:
        return OPEN, "The records hold no such goods for anybody."
    return NOT, told


def _consolidator(counts: Counts) -> Verdict:
    through, named = _n(counts, "through_forwarder"), _n(counts, "forwarder_with_user")
    told = f"{through} of {plural(_n(counts, 'lines'), 'line')} go to a forwarder; {named} of them "
    told += "name an end user."
    return (SUPPORTS if through and named == through else NOT), told


def _loan(counts: Counts) -> Verdict:
    if counts["on_loan"]:
        return SUPPORTS, f"{plural(_n(counts, 'on_loan'), 'line')} under temporary admission."
    if counts["with_procedure"]:
        return NOT, "No line is under temporary admission."
    return OPEN, "The records do not state the procedure."


def _deadline(counts: Counts) -> Verdict:
    days, rush = counts["days_to_rule"], counts["rush_of_peers"]
    if days is None or days > 45:
        return NOT, "No rule date that the scan knows of follows within 45 days."
    if rush is None:
        return OPEN, f"A rule date follows in {days:.0f} days; too few peers to compare."
    told = f"A rule date follows in {days:.0f} days; others shipped {rush:.1f} times as many lines."
    return (SUPPORTS if rush >= RUSH else NOT), told


def _assembly(counts: Counts) -> Verdict:
    together, changed = _n(counts, "affiliated"), _n(counts, "heading_changed")
    told = f"{plural(together, 'line')} between affiliates; {changed} left again under another "
    told += "heading."
    if together and changed:
        return SUPPORTS, told
    return (NOT if counts["with_affiliation"] else OPEN), told


def _billing_hub(counts: Counts) -> Verdict:
    if not counts["with_buyer"]:
        return OPEN, "The records name no buyer."
    apart = _n(counts, "buyer_apart")
    told = f"{plural(apart, 'line')} billed to somebody who is not the consignee."
    return (SUPPORTS if apart else NOT), told


def _waiting(counts: Counts) -> Verdict:
    share = counts["sent_on"]
    if share is None:
        return OPEN, "No accelerators are known in these lines, so none can be followed."
    told = f"At most {share * 100:.0f} % of the accelerators can have left again."
    return (SUPPORTS if share <= LITTLE and counts["ancillaries"] else NOT), told


def _gaming(counts: Counts) -> Verdict:
    found = _n(counts, "gaming")
    told = f"{found} of {plural(_n(counts, 'lines'), 'line')} hold gaming cards."
    return (SUPPORTS if found * 2 > _n(counts, "lines") else NOT), told


def _old_goods(counts: Counts) -> Verdict:
    if not counts["with_chip"]:
        return OPEN, "The accelerator is not known."
    old, known = _n(counts, "aged"), _n(counts, "with_chip")
    told = f"{old} of {plural(known, 'line')} hold accelerators released over four years before."
    return (SUPPORTS if old * 2 > known else NOT), told


def _affiliates(counts: Counts) -> Verdict:
    together, stated = _n(counts, "affiliated"), _n(counts, "with_affiliation")
    if together:
        return SUPPORTS, f"{plural(together, 'line')} between affiliated companies."
    if stated:
        return NOT, "The companies are not said or known to belong together."
    return OPEN, "The records do not say whether the companies belong together."


def _heading(counts: Counts) -> Verdict:
    shared, lines = _n(counts, "ambiguous"), _n(counts, "lines")
    told = f"{shared} of {plural(lines, 'line')} under headings that such goods often share."
    return (SUPPORTS if shared * 2 > lines else NOT), told


def _licence(counts: Counts) -> Verdict:
    held, stated = _n(counts, "restricted"), _n(counts, "licensed")
    if not held:
        return OPEN, "No line is known to hold restricted accelerators."
    told = f"{stated} of {plural(held, 'line')} of restricted accelerators state a licence number."
    if stated == held:
        return SUPPORTS, told
    return (NOT if counts["licences_known"] else OPEN), told


EXPLANATIONS: Mapping[str, tuple[str, Callable[[Counts], Verdict], str]] = {
    "B01": ("Regional distributor", _distributor, "sales ledger and customers' orders"),
    "B02": ("Warranty return or repair", _repair, "repair orders with serial numbers"),
    "B03": ("Data-centre build", _data_centre, "grid connection, site lease, photographs of racks"),
    "B04": ("Consolidator for named clients", _consolidator, "house bills of lading"),
    "B05": ("Trade fair or loan", _loan, "ATA carnet or loan contract, and the re-import"),
    "B06": ("Lawful rush before a rule date", _deadline, "order dates, and peers' orders"),
    "B07": ("Assembly between affiliates", _assembly, "manufacturing contract, bills of material"),
    "B08": ("Billed in one place, shipped to another", _billing_hub, "invoice and delivery note"),
    "B09": ("Stock waiting for power", _waiting, "warehouse receipts, a count on site"),
    "B10": ("Gaming cards at launch", _gaming, "retail orders"),
    "B11": ("Resale of decommissioned equipment", _old_goods, "disposal papers, serial numbers"),
    "B12": ("Transfer between affiliates", _affiliates, "register entries of both companies"),
    "B13": ("Ambiguous heading", _heading, "binding ruling or data sheet"),
    "B14": ("Licensed export", _licence, "the licence itself, from the authority that gave it"),
}
