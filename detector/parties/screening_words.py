"""Cut a name for screening: words without legal forms, short forms spelled out, digits apart.

Two more readings of a word serve transliteration: `fold` brings the ways in which other scripts are
written in Latin letters together, `skeleton` drops the vowels that short forms leave out.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

_LEGAL_IN_SCRIPT = re.compile(
    r"股份有限公司|有限责任公司|有限責任公司|有限公司|股份公司|公司|株式会社|有限会社|合同会社|㈱|\(株\)|（株）"
    r"|주식회사|유한회사|㈜"
)
_LEGAL_PHRASES = re.compile(
    r"\b(?:(?:open|closed|public|private|otkrytoe|zakrytoe|publichnoe|nepublichnoe) )?"
    r"(?:joint stock (?:company|corporation)|aktsionernoe? obshchestvo)\b"
    r"|\blimited liability (?:company|partnership)\b"
    r"|\bobshchestvo s ogranichenn?o[iy] otvetstvennost[iy]?[yu]u?\b"
    r"|\b(?:anonim|limited|ltd) (?:sirketi|sti)\b|\bprivate limited\b"
)
_LEGAL_WORDS = """
    co company corp corporation inc incorporated ltd limited llc llp lp plc pte pty pvt private
    sdn bhd berhad gmbh mbh ag kg kgaa ohg ug sa sas sarl sl srl spa bv nv ab oy oyj as asa aps
    kk kabushiki kaisha yugen godo gk pt tbk cv jsc cjsc ojsc pjsc ooo oao zao pao ao tov fze fzco
    fzc fzllc fz dmcc wll bsc kft zrt doo dd sro spzoo sp zoo oo ltda eirl cia pcl cio tnhh jsco
    eood ead ood ou oue uab sia sti sirketi sirket the and of for
"""
LEGAL = frozenset(_LEGAL_WORDS.split())
_LOOSE_WORDS = """
    company limited corporation incorporated private joint stock liability open closed public
    aktsionernoe obshchestvo ogranichennoi otvetstvennostyu anonim sirketi
"""
LOOSE = frozenset(_LOOSE_WORDS.split())
_ALIKE = """
    technology tech technologies technological technologys tekhnologii tehnologii
    electronics electronic elec elect electron elektronika electronica
    international intl inter internatl
    institute inst institut instituto
    research rsch res
    development dev devt devel
    manufacturing mfg manufacture manufacturer mfr manuf
    engineering eng engg engr engineers
    science sciences sci scientific scient
    industry industries industrial ind indus indl
    trading trade trd trdg traders ticaret
    equipment equip eqpt eqp
    instrument instruments instr
    university univ uni universitet
    center centre ctr cntr tsentr
    group grp gruppa
    systems system sys syst
    services service svc svcs srv
    communication communications comm comms commun
    information info inform
    import imports imp
    export exports exp
    semiconductor semiconductors semicon semi
    microelectronics microelectronic mikroelektronika
    company companies
    enterprise enterprises ent entp
    aviation avia
    aerospace aero
    laboratory laboratories lab labs
    national natl nat
    general gen
    department dept
    association assn assoc
    academy acad
    management mgmt mgt
    solution solutions soln
    logistics logistic
    computer computers computing comp
    component components
    product products prod production
    machinery machine machines mach
    optical optics opto optic
    telecommunication telecommunications telecom telecoms
    bureau byuro buro
    plant zavod factory
    building bldg
    material materials mat
    design des
    holding holdings hldg hldgs
    investment investments invest inv
    number no num nr
    hongkong hk
    china chinese prc
    russia russian rus
"""
ALIKE = {word: line.split()[0] for line in _ALIKE.strip().splitlines() for word in line.split()}
_PHRASES = re.compile(r"\bhong kong\b")
_COMMON_WORDS = """
    global world asia pacific east west north south central middle gulf new first united
    beijing shanghai shenzhen guangzhou tianjin nanjing suzhou wuhan chengdu hangzhou xian moscow
    petersburg dubai istanbul singapore malaysia taiwan korea japan india iran pakistan turkey
    germany usa uae europe america africa hongkong power energy digital data network networks
    cloud smart star sun golden green blue red sky ocean sea air land star city
    transport shipping freight cargo express supply chain marine oil gas chemical steel metal
    medical health food auto automotive construction software hardware electric electrical
    state federal public joint research named after concern security defense defence military
    al el bin abu and ve dis san de la
"""
COMMON = frozenset(ALIKE.values()) | frozenset(_COMMON_WORDS.split())
_DOTS = re.compile(r"[.'’`´ʹʺ\"]")
_BREAKS = re.compile(r"[^0-9a-z]+")
_ORDINAL = re.compile(r"^0*(\d+)(?:st|nd|rd|th|t|h|d)?$")
_DIGITS = re.compile(r"\d+")
_INSIDE = re.compile(r"\(([^()]*)(?:\)|$)")
_ALSO = re.compile(r"^\W*(?:[afn]\.?\s?k\.?\s?a\.?|also known as|formerly|dba)\W+", re.IGNORECASE)
_FOLDS = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"(?<=[^aeiou])ye(?=.)", "e"),  # Cyrillic e after a consonant
        (r"(?<=[ln])yu", "u"),  # lü and nü of a Chinese passport
        (r"shch|sch|sh", "S"),
        (r"zh|dzh|dj", "j"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ts|tz", "c"),
        (r"tch|ch", "C"),
        (r"x", "ks"),
        (r"ck|q", "k"),
        (r"c(?![eiy])", "k"),
        (r"w", "v"),
        (r"off$", "ov"),
        (r"^ye", "e"),
        (r"y|ij", "i"),
        (r"oo|ou", "u"),
        (r"ee|ea", "i"),
        (r"(.)\1+", r"\1"),
    )
)
_VOWELS = re.compile(r"(?<!^)[aeiouy]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as screening reads it.

    Attributes
    ----------
    words : tuple of str
        Words without legal forms, in order, as they stand.
    plain : tuple of str
        The same with short forms spelled out and plurals taken off trade words.
    digits : str
        All numbers in it, sorted; two names with other numbers are never the same.
    """

    words: tuple[str, ...]
    plain: tuple[str, ...]
    digits: str

    @property
    def key(self) -> str:
        """Equal for names that differ in case, accents, signs, legal form and order only."""
        return " ".join(sorted(self.words))


def cut_name(name: str) -> Name:
    """Cut a name into words.

    Examples
    --------
    >>> cut_name("Oakfield Tech. Co., Ltd. (38th Institute)").plain
    ('oakfield', 'technology', '38', 'institute')
    >>> cut_name("ООО «Дубрава»").key == cut_name("Dubrava LLC").key
    True
    >>> cut_name("Co. Ltd.").words
    ('co', 'ltd')
    """
    text = anyascii(_LEGAL_IN_SCRIPT.sub(" ", name) or name).casefold()
    text = " ".join(_BREAKS.sub(" ", _DOTS.sub("", text)).split())
    bare = _PHRASES.sub("hongkong", _LEGAL_PHRASES.sub(" ", text))
    words = tuple(_number(word) for word in bare.split() if word not in LEGAL)
    if not words:
        words = tuple(text.split())
    plain = tuple(ALIKE.get(word, word) for word in words)
    numbers = sorted({number for word in words for number in _DIGITS.findall(word)})
    return Name(words, plain, " ".join(numbers))


def names_in(name: str) -> tuple[str, ...]:
    """Give a listed name, and without what stands in brackets, and that by itself where it is one.

    Examples
    --------
    >>> names_in("Oak Construction Company (OCC)")
    ('Oak Construction Company (OCC)', 'Oak Construction Company', 'OCC')
    >>> names_in("Elm Works (a.k.a. “MEC”)")
    ('Elm Works (a.k.a. “MEC”)', 'Elm Works', 'MEC')
    >>> names_in("Oak (Hong Kong) Ltd")
    ('Oak (Hong Kong) Ltd',)
    """
    found = [name]
    for inside in _INSIDE.findall(name):
        bare = " ".join(_INSIDE.sub(" ", name).split())
        other = _ALSO.sub("", inside)
        is_alias = other != inside
        other = other.strip(" \"'“”,.")
        is_short = other.isalpha() and other.isupper() and _shortens(other, bare)
        if len(other) > 2 and (is_short or is_alias):
            found += [bare, other]
    return tuple(dict.fromkeys(found))


def _number(word: str) -> str:
    found = _ORDINAL.match(word)
    return found.group(1) if found else word


def _shortens(short: str, text: str) -> bool:
    """Say whether the letters of a short name stand in the text in that order."""
    letters = iter(text.casefold())
    return all(letter in letters for letter in short.casefold())


@lru_cache(maxsize=1 << 20)
def fold(word: str) -> str:
    """Bring the ways of writing other scripts in Latin letters together.

    Examples
    --------
    >>> fold("khoroshiy") == fold("horoshii"), fold("elektronika") == fold("electronica")
    (True, True)
    >>> fold("polymyer") == fold("polimer"), fold("lyubin") == fold("lubin")
    (True, True)
    """
    for pattern, put in _FOLDS:
        word = pattern.sub(put, word)
    return word


def skeleton(word: str) -> str:
    """Leave out the vowels after the first letter.

    Examples
    --------
    >>> skeleton("technology"), skeleton("tchnlgy")
    ('tchnlg', 'tchnlg')
    """
    return _VOWELS.sub("", word)
