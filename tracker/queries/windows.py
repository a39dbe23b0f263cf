"""Which units are let in after a quarter's window has closed (补报): by whom, why, until when."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import UnitRef
from tracker.queries.successions import successions
from tracker.tables import Account, Unit, WindowException


@dataclass(frozen=True)
class LetIn:
    """One setting of a unit's exception; what ends one early is a setting too.

    ``is_newest``: nothing was set for the unit after it.
    """

    id: int
    unit: UnitRef
    closes_at: datetime
    reason: str
    set_by: str
    set_at: datetime
    is_newest: bool

    @property
    def is_an_end(self) -> bool:
        """Whether it ended the exception before it: one that lets in closes later than it is set."""
        return self.closes_at <= self.set_at

    def runs(self, now: datetime) -> bool:
        """Whether the unit is let in by it; from the window's closing on, the unit may enter."""
        return self.is_newest and now < self.closes_at


def exceptions(
    session: Session, person: Person, plan_id: int, period: Period, as_of: datetime | None = None
) -> tuple[LetIn, ...]:
    """All settings of a quarter as known at ``as_of``, the newest first; department staff get their own."""
    require(person, Action.SEE_PLAN)
    query = (
        select(WindowException, Unit.name, Account.name)
        .join(Unit, col(Unit.id) == WindowException.unit_id)
        .join(Account, col(Account.id) == WindowException.set_by_id)
        .where(WindowException.plan_id == plan_id, WindowException.period == period)
    )
    if as_of is not None:
        query = query.where(WindowException.set_at <= as_of)
    if not person.sees_everything:
        query = query.where(col(WindowException.unit_id).in_(person.unit_ids))
    rows = session.exec(query.order_by(col(WindowException.id).desc())).all()
    # Reversed, the newest is written last and stays.
    newest = {row.unit_id: row.id for row, _, _ in reversed(rows)}
    return tuple(_record(row, unit, name, newest[row.unit_id] == row.id) for row, unit, name in rows)


def let_in_until(
    session: Session, plan_id: int, period: Period, unit_id: int, as_of: datetime | None = None
) -> datetime | None:
    """Until when the unit is let in, as last set by ``as_of``; None when it never was."""
    newest = newest_exception(session, plan_id, period, unit_id, as_of)
    return None if newest is None else newest.closes_at


def newest_exception(
    session: Session, plan_id: int, period: Period, unit_id: int, as_of: datetime | None = None
) -> WindowException | None:
    """As last set for the unit, or one that it stands for; whether it still runs, its ``closes_at`` says."""
    own = successions(session, as_of).with_predecessors((unit_id,))
    query = select(WindowException).where(
        WindowException.plan_id == plan_id,
        WindowException.period == period,
        col(WindowException.unit_id).in_(own),
    )
    if as_of is not None:
        query = query.where(WindowException.set_at <= as_of)
    return session.exec(query.order_by(col(WindowException.id).desc()).limit(1)).first()


def _record(row: WindowException, unit: str, name: str, is_newest: bool) -> LetIn:
    assert row.id is not None
    return LetIn(
        id=row.id,
        unit=UnitRef(row.unit_id, unit),
        closes_at=row.closes_at,
        reason=row.reason,
        set_by=name,
        set_at=row.set_at,
        is_newest=is_newest,
    )
