"""Accounts from a list in Excel: all that it asks for, or nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.account_list import AccountRow, read_list
from tracker.queries.people import known_accounts
from tracker.queries.successions import known_units, successions
from tracker.services import audit
from tracker.services.accounts import LINK_HOURS
from tracker.services.sign_in import fingerprint
from tracker.tables import Account, AccountUnit, OneTimeLink


@dataclass(frozen=True)
class Handed:
    """A new account with the raw token of the link by which its owner sets the password."""

    row: AccountRow
    token: str


@dataclass(frozen=True)
class Imported:
    handed: tuple[Handed, ...]
    changed: int
    until: datetime


def import_accounts(
    session: Session, person: Person, cells: Sequence[Sequence[str]], now: datetime
) -> Imported:
    """Create and change the accounts of a sheet. Raises BadInput with every refusal; then nothing is stored.

    Of what was previewed everything is decided again here: somebody may have changed an account meanwhile.
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
    created = [_account(row, now) for row in listed.new]
    session.add_all(created)
    session.flush()
    known = successions(session)

    def rights(account_id: int, row: AccountRow) -> list[AccountUnit]:
        units = known.with_predecessors(unit.id for unit in row.units)
        return [AccountUnit(account_id=account_id, unit_id=unit) for unit in sorted(units)]

    handed, until = [], now + timedelta(hours=LINK_HOURS)
    for row, account in zip(listed.new, created, strict=True):
        assert account.id is not None
        token = secrets.token_urlsafe(32)
        handed.append(Handed(row, token))
        session.add_all(rights(account.id, row))
        session.add(
            OneTimeLink(
                token_sha256=fingerprint(token), account_id=account.id, created_at=now, expires_at=until
            )
        )
    _change(session, listed.changed)
    for row in listed.changed:
        assert row.known is not None
        if row.units != row.known.units:
            session.exec(delete(AccountUnit).where(col(AccountUnit.account_id) == row.known.id))
            session.add_all(rights(row.known.id, row))
    session.flush()
    if handed or listed.changed:
        _record(session, person, listed.new, listed.changed, now)
    return Imported(tuple(handed), len(listed.changed), until)


def _account(row: AccountRow, now: datetime) -> Account:
    return Account(
        login=row.login, name=row.name, role=row.role, phone=row.phone, email=row.email, created_at=now
    )


def _change(session: Session, rows: Sequence[AccountRow]) -> None:
    by_id = {row.known.id: row for row in rows if row.known is not None}
    for account in session.exec(select(Account).where(col(Account.id).in_(by_id)).with_for_update()):
        row = by_id[account.id or 0]
        account.name, account.role, account.phone, account.email = row.name, row.role, row.phone, row.email
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
            {"login": row.login, "changes": [change.text for change in row.changes]} for row in changed
        ],
    }
    audit.record(session, person, "导入账号", subject, now, detail)
