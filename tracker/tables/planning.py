"""A plan before it is published: the notice as read from its file, and what a person decided about it."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from tracker.db import Base


class PlanDraft(Base, table=True):
    """A notice that a plan is made of; ``text`` is its file's as read, which all positions count."""

    __tablename__ = "plan_draft"
    __table_args__ = (UniqueConstraint("click_key"),)
    id: int | None = Field(default=None, primary_key=True)
    click_key: str = Field(max_length=64)
    file_name: str = Field(max_length=200)
    text: str = Field(sa_type=Text)
    text_sha256: str = Field(max_length=64)
    created_by_id: int = Field(foreign_key="account.id")
    created_at: datetime


class PlanDraftStep(Base, table=True):
    """One decision on a draft (notice/corrections.py), as JSON; the last on the same thing holds."""

    __tablename__ = "plan_draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    draft_id: int = Field(foreign_key="plan_draft.id")
    number: int
    about: str = Field(max_length=200)
    content: str = Field(sa_type=Text)
    taken_by_id: int = Field(foreign_key="account.id")
    taken_at: datetime
