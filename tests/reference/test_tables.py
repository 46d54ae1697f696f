import math
import re

import pandas as pd
import pycountry
import pytest

from detector.reference import MARKS, TABLES, read_table

each_table = pytest.mark.parametrize("name", TABLES)
WIDTHS = {"fp16_tflops": 16, "fp8_tops": 8, "fp4_tops": 4}


def accelerators() -> list:
    return [row for row in read_table("accelerators").itertuples() if row.tpp > 0]


def row_by_arithmetic(tpp: float, density: float, dc_use: str) -> str:
    """Say which row of the November 2023 form a chip falls under; 15 CFR 774 Supp. 1."""
    if dc_use == "no":
        return "note-2" if tpp >= 4800 else "none"
    if tpp >= 4800:
        return "3A090.a.1"
    if tpp >= 1600 and density >= 5.92:
        return "3A090.a.2"
    if 2400 <= tpp < 4800 and 1.6 <= density < 5.92:
        return "3A090.b.1"
    if tpp >= 1600 and 3.2 <= density < 5.92:
        return "3A090.b.2"
    return "none"


@each_table
def test_every_row_has_a_source_and_a_mark(name):
    table = read_table(name)
    assert table.source.notna().all()
    assert set(table.mark) <= set(MARKS)


@each_table
def test_no_row_stands_twice(name):
    table = read_table(name).drop(columns=["source", "mark"])
    assert not table.duplicated().any()


@pytest.mark.parametrize("chip", accelerators(), ids=lambda chip: chip.id)
def test_tpp_follows_from_the_figures(chip):
    figures = [getattr(chip, name) * bits for name, bits in WIDTHS.items()]
    tpp = max(figure for figure in figures if not math.isnan(figure))
    assert chip.tpp == pytest.approx(tpp, rel=0.005)


@pytest.mark.parametrize("chip", accelerators(), ids=lambda chip: chip.id)
def test_density_follows_from_tpp_and_die(chip):
    if not math.isnan(chip.die_mm2):
        assert chip.density == pytest.approx(chip.tpp / chip.die_mm2, rel=0.005)


@pytest.mark.parametrize("chip", accelerators(), ids=lambda chip: chip.id)
def test_the_control_row_follows_from_the_figures(chip):
    if chip.control_row == "letter":
        assert row_by_arithmetic(chip.tpp, chip.density, chip.dc_use) == "none"
    else:
        assert row_by_arithmetic(chip.tpp, chip.density, chip.dc_use) == chip.control_row


def test_chips_named_in_letters_are_marked_so():
    chips = read_table("accelerators").set_index("id")
    assert chips.control_row[["h20", "mi308x"]].tolist() == ["letter", "letter"]


def test_countries_are_those_of_iso_3166():
    rows = read_table("countries")
    ours = set(zip(rows.iso2, rows.iso3, rows.numeric, strict=True))
    assert ours == {(c.alpha_2, c.alpha_3, c.numeric) for c in pycountry.countries}


def test_no_two_countries_share_a_name():
    owners: dict[str, str] = {}
    for row in read_table("countries").itertuples():
        for name in (row.name, *(row.other_names or "").split("|")):
            if name:
                assert owners.setdefault(name.casefold(), row.iso2) == row.iso2


def test_places_lie_on_the_globe():
    for name in ("countries", "ports"):
        rows = read_table(name)
        assert rows.lat.between(-90, 90).all() and rows.lon.between(-180, 180).all()


def test_ports_lie_in_known_countries():
    ports = read_table("ports")
    assert (ports.unlocode.str[:2] == ports.country).all() and ports.unlocode.is_unique
    assert set(ports.country) <= set(read_table("countries").iso2)


def test_bands_have_their_lower_end_below():
    for name, table in TABLES.items():
        rows = read_table(name)
        for field in table.fields:
            if field.name.endswith("_low"):
                high = rows[field.name.removesuffix("_low") + "_high"]
                assert (rows[field.name].isna() | (rows[field.name] <= high)).all(), field.name


def test_every_catalogue_item_has_a_price_on_each_day_since_its_first():
    prices = read_table("prices").sort_values(["item", "valid_from"])
    items = {*read_table("accelerators").id, *read_table("servers").id}
    assert set(prices["item"]) == items
    for _, spans in prices.groupby("item"):
        ends = spans.valid_to.iloc[:-1] + pd.Timedelta(days=1)
        assert ends.tolist() == spans.valid_from.iloc[1:].tolist()
        assert spans.valid_to.isna().tolist() == [False] * (len(spans) - 1) + [True]


def test_servers_hold_accelerators_of_the_catalogue():
    known = set(read_table("accelerators").id)
    for row in read_table("servers").itertuples():
        assert set(row.accelerator_ids.split("|")) <= known
        assert row.accelerators >= 1


def test_classes_are_those_of_the_class_table():
    classes = set(read_table("goods_classes").goods_class)
    for name in ("accelerators", "servers", "hs", "goods_words"):
        assert set(read_table(name).goods_class.dropna()) <= classes, name


REFERS = re.compile(r"\b\d+ FR \d+|\b\d+ CFR \d+|Act 708|Form 8-K")
OWN_DATES = {
    "2024-12-02": "stacks of memory are not accelerators",
    "2025-01-16": "a duty of makers of chips",
    "2025-05-13": "says that a row will not be enforced",
}


def test_a_rule_refers_to_a_published_text_or_is_marked_unverified():
    rules = read_table("rules")
    unsure = rules[~rules.source.map(lambda told: bool(REFERS.search(told)))]
    assert set(unsure.mark) <= {"unverified"}
    assert set(rules.state) == {"in_force", "not_enforced", "suspended"}


def test_rules_name_scopes_items_and_policies_that_are_there():
    rules = read_table("rules")
    assert rules.rule_id.is_unique
    assert set(rules.policy) <= set(read_table("rule_policies").policy)
    assert set(rules.item_scope) == set(read_table("rule_items").item_scope)
    assert set(rules.jurisdiction) == set(read_table("rule_coverage").jurisdiction)
    places = {*read_table("rule_scopes").scope, *read_table("countries").iso2}
    for column in ("origin_scope", "destination_scope", "headquarters_scope"):
        assert set(rules[column].dropna()) <= places, column
    assert set(rules.owner_scope.dropna()) == {"listed", "listed-50"}


def test_rules_end_after_they_begin_and_reach_the_catalogue():
    rules = read_table("rules")
    assert (rules.valid_to.isna() | (rules.valid_from <= rules.valid_to)).all()
    named = read_table("rule_items").chips.dropna().str.split("|").explode()
    assert set(named) <= set(read_table("accelerators").id)


def test_scopes_have_members_that_are_there():
    scopes = read_table("rule_scopes")
    countries = read_table("countries")
    groups = {f"D:{n}" for n in (1, 4, 5)} | {f"A:{n}" for n in (1, 5, 6)} | {"all"}
    assert set(scopes.side) == {"in", "out"} and set(scopes.kind) == {"country", "group"}
    assert set(scopes.member[scopes.kind == "country"]) <= set(countries.iso2)
    assert set(scopes.member[scopes.kind == "group"]) <= groups
    assert not set(scopes.scope) & set(countries.iso2)


def test_dates_that_change_a_duty_are_those_of_the_rules():
    rules, dates = read_table("rules"), read_table("rule_dates")
    ends = rules.valid_to.dropna()
    edges = {*rules.valid_from, *ends, *(ends + pd.Timedelta(days=1))}
    duties = dates[dates.effect.isin(["tightens", "loosens", "licence", "deadline"])]
    told = {day for day in duties.date if f"{day:%Y-%m-%d}" not in OWN_DATES}
    assert told <= edges
    assert {f"{day:%Y-%m-%d}" for day in duties.date} >= set(OWN_DATES)


def test_every_rule_on_chips_or_owners_begins_beside_a_rule_date():
    rules, dates = read_table("rules"), read_table("rule_dates")
    chips = rules[(rules.item_scope != "any") | (rules.owner_scope == "listed-50")]
    for day in chips.valid_from:
        assert (dates.date - day).abs().min() <= pd.Timedelta(days=7), day


def test_red_flags_run_from_r01_to_r33():
    assert read_table("red_flags").id.tolist() == [f"R{n:02d}" for n in range(1, 34)]


def test_ambiguous_headings_are_marked():
    hs = read_table("hs").set_index("hs")
    assert hs.is_ambiguous[["847150", "847180", "847330", "854231"]].all()


def test_catalogue_ids_are_unique_over_both_tables():
    ids = [*read_table("accelerators").id, *read_table("servers").id]
    assert len(set(ids)) == len(ids)
