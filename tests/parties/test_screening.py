from datetime import date
from pathlib import Path

import pytest

import detector
from detector.parties import screen
from detector.records import load_files
from tests.parties.lists import AS_OF, shipped, watchlist

LISTED = {"name": "Oakfield Microsystems Co., Ltd.", "country": "CN"}


def matches(con, columns="name, tier, listed_name, strength"):
    return con.execute(f"select {columns} from screening_match order by name, position").fetchall()


def test_a_name_that_differs_in_case_signs_legal_form_and_order_only_is_listed(con):
    watchlist(con, LISTED)
    shipped(con, {"consignee": "MICROSYSTEMS (OAKFIELD) LLC", "consignee_country": "HK"})
    screen(con, AS_OF)
    assert matches(con) == [
        ("MICROSYSTEMS (OAKFIELD) LLC", "listed", "Oakfield Microsystems Co., Ltd.", 1.0)
    ]


@pytest.mark.parametrize(
    "written",
    [
        "Oakfeild Microsystems Ltd",
        "Oak Field Microsystems Ltd",
        "Оакфиелд Мицросыстемс",
        "Oakfield Mcrsystms Ltd",
    ],
)
def test_a_name_that_is_nearly_the_same_is_possibly_the_same_and_says_why(con, written):
    watchlist(con, LISTED)
    shipped(con, {"consignee": written})
    screen(con, AS_OF)
    ((name, tier, _, strength),) = matches(con)
    assert (name, tier) == (written, "possibly the same")
    assert 0.8 < strength < 1
    ((evidence,),) = matches(con, "evidence")
    assert "oakfield" in evidence


def test_an_alias_counts_as_a_name_of_the_entry(con):
    watchlist(con, LISTED | {"aliases": ["Elm Computing", "O.M.C."]})
    shipped(con, {"consignee": "Elm Computing Pte Ltd"})
    screen(con, AS_OF)
    assert matches(con, "tier, listed_name") == [("listed", LISTED["name"])]


def test_another_number_is_another_institute(con):
    watchlist(con, {"name": "Oakfield 38th Research Institute"})
    shipped(
        con,
        {"consignee": "Oakfield 14th Research Institute"},
        {"consignee": "Oakfield Research Institute No. 38"},
    )
    screen(con, AS_OF)
    assert [row[0] for row in matches(con)] == ["Oakfield Research Institute No. 38"]


def test_a_short_name_is_listed_only_in_its_own_country(con):
    watchlist(con, {"name": "OMC", "country": "CN"})
    shipped(
        con,
        {"consignee": "OMC Ltd", "consignee_country": "BR"},
        {"consignee": "OMC Co.", "consignee_country": "CN"},
    )
    screen(con, AS_OF)
    assert [row[:2] for row in matches(con)] == [
        ("OMC Co.", "listed"),
        ("OMC Ltd", "possibly the same"),
    ]


def test_an_entry_that_is_listed_later_is_not_seen(con):
    watchlist(con, LISTED | {"listed_on": date(2026, 9, 19)})
    shipped(con, {"consignee": LISTED["name"]}, restricted=(1,))
    assert screen(con, AS_OF) == 0
    assert not con.execute(
        "select count(*) from information_schema.tables where table_name = 'screening_match'"
    ).fetchone()[0]


def test_a_hit_is_an_exact_match_on_controlled_goods_from_the_listing_day_on(con):
    watchlist(con, LISTED | {"listed_on": date(2026, 6, 1)})
    day = {"before": date(2026, 5, 31), "on": date(2026, 6, 1)}
    shipped(
        con,
        {"consignee": LISTED["name"], "shipped_on": day["before"]},
        {"consignee": LISTED["name"], "shipped_on": day["on"]},
        {"consignee": LISTED["name"]},
        {"end_user": LISTED["name"], "eccn": "3a090.a"},
        {"consignee": "Oakfeild Microsystems"},
        restricted=(1, 2, 5),
    )
    assert screen(con, AS_OF) == 2
    assert con.execute(
        "select shipment_no, role, goods_why from screening_hit order by shipment_no"
    ).fetchall() == [
        (2, "consignee", "restricted accelerators by their figures"),
        (4, "end user", "declared ECCN 3A090.A"),
    ]


def test_an_entry_without_a_day_counts_always(con):
    watchlist(con, LISTED | {"listed_on": None})
    shipped(con, {"consignee": LISTED["name"]}, restricted=(1,))
    assert screen(con, AS_OF) == 1


def test_equals_are_ranked_by_address_then_country_then_the_day_of_the_listing(con):
    door = "12 Harbour Lane, Kwun Tong, Kowloon"
    watchlist(
        con,
        LISTED | {"programme": "late", "country": "CN", "listed_on": date(2025, 1, 1)},
        LISTED | {"programme": "early", "country": "CN", "listed_on": date(2020, 1, 1)},
        LISTED | {"programme": "same country", "country": "HK", "listed_on": date(2026, 1, 1)},
        LISTED | {"programme": "same address", "country": "RU", "address": door},
    )
    shipped(
        con,
        {"consignee": LISTED["name"], "consignee_country": "HK", "consignee_address": door},
    )
    screen(con, AS_OF)
    assert [row[0] for row in matches(con, "programme")] == [
        "same address",
        "same country",
        "early",
        "late",
    ]


def test_without_a_list_there_is_nothing_to_screen_and_earlier_matches_go(con):
    watchlist(con, LISTED)
    shipped(con, {"consignee": LISTED["name"]})
    screen(con, AS_OF)
    con.execute("delete from watchlist_versions")
    assert screen(con, AS_OF) == 0
    assert not con.execute(
        "select count(*) from information_schema.tables where table_name like 'screening%'"
    ).fetchone()[0]


def test_every_column_says_what_it_holds(con):
    watchlist(con, LISTED)
    shipped(con, {"consignee": LISTED["name"]})
    screen(con, AS_OF)
    assert (
        con.execute(
            "select column_name from duckdb_columns() where table_name = 'screening_match' "
            "and comment is null"
        ).fetchall()
        == []
    )


@pytest.mark.parametrize(
    "room", ["features", "models", "goods", "movements", "cases", "prepare.py"]
)
def test_no_feature_and_no_model_reads_a_match(room):
    place = Path(detector.__file__).parent / room
    files = [place] if place.is_file() else [*place.rglob("*.sql"), *place.rglob("*.py")]
    assert files
    for file in files:
        text = file.read_text(encoding="utf-8").lower()
        assert "screening_" not in text, file.name
        assert "watchlist" not in text or file.name == "rehearsal.py", file.name


@pytest.mark.shared_data
def test_every_name_of_the_entity_list_finds_its_own_entry(shared_data, con):
    load_files(con, [shared_data / "watchlists/bis_entity_list.json"])
    con.execute(
        "insert into shipment_versions (shipment_no, shipment_id, source, shipped_on, consignee) "
        "select row_number() over (order by name), name, 'made', date '2026-09-01', name "
        "from watchlist where hash(name) % 8 = 0"
    )
    shipped(con)
    screen(con, AS_OF)
    asked, found = con.execute(
        "select count(distinct trim(w.name)), "
        "count(distinct trim(w.name)) filter (where m.name is not null) from watchlist w "
        "left join screening_match m on m.name = trim(w.name) and m.listed_name = w.name "
        "and m.strength >= 0.85 where hash(w.name) % 8 = 0"
    ).fetchone()
    assert asked > 300
    assert found / asked > 0.995
