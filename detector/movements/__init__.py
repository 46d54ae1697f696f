"""Where the goods went next: records of one movement, and goods in matched to goods out."""

from detector.movements.calls import lay_out_calls
from detector.movements.chains import compose_chains
from detector.movements.links import link_movements
from detector.movements.tables import lay_out_table
from detector.movements.telling import ChainStep, Changes, ToldChain, tell_chain
from detector.movements.twins import find_twins

__all__ = [
    "ChainStep",
    "Changes",
    "ToldChain",
    "compose_chains",
    "find_twins",
    "lay_out_calls",
    "lay_out_table",
    "link_movements",
    "tell_chain",
]
