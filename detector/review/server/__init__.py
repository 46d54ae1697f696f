"""The pages of the review desk; needs the extra ``serve``."""

from detector.review.server.app import HOSTS, build_app
from detector.review.server.doors import ROLES, Accounts, Keys, accounts_file
from detector.review.server.gate import Gate
from detector.review.server.shelf import Shelf

__all__ = ["HOSTS", "ROLES", "Accounts", "Gate", "Keys", "Shelf", "accounts_file", "build_app"]
