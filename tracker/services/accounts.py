"""Accounts: who may sign in, in which role, for which units, and how a password is set.

Nobody ever types a password for somebody else: an account is created without one, and a one-time
link lets its owner set it. Only SHA-256 hashes of links and session tokens are stored.

Where administration is split over three people (services/duties.py) one administrator makes an account and
another one enables it, with the role and the units that it was made with.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update

from tracker.domain.access import (
    Action,
    Duty,
    Person,
    Role,
    acting,
    allowed,
    are_peers,
    offered_roles,
    require,
)
from tracker.domain.credentials import NOTHING_MORE, Demands, check_strength
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound, Refusal
from tracker.domain.language.texts import clean_email, clean_login, clean_person_name, clean_phone
from tracker.queries.people import account_of_login, is_split, list_accounts, person_of, units_of_account
from tracker.queries.successions import successions
from tracker.queries.units import current_units
from tracker.services import audit, passwords
from tracker.services.sign_in import end_kept, end_sessions, fingerprint, forgive, hashed, mark_of
from tracker.tables import Account, AccountUnit, OneTimeLink

LINK_HOURS = 72


def create_account(
    session: Session,
    person: Person | None,
    login: str,
    name: str,
    role: Role,
    unit_ids: Iterable[int],
    now: datetime,
    *,
    email: str = "",
    phone: str = "",
    duty: Duty | None = None,
) -> int:
    """A new account without a password; returns its id. ``person`` is None for the command line.

    It waits to be enabled where its maker does not grant rights. ``duty``: of an administrator, where
    administration is split. Raises BadInput on a login that is taken or unreadable, on units that do not fit
    the role, on an ``email`` that no mail server takes, on a ``phone`` that cannot be dialled, and on a duty
    that is missing or not asked for; NotAllowed on a role that the person does not give.
    """
    _require(person, Action.MANAGE_ACCOUNTS)
    _require_offered(person, role)
    login, name = clean_login(login), clean_person_name(name)
    units = _units_for(session, role, unit_ids)
    if account_of_login(session, login) is not None:
        raise BadInput(_("账号“{login}”已存在。").format(login=login))
    email, phone = clean_email(email), clean_phone(phone)
    _check_duty(session, role, duty)
    account = Account(
        login=login,
        name=name,
        role=role,
        duty=duty,
        is_active=may_grant(person),
        email=email,
        phone=phone,
        created_at=now,
    )
    session.add(account)
    session.flush()
    assert account.id is not None
    _set_units(session, account.id, units)
    detail = {"login": login, "role": role.value, "units": sorted(units), "email": email, "phone": phone}
    if duty is not None:
        detail["duty"] = duty.value
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
    *,
    email: str | None = None,
    phone: str | None = None,
) -> None:
    """A new name, role, set of units, e-mail address or number (None: as it is); in force at once.

    Raises NotAllowed where the person may change the one and not the other.
    """
    _require(person, Action.SEE_ACCOUNTS)
    account = hold_account(session, account_id)
    name, units = clean_person_name(name), _units_for(session, role, unit_ids)
    if person is not None and person.account_id == account_id and role is not account.role:
        raise Refusal(_("不能更改自己的角色，请由另一位系统管理员操作。"))
    address = account.email if email is None else clean_email(email)
    number = account.phone if phone is None else clean_phone(phone)
    ended = successions(session).end_of
    moved = any(ended(each) is None for each in units ^ units_of_account(session, account_id))
    if moved or role is not account.role:
        _require(person, Action.GRANT_RIGHTS)
        _require_offered(person, role, account)
    if (name, address, number) != (account.name, account.email, account.phone):
        _require(person, Action.MANAGE_ACCOUNTS)
    before = {
        "name": account.name,
        "role": account.role.value,
        "units": sorted(units_of_account(session, account_id)),
        "email": account.email,
        "phone": account.phone,
    }
    after = {"name": name, "role": role.value, "units": sorted(units), "email": address, "phone": number}
    detail: dict[str, object] = {"login": account.login, "before": before, "after": after}
    account.name, account.email, account.phone = name, address, number
    if stayed := put_into_role(session, account, role, now):
        detail["ended"] = stayed
    session.add(account)
    _set_units(session, account_id, units)
    audit.record(session, person, "修改账号", name, now, detail)


def put_into_role(session: Session, account: Account, role: Role, now: datetime) -> int:
    """In another role nobody stays signed in who asked for it in the one before: how many sign-ins ended.

    A duty is an administrator's alone.
    """
    stayed = [] if role is account.role else end_kept(session, [account.id or 0], now)
    account.role = role
    if role is not Role.ADMINISTRATOR:
        account.duty = None
    return len(stayed)


def set_active(
    session: Session, person: Person | None, account_id: int, is_active: bool, now: datetime
) -> None:
    """Disable an account, which ends its sign-ins and links at once, or enable it, be it a new one."""
    _require(person, Action.GRANT_RIGHTS)
    account = hold_account(session, account_id)
    if person is not None and person.account_id == account_id and not is_active:
        raise Refusal(_("不能停用自己的账号，请由另一位系统管理员操作。"))
    account.is_active = is_active
    session.add(account)
    if not is_active:
        end_sessions(session, account_id, now)
        _kill_links(session, account_id, now)
    action = "启用账号" if is_active else "停用账号"
    detail: dict[str, object] = {"login": account.login}
    if is_active:  # what is granted with it
        detail |= {"role": account.role.value, "units": sorted(units_of_account(session, account_id))}
    audit.record(session, person, action, account.name, now, detail)


def enable_waiting(
    session: Session,
    person: Person,
    account_ids: Iterable[int],
    now: datetime,
    demands: Demands = NOTHING_MORE,
) -> dict[int, str]:
    """Enable accounts that another administrator made, each with its link; by account the raw token.

    One that waits no more is left as it is; where passwords are not in use the token is empty.
    """
    _require(person, Action.GRANT_RIGHTS)
    tokens = {}
    for line in list_accounts(session, person, now, list(account_ids)):
        if line.waits:
            set_active(session, person, line.id, True, now)
            has_link = demands.admits_password(line.login, line.role)
            tokens[line.id] = issue_link(session, person, line.id, now, demands) if has_link else ""
    return tokens


def issue_link(
    session: Session,
    person: Person | None,
    account_id: int,
    now: datetime,
    demands: Demands = NOTHING_MORE,
) -> str:
    """A raw token for /password/<token>, good once and for 72 hours; older unused links die.

    Nobody waits for failures of before any more. Its owner is told of it (queries/password_links.py).
    Raises NotAllowed for one of three administrators, who is in no other one's hands, and for one's own
    account, whose password is changed by who knows it; Refusal where passwords are not in use.
    """
    _require(person, Action.GRANT_RIGHTS)
    if person is not None and person.account_id == account_id:
        raise NotAllowed(lambda: _("自己的密码请在“我的账号”中修改;忘记时,在服务器上用命令签发链接。"))
    account = hold_account(session, account_id)
    if person is not None and are_peers(person.role, account.duty):
        raise NotAllowed(
            lambda: _("{duty}的密码链接只能在服务器上用命令签发。").format(
                duty=acting(account.role, account.duty).word
            )
        )
    if not account.is_active:
        raise Refusal(_("账号已停用，请先启用再发送链接。"))
    demands.require_password(account.login, account.role)
    _kill_links(session, account_id, now)
    forgive(session, account.login)
    token = secrets.token_urlsafe(32)
    session.add(
        OneTimeLink(
            token_sha256=fingerprint(token),
            account_id=account_id,
            created_at=now,
            expires_at=now + timedelta(hours=LINK_HOURS),
            issued_by="" if person is None else person.name,
            issued_from=audit.address(),
        )
    )
    audit.record(session, person, "签发密码链接", account.name, now, {"login": account.login})
    return token


def record_told(
    session: Session, person: Person | None, account_id: int, address: str, error: str, now: datetime
) -> None:
    """That the owner was told of a link by mail, or why not."""
    _require(person, Action.GRANT_RIGHTS)
    account = hold_account(session, account_id)
    detail = {"login": account.login, "recipients": address, "error": error}
    audit.record(session, person, "告知密码链接", account.name, now, detail)


def record_told_each(
    session: Session, person: Person, told: Sequence[tuple[str, str, str]], now: datetime
) -> None:
    """The same of several, in one row: by login the address, and why it did not get there, or nothing."""
    _require(person, Action.GRANT_RIGHTS)
    audit.queue(session)
    detail = {
        "recipients": [email for _login, email, error in told if not error],
        "error": [{"login": login, "error": error} for login, _email, error in told if error],
    }
    audit.record(session, person, "告知密码链接", f"{len(told)}个账号", now, detail)


def lift_waits(session: Session, person: Person | None, account_id: int, now: datetime) -> None:
    """Forget the failures of the account's login: whoever had to wait may sign in at once.

    Who is guessing at it may go on, too: a new link shuts out them alone (``set_password``). Nobody does it
    for themselves: who found a browser signed in could guess at its owner's password without end.
    """
    _require(person, Action.GRANT_RIGHTS)
    if person is not None and person.account_id == account_id:
        raise NotAllowed(lambda: _("自己的登录限制不能自己解除,请等待到期或请另一位管理员解除。"))
    account = hold_account(session, account_id)
    forgive(session, account.login)
    audit.record(session, person, "解除登录限制", account.name, now, {"login": account.login})


def set_password(
    session: Session,
    token: str,
    password: str,
    now: datetime,
    demands: Demands = NOTHING_MORE,
    made: str = "",
) -> str:
    """Set the password with a one-time link, which is used up; earlier sign-ins end.

    ``made``: its hash, where ``passwords.prepared`` has made it, which also compares it with those of before.

    Returns what the browser is known by from now on: it signs in whatever others guess meanwhile.

    Raises NotFound for a link that is unknown, used or expired, BadInput for a password that is
    too short, too long or too easily guessed; a refused password leaves the link usable.
    """
    link = session.get(OneTimeLink, fingerprint(token), with_for_update=True)
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise NotFound(_("链接无效、已使用或已过期，请联系系统管理员重新签发。"))
    account = hold_account(session, link.account_id)
    demands.require_password(account.login, account.role)
    check_strength(password, account.login, demands)
    made = made or hashed(password)
    passwords.store(session, account, made, now, demands)
    link.used_at, link.used_from = now, audit.address()
    session.add(link)
    end_sessions(session, link.account_id, now)
    forgive(session, account.login)
    by = link.issued_by or audit.SYSTEM
    detail = {"login": account.login, "link_by": by, "link_at": link.created_at}
    audit.record(session, person_of(account), "设置密码", account.name, now, detail)
    return mark_of(account.login, made, now)


def _require(person: Person | None, action: Action) -> None:
    if person is not None:
        require(person, action)


def may_grant(person: Person | None) -> bool:
    """Whether what this person makes is in force without another administrator; a command's is."""
    return person is None or allowed(person.role, Action.GRANT_RIGHTS)


def _require_offered(person: Person | None, role: Role, account: Account | None = None) -> None:
    """Raises NotAllowed where administration is split and one of the three makes or unmakes another."""
    held = None if account is None else account.role
    if person is not None and role not in offered_roles(person.role, held):
        raise NotAllowed(lambda: _("管理员账号只能在服务器上用命令建立；撤销的，请停用账号。"))


def _check_duty(session: Session, role: Role, duty: Duty | None) -> None:
    """Raises BadInput: an administrator has a duty where, and only where, administration is split."""
    asked = role is Role.ADMINISTRATOR and is_split(session)
    if asked and duty is None:
        raise BadInput(_("管理员已分为三员，请指定职责：系统、安全或审计。"))
    if duty is not None and not asked:
        raise BadInput(_("没有启用三员分立，或角色不是系统管理员，不能指定职责。"))


def hold_account(session: Session, account_id: int) -> Account:
    """The account, its row locked until the transaction ends. Raises NotFound."""
    account = session.get(Account, account_id, with_for_update=True)
    if account is None:
        raise NotFound(_("没有这个账号。"))
    return account


def _units_for(session: Session, role: Role, unit_ids: Iterable[int]) -> frozenset[int]:
    wanted = frozenset(unit_ids)
    if role.is_of_a_unit and not wanted:
        raise BadInput(_("{role}至少要有一个所在单位。").format(role=role.word))
    if not role.is_of_a_unit and wanted:
        raise BadInput(_("{role}不设置所在单位。").format(role=role.word))
    if wanted - current_units(session).keys():
        raise BadInput(_("所选单位不存在,或已变更为其他单位。"))
    # With the history of the units that they stand for.
    return successions(session).with_predecessors(wanted)


def _set_units(session: Session, account_id: int, units: frozenset[int]) -> None:
    held = col(AccountUnit.account_id) == account_id
    audit.gone(session, AccountUnit, held)
    session.exec(delete(AccountUnit).where(held))
    session.add_all(AccountUnit(account_id=account_id, unit_id=unit_id) for unit_id in sorted(units))
    session.flush()


def _kill_links(session: Session, account_id: int, now: datetime) -> None:
    unused = (col(OneTimeLink.account_id) == account_id, col(OneTimeLink.used_at).is_(None))
    session.exec(update(OneTimeLink).where(*unused).values(used_at=now))
