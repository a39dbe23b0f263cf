"""Plans and how far each has come, their notices, the ledger's sequence, and the reporting windows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists
from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, allowed, require
from tracker.domain.language import _
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.lifecycle import Window, awaits_reports, window_state
from tracker.queries.people import others_able
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
    Standing,
    Target,
    TargetLink,
    WindowException,
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
class PlanAt:
    """What of a plan decides what can be entered at a period.

    ``has_links``, ``has_exceptions``: whether some target of it is linked, or some unit let in, at all.
    """

    rules: RuleSet
    window: Window | None
    has_links: bool
    has_exceptions: bool


@dataclass(frozen=True)
class Publishers:
    """``drafters``: the accounts that drafted a plan or corrected its reading. ``others``: the names of those
    who may publish it and did neither."""

    drafters: frozenset[int]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """The passage of the notice that a target stands in; ``start`` is its offset in the notice.

    ``note``: what the register says of the target beside its terms.
    """

    title: str
    text: str
    start: int
    note: str = ""


class LedgerSequence(NamedTuple):
    """How far the ledger has come; the greater is the later one.

    A write moves ``number`` on; a ledger that was put in the place of another has a later ``epoch``.
    """

    epoch: int
    number: int


_SEQUENCE = select(Ledger.epoch, Ledger.sequence)  # asked on every rerun


def ledger_sequence(session: Session) -> LedgerSequence:
    """Equal sequences mean that nothing a scorecard shows has changed."""
    return LedgerSequence(*session.connection().execute(_SEQUENCE).one())


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
    return Publishers(frozenset(drafters), others_able(session, Action.MANAGE_PLAN, drafters))


def open_plans(session: Session, now: datetime, as_of: datetime | None = None) -> tuple[PlanRef, ...]:
    """The published plans that are being reported, in the order of ``plans``; the only one always is.

    From the opening of its first window until its last one has closed, and after that while a unit is let in
    or a submission waits or was sent back. Of the past (``as_of``) the windows alone say it.
    """
    known = tuple(plan for plan in plans(session) if plan.state is PlanState.PUBLISHED)
    if len(known) < 2:
        return known
    set_windows = windows_of(session, known, as_of)
    unfinished = _unfinished(session, now) if as_of is None else frozenset()
    return tuple(
        plan
        for plan in known
        if awaits_reports((each.window for each in set_windows[plan.id]), now) or plan.id in unfinished
    )


def _unfinished(session: Session, now: datetime) -> frozenset[int]:
    """The plans in which a unit is let in, or a submission waits or was sent back."""
    until: dict[tuple[int, Period, int], tuple[int, datetime]] = {}
    columns: Any = select(
        WindowException.plan_id, WindowException.period, WindowException.unit_id, WindowException.closes_at
    )
    for plan_id, period, unit_id, closes_at in session.exec(columns.order_by(col(WindowException.version))):
        until[plan_id, period, unit_id] = plan_id, closes_at
    held = (ReportState.SUBMITTED, ReportState.RETURNED)
    busy = session.exec(
        select(Target.plan_id)
        .join(Standing, col(Standing.target_id) == Target.id)
        .where(col(Standing.latest_state).in_(held))
        .distinct()
    )
    return frozenset(busy) | {plan_id for plan_id, closes_at in until.values() if now < closes_at}


def rules_at(session: Session, plan_id: int, as_of: datetime | None = None) -> RuleSet:
    """The rule set in force, or the one that was in force at ``as_of``."""
    row = newest_rules(session, plan_id, as_of)
    return RuleSet() if row is None else row.rules


def newest_rules(session: Session, plan_id: int, as_of: datetime | None = None) -> RuleSetVersion | None:
    query = select(RuleSetVersion).where(RuleSetVersion.plan_id == plan_id)
    if as_of is not None:
        query = query.where(RuleSetVersion.created_at <= as_of)
    return session.exec(query.order_by(col(RuleSetVersion.version).desc()).limit(1)).first()


_PLAN: Any = bindparam("plan_id", type_=Plan.__table__.c.id.type)  # type: ignore[attr-defined]
_PERIOD: Any = bindparam("period", type_=ReportingWindow.__table__.c.period.type)  # type: ignore[attr-defined]
_RULES = tuple(getattr(RuleSetVersion, each.name) for each in fields(RuleSet))
_NEWEST_RULES = select(func.max(RuleSetVersion.version)).where(RuleSetVersion.plan_id == _PLAN)
_NEWEST_WINDOW = select(func.max(ReportingWindow.version)).where(
    ReportingWindow.plan_id == _PLAN, ReportingWindow.period == _PERIOD
)
_LINKED = exists().where(col(TargetLink.target_id) == Target.id, col(Target.plan_id) == _PLAN)
_LET_IN = exists().where(col(WindowException.plan_id) == _PLAN, col(WindowException.period) == _PERIOD)
# A statement that asks more in the same breath adds its columns behind these (queries/filing.py).
PLAN_AT: Any = (
    select(  # type: ignore[call-overload]
        *_RULES,
        ReportingWindow.opens_at,
        ReportingWindow.due_at,
        ReportingWindow.closes_at,
        _LINKED.label("has_links"),
        _LET_IN.label("has_exceptions"),
    )
    .select_from(Plan)
    .join(
        RuleSetVersion,
        and_(
            col(RuleSetVersion.plan_id) == Plan.id,
            col(RuleSetVersion.version) == _NEWEST_RULES.scalar_subquery(),
        ),
        isouter=True,
    )
    .join(
        ReportingWindow,
        and_(
            col(ReportingWindow.plan_id) == Plan.id,
            col(ReportingWindow.period) == _PERIOD,
            col(ReportingWindow.version) == _NEWEST_WINDOW.scalar_subquery(),
        ),
        isouter=True,
    )
    .where(Plan.id == _PLAN)
)


def plan_at(session: Session, plan_id: int, period: Period) -> PlanAt:
    """What each entry asks of its plan, now, in one statement."""
    given = {"plan_id": plan_id, "period": period}
    return plan_of(session.connection().execute(PLAN_AT, given).one(), period)


def plan_of(row: Any, period: Period) -> PlanAt:
    """From a row of ``PLAN_AT``, which begins with the rules."""
    rules = row[: len(_RULES)]
    return PlanAt(
        RuleSet() if rules[0] is None else RuleSet(*rules),
        None if row.opens_at is None else Window(period, row.opens_at, row.due_at, row.closes_at),
        row.has_links,
        row.has_exceptions,
    )


def windows(session: Session, plan: PlanRef, as_of: datetime | None = None) -> tuple[SetWindow, ...]:
    """The periods of the plan's year with the window of each that is, or was at ``as_of``, in force."""
    return windows_of(session, (plan,), as_of)[plan.id]


def windows_of(
    session: Session, known: Iterable[PlanRef], as_of: datetime | None = None
) -> Mapping[int, tuple[SetWindow, ...]]:
    """The same of several plans, by their ids."""
    by_id = {plan.id: plan for plan in known}
    query = (
        select(ReportingWindow, Account.name)
        .join(Account, col(Account.id) == ReportingWindow.set_by_id)
        .where(col(ReportingWindow.plan_id).in_(by_id))
        .order_by(col(ReportingWindow.version))
    )
    if as_of is not None:
        query = query.where(ReportingWindow.set_at <= as_of)
    # In the order of versions: of a period the last setting stays.
    set_windows: dict[int, dict[Period, SetWindow]] = defaultdict(dict)
    for row, name in session.exec(query):
        window = Window(row.period, row.opens_at, row.due_at, row.closes_at)
        set_windows[row.plan_id][row.period] = SetWindow(row.period, window, name, row.set_at)
    return {
        plan_id: tuple(set_windows[plan_id].get(each, SetWindow(each, None)) for each in plan.periods)
        for plan_id, plan in by_id.items()
    }


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


def clause_around(
    session: Session, person: Person, plan_id: int, offset: int, target_id: int | None = None
) -> Clause:
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
    note = session.exec(select(Target.note).where(Target.id == target_id)).first() if target_id else None
    place = start + len(text) - len(stripped)
    return Clause(article or _("领域导语"), stripped.rstrip(), place, note or "")
