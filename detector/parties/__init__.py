"""Who is who: names and addresses of the records resolved into companies."""

from detector.parties.resolve import resolve

__all__ = ["resolve"]
