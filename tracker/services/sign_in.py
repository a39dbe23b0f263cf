"""Signing in and out: gather (knock), verify outside any transaction (matches), apply (enter).

Whose password is right may be asked for more (``Outcome.step``): services/sign_in_steps.py goes on.
The password is verified between two short pieces of work, never inside a transaction: 29 ms under
the write lock would make every clerk who is saving wait. ``enter`` counts failures again under the
lock, so a hundred guesses sent at once get no more answers than a hundred sent in turn.
How long is waited after failures says domain/guessing.py; decision 6 what a known browser is.
A refused try is an ordinary result, not an exception: its row must be committed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, delete, func, select, update

from tracker.domain import guessing
from tracker.domain.access import days_kept, is_alive, is_kept
from tracker.domain.credentials import NOTHING_MORE, Demands, Missing, normal
from tracker.domain.guessing import Limit, too_many, wait_after
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_login
from tracker.queries.credentials import missing_of
from tracker.queries.people import account_of_login, person_of
from tracker.services import audit
from tracker.tables import Account, HalfSignIn, SignInAttempt, SignInSession

SEEN_EVERY = timedelta(minutes=1)
_KEPT = timedelta(days=30)
STEP_MINUTES = 10  # for what is asked after the password
WRONG = marked("账号或密码不正确。")
WRONG_PASSWORD = marked("当前密码不正确。")
# Words of the trail.
FAILED, NOT_PROVEN, PASSWORD = "登录失败", "核对密码失败", "密码"
KNOWN_DAYS = 180  # a browser is known for so long after its last sign-in
_MARKS = 6  # accounts whose people share a browser
_BROWSER = "@"  # in the place of an address: an address never begins so
# OWASP's minimum for Argon2id, 29 ms here; the library's defaults took 1.3 GB for 20 sign-ins at
# once. Should a 密评 ask for SM3, this is the one place to change.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_AT_ONCE = BoundedSemaphore(2)


@dataclass(frozen=True)
class Knock:
    """What is known of a try to sign in before its password is verified.

    ``place`` is what failures are counted by: the address, or a browser that is known for this account.
    ``agent`` is what the browser says of itself.
    """

    login: str
    address: str
    place: str
    wait: timedelta
    password_hash: str | None
    agent: str = ""


@dataclass(frozen=True)
class Outcome:
    """``token`` for the cookie, or None and the sentence for the person; ``days`` it is kept for.

    ``mark`` is what the browser is known by from now on (``with_mark``). ``step``: the token of a half
    sign-in, of which something more is asked; it opens nothing.
    """

    token: str | None
    message: str = ""
    days: int = 0
    mark: str = ""
    step: str = ""


def fingerprint(token: str) -> str:
    """SHA-256 in hex: all that is stored of a link's or a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


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


def mark_of(login: str, password_hash: str, now: datetime) -> str:
    """What a browser is given whose user has proven to be the owner of the account.

    Signed with the stored hash of the password, which nobody outside has: it needs no table, holds for every
    process, and a new password ends it.
    """
    made = f"{int(now.timestamp()) // 86_400:x}-{secrets.token_hex(8)}"
    return f"{made}.{_signature(made, login, password_hash)}"


def with_mark(marks: str, mark: str) -> str:
    """The cookie of a browser that several people share: the newest first."""
    return "~".join([mark, *marks.split("~")][:_MARKS]).strip("~")


def _known(marks: str, login: str, password_hash: str, now: datetime) -> str:
    """The name of the browser that shows ``marks``, where it is known for this account; else nothing."""
    for mark in marks.split("~")[:_MARKS]:
        made, _dot, signature = mark.partition(".")
        if hmac.compare_digest(signature.encode(), _signature(made, login, password_hash).encode()):
            age = int(now.timestamp()) // 86_400 - int(made.partition("-")[0], 16)
            return made if age <= KNOWN_DAYS else ""
    return ""


def _signature(made: str, login: str, password_hash: str) -> str:
    text = f"known browser:{login}:{made}"
    return hmac.new(password_hash.encode(), text.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def knock(
    session: Session, login: str, address: str, now: datetime, marks: str = "", agent: str = ""
) -> Knock:
    """Gather: how long this login has to wait here, and the hash to verify against.

    ``marks``: the cookie by which a browser is known that its owner signed in with before.
    """
    try:
        login = clean_login(login)
    except BadInput:
        # Counted under one name, so that nonsense neither answers faster nor fills the audit trail.
        login = "?"
    account = account_of_login(session, login)
    stored = account.password_hash if account is not None and account.is_active else None
    browser = _known(marks, login, stored, now) if stored is not None else ""
    place = f"{_BROWSER}{browser}" if browser else address[:64]
    wait = wait_of(session, login, place, now)
    return Knock(login, address[:64], place, wait, stored, agent[:300])


def enter(
    session: Session,
    tried: Knock,
    is_proven: bool,
    now: datetime,
    hours: int,
    keep: str = "",
    demands: Demands = NOTHING_MORE,
) -> Outcome:
    """Apply: a new session for a proven password, a counted failure otherwise. Never raises.

    ``hours`` is how long the sign-in lasts whatever happens; ``keep``: for how many days the person asked
    to stay signed in instead. Where more is asked than a password there is no session yet, and no success is
    counted: who knows the password alone would else begin their guesses at the code anew with it.
    Call it in a transaction of its own with advance=False: nobody's scorecard changes because somebody signed
    in.
    """
    audit.queue(session)
    if refusal := refused(session, tried, is_proven, now):
        return Outcome(None, refusal)
    account = account_of_login(session, tried.login)
    assert account is not None
    if not demands.admits_password(account.login, account.role):
        return Outcome(None, _(WRONG))
    days = days_kept(account.role, keep)
    if missing_of(session, account, demands, now) is None:
        return admit(session, account, tried, now, hours, days=days)
    return _halfway(session, account, tried, now, days)


def refused(
    session: Session, tried: Knock, is_proven: bool, now: datetime, action: str = FAILED, wrong: str = WRONG
) -> str:
    """Why a try is not let on, in words, counted and written down as ``action``; empty for a proven one."""
    wait = wait_of(session, tried.login, tried.place, now)
    if wait:
        return too_many(wait)
    account = account_of_login(session, tried.login)
    # Disabled, or given another password, between the knock and now.
    is_current = (
        account is not None and account.is_active and account.password_hash == tried.password_hash is not None
    )
    return "" if is_proven and is_current else count_failure(session, tried, now, action, wrong)


def count_failure(session: Session, tried: Knock, now: datetime, action: str, wrong: str) -> str:
    """Count it, and what the person is told: that it is wrong, or from now on how long to wait."""
    count_attempt(session, tried.login, tried.place, False, now)
    # Who has to wait is not tried, so each wait has one row, and floods don't fill the trail.
    wait = wait_of(session, tried.login, tried.place, now)
    audit.record(
        session, None, f"{action}并锁定" if wait else action, tried.login, now, {"address": tried.address}
    )
    return too_many(wait) if wait else _(wrong)


def _halfway(session: Session, account: Account, tried: Knock, now: datetime, days: int) -> Outcome:
    """Remember for some minutes that this browser gave the right password."""
    assert account.id is not None
    session.exec(delete(HalfSignIn).where(col(HalfSignIn.expires_at) < now))
    token = secrets.token_urlsafe(32)
    session.add(
        HalfSignIn(
            token_sha256=fingerprint(token),
            account_id=account.id,
            expires_at=now + timedelta(minutes=STEP_MINUTES),
            address=tried.address,
            place=tried.place,
            agent=tried.agent,
            days=days,
        )
    )
    return Outcome(None, step=token)


def sign_out(session: Session, token_sha256: str, now: datetime) -> None:
    """End a sign-in; ending it again changes nothing. In a transaction with advance=False."""
    audit.queue(session)
    row = session.get(SignInSession, token_sha256)
    if row is None or row.ended_at is not None:
        return
    row.ended_at = now
    session.add(row)
    account = session.get_one(Account, row.account_id)
    audit.record(session, person_of(account), "退出登录", account.name, now, {"login": account.login})


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


def end_sessions(session: Session, account_id: int, now: datetime, but: str = "") -> int:
    """End every sign-in of an account, also those halfway: refused on the next rerun and request.

    ``but``: the key of one that stays. Gives how many ended.
    """
    alive = (col(SignInSession.account_id) == account_id, col(SignInSession.ended_at).is_(None))
    others = (*alive, col(SignInSession.token_sha256) != but)
    session.exec(delete(HalfSignIn).where(col(HalfSignIn.account_id) == account_id))
    return session.exec(update(SignInSession).where(*others).values(ended_at=now)).rowcount


def end_kept(session: Session, account_ids: Collection[int], now: datetime) -> list[int]:
    """End the sign-ins that these accounts asked to stay: of whoever they are now more may be asked.

    Gives the account of each that ended.
    """
    lasting = select(SignInSession).where(
        col(SignInSession.account_id).in_(account_ids),
        col(SignInSession.ended_at).is_(None),
        SignInSession.expires_at > now,
    )
    kept = [row for row in session.exec(lasting) if is_kept(row.created_at, row.expires_at)]
    for row in kept:
        row.ended_at = now
        session.add(row)
    return [row.account_id for row in kept]


def put_in_force(session: Session, demands: Demands, now: datetime) -> None:
    """End what was asked to stay before a city demanded what nobody was asked there; when the server starts.

    Other sign-ins end with their day.
    """
    if not (demands.second_step or demands.provider_only):
        return
    audit.queue(session)
    lasting = (col(SignInSession.ended_at).is_(None), SignInSession.expires_at > now)
    accounts = session.exec(select(Account).join(SignInSession).where(*lasting).distinct()).all()
    short = {
        account.id or 0: account.login
        for account in accounts
        if not demands.admits_password(account.login, account.role)
        or missing_of(session, account, demands, now, code_given=True) is Missing.ENROLMENT
    }
    if ended := end_kept(session, short, now):
        detail = {"login": sorted({short[each] for each in ended}), "ended": len(ended)}
        audit.record(session, None, "结束保持的登录", "登录要求", now, detail)


def wait_of_address(session: Session, address: str, now: datetime) -> timedelta:
    """How long an address has to wait whatever the login; a success there does not end it.

    Whoever has one account could else guess at others for ever.
    """
    here = SignInAttempt.address == address[:64]
    return _wait_for(session, guessing.BY_PLACE, now, here)


def forgive(session: Session, login: str) -> None:
    """Forget the failures of a login: nobody waits for it any more. What happened stands in the trail."""
    session.exec(
        delete(SignInAttempt).where(col(SignInAttempt.login) == login, ~col(SignInAttempt.succeeded))
    )


def wait_of(session: Session, login: str, place: str, now: datetime) -> timedelta:
    """How long a login has to wait in a place: the longest of its own, the place's and the login's.

    A known browser waits for its own failures alone: nobody else can shut it out.
    """
    of_login = SignInAttempt.login == login
    here = SignInAttempt.address == place
    own = _wait_for(session, guessing.BY_LOGIN_AND_PLACE, now, of_login, here, since=(of_login, here))
    if place.startswith(_BROWSER):
        return own
    elsewhere = ~col(SignInAttempt.address).startswith(_BROWSER)
    by_login = _wait_for(session, guessing.BY_LOGIN, now, of_login, elsewhere, since=(of_login,))
    return max(own, by_login, wait_of_address(session, place, now))


def _wait_for(
    session: Session,
    limit: Limit,
    now: datetime,
    *which: ColumnElement[bool] | bool,
    since: tuple[ColumnElement[bool] | bool, ...] = (),
) -> timedelta:
    """The wait for the failures that ``which`` names, after the last success that ``since`` names."""
    query = select(func.count(), func.max(SignInAttempt.tried_at)).where(
        ~col(SignInAttempt.succeeded), col(SignInAttempt.tried_at) > now - limit.window, *which
    )
    if since:
        last = select(func.coalesce(func.max(SignInAttempt.id), 0)).where(SignInAttempt.succeeded, *since)
        query = query.where(col(SignInAttempt.id) > last.scalar_subquery())
    failures, newest = session.exec(query).one()
    return wait_after(limit, failures, newest, now)


def count_attempt(session: Session, login: str, place: str, succeeded: bool, now: datetime) -> None:
    session.add(SignInAttempt(login=login, address=place[:64], succeeded=succeeded, tried_at=now))
    session.flush()


def admit(
    session: Session,
    account: Account,
    tried: Knock,
    now: datetime,
    hours: int,
    way: str = PASSWORD,
    *,
    days: int = 0,
) -> Outcome:
    """A new session for somebody who has proven who they are, in whichever ``way``; for ``days`` if any."""
    assert account.id is not None
    count_attempt(session, account.login, tried.place, True, now)
    _sweep(session, now)
    token = secrets.token_urlsafe(32)
    session.add(
        SignInSession(
            token_sha256=fingerprint(token),
            account_id=account.id,
            created_at=now,
            seen_at=now,
            expires_at=now + (timedelta(days=days) if days else timedelta(hours=hours)),
            address=tried.address,
            agent=tried.agent,
            way=way,
        )
    )
    session.flush()
    detail = {"login": account.login, "address": tried.address, "way": way} | ({"days": days} if days else {})
    audit.record(session, person_of(account), "登录", account.name, now, detail)
    known_by = account.password_hash and mark_of(account.login, account.password_hash, now)
    return Outcome(token, days=days, mark=known_by or "")


def _sweep(session: Session, now: datetime) -> None:
    """Where somebody waits for a write anyway: it needs no scheduler.

    Of each account the newest old sign-in stays: who comes once a quarter is told of the one before, too.
    """
    old = now - _KEPT
    session.exec(delete(SignInAttempt).where(col(SignInAttempt.tried_at) < old))
    later = aliased(SignInSession)
    is_followed = exists().where(
        col(later.account_id) == SignInSession.account_id,
        col(later.created_at) > SignInSession.created_at,
        col(later.expires_at) < old,
    )
    session.exec(delete(SignInSession).where(col(SignInSession.expires_at) < old, is_followed))


_DUMMY = hashed("nobody has this password")
