"""A user's own parameters, written where a test wants them."""

import pytest


@pytest.fixture
def own(tmp_path):
    """Write parameters of the user's own."""

    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write
