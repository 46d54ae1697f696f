"""Results as plain data for programs."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path

import numpy as np


def plain(result: object) -> object:
    """Turn a result into what JSON can hold."""
    if is_dataclass(result):
        return {part.name: plain(getattr(result, part.name)) for part in fields(result)}
    if isinstance(result, Mapping):
        return {str(key): plain(value) for key, value in result.items()}
    if isinstance(result, list | tuple):
        return [plain(part) for part in result]
    if isinstance(result, date | Path):
        return str(result)
    if isinstance(result, np.generic):
        return result.item()
    return result
