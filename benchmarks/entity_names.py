"""Companies and the ways clerks write them, for measuring entity resolution.

Written apart from the resolver: it knows nothing of its keys, words or weights. Stems come from
the simulator's syllables or, as ``foreign``, from a grammar that no tuning has seen.
"""

import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pandas as pd

GRAMMAR = tomllib.loads(files("detector.simulate").joinpath("names.toml").read_text("utf-8"))
VOICES = {
    "US": "latin", "DE": "latin", "GB": "latin", "SG": "latin", "NL": "latin", "CN": "hanyu",
    "HK": "hanyu", "TW": "hanyu", "JP": "japan", "KR": "korea", "IN": "india", "MY": "malay",
    "TH": "thai", "RU": "slav", "TR": "turk", "AE": "arab", "VN": "vien",
}  # fmt: skip
CITIES = {
    "CN": ["Shenzhen", "Shanghai", "Beijing", "Dongguan"], "HK": ["Kowloon", "Hong Kong"],
    "TW": ["Taipei", "Hsinchu"], "SG": ["Singapore"], "MY": ["Penang", "Johor", "Kuala Lumpur"],
    "JP": ["Tokyo", "Osaka"], "KR": ["Seoul", "Busan"], "IN": ["Mumbai", "Bengaluru", "Delhi"],
    "US": ["Austin", "Fremont", "Dallas"], "DE": ["Munich", "Hamburg"], "AE": ["Dubai", "Sharjah"],
    "RU": ["Moscow"], "TR": ["Istanbul"], "VN": ["Hanoi"], "TH": ["Bangkok"],
    "GB": ["London"], "NL": ["Rotterdam"],
}  # fmt: skip
TRADE = (
    *("Technology", "Electronics", "Trading", "Systems", "Computing", "Cloud", "Semiconductor"),
    *("Components", "Digital", "Logistics", "Solutions", "Industrial", "Network", "Precision"),
    *("Data", "Energy", "Software", "Communications"),
)
STREETS = ("Industrial Road", "Park Avenue", "Harbour Street", "Science Park Drive", "Mill Lane",
           "Orchard Road", "Station Street", "Queens Avenue", "Lake Drive",
           "Temple Street")  # fmt: skip
SHORT = {"Technology": "Tech", "Electronics": "Elec", "Trading": "Trdg", "Systems": "Sys",
         "Semiconductor": "Semi", "Components": "Comp", "Industrial": "Ind",
         "International": "Intl", "Communications": "Comm", "Solutions": "Soln"}  # fmt: skip
HAN = {
    "an": "安", "bao": "宝", "chang": "昌", "cheng": "诚", "da": "达", "fu": "富", "guang": "光",
    "hai": "海", "heng": "恒", "hong": "宏", "hua": "华", "hui": "汇", "jia": "佳", "jin": "锦",
    "jun": "骏", "kai": "凯", "lian": "联", "long": "隆", "mei": "美", "ming": "明", "ning": "宁",
    "peng": "鹏", "qi": "启", "rong": "荣", "rui": "瑞", "sheng": "盛", "tai": "泰", "tian": "天",
    "wan": "万", "wei": "伟", "xin": "欣", "xing": "兴", "yi": "益", "yong": "永", "yuan": "源",
    "yun": "云", "ze": "泽", "zheng": "正", "zhi": "志", "zhong": "中",
}  # fmt: skip
HAN_TRADE = {"Technology": "科技", "Electronics": "电子", "Trading": "贸易", "Systems": "系统",
             "Semiconductor": "半导体", "Logistics": "物流", "Network": "网络", "Data": "数据",
             "Software": "软件", "Energy": "能源", "Precision": "精密", "Industrial": "实业",
             "Communications": "通信", "Computing": "计算机"}  # fmt: skip
HAN_CITY = {"Shenzhen": "深圳市", "Shanghai": "上海", "Beijing": "北京", "Dongguan": "东莞市",
            "Hong Kong": "香港", "Taipei": "台北"}  # fmt: skip
CYRILLIC = [
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ya", "я"), ("yu", "ю"), ("yo", "ё"),
    ("x", "кс"), ("ph", "ф"), ("ck", "к"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"),
    ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("v", "в"), ("w", "в"), ("y", "и"), ("z", "з"),
]  # fmt: skip
CYRILLIC_TRADE = {"Technology": "Технологии", "Electronics": "Электроника", "Trading": "Трейдинг",
                  "Systems": "Системы", "Logistics": "Логистика"}  # fmt: skip
ARABIC = [
    ("sh", "ش"), ("gh", "غ"), ("kh", "خ"), ("oo", "و"), ("b", "ب"), ("d", "د"), ("f", "ف"),
    ("g", "غ"), ("h", "ه"), ("j", "ج"), ("k", "ك"), ("c", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"),
    ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("w", "و"), ("v", "ف"), ("y", "ي"), ("z", "ز"),
    ("p", "ب"), ("x", "كس"), ("u", "و"), ("a", ""), ("e", ""), ("i", ""), ("o", ""),
]  # fmt: skip
KANA = {
    "a": "ア", "ki": "キ", "sa": "サ", "chi": "チ", "fu": "フ", "ji": "ジ", "ha": "ハ", "ma": "マ",
    "ra": "ラ", "ho": "ホ", "shi": "シ", "i": "イ", "da": "ダ", "na": "ナ", "ka": "カ", "wa": "ワ",
    "ta": "タ", "mo": "モ", "ri": "リ", "ga": "ガ", "ni": "ニ", "o": "オ", "to": "ト", "ku": "ク",
    "u": "ウ", "ya": "ヤ", "yo": "ヨ",
}  # fmt: skip
HANGUL = {
    "bo": "보", "chang": "창", "dae": "대", "dong": "동", "eun": "은", "gang": "강", "han": "한",
    "hwa": "화", "in": "인", "jae": "재", "jin": "진", "kwang": "광", "min": "민", "myung": "명",
    "nam": "남", "sae": "새", "sang": "상", "seo": "서", "shin": "신", "sung": "성", "tae": "태",
    "woo": "우", "yong": "용", "young": "영",
}  # fmt: skip
HANGUL_TRADE = {"Electronics": "전자", "Trading": "무역", "Technology": "기술", "Systems": "시스템",
                "Logistics": "물류", "Semiconductor": "반도체"}  # fmt: skip
ARABIC_TRADE = {"Trading": "للتجارة", "Technology": "للتقنية", "Electronics": "للإلكترونيات"}
SOUNDS = [("w", "v"), ("v", "w"), ("c", "k"), ("k", "c"), ("y", "i"), ("i", "y"), ("ph", "f"),
          ("x", "ks"), ("oo", "u"), ("j", "dj"), ("sh", "sch"), ("s", "z")]  # fmt: skip
KINDS = ("typo", "two typos", "order", "legal form", "short forms", "spacing", "script", "sound",
         "cut", "word lost", "renamed trade", "formerly", "city added", "clean")  # fmt: skip
LIKELY = np.array([22, 4, 6, 12, 8, 6, 9, 7, 4, 4, 3, 3, 4, 8], dtype=float)
WHOLLY = "wholly renamed"


@dataclass(frozen=True)
class Company:
    """One company as it calls itself."""

    number: int
    country: str
    syllables: tuple[str, ...]
    trade: tuple[str, ...]
    place: str
    form: str
    address: tuple[int, str, str, int]


def make_mentions(companies: int, seed: int, grammar: str = "simulator") -> pd.DataFrame:
    """Make names with the company each belongs to.

    Returns
    -------
    DataFrame of shape (n_mentions, 7)
        Columns company, name, kind (how it was altered), country, address, records; names are
        distinct per (name, country, address).
    """
    rng = np.random.default_rng(seed)
    rows = []
    for company in _companies(rng, companies, grammar):
        for name, kind in _mentions(rng, company):
            for _ in range(rng.choice([1, 2, 3])):
                rows.append((company.number, name, kind, *_where(rng, company)))
    columns = ["company", "name", "kind", "country", "address"]
    frame = pd.DataFrame(rows, columns=columns).drop_duplicates(columns[:2] + columns[3:])
    frame["records"] = rng.integers(1, 8, len(frame))
    return frame.reset_index(drop=True)


def many_mentions(names: int, seed: int) -> pd.DataFrame:
    """Make so many distinct names, with the grammar that has stems enough; as `make_mentions`."""
    made = make_mentions(int(names * 0.6), seed, "foreign")
    code = made.groupby(["company", "name"], sort=False).ngroup()
    return made[(code < names) & (made["kind"] != WHOLLY)].reset_index(drop=True)


def _companies(rng: np.random.Generator, count: int, grammar: str) -> list[Company]:
    made: list[Company] = []
    codes = sorted(VOICES)
    while len(made) < count:
        country = codes[rng.integers(len(codes))]
        syllables = _syllables(rng, country, grammar)
        trade = tuple(rng.choice(TRADE, rng.choice([0, 1, 2], p=[0.12, 0.68, 0.2]), replace=False))
        forms = GRAMMAR["forms"].get(country, GRAMMAR["forms"]["other"])
        one = Company(len(made), country, syllables, trade, "", forms[rng.integers(len(forms))],
                      _address(rng, country))  # fmt: skip
        made.append(one)
        if rng.random() < 0.12:
            made += _likenesses(rng, one, len(made))
    first = {(one.syllables, one.trade, one.place): one for one in reversed(made[:count])}
    return sorted(first.values(), key=lambda one: one.number)


def _syllables(rng: np.random.Generator, country: str, grammar: str) -> tuple[str, ...]:
    if grammar == "foreign":
        heads, cores, tails = "bcdfghklmnprstvwz", "aeiou", ("", "", "n", "r", "l", "s", "x", "th")
        return tuple(
            heads[rng.integers(len(heads))] + cores[rng.integers(5)] + tails[rng.integers(8)]
            for _ in range(rng.choice([2, 3, 4], p=[0.15, 0.55, 0.3]))
        )
    told = GRAMMAR["syllables"][VOICES[country]]
    count = rng.choice([2, 3, 4], p=[0.07, 0.58, 0.35])
    return tuple(told[at] for at in rng.integers(0, len(told), count))


def _likenesses(rng: np.random.Generator, one: Company, number: int) -> list[Company]:
    """Make other companies whose names are nearly those of one: they must stay apart."""
    cities = CITIES[one.country]
    way = rng.integers(4)
    if way == 0:
        others = [word for word in TRADE if word not in one.trade]
        changed = [(one.syllables, (str(rng.choice(others)),), "")]
    elif way == 1 and len(cities) > 1:
        changed = [(one.syllables, one.trade, city) for city in cities[:3]]
    elif way == 2:
        told = ("No. 2 Factory", "No. 3 Factory") if rng.random() < 0.5 else ("Unit 3", "Unit 4")
        changed = [(one.syllables, one.trade, place) for place in told]
    else:
        syllables = (*one.syllables[:-1], _syllables(rng, one.country, "simulator")[0])
        changed = [(syllables, one.trade, "")]
    return [
        Company(number + at, one.country, syllables, trade, place, one.form,
                _address(rng, one.country))
        for at, (syllables, trade, place) in enumerate(changed)
        if (syllables, trade, place) != (one.syllables, one.trade, one.place)
    ]  # fmt: skip


def _address(rng: np.random.Generator, country: str) -> tuple[int, str, str, int]:
    street = STREETS[rng.integers(len(STREETS))]
    city = CITIES[country][rng.integers(len(CITIES[country]))]
    return int(rng.integers(1, 400)), street, city, int(rng.integers(1, 60))


def _mentions(rng: np.random.Generator, company: Company) -> list[tuple[str, str]]:
    own = _plainly(company)
    count = int(rng.choice([1, 2, 3, 4], p=[0.45, 0.3, 0.15, 0.1]))
    names = [(own, "as it is")]
    for kind in rng.choice(KINDS, count - 1, p=LIKELY / LIKELY.sum()):
        name = _altered(rng, company, own, str(kind))
        if name and name != own:
            names.append((name, str(kind)))
    if rng.random() < 0.01:
        other = "".join(_syllables(rng, company.country, "foreign")).capitalize()
        names.append((f"{other} {company.form}", WHOLLY))
    return names


def _plainly(company: Company) -> str:
    words = ["".join(company.syllables).capitalize(), *company.trade]
    words += [company.place] if company.place else []
    return " ".join([*words, company.form])


def _where(rng: np.random.Generator, company: Company) -> tuple[str | None, str | None]:
    country = None if rng.random() < 0.12 else company.country
    if country is None or rng.random() < 0.2:
        return country, None
    number, street, city, unit = company.address
    if rng.random() < 0.06:
        number, street, city, unit = _address(rng, company.country)
    told = [f"{number} {street}", city]
    way = rng.integers(5)
    if way == 1:
        told.insert(0, f"Unit {unit}")
    elif way == 2:
        told[0] = told[0].replace("Road", "Rd").replace("Street", "St.").replace("Avenue", "Ave")
    elif way == 3:
        told = [f"No. {told[0]}", f"{rng.integers(2, 9)}/F", city]
    text = ", ".join(told)
    return country, text.upper() if way == 4 else text


def _altered(rng: np.random.Generator, company: Company, own: str, kind: str) -> str:
    stem, rest = own.split(" ", 1)
    body = own.removesuffix(company.form).strip()
    if kind == "typo":
        return own.replace(stem, _misspelt(rng, stem), 1)
    if kind == "two typos":
        return own.replace(stem, _misspelt(rng, _misspelt(rng, stem)), 1)
    if kind == "order":
        words = body.split()
        return " ".join([*words[1:], words[0], company.form]) if len(words) > 1 else own
    if kind == "legal form":
        return str(
            rng.choice([body, body.upper(), f"{body} Company Limited", own.replace(".", "")])
        )
    if kind == "short forms":
        return " ".join(SHORT.get(word, word) for word in own.split())
    if kind == "spacing":
        cut = len("".join(company.syllables[:-1]))
        return f"{stem[:cut]} {stem[cut:].capitalize()} {rest}" if cut else own
    if kind == "script":
        return _in_script(rng, company)
    if kind == "sound":
        turns = [(a, b) for a, b in SOUNDS if a in stem.lower()]
        if not turns:
            return own
        turn = turns[rng.integers(len(turns))]
        return own.replace(stem, stem.lower().replace(*turn).capitalize(), 1)
    if kind == "cut":
        return own[: max(len(stem) + 3, int(len(own) * 0.6))].strip()
    if kind == "word lost":
        return " ".join([stem, *company.trade[1:], company.place, company.form]).replace("  ", " ")
    if kind == "renamed trade":
        word = TRADE[rng.integers(len(TRADE))]
        return f"{stem} {word} {company.place} {company.form}".replace("  ", " ")
    if kind == "formerly":
        other = "".join(_syllables(rng, company.country, "foreign")).capitalize()
        link = str(rng.choice(["formerly", "f/k/a", "formerly known as"]))
        return f"{other} {company.form} ({link} {own})"
    if kind == "city added":
        return f"{body} ({company.address[2]}) {company.form}"
    return own.upper()


def _misspelt(rng: np.random.Generator, word: str) -> str:
    at = int(rng.integers(1, max(len(word) - 1, 2)))
    letter = "abcdefghiklmnoprstuvwyz"[rng.integers(23)]
    way = rng.integers(4)
    if way == 0:
        return word[:at] + word[at + 1 :]
    if way == 1:
        return word[:at] + letter + word[at:]
    if way == 2:
        return word[:at] + letter + word[at + 1 :]
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] if at > 1 else word + word[-1]


def _in_script(rng: np.random.Generator, company: Company) -> str:
    stem = "".join(company.syllables)
    if VOICES[company.country] == "hanyu" and all(one in HAN for one in company.syllables):
        if not all(word in HAN_TRADE for word in company.trade) or company.place:
            return ""
        city = HAN_CITY.get(company.address[2], "") if rng.random() < 0.3 else ""
        written = "".join(HAN[one] for one in company.syllables)
        return city + written + "".join(HAN_TRADE[word] for word in company.trade) + "有限公司"
    if VOICES[company.country] == "korea" and all(one in HANGUL for one in company.syllables):
        if not all(word in HANGUL_TRADE for word in company.trade) or company.place:
            return ""
        written = "".join(HANGUL[one] for one in company.syllables)
        return " ".join([written, *(HANGUL_TRADE[word] for word in company.trade), "주식회사"])
    if VOICES[company.country] == "japan":
        written = re.sub("|".join(sorted(KANA, key=len, reverse=True)), _kana, stem)
        return " ".join([f"株式会社{written}", *company.trade, company.place]).strip()
    arab = VOICES[company.country] == "arab"
    words = ARABIC_TRADE if arab else CYRILLIC_TRADE
    for latin, other in ARABIC if arab else CYRILLIC:
        stem = stem.replace(latin, other)
    trade = [words.get(word, word) for word in company.trade]
    return " ".join([stem.capitalize(), *trade, company.place, company.form]).replace("  ", " ")


def _kana(found: re.Match[str]) -> str:
    return KANA[found[0]]
