"""One case on one page: gathered as data, printed without a script."""

from detector.report.case_file.findings import CaseFile
from detector.report.case_file.gather import build_case_file, build_case_files
from detector.report.case_file.printing import render_case, write_case

__all__ = ["CaseFile", "build_case_file", "build_case_files", "render_case", "write_case"]
