"""How goods are told: descriptions in several languages, part numbers, clerks' habits."""

import numpy as np
from numpy.typing import NDArray

from detector.simulate.catalogue import Goods, Ints, read_wording

Texts = NDArray[np.object_]
_ADDED = (
    "",
    "",
    "",
    "",
    "",
    "",
    " NEW",
    " / BRAND NEW",
    " (NOT FOR MILITARY USE)",
    " EAR99",
    " N/W",
)


def part_numbers(rng: np.random.Generator, items: Ints) -> Texts:
    """Give a part number for each line; an item has some twenty of them.

    Returns
    -------
    ndarray of shape (n,)
        Text such as ``900-21010-0000-000`` or ``KX-4821B``.
    """
    n = len(items)
    edition = rng.integers(0, 20, n)
    number = (items * 7919 + edition * 104729) % 89999 + 10000
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    head = [letters[i % 23] + letters[(i * 7 + 3) % 23] for i in items.tolist()]
    return np.array(
        [
            f"{mark}-{digits}{letters[edit]}" if edit % 2 else f"{digits}-{mark}{edit:02d}"
            for mark, digits, edit in zip(head, number.tolist(), edition.tolist(), strict=True)
        ],
        dtype=object,
    )


def describe(
    rng: np.random.Generator, goods: Goods, lines: tuple[Ints, NDArray[np.bool_], Texts, Texts]
) -> tuple[Texts, NDArray[np.bool_]]:
    """Describe each line as a clerk would, and say which texts name the item.

    Parameters
    ----------
    rng : Generator
    goods : Goods
    lines : tuple of arrays of shape (n,)
        Item as declared, whether vague, language of the paper, part number.
    """
    items, vague, languages, numbers = lines
    wording = read_wording()
    classes = goods.table["goods_class"].to_numpy()[items]
    known = set(wording["match"])
    match = np.array([own if own in known else "any" for own in classes], dtype=object)
    match[vague] = "vague"
    foreign = rng.random(len(items)) < 0.45
    language = np.where(foreign, languages, "en")
    texts: Texts = np.empty(len(items), dtype=object)
    pools = {key: group["text"].to_numpy() for key, group in wording.groupby(["match", "language"])}
    for kind, spoken in sorted(set(zip(match.tolist(), language.tolist(), strict=True))):
        here = np.flatnonzero((match == kind) & (language == spoken))
        pool = pools.get((kind, spoken), pools[kind, "en"])
        texts[here] = rng.choice(pool, len(here))
    names = goods.table["item"].to_numpy()[items]
    short = rng.random(len(items)) < 0.3
    added = rng.integers(0, len(_ADDED), len(items))
    named = np.array(["{m}" in text or "{M}" in text for text in texts], dtype=bool)
    told = [
        text.format(m=_shortened(name) if brief else name, M=name.upper(), pn=number) + _ADDED[more]
        for text, name, brief, number, more in zip(
            texts, names, short.tolist(), numbers, added.tolist(), strict=True
        )
    ]
    return _mistyped(rng, np.array(told, dtype=object)), named


def _shortened(name: str) -> str:
    return name.rsplit(" ", 1)[0] if name.endswith("GB") else name


def _mistyped(rng: np.random.Generator, texts: Texts) -> Texts:
    wrong = np.flatnonzero(rng.random(len(texts)) < 0.03)
    place = rng.random(len(wrong))
    for line, share in zip(wrong.tolist(), place.tolist(), strict=True):
        text = texts[line]
        at = int(share * (len(text) - 1))
        texts[line] = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    upper = rng.random(len(texts)) < 0.35
    return np.where(upper, np.array([text.upper() for text in texts], dtype=object), texts)
