"""同一事项: the office says that two targets are one commitment, or that they are not.

Nothing that was reported changes: from the link on the figures of the one are those of the other, and a link
that is taken back takes them along. Frozen snapshots stay as they were.
"""

from datetime import datetime

from sqlmodel import Session, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Locked, NotFound
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.linking import check_link, check_reason
from tracker.queries.linked import link_of, side_of
from tracker.queries.plans import all_plans
from tracker.queries.targets import targets_of
from tracker.services import audit
from tracker.services.standing import Held, hold
from tracker.tables import Target as TargetRow
from tracker.tables import TargetLink


def link(
    session: Session, person: Person, target_id: int, source_id: int, reason: str, now: datetime
) -> None:
    """Report a target with one of another plan from now on. The same again changes nothing.

    Raises NotAllowed but for the office, NotFound, BadInput with all that stands against it.
    """
    require(person, Action.LINK_TARGETS)
    held, linked = _held(session, person, target_id)
    reason = check_reason(reason)
    before = link_of(session, target_id)
    if before is not None and before.source.target_id == source_id:
        return
    _held_source, source = _held(session, person, source_id)
    check_link(side_of(session, *linked), side_of(session, *source))
    detail = _store(session, person, held, source_id, source, reason, now)
    audit.record(session, person, "列为同一事项", held.code, now, detail)


def unlink(session: Session, person: Person, target_id: int, reason: str, now: datetime) -> None:
    """Take the link back: the target is reported by itself, and no figure of the other counts in it any more.

    Raises NotAllowed but for the office, Locked where there is no link, BadInput without a reason.
    """
    require(person, Action.LINK_TARGETS)
    held, _linked = _held(session, person, target_id)
    before = link_of(session, target_id)
    if before is None:
        raise Locked(_("这项目标没有随其他方案的目标填报。"))
    source = _with_plan(session, person, before.source.target_id)
    detail = _store(session, person, held, None, source, check_reason(reason), now)
    audit.record(session, person, "解除同一事项", held.code, now, detail)


def _held(session: Session, person: Person, target_id: int) -> tuple[Held, tuple[PlanRef, Target]]:
    """The target under its newest terms, its row locked."""
    plan, record = _with_plan(session, person, target_id)
    return hold(session, person, Action.LINK_TARGETS, target_id, plan.periods[-1]), (plan, record)


def _with_plan(session: Session, person: Person, target_id: int) -> tuple[PlanRef, Target]:
    row = session.get(TargetRow, target_id)
    plan = None if row is None else next(each for each in all_plans(session) if each.id == row.plan_id)
    found = () if plan is None else targets_of(session, person, plan.id, plan.periods[-1], among=(target_id,))
    if plan is None or not found:
        raise NotFound(_("没有这项目标。"))
    return plan, found[0]


def _store(
    session: Session,
    person: Person,
    held: Held,
    source_id: int | None,
    source: tuple[PlanRef, Target],
    reason: str,
    now: datetime,
) -> dict[str, object]:
    """Store the next link of the target; gives what the trail says of it."""
    made = session.exec(
        select(func.count()).select_from(TargetLink).where(TargetLink.target_id == held.target_id)
    ).one()
    session.add(
        TargetLink(
            target_id=held.target_id,
            number=made + 1,
            source_id=source_id,
            reason=reason,
            made_by_id=person.account_id,
            made_at=now,
        )
    )
    session.flush()
    plan, target = source
    return {"source": f"{plan.title} {target.code}", "reason": reason}
