"""Plans and how far each has come, their notices, the ledger's sequence, and the reporting windows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, Role, allowed, require
from tracker.domain.language import _
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.lifecycle import Window, window_state
from tracker.tables import (
    Account,
    Article,
    Demonstration,
    Erratum,
    Ledger,
    Plan,
    PlanStep,
    ReportingWindow,
    RuleSetVersion,
    Target,
)


@dataclass(frozen=True)
class SetWindow:
    """A quarter's window with who set it; ``window`` is None while nobody has."""

    period: Period
    window: Window | None
    set_by: str = ""
    set_at: datetime | None = None


@dataclass(frozen=True)
class TakenStep:
    """A step of a plan's way; ``by`` is empty where nobody signed in took it (a command, an upgrade)."""

    state: PlanState
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True)
class PlanLine:
    """A plan on the page of plans; ``targets``: its targets and budgets, ``steps``: the oldest first."""

    plan: PlanRef
    targets: int
    steps: tuple[TakenStep, ...]


@dataclass(frozen=True)
class Publishers:
    """``drafters``: the accounts that drafted a plan or corrected its reading. ``others``: the names of those
    who may publish it and did neither."""

    drafters: frozenset[int]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """The passage of the notice that a target stands in; ``start`` is its offset in the notice."""

    title: str
    text: str
    start: int


_SEQUENCE = select(Ledger.sequence)  # asked on every rerun


def ledger_sequence(session: Session) -> int:
    """Equal sequences mean that nothing a scorecard shows has changed."""
    sequence: int = session.connection().execute(_SEQUENCE).scalar_one()
    return sequence


def is_demonstration(session: Session) -> bool:
    """Whether the ledger holds made-up figures."""
    return session.exec(select(Demonstration.id).limit(1)).first() is not None


def plans(session: Session, person: Person | None = None) -> tuple[PlanRef, ...]:
    """What the person may see, or without one what everybody may; the newest first.

    Newest: by year, day of issue and, where these are equal, loading.
    """
    sees_drafts = person is not None and allowed(person.role, Action.SEE_DRAFT_PLAN)
    return tuple(plan for plan in all_plans(session) if sees_drafts or plan.state is not PlanState.DRAFT)


def all_plans(session: Session) -> tuple[PlanRef, ...]:
    """Drafts too, for what nobody in particular asks; in the order of ``plans``."""
    columns: Any = select(  # type: ignore[call-overload]
        *(Plan.id, Plan.code, Plan.title, Plan.document, Plan.year, Plan.issued, Plan.rhythm),
        *(Plan.kind, Plan.short),
    )
    newest = (col(Plan.year).desc(), col(Plan.issued).desc(), col(Plan.id).desc())
    made_up = is_demonstration(session)
    steps = select(PlanStep.plan_id, PlanStep.state).order_by(col(PlanStep.number))
    states = {plan_id: PlanState(state) for plan_id, state in session.exec(steps)}  # of each the last stays
    return tuple(
        PlanRef(**row._mapping, is_demonstration=made_up, state=states[row.id])
        for row in session.exec(columns.order_by(*newest))
    )


def newest_step(session: Session, plan_id: int) -> PlanStep:
    query = select(PlanStep).where(PlanStep.plan_id == plan_id).order_by(col(PlanStep.number).desc())
    return session.exec(query.limit(1)).one()


def plan_lines(session: Session, person: Person) -> tuple[PlanLine, ...]:
    """Every plan with how far it has come, drafts too."""
    require(person, Action.SEE_DRAFT_PLAN)
    steps: dict[int, list[TakenStep]] = defaultdict(list)
    taken = (
        select(PlanStep, Account.name)
        .join(Account, col(Account.id) == PlanStep.taken_by_id, isouter=True)
        .order_by(col(PlanStep.number))
    )
    for row, name in session.exec(taken):
        steps[row.plan_id].append(TakenStep(row.state, row.taken_at, name or "", row.reason))
    sizes = dict(session.exec(select(Target.plan_id, func.count()).group_by(col(Target.plan_id))).all())
    return tuple(
        PlanLine(plan, sizes.get(plan.id, 0), tuple(steps[plan.id])) for plan in plans(session, person)
    )


def publishers(session: Session, person: Person, plan_id: int) -> Publishers:
    """Who drafted a plan, and who else may publish it."""
    require(person, Action.SEE_DRAFT_PLAN)
    drafted: Any = select(PlanStep.taken_by_id).where(
        PlanStep.plan_id == plan_id, PlanStep.state == PlanState.DRAFT
    )
    corrected = select(Erratum.made_by_id).join(Target).where(Target.plan_id == plan_id)
    drafters = {account for account in session.exec(drafted) if account is not None}
    drafters |= set(session.exec(corrected))
    having_the_right = [role for role in Role if allowed(role, Action.MANAGE_PLAN)]
    able = select(Account.name).where(
        Account.is_active, col(Account.role).in_(having_the_right), col(Account.id).not_in(drafters)
    )
    return Publishers(frozenset(drafters), tuple(session.exec(able.order_by(col(Account.id)))))


def rules_at(session: Session, plan_id: int, as_of: datetime | None = None) -> RuleSet:
    """The rule set in force, or the one that was in force at ``as_of``."""
    row = newest_rules(session, plan_id, as_of)
    return RuleSet() if row is None else row.rules


def newest_rules(session: Session, plan_id: int, as_of: datetime | None = None) -> RuleSetVersion | None:
    query = select(RuleSetVersion).where(RuleSetVersion.plan_id == plan_id)
    if as_of is not None:
        query = query.where(RuleSetVersion.created_at <= as_of)
    return session.exec(query.order_by(col(RuleSetVersion.version).desc()).limit(1)).first()


def windows(session: Session, plan: PlanRef, as_of: datetime | None = None) -> tuple[SetWindow, ...]:
    """The periods of the plan's year with the window of each that is, or was at ``as_of``, in force."""
    query = (
        select(ReportingWindow, Account.name)
        .join(Account, col(Account.id) == ReportingWindow.set_by_id)
        .where(ReportingWindow.plan_id == plan.id)
        .order_by(col(ReportingWindow.version))
    )
    if as_of is not None:
        query = query.where(ReportingWindow.set_at <= as_of)
    # In the order of versions: of a period the last setting stays.
    set_windows = {
        row.period: SetWindow(
            row.period, Window(row.period, row.opens_at, row.due_at, row.closes_at), name, row.set_at
        )
        for row, name in session.exec(query)
    }
    return tuple(set_windows.get(period, SetWindow(period, None)) for period in plan.periods)


def window_of(session: Session, plan_id: int, period: Period, as_of: datetime | None = None) -> Window | None:
    query = select(ReportingWindow).where(
        ReportingWindow.plan_id == plan_id, ReportingWindow.period == period
    )
    if as_of is not None:
        query = query.where(ReportingWindow.set_at <= as_of)
    row = session.exec(query.order_by(col(ReportingWindow.version).desc()).limit(1)).first()
    return None if row is None else Window(row.period, row.opens_at, row.due_at, row.closes_at)


def opened_periods(
    session: Session, plan: PlanRef, as_of: datetime | None, now: datetime | None
) -> frozenset[Period]:
    """The periods whose window has opened by ``as_of``, or by ``now``; without either, all of the year."""
    moment = now if as_of is None else as_of
    if moment is None:
        return frozenset(plan.periods)
    return frozenset(
        each.period for each in windows(session, plan, as_of) if window_state(each.window, moment).has_opened
    )


def clause_around(session: Session, person: Person, plan_id: int, offset: int) -> Clause:
    """The paragraph of the notice that holds ``offset``; callers check the target first."""
    require(person, Action.SEE_PLAN)
    notice = session.exec(select(Plan.notice).where(Plan.id == plan_id)).one()
    # In the first paragraph there is none before it: -1, and so the very beginning.
    start = notice.rfind("\n", 0, offset) + 1
    end = notice.find("\n", offset)
    text = notice[start : end if end >= 0 else len(notice)]
    stripped = text.lstrip()
    article = session.exec(
        select(Article.title).where(Article.plan_id == plan_id, Article.start <= offset, Article.end > offset)
    ).first()
    return Clause(article or _("领域导语"), stripped.rstrip(), start + len(text) - len(stripped))
