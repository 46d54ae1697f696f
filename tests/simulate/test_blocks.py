import numpy as np
import pytest

from detector.simulate import read_world, simulate
from detector.simulate.blocks import build_block
from detector.simulate.catalogue import read_goods

COMPUTING = (
    "8471",
    "8473",
    "8517",
    "8542",
    "8504",
    "8544",
    "8414",
    "8415",
    "8418",
    "8419",
    "8523",
    "8528",
    "8443",
    "8536",
    "8538",
    "8537",
)
DIVERTED = ("inbound", "onward")


@pytest.fixture(scope="module")
def large():
    return simulate(30_000, seed=3)


def test_one_line_in_two_hundred_carries_diverted_goods(large):
    carrying = large.truth["role"].isin(DIVERTED)
    assert 0.003 <= carrying.sum() / len(large.shipments) <= 0.006


def test_look_alikes_outnumber_schemes_ten_to_one(large):
    schemes = large.truth["scheme_id"].nunique()
    assert large.lookalikes["story_id"].nunique() >= 10 * schemes


def test_every_kind_of_look_alike_is_there(large):
    assert set(large.lookalikes["kind"]) >= {f"B{number:02d}" for number in range(1, 15)}


def test_a_scheme_has_three_to_forty_lines(large):
    sizes = large.truth.groupby("scheme_id").size()
    assert sizes.between(3, 40).all()


def test_schemes_combine_three_typologies_at_the_median(large):
    typologies = large.truth.groupby("scheme_id")["typology"].first().str.count(r"\|") + 1
    assert 2.5 <= typologies.median() <= 4


def test_all_difficulties_and_at_least_fourteen_typologies_occur(large):
    assert set(large.truth["difficulty"]) == {"blatant", "clear", "subtle", "expert"}
    told = set("|".join(large.truth["typology"]).split("|"))
    assert len(told & {f"T{number:02d}" for number in range(1, 17)}) >= 14


def test_the_harder_a_scheme_the_fewer_traces_it_leaves(large):
    first = large.truth.drop_duplicates("scheme_id")
    traces = first["typology"].str.count(r"\|").groupby(first["difficulty"]).mean()
    assert traces["blatant"] > traces["clear"] > traces["subtle"] > traces["expert"]


def test_only_lines_that_carry_diverted_goods_have_units(large):
    carrying = large.truth["role"].isin(DIVERTED)
    assert (large.truth.loc[carrying, "units"] > 0).all()
    assert (large.truth.loc[~carrying, "units"] == 0).all()


def test_most_lines_are_other_computing_goods(large):
    heading = large.shipments["hs_code"].str[:4]
    computing = heading.isin(COMPUTING)
    assert 0.88 <= computing.mean() <= 0.99
    text = large.shipments["description"].fillna("").str.upper()
    named = text.str.contains(r"\b(?:H[12]00|B[23]00|A100|L40S|RTX|MI3\d\dX|L4|H20|GPU)\b")
    assert 0.04 <= named.mean() <= 0.15


def test_trade_grows_and_has_a_season(large):
    days = large.shipments["shipped_on"]
    by_year = days.dt.year.value_counts()
    assert 1.05 <= by_year[2025] / by_year[2024] <= 1.3
    by_month = days.dt.month.value_counts()
    assert by_month[2] < by_month[3] and by_month[11] > by_month[2]
    assert days.dt.day_of_week.ge(5).mean() < 0.15


def test_accelerators_grow_far_faster_than_other_goods():
    lines = build_block(read_world("standard"), 3, 0, 20_000).lines
    kind = lines["item"].map(read_goods().table.set_index("item")["goods_class"])
    accelerators = kind.str.startswith(("accelerator", "gaming"))
    lawful = lines[~lines["scheme"]]
    by_year = lawful.groupby([accelerators, lawful["shipped_on"].dt.year]).size()
    assert 1.4 <= by_year[True, 2025] / by_year[True, 2024] <= 2.8
    assert 0.95 <= by_year[False, 2025] / by_year[False, 2024] <= 1.25
    assert 0.05 <= accelerators.mean() <= 0.13


def test_trade_comes_from_some_sixty_countries_and_is_heavy_tailed(large):
    countries = set(large.shipments["exporter_country"]) | set(large.shipments["consignee_country"])
    assert len(countries) >= 60
    lines = large.shipments["exporter"].value_counts()
    assert lines.iloc[: len(lines) // 20].sum() > 0.25 * len(large.shipments)
    assert (lines <= 3).mean() > 0.3


def test_many_moves_are_told_by_both_sides(large):
    sources = large.shipments["record_source"].value_counts(normalize=True)
    assert sources["export-declaration"] > 0.3 and sources["import-declaration"] > 0.25
    keys = ["exporter", "consignee", "shipped_on", "quantity"]
    twice = large.shipments.dropna(subset=keys).duplicated(keys, keep=False)
    assert 0.2 < twice.mean() < 0.6


def test_lines_are_in_order_and_ids_follow_it(large):
    assert large.shipments["shipped_on"].is_monotonic_increasing
    assert large.shipments["shipment_id"].is_monotonic_increasing


def test_a_lawful_world_holds_look_alikes_and_no_scheme():
    lawful = simulate(3_000, 4, read_world("standard").model_copy(update={"positive_share": 0.0}))
    assert lawful.truth.empty
    assert not lawful.lookalikes.empty


def test_blocks_hold_different_companies_and_exactly_the_lines_asked_for():
    small = read_world("standard").model_copy(update={"block": 1_500})
    world = simulate(4_000, 4, small)
    assert len(world.shipments) == 4_000
    assert world.truth["scheme_id"].str[:3].nunique() == 3


def test_goods_that_pass_through_keep_their_count(large):
    truth = large.truth[large.truth["role"].isin(DIVERTED)]
    units = truth.groupby(["scheme_id", "role"])["units"].sum().unstack(fill_value=0)
    # both records of a move are counted, so equal shares are not to be expected line by line
    ratio = np.log((units["onward"] + 1) / (units["inbound"] + 1))
    assert abs(ratio.median()) < 0.7
