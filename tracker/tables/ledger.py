"""The sequence that every write moves on, the mark of made-up figures, and the audit trail."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Text
from sqlmodel import Field

from tracker.db import Base
from tracker.domain.meetings.chain import chained_hash


class Ledger(Base, table=True):
    """One row. Each write moves the sequence on: what is cached under a sequence is never stale.

    ``epoch``: microseconds since 1970; a ledger that is put in the place of another begins a later one.
    """

    __tablename__ = "ledger"
    __table_args__ = (CheckConstraint("id = 1", name="ledger_is_one_row"),)
    id: int = Field(default=1, primary_key=True)
    sequence: int = 0
    epoch: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})


class Demonstration(Base, table=True):
    """A row where figures of this ledger were made up; a real ledger has none, and none is taken back."""

    __tablename__ = "demonstration"
    id: int | None = Field(default=None, primary_key=True)
    filled_at: datetime


class Audit(Base, table=True):
    """Who did what, when; each row's hash covers the one before it and the facts stored with it."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="account.id")
    # As it was then, and under the hash: who is renamed later keeps the rows of before.
    actor_name: str = Field(max_length=64)
    action: str = Field(max_length=64)
    subject: str = Field(max_length=200)
    detail: str = Field(default="", sa_type=Text)
    previous_sha256: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    # Where it was asked from; None: a command on the server, and rows of before it was kept.
    address: str | None = Field(default=None, max_length=64)
    # The hashes of what was stored with this row, as JSON (domain/meetings/chain.py); None: of before.
    facts: str | None = Field(default=None, sa_type=Text)

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
            self.address,
            self.facts,
        )


class Shipped(Base, table=True):
    """Up to which row of the trail a place out of the house has it (tracker/shipping.py); no fact."""

    __tablename__ = "shipped"
    place: str = Field(primary_key=True, max_length=300)
    audit_id: int
    at: datetime
