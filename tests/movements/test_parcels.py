import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detector.movements.parcels import follow_parcels


@st.composite
def networks(draw):
    n = draw(st.integers(2, 12))
    amounts = draw(st.lists(st.integers(1, 20), min_size=n, max_size=n))
    links = {}
    for _ in range(draw(st.integers(0, 20))):
        went = draw(st.integers(1, n - 1))
        came = draw(st.integers(0, went - 1))
        links[went, came] = draw(st.integers(1, 20))
    return amounts, [(came, went, links[went, came]) for went, came in sorted(links)]


def followed(amounts, links, most_hops):
    columns = tuple(np.array([link[part] for link in links], dtype=np.int64) for part in range(3))
    chains, hops = follow_parcels(np.array(amounts), columns, most_hops)
    lines = {chain: [] for chain in range(chains.shape[1])}
    for chain, position, line in hops.T.tolist():
        assert position == len(lines[chain])
        lines[chain].append(line)
    return sorted((tuple(lines[at]), int(chains[3, at])) for at in lines)


def plainly_followed(amounts, links, most_hops):
    """Follow every piece by itself, as a person would."""
    held = {}
    for line, amount in enumerate(amounts):
        held[line] = []
        for came, went, carried in links:
            if went != line:
                continue
            for piece in [piece for piece in held[came] if len(piece) <= most_hops][:carried]:
                if len(held[line]) < amount:
                    held[came].remove(piece)
                    held[line].append((*piece, line))
        held[line] += [(line,)] * (amount - len(held[line]))
    told = {}
    for pieces in held.values():
        for piece in pieces:
            if len(piece) > 1:
                told[piece] = told.get(piece, 0) + 1
    return sorted(told.items())


@settings(deadline=None, max_examples=400)
@given(networks(), st.sampled_from([1, 2, 6]))
def test_it_equals_following_every_piece_by_itself(network, most_hops):
    assert followed(*network, most_hops) == plainly_followed(*network, most_hops)


@settings(deadline=None, max_examples=200)
@given(networks())
def test_no_chain_turns_back_and_no_line_gives_more_than_it_holds(network):
    amounts, links = network
    used = dict.fromkeys(range(len(amounts)), 0)
    for path, amount in followed(amounts, links, 6):
        assert list(path) == sorted(set(path))
        assert 2 <= len(path) <= 7
        for line in path:
            used[line] += amount
    assert all(used[line] <= amount for line, amount in enumerate(amounts))


@settings(deadline=None, max_examples=200)
@given(networks())
def test_there_are_no_more_chains_than_lines_and_links(network):
    amounts, links = network
    assert len(followed(amounts, links, 6)) <= len(amounts) + len(links)


def test_goods_that_part_take_two_chains():
    links = [(0, 1, 3), (0, 2, 5), (2, 3, 4)]
    assert followed([8, 3, 5, 4], links, 6) == [((0, 1), 3), ((0, 2), 1), ((0, 2, 3), 4)]
