"""The history of a plan's rule sets, and what another one would change."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.progress.judging import StatusChange, score_of
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, VerdictChange, verdict_changes
from tracker.queries.figures import figures_of
from tracker.queries.plans import rules_at
from tracker.queries.scorecard import scorecard
from tracker.queries.targets import targets_of
from tracker.tables import Account, RuleSetVersion


@dataclass(frozen=True)
class RuleVersion:
    """A version of the rule set; the first came with the plan and has no author."""

    rules: RuleSet
    reason: str
    author: str
    created_at: datetime


def rule_history(
    session: Session, person: Person, plan_id: int, *, as_of: datetime | None = None
) -> tuple[RuleVersion, ...]:
    """All versions, the one in force first."""
    require(person, Action.SEE_PLAN)
    query = (
        select(RuleSetVersion, Account.name)
        .join(Account, col(Account.id) == RuleSetVersion.created_by_id, isouter=True)
        .where(RuleSetVersion.plan_id == plan_id)
    )
    if as_of is not None:
        query = query.where(RuleSetVersion.created_at <= as_of)
    rows = session.exec(query.order_by(col(RuleSetVersion.version).desc()))
    return tuple(RuleVersion(row.rules, row.reason, name or "", row.created_at) for row, name in rows)


def preview_groups(
    session: Session, person: Person, plan: PlanRef, rules: RuleSet, now: datetime
) -> tuple[VerdictChange, ...]:
    """Every group's verdict that these rules would tell otherwise, by the approved figures."""
    require(person, Action.MANAGE_RULES)
    changes: list[VerdictChange] = []
    for period in plan.periods:
        card = scorecard(session, plan, period, person, now=now)
        changes += verdict_changes(card, scorecard(session, plan, period, person, now=now, rules=rules))
    return tuple(changes)


def preview(session: Session, person: Person, plan: PlanRef, rules: RuleSet) -> tuple[StatusChange, ...]:
    """Every target's quarter that these rules would judge otherwise, by the approved figures.

    Only what has a figure is judged by rules, so nothing else can change.
    """
    require(person, Action.MANAGE_RULES)
    periods = plan.periods
    figures, now = figures_of(session, plan.id, periods), rules_at(session, plan.id)
    turns = (
        StatusChange(
            period,
            target,
            score_of(target, period, figures, now).status,
            score_of(target, period, figures, rules).status,
        )
        for period in periods
        for target in targets_of(session, person, plan.id, period)
        if (target.id, period) in figures
    )
    return tuple(each for each in turns if each.before is not each.after)
