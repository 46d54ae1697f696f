"""The example in ``reports/`` is what the code of today makes, and small.

On another processor the last digits of a score may differ, so figures may too: words may not.
"""

import re

from detector.workspace import open_workspace
from tests.example import FOLDER, write_example

KEPT = {"README.md", "weekly.webp"}
FIGURE = re.compile(rb"\d[\d,.]*")


def words_of(text: bytes) -> bytes:
    """Blank out figures."""
    return FIGURE.sub(b"#", text)


def test_the_example_made_again_says_the_same(scanned, tmp_path):
    with open_workspace(scanned, read_only=True) as con:
        write_example(con, tmp_path)
    held = {file.name for file in FOLDER.iterdir()} - KEPT
    assert held == {file.name for file in tmp_path.iterdir()}
    changed = [
        name for name in sorted(held)
        if words_of((FOLDER / name).read_bytes()) != words_of((tmp_path / name).read_bytes())
    ]  # fmt: skip
    assert not changed, "Make it again with: python -m tests.example"


def test_the_example_made_twice_gives_the_same_bytes(scanned, tmp_path):
    for folder in ("first", "second"):
        with open_workspace(scanned, read_only=True) as con:
            write_example(con, tmp_path / folder)
    for file in (tmp_path / "first").iterdir():
        assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes(), file.name


def test_the_example_is_small():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) < 1_500_000
    assert (FOLDER / "weekly.webp").stat().st_size < 300_000
