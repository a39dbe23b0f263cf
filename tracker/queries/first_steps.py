"""How far an installation has come on the way to its first meeting file."""

from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.first_steps import FirstStep
from tracker.tables import (
    Account,
    AccountUnit,
    PlanStep,
    Report,
    ReportingWindow,
    Review,
    Snapshot,
    Target,
    TargetTerms,
)


def steps_done(session: Session, person: Person, plan: PlanRef | None) -> frozenset[FirstStep]:
    """``plan``: the one that is looked at, None as long as there is none.

    What was done once, in whichever plan, is done: a new plan makes no new installation of one in use. Which
    leads have a clerk goes by the plan, by the terms of whatever period; the office has done its part of
    what is published.
    """
    require(person, Action.SEE_PLAN)
    done = set()
    published = select(PlanStep.id).where(PlanStep.state == PlanState.PUBLISHED)
    if session.exec(published.limit(1)).first() is not None:
        done |= {FirstStep.OFFICE, FirstStep.PLAN}
    office = select(Account.id).where(Account.is_active, Account.role == Role.REVIEWER)
    if session.exec(office.limit(1)).first() is not None:
        done.add(FirstStep.OFFICE)
    return frozenset(done if plan is None else done | _done_in(session, plan))


def _done_in(session: Session, plan: PlanRef) -> set[FirstStep]:
    asked: dict[FirstStep, Any] = {
        FirstStep.WINDOW: select(ReportingWindow.id),
        FirstStep.FIGURE: select(Report.id),
        FirstStep.REVIEW: select(Review.id),
        FirstStep.SNAPSHOT: select(Snapshot.id),
    }
    done = {step for step, query in asked.items() if session.exec(query.limit(1)).first() is not None}
    staffed = (
        select(AccountUnit.unit_id)
        .join(Account, col(Account.id) == AccountUnit.account_id)
        .where(Account.is_active, Account.role == Role.CLERK)
    )
    lacking = select(TargetTerms.lead_unit_id).where(
        col(TargetTerms.target_id).in_(select(Target.id).where(Target.plan_id == plan.id)),
        col(TargetTerms.lead_unit_id).not_in(staffed),
    )
    if session.exec(lacking.limit(1)).first() is None:
        done.add(FirstStep.CLERKS)
    return done
