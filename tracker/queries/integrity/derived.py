"""What is derived against what it is derived from: plans' states, figures, the standing of each target."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.damage import Damage, Finding, found
from tracker.domain.workflow.lifecycle import state_after
from tracker.domain.workflow.plan_states import may_follow
from tracker.queries.figures import figures_of
from tracker.queries.linked import misfits
from tracker.queries.plans import all_plans
from tracker.tables import Plan, PlanStep, Report, Review, Standing, Target

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def plans_stray(session: Session) -> Iterator[Finding]:
    """Every plan has begun, and went from state to state as the rule admits."""
    steps = session.exec(
        select(Plan.code, PlanStep).join(PlanStep, isouter=True).order_by(col(Plan.id), col(PlanStep.number))
    )
    for code, of_plan in groupby(steps, key=lambda row: row[0]):
        before = None
        for number, (_code, step) in enumerate(of_plan, start=1):
            if step is None:
                yield found(Damage.NO_STATE, plan=code)
            elif step.number != number or not may_follow(before, step.state):
                yield found(Damage.PLAN_STEP, plan=code, number=step.number)
            before = None if step is None else step.state


def standing_differs(session: Session) -> Iterator[Finding]:
    for plan in all_plans(session):
        yield from _of_plan(session, plan)
    for target_id, source_id in misfits(session):
        target, source = (session.get_one(Target, key).code for key in (target_id, source_id))
        yield found(Damage.MISFIT, target=target, source=source)


def _of_plan(session: Session, plan: PlanRef) -> Iterator[Finding]:
    codes = dict(session.exec(select(Target.id, Target.code).where(Target.plan_id == plan.id)).all())
    # A period at a time: of a large plan all figures at once are hundreds of megabytes.
    for period in plan.periods:
        for unapproved in (False, True):
            now = figures_of(session, plan.id, (period,), include_unapproved=unapproved)
            derived = figures_of(
                session, plan.id, (period,), as_of=_END_OF_TIME, include_unapproved=unapproved
            )
            for target_id, at in sorted(now.keys() | derived.keys()):
                if now.get((target_id, at)) != derived.get((target_id, at)):
                    yield found(Damage.STANDING, target=codes.get(target_id, target_id), period=at)
    yield from _latest_differs(session, plan, codes)


def _latest_differs(session: Session, plan: PlanRef, codes: dict[int | None, str]) -> Iterator[Finding]:
    """The latest submission and its state, for every target's period; none without a submission."""
    newest = (
        select(col(Report.target_id), col(Report.period), func.max(Report.number).label("number"))
        .join(Target, col(Target.id) == col(Report.target_id))
        .where(Target.plan_id == plan.id)
        .group_by(col(Report.target_id), col(Report.period))
        .subquery()
    )
    facts = session.exec(
        select(col(Report.target_id), col(Report.period), col(Report.id), col(Review.decision))
        .join(
            newest,
            (newest.c.target_id == Report.target_id)
            & (newest.c.period == Report.period)
            & (newest.c.number == Report.number),
        )
        .join(Review, col(Review.report_id) == Report.id, isouter=True)
    )
    standing = session.exec(
        select(
            col(Standing.target_id),
            col(Standing.period),
            col(Standing.latest_report_id),
            col(Standing.latest_state),
        )
        .join(Target, col(Target.id) == col(Standing.target_id))
        .where(Target.plan_id == plan.id)
    )
    said = {(target, period): (report, state) for target, period, report, state in standing}
    for target, period, report, decision in facts:
        if said.pop((target, period), None) != (report, state_after(decision)):
            yield found(Damage.LATEST, target=codes.get(target, target), period=period)
    for target, period in sorted(said):
        yield found(Damage.STANDING_STRANGE, target=codes.get(target, target), period=period)
