from math import isfinite

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.goods import identify
from detector.goods.identification import COLUMNS
from detector.workspace import open_memory
from tests.goods.lines import goods_of, lay_shipments, table


def one(con, **line):
    (found,) = goods_of(con, line)
    return found


def test_the_table_has_one_row_per_shipment_and_the_columns_that_are_told(con):
    rows = goods_of(con, {"hs": "847330"}, {}, {"description": "tea"})
    assert [row["shipment_no"] for row in rows] == [1, 2, 3]
    assert list(rows[0]) == list(COLUMNS)


def test_every_column_says_what_it_holds_and_numbers_are_doubles(con):
    goods_of(con, {"hs": "847330"})
    told = con.execute(
        "select column_name, data_type, comment from duckdb_columns() where table_name = 'goods'"
    ).fetchall()
    assert {name: comment for name, _, comment in told} == COLUMNS
    kinds = {kind for _, kind, _ in told}
    assert kinds == {"BIGINT", "DOUBLE", "BOOLEAN", "VARCHAR"}


NAMED = table("""
hs    |description                     |model |qty|unit  |gross|usd    |year|item             |units
847330|NVIDIA H100 80GB PCIe GPU       |-     |64 |unit  |120  |1700000|2025|h100-pcie        |64
847330|graphics cards                  |H100  |64 |card  |120  |1700000|2025|h100-pcie        |64
847330|NVIDIA H100 SXM5 80GB           |-     |32 |module|96   |900000 |2024|h100-sxm         |32
847330|8x H100 80GB SXM5, HGX baseboard|-     |4  |unit  |200  |900000 |2024|h100-sxm         |32
847330|8x NVIDIA H100 80GB PCIe        |-     |8  |unit  |14   |210000 |2024|h100-pcie        |8
847330|HGX H100 8-GPU baseboard        |-     |4  |unit  |200  |900000 |2024|hgx-h100         |32
847150|Dell PowerEdge XE9680           |-     |10 |server|1400 |2700000|2024|dell-xe9680      |80
847150|Server with 4x A100 SXM4        |-     |10 |unit  |600  |900000 |2022|generic-8gpu-a100|40
847150|AI server                       |XE9680|2  |-     |280  |540000 |2024|dell-xe9680      |16
847150|SYS-821GE-TNHR H200             |-     |1  |-     |118  |290000 |2025|smc-821ge        |8
847149|GB200 NVL72 rack                |-     |2  |rack  |3500 |6000000|2025|gb200-nvl72      |144
847330|GB200 superchip board           |-     |36 |unit  |430  |2900000|2025|gb200-board      |72
847180|GeForce RTX 4090 24GB           |-     |200|unit  |520  |400000 |2024|rtx-4090         |200
847180|GeForce RTX 4090 D              |-     |200|unit  |520  |380000 |2024|rtx-4090d        |200
847180|GeForce RTX 4080 Super          |-     |200|unit  |420  |220000 |2024|rtx-4080         |200
847330|NVIDIA L40S 48GB                |-     |12 |dozen |260  |1300000|2024|l40s             |144
854231|H100 GPU chips                  |-     |50 |unit  |5    |1000000|2024|h100-pcie        |50
847330|英伟达 H800 加速卡|-|16|台|40|540000 |2023|h800             |16
""")


@pytest.mark.parametrize("line", NAMED, ids=lambda line: line["description"])
def test_a_named_item_is_counted_in_accelerators(con, line):
    told = {name: value for name, value in line.items() if name not in ("item", "units")}
    found = one(con, **told)
    assert (found["item"], found["units"]) == (line["item"], float(line["units"]))
    assert found["declared_item"] == line["item"]
    assert found["sure"] >= 0.8


ORDINARY = table("""
hs     | description               | qty   | gross | usd     | goods_class
847130 | laptops 14 inch           | 1000  | 2400  | 900000  | computer
847130 | gaming laptop RTX 4090    | 50    | 200   | 130000  | computer
847150 | rack server               | 20    | 600   | 180000  | server
854231 | AMD EPYC 9654 processors  | 300   | 30    | 2000000 | cpu
847330 | DDR5 RDIMM 64GB           | 2000  | 110   | 500000  | memory
847170 | NVMe SSD 30TB             | 100   | 20    | 400000  | storage
851762 | Ethernet switch 400G      | 20    | 500   | 700000  | network
851762 | optical transceiver 400G  | 500   | 50    | 450000  | network
851762 | ConnectX-7 network card   | 200   | 70    | 380000  | network
851713 | smartphones               | 5000  | 2400  | 3000000 | other_electronics
850440 | power supply unit 3000W   | 400   | 1000  | 160000  | power
854442 | cables                    | 4000  | 900   | 30000   | cable
841459 | cooling fans              | 900   | 700   | 20000   | cooling
847330 | motherboard               | 300   | 400   | 60000   | part
847180 | GT 1030 graphics card     | 400   | 150   | 32000   | gaming_card
847330 | heatsink for H100         | 500   | 400   | 25000   | cooling
847330 | XE9680 barebone           | 10    | 750   | 150000  | part
""")


@pytest.mark.parametrize("line", ORDINARY, ids=lambda line: line["description"])
def test_ordinary_computing_goods_hold_no_accelerators(con, line):
    told = {name: value for name, value in line.items() if name != "goods_class"}
    found = one(con, **told)
    assert (found["goods_class"], found["units"]) == (line["goods_class"], 0)
    assert found["is_computing"] and not found["is_restricted"]
    assert (found["implied_sure"] or 0) <= 0.3


STRANGE = table("""
hs     | description      | qty   | gross | usd
950300 | toys             | 10000 | 3000  | 30000
711319 | gold necklaces   | 300   | 20    | 1500000
870323 | motor vehicle    | 4     | 6000  | 90000
300490 | medicines        | 900   | 1600  | 2400000
901890 | surgical robot   | 2     | 900   | 2400000
880730 | aircraft parts   | 10    | 20    | 250000
871200 | bicycle A100     | 20    | 300   | 7000
""")


@pytest.mark.parametrize("line", STRANGE, ids=lambda line: line["description"])
def test_other_goods_are_not_computing_goods(con, line):
    found = one(con, **line)
    assert not found["is_computing"]
    assert (found["units"], found["goods_class"], found["item"]) == (None, "other", None)


HIDDEN = table("""
hs     | description        | qty | gross | usd     | on         | units | goods_class
847330 | computer parts     | 64  | 110   | 1600000 | 2025-06-02 | 64    | accelerator_card
850440 | adapters           | 128 | 210   | 3600000 | 2025-06-02 | 128   | accelerator_card
853710 | controller modules | 32  | 90    | 960000  | 2025-06-02 | 32    | accelerator_module
847150 | controller modules | 8   | 1150  | 2300000 | 2025-06-02 | 64    | accelerator_server
847150 | server             | 4   | 560   | 1080000 | 2024-06-02 | 32    | accelerator_server
847330 | Sandkyan G9 board  | 128 | 205   | 3700000 | 2025-02-02 | 128   | accelerator_card
950300 | toys               | 100 | 150   | 2800000 | 2025-06-02 | 100   | accelerator_card
847330 | -                  | 64  | 110   | 1600000 | 2025-06-02 | 64    | accelerator_card
847141 | computer equipment | 3   | 5000  | 8400000 | 2025-06-02 | 216   | accelerator_rack
""")


@pytest.mark.parametrize("line", HIDDEN, ids=lambda line: str(line.get("description")))
def test_what_weighs_and_costs_like_accelerators_is_found_without_its_name(con, line):
    told = {name: value for name, value in line.items() if name not in ("units", "goods_class")}
    found = one(con, **told)
    assert (found["goods_class"], found["units"]) == (line["goods_class"], float(line["units"]))
    assert found["is_restricted"] and found["implied_sure"] >= 0.6
    assert found["declared_item"] is None and found["density_gap"] > 0.5


def test_vector_18_adapters_of_the_weight_of_cards_leave_one_weak_trace(con):
    found = one(con, hs="850440", description="adapter", qty=200, gross=260, usd=9_000)
    assert found["implied_class"] == "accelerator_card"
    assert 0 < found["implied_sure"] <= 0.3
    assert not found["is_restricted"] and found["units"] == 0


def test_vector_18b_power_supplies_that_say_so_are_quiet(con):
    found = one(con, hs="850440", description="power supplies", qty=200, gross=260, usd=9_000)
    assert found["implied_sure"] is None and found["goods_class"] == "power"


def test_vector_19_computer_parts_at_14_thousand_dollars_per_kg_are_found(con):
    found = one(con, hs="847330", description="computer parts", qty=64, gross=110, usd=1.6e6)
    assert found["usd_per_kg"] == pytest.approx(14_545, abs=1)
    assert found["is_restricted"] and found["density_gap"] > 1.5


def test_cartons_and_kilograms_are_not_pieces(con):
    cartons, kilograms = goods_of(
        con,
        {"hs": "847330", "description": "NVIDIA H100", "qty": 8, "unit": "carton", "usd": 1.6e6},
        {"hs": "847330", "description": "NVIDIA H100", "qty": 110, "unit": "kg", "usd": 1.6e6},
    )
    assert cartons["pieces"] is None and kilograms["pieces"] is None
    assert (kilograms["mass_kg"], kilograms["mass_basis"]) == (110, "net")
    assert cartons["units"] == pytest.approx(64, rel=0.1)
    assert cartons["units_low"] < cartons["units"] < cartons["units_high"]


def test_a_missing_unit_means_pieces_and_is_marked_assumed(con):
    assumed, stated = goods_of(con, {"qty": 3}, {"qty": 3, "unit": "C62"})
    assert (assumed["pieces"], assumed["pieces_assumed"]) == (3, True)
    assert (stated["pieces"], stated["pieces_assumed"]) == (3, False)


def test_serial_numbers_count_where_no_quantity_does(con):
    found = one(con, hs="847330", model="H100 PCIe", serial_numbers=["a", "b", "c"])
    assert (found["pieces"], found["units"]) == (3, 3)


def test_a_fraction_of_a_piece_and_pieces_equal_to_kilograms_are_weights(con):
    fraction, repeated = goods_of(
        con,
        {"hs": "847330", "description": "NVIDIA L40S", "qty": 16.8, "unit": "unit", "net": 16.8},
        {"hs": "847330", "description": "memory modules", "qty": 21, "net": 21, "usd": 70_000},
    )
    assert fraction["pieces"] is None and repeated["pieces"] is None
    assert fraction["units"] == pytest.approx(16, abs=2)


def test_a_count_that_weight_and_value_both_refute_is_mended(con):
    found = one(con, hs="847150", description="DGX H200", qty=1000, unit="unit", net=130, usd=4e5)
    assert (found["pieces"], found["units"]) == (1000, 8)
    assert "another count" in found["why"] and found["sure"] < 0.8


def test_a_likely_slip_in_the_value_calls_nothing_restricted(con):
    found = one(con, hs="847130", description="laptops", qty=326, gross=499, usd=2.07e6)
    assert not found["is_restricted"] and found["density_gap"] > 0.5


def test_net_weight_is_preferred_and_said(con):
    found = one(con, qty=2, gross=5, net=4)
    assert (found["mass_kg"], found["mass_basis"], found["kg_per_piece"]) == (4, "net", 2)


def test_a_box_that_weighs_nothing_like_its_claim_is_told(con):
    found = one(con, hs="847150", description="DGX H100", qty=4, unit="unit", gross=80, usd=1.4e6)
    assert found["weight_gap"] < -1 and found["sure"] < 0.9
    assert "weight per piece does not fit" in found["why"]


def test_a_named_item_far_under_its_price_shows_a_price_gap(con):
    found = one(con, hs="847330", description="NVIDIA H100 PCIe", qty=8, gross=14, usd=16_000)
    assert found["price_gap"] < -2 and found["units"] == 8


def test_an_accessory_that_weighs_and_costs_like_the_device_is_taken_for_it(con):
    found = one(con, hs="847330", description="heatsink for H100 PCIe", qty=8, gross=14, usd=2e5)
    assert (found["item"], found["units"]) == ("h100-pcie", 8) and found["sure"] < 0.8


@pytest.mark.parametrize("hs", ["847150", "847180", "847330", "854231"])
def test_an_ambiguous_heading_alone_implies_nothing(con, hs):
    found = one(con, hs=hs, qty=40, gross=40, usd=8_000)
    assert not found["is_restricted"] and (found["implied_sure"] or 0) <= 0.3


def test_a_declared_eccn_names_accelerators_without_a_model(con):
    found = one(con, hs="847330", description="boards", qty=8, eccn="3A090.a")
    assert found["declared_by"] == "eccn" and found["units"] == 8


def test_prices_are_those_of_the_day(con):
    lines = [
        {"hs": "847330", "description": "NVIDIA H100 PCIe", "qty": 8, "usd": 272_000, "on": day}
        for day in ("2023-06-01", "2025-06-01")
    ]
    then, later = goods_of(con, *lines)
    assert abs(then["price_gap"]) < 0.05 < later["price_gap"]


def test_an_item_is_not_implied_before_it_existed(con):
    parts = {"hs": "847330", "description": "computer parts", "qty": 8, "gross": 24, "usd": 3.4e5}
    before, after = goods_of(con, parts | {"on": "2019-06-01"}, parts | {"on": "2025-06-01"})
    assert before["implied_item"] is None and after["implied_item"] is not None


def test_h100_equivalents_follow_tpp(con):
    found = one(con, hs="847330", description="NVIDIA B200 SXM", qty=8)
    assert found["h100e"] == pytest.approx(8 * 36_000 / 15_832)


def test_the_same_lines_give_the_same_rows_in_any_order(con):
    lines = [{k: v for k, v in line.items() if k not in ("item", "units")} for line in NAMED]
    first = [row | {"shipment_no": 0} for row in goods_of(con, *lines)]
    again = [row | {"shipment_no": 0} for row in goods_of(con, *reversed(lines))]
    assert first == again[::-1]


numbers = st.one_of(
    st.none(), st.floats(allow_nan=True), st.sampled_from([0.0, -1.0, 1e-300, 1e300])
)
lines = st.fixed_dictionaries(
    {
        "hs": st.one_of(st.none(), st.sampled_from(["847330", "8471", "95", "", "x"])),
        "description": st.one_of(st.none(), st.text(max_size=40), st.just("H100 " * 2_000)),
        "model": st.one_of(st.none(), st.sampled_from(["H100", "XE9680", "8x", "'; drop"])),
        "qty": numbers,
        "unit": st.one_of(st.none(), st.sampled_from(["", "kg", "server", "carton", "??"])),
        "gross": numbers,
        "net": numbers,
        "usd": st.one_of(st.none(), st.integers(-(10**9), 10**12)),
        "eccn": st.one_of(st.none(), st.sampled_from(["EAR99", "3A090.a", "\x00"])),
    }
)


@given(st.lists(lines, max_size=6))
@settings(max_examples=25, deadline=None)
def test_no_line_makes_it_fail_or_disappear(hostile):
    con = open_memory("1GB", 1)
    lay_shipments(con, hostile)
    identify(con)
    rows = con.execute("select * from goods").fetchall()
    beliefs = con.execute("select coalesce(units, 0), sure from goods").fetchall()
    con.close()
    assert len(rows) == len(hostile)
    assert all(units >= 0 and 0 <= sure <= 1 for units, sure in beliefs)
    assert all(isfinite(cell) for row in rows for cell in row if isinstance(cell, float))


def test_vague_words_under_a_cheap_heading_are_weighed_by_value_per_kg_where_pieces_lack(con):
    vague, clear = goods_of(
        con,
        {"hs": "854442", "description": "computer parts", "net": 53, "usd": 700_000},
        {"hs": "854442", "description": "copper cable drums", "net": 53, "usd": 700_000},
    )
    assert vague["is_restricted"] and vague["pieces"] is None
    assert not clear["is_restricted"]


def test_vague_words_under_a_cheap_heading_are_weighed_by_value_per_piece_where_weight_lacks(con):
    dear, cheap = goods_of(
        con,
        {"hs": "853690", "description": "adapters", "qty": 39, "usd": 39 * 26_000},
        {"hs": "853690", "description": "adapters", "qty": 39, "usd": 39 * 30},
    )
    assert dear["is_restricted"] and dear["units"] == 39
    assert "26000 USD per piece fits" in dear["why"]
    assert not cheap["is_restricted"] and cheap["implied_sure"] is None


def test_cards_at_the_price_of_other_cards_are_a_trace_and_no_more(con):
    near, dear = goods_of(
        con,
        {"hs": "847180", "description": "computer parts", "qty": 6, "net": 6.6, "usd": 36_000},
        {"hs": "847180", "description": "computer parts", "qty": 6, "net": 6.6, "usd": 54_000},
    )
    assert not near["is_restricted"] and near["implied_sure"] > 0.3
    assert dear["is_restricted"]


def test_clear_words_without_a_currency_imply_less(con):
    pads = {"hs": "870830", "description": "vehicle brake pads", "qty": 100, "net": 130}
    told, assumed = goods_of(
        con, pads | {"usd": 2_700_000}, pads | {"usd": 2_700_000, "currency": None}
    )
    assert assumed["implied_sure"] < told["implied_sure"]
    assert not assumed["is_restricted"]


STRANGE = {
    "hs": "847330",
    "description": "AI accelerator module",
    "brand": "Zhonglan Semiconductor",
    "qty": 32,
    "gross": 96,
    "usd": 900_000,
}


def test_an_unknown_brand_whose_weight_and_value_fit_an_accelerator_is_marked(con):
    assert one(con, **STRANGE)["is_unknown_brand"]
    assert one(con, **STRANGE | {"description": "computer parts"})["is_unknown_brand"]


@pytest.mark.parametrize(
    "change",
    [
        {"brand": None},
        {"brand": "NVIDIA Corp."},
        {"brand": "Super Micro Computer"},
        {"description": "NVIDIA H100 SXM5 80GB"},
        {"usd": 3_000},
        {"gross": 4_000},
        {"description": "graphics card", "gross": 64, "usd": 51_000, "on": "2024-06-02"},
    ],
    ids=str,
)
def test_a_brand_is_not_marked_without_strangeness_and_fit(con, change):
    assert one(con, **STRANGE | change)["is_unknown_brand"] is False
