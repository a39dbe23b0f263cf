"""What 总览 and 投影 both say of a scorecard, and where the counts lead."""

from collections.abc import Iterable

from tracker.domain.listing.wanted import TARGETS
from tracker.domain.progress.scorecard import Group
from tracker.ui.parts.links import Link, list_link


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups with most due targets first; who has equally many in their usual order."""
    return tuple(sorted(groups, key=lambda group: (-group.rollup.due, -group.rollup.total)))


def list_of(status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(text, status=status, kind=TARGETS)
