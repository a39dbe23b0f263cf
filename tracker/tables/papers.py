"""What people add to meeting papers: the office's words step by step, how papers look, short names."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from tracker.db import Base, PeriodText, Word
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import NameOf
from tracker.domain.meetings.paper_settings import PaperKind


class PaperStep(Base, table=True):
    """What a person made of one place (``about``) of a period's papers, as JSON; the last word holds."""

    __tablename__ = "paper_step"
    __table_args__ = (UniqueConstraint("plan_id", "period", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    period: Period = Field(sa_type=PeriodText)
    number: int
    about: str = Field(max_length=64)
    content: str = Field(sa_type=Text)
    taken_by_id: int = Field(foreign_key="account.id")
    taken_at: datetime


class PaperSettingsVersion(Base, table=True):
    """How a plan's papers look, as JSON; the newest holds, and of each kind the newest is offered again."""

    __tablename__ = "paper_settings"
    __table_args__ = (UniqueConstraint("plan_id", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id")
    version: int
    kind: PaperKind = Field(sa_type=Word(PaperKind))
    content: str = Field(sa_type=Text)
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime


class ShortName(Base, table=True):
    """A name in short that people gave; the newest holds, an empty one takes it back."""

    __tablename__ = "short_name"
    __table_args__ = (UniqueConstraint("of", "about_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    of: NameOf = Field(sa_type=Word(NameOf))
    # The id of a target, an area or a unit, by ``of``.
    about_id: int
    number: int
    name: str = Field(max_length=32)
    given_by_id: int = Field(foreign_key="account.id")
    given_at: datetime
