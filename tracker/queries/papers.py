"""What people added to a plan's meeting papers, and the papers that it makes with the figures of now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.meetings.meeting import Records
from tracker.domain.meetings.paper import Choices, GivenName, NameOf, Paper
from tracker.domain.meetings.paper_settings import PaperKind, PaperSettings
from tracker.domain.meetings.snapshot import freeze_content
from tracker.domain.meetings.wording import (
    CHOICES,
    MEETING,
    ORDER,
    Meeting,
    Order,
    Step,
    Touched,
    pieces,
    words_of,
)
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.domain.sentences.proposals import proposals
from tracker.domain.workflow.matters import MatterLine
from tracker.queries.meeting import records_of
from tracker.queries.scorecard import scorecard, texts_of
from tracker.tables import Account, PaperSettingsVersion, PaperStep, ShortName, Unit

Content = Touched | Meeting | Choices | Order
_TOUCHED: TypeAdapter[Content] = TypeAdapter(Touched)
_OF: Mapping[str, TypeAdapter[Content]] = {
    MEETING: TypeAdapter(Meeting),
    CHOICES: TypeAdapter(Choices),
    ORDER: TypeAdapter(Order),
}
_SETTINGS = TypeAdapter(PaperSettings)


def as_json(about: str, content: Content) -> str:
    """How a step stores what was decided."""
    return _adapter(about).dump_json(content).decode()


def _adapter(about: str) -> TypeAdapter[Content]:
    return _OF.get(about.partition(":")[0], _TOUCHED)


def settings_as_json(settings: PaperSettings) -> str:
    return _SETTINGS.dump_json(settings).decode()


@dataclass(frozen=True)
class PaperDraft:
    """What was decided about a period's papers so far; ``seen``: the newest step about each place."""

    steps: tuple[Step, ...]
    meeting: Meeting
    choices: Choices
    orders: Mapping[str, Order]
    seen: Mapping[str, int]
    count: int


@dataclass(frozen=True)
class SetSettings:
    """A version of how papers look, with who set it."""

    version: int
    settings: PaperSettings
    by: str
    at: datetime


@dataclass(frozen=True)
class Prepared:
    """All that a snapshot of this moment would hold; ``meeting`` with its day and name filled in."""

    card: Scorecard
    texts: Mapping[int, Texts]
    records: Records
    paper: Paper
    meeting: Meeting
    meeting_on: date


def paper_draft(session: Session, person: Person, plan: PlanRef, period: Period) -> PaperDraft:
    require(person, Action.FREEZE_SNAPSHOT)
    return draft_of(session, plan.id, period)


def draft_of(session: Session, plan_id: int, period: Period) -> PaperDraft:
    """The same, for callers that have checked who asks.

    Sections and what is shown go on from the period before until somebody chooses otherwise.
    """
    here = (PaperStep.plan_id == plan_id, PaperStep.period == period)
    newest = select(func.max(PaperStep.number)).where(*here).group_by(col(PaperStep.about))
    rows = session.exec(
        select(PaperStep, Account.name)
        .join(Account, col(Account.id) == PaperStep.taken_by_id)
        .where(*here, col(PaperStep.number).in_(newest))
        .order_by(col(PaperStep.number))
    ).all()
    read = {row.about: _adapter(row.about).validate_json(row.content) for row, _name in rows}
    meeting, choices = read.get(MEETING, Meeting()), read.get(CHOICES)
    if choices is None:
        choices = _choices_before(session, plan_id, period)
    assert isinstance(meeting, Meeting)
    assert isinstance(choices, Choices)
    return PaperDraft(
        steps=tuple(
            Step(row.number, row.about, touched, name, row.taken_by_id, row.taken_at)
            for row, name in rows
            if isinstance(touched := read[row.about], Touched)
        ),
        meeting=meeting,
        choices=choices,
        orders={about: content for about, content in read.items() if isinstance(content, Order)},
        seen={row.about: row.number for row, _name in rows},
        count=rows[-1][0].number if rows else 0,
    )


def _choices_before(session: Session, plan_id: int, period: Period) -> Content:
    query = (
        select(PaperStep.content)
        .where(
            PaperStep.plan_id == plan_id,
            PaperStep.about == CHOICES,
            # Of one plan they sort as time does.
            col(PaperStep.period) < period,
        )
        .order_by(col(PaperStep.period).desc(), col(PaperStep.number).desc())
    )
    content = session.exec(query.limit(1)).first()
    return Choices() if content is None else _OF[CHOICES].validate_json(content)


def paper_settings(
    session: Session, person: Person, plan_id: int, kind: PaperKind | None = None
) -> SetSettings | None:
    """How a plan's papers look: the newest version, or of one kind; None where the office set none."""
    require(person, Action.READ_SNAPSHOT)
    return newest_settings(session, plan_id, kind)


def settings_in_force(
    session: Session, person: Person, plan_id: int, default: PaperSettings
) -> PaperSettings:
    """What the files of a plan are made with; ``default``: the environment's, where the office set none."""
    found = paper_settings(session, person, plan_id)
    return default if found is None else found.settings


def newest_settings(session: Session, plan_id: int, kind: PaperKind | None = None) -> SetSettings | None:
    """The same, for callers that have checked who asks."""
    query = (
        select(PaperSettingsVersion, Account.name)
        .join(Account, col(Account.id) == PaperSettingsVersion.set_by_id)
        .where(PaperSettingsVersion.plan_id == plan_id)
        .order_by(col(PaperSettingsVersion.version).desc())
    )
    if kind is not None:
        query = query.where(PaperSettingsVersion.kind == kind)
    found = session.exec(query.limit(1)).first()
    if found is None:
        return None
    row, name = found
    return SetSettings(row.version, _SETTINGS.validate_json(row.content), name, row.set_at)


def given_names(session: Session, person: Person, card: Scorecard) -> tuple[GivenName, ...]:
    """The short names of a scorecard's targets, areas and units: given ones, else a unit's own."""
    require(person, Action.READ_SNAPSHOT)
    return names_of(session, card)


def names_of(session: Session, card: Scorecard) -> tuple[GivenName, ...]:
    """The same, for callers that have checked who asks."""
    targets = [score.target for score in card.scores]
    units = {unit.id for target in targets for unit in (target.lead, *target.co_units)}
    known = {
        NameOf.TARGET: {target.id for target in targets},
        NameOf.AREA: {target.area.id for target in targets},
        NameOf.UNIT: units,
    }
    own = session.exec(select(Unit).where(Unit.short != "")).all()
    names = {(NameOf.UNIT, unit.id): unit.short for unit in own if unit.id in units}
    for row in newest_names(session):
        if row.about_id in known[row.of]:
            names[row.of, row.about_id] = row.name or names.get((row.of, row.about_id), "")
    order = list(NameOf)
    found = sorted(names.items(), key=lambda item: (order.index(item[0][0]), item[0][1] or 0))
    return tuple(GivenName(of, about, name) for (of, about), name in found if about is not None and name)


def newest_names(session: Session) -> Iterable[ShortName]:
    """The last word on each; an empty name is one that was taken back."""
    newest = (
        select(ShortName.of, ShortName.about_id, func.max(ShortName.number).label("number"))
        .group_by(col(ShortName.of), col(ShortName.about_id))
        .subquery()
    )
    return session.exec(
        select(ShortName).join(
            newest,
            (col(ShortName.of) == newest.c.of)
            & (col(ShortName.about_id) == newest.c.about_id)
            & (col(ShortName.number) == newest.c.number),
        )
    ).all()


def prepared_papers(
    session: Session, person: Person, plan: PlanRef, period: Period, now: datetime
) -> Prepared:
    """What 定稿 would freeze now, and what a preview shows: the draft with the figures of this moment."""
    require(person, Action.FREEZE_SNAPSHOT)
    draft = draft_of(session, plan.id, period)
    meeting_on = draft.meeting.day(now.astimezone(SHANGHAI).date())
    unapproved = draft.meeting.include_unapproved
    card = scorecard(session, plan, period, person, now=now, include_unapproved=unapproved)
    records = records_of(session, person, card, meeting_on, draft.meeting.compared)
    return Prepared(
        card=card,
        texts=texts_of(session, card),
        records=records,
        paper=paper_of(session, draft, card, records.matters or (), meeting_on),
        meeting=replace(draft.meeting, on=meeting_on, name=draft.meeting.name_at(period)),
        meeting_on=meeting_on,
    )


def paper_of(
    session: Session,
    draft: PaperDraft,
    card: Scorecard,
    matters: tuple[MatterLine, ...],
    meeting_on: date,
) -> Paper:
    """What people added, with what the figures propose and nobody has touched yet."""
    paper = Paper(choices=draft.choices, names=names_of(session, card))
    proposed = proposals(card, matters, meeting_on, paper)
    return replace(paper, words=words_of(pieces(proposed, draft.steps, draft.orders)))


def preview_content(prepared: Prepared, author: str, now: datetime) -> str:
    """The content that a snapshot of this moment would have, with what nobody has touched; stored nowhere."""
    return freeze_content(
        scorecard=prepared.card,
        texts=prepared.texts,
        notice_sha256="",
        frozen_at=now,
        author=author,
        name=prepared.meeting.name,
        meeting_on=prepared.meeting_on,
        audit_head="",
        records=prepared.records,
        paper=prepared.paper,
    )
