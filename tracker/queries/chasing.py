"""Whom to remind of what (催报), and what was sent before."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.language import _
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import PlanRef, Scorecard, UnitRef
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.domain.sentences.scores import nothing_text
from tracker.domain.workflow.chasing import (
    Channel,
    Due,
    OpenDirective,
    OpenMatter,
    OpenTarget,
    is_same_day,
    is_second_click,
)
from tracker.domain.workflow.directive import About, DirectiveLine, by_urgency
from tracker.domain.workflow.lifecycle import Decision, WindowState, window_state
from tracker.domain.workflow.matters import MatterLine
from tracker.domain.workflow.supplement import unwritten
from tracker.queries.directives import directives
from tracker.queries.figures import served
from tracker.queries.matters import by_due_date, matters
from tracker.queries.plans import window_of
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.windows import let_in_until
from tracker.tables import Account, AccountUnit, ChaseMessage, Report, Review, Target, Unit


@dataclass(frozen=True)
class Sent:
    """A message that went out, or with ``error`` could not. ``by`` is empty for the scheduler."""

    id: int
    unit: UnitRef
    channel: Channel
    recipients: str
    text: str
    error: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ToChase:
    """A department, what it is to be reminded of, its clerks' addresses, and the last message to it."""

    due: Due
    emails: tuple[str, ...]
    last: Sent | None

    @property
    def unit(self) -> UnitRef:
        return self.due.unit


def to_chase(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    now: datetime,
    as_of: datetime | None = None,
) -> tuple[ToChase, ...]:
    """The departments that have something open, by name, each with the newest message that went out.

    Raises NotAllowed but for the office.
    """
    listed = open_by_unit(session, person, plan, period, now, as_of)
    return with_last_sent(session, person, plan, period, listed, as_of)


def open_by_unit(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    now: datetime,
    as_of: datetime | None = None,
    card: Scorecard | None = None,
) -> tuple[ToChase, ...]:
    """The departments that have something open, by name. Raises NotAllowed but for the office.

    It rests on the ledger, on the state of the quarter's window and on the day of ``now``.

    A target counts for its lead unit, once: as returned, as missing, or as behind without the texts
    that a figure behind must have. Nothing is missing before the quarter's window has opened. ``card``:
    the quarter's scorecard with unapproved figures, from who has it at hand; of one that is narrowed to a
    leader only what is about that leader's targets and areas is listed.
    """
    require(person, Action.CHASE)
    if card is None:
        card = scorecard(session, plan, period, person, as_of=as_of, now=now, include_unapproved=True)
    window = window_of(session, plan.id, period, as_of)
    opened = window_state(window, now) not in (WindowState.NOT_SET, WindowState.UPCOMING)
    by_unit = _by_unit(session, card, opened)
    raised = matters(session, person, plan, as_of=as_of)
    written = directives(session, person, plan, as_of=as_of)
    if card.leader_id is not None:
        codes = {score.target.code for score in card.scores}
        numbers = {str(score.target.area.number) for score in card.scores}
        raised = tuple(line for line in raised if line.code in codes)
        written = tuple(
            line for line in written if line.key in (numbers if line.about is About.AREA else codes)
        )
    for unit, matter in _late_matters(raised, now):
        by_unit.setdefault(unit, _Open()).matters.append(matter)
    for unit, directive in _late_directives(written, now):
        by_unit.setdefault(unit, _Open()).directives.append(directive)
    clerks = _clerks(session)
    return tuple(
        ToChase(
            Due(
                unit=unit,
                period=period,
                window=window,
                let_in_until=let_in_until(session, plan.id, period, unit.id, as_of),
                missing=tuple(each.missing),
                returned=tuple(each.returned),
                unexplained=tuple(each.unexplained),
                matters=tuple(each.matters),
                directives=tuple(each.directives),
                clerks=tuple(name for name, _ in clerks[unit.id]),
            ),
            tuple(email for _, email in clerks[unit.id] if email),
            None,
        )
        for unit, each in sorted(by_unit.items(), key=lambda pair: pair[0].name)
    )


def with_last_sent(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    listed: tuple[ToChase, ...],
    as_of: datetime | None = None,
) -> tuple[ToChase, ...]:
    """The same with the newest message to each that went out; messages are no ledger's business."""
    messages = [each for each in sent(session, person, plan, period, as_of=as_of) if not each.error]
    # Reversed, the newest is written last and stays.
    last = {each.unit.id: each for each in reversed(messages)}
    return tuple(replace(each, last=last.get(each.unit.id)) for each in listed)


@dataclass
class _Open:
    """What one department has open, while it is gathered."""

    missing: list[OpenTarget] = field(default_factory=list)
    returned: list[OpenTarget] = field(default_factory=list)
    unexplained: list[OpenTarget] = field(default_factory=list)
    matters: list[OpenMatter] = field(default_factory=list)
    directives: list[OpenDirective] = field(default_factory=list)


def _by_unit(session: Session, card: Scorecard, opened: bool) -> dict[UnitRef, _Open]:
    """Each target of the card for its lead unit, where something is open about it."""
    notes = _return_notes(session, card)
    # What is reported with a target of another plan is asked for there.
    elsewhere = served(session, card.plan.id, card.period, card.as_of)
    lacking = _lacking_texts(session, card)
    by_unit: dict[UnitRef, _Open] = {}
    for score in card.scores:
        target = score.target
        if target.id in elsewhere:
            continue
        # Before the status: in the scorecard, what was sent back is a figure that is missing.
        if target.id in notes:
            by_unit.setdefault(target.lead, _Open()).returned.append(_open(target, notes[target.id]))
        elif opened and score.judgement.is_owed and not score.is_reported:
            stale = nothing_text(score, card.period) if score.judgement.is_stale else None
            by_unit.setdefault(target.lead, _Open()).missing.append(_open(target, stale or ""))
        elif target.id in lacking:
            by_unit.setdefault(target.lead, _Open()).unexplained.append(_open(target, lacking[target.id]))
    return by_unit


def sent(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> tuple[Sent, ...]:
    """What went out at a quarter and what could not, the newest first."""
    require(person, Action.CHASE)
    query = (
        select(ChaseMessage, Unit.name, Account.name)
        .join(Unit, col(Unit.id) == ChaseMessage.unit_id)
        .join(Account, col(Account.id) == ChaseMessage.sent_by_id, isouter=True)
        .where(ChaseMessage.plan_id == plan.id, ChaseMessage.period == period)
    )
    if as_of is not None:
        query = query.where(ChaseMessage.sent_at <= as_of)
    return tuple(
        _sent(row, unit, by) for row, unit, by in session.exec(query.order_by(col(ChaseMessage.id).desc()))
    )


def was_just_sent(listed: Iterable[Sent], unit_id: int, channel: Channel, text: str, now: datetime) -> bool:
    """Whether a department got these very words in this way a moment ago: then this is a second click."""
    return any(is_second_click(each.at, each.text, now, text) for each in _went(listed, unit_id, channel))


def was_sent_today(listed: Iterable[Sent], unit_id: int, channel: Channel, now: datetime) -> bool:
    """Whether a department got any message in this way today; one that could not go out does not count."""
    return any(is_same_day(each.at, now) for each in _went(listed, unit_id, channel))


def _went(listed: Iterable[Sent], unit_id: int, channel: Channel) -> Iterable[Sent]:
    return (each for each in listed if (each.unit.id, each.channel) == (unit_id, channel) and not each.error)


def _open(target: TargetRecord, note: str = "") -> OpenTarget:
    return OpenTarget(target.code, target.name, note)


def _return_notes(session: Session, card: Scorecard) -> dict[int, str]:
    """The office's note for each target whose newest submission was sent back, from the facts."""
    decided = col(Review.report_id) == col(Report.id)
    if card.as_of is not None:
        decided &= col(Review.decided_at) <= card.as_of
    query = (
        select(Report.target_id, Review.decision, Review.note)
        .join(Target, col(Target.id) == Report.target_id)
        .join(Review, decided, isouter=True)
        .where(Target.plan_id == card.plan.id, Report.period == card.period)
        .order_by(col(Report.number))
    )
    if card.as_of is not None:
        query = query.where(Report.submitted_at <= card.as_of)
    # In the order of their numbers, so of a target the last submission stays.
    newest = {target_id: (decision, note) for target_id, decision, note in session.exec(query)}
    return {key: note for key, (decision, note) in newest.items() if decision is Decision.RETURN}


def _lacking_texts(session: Session, card: Scorecard) -> dict[int, str]:
    """By target: 滞后,未写下一步举措.

    The office verifies another value, rules and terms change after a figure came in; its texts don't.
    """
    behind = tuple(score for score in card.scores if score.status.is_behind)
    texts = texts_of(session, card, behind)
    notes = {}
    for score in behind:
        if score.figure is None:  # a milestone that is overdue without a figure is missing
            continue
        written = texts[score.figure.report_id]
        lacking = _("、").join(name.label for name in unwritten(written))
        if lacking:
            notes[score.target.id] = _("{status},未写{lacking}").format(
                status=score.status.word, lacking=lacking
            )
    return notes


def _late_matters(listed: tuple[MatterLine, ...], now: datetime) -> Iterator[tuple[UnitRef, OpenMatter]]:
    """With the unit that is to work on each, which need not lead a target."""
    today = now.astimezone(SHANGHAI).date()
    for line in by_due_date(listed):
        decision = line.decision
        if decision and decision.responsible and decision.due_on and line.is_overdue(today):
            yield (
                decision.responsible,
                OpenMatter(line.id, line.code, line.target_name, decision.text, decision.due_on),
            )


def _late_directives(
    listed: tuple[DirectiveLine, ...], now: datetime
) -> Iterator[tuple[UnitRef, OpenDirective]]:
    """With the unit that is to answer each; what went to the office, it need not be reminded of."""
    today = now.astimezone(SHANGHAI).date()
    for line in by_urgency(listed):
        if line.unit is not None and line.is_overdue(today):
            yield line.unit, OpenDirective(line.id, line.name, line.latest_text, line.due_on)


def _clerks(session: Session) -> dict[int, list[tuple[str, str]]]:
    """The names and e-mail addresses of each unit's active clerks."""
    query = (
        select(AccountUnit.unit_id, Account.name, Account.email)
        .join(Account, col(Account.id) == AccountUnit.account_id)
        .where(Account.is_active, Account.role == Role.CLERK)
        .order_by(col(Account.id))
    )
    clerks: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for unit_id, name, email in session.exec(query):
        clerks[unit_id].append((name, email))
    return clerks


def _sent(row: ChaseMessage, unit: str, by: str | None) -> Sent:
    assert row.id is not None
    return Sent(
        id=row.id,
        unit=UnitRef(row.unit_id, unit),
        channel=row.channel,
        recipients=row.recipients,
        text=row.text,
        error=row.error,
        by=by or "",
        at=row.sent_at,
    )
