"""Who is who: names and addresses of the records resolved into companies."""

from detector.parties.apart import keep_apart, told_apart, undo
from detector.parties.resolve import resolve
from detector.parties.screening import screen

__all__ = ["keep_apart", "resolve", "screen", "told_apart", "undo"]
