"""Signing in through the city's identity provider (OIDC): from a proven identity to a session of ours.

No account is made here. At the first sign-in the provider's login name must be that of an active
account, and the person (issuer, subject) is bound to it; from then on only that pair counts, so a
login name that the provider gives to somebody else later opens nothing (docs/decisions/0011).
A refusal is an ordinary result, not an exception: its rows must be committed.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Action, Person, require
from tracker.domain.guessing import NO_WAIT, too_many
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.domain.language.texts import clean_login
from tracker.queries.people import account_of_login, person_of
from tracker.services import audit
from tracker.services.sign_in import (
    Knock,
    Outcome,
    admit,
    count_attempt,
    end_sessions,
    wait_of_address,
)
from tracker.tables import Account, ExternalIdentity

WAY = "统一身份认证"
_NOBODY = "?"
_LONGEST = 200


@dataclass(frozen=True)
class Identity:
    """Who the provider says that this is: signed, checked, meant for us. ``login`` may be empty.

    Raises BadInput on what can't be kept whole: a shortened subject could be somebody else's.
    """

    issuer: str
    subject: str
    login: str

    def __post_init__(self) -> None:
        for text in (self.issuer, self.subject):
            if not 1 <= len(text) <= _LONGEST or not text.isprintable():
                raise BadInput(_("{way}给出的身份标识无法保存，请联系系统管理员。").format(way=WAY))


def enter(
    session: Session, identity: Identity, address: str, now: datetime, hours: int, agent: str = ""
) -> Outcome:
    """A new session for the person's account, bound at the first time; else a refusal in words.

    No second step is asked: what the provider asks for is its own. In a transaction of its
    own with advance=False, as for a password.
    """
    audit.queue(session)
    if wait := wait_of_address(session, address, now):
        return Outcome(None, too_many(wait))
    bound = session.get(ExternalIdentity, (identity.issuer, identity.subject))
    login = _login_of(identity)
    account = account_of_login(session, login) if bound is None else session.get(Account, bound.account_id)
    refusal = _refusal(session, login, account, is_bound=bound is not None)
    if refusal or account is None:
        return _refused(session, login if account is None else account.login, address, refusal, now)
    if bound is None:
        _bind(session, identity, account, now)
    tried = Knock(account.login, address[:64], address[:64], NO_WAIT, None, agent[:300])
    return admit(session, account, tried, now, hours, WAY)


def refuse_unproven(session: Session, address: str, reason: str, now: datetime) -> None:
    """Count and record an answer of the provider that was not believed; ``reason`` is for the trail."""
    audit.queue(session)
    if not wait_of_address(session, address, now):
        _refused(session, "", address, reason, now)


def unbind(session: Session, person: Person, account_id: int, now: datetime) -> None:
    """Forget who the account's person is at the provider, and end the account's sign-ins.

    The next sign-in through the provider binds anew. Raises NotFound if nobody is bound.
    """
    require(person, Action.GRANT_RIGHTS)
    account = session.get(Account, account_id, with_for_update=True)
    bound = session.exec(select(ExternalIdentity).where(ExternalIdentity.account_id == account_id)).all()
    if account is None or not bound:
        raise NotFound(_("这个账号没有绑定{way}。").format(way=WAY))
    for identity in bound:
        session.delete(identity)
        detail = {"login": account.login, "issuer": identity.issuer, "subject": identity.subject}
        audit.record(session, person, "解除统一身份绑定", account.name, now, detail)
    end_sessions(session, account_id, now)


def _login_of(identity: Identity) -> str:
    """The login as one of ours would be stored; empty for what can't be one."""
    try:
        return clean_login(identity.login)
    except BadInput:
        return ""


def _refusal(session: Session, login: str, account: Account | None, is_bound: bool) -> str:
    """Why this person is not let in, in words; empty when nothing stands against it."""
    if account is None and not login:
        return f"{WAY}没有给出可用的账号，请联系系统管理员。"
    if account is None:
        return f"本系统没有账号“{login}”，请联系系统管理员开通。"
    if not account.is_active:
        return "您的账号已停用，请联系系统管理员。"
    if not is_bound and _is_taken(session, account):
        return f"账号“{account.login}”已绑定另一个{WAY}身份，请联系系统管理员解除绑定。"
    return ""


def _is_taken(session: Session, account: Account) -> bool:
    other = select(ExternalIdentity.subject).where(ExternalIdentity.account_id == account.id)
    return session.exec(other).first() is not None


def _bind(session: Session, identity: Identity, account: Account, now: datetime) -> None:
    assert account.id is not None
    session.add(
        ExternalIdentity(
            issuer=identity.issuer, subject=identity.subject, account_id=account.id, bound_at=now
        )
    )
    session.flush()
    person = person_of(account)
    detail = {"login": account.login, "issuer": identity.issuer, "subject": identity.subject}
    audit.record(session, person, "绑定统一身份", account.name, now, detail)


def _refused(session: Session, login: str, address: str, reason: str, now: datetime) -> Outcome:
    name = login or _NOBODY
    count_attempt(session, name, address, False, now)
    wait = wait_of_address(session, address, now)
    action = "登录失败并锁定" if wait else "登录失败"
    audit.record(session, None, action, name, now, {"address": address, "way": WAY, "reason": reason})
    return Outcome(None, too_many(wait) if wait else reason)
