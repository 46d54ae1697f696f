"""Recognise forwarders and mail centres by the words of their names."""

import re
from functools import cache

from anyascii import anyascii

from detector.reference import read_table

KINDS = ("mail_centre", "forwarder")
_BREAKS = re.compile(r"[^0-9a-z]+")


def kind_of(name: str) -> str | None:
    """Say whether a name reads as a forwarder's or a mail centre's.

    Words come from the reference table ``forwarder_words``; in Latin script they count as whole
    words, in scripts written without blanks wherever they stand.

    Examples
    --------
    >>> kind_of("Quayline Freight Forwarding Pte Ltd"), kind_of("Harbour Mail Centre")
    ('forwarder', 'mail_centre')
    >>> kind_of("Expressway Robotics")
    """
    plain, folded = _plain(name), name.casefold()
    for kind in KINDS:
        in_latin, in_script = _patterns(kind)
        if in_latin.search(plain) or in_script.search(folded):
            return kind
    return None


def _plain(text: str) -> str:
    return _BREAKS.sub(" ", anyascii(text).casefold()).strip()


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = read_table("forwarder_words")
    words = [str(word) for word in table.loc[table["kind"] == kind, "words"]]
    latin = sorted({_plain(word) for word in words if word.isascii()}, key=len, reverse=True)
    script = sorted({re.escape(word.casefold()) for word in words if not word.isascii()})
    return re.compile(rf"\b(?:{'|'.join(latin)})\b"), re.compile("|".join(script))
