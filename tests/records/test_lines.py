"""Text is cut into records; none of its lines is lost, however damaged."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detector.records.lines import NULS, REPLACED, UNCLOSED, UNPAIRED, RecordReader, physical_lines


def cut(text, width=0, delimiter=","):
    lines = physical_lines([text], returns_end_lines="\n" not in text and "\r" in text)
    return list(RecordReader(delimiter, '"', width).read(lines))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1,2\n", [(1, 1, ["a", "b"]), (2, 1, ["1", "2"])]),
        ('a,"b\nc"\n1,2', [(1, 2, ["a", "b\nc"]), (3, 1, ["1", "2"])]),
        ('"a""b",c\n', [(1, 1, ['a"b', "c"])]),
        ("a,b\r\n\r\n1,2\r\n", [(1, 1, ["a", "b"]), (2, 1, [""]), (3, 1, ["1", "2"])]),
        ("a,b\r1,2", [(1, 1, ["a", "b"]), (2, 1, ["1", "2"])]),
        ('12" rack,b\n', [(1, 1, ['12" rack', "b"])]),
        ("a\rb,c\n1,2\n", [(1, 1, ["a b", "c"]), (2, 1, ["1", "2"])]),
    ],
)
def test_records_know_their_lines(text, told):
    assert [(one.line, one.span, one.cells) for one in cut(text)] == told


def test_a_quote_that_is_never_closed_costs_only_its_own_line():
    records = cut('a,"b\n1,2\n3,4\n', width=2)
    assert [one.cells for one in records] == [["a", "b"], ["1", "2"], ["3", "4"]]
    assert records[0].faults == (UNCLOSED,)


def test_a_quote_closed_by_the_opening_of_another_cell_does_not_swallow_lines():
    records = cut('a,"b,c\n1,2,3\n4,"5",6\n', width=3)
    assert [one.line for one in records] == [1, 2, 3]
    assert records[2].cells == ["4", "5", "6"]


def test_faults_of_a_line_are_told():
    assert cut('"a"b,c\n')[0].faults == (UNPAIRED,)
    assert cut("a\0b,c\n")[0].faults == (NULS,)
    assert cut("a\ufffdb,c\n")[0].faults == (REPLACED,)


@given(
    st.lists(st.lists(st.text(alphabet='ab,"\n é', max_size=6), min_size=2, max_size=2), max_size=6)
)
def test_what_a_careful_program_wrote_is_read_back(rows):
    out = io.StringIO()
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert [one.cells for one in cut(out.getvalue(), width=2)] == rows


@given(st.text(alphabet='a,"\n\r\0', max_size=60), st.integers(0, 3))
def test_the_records_cover_every_line_once(text, width):
    lines = [*physical_lines([text], returns_end_lines=False)]
    records = list(RecordReader(",", '"', width).read(iter(lines)))
    nexts = [1, *(one.line + one.span for one in records)]
    assert [one.line for one in records] == nexts[:-1]
    assert nexts[-1] == len(lines) + 1


@given(st.text(alphabet="ab\n\r", max_size=40), st.integers(1, 7))
def test_lines_do_not_depend_on_the_pieces(text, size):
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    for returns in (True, False):
        whole = list(physical_lines([text], returns_end_lines=returns))
        assert list(physical_lines(pieces, returns_end_lines=returns)) == whole
