"""Counts which mappable fields a guess finds, and which mappings it gets wrong."""

import json
import tomllib
from pathlib import Path
from typing import Any

from detector.records.guess import guess_header


def measure(headers: Path, labels: Path) -> dict[str, Any]:
    """Guess each labelled header from its names alone and compare with the labels.

    Parameters
    ----------
    headers : Path
        JSON list of objects with ``file`` and ``header``.
    labels : Path
        TOML as ``labels.toml`` describes.

    Returns
    -------
    dict
        Counts, ``recall`` = found / mappable, ``wrong_share`` = wrong / proposed, and the misses.
    """
    entries = json.loads(headers.read_text(encoding="utf-8"))
    names_of = {entry["file"]: [str(name) for name in entry["header"]] for entry in entries}
    truth = tomllib.loads(labels.read_text(encoding="utf-8"))
    mappable = found = proposed = wrong = right_kind = 0
    misses: list[str] = []
    faults: list[str] = []
    for file, labelled in truth.items():
        guess = guess_header(names_of[file], file)
        right_kind += guess.kind == labelled["kind"]
        given = {one.field: one.positions[0] for one in guess.fields if one.positions}
        wanted = {name: _places(told) for name, told in labelled.items() if isinstance(told, list)}
        allowed = {name: _places(told) for name, told in labelled.get("also", {}).items()}
        mappable += len(wanted)
        proposed += len(given)
        for name, places in wanted.items():
            if given.get(name) in places:
                found += 1
            else:
                misses.append(f"{file}: {name} = {labelled[name][0]}")
        for name, at in given.items():
            if at not in wanted.get(name, ()) and at not in allowed.get(name, ()):
                wrong += 1
                faults.append(f"{file}: {name} <- {at} {names_of[file][at]}")
    return {
        "headers": len(truth),
        "right_kind": right_kind,
        "mappable": mappable,
        "found": found,
        "recall": round(found / mappable, 4),
        "proposed": proposed,
        "wrong": wrong,
        "wrong_share": round(wrong / max(proposed, 1), 4),
        "misses": misses,
        "faults": faults,
    }


def _places(told: list[str]) -> set[int]:
    return {int(one.split()[0]) for one in told}
