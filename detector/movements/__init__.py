"""Where the goods went next: records of one movement, and goods in matched to goods out."""

from detector.movements.calls import lay_out_calls
from detector.movements.links import link_movements
from detector.movements.twins import find_twins

__all__ = ["find_twins", "lay_out_calls", "link_movements"]
