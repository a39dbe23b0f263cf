"""A person ends sign-ins of their own: a phone that was left somewhere, a browser in a meeting room."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.queries.credentials import HANDLE
from tracker.services import audit
from tracker.services.sign_in import end_sessions
from tracker.tables import SignInSession


def end_one(session: Session, person: Person, handle: str, now: datetime) -> None:
    """Its open pages are led to the sign-in at once. Raises NotFound for any that is not the person's."""
    require(person, Action.SEE_PLAN)
    audit.queue(session)
    own = select(SignInSession).where(
        SignInSession.account_id == person.account_id, col(SignInSession.ended_at).is_(None)
    )
    found = [row for row in session.exec(own) if row.token_sha256[:HANDLE] == handle]
    if len(found) != 1:
        raise NotFound(_("这次登录已经结束。"))
    (row,) = found
    row.ended_at = now
    session.add(row)
    detail = {"login": person.login, "address": row.address}
    audit.record(session, person, "结束登录", person.name, now, detail)


def end_others(session: Session, person: Person, key: str, now: datetime) -> int:
    """All but the one under ``key``; gives how many ended."""
    require(person, Action.SEE_PLAN)
    audit.queue(session)
    ended = end_sessions(session, person.account_id, now, but=key)
    audit.record(session, person, "结束登录", person.name, now, {"login": person.login, "ended": ended})
    return ended
