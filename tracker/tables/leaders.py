"""分管领导: the leaders, and the areas and units that they are in charge of."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from tracker.db import Base


class Leader(Base, table=True):
    """A leader by name, with the account that they sign in by, where they have one."""

    __tablename__ = "leader"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True, max_length=64)
    account_id: int | None = Field(default=None, foreign_key="account.id", unique=True)


class LeaderCharge(Base, table=True):
    """From this day on this leader is in charge of an area or a unit; None: nobody is."""

    __tablename__ = "leader_charge"
    __table_args__ = (
        CheckConstraint("(area_id IS NULL) <> (unit_id IS NULL)", name="leader_charge_is_of_one_thing"),
        Index("leader_charge_by_day", "holds_from", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    leader_id: int | None = Field(default=None, foreign_key="leader.id")
    area_id: int | None = Field(default=None, foreign_key="area.id")
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    holds_from: date
    set_by_id: int = Field(foreign_key="account.id")
    set_at: datetime
