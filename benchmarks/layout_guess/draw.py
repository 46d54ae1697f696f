"""Draw the headers that are set aside: 40 of 188, stratified by direction, seed 20261124."""

import json
import random
import re
from pathlib import Path

SEED = 20261124
HELD_OUT = 40


def direction(file: str) -> str:
    """Export, import or other, by the file's name."""
    if re.search(r"\bexp", file, re.IGNORECASE):
        return "export"
    if re.search(r"\bimp", file, re.IGNORECASE):
        return "import"
    return "other"


def draw(headers: Path) -> list[str]:
    """Names of the headers set aside, sorted; the same for the same file."""
    files = [entry["file"] for entry in json.loads(headers.read_text(encoding="utf-8"))]
    strata: dict[str, list[str]] = {}
    for file in sorted(set(files)):
        strata.setdefault(direction(file), []).append(file)
    shares = {name: HELD_OUT * len(members) / len(files) for name, members in strata.items()}
    counts = {name: int(share) for name, share in shares.items()}
    by_rest = sorted(shares, key=lambda name: (counts[name] - shares[name], name))
    for name in by_rest[: HELD_OUT - sum(counts.values())]:
        counts[name] += 1
    chooser = random.Random(SEED)
    drawn = [file for name in sorted(strata) for file in chooser.sample(strata[name], counts[name])]
    return sorted(drawn)
