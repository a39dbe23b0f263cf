"""What a new version of something changes, put side by side for people."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Difference:
    """One part of something versioned: 全年目标 100家 → 90家."""

    what: str
    before: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.what} {self.before} → {self.after}"
