"""The register: plans, areas, articles, targets with their terms, units, rule sets, a plan's options."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, Relationship

from tracker.db import Base, ExactDecimal, PeriodText, Word
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanKind, PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.progress.rule_sets import Method, RuleSet


class Plan(Base, table=True):
    __tablename__ = "plan"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=64)
    title: str = Field(max_length=200)
    document: str = Field(max_length=64)
    year: int
    issued: date
    rhythm: Rhythm = Field(
        default=Rhythm.QUARTERLY, sa_type=Word(Rhythm), sa_column_kwargs={"server_default": "quarterly"}
    )
    kind: PlanKind = Field(
        default=PlanKind.POLICY, sa_type=Word(PlanKind), sa_column_kwargs={"server_default": "policy"}
    )
    # Empty: rows and heads take it out of the title (domain/sentences/short_names.py).
    short: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    # All offsets of areas, articles, readings and targets count characters of this text.
    notice: str = Field(sa_type=Text)
    notice_sha256: str = Field(max_length=64)


class PlanStep(Base, table=True):
    """A step of a plan's way; the newest says what state it is in."""

    __tablename__ = "plan_step"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    number: int
    state: PlanState = Field(sa_type=Word(PlanState))
    reason: str = Field(default="", sa_type=Text)
    # None: a command, or the migration that gave the plans of before their state.
    taken_by_id: int | None = Field(default=None, foreign_key="account.id")
    taken_at: datetime


class Unit(Base, table=True):
    __tablename__ = "unit"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)
    short: str = Field(default="", max_length=32)


class Area(Base, table=True):
    __tablename__ = "area"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    # As in the notice; 0 is 方案总体, for what stands outside every area.
    number: int
    # How the notice numbers it where that is not the usual way (一、); so for an article.
    label: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    title: str = Field(max_length=200)
    # None: the notice names nobody for the area as a whole.
    lead_unit_id: int | None = Field(default=None, foreign_key="unit.id")
    start: int
    end: int
    preamble_start: int
    preamble_end: int


class Article(Base, table=True):
    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    area_id: int = Field(foreign_key="area.id")
    number: int
    label: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    title: str = Field(max_length=200)
    start: int
    end: int


class ArticleUnit(Base, table=True):
    """A responsible unit of an article; the first of a group is its lead (列第一位的为牵头单位).

    Positions go on from group to group; a unit may stand in several.
    """

    __tablename__ = "article_unit"
    article_id: int = Field(foreign_key="article.id", primary_key=True)
    position: int = Field(primary_key=True)
    group_number: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    unit_id: int = Field(foreign_key="unit.id")
    part: str = Field(default="", max_length=64)


class Reading(Base, table=True):
    """What one number of the notice is."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("plan_id", "start"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    start: int
    end: int
    text: str = Field(max_length=200)
    kind: str = Field(max_length=16)
    source: str = Field(max_length=16)
    target_id: int | None = Field(default=None, foreign_key="target.id")
    note: str = Field(default="", max_length=500)


class Target(Base, table=True):
    """What never changes of a target: its words in the notice. The rest is in its terms."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("plan_id", "code"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    area_id: int = Field(foreign_key="area.id")
    article_id: int | None = Field(default=None, foreign_key="article.id")
    code: str = Field(max_length=16)
    name: str = Field(max_length=200)
    quote: str = Field(sa_type=Text)
    quote_start: int
    number_start: int | None = None
    number_end: int | None = None
    wording: str = Field(default="", max_length=64)
    part_of_id: int | None = Field(default=None, foreign_key="target.id")
    note: str = Field(default="", max_length=500)


class TargetLink(Base, table=True):
    """Which target of another plan a target is reported with (同一事项); the highest number is in force.

    ``source_id`` None takes the link before it back.
    """

    __tablename__ = "target_link"
    __table_args__ = (UniqueConstraint("target_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    number: int
    source_id: int | None = Field(default=None, foreign_key="target.id")
    reason: str = Field(sa_type=Text)
    made_by_id: int = Field(foreign_key="account.id")
    made_at: datetime


class PlannedValue(Base, table=True):
    """What a version of terms with a plan of its own wants reached by the end of a period."""

    __tablename__ = "planned_value"
    # None only until it is stored, together with its version.
    terms_id: int | None = Field(default=None, foreign_key="target_terms.id", primary_key=True)
    period: Period = Field(sa_type=PeriodText, primary_key=True)
    value: Decimal = Field(sa_type=ExactDecimal)


class MilestoneStep(Base, table=True):
    """One step of a version of terms that is a milestone of several; ``number`` counts from 1."""

    __tablename__ = "milestone_step"
    # None only until it is stored, together with its version.
    terms_id: int | None = Field(default=None, foreign_key="target_terms.id", primary_key=True)
    number: int = Field(primary_key=True)
    name: str = Field(max_length=200)
    due: Period = Field(sa_type=PeriodText)


class TargetTerms(Base, table=True):
    """A version of what a target asks for; version 1 is the notice's."""

    __tablename__ = "target_terms"
    __table_args__ = (UniqueConstraint("target_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    version: int
    kind: Kind = Field(sa_type=Word(Kind))
    operator: Operator = Field(sa_type=Word(Operator))
    value: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    # The other end of a range; ``value`` is its lower one.
    upper: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    unit_of_measure: str = Field(max_length=32)
    path: Path = Field(sa_type=Word(Path))
    baseline: Decimal = Field(sa_type=ExactDecimal)
    due: Period | None = Field(default=None, sa_type=PeriodText)
    is_reduction: bool = False
    is_stretch: bool = False
    condition: str = Field(default="", max_length=500)
    lead_unit_id: int = Field(foreign_key="unit.id")
    lead_source: str = Field(max_length=16)
    effective: Period = Field(sa_type=PeriodText)
    reason: str = Field(default="", sa_type=Text)
    basis: str = Field(default="", sa_type=Text)
    applicant_id: int | None = Field(default=None, foreign_key="account.id")
    approver_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime
    planned: list[PlannedValue] = Relationship(sa_relationship_kwargs={"order_by": PlannedValue.period})
    steps: list[MilestoneStep] = Relationship(sa_relationship_kwargs={"order_by": MilestoneStep.number})

    @property
    def plan_values(self) -> tuple[Decimal, ...] | None:
        """Asked of the database only where the path is a plan of its own."""
        return tuple(each.value for each in self.planned) if self.path is Path.OWN_PLAN else None

    @property
    def terms(self) -> Terms:
        """The row as the domain's record."""
        return Terms(
            kind=self.kind,
            operator=self.operator,
            value=self.value,
            unit_of_measure=self.unit_of_measure,
            path=self.path,
            baseline=self.baseline,
            plan_values=self.plan_values,
            due=self.due,
            is_reduction=self.is_reduction,
            is_stretch=self.is_stretch,
            condition=self.condition,
            upper=self.upper,
            steps=self.milestone_steps,
        )

    @property
    def milestone_steps(self) -> tuple[Step, ...]:
        """Asked of the database only where there can be some."""
        if self.kind is not Kind.MILESTONE:
            return ()
        return tuple(Step(each.name, each.due) for each in self.steps)


class TermsUnit(Base, table=True):
    """A co-responsible unit (配合单位) of a version of terms, in the notice's order."""

    __tablename__ = "terms_unit"
    terms_id: int = Field(foreign_key="target_terms.id", primary_key=True)
    position: int = Field(primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")


class RuleSetVersion(Base, table=True):
    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("plan_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    version: int
    name: str = Field(max_length=64)
    method: Method = Field(sa_type=Word(Method))
    paced_on: Decimal = Field(sa_type=ExactDecimal)
    paced_slight: Decimal = Field(sa_type=ExactDecimal)
    flat_on: Decimal = Field(sa_type=ExactDecimal)
    flat_slight: Decimal = Field(sa_type=ExactDecimal)
    about: Decimal = Field(sa_type=ExactDecimal)
    group_behind: Decimal = Field(sa_type=ExactDecimal, sa_column_kwargs={"server_default": "300000"})
    group_behind_least: Decimal = Field(sa_type=ExactDecimal, sa_column_kwargs={"server_default": "20000"})
    group_unjudged: Decimal = Field(sa_type=ExactDecimal, sa_column_kwargs={"server_default": "200000"})
    group_on_pace: Decimal = Field(sa_type=ExactDecimal, sa_column_kwargs={"server_default": "900000"})
    reason: str = Field(default="", sa_type=Text)
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime

    @property
    def rules(self) -> RuleSet:
        """The row as the domain's record."""
        return RuleSet(
            version=self.version,
            name=self.name,
            method=self.method,
            paced_on=self.paced_on,
            paced_slight=self.paced_slight,
            flat_on=self.flat_on,
            flat_slight=self.flat_slight,
            about=self.about,
            group_behind=self.group_behind,
            group_behind_least=self.group_behind_least,
            group_unjudged=self.group_unjudged,
            group_on_pace=self.group_on_pace,
        )


class PlanOption(Base, table=True):
    """A version of how a plan is run; the highest is in force, and none is all off.

    ``head_confirms``: a submission waits for the head of the lead unit (单位负责人确认) before review.
    """

    __tablename__ = "plan_option"
    __table_args__ = (UniqueConstraint("plan_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    version: int
    head_confirms: bool = False
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime
