"""Reads dates and periods in the spellings that trade records use."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2199
ROC_START = 1911
_MONTH_WORDS = (
    ("jan", "januar", "january", "janvier", "enero", "ene", "janeiro"),
    ("feb", "februar", "february", "fevrier", "febrero", "fevereiro", "fev"),
    ("mar", "march", "marz", "mars", "marzo", "marco", "mrz"),
    ("apr", "april", "avril", "abril", "abr", "avr"),
    ("may", "mai", "mayo", "maio"),
    ("jun", "june", "juni", "juin", "junio", "junho"),
    ("jul", "july", "juli", "juillet", "julio", "julho"),
    ("aug", "august", "aout", "agosto", "ago"),
    ("sep", "sept", "september", "septembre", "septiembre", "setembro", "set"),
    ("oct", "october", "oktober", "octobre", "octubre", "outubro", "okt", "out"),
    ("nov", "november", "novembre", "noviembre", "novembro"),
    ("dec", "december", "dezember", "decembre", "diciembre", "dezembro", "dic", "dez"),
)
MONTHS = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words}

_NUMERIC = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ].*)?$")
_YMD = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6}|T.*)?$")
_DAY_WORD = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[-/. ]*([^\W\d]+)\.?[-/., ]*(\d{2}|\d{4})(?:[ ,:T].*)?$"
)
_WORD_DAY = re.compile(
    r"([^\W\d]+)\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4})(?:[ ,:T].*)?$"
)
_EAST_ASIAN = re.compile(
    r"(?:民國|民国)?(\d{2,4})[年년]\s*(?:(\d{1,2})[月월]\s*(?:(\d{1,2})[日일號号]?)?)?$"
)
_YEAR_MONTH = re.compile(r"(\d{4})[-/. ]?(?:M)?(\d{1,2})$")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})$")
_WORD_YEAR = re.compile(r"([^\W\d]+)\.?[-/., ]*(\d{4}|\d{2})$")
_YEAR_WORD = re.compile(r"(\d{4})[-/., ]*([^\W\d]+)\.?$")
_ROC = re.compile(r"(\d{2,3})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?$")


class DateReader:
    """Reads the dates of one column; day-month order is inferred from all its values.

    Parameters
    ----------
    values : iterable of str
        The distinct spellings of the column.
    formats : sequence of str
        Formats as in strptime, tried first.
    calendar : str
        ``roc`` for years counted from 1912.

    Attributes
    ----------
    unclear : str
        A value in which day and month could be either, where no other value tells.
    """

    def __init__(
        self, values: Iterable[str], formats: Sequence[str] = (), calendar: str = "gregorian"
    ) -> None:
        self.formats, self.is_roc = tuple(formats), calendar == "roc"
        day_first, month_first, either = _orders(values)
        self.month_first = month_first > day_first
        self.unclear = either if day_first == month_first and not formats else ""

    def read(self, raw: str) -> tuple[date | None, str]:
        """Read one date.

        Returns
        -------
        tuple of date and str
            The date and its precision (day, month or year); or None and the reason.
        """
        text = " ".join(unicodedata.normalize("NFKC", raw).split()).strip("'\"")
        found = self._by_format(text) or self._parts(text)
        if found is None:
            return None, "no date"
        year, month, day = found
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return None, "year out of range"
        try:
            made = date(year, month or 1, day or 1)
        except ValueError:
            return None, "no such day"
        return made, "day" if day else "month" if month else "year"

    def _by_format(self, text: str) -> tuple[int, int, int] | None:
        for form in self.formats:
            try:
                told = datetime.strptime(text, form)  # noqa: DTZ007  a customs day has no time zone
            except ValueError:
                continue
            year = told.year + ROC_START if self.is_roc else told.year
            return year, told.month, told.day if "%d" in form or "%j" in form else 0
        return None

    def _parts(self, text: str) -> tuple[int, int, int] | None:
        if east := _EAST_ASIAN.match(text):
            year, month, day = (int(part or 0) for part in east.groups())
            return (year + ROC_START if self.is_roc or year < 1000 else year), month, day
        if self.is_roc and (roc := _ROC.match(text)):
            year, month, day = (int(part or 0) for part in roc.groups())
            return year + ROC_START, month, day
        if text.isascii() and text.isdigit():
            return _digits(text)
        if three := _NUMERIC.match(text):
            return self._ordered(three.group(1), int(three.group(2)), three.group(3), text)
        return _with_words(text) or _month_only(text)

    def _ordered(
        self, first: str, middle: int, last: str, text: str
    ) -> tuple[int, int, int] | None:
        if len(first) == 4:
            return int(first), middle, int(last)
        if len(last) == 3 or len(first) == 3:
            return None
        year = int(last) if len(last) == 4 else 2000 + int(last)
        if middle > 12 or (self.month_first and "." not in text and int(first) <= 12):
            return year, int(first), middle
        return year, middle, int(first)


def read_period(reader: DateReader, raw: str) -> tuple[str | None, str | None, str | None]:
    """Read a month or a year as ``2025-03`` or ``2025``.

    Returns
    -------
    tuple
        The period, or None and the reason; and a remark where a span was read as its year.
    """
    text = unicodedata.normalize("NFKC", raw).strip()
    if re.fullmatch(r"(19|20|21)\d\d(\.0)?", text):
        return text[:4], None, None
    made, told = reader.read(text)
    if made is not None:
        return (f"{made:%Y}" if told == "year" else f"{made:%Y-%m}"), None, None
    ends = [reader.read(part) for part in re.split(r"\s*[~～]\s*|\s+(?:to|-)\s+", _bare(text))]
    days = [day for day, _ in ends if day is not None]
    if len(ends) == len(days) == 2 and days[0].year == days[1].year:
        return f"{days[0]:%Y}", None, f"covers {days[0]:%Y-%m} to {days[1]:%Y-%m} only"
    return None, "no month or year", None


def _bare(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text).strip()


def _digits(text: str) -> tuple[int, int, int] | None:
    if len(text) in (8, 14) and (whole := _YMD.match(text)):
        year, month, day = (int(part) for part in whole.groups())
        if FIRST_YEAR <= year <= LAST_YEAR:
            return year, month, day
        return int(text[4:8]), int(text[2:4]), int(text[:2])
    if len(text) == 6 and 1 <= int(text[4:]) <= 12:
        return int(text[:4]), int(text[4:]), 0
    if len(text) == 5 and 20000 <= int(text) <= 73000:
        serial = date(1899, 12, 30) + timedelta(days=int(text))
        return serial.year, serial.month, serial.day
    if len(text) == 4:
        return int(text), 0, 0
    if len(text) == 13 and int(text) < 4_102_444_800_000:
        stamp = datetime.fromtimestamp(int(text) / 1000, UTC)
        return stamp.year, stamp.month, stamp.day
    return None


def _with_words(text: str) -> tuple[int, int, int] | None:
    for pattern, order in ((_DAY_WORD, (3, 2, 1)), (_WORD_DAY, (3, 1, 2))):
        found = pattern.match(text)
        month = found and MONTHS.get(_letters(found.group(order[1])))
        if found and month:
            year = int(found.group(order[0]))
            return (year if year > 99 else 2000 + year), month, int(found.group(order[2]))
    return None


def _month_only(text: str) -> tuple[int, int, int] | None:
    if found := _YEAR_MONTH.match(text):
        return int(found.group(1)), int(found.group(2)), 0
    if found := _MONTH_YEAR.match(text):
        return int(found.group(2)), int(found.group(1)), 0
    if (found := _WORD_YEAR.match(text)) and (month := MONTHS.get(_letters(found.group(1)))):
        year = int(found.group(2))
        return (year if year > 99 else 2000 + year), month, 0
    if (found := _YEAR_WORD.match(text)) and (month := MONTHS.get(_letters(found.group(2)))):
        return int(found.group(1)), month, 0
    return None


def _letters(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def _orders(values: Iterable[str]) -> tuple[int, int, str]:
    """Count the dates that can only be day-first or month-first, and give one that can be both."""
    day_first, month_first, either = 0, 0, ""
    for value in values:
        found = _NUMERIC.match(value.strip())
        if found and len(found.group(1)) <= 2 and "." not in found.group(0)[:6]:
            first, second = int(found.group(1)), int(found.group(2))
            day_first += first > 12
            month_first += second > 12
            if first <= 12 and second <= 12 and first != second:
                either = either or value
    return day_first, month_first, either
