"""Signing in and out: gather (knock), verify outside any transaction (matches), apply (enter).

The password is verified between two short pieces of work, never inside a transaction: 29 ms under
the write lock would make every clerk who is saving wait. ``enter`` counts failures again under the
lock, so a hundred guesses sent at once get no more answers than a hundred sent in turn.
A refused try is an ordinary result, not an exception: its row must be committed.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session, col, delete, func, select, update

from tracker.domain.access import Person, days_kept, is_alive
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_login
from tracker.queries.people import account_of_login
from tracker.services import audit
from tracker.tables import Account, Ledger, SignInAttempt, SignInSession

WINDOW = timedelta(minutes=15)
TRIES_PER_LOGIN, TRIES_PER_ADDRESS = 5, 20
SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=30)
WRONG = "账号或密码不正确。"
TOO_MANY = "尝试次数过多，请 15 分钟后再试，或联系系统管理员。"
# OWASP's minimum for Argon2id, 29 ms here; the library's defaults took 1.3 GB for 20 sign-ins at
# once. Should a 密评 ask for SM3, this is the one place to change.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True)
class Knock:
    """What is known of a try to sign in before its password is verified."""

    login: str
    address: str
    is_locked: bool
    password_hash: str | None


@dataclass(frozen=True)
class Outcome:
    """``token`` for the cookie, or None and the sentence for the person; ``days`` it is kept for."""

    token: str | None
    message: str = ""
    days: int = 0


def fingerprint(token: str) -> str:
    """SHA-256 in hex: all that is stored of a link's or a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def normal(password: str) -> str:
    """NFKC, as NIST SP 800-63B advises: the same keys make the same password on every machine."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def hashed(password: str) -> str:
    with _AT_ONCE:
        return _HASHER.hash(normal(password))


def matches(stored: str | None, password: str) -> bool:
    """Whether the password is the stored one. Without a stored hash it takes as long, and is False."""
    try:
        with _AT_ONCE:
            _HASHER.verify(stored or _DUMMY, normal(password[:500]))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def knock(session: Session, login: str, address: str, now: datetime) -> Knock:
    """Gather: whether this login or address is locked out, and the hash to verify against."""
    try:
        login = clean_login(login)
    except BadInput:
        # Counted under one name, so that nonsense neither answers faster nor fills the audit trail.
        login = "?"
    account = account_of_login(session, login)
    stored = account.password_hash if account is not None and account.is_active else None
    return Knock(login, address[:64], _is_locked(session, login, address[:64], now), stored)


def enter(
    session: Session, tried: Knock, is_proven: bool, now: datetime, hours: int, keep: str = ""
) -> Outcome:
    """Apply: a new session for a proven password, a counted failure otherwise. Never raises.

    ``hours`` is how long the sign-in lasts whatever happens; ``keep``: for how many days the person asked
    to stay signed in instead. Call it in a transaction of its own
    with advance=False: nobody's scorecard changes because somebody signed in.
    """
    queue_for_audit(session)
    if _is_locked(session, tried.login, tried.address, now):
        return Outcome(None, TOO_MANY)
    account = account_of_login(session, tried.login)
    # Disabled, or given another password, between the knock and now.
    is_proven = (
        is_proven
        and account is not None
        and account.is_active
        and account.password_hash == tried.password_hash
    )
    if not is_proven or account is None:
        count_attempt(session, tried.login, tried.address, False, now)
        # What is locked is not tried, so each lock-out has one row, and floods don't fill the trail.
        is_locked = _is_locked(session, tried.login, tried.address, now)
        action = "登录失败并锁定" if is_locked else "登录失败"
        audit.record(session, None, action, tried.login, now, {"address": tried.address})
        return Outcome(None, TOO_MANY if is_locked else WRONG)
    return admit(session, account, tried.address, now, hours, days=days_kept(account.role, keep))


def sign_out(session: Session, token_sha256: str, now: datetime) -> None:
    """End a sign-in; ending it again changes nothing. In a transaction with advance=False."""
    queue_for_audit(session)
    row = session.get(SignInSession, token_sha256)
    if row is None or row.ended_at is not None:
        return
    row.ended_at = now
    session.add(row)
    account = session.get_one(Account, row.account_id)
    audit.record(session, _person(account), "退出登录", account.name, now, {"login": account.login})


def touch(session: Session, token_sha256: str, now: datetime, idle_minutes: int) -> None:
    """Note that the person is at work, at most once a minute: the idle time counts from here.

    A sign-in that has been idle for too long stays ended, whoever clicks in its open page.
    """
    row = session.get(SignInSession, token_sha256)
    if row is None or row.ended_at is not None or row.seen_at > now - SEEN_EVERY:
        return
    if is_alive(row.created_at, row.seen_at, row.expires_at, now, idle_minutes):
        row.seen_at = now
        session.add(row)


def end_sessions(session: Session, account_id: int, now: datetime) -> None:
    """End every sign-in of an account: refused on the next rerun and request."""
    alive = (col(SignInSession.account_id) == account_id, col(SignInSession.ended_at).is_(None))
    session.exec(update(SignInSession).where(*alive).values(ended_at=now))


def is_address_locked(session: Session, address: str, now: datetime) -> bool:
    """Twenty failures from one address in 15 minutes, by password or through the city's identity provider."""
    failed = (~col(SignInAttempt.succeeded), col(SignInAttempt.tried_at) > now - WINDOW)
    count = select(func.count()).select_from(SignInAttempt).where(*failed)
    return session.exec(count.where(SignInAttempt.address == address[:64])).one() >= TRIES_PER_ADDRESS


def _is_locked(session: Session, login: str, address: str, now: datetime) -> bool:
    """Five failures of a login since it last signed in, or twenty of an address, in 15 minutes.

    An address is not cleared by a success: whoever has one account could guess at others for ever.
    """
    failed = (~col(SignInAttempt.succeeded), col(SignInAttempt.tried_at) > now - WINDOW)
    count = select(func.count()).select_from(SignInAttempt).where(*failed)
    last_success = select(func.coalesce(func.max(SignInAttempt.id), 0)).where(
        SignInAttempt.login == login, SignInAttempt.succeeded
    )
    since = col(SignInAttempt.id) > last_success.scalar_subquery()
    by_login = session.exec(count.where(SignInAttempt.login == login, since)).one()
    return by_login >= TRIES_PER_LOGIN or is_address_locked(session, address, now)


def count_attempt(session: Session, login: str, address: str, succeeded: bool, now: datetime) -> None:
    session.add(SignInAttempt(login=login, address=address[:64], succeeded=succeeded, tried_at=now))
    session.flush()


def admit(
    session: Session,
    account: Account,
    address: str,
    now: datetime,
    hours: int,
    way: str = "密码",
    *,
    days: int = 0,
) -> Outcome:
    """A new session for somebody who has proven who they are, in whichever ``way``; for ``days`` if any."""
    assert account.id is not None
    count_attempt(session, account.login, address, True, now)
    # Swept where somebody waits for a write anyway: it needs no scheduler.
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.tried_at) < now - _KEPT))
    session.exec(delete(SignInSession).where(col(SignInSession.expires_at) < now - _KEPT))
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_sha256=fingerprint(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + (timedelta(days=days) if days else timedelta(hours=hours)),
        )
    )
    session.flush()
    detail = {"login": account.login, "address": address, "way": way} | ({"days": days} if days else {})
    audit.record(session, _person(account), "登录", account.name, now, detail)
    return Outcome(token, days=days)


def _person(account: Account) -> Person:
    assert account.id is not None
    return Person(account.id, account.login, account.name, account.role)


def queue_for_audit(session: Session) -> None:
    """Wait for the ledger's lock without moving its sequence: the audit chain must not fork."""
    session.exec(select(Ledger.sequence).with_for_update())


_DUMMY = hashed("nobody has this password")
