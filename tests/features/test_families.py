"""What every family promises."""

from importlib.resources import files

import pandas as pd
import pytest
import sqlglot

from detector.engine import read_family
from detector.features import FAMILIES, YARDSTICKS
from tests.ledgers import VALUES, build, ledger, records, surroundings

STEPS = tuple(
    step.name for name in FAMILIES for step in read_family("detector.features", name).steps
)
each_family = pytest.mark.parametrize("name", FAMILIES)

AWKWARD = """
    shipped_on  exporter_id  consignee_id  units  pieces  value_usd  mass_kg  is_computing
    2024-06-01  1            2             8      8       250000     1000     true
    2024-06-01  1            -             0      0       0          0        true
    2024-06-01  -            2             -      -       -          -        false
    2024-06-02  2            2             0      1       5          0.001    true
    2024-06-09  2            3             8      8       300000     900      true
"""


def world(con, last_day, seed=7):
    """Lay out some 400 lines over 300 days, of which those up to `last_day` are seen."""
    ledger(con, "shipped_on\n2024-01-01")
    con.execute("create or replace table one as from ledger")
    con.execute("truncate ledger")
    con.execute("""
        insert into ledger by name
        select one.* replace (
            i as shipment_no, date '2024-01-01' + (i * 7 % 300)::integer as shipped_on,
            1 + hash(i) % 12 as exporter_id, 1 + hash(i + 1000) % 15 as consignee_id,
            case when i % 3 = 0 then 1 + hash(i + 3000) % 15 end as end_user_id,
            20 + hash(i) % 3 as forwarder_id, case when i % 4 = 0 then 30 + i % 2 end as payer_id,
            (1 + hash(i) % 5)::bigint as exporter_address_id,
            (1 + hash(i + 7) % 5)::bigint as consignee_address_id,
            ['TW', 'US', 'MY', 'SG'][1 + (hash(i) % 4)::integer] as exporter_country,
            ['MY', 'SG', 'CN', 'TH'][1 + (hash(i + 5) % 4)::integer] as consignee_country,
            case when i % 3 = 0 then 'TH' end as end_user_country,
            case when i % 5 = 0 then 'JP' end as intermediate_country,
            case when i % 5 = 0 then 16::bigint end as intermediate_id, 'MYPKG' as port_of_unlading,
            case when i % 4 = 0 then 'HK' end as payer_country, 'air' as transport_mode,
            ['export-declaration', 'import-declaration'][1 + (hash(i + 2) % 2)::integer]
                as record_source,
            ['847330', '847150'][1 + (hash(i + 9) % 2)::integer] as hs6,
            ['accelerator_card', 'accelerator_server', 'power'][1 + (hash(i) % 3)::integer]
                as goods_class,
            case when hash(i) % 3 < 2 then 1 + hash(i + 4) % 8 else 0 end as units,
            1 + hash(i + 4) % 8 as pieces, 3.0 + hash(i + 6) % 90 as mass_kg,
            1000.0 + hash(i + 8) % 90000 as value_usd, 'brand' || (hash(i) % 3) as brand,
            'h100' as item, true as is_restricted)
        from one, range(400) t(i)
    """)
    con.execute("""
        update ledger set exporter_group = exporter_id, consignee_group = consignee_id,
            end_user_group = end_user_id, forwarder_group = forwarder_id, payer_group = payer_id,
            intermediate_group = intermediate_id, destination_country = consignee_country,
            declared_class = goods_class, hs4 = left(hs6, 4),
            to_embargoed = consignee_country = 'CN',
            day_no = date_diff('day', date '2000-01-01', shipped_on),
            month_no = year(shipped_on) * 12 + month(shipped_on),
            usd_per_piece = value_usd / pieces, usd_per_kg = value_usd / mass_kg,
            kg_per_piece = mass_kg / pieces
    """)
    records(con)
    con.execute("truncate shipments")
    con.execute("""
        insert into shipments (shipment_no, description)
        select i, ['power supply', 'switch', 'server 2u'][1 + (i % 3)::integer] from range(400) t(i)
    """)
    con.execute("delete from ledger where shipped_on > $last", {"last": last_day})
    surroundings(con)


def table(con, name) -> pd.DataFrame:
    build(con, name)
    return con.execute(f"select * from {name} order by shipment_no").df().set_index("shipment_no")


def test_the_families_are_the_files():
    on_disk = {
        file.name.removesuffix(".sql")
        for file in files("detector.features").iterdir()
        if file.name.endswith(".sql")
    }
    assert on_disk == {*FAMILIES, *YARDSTICKS, *STEPS}
    assert len(set(FAMILIES)) == len(FAMILIES)


@each_family
def test_the_header_tells_what_the_query_yields(name):
    family = read_family("detector.features", name)
    assert family.name == name
    assert {f"${setting}" in family.query for setting in family.settings} <= {True}
    for column in family.columns:
        assert column.unit
        assert column.meaning
        if column.odd != "none":
            assert column.flag.startswith("R")
            assert column.says.endswith(".")
            assert column.innocent.endswith(".")


@each_family
def test_each_shipment_has_one_row(con, name):
    ledger(con, AWKWARD)
    surroundings(con)
    assert table(con, name).index.tolist() == [1, 2, 3, 4, 5]


@each_family
def test_other_goods_have_no_features(con, name):
    ledger(con, AWKWARD)
    surroundings(con)
    scored = [c.name for c in read_family("detector.features", name).columns if c.odd != "none"]
    assert table(con, name).loc[3, scored].isna().all()


@each_family
def test_a_family_reads_only_what_is_there_before_it(name):
    for other in read_family("detector.features", name).reads:
        assert other not in FAMILIES or FAMILIES.index(other) < FAMILIES.index(name)


@each_family
def test_a_step_reads_what_its_family_reads_or_a_step_before_it(name):
    family = read_family("detector.features", name)
    there = {*family.reads}
    for step in family.steps:
        assert {*step.reads} <= there
        assert not step.steps
        there.add(step.name)


@each_family
def test_the_past_stands_still(con, name):
    if read_family("detector.features", name).looks == "whole":
        return
    world(con, "2024-07-31")
    before = table(con, name)
    world(con, "2024-12-31")
    after = table(con, name)
    assert len(after) > len(before) > 100
    pd.testing.assert_frame_equal(after.loc[before.index], before)


@each_family
def test_the_same_ledger_gives_the_same_numbers(con, name):
    world(con, "2024-12-31")
    pd.testing.assert_frame_equal(table(con, name), table(con, name), check_exact=True)


@pytest.mark.parametrize("name", [*FAMILIES, *YARDSTICKS, *STEPS])
def test_it_can_be_said_in_spark(name):
    query = read_family("detector.features", name).query
    for setting in read_family("detector.features", name).settings:
        query = query.replace(f"${setting}", str(VALUES[setting]))
    written = sqlglot.transpile(
        query, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert len(written) == 1
