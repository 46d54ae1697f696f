"""What git tracks under detector/ is what a wheel carries: no more, no less."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

ROOT = Path(__file__).parent.parent


def tracked(*paths: str) -> list[str]:
    listed = ["git", "ls-files", "-z", "--", *paths]
    told = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in told.split("\0") if name]


def test_the_wheel_carries_every_tracked_file_and_nothing_else(tmp_path):
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        carried = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert carried == set(tracked("detector"))


def test_no_tracked_file_is_large_but_the_charts_library():
    large = [name for name in tracked() if (ROOT / name).stat().st_size > 1_000_000]
    assert large == ["detector/report/vendored/plotly-basic.min.js"]


def test_the_top_level_holds_only_what_the_layout_names():
    folders = {name.split("/")[0] for name in tracked() if "/" in name}
    assert folders <= {"detector", "datasets", "reports", "tests", "benchmarks", "docs", ".ci"}
