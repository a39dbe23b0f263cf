"""The fields of an entry, and the shapes of what is said about them."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _, marked
from tracker.domain.measure.figure import Finality, YearEndCall
from tracker.domain.measure.rhythm import Rhythm


class Field(StrEnum):
    """The cells of an entry; drafts keep each as typed, under these names."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    DATA_MONTH = "data_month"
    FINALITY = "finality"
    SCOPE_NOTE = "scope_note"
    PROGRESS = "progress"
    PROBLEM = "problem"
    NEXT_STEP = "next_step"
    CALL = "call"
    CALL_VALUE = "call_value"
    REASON = "reason"

    @property
    def label(self) -> str:
        """Of every field but 不适用, which names its period."""
        return _(LABELS[self])

    def label_in(self, rhythm: Rhythm) -> str:
        return self.label.format(this=rhythm.this_short)


LABELS = {
    Field.VALUE: marked("本年累计"),
    Field.NOT_APPLICABLE: marked("{this}不适用"),
    Field.DATA_MONTH: marked("数据截至月份"),
    Field.FINALITY: marked("数据性质"),
    Field.SCOPE_NOTE: marked("口径说明"),
    Field.PROGRESS: marked("进展情况"),
    Field.PROBLEM: marked("存在问题"),
    Field.NEXT_STEP: marked("下一步举措"),
    Field.CALL: marked("年底研判"),
    Field.CALL_VALUE: marked("预计全年值"),
    Field.REASON: marked("更正理由"),
}


@dataclass(frozen=True)
class Entry:
    """A checked entry, ready to be submitted. ``value`` is None only with ``not_applicable``."""

    value: Decimal | None
    not_applicable: bool
    data_month: int
    finality: Finality
    progress: str
    problem: str = ""
    next_step: str = ""
    scope_note: str = ""
    call: YearEndCall | None = None
    call_value: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to be said beside a field. ``suggestion`` is a text that one click puts in."""

    field: Field
    message: str
    refuses: bool = True
    suggestion: str | None = None


@dataclass(frozen=True)
class Checked:
    """``entry`` is None while any finding refuses."""

    entry: Entry | None
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.refuses)
