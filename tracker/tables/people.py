"""Accounts and their sign-ins."""

from datetime import datetime

from sqlalchemy import Index, false
from sqlmodel import Field

from tracker.db import Base, Word
from tracker.domain.access import Role
from tracker.domain.language import CHINESE


class Account(Base, table=True):
    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=64)
    role: Role = Field(sa_type=Word(Role))
    # None until the owner has set a password; nobody else ever sets one.
    password_hash: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    email: str = Field(default="", max_length=200)
    phone: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})
    created_at: datetime
    # How the person likes the pages; no fact about the plan.
    language: str = Field(default=CHINESE, max_length=8, sa_column_kwargs={"server_default": CHINESE})
    large_type: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    table_columns: str = Field(default="", max_length=400, sa_column_kwargs={"server_default": ""})


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
    __table_args__ = (
        Index("sign_in_attempt_by_login", "login", "tried_at"),
        Index("sign_in_attempt_by_address", "address", "tried_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    # As typed, once cleaned: there may be no such account.
    login: str = Field(max_length=64)
    address: str = Field(max_length=64)
    succeeded: bool
    tried_at: datetime


class ExternalIdentity(Base, table=True):
    """A person at the city's identity provider (OIDC), bound to an account at the first sign-in."""

    __tablename__ = "external_identity"
    issuer: str = Field(primary_key=True, max_length=200)
    subject: str = Field(primary_key=True, max_length=200)
    account_id: int = Field(foreign_key="account.id", index=True)
    bound_at: datetime
