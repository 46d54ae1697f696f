"""Writes a guessed layout as TOML, with how sure each line is."""

import re
from collections.abc import Iterable, Sequence

from detector.records.guess_match import FieldGuess

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ORDER = (
    "from",
    "constant",
    "unit",
    "unit_from",
    "currency",
    "formats",
    "digits",
    "joiner",
    "repeats",
    "unknown",
)


def quoted(text: str) -> str:
    """Write a text as a TOML string, whatever it holds.

    Examples
    --------
    >>> print(quoted('a "b"').count(chr(92)))
    2
    """
    return '"' + "".join(_escaped(letter) for letter in text) + '"'


def remark(text: str) -> str:
    """Make a text fit for one comment line of TOML."""
    return " ".join(_CONTROL.sub(" ", text).split())[:160]


def field_lines(guess: FieldGuess, names: Sequence[str]) -> Iterable[str]:
    """Write how one column of the contract is filled.

    Parameters
    ----------
    guess : FieldGuess
    names : sequence of str
        The header of the file.
    """
    yield f"[columns.{guess.field}]  # confidence {guess.confidence:.2f}: {remark(guess.why)}"
    if guess.positions:
        key = "join" if len(guess.positions) > 1 else "from"
        yield f"{key} = {_listed(names[at] for at in guess.positions)}"
    if guess.also:
        yield f"also = {_listed(names[at] for at in guess.also)}"
    for key in _ORDER:
        told = guess.settings.get(key)
        if isinstance(told, tuple):
            yield f"{key} = {_listed(str(one) for one in told)}"
        elif isinstance(told, int):
            yield f"{key} = {told}"
        elif told is not None:
            yield f"{key} = {quoted(str(told))}"
    if guess.settings.get("optional"):
        yield "optional = true"
    yield ""


def file_lines(
    requires: Sequence[str], delimiter: str | None, encoding: str | None, extra: dict[str, object]
) -> Iterable[str]:
    """Write how the file is recognised and cut."""
    yield "[file]"
    yield f"requires = {_listed(requires)}"
    if delimiter:
        yield f"delimiter = {quoted(delimiter)}"
    if encoding and not encoding.startswith(("utf-8", "utf-16", "utf-32")):
        yield f"encoding = {quoted(encoding)}"
    for key, told in extra.items():
        if isinstance(told, int):
            yield f"{key} = {told}"
        elif told is not None:
            yield f"{key} = {quoted(str(told))}"
    yield ""


def _listed(texts: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def _escaped(letter: str) -> str:
    if letter in _ESCAPES:
        return _ESCAPES[letter]
    code = ord(letter)
    if 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return f"\\u{code:04x}" if code < 0x20 or 0x7F <= code < 0xA0 else letter
