"""Who is who: names and addresses of the records resolved into companies."""

from detector.parties.resolve import resolve
from detector.parties.screening import screen

__all__ = ["resolve", "screen"]
