"""One company on one page: gathered as data, printed without a script."""

from detector.report.party_file.findings import PartyFile
from detector.report.party_file.gather import build_party_files
from detector.report.party_file.printing import print_parties, render_party

__all__ = ["PartyFile", "build_party_files", "print_parties", "render_party"]
