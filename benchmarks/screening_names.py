"""Made-up company names, and listed names as records misspell, shorten and reorder them."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

Draw = np.random.Generator
PINYIN = """
    ai an bao bei bi bin bo cai chang chao cheng chi chuang chun da dao de di ding dong du en fa
    fan fang fei feng fu gang gao ge gong guan guang gui guo hai han hang hao he heng hong hua huai
    huan hui huo ji jia jian jiang jie jin jing jiu ju jun kai kang ke kong kuan kun lan le lei li
    lian liang lin ling liu long lu luo mao mei meng min ming mu nan neng ning ou pei peng pin ping
    pu qi qian qiang qiao qin qing qiu quan ren rong rui run san shan shang shao shen sheng shi shu
    shun si song su sui tai tan tang tao teng ti tian tong tuo wan wang wei wen wo wu xi xia xian
    xiang xiao xin xing xiu xu xuan xue xun ya yan yang yao ye yi yin ying yong you yu yuan yue yun
    ze zhan zhang zhao zhe zhen zheng zhi zhong zhou zhu zhuo zi zong zun
""".split()  # noqa: SIM905  read as words, not as code
CITIES = """
    Beijing Shanghai Shenzhen Guangzhou Nanjing Suzhou Wuhan Chengdu Hangzhou Xian Tianjin Dalian
    Qingdao Xiamen Dongguan Zhuhai Ningbo Wuxi Hefei Changsha Chongqing Jinan Moscow Kazan Perm
    Samara Tula Omsk Dubai Sharjah Istanbul Ankara Karachi Lahore Tehran Singapore Penang Johor
    Jakarta Hanoi Taipei Hsinchu Seoul Busan Osaka Delhi Mumbai Riyadh Doha Cairo Berlin Minsk
""".split()  # noqa: SIM905
TRADES = """
    Technology Technologies Electronics Electronic Trading International Industrial Engineering
    Equipment Instruments Systems Science Information Semiconductor Microelectronics Logistics
    Network Communication Software Development Research Automation Precision Optical Machinery
    Import Export Energy Power Materials Aviation Aerospace Shipping Computer Data Intelligent
    Digital Cloud Design Manufacturing Services Solutions Group Holdings Investment Components
""".split()  # noqa: SIM905
ENGLISH = """
    Golden Silver Blue Red Green Bright Star Sun Moon River Harbour Bridge Stone Oak Elm Cedar Maple
    Eagle Falcon Lion Tiger Dragon Phoenix Crown Royal Summit Peak Valley Ocean Wave Bay Island
    North South East West Prime Alpha Delta Omega Nova Quantum Fusion Vertex Matrix Vector Pixel
    Apex Zenith Horizon Pioneer Victory Unity Trust Noble Swift Rapid Smart Wise Grand Mega Ultra
    Micro Nano Inter Trans Euro Asia Pacific Atlantic Orient Continental Metro Urban Rock Iron Steel
    Copper Amber Ruby Pearl Jade Coral Lotus Orchid Rose Lily Willow Aspen Birch Raven Hawk Wolf
""".split()  # noqa: SIM905
SLAV = """
    alt ark bal bel bor dal dor elek energo gal geo gor grad grom ilm kam kar kor kras kub lad les
    lin luch mag mash mir mosk nev nor obl oril pol pro rad reg ros rus sar sever sib sil sol spek
    stal stroy svet tech tel ter torg trans tri ural vek vest vit vol vost yug zar zel zov zvez
""".split()  # noqa: SIM905
ARAB = """
    Amir Badr Fahd Hadi Jamal Karim Latif Majid Nasir Omar Qasim Rashid Salim Tariq Walid Yasin
    Zahir
    Barakat Faraj Ghanem Habib Imran Jaber Khalil Mansour Noor Saqr Shams Wafa Zaman Rayan Dana Safa
    Marwan Hamdan Sultan Falah Najm Bahri Sahra Khaleej Madina Yamama Rimal Warda Burj Manara Qalaa
""".split()  # noqa: SIM905
GIVEN = """
    Andrei Boris Dmitri Elena Irina Mikhail Natalia Oleg Pavel Sergei Viktor Yulia Ali Hassan
    Hussein
    Ibrahim Mehmet Mustafa Omid Reza Farhad Javad Wei Jun Ming Lei Yan Fang Chun Hui Tao Rajesh Anil
    Sunil Vikram Amit Peter Thomas Michael Maria Anna David Kevin Henry Lucas Emma Nguyen Tran Siti
""".split()  # noqa: SIM905
LEGAL = {
    "cn": ("Co., Ltd.", "Co Ltd", "Company Limited", "Limited", "Ltd", "Corporation", ""),
    "ru": ("OOO", "LLC", "JSC", "AO", "ZAO", "Limited Liability Company", "PJSC", ""),
    "en": ("Ltd", "Limited", "Inc.", "Corp.", "LLC", "GmbH", "B.V.", "PLC", ""),
    "ar": ("LLC", "FZE", "FZCO", "Co.", "Est.", "W.L.L.", "(Pvt) Ltd", ""),
    "asia": ("Pte Ltd", "Sdn Bhd", "Co., Ltd.", "Tbk", "K.K.", "Pvt. Ltd.", "JSC", ""),
}
FIELDS = """
    Physics Chemistry Optics Acoustics Mechanics Electronics Automation Metrology Materials
    Hydraulics Telecommunications Astronautics Shipbuilding Instrumentation Microsystems Geology
""".split()  # noqa: SIM905
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def some(draw: Draw, words: Sequence[str]) -> str:
    """Draw one of the words."""
    return words[int(draw.integers(len(words)))]


def coin(draw: Draw, style: str) -> str:
    """Make up one word in the manner of a language."""
    if style == "cn":
        return "".join(some(draw, PINYIN) for _ in range(int(draw.integers(2, 4)))).capitalize()
    if style == "ru":
        ends = (
            "",
            "",
            "a",
            "ov",
            "ka",
            "servis",
            "prom",
            "mash",
            "tekh",
            "region",
            "snab",
            "trest",
        )
        return (some(draw, SLAV) + some(draw, SLAV) + some(draw, ends)).capitalize()
    if style == "ar":
        return ("Al " if draw.random() < 0.4 else "") + some(draw, ARAB)
    if style == "asia":
        parts = (
            "ka",
            "ri",
            "ta",
            "mo",
            "shi",
            "na",
            "wa",
            "su",
            "ha",
            "ki",
            "ra",
            "man",
            "tri",
            "jaya",
        )
        return "".join(some(draw, parts) for _ in range(int(draw.integers(2, 5)))).capitalize()
    return some(draw, ENGLISH) + (some(draw, ENGLISH).lower() if draw.random() < 0.3 else "")


def made_up(draw: Draw, count: int, frames: Sequence[Sequence[str | None]]) -> list[str]:
    """Make up names of companies, institutes and people.

    Parameters
    ----------
    draw : Generator
    count : int
    frames : sequence of names
        Listed names with None for each telling word: one name in ten is such a name with made-up
        words in their place, so that it shares all common words with a listed one.
    """
    return [_make_up(draw, frames) for _ in range(count)]


def _make_up(draw: Draw, frames: Sequence[Sequence[str | None]]) -> str:
    kind = draw.random()
    if kind < 0.1:
        style = some(draw, ("cn", "ru", "en", "ar"))
        frame = frames[int(draw.integers(len(frames)))]
        return " ".join(word if word is not None else coin(draw, style) for word in frame)
    if kind < 0.17:
        style = some(draw, ("cn", "ru", "ar", "asia"))
        return f"{some(draw, GIVEN)} {coin(draw, style).removeprefix('Al ')}"
    if kind < 0.22:
        number = f"{int(draw.integers(1, 900))} " if draw.random() < 0.4 else ""
        head = some(draw, ("Institute of", "University of", "Research Institute of", "Academy of"))
        return f"{number}{coin(draw, 'cn')} {some(draw, CITIES)} {head} {some(draw, FIELDS)}"
    style = str(draw.choice(["cn", "ru", "en", "ar", "asia"], p=[0.38, 0.17, 0.22, 0.12, 0.11]))
    words = [coin(draw, style)]
    if draw.random() < (0.85 if style == "en" else 0.3):
        words.append(coin(draw, style))
    words += [
        some(draw, TRADES) for _ in range(int(draw.choice([0, 1, 2, 3], p=[0.1, 0.4, 0.4, 0.1])))
    ]
    if draw.random() < 0.35:
        place = some(draw, CITIES)
        words = [place, *words] if draw.random() < 0.7 else [*words, f"({place})"]
    legal = some(draw, LEGAL[style])
    told = f"{legal} {' '.join(words)}" if style == "ru" else f"{' '.join(words)} {legal}"
    return told.strip().upper() if draw.random() < 0.25 else told.strip()


def count_words(names: Sequence[str]) -> Counter[str]:
    """Count in how many names each word stands."""
    return Counter(word for name in names for word in set(_WORD.findall(name.casefold())))


def frame_of(name: str, counts: Counter[str]) -> list[str | None] | None:
    """Take the telling words out of a listed name; None where there is none, or nothing else."""
    words = _WORD.findall(name)
    frame = [word if is_common(word, counts) else None for word in words]
    return frame if any(frame) and None in frame else None


def misspelt(draw: Draw, name: str) -> str | None:
    """Make one slip of the pen, two in a name of more than 24 letters."""
    for _ in range(2 if len(name) > 24 else 1):
        places = [at for at, letter in enumerate(name) if letter.isalpha()]
        if len(places) < 4:
            return None
        at = places[int(draw.integers(len(places)))]
        letter, how = chr(int(draw.integers(97, 123))), int(draw.integers(4))
        swapped = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
        name = (
            name[:at] + letter + name[at:],
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at + 1 :],
            swapped
            if at + 1 < len(name) and name[at + 1].isalpha()
            else name[:at] + name[at + 1 :],
        )[how]
    return name


CYRILLIC = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"), ("yo", "ё"), ("iy", "ий"), ("a", "а"), ("b", "б"), ("v", "в"), ("g", "г"),
    ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"), ("y", "ы"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"),
    ("h", "х"), ("c", "ц"), ("w", "в"), ("j", "ж"), ("q", "к"), ("x", "кс"),
)  # fmt: skip
WAYS = (
    ("kh", "h"), ("zh", "j"), ("ts", "tz"), ("shch", "sch"), ("iy", "y"), ("iy", "ij"),
    ("ya", "ia"),
    ("ya", "ja"), ("yu", "iu"), ("yu", "ju"), ("ov", "off"), ("v", "w"), ("y", "i"), ("i", "y"),
    ("ey", "ei"), ("ay", "ai"), ("ks", "x"), ("x", "ks"), ("oo", "ou"), ("u", "ou"), ("ee", "i"),
    ("q", "k"), ("gh", "g"), ("ph", "f"), ("al ", "el "), ("al-", "el-"), ("mohammad", "muhammed"),
    ("mohammed", "mohamad"), ("dj", "j"), ("ch", "tch"), ("ss", "s"), ("ll", "l"), ("mm", "m"),
    ("s", "ss"), ("c", "k"), ("k", "c"), ("lu", "lyu"), ("nu", "nyu"), ("ye", "e"), ("e", "ye"),
)  # fmt: skip


def transliterated(draw: Draw, name: str, counts: Counter[str]) -> str | None:
    """Write the telling words by another way of transliteration, or in Cyrillic letters."""
    words = name.split()
    telling = [
        at for at, word in enumerate(words) if not is_common(word, counts) and not _is_form(word)
    ]
    if not telling:
        return None
    if draw.random() < 0.3 and name.isascii():
        for at in telling:
            words[at] = in_cyrillic(words[at].casefold()).title()
        return " ".join(words)
    low = " ".join(words[at] for at in telling).casefold()
    fitting = [way for way in WAYS if way[0] in low]
    if not fitting:
        return None
    for at in draw.permutation(len(fitting))[: int(draw.integers(1, 3))]:
        start = low.find(fitting[at][0])
        if start >= 0:
            low = low[:start] + fitting[at][1] + low[start + len(fitting[at][0]) :]
    for at, word in zip(telling, low.title().split(), strict=True):
        words[at] = word
    return " ".join(words)


def in_cyrillic(word: str) -> str:
    """Write a word in lower-case Latin letters as Russian does."""
    for latin, letter in CYRILLIC:
        word = word.replace(latin, letter)
    return word


FORMS = """
    Joint Stock Company|Limited Liability Company|Company Limited|Co., Limited|Co., Ltd.|Co. Ltd.
    Co., Ltd|Co Ltd|Pvt. Ltd.|Pvt Ltd|Sdn Bhd|Pte. Ltd.|Pte Ltd|Corporation|Company|Limited|GmbH
    L.L.C.|LLC|JSC|PJSC|OJSC|OAO|OOO|ZAO|PAO|AO|FZE|FZCO|FZC|Inc.|Inc|Corp.|Corp|Ltd.|Ltd|S.A.
"""
FORM_WORDS = {word.casefold().strip(".,") for word in re.split(r"[\s|]+", FORMS)} | {
    *("joint", "stock", "public", "open", "closed", "liability", "aktsionernoe", "obshchestvo")
}
OWN_WORDS = {
    "huawei",
    "gazprom",
    "transgaz",
    "cetc",
    "smic",
    "inspur",
    "hikvision",
    "sugon",
    "casc",
    "casic",
}
_FORM = re.compile(
    "|".join(
        rf"(?<!\w){re.escape(form.strip())}(?!\w)"
        for form in sorted(FORMS.replace("\n", "|").split("|"), key=len, reverse=True)
        if form.strip()
    ),
    re.IGNORECASE,
)


def other_form(draw: Draw, name: str) -> str | None:
    """Give another legal form, put it at the other end, or leave it out."""
    bare = " ".join(_FORM.sub(" ", name).split()).strip(" ,.")
    if len(bare) < 3:
        return None
    form = some(draw, ("Ltd", "Co., Ltd.", "LLC", "Limited Liability Company", "Inc", "OOO", "JSC",
                       "Corporation", "Pte Ltd", "GmbH", "FZE", ""))  # fmt: skip
    return f"{form} {bare}".strip() if form in ("OOO", "JSC") else f"{bare} {form}".strip()


def reordered(draw: Draw, name: str) -> str | None:
    """Put the words in another order."""
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return None
    at = int(draw.integers(1, len(words)))
    turned = words[at:] + words[:at]
    if draw.random() < 0.5:
        one, two = draw.choice(len(words), 2, replace=False)
        turned = list(words)
        turned[one], turned[two] = turned[two], turned[one]
    return " ".join(turned)


def shortened(draw: Draw, name: str, counts: Counter[str]) -> str | None:
    """Cut one word of trade short, or two: its beginning, or without its vowels."""
    words = name.split()
    places = [
        at
        for at, word in enumerate(words)
        if word.isalpha() and len(word) > 6 and is_common(word, counts) and not _is_form(word)
    ]
    if not places:
        return None
    for at in draw.permutation(places)[: int(draw.integers(1, 3))]:
        word = words[at]
        if draw.random() < 0.7:
            words[at] = word[: int(draw.integers(3, 6))] + some(draw, (".", ""))
        else:
            words[at] = word[0] + re.sub("[aeiou]", "", word[1:])
    return " ".join(words)


def without_a_word(draw: Draw, name: str, counts: Counter[str]) -> str | None:
    """Leave out one common word, where a telling one is left."""
    words = name.split()
    kinds = [
        "form" if _is_form(word) else "common" if is_common(word, counts) else "telling"
        for word in words
    ]
    common, telling = (
        [at for at, kind in enumerate(kinds) if kind == asked] for asked in ("common", "telling")
    )
    if not common or not telling:
        return None
    gone = common[int(draw.integers(len(common)))]
    return " ".join(word for at, word in enumerate(words) if at != gone)


def is_common(word: str, counts: Counter[str]) -> bool:
    """Say whether a word stands in at least 20 listed names and is no company's own."""
    bare = _bare(word)
    return counts[bare] >= 20 and bare not in OWN_WORDS


def _is_form(word: str) -> bool:
    return _bare(word) in FORM_WORDS


def _bare(word: str) -> str:
    return word.strip("(),.\"'").casefold()


def perturbed(draw: Draw, names: Sequence[str], counts: Counter[str]) -> list[tuple[str, str]]:
    """Write one entry in every way that it allows.

    Parameters
    ----------
    draw : Generator
    names : sequence of str
        Name and aliases of the entry.
    counts : Counter
        Words of the whole list.

    Returns
    -------
    list of (kind, name)
    """
    name = re.sub(r"\s*\((?:[A-Z]{3,8}|[afAF]\.k\.a\.[^()]*)(?:\)|$)", "", names[0]).strip()
    name = name or names[0]
    one_word: dict[str, Callable[[str], str | None]] = {
        "misspelling": lambda told: misspelt(draw, told),
        "transliteration": lambda told: transliterated(draw, told, counts),
        "legal form": lambda told: other_form(draw, told),
        "word order": lambda told: reordered(draw, told),
        "abbreviation": lambda told: shortened(draw, told, counts),
        "dropped word": lambda told: without_a_word(draw, told, counts),
    }
    made = [(kind, change(name)) for kind, change in one_word.items()]
    if len(names) > 1:
        alias = names[1 + int(draw.integers(len(names) - 1))]
        made.append(("alias", other_form(draw, alias.upper())))
    first, second = draw.permutation(list(one_word))[:2]
    once = one_word[first](name)
    made.append(("two at once", one_word[second](once) if once else None))
    return [(kind, told) for kind, told in made if told and told.casefold() != name.casefold()]
