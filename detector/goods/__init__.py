"""Which accelerator a line holds or implies, how many, how sure, and why."""

from detector.goods.explanation import explain_goods
from detector.goods.identification import identify

__all__ = ["explain_goods", "identify"]
