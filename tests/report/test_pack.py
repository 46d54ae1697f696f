import json

from detector.report.pack import HOLE, MARKS, pack_queue


def unpacked(packed, name):
    column = packed["columns"][name]
    return (
        [column["words"][place] for place in column["at"]] if isinstance(column, dict) else column
    )


def filled(text, numerals, known):
    others = iter(numerals)
    letters = [
        next(others) if letter == HOLE
        else str(abs(known[MARKS.index(letter)])) if letter in MARKS
        else letter
        for letter in text
    ]  # fmt: skip
    return "".join(letters)


def test_packing_loses_nothing(week):
    packed = json.loads(json.dumps(pack_queue(week.queue)))
    assert unpacked(packed, "exporter") == [row.exporter for row in week.queue]
    assert unpacked(packed, "value") == [row.value_usd for row in week.queue]
    for row, reasons in zip(week.queue, packed["reasons"], strict=True):
        for reason, told in zip(row.reasons, reasons, strict=True):
            kind, value, typical, peers, share, text, numerals = told
            known = (value, typical, peers)
            assert filled(packed["texts"][text], numerals.split("|"), known) == reason.text
            assert packed["signals"][kind] == [
                reason.signal, reason.view, reason.unit, reason.red_flag, reason.innocent
            ]  # fmt: skip
            assert (value, typical, peers, share) == (
                reason.value, reason.typical, reason.peers, reason.share
            )  # fmt: skip


def test_sentences_that_differ_in_numbers_only_are_kept_once(week):
    assert len(pack_queue(week.queue)["texts"]) <= 3 * 6
