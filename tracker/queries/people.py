"""Who is asking, as the database has it at this moment, and the list of accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, func, select, true

from tracker.domain.access import Action, Person, Preferences, Role, is_alive, require
from tracker.domain.language import _, bracketed
from tracker.domain.language.errors import NotFound
from tracker.domain.workflow.account_list import KnownAccount
from tracker.queries.successions import known_units, successions
from tracker.tables import Account, AccountUnit, ExternalIdentity, OneTimeLink, SignInSession, Unit


@dataclass(frozen=True)
class LinkOwner:
    """Whose password a one-time link sets."""

    login: str
    name: str


@dataclass(frozen=True)
class AccountLine:
    """An account in the list. ``link_expires_at`` is set while a one-time link can be used.

    ``is_bound``: somebody at the city's identity provider signs in as this account.
    """

    id: int
    login: str
    name: str
    role: Role
    units: tuple[str, ...]
    unit_ids: frozenset[int]
    is_active: bool
    has_password: bool
    created_at: datetime
    seen_at: datetime | None
    link_expires_at: datetime | None
    email: str = ""
    phone: str = ""
    is_bound: bool = False


# Built once: it is asked on every request and every rerun, and building it costs more than its answer.
_SIGNED_IN = (
    select(  # type: ignore[call-overload]
        Account.id,
        Account.login,
        Account.name,
        Account.role,
        AccountUnit.unit_id,
        Account.language,
        Account.large_type,
        Account.table_columns,
        SignInSession.created_at,
        SignInSession.seen_at,
        SignInSession.expires_at,
    )
    .join(SignInSession, col(SignInSession.account_id) == Account.id)
    .outerjoin(AccountUnit, col(AccountUnit.account_id) == Account.id)
    .where(
        SignInSession.token_sha256 == bindparam("token"),
        col(SignInSession.ended_at).is_(None),
        Account.is_active,
    )
)


def person_of_session(session: Session, token_sha256: str, now: datetime, idle_minutes: int) -> Person | None:
    """The person behind a sign-in, or None if it is unknown, ended, too old, idle or disabled.

    One query, asked on every request and rerun: a role taken away is gone at the next click.
    """
    rows = session.connection().execute(_SIGNED_IN, {"token": token_sha256}).all()
    if not rows:
        return None
    account = rows[0]
    if not is_alive(account.created_at, account.seen_at, account.expires_at, now, idle_minutes):
        return None
    chosen = account.table_columns
    return Person(
        account_id=account.id,
        login=account.login,
        name=account.name,
        role=account.role,
        # A row for each unit of the account, and one without a unit where it has none.
        unit_ids=frozenset(row.unit_id for row in rows if row.unit_id is not None),
        preferences=Preferences(
            account.language, account.large_type, tuple(chosen.split(",")) if chosen else ()
        ),
    )


def link_owner(session: Session, token_sha256: str, now: datetime) -> LinkOwner | None:
    """Whose link this is, or None if it is unknown, used or expired. Looking does not use it up."""
    row = session.exec(
        select(Account.login, Account.name)
        .join(OneTimeLink, col(OneTimeLink.account_id) == Account.id)
        .where(
            OneTimeLink.token_sha256 == token_sha256,
            col(OneTimeLink.used_at).is_(None),
            OneTimeLink.expires_at > now,
            Account.is_active,
        )
    ).first()
    return None if row is None else LinkOwner(login=row[0], name=row[1])


def list_accounts(
    session: Session, person: Person, now: datetime, among: Collection[int] | None = None
) -> tuple[AccountLine, ...]:
    """All accounts, or those with the ids ``among``: the active first, then by login."""
    require(person, Action.MANAGE_ACCOUNTS)

    def asked(account_id: int | None) -> ColumnElement[bool]:
        return true() if among is None else col(account_id).in_(among)

    known = successions(session)
    units = {
        account_id: [(unit_id, name) for unit_id, name in held if known.end_of(unit_id) is None]
        for account_id, held in _units_by_account(session, asked(AccountUnit.account_id)).items()
    }
    seen = dict(
        session.exec(
            select(SignInSession.account_id, func.max(SignInSession.seen_at))
            .where(asked(SignInSession.account_id))
            .group_by(col(SignInSession.account_id))
        ).all()
    )
    usable = (col(OneTimeLink.used_at).is_(None), OneTimeLink.expires_at > now)
    # One for each account at most: a new link ends the older ones (services/accounts.py).
    links = dict(
        session.exec(
            select(OneTimeLink.account_id, OneTimeLink.expires_at).where(
                asked(OneTimeLink.account_id), *usable
            )
        ).all()
    )
    bound = set(session.exec(select(ExternalIdentity.account_id).where(asked(ExternalIdentity.account_id))))
    accounts = session.exec(
        select(Account).where(asked(Account.id)).order_by(col(Account.is_active).desc(), Account.login)
    )
    return tuple(_line(row, units.get(row.id or 0, []), seen, links, row.id in bound) for row in accounts)


def account_ids(session: Session) -> dict[str, int]:
    """The account ids by login, for the command line."""
    rows = session.exec(select(Account.login, Account.id))
    return {login: account_id for login, account_id in rows if account_id is not None}


def account_name(session: Session, account_id: int | None) -> str:
    """Who did something, by name; empty for nobody."""
    account = None if account_id is None else session.get(Account, account_id)
    return "" if account is None else account.name


def has_administrator(session: Session) -> bool:
    """Whether somebody can manage accounts: active, with a password of their own."""
    able = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.is_active, col(Account.password_hash).is_not(None)
    )
    return session.exec(able.limit(1)).first() is not None


def known_accounts(session: Session, person: Person) -> dict[str, KnownAccount]:
    """All accounts by login, as a list of accounts is compared with them."""
    require(person, Action.MANAGE_ACCOUNTS)
    units = {unit.id: unit for unit in known_units(session) if unit.ended_on is None}
    held = _units_by_account(session, true())
    return {
        row.login: KnownAccount(
            row.id or 0,
            row.login,
            row.name,
            row.role,
            tuple(units[unit_id] for unit_id, __ in held.get(row.id or 0, ()) if unit_id in units),
            row.phone,
            row.email,
        )
        for row in session.exec(select(Account))
    }


def leader_accounts(session: Session, person: Person) -> dict[int, str]:
    """The active accounts of leaders by id, in words: 名字(登录名)."""
    require(person, Action.ASSIGN_LEADERS)
    query = select(Account).where(Account.role == Role.LEADER, Account.is_active)
    rows = session.exec(query.order_by(col(Account.login)))
    return {row.id: bracketed(row.name, row.login) for row in rows if row.id is not None}


def person_of_login(session: Session, login: str) -> Person:
    """The person of an active account, for the command line. Raises NotFound."""
    account = account_of_login(session, login)
    if account is None or account.id is None or not account.is_active:
        raise NotFound(_("没有可用的账号“{login}”。").format(login=login))
    return Person(
        account.id, account.login, account.name, account.role, units_of_account(session, account.id)
    )


def account_of_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).first()


def units_of_account(session: Session, account_id: int) -> frozenset[int]:
    return frozenset(session.exec(select(AccountUnit.unit_id).where(AccountUnit.account_id == account_id)))


def unit_ids(session: Session, names: Sequence[str]) -> tuple[int, ...]:
    """The ids of units by name or short name. Raises NotFound with the first unknown name."""
    ids: dict[str, int] = {}
    for unit_id, name, short in session.exec(select(Unit.id, Unit.name, Unit.short)):
        if unit_id is not None:
            ids |= {name: unit_id, short: unit_id}
    for name in names:
        # Units without a short name stand under the empty word, which is the name of none.
        if not name or name not in ids:
            raise NotFound(_("没有名为“{name}”的单位。").format(name=name))
    return tuple(ids[name] for name in names)


def _line(
    row: Account,
    units: list[tuple[int, str]],
    seen: dict[int, datetime],
    links: dict[int, datetime],
    is_bound: bool,
) -> AccountLine:
    assert row.id is not None
    return AccountLine(
        id=row.id,
        login=row.login,
        name=row.name,
        role=row.role,
        units=tuple(name for _, name in units),
        unit_ids=frozenset(unit_id for unit_id, _ in units),
        is_active=row.is_active,
        has_password=row.password_hash is not None,
        created_at=row.created_at,
        seen_at=seen.get(row.id),
        is_bound=is_bound,
        link_expires_at=links.get(row.id),
        email=row.email,
        phone=row.phone,
    )


def _units_by_account(session: Session, asked: ColumnElement[bool]) -> dict[int, list[tuple[int, str]]]:
    rows = session.exec(
        select(AccountUnit.account_id, Unit.id, Unit.name)
        .join(Unit, col(Unit.id) == AccountUnit.unit_id)
        .where(asked)
        .order_by(col(Unit.id))
    )
    units: dict[int, list[tuple[int, str]]] = {}
    for account_id, unit_id, name in rows:
        assert unit_id is not None
        units.setdefault(account_id, []).append((unit_id, name))
    return units
