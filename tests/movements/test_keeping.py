from math import ceil, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.movements.keeping import CLEARLY, NEARLY, NOISE, PLAIN, RIPE_DAYS, drawn_out
from detector.movements.queue import first_out

entries = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 90), st.booleans(), st.integers(0, 12)),
    min_size=1,
    max_size=40,
)
holds = st.sampled_from([0, 3, 20, 1000])


class PlainPlace:
    """A place that keeps part of what it receives, written for reading."""

    def __init__(self, hold_days, whole):
        self.hold_days, self.whole = hold_days, whole
        self.lots, self.passed, self.links, self.lags = [], 0, [], []

    def leave(self, row, day, need, ripe_days):
        """Send something on; return how irregular its days are."""
        there = [lot for lot in self.lots if day - lot["day"] <= self.hold_days]
        start = len(self.links)
        if ripe_days != PLAIN:
            ripe = [lot for lot in there if day - lot["day"] >= ripe_days]
            need = self._shares(row, need, ripe)
            newest = max(ripe[-1]["place"] if ripe else -1, there[0]["place"] if there else 0)
            need = self._oldest(row, need, [lot for lot in there if lot["place"] >= newest])
        self._oldest(row, need, there)
        told = [(log(1 + day - lot["day"]), amount) for lot, _, amount in self.links[start:]]
        known = sum(amount for _, amount in self.lags)
        odd = 0.0
        if known:
            mean = sum(lag * amount for lag, amount in self.lags) / known
            odd = sum(abs(lag - mean) * amount for lag, amount in told if abs(lag - mean) > NOISE)
        self.lags += told
        gone = [lot for lot in self.lots if day - lot["day"] > self.hold_days]
        stayed = sum(lot["amount"] - lot["taken"] for lot in gone)
        return odd, stayed / max(sum(lot["amount"] for lot in gone), 1)

    def arrive(self, row, day, amount):
        place = len(self.lots)
        self.lots.append({"row": row, "day": day, "amount": amount, "taken": 0, "place": place})

    def _shares(self, row, need, ripe):
        if not ripe:
            return need
        level = min(
            1, (sum(lot["taken"] for lot in ripe) + need) / sum(lot["amount"] for lot in ripe)
        )
        for lot in ripe:
            if lot["place"] < self.passed or not need:
                continue
            share = ceil(level * lot["amount"] / self.whole - 1e-9) * self.whole
            share = min(share, lot["amount"])
            if share - lot["taken"] > NEARLY * share:
                need -= self._carry(row, lot, min(share - lot["taken"], need))
            if need:
                self.passed = lot["place"] + 1
        return need

    def _oldest(self, row, need, lots):
        for lot in lots:
            need -= self._carry(row, lot, min(lot["amount"] - lot["taken"], need))
        return need

    def _carry(self, row, lot, amount):
        if amount:
            lot["taken"] += amount
            self.links.append((lot, row, amount))
        return amount


def run_plainly(rows, ripe_days, hold_days, whole):
    place, told = PlainPlace(hold_days, whole), []
    for (row, day, inward, amount), ripe in zip(rows, ripe_days, strict=True):
        told.append((0.0, 0.0))
        if amount and inward:
            place.arrive(row, day, amount)
        elif amount:
            told[-1] = place.leave(row, day, amount, ripe)
    return [(lot["row"], row, amount) for lot, row, amount in place.links], told


def drawn_plainly(told, hold_days, whole=1):
    links = []
    for key in sorted({key for key, *_ in told}):
        rows = [(row, *rest) for row, (k, *rest) in enumerate(told) if k == key]
        found, plain = run_plainly(rows, [PLAIN] * len(rows), hold_days, whole)
        sums = np.cumsum([odd for odd, _ in plain])
        least = sums * np.array([CLEARLY + stayed for _, stayed in plain])
        chosen = [PLAIN] * len(rows)
        for ripe in RIPE_DAYS.tolist():
            _, drawn = run_plainly(rows, [ripe] * len(rows), hold_days, whole)
            for at, total in enumerate(np.cumsum([odd for odd, _ in drawn])):
                if total < least[at] * (1 - NOISE):
                    chosen[at], least[at] = ripe, total
        if max(chosen) != PLAIN:
            found, _ = run_plainly(rows, chosen, hold_days, whole)
        links += found
    return links


def arranged(told):
    return sorted(told, key=lambda entry: (entry[0], entry[1], not entry[2]))


def columns(told):
    keys, days, inward, amounts = (np.array(column) for column in zip(*told, strict=True))
    return keys, days, inward, amounts


def drawn(told, hold_days, whole=1):
    parts = drawn_out(*columns(told), (hold_days, whole))
    return list(zip(*(part.tolist() for part in parts), strict=True))


@settings(deadline=None, max_examples=400)
@given(entries, holds)
def test_it_equals_a_plain_reading(told, hold_days):
    told = arranged(told)
    assert drawn(told, hold_days) == drawn_plainly(told, hold_days)


@settings(deadline=None, max_examples=300)
@given(entries, holds)
def test_nothing_is_lost_made_or_sent_before_it_came(told, hold_days):
    told = arranged(told)
    links = drawn(told, hold_days)
    for came, went, amount in links:
        assert amount > 0
        assert told[came][0] == told[went][0]
        assert 0 <= told[went][1] - told[came][1] <= hold_days
    for side in (0, 1):
        carried = np.bincount(
            [link[side] for link in links], [link[2] for link in links], len(told)
        )
        assert (carried <= [amount for *_, amount in told]).all()


@settings(deadline=None, max_examples=200)
@given(entries, entries)
def test_later_entries_change_no_earlier_match(told, more):
    told = arranged([(0, *rest) for _, *rest in told])
    later = arranged([(0, 100 + day, *rest) for _, day, *rest in more])
    links = drawn(told + later, 1000)
    assert [link for link in links if link[1] < len(told)] == drawn(told, 1000)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 50)), min_size=2, max_size=30),
    st.integers(0, 40),
)
def test_where_all_leaves_after_the_same_days_it_is_first_in_first_out(lots, lag):
    days = np.cumsum([gap for gap, _ in lots]).tolist()
    told = [(0, day, True, amount) for day, (_, amount) in zip(days, lots, strict=True)]
    told = arranged(told + [(0, day + lag, False, amount) for _, day, _, amount in told])
    plain = list(zip(*(part.tolist() for part in first_out(*columns(told), 120)), strict=True))
    assert drawn(told, 120) == plain


def distributor(gap_days, share=0.3):
    """Keep the rest of 100 and forward it after three days, over two years."""
    days = range(0, 730, gap_days)
    told = [(0, day, True, 100_000) for day in days]
    return arranged(told + [(0, day + 3, False, round(100_000 * share)) for day in days])


@pytest.mark.parametrize("gap_days", [1, 2, 7, 10, 30])
def test_a_distributor_that_keeps_most_is_linked_at_three_days_in_every_month(gap_days):
    told = distributor(gap_days)
    links = drawn(told, 120, 1000)
    months = {}
    for came, went, amount in links:
        lag = told[went][1] - told[came][1]
        months.setdefault(told[went][1] // 30, []).append((lag, amount))
    assert set(months) >= set(range(24))
    assert {lag for links in months.values() for lag, _ in links} == {3}
    assert sum(amount for *_, amount in links) == 30_000 * len(range(0, 730, gap_days))


def test_it_holds_when_lots_times_and_shares_vary():
    rng = np.random.default_rng(0)
    days, lots = np.cumsum(rng.integers(1, 40, 40)).tolist(), rng.integers(5, 200, 40).tolist()
    told = [(0, day, True, lot * 1000) for day, lot in zip(days, lots, strict=True)]
    told += [
        (0, day + int(rng.integers(2, 6)), False, round(lot * rng.uniform(0.2, 0.4)) * 1000)
        for day, lot in zip(days, lots, strict=True)
    ]
    told = arranged(told)
    lags = [
        (told[went][1] - told[came][1], amount) for came, went, amount in drawn(told, 120, 1000)
    ]
    near = sum(amount for lag, amount in lags if lag <= 6)
    assert near > 0.9 * sum(amount for _, amount in lags)


def test_a_slow_distributor_that_keeps_nothing_stays_slow():
    rng = np.random.default_rng(1)
    told = []
    for day in range(0, 730, 7):
        told.append((0, day, True, 100))
        told += [(0, day + int(rng.integers(20, 60)), False, 50) for _ in range(2)]
    told = arranged(told)
    lags = [told[went][1] - told[came][1] for came, went, _ in drawn(told, 120)]
    assert 30 < np.mean(lags) < 50
