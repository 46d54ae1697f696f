"""A lawful world with planted schemes to rehearse on, and the truth about it."""

from detector.simulate.spooling import FORMS, Order, Written, simulate_to
from detector.simulate.stories import Stories, simulate_stories
from detector.simulate.world import WORLD_VERSION, WORLDS, World, read_world
from detector.simulate.writing import Simulated, simulate, write_world

__all__ = [
    "FORMS",
    "WORLDS",
    "WORLD_VERSION",
    "Order",
    "Simulated",
    "Stories",
    "World",
    "Written",
    "read_world",
    "simulate",
    "simulate_stories",
    "simulate_to",
    "write_world",
]
