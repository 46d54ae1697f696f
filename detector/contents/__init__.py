"""What a line may hold under other words: evidence in bits, from the line and those beside it."""

from detector.contents.telling import Hint, explain_contents
from detector.contents.weighing import LIKELY, add_up, queries, weigh_contents

__all__ = ["LIKELY", "Hint", "add_up", "explain_contents", "queries", "weigh_contents"]
