"""Which accelerator a line holds or implies, how many, how sure, and why."""

from detector.goods.identify import identify

__all__ = ["identify"]
