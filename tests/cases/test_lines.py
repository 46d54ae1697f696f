from detector.cases.lines import flagged_view, read_lines
from tests.cases.ledgers import flagged


def test_lines_come_by_date_with_their_countries_and_parties(con):
    flagged(con, "shipped_on from to class\n2026-03-09 TW MY cpu\n2026-03-01 US - -")
    with flagged_view(con, [1, 2]):
        lines = read_lines(con)
    assert [line.number for line in lines] == [2, 1]
    assert [line.stops for line in lines] == [("US",), ("TW", "MY", "MY")]
    assert lines[0].parties == ("Company 10", "Company 20")


def test_accelerators_are_one_kind_of_goods_whatever_they_are_declared_as(con):
    flagged(con, "class units\naccelerator_card 8\nother 8\nother 0\nnetwork 0")
    with flagged_view(con, [1, 2, 3, 4]):
        groups = [line.goods_group for line in read_lines(con)]
    assert groups == ["accelerators", "accelerators", "HS 8473", "network"]


def test_only_flagged_lines_are_read(con):
    flagged(con, "units\n8\n8")
    with flagged_view(con, [2]):
        assert [line.number for line in read_lines(con)] == [2]
