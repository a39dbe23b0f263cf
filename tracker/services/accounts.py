"""Accounts: who may sign in, in which role, for which units, and how a password is set.

Nobody ever types a password for somebody else: an account is created without one, and a one-time
link lets its owner set it. Only SHA-256 hashes of links and session tokens are stored.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select, update

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.errors import BadInput, NotFound, Refusal
from tracker.domain.texts import clean_name
from tracker.services import audit, passwords
from tracker.tables import Account, AccountUnit, OneTimeLink, SignInSession, Unit

LINK_HOURS = 72
_SHORT_NAME = 64


def fingerprint(token: str) -> str:
    """SHA-256 in hex: all that is stored of a link's or a session's token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def create_account(
    session: Session,
    person: Person | None,
    login: str,
    name: str,
    role: Role,
    unit_ids: Iterable[int],
    now: datetime,
) -> int:
    """A new account without a password; returns its id. ``person`` is None for the command line.

    Raises BadInput on a login that is taken or unreadable, and on units that do not fit the role.
    """
    _require_manager(person)
    login, name, units = passwords.clean_login(login), _clean_person_name(name), _units_for(session, role, unit_ids)
    if session.exec(select(Account.id).where(Account.login == login)).first() is not None:
        raise BadInput(f"账号“{login}”已存在。")
    account = Account(login=login, name=name, role=role, created_at=now)
    session.add(account)
    session.flush()
    assert account.id is not None
    _set_units(session, account.id, units)
    detail = {"login": login, "role": role.value, "units": sorted(units)}
    audit.record(session, person, "新建账号", name, now, detail)
    return account.id


def change_account(
    session: Session,
    person: Person | None,
    account_id: int,
    name: str,
    role: Role,
    unit_ids: Iterable[int],
    now: datetime,
) -> None:
    """A new name, role or set of units; in force on the account's next rerun."""
    _require_manager(person)
    account = _account(session, account_id)
    name, units = _clean_person_name(name), _units_for(session, role, unit_ids)
    if person is not None and person.account_id == account_id and role is not account.role:
        raise Refusal("不能更改自己的角色,请由另一位系统管理员操作。")
    detail = {
        "login": account.login,
        "before": {"name": account.name, "role": account.role.value, "units": _unit_ids(session, account_id)},
        "after": {"name": name, "role": role.value, "units": sorted(units)},
    }
    account.name, account.role = name, role
    session.add(account)
    _set_units(session, account_id, units)
    audit.record(session, person, "修改账号", name, now, detail)


def set_active(
    session: Session, person: Person | None, account_id: int, is_active: bool, now: datetime
) -> None:
    """Disable an account, which ends its sign-ins and links at once, or enable it again."""
    _require_manager(person)
    account = _account(session, account_id)
    if person is not None and person.account_id == account_id and not is_active:
        raise Refusal("不能停用自己的账号,请由另一位系统管理员操作。")
    account.is_active = is_active
    session.add(account)
    if not is_active:
        end_sessions(session, account_id, now)
        _kill_links(session, account_id, now)
    action = "启用账号" if is_active else "停用账号"
    audit.record(session, person, action, account.name, now, {"login": account.login})


def issue_link(session: Session, person: Person | None, account_id: int, now: datetime) -> str:
    """A raw token for /password/<token>, good once and for 72 hours; older unused links die."""
    _require_manager(person)
    account = _account(session, account_id)
    if not account.is_active:
        raise Refusal("账号已停用,请先启用再发送链接。")
    _kill_links(session, account_id, now)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_sha256=fingerprint(token),
            account_id=account_id,
            created_at=now,
            expires_at=now + timedelta(hours=LINK_HOURS),
        )
    )
    audit.record(session, person, "签发密码链接", account.name, now, {"login": account.login})
    return token


def set_password(session: Session, token: str, password: str, now: datetime) -> None:
    """Set the password with a one-time link, which is used up; earlier sign-ins end.

    Raises NotFound for a link that is unknown, used or expired, BadInput for a password that is
    too short, too long or too easily guessed; a refused password leaves the link usable.
    """
    link = session.get(OneTimeLink, fingerprint(token), with_for_update=True)
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound("链接无效、已使用或已过期,请联系系统管理员重新签发。")
    account = _account(session, link.account_id)
    passwords.check_strength(password, account.login)
    account.password_hash = passwords.hashed(password)
    link.used_at = now
    session.add_all([account, link])
    end_sessions(session, link.account_id, now)
    owner = Person(link.account_id, account.login, account.name, account.role)
    audit.record(session, owner, "设置密码", account.name, now, {"login": account.login})


def end_sessions(session: Session, account_id: int, now: datetime) -> None:
    """End every sign-in of an account: refused on the next rerun and request."""
    alive = (col(SignInSession.account_id) == account_id, col(SignInSession.ended_at).is_(None))
    session.exec(update(SignInSession).where(*alive).values(ended_at=now))


def _require_manager(person: Person | None) -> None:
    if person is not None:
        require(person, Action.MANAGE_ACCOUNTS)


def _account(session: Session, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound("没有这个账号。")
    return account


def _clean_person_name(name: str) -> str:
    cleaned = clean_name(name, "姓名")
    if len(cleaned) > _SHORT_NAME:
        raise BadInput(f"姓名最多 {_SHORT_NAME} 个字。")
    return cleaned


def _units_for(session: Session, role: Role, unit_ids: Iterable[int]) -> frozenset[int]:
    wanted = frozenset(unit_ids)
    if role is Role.CLERK and not wanted:
        raise BadInput("部门填报人至少要有一个所在单位。")
    if role is not Role.CLERK and wanted:
        raise BadInput("只有部门填报人设置所在单位。")
    known = frozenset(session.exec(select(Unit.id).where(col(Unit.id).in_(wanted))).all())
    if wanted - known:
        raise BadInput("所选单位不存在。")
    return wanted


def _unit_ids(session: Session, account_id: int) -> list[int]:
    return sorted(session.exec(select(AccountUnit.unit_id).where(AccountUnit.account_id == account_id)))


def _set_units(session: Session, account_id: int, units: frozenset[int]) -> None:
    session.exec(delete(AccountUnit).where(col(AccountUnit.account_id) == account_id))
    session.add_all(AccountUnit(account_id=account_id, unit_id=unit_id) for unit_id in sorted(units))
    session.flush()


def _kill_links(session: Session, account_id: int, now: datetime) -> None:
    unused = (col(OneTimeLink.account_id) == account_id, col(OneTimeLink.used_at).is_(None))
    session.exec(update(OneTimeLink).where(*unused).values(used_at=now))
