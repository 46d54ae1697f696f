"""The pages of the review desk, for this machine alone; needs the extra ``serve``."""

from detector.review.server.gate import ROLES, Gate
from detector.review.server.pages import build_app
from detector.review.server.shelf import Shelf

__all__ = ["ROLES", "Gate", "Shelf", "build_app"]
