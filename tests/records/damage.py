"""Makes damaged files for the loader: what people and programs may break."""

from hypothesis import strategies as st

from detector.records.contract import TABLES

HEADER = ",".join(TABLES["shipments"].names)
WIDTH = len(TABLES["shipments"].names)

hostile = st.sampled_from(
    [
        "",
        " ",
        "=1+1",
        "=cmd|' /C calc'!A0",
        "<script>alert(1)</script>",
        "'; drop table shipments; --",
        '"',
        '""',
        'half "quoted',
        '"closed"rest',
        "a,b",
        "a\nb",
        "a\r\nb",
        "\r",
        "\0",
        "x" * 10_000,
        "$v1",
        "@rows",
        "{0}",
        "NULL",
        "NaN",
        "1e999",
        "-5",
        "2025-02-30",
        "0000-00-00",
        "9999-99-99",
        "31/12/2024",
        "2025-03",
        "20250309",
        "１２３",
        "\u202eevil",
        "\ufeff",
        "\ud7ff",
        "日本語",
        "Ω" * 50,
        "MY|SG",
        "|",
        "ZZ",
        "1,234.50",
        "1.234,50",
        "12 kg",
    ]
)
ordinary = st.sampled_from(["A1", "2025-03-09", "TW", "MY", "847180", "3", "unit", "true", "USD"])
cell = st.one_of(ordinary, hostile, st.text(max_size=12))


def quoted(text):
    """Write a cell as a careful program does."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '",\r\n') else text


careful_line = st.lists(cell, min_size=WIDTH, max_size=WIDTH).map(
    lambda cells: ",".join(quoted(text) for text in cells)
)
careless_line = st.lists(cell, max_size=WIDTH + 3).map(",".join)
good_line = st.integers(1, 9).map(
    lambda n: f"G{n},2025-03-0{n},,Alder,TW,,Birch,MY" + "," * (WIDTH - 8)
)
line = st.one_of(good_line, careful_line, careless_line, st.just(""), st.just(HEADER))
encoding = st.sampled_from(
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252", "gb18030", "big5", "cp949"]
)
ends = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def damaged_file(draw):
    """Draw the bytes of a file of shipments, damaged or not."""
    lines = [HEADER, *draw(st.lists(line, max_size=8))]
    text = draw(ends).join(lines) + draw(st.sampled_from(["", "\n", "\n\n", ",,,", '"']))
    data = text.encode(draw(encoding), "replace")
    how = draw(st.sampled_from(["whole", "whole", "cut", "flipped", "noise"]))
    if how == "cut":
        data = data[: draw(st.integers(0, len(data)))]
    elif how == "flipped" and data:
        at = draw(st.integers(0, len(data) - 1))
        data = data[:at] + bytes([draw(st.integers(0, 255))]) + data[at + 1 :]
    elif how == "noise":
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(st.binary(max_size=40)) + data[at:]
    return data
