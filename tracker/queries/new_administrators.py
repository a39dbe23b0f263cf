"""Who became an administrator: what all administrators are told of it."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.workflow.news import NewAdministrator, links_told_since
from tracker.tables import Audit

_GRANTED = ("新建账号", "修改账号", "启用账号", "导入账号")


def administrators_told(
    session: Session, person: Person, last_here: datetime | None, now: datetime
) -> tuple[NewAdministrator, ...]:
    """What this administrator is told at a sign-in, the newest first; nothing of the own account.

    Also what was done by the own account: whoever found its browser open could go on by another one.
    """
    require(person, Action.SEE_ACCOUNTS)
    query = select(Audit).where(
        col(Audit.action).in_(_GRANTED),
        col(Audit.at) > links_told_since(last_here, now),
        col(Audit.detail).contains(Role.ADMINISTRATOR.value),
    )
    return tuple(
        NewAdministrator(name, login, "" if row.actor_id is None else row.actor_name, row.at, row.address)
        for row in session.exec(query.order_by(col(Audit.id).desc()))
        for name, login in _made(row.subject, json.loads(row.detail))
        if login != person.login
    )


def _made(subject: str, detail: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and login of those whom a row of the trail made administrators."""
    role, before = Role.ADMINISTRATOR.value, detail.get("before", {})
    if role in (detail.get("role"), detail.get("after", {}).get("role")) and before.get("role") != role:
        yield subject, detail["login"]
    for each in (*detail.get("created", ()), *detail.get("changed", ())):  # of a list
        if each.get("role") == role:
            yield each["login"], each["login"]
