"""The page of benchmarks says what the committed results say, and nothing else."""

from pathlib import Path

from benchmarks import tables
from benchmarks.recording import RESULTS

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def test_the_page_is_made_of_the_committed_results():
    assert PAGE.read_text(encoding="utf-8") == tables.build_page(RESULTS)
