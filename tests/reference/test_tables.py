import math

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


def test_red_flags_run_from_r01_to_r33():
    assert read_table("red_flags").id.tolist() == [f"R{n:02d}" for n in range(1, 34)]


def test_ambiguous_headings_are_marked():
    hs = read_table("hs").set_index("hs")
    assert hs.is_ambiguous[["847150", "847180", "847330", "854231"]].all()


def test_catalogue_ids_are_unique_over_both_tables():
    ids = [*read_table("accelerators").id, *read_table("servers").id]
    assert len(set(ids)) == len(ids)
