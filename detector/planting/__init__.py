"""Plants schemes among the user's own lines, written in the user's own hand."""

from detector.planting.copying import copy_records, let_in
from detector.planting.plant import PlantedTrade, plant_stories

__all__ = ["PlantedTrade", "copy_records", "let_in", "plant_stories"]
