from detector.parties import screen
from tests.parties.lists import AS_OF, shipped, watchlist

DOOR = "12 Oakfield Lane, Kwun Tong, Kowloon"
LISTED = {"name": "Cedarvale Microsystems", "country": "HK"}


def linked(con):
    return con.execute(
        "select name, evidence from screening_match where tier = 'linked' order by name"
    ).fetchall()


def test_a_party_at_a_listed_address_is_linked_and_the_address_is_told(con):
    watchlist(con, LISTED | {"address": DOOR})
    shipped(con, {"consignee": "Quiet Buyer", "consignee_address": DOOR.upper()})
    screen(con, AS_OF)
    ((name, evidence),) = linked(con)
    assert name == "Quiet Buyer"
    assert "numbers agree" in evidence and "no other company seen there" in evidence


def test_a_party_at_the_door_of_a_listed_party_is_linked(con):
    watchlist(con, LISTED)
    shipped(
        con,
        {"consignee": "Cedarvale Microsystems Ltd", "consignee_address": DOOR},
        {"consignee": "Quiet Buyer", "consignee_address": DOOR},
    )
    screen(con, AS_OF)
    ((name, evidence),) = linked(con)
    assert name == "Quiet Buyer"
    assert "shares the address" in evidence and "Cedarvale Microsystems Ltd" in evidence


def test_a_crowded_door_and_a_forwarders_door_link_nobody(con):
    watchlist(con, LISTED)
    crowd = [
        {"consignee": f"Buyer {letter * 3}", "consignee_address": DOOR} for letter in "abcdefghijk"
    ]
    shipped(con, {"consignee": "Cedarvale Microsystems", "consignee_address": DOOR}, *crowd)
    screen(con, AS_OF)
    assert linked(con) == []


def test_a_party_whose_parent_is_listed_is_linked(con):
    watchlist(con, LISTED)
    con.execute(
        "insert into party_versions (party, country, parent) values "
        "('Quiet Buyer', 'MY', 'CEDARVALE MICROSYSTEMS CO LTD')"
    )
    shipped(con, {"consignee": "Quiet Buyer"}, {"consignee": "Cedarvale Microsystems"})
    screen(con, AS_OF)
    assert linked(con) == [("Quiet Buyer", "its parent 'CEDARVALE MICROSYSTEMS CO LTD' is listed")]
