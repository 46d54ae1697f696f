"""Turn a name or an address into a key that spelling, accents and legal form leave alone."""

import re

from anyascii import anyascii

_LEGAL_IN_SCRIPT = re.compile(
    r"股份有限公司|有限责任公司|有限責任公司|有限公司|股份公司|公司|株式会社|有限会社|合同会社|㈱|\(株\)|（株）"
    r"|주식회사|유한회사|㈜"
)
_LEGAL_WORDS = """
    co company corp corporation inc incorporated ltd limited llc llp lp plc pte pty pvt private
    sdn bhd berhad gmbh mbh ag kg kgaa ohg ug sa sas sarl sl srl spa bv nv ab oy oyj as asa aps
    kk kabushiki kaisha yugen godo gk pt tbk cv jsc pjsc ooo oao zao pao tov fze fzco fzc fzllc
    dmcc wll bsc kft zrt doo dd sro spzoo sp zoo oo ltda eirl cia pcl cio tnhh jsco the and of
"""
_LEGAL = frozenset(_LEGAL_WORDS.split())
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
    words = _words(_LEGAL_IN_SCRIPT.sub(" ", name)) or _words(name)
    kept = [word for word in words if word not in _LEGAL]
    return " ".join(kept or words)


def address_key(address: str) -> str:
    """Give the key of an address: accents, case, punctuation and short forms do not change it.

    Examples
    --------
    >>> address_key("No. 12, Harbour Road, 3rd Floor")
    'no 12 harbour rd 3rd fl'
    >>> address_key("no 12 harbour rd. 3rd fl.")
    'no 12 harbour rd 3rd fl'
    """
    return " ".join(_STREET.get(word, word) for word in _words(address))


def _words(text: str) -> list[str]:
    return _BREAKS.sub(" ", _DOTS.sub("", anyascii(text).casefold())).split()
