"""Links that set the password of an account: what its owner is told of them."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Person
from tracker.domain.workflow.news import IssuedLink, links_told_since
from tracker.tables import OneTimeLink


def links_told(
    session: Session, person: Person, last_here: datetime | None, now: datetime
) -> tuple[IssuedLink, ...]:
    """What this person is told of their own links at a sign-in, the newest first.

    All but the first one that the account got: with it they came.
    """
    own = OneTimeLink.account_id == person.account_id
    first = session.exec(select(func.min(OneTimeLink.created_at)).where(own)).one()
    if first is None:
        return ()
    query = select(OneTimeLink).where(
        own,
        col(OneTimeLink.created_at) > first,
        col(OneTimeLink.created_at) > links_told_since(last_here, now),
    )
    return tuple(
        IssuedLink(
            row.issued_by, row.created_at, row.issued_from, row.used_at or _over(row, now), row.used_from
        )
        for row in session.exec(query.order_by(col(OneTimeLink.created_at).desc()))
    )


def _over(link: OneTimeLink, now: datetime) -> datetime | None:
    """When a link that was not used ended by itself; None while it can be used."""
    return link.expires_at if link.expires_at <= now else None
