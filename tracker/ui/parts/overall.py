"""Where the counts of a scorecard lead."""

from tracker.domain.listing.wanted import TARGETS
from tracker.ui.parts.links import Link, list_link


def list_of(status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(text, status=status, kind=TARGETS)
