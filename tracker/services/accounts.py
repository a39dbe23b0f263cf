"""Accounts: who may sign in, in which role, for which units, and how a password is set.

Nobody ever types a password for somebody else: an account is created without one, and a one-time
link lets its owner set it. Only SHA-256 hashes of links and session tokens are stored.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, update

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound, Refusal
from tracker.domain.language.texts import clean_email, clean_login, clean_person_name, clean_phone
from tracker.queries.people import account_of_login, units_of_account
from tracker.queries.successions import successions
from tracker.queries.units import current_units
from tracker.services import audit
from tracker.services.sign_in import end_sessions, fingerprint, hashed, normal
from tracker.tables import Account, AccountUnit, OneTimeLink

LINK_HOURS = 72
SHORTEST, LONGEST = 12, 128
_LEFT_OVER = 4
_LEET = str.maketrans("@43015$7", "aaeoisst")
# What Chinese and international leak lists are made of, and what this house is called.
_WORDS = """
    password passwd passw pass word admin administrator root user guest login welcome hello test demo
    qwerty qwertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qazwsxedc qweasd qweasdzxc abcd
    abcdef abcdefg abc iloveyou love forever sunshine princess dragon monkey master shadow letmein
    football baseball superman batman computer internet windows changeme secret default system
    mima denglu zhanghao guanliyuan guanli yonghu woaini aini woaiwojia wobuzhidao woshishui nihao
    zhongguo china beijing shanghai hangzhou jiaxing haining hainingshi zhejiang zhengfu shizhengfu
    renmin shifuban ducha duchashi jianshe fazhan gaige keji jiaotong caizheng jingxin fagai
    mubiao tracker kpi gov office jiayou yisheng yishi xiaoming laopo laogong baobao wangyi taobao
    weixin alibaba tencent huawei xiaomi zhang wang li liu chen yang zhao huang zhou wu
    海宁 嘉兴 浙江 政府 人民 密码 管理员 市府办 督查 目标 中国
    """
_GUESSES = sorted(_WORDS.split(), key=len, reverse=True)


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
) -> int:
    """A new account without a password; returns its id. ``person`` is None for the command line.

    Raises BadInput on a login that is taken or unreadable, on units that do not fit the role, on an ``email``
    that no mail server takes, and on a ``phone`` that cannot be dialled.
    """
    _require_manager(person)
    login, name = clean_login(login), clean_person_name(name)
    units = _units_for(session, role, unit_ids)
    if account_of_login(session, login) is not None:
        raise BadInput(_("账号“{login}”已存在。").format(login=login))
    email, phone = clean_email(email), clean_phone(phone)
    account = Account(login=login, name=name, role=role, email=email, phone=phone, created_at=now)
    session.add(account)
    session.flush()
    assert account.id is not None
    _set_units(session, account.id, units)
    detail = {"login": login, "role": role.value, "units": sorted(units), "email": email, "phone": phone}
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
    """A new name, role, set of units, e-mail address or number (None: as it is); in force at once."""
    _require_manager(person)
    account = hold_account(session, account_id)
    name, units = clean_person_name(name), _units_for(session, role, unit_ids)
    if person is not None and person.account_id == account_id and role is not account.role:
        raise Refusal(_("不能更改自己的角色，请由另一位系统管理员操作。"))
    address = account.email if email is None else clean_email(email)
    number = account.phone if phone is None else clean_phone(phone)
    before = {
        "name": account.name,
        "role": account.role.value,
        "units": sorted(units_of_account(session, account_id)),
        "email": account.email,
        "phone": account.phone,
    }
    after = {"name": name, "role": role.value, "units": sorted(units), "email": address, "phone": number}
    detail = {"login": account.login, "before": before, "after": after}
    account.name, account.role, account.email, account.phone = name, role, address, number
    session.add(account)
    _set_units(session, account_id, units)
    audit.record(session, person, "修改账号", name, now, detail)


def set_active(
    session: Session, person: Person | None, account_id: int, is_active: bool, now: datetime
) -> None:
    """Disable an account, which ends its sign-ins and links at once, or enable it again."""
    _require_manager(person)
    account = hold_account(session, account_id)
    if person is not None and person.account_id == account_id and not is_active:
        raise Refusal(_("不能停用自己的账号，请由另一位系统管理员操作。"))
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
    account = hold_account(session, account_id)
    if not account.is_active:
        raise Refusal(_("账号已停用，请先启用再发送链接。"))
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
        raise NotFound(_("链接无效、已使用或已过期，请联系系统管理员重新签发。"))
    account = hold_account(session, link.account_id)
    check_strength(password, account.login)
    account.password_hash = hashed(password)
    link.used_at = now
    session.add_all([account, link])
    end_sessions(session, link.account_id, now)
    owner = Person(link.account_id, account.login, account.name, account.role)
    audit.record(session, owner, "设置密码", account.name, now, {"login": account.login})


def _require_manager(person: Person | None) -> None:
    if person is not None:
        require(person, Action.MANAGE_ACCOUNTS)


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
    session.exec(delete(AccountUnit).where(col(AccountUnit.account_id) == account_id))
    session.add_all(AccountUnit(account_id=account_id, unit_id=unit_id) for unit_id in sorted(units))
    session.flush()


def _kill_links(session: Session, account_id: int, now: datetime) -> None:
    unused = (col(OneTimeLink.account_id) == account_id, col(OneTimeLink.used_at).is_(None))
    session.exec(update(OneTimeLink).where(*unused).values(used_at=now))


def check_strength(password: str, login: str) -> None:
    """Raises BadInput, saying what to change, for a password that is short, long or easily guessed."""
    text = normal(password)
    if not SHORTEST <= len(text) <= LONGEST:
        raise BadInput(
            _("密码为 {shortest} 至 {longest} 个字，可以是一句话。").format(
                shortest=SHORTEST, longest=LONGEST
            )
        )
    # A shorter one stands in too many honest words.
    if len(login) >= 4 and login in text.casefold():
        raise BadInput(_("密码不能包含账号。"))
    if len(set(text)) < 5 or len(_without_guesses(text.casefold(), login)) < _LEFT_OVER:
        raise BadInput(
            _("密码太容易被猜到：不要只用数字、年份、生日、手机号、常见词或本地名称，可以用几个不相干的词。")
        )


def _without_guesses(text: str, login: str) -> str:
    """The letters that remain when digits, signs, the login and well-known words are taken out.

    Both as typed and with p@ssw0rd read as password; the shorter remainder counts.
    """
    remainders = []
    for spelling in (text, text.translate(_LEET)):
        rest = "".join(c for c in spelling if c.isalpha())
        for word in (login, *_GUESSES):
            rest = rest.replace(word, "")
        remainders.append(rest)
    return min(remainders, key=len)
