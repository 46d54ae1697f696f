"""Reduce a word to how it sounds, so that spellings of one word in several alphabets meet."""

import re

_TURNS = (
    ("dzh", "j"),
    ("tsch", "ch"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("ph", "f"),
    ("ck", "k"),
    ("kh", "h"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("bh", "b"),
    ("ts", "s"),
    ("tz", "s"),
    ("x", "ks"),
    ("q", "k"),
    ("w", "v"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("iy", "i"),
    ("y", "i"),
    ("z", "s"),
)
_HARD_C = re.compile(r"c(?!h)")
_SILENT_H = re.compile(r"(?<=[aeiou])h(?![aeiou])")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<!^)[aeiou]")


def sound_of(word: str) -> str:
    """Give how a word sounds, roughly: letters that alphabets exchange are one.

    Parameters
    ----------
    word : str
        Lower case, letters a to z.

    Examples
    --------
    >>> sound_of("norrvik"), sound_of("norwick"), sound_of("vektor"), sound_of("vector")
    ('norvik', 'norvik', 'vektor', 'vektor')
    """
    for letters, sound in _TURNS:
        if letters in word:
            word = word.replace(letters, sound)
    return _TWICE.sub(r"\1", _SILENT_H.sub("", _HARD_C.sub("k", word)))


def skeleton_of(word: str) -> str:
    """Give the first letter of a word and its consonants, without those that may be vowels.

    Scripts that leave vowels out, as Arabic does, meet the others here.

    Examples
    --------
    >>> skeleton_of("wafsahdan"), skeleton_of("wfshdn"), skeleton_of("noor"), skeleton_of("nwr")
    ('vfsdn', 'vfsdn', 'nr', 'nr')
    """
    sound = sound_of(word[:1] + word[1:].replace("w", "").replace("h", ""))
    return _TWICE.sub(r"\1", _VOWELS.sub("", sound))
