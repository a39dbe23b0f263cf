"""What happens to units: other names that notices use for them, and reforms that end some."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field

from tracker.db import Base, Word
from tracker.domain.workflow.reorganisation import ReformKind


class UnitAlias(Base, table=True):
    """Another name of a unit, by which notices and lists of accounts find it."""

    __tablename__ = "unit_alias"
    name: str = Field(primary_key=True, max_length=64)
    unit_id: int = Field(foreign_key="unit.id", index=True)


class Reorganisation(Base, table=True):
    """机构改革: a unit renamed, several merged or one split, from a day on, by a document."""

    __tablename__ = "reorganisation"
    __table_args__ = (UniqueConstraint("click_key"),)
    id: int | None = Field(default=None, primary_key=True)
    click_key: str = Field(max_length=64)
    kind: ReformKind = Field(sa_type=Word(ReformKind))
    holds_from: date
    document: str = Field(max_length=200)
    reason: str = Field(default="", sa_type=Text)
    recorded_by_id: int = Field(foreign_key="account.id")
    recorded_at: datetime


class ReorganisedUnit(Base, table=True):
    """A unit that ended and one that stands for it; position 1 takes what nothing else is said of."""

    __tablename__ = "reorganised_unit"
    from_unit_id: int = Field(foreign_key="unit.id", primary_key=True)
    position: int = Field(primary_key=True)
    to_unit_id: int = Field(foreign_key="unit.id")
    reorganisation_id: int = Field(foreign_key="reorganisation.id", index=True)


class ReorganisationTerms(Base, table=True):
    """A version of terms that a reorganisation made, and the one that it carries on."""

    __tablename__ = "reorganisation_terms"
    terms_id: int = Field(foreign_key="target_terms.id", primary_key=True)
    reorganisation_id: int = Field(foreign_key="reorganisation.id", index=True)
    carries_on_id: int = Field(foreign_key="target_terms.id")
