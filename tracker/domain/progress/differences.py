"""What a new version changes, put side by side for people: its own parts, and the status of targets."""

from dataclasses import dataclass

from tracker.domain.language import _
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Target
from tracker.domain.progress.status import Status
from tracker.domain.sentences import labelled


@dataclass(frozen=True)
class Difference:
    """One part of something versioned: 全年目标 100家 → 90家."""

    what: str
    before: str
    after: str

    @property
    def text(self) -> str:
        return f"{self.what} {self.before} → {self.after}"


@dataclass(frozen=True)
class StatusChange:
    """A target's status at a quarter, as judged now and as it would be judged."""

    period: Period
    target: Target
    before: Status
    after: Status

    @property
    def text(self) -> str:
        """2025年三季度: ■ 滞后 → ● 达时序."""
        return _("{label}: {text}").format(label=self.period.label, text=self.turn)

    @property
    def turn(self) -> str:
        return f"{labelled(self.before)} → {labelled(self.after)}"
