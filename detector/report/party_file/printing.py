"""Prints the pages of companies, each without a script and with its JSON twin."""

from collections.abc import Iterable
from pathlib import Path

from detector.report.party_file.findings import PartyFile
from detector.report.party_file.gather import countries_of
from detector.report.press import print_page, write_page


def render_party(told: PartyFile) -> str:
    """Return a company's page as HTML; equal findings give equal bytes."""
    return print_page("party.html", {"found": told, "where": countries_of(told)})


def print_parties(parties: Iterable[PartyFile], out: Path) -> None:
    """Write ``party-<party_id>.html`` and its JSON twin for each company."""
    for told in parties:
        write_page(out / f"party-{told.party_id}.html", render_party(told), told)
