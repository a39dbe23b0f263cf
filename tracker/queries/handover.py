"""工作交接: what the next clerk of a unit must know, gathered on one record."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.figure import Figure, ReportState, Texts
from tracker.domain.measure.pace import is_owed
from tracker.domain.measure.period import Period
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, Target, UnitRef
from tracker.domain.workflow.directive import DirectiveLine
from tracker.domain.workflow.lifecycle import Window, WindowState, window_state
from tracker.domain.workflow.matters import MatterLine
from tracker.queries.directives import directives_of_unit
from tracker.queries.figures import figures_of, latest_of, served
from tracker.queries.matters import open_of_unit
from tracker.queries.open_work import OpenDraft, OpenReport, drafts_of, open_reports
from tracker.queries.plans import rules_at, window_of
from tracker.queries.stated_paths import PathRow, path_rows
from tracker.queries.targets import targets_of
from tracker.queries.texts import texts_of_reports
from tracker.tables import Account, AccountUnit, Unit


@dataclass(frozen=True)
class Contact:
    """Somebody with an active account of the unit."""

    account_id: int
    login: str
    name: str
    role: Role
    email: str


@dataclass(frozen=True)
class Promise:
    """What was last written of a target: its newest figure with the texts behind it."""

    target: Target
    period: Period
    figure: Figure
    texts: Texts


@dataclass(frozen=True)
class DueNext:
    """A quarter that is not closed; ``missing`` are due and not with the office."""

    period: Period
    window: Window | None
    state: WindowState
    missing: tuple[Target, ...]


@dataclass(frozen=True)
class Handover:
    """All of a unit, as known at a time; drafts are of the present only."""

    unit: UnitRef
    contacts: tuple[Contact, ...]
    drafts: tuple[OpenDraft, ...]
    returned: tuple[OpenReport, ...]
    waiting: tuple[OpenReport, ...]
    promises: tuple[Promise, ...]
    matters: tuple[MatterLine, ...]
    directives: tuple[DirectiveLine, ...]
    paths: tuple[PathRow, ...]
    due: tuple[DueNext, ...]
    led: tuple[Target, ...]
    rules: RuleSet


def handover(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    unit_id: int,
    now: datetime,
    *,
    as_of: datetime | None = None,
) -> Handover:
    """What a successor in the unit finds; ``period`` says which terms its targets have.

    Raises NotAllowed unless it is the person's own unit or the person sees all, NotFound for no unit.
    """
    require(person, Action.SEE_HANDOVER, person.relation_to(unit_id))
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    listed = targets_of(session, person, plan.id, period, as_of)
    led = {target.id: target for target in listed if target.lead.id == unit_id}
    reports = open_reports(session, plan, led, as_of)
    return Handover(
        unit=UnitRef(unit_id, unit.name),
        contacts=_contacts(session, unit_id),
        drafts=drafts_of(session, led) if as_of is None else (),
        returned=tuple(each for each in reports if each.returned_at is not None),
        waiting=tuple(each for each in reports if each.returned_at is None),
        promises=_promises(session, plan, led, as_of),
        matters=open_of_unit(session, person, plan, unit_id, as_of=as_of),
        directives=directives_of_unit(session, person, plan, unit_id, as_of=as_of),
        paths=tuple(
            row
            for row in path_rows(session, person, plan, as_of=as_of)
            if row.is_open and row.target.lead.id == unit_id
        ),
        due=_due(session, person, plan, unit_id, now, as_of),
        led=tuple(led.values()),
        rules=rules_at(session, plan.id, as_of),
    )


def _contacts(session: Session, unit_id: int) -> tuple[Contact, ...]:
    rows = session.exec(
        select(Account)
        .join(AccountUnit, col(AccountUnit.account_id) == Account.id)
        .where(AccountUnit.unit_id == unit_id, Account.is_active)
        .order_by(Account.login)
    )
    return tuple(
        Contact(row.id, row.login, row.name, row.role, row.email) for row in rows if row.id is not None
    )


def _promises(
    session: Session, plan: PlanRef, led: dict[int, Target], as_of: datetime | None
) -> tuple[Promise, ...]:
    figures = figures_of(session, plan.id, plan.periods, as_of=as_of, include_unapproved=True)
    # In the order of time: of a target its last quarter stays.
    newest = {
        target_id: period for target_id, period in sorted(figures, key=lambda key: key[1]) if target_id in led
    }
    texts = texts_of_reports(session, [figures[key].report_id for key in newest.items()], as_of)
    return tuple(
        Promise(led[key], newest[key], figure := figures[key, newest[key]], texts[figure.report_id])
        for key in led
        if key in newest
    )


def _due(
    session: Session, person: Person, plan: PlanRef, unit_id: int, now: datetime, as_of: datetime | None
) -> tuple[DueNext, ...]:
    """The quarters that are open or to come, and the first after them whose window nobody has set."""
    periods = plan.periods
    windows = {period: window_of(session, plan.id, period, as_of) for period in periods}
    last_set = max((period for period, window in windows.items() if window is not None), default=None)
    next_unset = periods[0] if last_set is None else last_set.next
    return tuple(
        DueNext(period, window, state, _missing(session, person, plan, unit_id, period, as_of))
        for period, window in windows.items()
        if (state := window_state(window, now)).admits
        or state is WindowState.UPCOMING
        or period == next_unset
    )


def _missing(
    session: Session,
    person: Person,
    plan: PlanRef,
    unit_id: int,
    period: Period,
    as_of: datetime | None,
) -> tuple[Target, ...]:
    latest = latest_of(session, plan.id, period, as_of)
    # Waiting is enough: from there on it is the office's turn.
    filed = {
        target_id
        for target_id, (_report_id, state) in latest.items()
        if state in (ReportState.SUBMITTED, ReportState.APPROVED)
    }
    filed |= served(session, plan.id, period, as_of).keys()  # they are due where they are reported
    listed = targets_of(session, person, plan.id, period, as_of)
    led = (target for target in listed if target.lead.id == unit_id and is_owed(target.terms, period))
    return tuple(target for target in led if target.id not in filed)
