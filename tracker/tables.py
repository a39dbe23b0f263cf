"""The ledger's tables and nothing else.

Append-only (triggers refuse UPDATE, DELETE, REPLACE and TRUNCATE on both engines, see
migrations/append_only.py): plan, area, article, article_unit, reading, target, target_terms,
terms_unit, reporting_window, report, review, rule_set, snapshot, audit.
Mutable scratch: draft_cell, sign_in_session, sign_in_attempt, one_time_link.
Mutable register of people: unit, account, account_unit.
Derived cache: standing, rebuilt and compared by ``python -m tracker verify``.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field

from tracker.db import Base, ExactDecimal, QuarterText, Word
from tracker.domain.access import Role
from tracker.domain.chain import chained_hash
from tracker.domain.lifecycle import Decision, Finality, ReportState, VerifyMethod, YearEndCall
from tracker.domain.quarter import Quarter
from tracker.domain.status import Method, RuleSet
from tracker.domain.target import Kind, Operator, Path, Terms

APPEND_ONLY = (
    "plan",
    "area",
    "article",
    "article_unit",
    "reading",
    "target",
    "target_terms",
    "terms_unit",
    "reporting_window",
    "report",
    "review",
    "rule_set",
    "snapshot",
    "audit",
)


class Ledger(Base, table=True):
    """One row. Each write moves the sequence on: what is cached under a sequence is never stale."""

    __tablename__ = "ledger"
    __table_args__ = (CheckConstraint("id = 1", name="ledger_is_one_row"),)
    id: int = Field(default=1, primary_key=True)
    sequence: int = 0


class Plan(Base, table=True):
    __tablename__ = "plan"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=64)
    title: str = Field(max_length=200)
    document: str = Field(max_length=64)
    year: int
    issued: date
    notice: str = Field(sa_type=Text)
    notice_sha256: str = Field(max_length=64)


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
    number: int
    title: str = Field(max_length=200)
    lead_unit_id: int = Field(foreign_key="unit.id")
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
    title: str = Field(max_length=200)
    start: int
    end: int


class ArticleUnit(Base, table=True):
    """A responsible unit of an article; position 1 is the lead (列第一位的为牵头单位)."""

    __tablename__ = "article_unit"
    article_id: int = Field(foreign_key="article.id", primary_key=True)
    position: int = Field(primary_key=True)
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
    unit_of_measure: str = Field(max_length=32)
    path: Path = Field(sa_type=Word(Path))
    baseline: Decimal = Field(sa_type=ExactDecimal)
    plan_q1: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    plan_q2: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    plan_q3: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    plan_q4: Decimal | None = Field(default=None, sa_type=ExactDecimal)
    due: Quarter | None = Field(default=None, sa_type=QuarterText)
    is_reduction: bool = False
    is_stretch: bool = False
    condition: str = Field(default="", max_length=500)
    lead_unit_id: int = Field(foreign_key="unit.id")
    lead_source: str = Field(max_length=16)
    effective: Quarter = Field(sa_type=QuarterText)
    reason: str = Field(default="", sa_type=Text)
    basis: str = Field(default="", sa_type=Text)
    applicant_id: int | None = Field(default=None, foreign_key="account.id")
    approver_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime

    @property
    def terms(self) -> Terms:
        """The row as the domain's record."""
        plan = (self.plan_q1, self.plan_q2, self.plan_q3, self.plan_q4)
        return Terms(
            kind=self.kind,
            operator=self.operator,
            value=self.value,
            unit_of_measure=self.unit_of_measure,
            path=self.path,
            baseline=self.baseline,
            plan_values=plan if None not in plan else None,  # type: ignore[arg-type]
            due=self.due,
            is_reduction=self.is_reduction,
            is_stretch=self.is_stretch,
            condition=self.condition,
        )


class TermsUnit(Base, table=True):
    """A co-responsible unit (配合单位) of a version of terms, in the notice's order."""

    __tablename__ = "terms_unit"
    terms_id: int = Field(foreign_key="target_terms.id", primary_key=True)
    position: int = Field(primary_key=True)
    unit_id: int = Field(foreign_key="unit.id")


class ReportingWindow(Base, table=True):
    """A setting of a quarter's window; the highest version is in force."""

    __tablename__ = "reporting_window"
    __table_args__ = (UniqueConstraint("plan_id", "quarter", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    quarter: Quarter = Field(sa_type=QuarterText)
    version: int
    opens_at: datetime
    due_at: datetime
    closes_at: datetime
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime


class DraftCell(Base, table=True):
    """One field of a draft, as typed; the version moves on with each save."""

    __tablename__ = "draft_cell"
    target_id: int = Field(foreign_key="target.id", primary_key=True)
    quarter: Quarter = Field(sa_type=QuarterText, primary_key=True)
    field: str = Field(max_length=32, primary_key=True)
    text: str = Field(sa_type=Text)
    version: int
    saved_by_id: int = Field(foreign_key="account.id")
    saved_at: datetime


class Report(Base, table=True):
    """A submission: immutable. ``number`` counts the submissions of a target's quarter from 1.

    ``is_on_time`` says whether the quarter's first submission was: what is sent back after the
    due date or corrected later does not make a punctual department late.
    """

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("target_id", "quarter", "number"),
        UniqueConstraint("click_key"),
        CheckConstraint("(value IS NULL) = is_not_applicable", name="report_value_or_not_applicable"),
        CheckConstraint("data_month BETWEEN 1 AND 12", name="report_data_month"),
    )
    id: int | None = Field(default=None, primary_key=True)
    target_id: int = Field(foreign_key="target.id")
    quarter: Quarter = Field(sa_type=QuarterText)
    number: int
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


class Standing(Base, table=True):
    """Derived: where a target's quarter stands now. Never a source; ``verify`` rebuilds it.

    The numbers of the latest and of the approved submission are copied here, so that a
    scorecard is one pass over one narrow table (docs/decisions/0007).
    """

    __tablename__ = "standing"
    __table_args__ = (Index("standing_by_quarter", "quarter", "target_id"),)
    target_id: int = Field(foreign_key="target.id", primary_key=True)
    quarter: Quarter = Field(sa_type=QuarterText, primary_key=True)
    latest_report_id: int = Field(foreign_key="report.id")
    latest_state: ReportState = Field(sa_type=Word(ReportState))
    approved_report_id: int | None = Field(default=None, foreign_key="report.id")
    approved_value: Decimal | None = Field(default=None, sa_type=ExactDecimal)


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
    reason: str = Field(default="", sa_type=Text)
    created_by_id: int | None = Field(default=None, foreign_key="account.id")
    created_at: datetime

    @property
    def rules(self) -> RuleSet:
        """The row as the domain's record."""
        return RuleSet(
            self.version,
            self.name,
            self.method,
            self.paced_on,
            self.paced_slight,
            self.flat_on,
            self.flat_slight,
            self.about,
        )


class Snapshot(Base, table=True):
    """A frozen quarter: ``content`` is canonical JSON, ``sha256`` its hash in hex."""

    __tablename__ = "snapshot"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True, max_length=32)
    plan_id: int = Field(foreign_key="plan.id")
    quarter: Quarter = Field(sa_type=QuarterText)
    name: str = Field(max_length=200)
    meeting_on: date
    include_unapproved: bool
    content: str = Field(sa_type=Text)
    sha256: str = Field(max_length=64)
    frozen_by_id: int = Field(foreign_key="account.id")
    frozen_at: datetime


class Account(Base, table=True):
    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=64)
    role: Role = Field(sa_type=Word(Role))
    password_hash: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    created_at: datetime


class AccountUnit(Base, table=True):
    __tablename__ = "account_unit"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)


class OneTimeLink(Base, table=True):
    """A link with which a password is set; only the token's SHA-256 is kept."""

    __tablename__ = "one_time_link"
    token_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class SignInSession(Base, table=True):
    """A sign-in; only the cookie token's SHA-256 is kept."""

    __tablename__ = "sign_in_session"
    token_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None


class SignInAttempt(Base, table=True):
    """A try to sign in, counted for lock-out; survives a restart."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index("sign_in_attempt_by_login", "login", "tried_at"),
                      Index("sign_in_attempt_by_address", "address", "tried_at"))  # fmt: skip
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(max_length=64)
    address: str = Field(max_length=64)
    succeeded: bool
    tried_at: datetime


class Audit(Base, table=True):
    """Who did what, when; each row's hash covers the one before it."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    actor_name: str = Field(max_length=64)
    action: str = Field(max_length=64)
    subject: str = Field(max_length=200)
    detail: str = Field(default="", sa_type=Text)
    previous_sha256: str = Field(max_length=64)
    sha256: str = Field(max_length=64)

    @property
    def computed_sha256(self) -> str:
        """What ``sha256`` must be, from the row's content and the hash before it."""
        return chained_hash(
            self.previous_sha256,
            self.at,
            self.actor_id,
            self.actor_name,
            self.action,
            self.subject,
            self.detail,
        )
