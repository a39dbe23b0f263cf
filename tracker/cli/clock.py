"""The moment at which a command acts."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
