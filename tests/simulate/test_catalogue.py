import numpy as np

from detector.reference import read_table
from detector.simulate.catalogue import day_of, read_goods, read_places


def test_catalogued_accelerators_take_price_and_weight_from_the_reference():
    goods = read_goods()
    h100 = goods.number["H100 PCIe 80GB"]
    fact = read_table("accelerators").set_index("id").loc["h100-pcie"]
    assert goods.table.loc[h100, "kg_high"] == fact["kg_high"]
    price = goods.price(np.array([h100]), np.array([day_of("2025-01-01")]))[0]
    assert 22_000 <= price <= 30_000


def test_every_cell_that_goods_need_is_filled():
    table = read_goods().table
    numbers = table[["kg_low", "kg_high", "usd_low", "usd_high", "weight", "pieces"]].astype(float)
    assert (numbers > 0).all().all()
    assert (numbers["kg_low"] <= numbers["kg_high"]).all()
    assert (numbers["usd_low"] <= numbers["usd_high"]).all()


def test_stripped_goods_are_goods_of_the_world():
    goods = read_goods()
    told = goods.table["stripped"] != ""
    assert (goods.stripped[told.to_numpy()] >= 0).all()


def test_origins_are_countries_of_the_world_and_there_are_some_sixty():
    places = read_places()
    assert 58 <= len(places.number) <= 80
    origins = set("|".join(read_goods().table["origins"]).split("|"))
    assert origins <= set(places.number) | {"CZ"}
    assert set(places.number) <= set(read_table("countries")["iso2"])
