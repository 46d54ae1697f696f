"""Turn a name or an address into a key that spelling, accents and legal form leave alone."""

import re

from anyascii import anyascii

from detector.parties.sounds import sound_of

LEGAL_IN_SCRIPT = re.compile(
    r"股份有限公司|有限责任公司|有限責任公司|有限公司|股份公司|公司|株式会社|有限会社|合同会社|㈱|\(株\)|（株）"
    r"|주식회사|유한회사|㈜"
)
_FORMS = """
    co company corp corporation inc incorporated ltd limited llc llp lp plc pte pty pvt private
    sdn bhd berhad gmbh mbh ag kg kgaa ohg ug sa sas sarl sl srl spa bv nv ab oy oyj as asa aps
    kk kabushiki kaisha yugen godo gk pt tbk cv jsc pjsc ooo oao zao pao tov fze fzco fzc fzllc
    dmcc wll bsc kft zrt doo dd sro spzoo sp zoo oo ltda eirl cia pcl cio tnhh jsco the and of
"""
LEGAL_WORDS = frozenset(_FORMS.split())
_STREET = {
    "street": "st",
    "road": "rd",
    "avenue": "ave",
    "boulevard": "blvd",
    "drive": "dr",
    "lane": "ln",
    "building": "bldg",
    "floor": "fl",
    "suite": "ste",
    "room": "rm",
    "number": "no",
    "jalan": "jln",
    "industrial": "ind",
}
_PLAIN_STREETS = frozenset(("level", "tower", "block", "unit", "strasse", "rue", "calle"))
_UNITS = re.compile(
    r"\b(?:unit|room|rm|suite|ste|level|floor|flat|fl|lot|blk|block|bldg|building)\s+[0-9]+[a-z]?\b"
    r"(?:\s+[0-9]+[a-z]?\b(?=.*[0-9]))?|\b[0-9]+(?:st|nd|rd|th)?\s+(?:fl|floor|f)\b"
)
_DOTS = re.compile(r"[.'’`´]")
_BREAKS = re.compile(r"[^0-9a-z]+")


def name_key(name: str) -> str:
    """Give the key of a company's name.

    Accents, case, punctuation and legal forms do not change it; the order of words does.

    Examples
    --------
    >>> name_key("Brightwell  Compute (Asia) Pte. Ltd.")
    'brightwell compute asia'
    >>> name_key("BRIGHTWELL COMPUTE ASIA PTE LTD")
    'brightwell compute asia'
    >>> name_key("Co. Ltd.")
    'co ltd'
    """
    words = name_words(LEGAL_IN_SCRIPT.sub(" ", name)) or name_words(name)
    kept = [word for word in words if word not in LEGAL_WORDS]
    return " ".join(kept or words)


def full_key(name: str) -> str:
    """Give the key of a name with its legal form.

    Examples
    --------
    >>> full_key("Norrvik Pte. Ltd."), full_key("Norrvik Sdn Bhd")
    ('norrvik pte ltd', 'norrvik sdn bhd')
    """
    return " ".join(name_words(name))


def address_key(address: str) -> str:
    """Give the key of an address: accents, case, punctuation and short forms do not change it.

    Examples
    --------
    >>> address_key("No. 12, Harbour Road, 3rd Floor")
    'no 12 harbour rd 3rd fl'
    >>> address_key("no 12 harbour rd. 3rd fl.")
    'no 12 harbour rd 3rd fl'
    """
    return " ".join(_STREET.get(word, word) for word in name_words(address))


def site_key(address: str) -> str | None:
    """Give street number and street of an address, however the rest is written.

    Units and floors, the order of parts and the town do not change it; None where there is no
    number beside a word.

    Examples
    --------
    >>> site_key("Unit 12, 127 Science Park Drive, Fremont"), site_key("127 Science Pk Dr #05-01")
    ('127 skien', '127 skien')
    >>> site_key("Hauptstrasse 5"), site_key("Harbour Street")
    ('5 haups', None)
    """
    words = _UNITS.sub(" ", " ".join(name_words(address.replace("#", " ste ")))).split()
    for place, word in enumerate(words):
        if len(word) < 4 or word.isdigit() or word in _STREET or word in _PLAIN_STREETS:
            continue
        before = [one for one in words[:place] if one[0].isdigit()]
        after = [one for one in words[place + 1 : place + 3] if one[0].isdigit()]
        number = before[-1] if before else after[0] if after else None
        return f"{number} {sound_of(word)[:5]}" if number else None
    return None


def name_words(text: str) -> list[str]:
    """Give the words of a text in lower-case Latin letters and digits, in the order written."""
    return _BREAKS.sub(" ", _DOTS.sub("", anyascii(text).casefold())).split()
