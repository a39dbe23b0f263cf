"""Who is asking, as the database has it at this moment, and the list of accounts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, exists
from sqlmodel import Session, col, func, select, true

from tracker.domain.access import (
    Acting,
    Action,
    Duty,
    Person,
    Preferences,
    Relation,
    Role,
    acting,
    allowed,
    is_alive,
    require,
)
from tracker.domain.guessing import BY_LOGIN
from tracker.domain.language import _, bracketed
from tracker.domain.language.errors import NotFound
from tracker.domain.workflow.account_list import KnownAccount
from tracker.domain.workflow.unit_names import UnitMatch, match_unit, not_found
from tracker.queries.successions import known_units, successions
from tracker.tables import (
    Account,
    AccountUnit,
    Authenticator,
    ExternalIdentity,
    OneTimeLink,
    SignInAttempt,
    SignInSession,
    Unit,
)


@dataclass(frozen=True)
class LinkOwner:
    """Whose password a one-time link sets."""

    account_id: int
    login: str
    name: str
    role: Role


@dataclass(frozen=True)
class Rights:
    """What decides what a person sees: when it changes, what is open is drawn anew."""

    role: Acting
    unit_ids: frozenset[int]


@dataclass(frozen=True)
class AccountLine:
    """An account in the list. ``link_expires_at`` is set while a one-time link can be used.

    ``is_bound``: somebody at the city's identity provider signs in as this account. ``has_second_step``: an
    app's codes are asked beside the password. ``failures``: wrong passwords of the last day that may make
    somebody wait, read for single accounts (``list_accounts`` among).
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
    has_second_step: bool = False
    failures: int = 0
    duty: Duty | None = None
    had_link: bool = False

    @property
    def word(self) -> str:
        """As what it acts."""
        return acting(self.role, self.duty).word

    @property
    def waits(self) -> bool:
        """Whether it could never be used: made by one administrator, to be enabled by another one."""
        return not (self.is_active or self.has_password or self.is_bound or self.had_link)


# Built once: it is asked on every request and every rerun, and building it costs more than its answer.
_SIGNED_IN = (
    select(  # type: ignore[call-overload]
        Account.id,
        Account.login,
        Account.name,
        Account.role,
        Account.duty,
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


_RIGHTS = (
    select(SignInSession.token_sha256, Account.role, Account.duty, AccountUnit.unit_id)
    .join(Account, col(SignInSession.account_id) == Account.id)
    .outerjoin(AccountUnit, col(AccountUnit.account_id) == Account.id)
    .where(
        col(SignInSession.token_sha256).in_(bindparam("tokens", expanding=True)),
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
        role=acting(account.role, account.duty),
        # A row for each unit of the account, and one without a unit where it has none.
        unit_ids=frozenset(row.unit_id for row in rows if row.unit_id is not None),
        preferences=Preferences(
            account.language, account.large_type, tuple(chosen.split(",")) if chosen else ()
        ),
    )


def rights_of_sessions(session: Session, keys: Sequence[str]) -> dict[str, Rights]:
    """What those may who have signed in under these token hashes; who was signed out or disabled is left out.

    Whether a sign-in is too old or idle is not asked: the next click says so.
    """
    rows = session.connection().execute(_RIGHTS, {"tokens": list(keys)}).all()
    units: dict[str, set[int]] = {}
    for row in rows:
        units.setdefault(row.token_sha256, set()).update(() if row.unit_id is None else (row.unit_id,))
    return {
        row.token_sha256: Rights(acting(row.role, row.duty), frozenset(units[row.token_sha256]))
        for row in rows
    }


def link_owner(session: Session, token_sha256: str, now: datetime) -> LinkOwner | None:
    """Whose link this is, or None if it is unknown, used or expired. Looking does not use it up."""
    row = session.exec(
        select(Account)
        .join(OneTimeLink, col(OneTimeLink.account_id) == Account.id)
        .where(
            OneTimeLink.token_sha256 == token_sha256,
            col(OneTimeLink.used_at).is_(None),
            OneTimeLink.expires_at > now,
            Account.is_active,
        )
    ).first()
    return None if row is None or row.id is None else LinkOwner(row.id, row.login, row.name, row.role)


def list_accounts(
    session: Session, person: Person, now: datetime, among: Collection[int] | None = None
) -> tuple[AccountLine, ...]:
    """All accounts, or those with the ids ``among``: the active first, then by login."""
    require(person, Action.SEE_ACCOUNTS)

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
    linked = set(session.exec(select(OneTimeLink.account_id).where(asked(OneTimeLink.account_id)).distinct()))
    in_use = (asked(Authenticator.account_id), col(Authenticator.removed_at).is_(None))
    stepped = set(session.exec(select(Authenticator.account_id).where(*in_use)))
    bound = set(session.exec(select(ExternalIdentity.account_id).where(asked(ExternalIdentity.account_id))))
    failures = {} if among is None else _failures(session, now, asked(Account.id))
    accounts = session.exec(
        select(Account).where(asked(Account.id)).order_by(col(Account.is_active).desc(), Account.login)
    )
    lines = (
        _line(row, units.get(row.id or 0, []), seen, links, row.id in bound, row.id in linked)
        for row in accounts
    )
    return tuple(
        replace(line, failures=failures.get(line.login, 0), has_second_step=line.id in stepped)
        for line in lines
    )


def _failures(session: Session, now: datetime, asked: ColumnElement[bool]) -> dict[str, int]:
    """Wrong passwords of the day that count against a login."""
    query = (
        select(SignInAttempt.login, func.count())
        .join(Account, col(Account.login) == SignInAttempt.login)
        .where(asked, ~col(SignInAttempt.succeeded), col(SignInAttempt.tried_at) > now - BY_LOGIN.window)
        .group_by(col(SignInAttempt.login))
    )
    return dict(session.exec(query).all())


# Signing in, its links and passwords advance no sequence of the ledger's.
_SIGN_INS = select(  # type: ignore[call-overload]
    Account.id,
    col(Account.password_hash).is_not(None).label("has_password"),
    select(func.max(SignInSession.seen_at))
    .where(SignInSession.account_id == Account.id)
    .scalar_subquery()
    .label("seen_at"),
    select(func.max(OneTimeLink.expires_at))
    .where(
        OneTimeLink.account_id == Account.id,
        col(OneTimeLink.used_at).is_(None),
        OneTimeLink.expires_at > bindparam("now"),
    )
    .scalar_subquery()
    .label("link_expires_at"),
    exists().where(col(ExternalIdentity.account_id) == Account.id).label("is_bound"),
    exists()
    .where(col(Authenticator.account_id) == Account.id, col(Authenticator.removed_at).is_(None))
    .label("has_second_step"),
).where(col(Account.id).in_(bindparam("ids", expanding=True)))


def with_sign_ins(
    session: Session, person: Person, now: datetime, lines: Sequence[AccountLine]
) -> tuple[AccountLine, ...]:
    """Lines that were kept with the ledger, with what of them does not rest on it as it is now."""
    require(person, Action.SEE_ACCOUNTS)
    rows = session.connection().execute(_SIGN_INS, {"now": now, "ids": [line.id for line in lines]})
    current = {row.id: row._asdict() for row in rows}
    return tuple(replace(line, **current[line.id]) for line in lines)


def account_ids(session: Session) -> dict[str, int]:
    """The account ids by login, for the command line."""
    rows = session.exec(select(Account.login, Account.id))
    return {login: account_id for login, account_id in rows if account_id is not None}


def account_name(session: Session, account_id: int | None) -> str:
    """Who did something, by name; empty for nobody."""
    account = None if account_id is None else session.get(Account, account_id)
    return "" if account is None else account.name


def has_administrator(session: Session, duty: Duty | None = None) -> bool:
    """Whether an administrator is there, or one with this duty: active, with a password of their own."""
    able = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR, Account.is_active, col(Account.password_hash).is_not(None)
    )
    if duty is not None:
        able = able.where(Account.duty == duty)
    return session.exec(able.limit(1)).first() is not None


def administrator_for(session: Session, duty: Duty | None) -> int | None:
    """The first active administrator's account, or that with this duty; whether with a password or not."""
    able = select(Account.id).where(Account.role == Role.ADMINISTRATOR, Account.is_active)
    if duty is not None:
        able = able.where(Account.duty == duty)
    return session.exec(able.order_by(col(Account.id)).limit(1)).first()


def is_split(session: Session) -> bool:
    """Whether administration is split over three people (services/duties.py)."""
    system = select(Account.id).where(Account.duty == Duty.SYSTEM)
    return session.exec(system.limit(1)).first() is not None


def others_able(
    session: Session, action: Action, but: Collection[int], unit_id: int | None = None
) -> tuple[str, ...]:
    """Who else has the right: the names of the active accounts that the table admits, without those ``but``.

    ``unit_id``: of what the staff of the lead unit alone may do. Asked for every step that wants a second
    person (domain/workflow/second_person.py).
    """
    relation = Relation.NONE if unit_id is None else Relation.LEADS
    roles = [role for role in Role if allowed(role, action, relation)]
    able = select(Account.name).where(
        Account.is_active, col(Account.role).in_(roles), col(Account.id).not_in(but)
    )
    if unit_id is not None:
        staff = select(AccountUnit.account_id).where(AccountUnit.unit_id == unit_id)
        able = able.where(col(Account.id).in_(staff))
    return tuple(session.exec(able.order_by(col(Account.id))))


def has_link_since(session: Session, account_id: int, moment: datetime) -> bool:
    """Whether a link that was given to the account since then has not been used."""
    given = select(OneTimeLink.account_id).where(
        OneTimeLink.account_id == account_id,
        col(OneTimeLink.used_at).is_(None),
        OneTimeLink.created_at > moment,
    )
    return session.exec(given.limit(1)).first() is not None


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
    return person_of(account, units_of_account(session, account.id))


def person_of(account: Account, unit_ids: frozenset[int] = frozenset()) -> Person:
    """Who acts by this account."""
    assert account.id is not None, "an account that acts is stored"
    role = acting(account.role, account.duty)
    return Person(account.id, account.login, account.name, role, unit_ids)


def account_of_login(session: Session, login: str) -> Account | None:
    return session.exec(select(Account).where(Account.login == login)).first()


def units_of_account(session: Session, account_id: int) -> frozenset[int]:
    return frozenset(session.exec(select(AccountUnit.unit_id).where(AccountUnit.account_id == account_id)))


def units_named(session: Session, names: Sequence[str], on: date) -> tuple[UnitMatch, ...]:
    """The units meant on a day by name, short name, alias or a name of before a reform.

    Raises NotFound with what to write instead of the first name that gives none.
    """
    known = known_units(session)
    found = tuple(match_unit(name, known, on) for name in names)
    for name, match in zip(names, found, strict=True):
        if match.unit is None:
            raise NotFound(not_found(name, match))
    return found


def _line(
    row: Account,
    units: list[tuple[int, str]],
    seen: dict[int, datetime],
    links: dict[int, datetime],
    is_bound: bool,
    had_link: bool,
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
        had_link=had_link,
        link_expires_at=links.get(row.id),
        email=row.email,
        phone=row.phone,
        duty=row.duty,
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
