"""A lawful world with planted schemes to rehearse on, and the truth about it."""

from detector.simulate.spooling import simulate_to
from detector.simulate.world import WORLD_VERSION, WORLDS, World, read_world
from detector.simulate.writing import Simulated, simulate, write_world

__all__ = [
    "WORLDS",
    "WORLD_VERSION",
    "Simulated",
    "World",
    "read_world",
    "simulate",
    "simulate_to",
    "write_world",
]
