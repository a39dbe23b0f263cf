"""What a person signs in with, and where they are signed in: for the sign-in, and for their own eyes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, is_alive, require
from tracker.domain.credentials import Demands, Missing, missing
from tracker.tables import (
    Account,
    Authenticator,
    ExternalIdentity,
    HalfSignIn,
    PasswordChange,
    RecoveryCode,
    SignInAttempt,
    SignInSession,
)

HANDLE = 16  # characters of a key that name a sign-in to its owner, and open nothing


@dataclass(frozen=True)
class SignInLine:
    """One of a person's sign-ins that last. ``handle`` names it; ``is_this``: the one that asks."""

    handle: str
    created_at: datetime
    seen_at: datetime
    address: str
    agent: str
    is_this: bool


@dataclass(frozen=True)
class LastSignIn:
    """The sign-in before this one; ``failures``: wrong passwords and codes between the two."""

    at: datetime
    address: str
    agent: str
    failures: int


@dataclass(frozen=True)
class Own:
    """What a person signs in with.

    ``second_step_since`` is None without one; ``codes_left``: recovery codes.
    """

    has_password: bool
    password_set_at: datetime | None
    second_step_since: datetime | None
    codes_left: int
    is_bound: bool


@dataclass(frozen=True)
class Half:
    """Somebody whose password was right, and what is asked next."""

    account_id: int
    login: str
    name: str
    missing: Missing


def half_of(session: Session, token_sha256: str, demands: Demands, now: datetime) -> Half | None:
    """None for a token that is unknown or too old, and where nothing is asked any more."""
    row = session.get(HalfSignIn, token_sha256)
    account = None if row is None or row.expires_at <= now else session.get(Account, row.account_id)
    if row is None or account is None or account.id is None or not account.is_active:
        return None
    asked = missing_of(session, account, demands, now, code_given=row.code_given)
    return None if asked is None else Half(account.id, account.login, account.name, asked)


def missing_of(
    session: Session, account: Account, demands: Demands, now: datetime, *, code_given: bool = False
) -> Missing | None:
    """What is still asked at the sign-in of somebody whose password is right."""
    assert account.id is not None
    is_enrolled = authenticator_of(session, account.id) is not None
    set_at = password_set_at(session, account.id)
    return missing(demands, account.role, set_at, now, is_enrolled=is_enrolled, code_given=code_given)


def authenticator_of(session: Session, account_id: int, *, lock: bool = False) -> Authenticator | None:
    """The one that is in use."""
    query = select(Authenticator).where(
        Authenticator.account_id == account_id, col(Authenticator.removed_at).is_(None)
    )
    return session.exec(query.with_for_update() if lock else query).first()


def password_set_at(session: Session, account_id: int) -> datetime | None:
    """Since when the password is in use; None for one of before this was kept."""
    query = select(func.max(PasswordChange.set_at)).where(PasswordChange.account_id == account_id)
    return session.exec(query).one()


def replaced_hashes(session: Session, account_id: int, count: int) -> Sequence[str]:
    """The hashes of so many passwords of before, the newest first; fewer where they were not kept."""
    query = (
        select(PasswordChange.replaced_hash)
        .where(PasswordChange.account_id == account_id, PasswordChange.replaced_hash != "")
        .order_by(col(PasswordChange.id).desc())
        .limit(count)
    )
    return session.exec(query).all()


def own_credentials(session: Session, person: Person) -> Own:
    require(person, Action.SEE_PLAN)
    account = session.get_one(Account, person.account_id)
    authenticator = authenticator_of(session, person.account_id)
    codes = select(func.count()).where(RecoveryCode.account_id == person.account_id)
    bound = select(ExternalIdentity.subject).where(ExternalIdentity.account_id == person.account_id)
    return Own(
        has_password=account.password_hash is not None,
        password_set_at=password_set_at(session, person.account_id),
        second_step_since=None if authenticator is None else authenticator.confirmed_at,
        codes_left=session.exec(codes).one(),
        is_bound=session.exec(bound).first() is not None,
    )


def own_sign_ins(
    session: Session, person: Person, token_sha256: str, now: datetime, idle_minutes: int
) -> tuple[SignInLine, ...]:
    """The person's sign-ins that last: the one that asks first, then by their last use."""
    require(person, Action.SEE_PLAN)
    rows = session.exec(
        select(SignInSession).where(
            SignInSession.account_id == person.account_id,
            col(SignInSession.ended_at).is_(None),
            SignInSession.expires_at > now,
        )
    )
    lines = [
        SignInLine(
            handle=row.token_sha256[:HANDLE],
            created_at=row.created_at,
            seen_at=row.seen_at,
            address=row.address,
            agent=row.agent,
            is_this=row.token_sha256 == token_sha256,
        )
        for row in rows
        if is_alive(row.created_at, row.seen_at, row.expires_at, now, idle_minutes)
    ]
    return tuple(sorted(lines, key=lambda line: (line.is_this, line.seen_at), reverse=True))


def last_sign_in(session: Session, token_sha256: str) -> LastSignIn | None:
    """The sign-in before this one, with what was tried in vain since; None at the first."""
    this = session.get(SignInSession, token_sha256)
    if this is None:
        return None
    before = session.exec(
        select(SignInSession)
        .where(
            SignInSession.account_id == this.account_id,
            SignInSession.created_at < this.created_at,
        )
        .order_by(col(SignInSession.created_at).desc())
        .limit(1)
    ).first()
    if before is None:
        return None
    failures = session.exec(
        select(func.count())
        .select_from(SignInAttempt)
        .join(Account, col(Account.login) == SignInAttempt.login)
        .where(
            Account.id == this.account_id,
            ~col(SignInAttempt.succeeded),
            col(SignInAttempt.tried_at) > before.created_at,
            SignInAttempt.tried_at <= this.created_at,
        )
    ).one()
    return LastSignIn(before.created_at, before.address, before.agent, failures)


def second_step_removed_since(session: Session, account_id: int, since: datetime) -> datetime | None:
    """When somebody else removed the account's second step, if that was after ``since``."""
    query = select(func.max(Authenticator.removed_at)).where(
        Authenticator.account_id == account_id,
        col(Authenticator.removed_at) > since,
        col(Authenticator.removed_by_id).is_distinct_from(account_id),
    )
    return session.exec(query).one()
