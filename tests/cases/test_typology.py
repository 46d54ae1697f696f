from detector.cases.typology import (
    _BY_FLAG,
    _BY_SIGNAL,
    TYPOLOGIES,
    Weight,
    pattern_of,
    typology_of,
)
from detector.engine import read_family
from detector.features import FAMILIES
from detector.reference import read_table


def reasons(*rows):
    return [Weight(*row) for row in rows]


def test_the_pattern_with_most_weight_names_the_case():
    told = reasons(
        ("roles.payer_elsewhere", "parties", "R26", 0.5),
        ("price.value_gap", "price", "R27", 0.3),
        ("timing.rush", "timing", None, 0.2),
    )
    assert typology_of(told) == "T13 payer elsewhere"


def test_a_case_without_a_leading_pattern_is_unusual():
    even = [
        ("roles.payer_elsewhere", "parties", "R26", 0.25),
        ("price.value_gap", "price", "R27", 0.25),
        ("timing.rush", "timing", None, 0.25),
        ("returns.not_back", "movements", None, 0.25),
    ]
    assert typology_of(reasons(*even)) == "unusual"
    assert typology_of(reasons()) == "unusual"


def test_a_reason_of_an_unknown_feature_speaks_by_its_red_flag():
    assert pattern_of("agency.own_rule", "parties", "R09, FinCEN") == "T08"
    assert pattern_of("agency.own_rule", "statistics", None) is None


def test_every_pattern_that_is_named_exists():
    assert set(_BY_SIGNAL.values()) | set(_BY_FLAG.values()) <= set(TYPOLOGIES)


def test_every_red_flag_that_is_named_exists():
    assert set(_BY_FLAG) <= set(read_table("red_flags")["id"])


def test_every_feature_that_is_named_exists():
    families = {name: read_family("detector.features", name) for name in FAMILIES}
    known = {
        f"{name}.{column.name}" for name, family in families.items() for column in family.columns
    }
    assert set(_BY_SIGNAL) <= known | set(families)


def test_a_family_that_is_not_named_speaks_by_flag_or_view():
    for name in FAMILIES:
        family = read_family("detector.features", name)
        flags = [column.flag for column in family.columns if column.odd != "none"]
        assert all(pattern_of(f"{name}.x", family.view, flag) or not flag for flag in flags)
