"""What the mayor's office keeps: paths, adjustments, errata, matters, directives, chasing, snapshots."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, Relationship

from tracker.db import Base, ExactDecimal, PeriodText, Word
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path
from tracker.domain.workflow.chasing import Channel
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.directive import Step as DirectiveStepKind
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.matters import AskedOf, Step
from tracker.domain.workflow.stated_path import StatedPath


class RequestedValue(Base, table=True):
    """What a request with a plan of its own wants reached by the end of a period."""

    __tablename__ = "requested_value"
    # None only until it is stored, together with its request.
    request_id: int | None = Field(default=None, foreign_key="adjustment_request.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    value: Decimal = Field(sa_type=ExactDecimal)


class AdjustmentRequest(Base, table=True):
    """New terms that are asked for; ``terms_id`` is the version that the applicant saw."""

    __tablename__ = "adjustment_request"
    __table_args__ = (UniqueConstraint("click_key"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    terms_id: int = Field(foreign_key="target_terms.id")
    click_key: str = Field(max_length=64)
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    path: Path = Field(sa_type=Word(Path))
    due: Period | None = Field(default=None, sa_type=PeriodText)
    lead_unit_id: int = Field(foreign_key="unit.id")
    effective: Period = Field(sa_type=PeriodText)
    reason: str = Field(sa_type=Text)
    basis: str = Field(sa_type=Text)
    applicant_unit_id: int = Field(foreign_key="unit.id")
    applied_by_id: int = Field(foreign_key="account.id")
    applied_at: datetime
    planned: list[RequestedValue] = Relationship(sa_relationship_kwargs={"order_by": RequestedValue.period})

    @property
    def plan_values(self) -> tuple[Decimal, ...] | None:
        """Asked of the database only where the path is a plan of its own."""
        return tuple(each.value for each in self.planned) if self.path is Path.OWN_PLAN else None


class AdjustmentDecision(Base, table=True):
    """The office's word on a request: ``terms_id`` names the terms made by it; None was a refusal."""

    __tablename__ = "adjustment_decision"
    request_id: int = Field(foreign_key="adjustment_request.id", primary_key=True)
    terms_id: int | None = Field(default=None, foreign_key="target_terms.id")
    note: str = Field(default="", sa_type=Text)
    decided_by_id: int = Field(foreign_key="account.id")
    decided_at: datetime


class Erratum(Base, table=True):
    """The office's word that the notice was misread; the newest of a target says what stands.

    ``name`` is the target's from then on. ``number_reads``: of a withdrawal, what the number is instead.
    """

    __tablename__ = "erratum"
    __table_args__ = (UniqueConstraint("click_key"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id", index=True)
    click_key: str = Field(max_length=64)
    kind: ErratumKind = Field(sa_type=Word(ErratumKind))
    name: str = Field(max_length=200)
    number_reads: str = Field(default="", max_length=16)
    reason: str = Field(sa_type=Text)
    # None: a new edition of the rules, by the migration that read the register again.
    made_by_id: int | None = Field(default=None, foreign_key="account.id")
    made_at: datetime


class ErratumTerms(Base, table=True):
    """A version that an erratum made, and the one that it stands for; None for a missed target's first.

    The first of an erratum is the reading itself, the others carry what adjustments changed.
    """

    __tablename__ = "erratum_terms"
    terms_id: int = Field(foreign_key="target_terms.id", primary_key=True)
    erratum_id: int = Field(foreign_key="erratum.id", index=True)
    corrects_id: int | None = Field(default=None, foreign_key="target_terms.id")


class StatedValue(Base, table=True):
    """What a statement with a plan of its own expects to be reached by the end of a period."""

    __tablename__ = "stated_value"
    # None only until it is stored, together with its statement.
    statement_id: int | None = Field(default=None, foreign_key="path_statement.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    value: Decimal = Field(sa_type=ExactDecimal)


class PathStatement(Base, table=True):
    """A path that a lead states at the start of the year; ``terms_id`` is the version that it saw."""

    __tablename__ = "path_statement"
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id", index=True)
    terms_id: int = Field(foreign_key="target_terms.id")
    path: Path = Field(sa_type=Word(Path))
    note: str = Field(default="", sa_type=Text)
    unit_id: int = Field(foreign_key="unit.id")
    stated_by_id: int = Field(foreign_key="account.id")
    stated_at: datetime
    planned: list[StatedValue] = Relationship(sa_relationship_kwargs={"order_by": StatedValue.period})

    @property
    def stated(self) -> StatedPath:
        """The row as the domain's record; values are asked of the database only where there are any."""
        has_values = self.path is Path.OWN_PLAN
        return StatedPath(self.path, tuple(each.value for each in self.planned) if has_values else None)


class PathDecision(Base, table=True):
    """The office's word on a statement: ``terms_id`` names the terms made by it; None sent it back."""

    __tablename__ = "path_decision"
    __table_args__ = (UniqueConstraint("terms_id"),)
    statement_id: int = Field(foreign_key="path_statement.id", primary_key=True)
    terms_id: int | None = Field(default=None, foreign_key="target_terms.id")
    note: str = Field(default="", sa_type=Text)
    decided_by_id: int = Field(foreign_key="account.id")
    decided_at: datetime


class Matter(Base, table=True):
    """需协调事项: an obstacle, what is asked, and of whom. What follows are its steps.

    ``asked_unit_id`` only where another unit is asked.
    """

    __tablename__ = "matter"
    __table_args__ = (UniqueConstraint("click_key"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    target_id: int = Field(foreign_key="target.id")
    unit_id: int = Field(foreign_key="unit.id")
    click_key: str = Field(max_length=64)
    obstacle: str = Field(sa_type=Text)
    request: str = Field(sa_type=Text)
    asked_of: AskedOf = Field(sa_type=Word(AskedOf))
    asked_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    raised_by_id: int = Field(foreign_key="account.id")
    raised_at: datetime


class MatterStep(Base, table=True):
    """What was decided, done or noted of a matter; steps are numbered from 1."""

    __tablename__ = "matter_step"
    __table_args__ = (UniqueConstraint("matter_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    matter_id: int = Field(foreign_key="matter.id")
    number: int
    step: Step = Field(sa_type=Word(Step))
    text: str = Field(sa_type=Text)
    responsible_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    due_on: date | None = None
    taken_by_id: int = Field(foreign_key="account.id")
    taken_at: datetime


class Directive(Base, table=True):
    """批示: a leader's word on a target, an area or a snapshot, and the day until which it is answered.

    ``unit_id``: the lead that it went to; None is the office.
    """

    __tablename__ = "directive"
    __table_args__ = (
        UniqueConstraint("click_key"),
        CheckConstraint(
            "CASE about WHEN 'target' THEN target_id WHEN 'area' THEN area_id "
            "ELSE snapshot_id END IS NOT NULL",
            name="directive_is_about_something",
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    about: About = Field(sa_type=Word(About))
    target_id: int | None = Field(default=None, foreign_key="target.id")
    area_id: int | None = Field(default=None, foreign_key="area.id")
    snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    click_key: str = Field(max_length=64)
    text: str = Field(sa_type=Text)
    due_on: date
    written_by_id: int = Field(foreign_key="account.id")
    written_at: datetime


class DirectiveStep(Base, table=True):
    """An answer to a directive, a further word of its leader (with its day) or its closing; from 1."""

    __tablename__ = "directive_step"
    __table_args__ = (UniqueConstraint("directive_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    directive_id: int = Field(foreign_key="directive.id")
    number: int
    step: DirectiveStepKind = Field(sa_type=Word(DirectiveStepKind))
    text: str = Field(sa_type=Text)
    due_on: date | None = None
    taken_by_id: int = Field(foreign_key="account.id")
    taken_at: datetime


class ChaseMessage(Base, table=True):
    """A chasing message (催报) that went out, or could not; ``error`` is empty when it did.

    ``sent_by_id`` is None when a scheduler ran ``python -m tracker remind``.
    """

    __tablename__ = "chase_message"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    unit_id: int = Field(foreign_key="unit.id")
    channel: Channel = Field(sa_type=Word(Channel))
    recipients: str = Field(default="", sa_type=Text)
    text: str = Field(sa_type=Text)
    error: str = Field(default="", sa_type=Text)
    sent_by_id: int | None = Field(default=None, foreign_key="account.id")
    sent_at: datetime


class Snapshot(Base, table=True):
    """A frozen period: ``content`` is canonical JSON, ``sha256`` its hash in hex."""

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=32)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    name: str = Field(max_length=200)
    meeting_on: date
    include_unapproved: bool
    content: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    frozen_by_id: int = Field(foreign_key="account.id")
    frozen_at: datetime
