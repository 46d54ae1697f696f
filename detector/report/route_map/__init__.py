"""The route of goods as a drawing: land only, declared stops, great circles between them."""

from detector.report.route_map.drawing import Drawing, draw_route
from detector.report.route_map.stops import Leg, Stop

__all__ = ["Drawing", "Leg", "Stop", "draw_route"]
