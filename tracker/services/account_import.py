"""Accounts from a list in Excel: all that it asks for, or nothing."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session, col, delete, insert, select

from tracker.domain.access import Action, Person, offered_roles, require
from tracker.domain.credentials import NOTHING_MORE, Demands
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, NotAllowed, Refusal
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.account_list import AccountList, AccountRow, read_list
from tracker.queries.people import known_accounts
from tracker.queries.successions import known_units, successions
from tracker.services import audit
from tracker.services.accounts import LINK_HOURS, may_grant, put_into_role
from tracker.services.sign_in import fingerprint
from tracker.tables import Account, AccountUnit, OneTimeLink

_AT_THE_SHELL = marked("第{row}行:管理员账号只能在服务器上用命令建立。")
_BY_SECURITY = marked("第{row}行:角色和单位由安全管理员修改。")


@dataclass(frozen=True)
class Handed:
    """A new account with the raw token of the link by which its owner sets the password.

    Empty where passwords are not in use.
    """

    row: AccountRow
    token: str


@dataclass(frozen=True)
class Imported:
    """``waiting``: new accounts that another administrator enables."""

    handed: tuple[Handed, ...]
    changed: int
    until: datetime
    waiting: int = 0


def import_accounts(
    session: Session,
    person: Person,
    cells: Sequence[Sequence[str]],
    now: datetime,
    demands: Demands = NOTHING_MORE,
) -> Imported:
    """Create and change the accounts of a sheet. Raises BadInput with every refusal; then nothing is stored.

    Of what was previewed everything is decided again here: somebody may have changed an account meanwhile.
    Who does not grant rights makes accounts that wait, without links, and changes no role or unit.
    """
    require(person, Action.MANAGE_ACCOUNTS)
    listed = read_list(
        cells, known_accounts(session, person), known_units(session), now.astimezone(SHANGHAI).date()
    )
    if listed.refused:
        raise BadInput(" ".join(each.text for each in listed.refused))
    own = next((row for row in listed.changed if row.known and row.known.id == person.account_id), None)
    if own is not None and own.known is not None and own.role is not own.known.role:
        raise Refusal(_("不能更改自己的角色，请由另一位系统管理员操作。"))
    grants = may_grant(person)
    _require_offered(person, listed, grants)
    tokens = [
        secrets.token_urlsafe(32) if grants and demands.admits_password(row.login, row.role) else ""
        for row in listed.new
    ]
    until = now + timedelta(hours=LINK_HOURS)
    ids = _create(session, person, listed.new, tokens, now, until)
    _change(session, listed.changed, now)
    moved = {
        row.known.id: row for row in listed.changed if row.known is not None and row.units != row.known.units
    }
    if moved:
        held = col(AccountUnit.account_id).in_(moved)
        audit.gone(session, AccountUnit, held)
        session.exec(delete(AccountUnit).where(held))
    given = {**dict(zip(ids, listed.new, strict=True)), **moved}
    _give_units(session, given)
    if given:
        audit.stands(session, Account, col(Account.id).in_(ids))
        audit.stands(session, AccountUnit, col(AccountUnit.account_id).in_(given))
    handed = tuple(map(Handed, listed.new, tokens)) if grants else ()
    if listed.new or listed.changed:
        _record(session, person, listed.new, listed.changed, now)
    return Imported(handed, len(listed.changed), until, len(listed.new) - len(handed))


def _require_offered(person: Person, listed: AccountList, grants: bool) -> None:
    """Raises NotAllowed where the list gives what this person does not give."""
    for row in (*listed.new, *listed.changed):
        held = None if row.known is None else row.known.role
        if row.role not in offered_roles(person.role, held):
            raise NotAllowed(partial(_of_row, _AT_THE_SHELL, row.row))
        is_granting = row.known is not None and (row.role, row.units) != (row.known.role, row.known.units)
        if is_granting and not grants:
            raise NotAllowed(partial(_of_row, _BY_SECURITY, row.row))


def _of_row(chinese: str, number: int) -> str:
    return _(chinese).format(row=number)


def _create(
    session: Session,
    person: Person,
    rows: Sequence[AccountRow],
    tokens: Sequence[str],
    now: datetime,
    until: datetime,
) -> Sequence[int]:
    """The new accounts, each with its link if any; gives their ids.

    As rows in bulk: 15,000 objects of the session would hold everybody else's writes for seconds.
    """
    if not rows:
        return ()
    made = insert(Account).returning(col(Account.id), sort_by_parameter_order=True)
    fields = ("login", "name", "role", "phone", "email")
    same = {"created_at": now, "is_active": may_grant(person)}
    accounts = [{field: getattr(row, field) for field in fields} | same for row in rows]
    ids = session.exec(made, params=accounts).scalars().all()
    by = {
        "created_at": now,
        "expires_at": until,
        "issued_by": person.name,
        "issued_from": audit.address(),
    }
    links = [
        {"token_sha256": fingerprint(token), "account_id": key} | by
        for key, token in zip(ids, tokens, strict=True)
        if token
    ]
    if links:
        session.exec(insert(OneTimeLink), params=links)
    return ids


def _give_units(session: Session, rows: Mapping[int, AccountRow]) -> None:
    """By account its units, with the history of those that they stand for."""
    known = successions(session)
    rights = [
        {"account_id": key, "unit_id": unit}
        for key, row in rows.items()
        for unit in sorted(known.with_predecessors(each.id for each in row.units))
    ]
    if rights:
        session.exec(insert(AccountUnit), params=rights)


def _change(session: Session, rows: Sequence[AccountRow], now: datetime) -> None:
    by_id = {row.known.id: row for row in rows if row.known is not None}
    for account in session.exec(select(Account).where(col(Account.id).in_(by_id)).with_for_update()):
        row = by_id[account.id or 0]
        account.name, account.phone, account.email = row.name, row.phone, row.email
        put_into_role(session, account, row.role, now)
        session.add(account)


def _record(
    session: Session,
    person: Person,
    new: Sequence[AccountRow],
    changed: Sequence[AccountRow],
    now: datetime,
) -> None:
    subject = _("新建{new}个,修改{changed}个").format(new=len(new), changed=len(changed))
    detail = {
        "created": [
            {"login": row.login, "role": row.role.value, "units": [unit.id for unit in row.units]}
            for row in new
        ],
        "changed": [
            {"login": row.login, "changes": [change.text for change in row.changes]}
            | ({} if row.known is None or row.known.role is row.role else {"role": row.role.value})
            for row in changed
        ],
    }
    audit.record(session, person, "导入账号", subject, now, detail)
