"""Administration over three people (三员分立): system, security, audit, as the setting says.

The setting is put into force when the server starts: from then on each administrator's account has one duty,
stored with it, and the table of permissions goes by the duty (domain/access.py).
"""

from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Duty, Role
from tracker.queries.people import is_split
from tracker.services import audit
from tracker.tables import Account


def put_in_force(session: Session, split: bool, now: datetime) -> bool:
    """Have the accounts stand as the setting says; whether anything changed. The trail names each of them.

    Split: administrators become system administrators. No longer split: system administrators do everything
    again; the other two keep the little that they may.
    """
    if split is is_split(session):
        return False
    before = None if split else Duty.SYSTEM
    query = select(Account).where(Account.role == Role.ADMINISTRATOR, Account.duty == before)
    changed = session.exec(query.order_by(Account.login).with_for_update()).all()
    for account in changed:
        account.duty = Duty.SYSTEM if split else None
        session.add(account)
    if not changed:
        return False
    detail = {"login": [account.login for account in changed], "duty": Duty.SYSTEM.value if split else ""}
    audit.record(session, None, "启用三员分立" if split else "停用三员分立", "管理员", now, detail)
    return True
