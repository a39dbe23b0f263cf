"""What a meeting is told besides the scorecard: what was adjusted, mended, asked, and the last meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Terms
from tracker.domain.meetings.comparison import Comparison
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.status import Status
from tracker.domain.workflow.adjustment import Version, what_changes
from tracker.domain.workflow.directive import DirectiveLine, by_urgency
from tracker.domain.workflow.erratum import ErratumKind, ReadAs, differences
from tracker.domain.workflow.lifecycle import Window
from tracker.domain.workflow.matters import MatterLine, MatterState

# Of a field that a register shows and a snapshot does not keep.
NOT_FROZEN: Mapping[str, bool] = {"is_frozen": False}


@dataclass(frozen=True)
class AdjustedTerms:
    """One adjustment of a target: the version before and the one that it made, side by side.

    ``version`` is the number of the version made. ``effective``: from this quarter on it counts.
    ``is_stated``: no adjustment but a path that was stated at the start of the year (年初进度安排).
    ``is_reform``: none either, but what a reform of units made of the version before (机构变更).
    """

    target_id: int
    code: str
    name: str
    version: int
    original: Terms
    adjusted: Terms
    original_lead: str
    adjusted_lead: str
    original_effective: Period
    effective: Period
    reason: str
    basis: str
    applicant: str
    approver: str
    made_at: datetime
    is_stated: bool = field(default=False, metadata=NOT_FROZEN)
    is_reform: bool = field(default=False, metadata=NOT_FROZEN)

    @property
    def changes(self) -> tuple[Difference, ...]:
        """全年目标 100家 → 90家, part by part."""
        new_id = 1 if self.original_lead == self.adjusted_lead else 2
        return what_changes(
            Version(self.original, 1, self.original_effective),
            Version(self.adjusted, new_id, self.effective),
            {1: self.original_lead, new_id: self.adjusted_lead},
        )


@dataclass(frozen=True)
class ErratumLine:
    """One erratum: how the clause was read before, and how it is read from the plan's start on.

    ``original`` is None for a target that was missed or restored, ``corrected`` for one that is none.
    ``number_reads``: what the number of the latter is instead (a ReadingKind), empty where it has none.
    """

    target_id: int
    code: str
    kind: ErratumKind
    place: str
    quote: str
    original: ReadAs | None
    corrected: ReadAs | None
    reason: str
    made_by: str
    made_at: datetime
    number_reads: str = ""
    erratum_id: int = field(default=0, metadata=NOT_FROZEN)

    @property
    def read(self) -> ReadAs:
        """The reading to call it by: the corrected one where there is one."""
        read = self.corrected or self.original
        assert read is not None, "an erratum is about a reading"
        return read

    @property
    def changes(self) -> tuple[Difference, ...]:
        """Part by part; empty where a target came in or went out as a whole."""
        if self.original is None or self.corrected is None:
            return ()
        return differences(self.original, self.corrected)


@dataclass(frozen=True)
class CorrectedFigure:
    """One correction of an approved figure. Values as they count; None is 不适用.

    ``terms`` under which the quarter is judged; both statuses by the rules in force and these terms.
    ``decided_at`` is None while it waits for review. ``note``: the office's; it stays in the house.
    """

    report_id: int
    target_id: int
    code: str
    name: str
    lead: str
    period: Period
    terms: Terms
    old_value: Decimal | None
    new_value: Decimal | None
    old_status: Status
    new_status: Status
    reason: str
    submitted_by: str
    submitted_at: datetime
    state: ReportState
    decided_by: str
    decided_at: datetime | None
    note: str = field(default="", metadata=NOT_FROZEN)
    lead_id: int = field(default=0, metadata=NOT_FROZEN)

    @property
    def difference(self) -> Decimal | None:
        """New less old; None where one of them is no number."""
        if self.old_value is None or self.new_value is None:
            return None
        return self.new_value - self.old_value

    @property
    def counted_at(self) -> datetime:
        """Since when it counts: its approval, or its submission where unapproved figures count."""
        return self.submitted_at if self.decided_at is None else self.decided_at


@dataclass(frozen=True)
class LastMeeting:
    """The plan's snapshot of the meeting before, and what has changed since."""

    number: str
    sha256: str
    name: str
    period: Period
    meeting_on: date
    frozen_at: datetime
    comparison: Comparison


@dataclass(frozen=True)
class EarlierPeriod:
    """How many of the due targets (应达) of a period stood how; statuses that none has are left out."""

    period: Period
    counts: dict[Status, int]


@dataclass(frozen=True)
class Records:
    """All adjustments, errata and corrections of the plan that count, the oldest first; the quarter's window.

    ``matters``: all of the plan with their steps, as raised; None in snapshots from before they were kept.
    ``directives``: all of the plan likewise; no files speak of them where there are none.
    ``earlier``: the periods of the year before this one, for the trend; none in snapshots from before it was
    kept.
    """

    adjustments: tuple[AdjustedTerms, ...] = ()
    corrections: tuple[CorrectedFigure, ...] = ()
    window: Window | None = None
    last: LastMeeting | None = None
    matters: tuple[MatterLine, ...] | None = None
    errata: tuple[ErratumLine, ...] = ()
    directives: tuple[DirectiveLine, ...] = ()
    earlier: tuple[EarlierPeriod, ...] = ()

    @property
    def open_directives(self) -> tuple[DirectiveLine, ...]:
        """Those that wait for an answer, then those that are answered; the nearest date first."""
        return tuple(each for each in by_urgency(self.directives) if each.end is None)

    @property
    def directives_closed_since(self) -> tuple[DirectiveLine, ...]:
        """Those closed (销号) after the last meeting's snapshot; all where there is none."""
        return tuple(each for each in self.directives if each.end is not None and self._is_new(each.end.at))

    @property
    def open_matters(self) -> tuple[MatterLine, ...]:
        """Those that wait for a decision, then those that are being worked on; in the order of raising."""
        going_on = (each for each in self.matters or () if each.end is None)
        return tuple(sorted(going_on, key=lambda matter: (matter.decision is not None, matter.id)))

    @property
    def closed_since(self) -> tuple[MatterLine, ...]:
        """Those closed (销号) after the last meeting's snapshot; all where there is none."""
        ended = (each for each in self.matters or () if each.state is MatterState.CLOSED)
        return tuple(each for each in ended if each.end is not None and self._is_new(each.end.at))

    @property
    def adjustments_since(self) -> tuple[AdjustedTerms, ...]:
        """Those made after the last meeting's snapshot; all where there is none."""
        return tuple(each for each in self.adjustments if self._is_new(each.made_at))

    @property
    def corrections_since(self) -> tuple[CorrectedFigure, ...]:
        """Those that count only since the last meeting's snapshot; all where there is none."""
        return tuple(each for each in self.corrections if self._is_new(each.counted_at))

    @property
    def errata_since(self) -> tuple[ErratumLine, ...]:
        """Those made after the last meeting's snapshot; all where there is none."""
        return tuple(each for each in self.errata if self._is_new(each.made_at))

    def _is_new(self, at: datetime) -> bool:
        return self.last is None or at > self.last.frozen_at


NO_RECORDS = Records()
