import re
from pathlib import Path

from detector import demo
from detector.demo import run_demo


def test_the_demo_ends_in_a_page_and_can_be_run_again(tmp_path, monkeypatch):
    monkeypatch.setattr(demo, "SHIPMENTS", 3_000)
    steps = []
    for _ in range(2):
        told = run_demo(tmp_path / "demo", steps.append)
        page = re.search(r"The report lies at (.+)", told)
        assert page
        assert Path(page[1]).stat().st_size > 100_000
    assert steps
    assert (tmp_path / "demo" / "records" / "truth.csv").exists()
