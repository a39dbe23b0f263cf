"""What changed for a person between two moments: what they are told when they sign in again."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, Relation, allowed, may_open
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.adjustment import RequestState
from tracker.domain.workflow.directive import DirectiveState
from tracker.domain.workflow.lifecycle import Decision
from tracker.domain.workflow.matters import MatterLine, MatterState, Step
from tracker.domain.workflow.news import Item, News
from tracker.queries.adjustments import adjustments, newest_targets
from tracker.queries.directives import directives_waiting
from tracker.queries.errata import errata
from tracker.queries.matters import matters
from tracker.queries.plans import windows
from tracker.queries.snapshots import snapshots
from tracker.tables import Report, Review, SignInSession, Target


def last_here(session: Session, token_sha256: str) -> datetime | None:
    """When the account of this sign-in was last active in an earlier one; None at the first."""
    this = session.exec(select(SignInSession).where(SignInSession.token_sha256 == token_sha256)).first()
    if this is None:
        return None
    return session.exec(
        select(func.max(SignInSession.seen_at)).where(
            SignInSession.account_id == this.account_id, SignInSession.created_at < this.created_at
        )
    ).one()


def news(session: Session, person: Person, plan: PlanRef, since: datetime, now: datetime) -> tuple[Item, ...]:
    """What happened after ``since`` that this person has to know; nothing of what they did themselves."""
    counts: dict[News, int] = {}
    if allowed(person.role, Action.REPORT, Relation.LEADS):
        counts |= _of_a_unit(session, person, plan, since, now)
    if may_open(person.role, "review"):
        counts |= _of_the_office(session, person, plan, since)
    if person.sees_everything and may_open(person.role, "matters"):
        counts[News.MATTER_RAISED] = sum(
            line.raised_at > since and line.state is MatterState.RAISED
            for line in matters(session, person, plan)
        )
    if may_open(person.role, "directives"):
        came = [line.state for line in directives_waiting(session, person, plan) if line.changed_at > since]
        counts[News.DIRECTIVE] = came.count(DirectiveState.WAITING)
        counts[News.DIRECTIVE_ANSWERED] = came.count(DirectiveState.ANSWERED)
    if may_open(person.role, "meeting") and not allowed(person.role, Action.FREEZE_SNAPSHOT):
        frozen = snapshots(session, person, plan.id)
        counts[News.SNAPSHOT] = sum(line.frozen_at > since for line in frozen)
    return tuple(Item(kind, counts[kind]) for kind in News if counts.get(kind))


def _of_the_office(session: Session, person: Person, plan: PlanRef, since: datetime) -> dict[News, int]:
    submitted = session.exec(
        select(func.count())
        .select_from(Report)
        .join(Target, col(Target.id) == Report.target_id)
        .where(Target.plan_id == plan.id, Report.submitted_at > since)
    ).one()
    asked = adjustments(session, person, plan)
    return {
        News.SUBMITTED: submitted,
        News.ADJUSTMENT_ASKED: sum(
            each.applied_at > since and each.state is RequestState.WAITING for each in asked
        ),
    }


def _of_a_unit(
    session: Session, person: Person, plan: PlanRef, since: datetime, now: datetime
) -> dict[News, int]:
    led = {each.id for each in newest_targets(session, person, plan) if each.lead.id in person.unit_ids}
    decided = session.exec(
        select(Review.decision, func.count())
        .join(Report, col(Report.id) == Review.report_id)
        .where(col(Report.target_id).in_(led), Review.decided_at > since)
        .group_by(col(Review.decision))
    ).all()
    by_decision = dict(decided)
    requests = adjustments(session, person, plan)
    own = [line for line in matters(session, person, plan) if _works_on(person, line)]
    opened = [each.window for each in windows(session, plan) if each.window is not None]
    return {
        News.RETURNED: by_decision.get(Decision.RETURN, 0),
        News.APPROVED: by_decision.get(Decision.APPROVE, 0),
        News.ADJUSTMENT_DECIDED: _after(since, (each.decided_at for each in requests)),
        News.MATTER_DECIDED: _after(since, (_decided_at(line) for line in own)),
        News.MATTER_OVERDUE: sum(line.is_overdue(now.astimezone(SHANGHAI).date()) for line in own),
        News.WINDOW_OPENED: sum(since < window.opens_at <= now for window in opened),
        News.ERRATUM: _after(since, (each.made_at for each in errata(session, person, plan))),
    }


def _works_on(person: Person, line: MatterLine) -> bool:
    return line.responsible is not None and line.responsible.id in person.unit_ids


def _decided_at(line: MatterLine) -> datetime | None:
    return max((step.at for step in line.steps if step.step is Step.DECIDED), default=None)


def _after(since: datetime, moments: Iterable[datetime | None]) -> int:
    return sum(moment is not None and moment > since for moment in moments)
