"""Tell in words why two names are taken for possibly the same."""

from detector.parties.screening_index import ListIndex, find_alike
from detector.parties.screening_search import joined_run
from detector.parties.screening_words import cut_name


def tell_words(index: ListIndex, name: str, listed: int) -> str:
    """Tell which words of a name stand for which of a listed name, and which stand alone.

    Parameters
    ----------
    index : ListIndex
    name : str
        As declared.
    listed : int
        Place of the listed name in the index.
    """
    asked, other = cut_name(name), index.names[listed]
    if joined_run(asked) and joined_run(asked) == joined_run(other):
        return f"the same run of letters as '{' '.join(other.words)}'"
    words = sorted(set(asked.plain))
    starts, found, like = find_alike(index, words)
    pairs = sorted(
        (
            (-float(like[at]), one, words[one], index.words[found[at]])
            for one in range(len(words))
            for at in range(starts[one], starts[one + 1])
            if index.words[found[at]] in other.plain
        ),
    )
    left, right, told = list(asked.plain), list(other.plain), []
    for minus, _, one, two in pairs:
        if one in left and two in right:
            left.remove(one)
            right.remove(two)
            told.append(one if one == two else f"{one} for {two} ({-minus:.2f})")
    parts = [f"words {', '.join(told)}"]
    parts += [f"only here {', '.join(left)}"] if left else []
    parts += [f"only on the list {', '.join(right)}"] if right else []
    return "; ".join(parts)
