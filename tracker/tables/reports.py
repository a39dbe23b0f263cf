"""A figure's life: windows, drafts, submissions with their evidence, what others say of them, reviews."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from tracker.db import Base, ExactDecimal, PeriodText, Word
from tracker.domain.measure.figure import Finality, ReportState, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import Decision, Stance, VerifyMethod


class ReportingWindow(Base, table=True):
    """A setting of a quarter's window; the highest version is in force."""

    __tablename__ = "reporting_window"
    __table_args__ = (UniqueConstraint("plan_id", "period", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    version: int
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime


class WindowException(Base, table=True):
    """One unit let in until ``closes_at``, with a reason; the highest version is in force."""

    __tablename__ = "window_exception"
    __table_args__ = (UniqueConstraint("plan_id", "period", "unit_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    unit_id: int = Field(foreign_key="unit.id")
    version: int
    closes_at: datetime
    reason: str = Field(sa_type=Text)
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime


class DraftCell(Base, table=True):
    """One field of a draft, as typed; the version moves on with each save."""

    __tablename__ = "draft_cell"
    target_id: int = Field(foreign_key="target.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    field: str = Field(max_length=32, primary_key=True)
    text: str = Field(sa_type=Text)
    version: int
    saved_by_id: int = Field(foreign_key="account.id")
    saved_at: datetime


class StoredFile(Base, table=True):
    """The bytes of an evidence file under their SHA-256, once, whoever attaches them.

    Never changed; it can go only while no submission names it (the foreign key of report_file).
    """

    __tablename__ = "stored_file"
    sha256: str = Field(primary_key=True, max_length=64)
    size: int
    media_type: str = Field(max_length=100)
    content: bytes = Field(sa_type=LargeBinary)
    stored_by_id: int = Field(foreign_key="account.id")
    stored_at: datetime


class DraftFile(Base, table=True):
    """An evidence file added to a draft, or with ``is_removed`` taken from what was submitted last."""

    __tablename__ = "draft_file"
    target_id: int = Field(foreign_key="target.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    sha256: str = Field(foreign_key="stored_file.sha256", primary_key=True, max_length=64)
    name: str = Field(max_length=200)
    is_removed: bool = False
    changed_by_id: int = Field(foreign_key="account.id")
    changed_at: datetime


class Report(Base, table=True):
    """A submission: immutable. ``number`` counts the submissions of a target's quarter from 1.

    ``is_on_time`` says whether the quarter's first submission that was not withdrawn was: what is sent back
    after the due date or corrected later does not make a punctual department late. Rows of before 28 November
    2026 go by the first submission of all.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("target_id", "period", "number"),
        UniqueConstraint("click_key"),
        CheckConstraint("(value IS NULL) = is_not_applicable", name="report_value_or_not_applicable"),
        CheckConstraint("data_month BETWEEN 1 AND 12", name="report_data_month"),
    )
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    period: Period = Field(sa_type=PeriodText)
    number: int
    # Made with the form: a second click, or a second try over a broken line, brings the same.
    click_key: str = Field(max_length=64)
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    is_not_applicable: bool = False
    data_month: int
    finality: Finality = Field(sa_type=Word(Finality))
    progress: str = Field(sa_type=Text)
    problem: str = Field(default="", sa_type=Text)
    next_step: str = Field(default="", sa_type=Text)
    scope_note: str = Field(default="", sa_type=Text)
    call: YearEndCall | None = Field(default=None, sa_type=Word(YearEndCall))
    call_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    reason: str = Field(default="", sa_type=Text)
    # The approved submission that this one is to replace.
    corrects_id: int | None = Field(default=None, foreign_key="report.id")
    is_on_time: bool
    submitted_by_id: int = Field(foreign_key="account.id")
    submitted_at: datetime


class Review(Base, table=True):
    """What ended a submission; one for each, so two reviewers can't both decide."""

    __tablename__ = "review"
    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id", unique=True)
    decision: Decision = Field(sa_type=Word(Decision))
    verified_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    method: VerifyMethod | None = Field(default=None, sa_type=Word(VerifyMethod))
    note: str = Field(default="", sa_type=Text)
    decided_by_id: int = Field(foreign_key="account.id")
    decided_at: datetime


class ReportFile(Base, table=True):
    """An evidence file of a submission, in the order in which they were attached."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("report_id", "sha256"),)
    report_id: int = Field(foreign_key="report.id", primary_key=True)
    position: int = Field(primary_key=True)
    sha256: str = Field(foreign_key="stored_file.sha256", max_length=64)
    name: str = Field(max_length=200)


class HeadConfirmation(Base, table=True):
    """The head of the lead unit stands behind a submission (单位负责人确认)."""

    __tablename__ = "head_confirmation"
    report_id: int = Field(foreign_key="report.id", primary_key=True)
    note: str = Field(default="", sa_type=Text)
    confirmed_by_id: int = Field(foreign_key="account.id")
    confirmed_at: datetime


class Countersign(Base, table=True):
    """What a co-responsible unit says of a submission (会签); a unit's newest word counts."""

    __tablename__ = "countersign"
    __table_args__ = (Index("countersign_by_report", "report_id"),)
    id: int | None = Field(default=None, primary_key=True)
    report_id: int = Field(foreign_key="report.id")
    unit_id: int = Field(foreign_key="unit.id")
    stance: Stance = Field(sa_type=Word(Stance))
    note: str = Field(default="", sa_type=Text)
    signed_by_id: int = Field(foreign_key="account.id")
    signed_at: datetime


class ObjectionAnswer(Base, table=True):
    """What the office answered to an objection when it approved nevertheless."""

    __tablename__ = "objection_answer"
    countersign_id: int = Field(foreign_key="countersign.id", primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    text: str = Field(sa_type=Text)


class Supplement(Base, table=True):
    """补充说明: what the lead wrote where the verified value dropped its target behind; once a submission."""

    __tablename__ = "supplement"
    report_id: int = Field(foreign_key="report.id", primary_key=True)
    # Empty where the submission says it itself.
    problem: str = Field(sa_type=Text)
    next_step: str = Field(sa_type=Text)
    written_by_id: int = Field(foreign_key="account.id")
    written_at: datetime


class Standing(Base, table=True):
    """Derived: where a target's quarter stands now. Never a source; ``verify`` rebuilds it.

    The numbers of the latest and of the approved submission are copied here, so that a
    scorecard is one pass over one narrow table (docs/decisions/0007).
    """

    __tablename__ = "standing"
    __table_args__ = (Index("standing_by_period", "period", "target_id"),)
    target_id: int = Field(foreign_key="target.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    latest_report_id: int = Field(foreign_key="report.id")
    latest_state: ReportState = Field(sa_type=Word(ReportState))
    approved_report_id: int | None = Field(default=None, foreign_key="report.id")
    approved_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
