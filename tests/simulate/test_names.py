import numpy as np
import pytest

from detector.simulate.catalogue import read_places
from detector.simulate.companies import found_companies
from detector.simulate.names import name_companies

WELL_KNOWN = (
    "nvidia",
    "amd",
    "intel",
    "dell",
    "lenovo",
    "hpe",
    "supermicro",
    "gigabyte",
    "asus",
    "acer",
    "foxconn",
    "quanta",
    "wistron",
    "inventec",
    "inspur",
    "huawei",
    "zte",
    "tencent",
    "alibaba",
    "baidu",
    "bytedance",
    "samsung",
    "hynix",
    "micron",
    "tsmc",
    "oracle",
    "microsoft",
    "google",
    "amazon",
    "meta",
    "tesla",
    "cisco",
    "arista",
    "juniper",
    "nokia",
    "ericsson",
    "toshiba",
    "hitachi",
    "fujitsu",
    "sony",
    "megaspeed",
    "dhl",
    "fedex",
    "ups",
    "maersk",
)


@pytest.fixture(scope="module")
def named():
    rng = np.random.default_rng(1)
    places = read_places()
    companies = found_companies(rng, places, 20_000, (1461, 2191)).frame()
    return companies, name_companies(rng, places, companies, 0)


def test_no_invented_name_is_a_well_known_one(named):
    for name in named[1].name:
        assert str(name).lower().split(" ")[0] not in WELL_KNOWN


def test_names_are_told_apart_within_a_country(named):
    companies, told = named
    pairs = list(zip(told.name, companies["country"], strict=True))
    assert len(set(pairs)) > 0.995 * len(pairs)


def test_some_names_stand_in_other_scripts(named):
    other = np.array([not str(name).isascii() for name in named[1].name])
    assert 0.005 < other.mean() < 0.08


def test_another_clerk_writes_the_same_name_differently_but_recognisably(named):
    told = named[1]
    assert (told.name != told.other_name).mean() > 0.4
    for name, other in zip(told.name[:500], told.other_name[:500], strict=True):
        assert str(name)[:5].lower() == str(other)[:5].lower()
