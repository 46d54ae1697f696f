"""A load that is killed leaves all of it or none."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def test_a_killed_load_lands_whole_or_not_at_all_and_can_be_run_again():
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill_load", "20"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    result = json.loads(told.stdout)
    assert result["half_loads"] == 0
    assert sum(result["ended"].values()) == 20
