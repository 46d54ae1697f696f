"""One line explained: what is known of it, and the evidence for each part."""

from detector.report.explain.line import Explanation, explain_shipment, sections_of
from detector.report.explain.neighbours import Neighbour
from detector.report.explain.section import Fact, Section

__all__ = ["Explanation", "Fact", "Neighbour", "Section", "explain_shipment", "sections_of"]
