"""Accounts and their sign-ins."""

from datetime import datetime

from sqlalchemy import Index, false
from sqlmodel import Field

from tracker.db import Base, Word
from tracker.domain.access import Duty, Role
from tracker.domain.language import CHINESE


class Account(Base, table=True):
    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True, max_length=64)
    name: str = Field(max_length=64)
    role: Role = Field(sa_type=Word(Role))
    # Of an administrator where administration is split over three people; None: does all of it.
    duty: Duty | None = Field(default=None, sa_type=Word(Duty))
    # None until the owner has set a password; nobody else ever sets one.
    password_hash: str | None = Field(default=None, max_length=200)
    is_active: bool = True
    email: str = Field(default="", max_length=200, sa_column_kwargs={"server_default": ""})
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
    """A link with which a password is set; only the token's SHA-256 is kept. Its owner is told of it."""

    __tablename__ = "one_time_link"
    token_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None  # or ended by a newer link, by a disabled account
    # By whom as they were called, and from which address; empty and None: by a command on the server.
    issued_by: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    issued_from: str | None = Field(default=None, max_length=64)
    used_from: str | None = Field(default=None, max_length=64)  # None: not used, or used before it was kept


class SignInSession(Base, table=True):
    """A sign-in; only the cookie token's SHA-256 is kept."""

    __tablename__ = "sign_in_session"
    token_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    # For its owner, who looks whether it is theirs: from where, and what the browser says of itself.
    address: str = Field(default="", max_length=64, sa_column_kwargs={"server_default": ""})
    agent: str = Field(default="", max_length=300, sa_column_kwargs={"server_default": ""})
    way: str = Field(default="", max_length=32, sa_column_kwargs={"server_default": ""})


class HalfSignIn(Base, table=True):
    """A password was right, and something more is asked; only the cookie token's SHA-256 is kept."""

    __tablename__ = "half_sign_in"
    token_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)
    expires_at: datetime
    address: str = Field(max_length=64)
    place: str = Field(max_length=64)
    agent: str = Field(max_length=300)
    days: int
    code_given: bool = False


class PasswordChange(Base, table=True):
    """That an account's password was set; with the hash of the one before where that must not come again."""

    __tablename__ = "password_change"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    set_at: datetime
    replaced_hash: str = Field(default="", max_length=200)


class Authenticator(Base, table=True):
    """An app that makes codes (RFC 6238) for an account; once removed it has no secret any more."""

    __tablename__ = "authenticator"
    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    secret: str = Field(max_length=64, repr=False)
    confirmed_at: datetime
    # The step of time whose code was taken last.
    last_step: int
    removed_at: datetime | None = None
    removed_by_id: int | None = Field(default=None, foreign_key="account.id")


class AuthenticatorDraft(Base, table=True):
    """A secret that was shown, and for which no code has come yet: it proves nothing."""

    __tablename__ = "authenticator_draft"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    secret: str = Field(max_length=64, repr=False)
    # The key of the sign-in, whole or half.
    shown_to: str = Field(max_length=64)
    begun_at: datetime


class RecoveryCode(Base, table=True):
    """In the place of a code, once: then its row goes. Only its SHA-256 is kept."""

    __tablename__ = "recovery_code"
    code_sha256: str = Field(primary_key=True, max_length=64)
    account_id: int = Field(foreign_key="account.id", index=True)


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
