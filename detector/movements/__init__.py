"""Where the goods went next: records of one movement, and goods in matched to goods out."""

from detector.movements.links import link_movements
from detector.movements.twins import find_twins

__all__ = ["find_twins", "link_movements"]
