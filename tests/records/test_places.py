"""Countries, aggregates and ports in the spellings that records use."""

import pycountry
import pytest

from detector.records.places import aggregate, area, country, country_codes, port


@pytest.mark.parametrize(
    ("code", "names"),
    {
        "TW": "Taiwan|TWN|158|490|Other Asia, nes|S19|臺灣|Taiwan, Province of China|대만|台灣",
        "CN": "China|CHN|156|PRC|中國大陸|中国|P.R. China|china |People's Republic of China|중국",
        "HK": "Hong Kong|HKG|344|China, Hong Kong SAR|香港|HONGKONG|Hong Kong SAR, China|홍콩",
        "KR": "South Korea|KOR|410|Rep. of Korea|Korea, Rep Of|Korea, Republic of|韓國|南韓|Korea",
        "KP": "North Korea|PRK|Korea, Dem Peo Rep Of|DPRK|北韓",
        "VN": "Viet Nam|Vietnam|VNM|704|越南",
        "US": "USA|United States|842|840|U.S.A.|美國|United States of America|Estados Unidos",
        "AE": "United Arab Emirates|UAE|U.A.E.|阿拉伯聯合大公國|ARE",
        "GB": "United Kingdom|UK|England|GBR|英國|Royaume-Uni|Great Britain",
        "CI": "Côte d'Ivoire|Ivory Coast|Cote D'ivoire|象牙海岸",
        "NA": "NA|Namibia|NAM|516",
        "RU": "Russian Federation|Russia|РОССИЯ|俄羅斯",
        "CH": "Switzerland|757|Schweiz|瑞士",
        "TR": "Türkiye|Turkey|Turkiye|土耳其",
        "CD": "Congo, Dem Rep Of|Dem. Rep. of the Congo|剛果民主共和國|COD",
        "XK": "Kosovo|科索沃",
    }.items(),
)
def test_a_country_is_known_by_many_names(code, names):
    assert {name: country(name) for name in names.split("|")} == dict.fromkeys(
        names.split("|"), code
    )


@pytest.mark.parametrize("name", ["", "-", "?", "...", "Atlantis", "N/A", "XX", "ZZ", "W00", "0"])
def test_what_is_no_country_is_none(name):
    assert country(name) is None


def test_no_code_of_one_country_is_the_name_of_another():
    for one in pycountry.countries:
        codes = (one.alpha_2, one.alpha_3, one.numeric, one.name)
        assert {country(code) for code in codes} == {one.alpha_2}
        assert one.alpha_2 in country_codes()


@pytest.mark.parametrize(
    ("code", "names"),
    {
        "W00": " World|WLD|W00|0|000|Total All Markets",
        "X-ASEAN": "ASEAN|Asia Tenggara --- ASEAN  |X-ASEAN",
        "X-EU": "European Union|EUN|EU",
        "ZZ": "Areas, nes|_X |899|其他國家|ZZ|Unspecified",
        "MY": "MYS|Malaysia|458",
    }.items(),
)
def test_an_aggregate_is_told_from_a_country(code, names):
    assert {area(name) for name in names.split("|")} == {code}


def test_an_aggregate_is_made_of_what_has_no_code():
    assert aggregate("Other Markets Africa") == "X-OTHER-MARKETS-AFRICA"
    assert area(aggregate("Other Markets Africa")) == "X-OTHER-MARKETS-AFRICA"
    assert aggregate(" ** ") == "ZZ"


@pytest.mark.parametrize(
    ("code", "names"),
    {
        "MYPKG": "MYPKG|my pkg|Port Klang|PORT KLANG, MALAYSIA|Port Klang (West Port)",
        "USLAX": "Los Angeles, CA|USLAX|LOS ANGELES",
        "JPTYO": "TOKYO|Tokyo",
        "SGSIN": "Singapore|SGSIN|SG SIN",
    }.items(),
)
def test_a_port_is_known_by_its_name(code, names):
    assert {name: port(name) for name in names.split("|")} == dict.fromkeys(names.split("|"), code)


@pytest.mark.parametrize("name", ["", "-", "Nowhere", "Sparta", "house", "XXABC"])
def test_what_is_no_known_port_is_none(name):
    assert port(name) is None
