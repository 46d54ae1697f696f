"""Finds out how the text of a file is encoded."""

import codecs
import re

UTF8 = "utf-8"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAIRS = {
    "gb18030": re.compile(rb"[\xb0-\xd7][\xa1-\xfe]"),
    "big5": re.compile(rb"[\xa4-\xc6][\x40-\x7e\xa1-\xfe]"),
    "cp949": re.compile(rb"[\xb0-\xc8][\xa1-\xfe]"),
}
_HIGH = re.compile(rb"[\x80-\xff]+")
_LATIN_LETTERS = re.compile(rb"(?<=[A-Za-z])[\x80-\xff](?=[A-Za-z])")
_HANGUL_LEAST = 0.8


def marked(head: bytes) -> str | None:
    """Say which encoding a byte-order mark announces, or None."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def guess_encoding(sample: bytes, *, is_utf8: bool) -> str:
    """Guess the encoding of a text.

    Parameters
    ----------
    sample : bytes
        The first bytes of the file, and those around its first bytes above 0x7F.
    is_utf8 : bool
        The whole file is valid UTF-8.

    Returns
    -------
    str
        A codec of Python.

    Examples
    --------
    >>> guess_encoding("exporter;日期".encode("big5"), is_utf8=False)
    'big5'
    >>> guess_encoding("Société;Köln".encode("cp1252"), is_utf8=False)
    'cp1252'
    """
    if mark := marked(sample):
        return mark
    if wide := _wide(sample):
        return wide
    if is_utf8 or _is_mostly_utf8(sample):
        return UTF8
    return _east_asian(sample) or "cp1252"


def can_decode(name: str) -> bool:
    """Say whether Python knows a text encoding of that name."""
    try:
        return bool(codecs.lookup(name)._is_text_encoding)
    except LookupError:
        return False


def _wide(sample: bytes) -> str | None:
    part = sample[:4096]
    if len(part) < 4:
        return None
    even, odd = part[0::2].count(0), part[1::2].count(0)
    if odd > 0.4 * len(part) / 2 and even < 0.05 * len(part):
        return "utf-16-le"
    if even > 0.4 * len(part) / 2 and odd < 0.05 * len(part):
        return "utf-16-be"
    return None


def _is_mostly_utf8(sample: bytes) -> bool:
    damaged = sample.decode(UTF8, errors="replace").count("\ufffd")
    high = len(_HIGH.findall(sample))
    return high > 0 and damaged <= max(1, high // 20) and damaged < high


def _east_asian(sample: bytes) -> str | None:
    high = sum(len(run) for run in _HIGH.findall(sample))
    if not high or 2 * len(_LATIN_LETTERS.findall(sample)) > high:
        return None
    best: tuple[float, str] | None = None
    for name, pairs in _PAIRS.items():
        decoded = sample.decode(name, errors="replace")
        broken = decoded.count("\ufffd")
        beyond = sum(letter > "\x7f" for letter in decoded)
        usual = len(pairs.findall(sample))
        if beyond == 0 or broken > 0.02 * beyond or usual < 0.4 * beyond:
            continue
        if name == "cp949" and not _is_hangul(decoded):
            continue
        share = usual / beyond - broken / beyond
        if name == "cp949":
            share += 1
        if best is None or share > best[0]:
            best = (share, name)
    return best[1] if best else None


def _is_hangul(text: str) -> bool:
    beyond = [letter for letter in text if letter > "\x7f"]
    hangul = sum("\uac00" <= letter <= "\ud7a3" for letter in beyond)
    return hangul > _HANGUL_LEAST * len(beyond)
