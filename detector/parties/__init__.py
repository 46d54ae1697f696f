"""Who is who: names and addresses of the records resolved into companies."""

from detector.parties.apart import keep_apart, told_apart, undo
from detector.parties.resolve import resolve
from detector.parties.screening import screen
from detector.parties.told import Company, show_company

__all__ = ["Company", "keep_apart", "resolve", "screen", "show_company", "told_apart", "undo"]
