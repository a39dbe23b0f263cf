"""How the site is used: sign-ins that last, sign-ins that failed, when something was last written."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, is_alive, require
from tracker.tables import Account, Audit, SignInAttempt, SignInSession

SERVES = "tracker serve"  # what PostgreSQL is told of a process that serves; then its port and host
FAILED_SINCE = timedelta(hours=24)
_REVISION = text("SELECT version_num FROM alembic_version")
_SERVING = text(
    "SELECT count(DISTINCT application_name) FROM pg_stat_activity "
    "WHERE datname = current_database() AND application_name LIKE :names"
)


@dataclass(frozen=True)
class Usage:
    """``people`` have ``sign_ins`` that last at this moment; ``written_at`` is None in an empty ledger.

    ``revision``: the ledger's newest migration.
    """

    sign_ins: int
    people: int
    failures: int  # tries to sign in of the last 24 hours
    written_at: datetime | None
    revision: str


@dataclass(frozen=True)
class FailedSignIns:
    """Of one account in the last 24 hours, or of all names that no account has: ``login`` is None then.

    A password typed in the wrong field is such a name: it is shown to nobody.
    """

    login: str | None
    name: str
    tries: int
    addresses: int
    newest_at: datetime


def usage(session: Session, now: datetime, idle_minutes: int) -> Usage:
    """For nobody in particular: monitoring asks it."""
    lasting = [
        account_id
        for account_id, created, seen, expires in session.exec(
            select(
                SignInSession.account_id,
                SignInSession.created_at,
                SignInSession.seen_at,
                SignInSession.expires_at,
            ).where(col(SignInSession.ended_at).is_(None), SignInSession.expires_at > now)
        )
        if is_alive(created, seen, expires, now, idle_minutes)
    ]
    return Usage(
        sign_ins=len(lasting),
        people=len(set(lasting)),
        failures=session.exec(select(func.count()).where(*_failed(now))).one(),
        written_at=session.exec(select(Audit.at).order_by(col(Audit.id).desc()).limit(1)).first(),
        revision=session.connection().execute(_REVISION).scalar_one(),
    )


def usage_shown(session: Session, person: Person, now: datetime, idle_minutes: int) -> Usage:
    require(person, Action.SEE_CONDITION)
    return usage(session, now, idle_minutes)


def failed_sign_ins(session: Session, person: Person, now: datetime) -> tuple[FailedSignIns, ...]:
    """The most tries first."""
    require(person, Action.SEE_CONDITION)
    tries = func.count()
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Account.login,
            func.max(Account.name),
            tries,
            func.count(func.distinct(SignInAttempt.address)),
            func.max(SignInAttempt.tried_at),
        )
        .select_from(SignInAttempt)
        .outerjoin(Account, col(Account.login) == SignInAttempt.login)
        .where(*_failed(now))
        .group_by(col(Account.login))
        .order_by(tries.desc(), col(Account.login))
    )
    return tuple(FailedSignIns(login, name or "", *counted) for login, name, *counted in rows)


def database_version(session: Session, person: Person) -> str:
    """The engine's name and number."""
    require(person, Action.SEE_CONDITION)
    if session.get_bind().dialect.name == "sqlite":
        return f"SQLite {session.exec(select(func.sqlite_version())).one()}"
    return " ".join(str(session.exec(select(func.version())).one()).split()[:2])


def serving(session: Session) -> int:
    """How many processes serve this ledger, as far as PostgreSQL sees and tells them. SQLite does not: 1."""
    if session.get_bind().dialect.name == "sqlite":
        return 1
    try:
        with session.begin_nested():
            return int(session.connection().execute(_SERVING, {"names": f"{SERVES} %"}).scalar_one())
    except DBAPIError:  # a relative without that view, or a role that may not read it
        return 1


def serving_shown(session: Session, person: Person) -> int:
    require(person, Action.SEE_CONDITION)
    return serving(session)


def _failed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return ~col(SignInAttempt.succeeded), col(SignInAttempt.tried_at) > now - FAILED_SINCE
