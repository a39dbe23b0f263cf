"""The notice as it reads: its parts, and every number of it with what it is."""

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.domain.workflow.erratum import ErratumKind
from tracker.notice.readings import ReadingKind
from tracker.notice.records import Source
from tracker.queries.targets import targets_of
from tracker.tables import Area, Article, Erratum, Plan, Reading, Target, Unit

FRAME = 0  # what stands before the first area and behind the last: the address, the overall budget


@dataclass(frozen=True)
class Passage:
    """A piece of the notice under one heading; offsets are characters of the notice.

    ``article`` is None for an area's preamble and for the frame.
    """

    article: int | None
    title: str
    start: int
    end: int
    label: str = ""


@dataclass(frozen=True)
class NoticeArea:
    """``number`` 0 is the frame, whose two passages stand at both ends of the notice.

    ``lead`` is empty where the notice names none; ``label``, here and of a passage, where it numbers in a
    way of its own.
    """

    number: int
    title: str
    lead: str
    passages: tuple[Passage, ...]
    label: str = ""

    def holds(self, offset: int) -> bool:
        return any(each.start <= offset < each.end for each in self.passages)


@dataclass(frozen=True)
class NoticeNumber:
    """A number of the notice. ``target``: what it promises, where the person may see that target."""

    start: int
    end: int
    text: str
    kind: ReadingKind
    source: Source
    note: str
    target: TargetRecord | None


@dataclass(frozen=True)
class Notice:
    """``milestones``: targets without a number, whose quoted words are marked instead."""

    text: str
    areas: tuple[NoticeArea, ...]
    numbers: tuple[NoticeNumber, ...]
    milestones: tuple[TargetRecord, ...]

    def area(self, number: int) -> NoticeArea:
        """The area with this number; the first one for a number that the notice does not have."""
        return next((each for each in self.areas if each.number == number), self.areas[0])

    def area_of(self, offset: int) -> NoticeArea:
        return next((each for each in self.areas if each.holds(offset)), self.areas[0])

    def places(self, words: str) -> tuple[tuple[NoticeArea, Passage, int], ...]:
        """Every place where the words stand, whatever their case: its area, its passage, its offset."""
        text, asked = self.text.lower(), words.lower()
        places, at = [], text.find(asked)
        while asked and at >= 0:
            area = self.area_of(at)
            passage = next((each for each in area.passages if each.start <= at < each.end), None)
            if passage is not None:
                places.append((area, passage, at))
            at = text.find(asked, at + len(asked))
        return tuple(places)


def notice(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> Notice:
    """The whole notice for everybody; what belongs to a target only where the person may see it."""
    require(person, Action.SEE_PLAN)
    text = session.exec(select(Plan.notice).where(Plan.id == plan.id)).one()
    seen = {target.id: target for target in targets_of(session, person, plan.id, period, as_of)}
    anew = _read_anew(session, plan.id, as_of)

    def number(row: Reading) -> NoticeNumber:
        reads, target_id = next(
            (said for start, said in anew.items() if row.start <= start < row.end),
            (ReadingKind(row.kind), row.target_id),
        )
        if target_id is not None and target_id == row.target_id:
            reads = ReadingKind(row.kind)  # restored: a budget is one again
        is_same = (reads, target_id) == (ReadingKind(row.kind), row.target_id)
        return NoticeNumber(
            start=row.start,
            end=row.end,
            text=row.text,
            kind=reads,
            source=Source(row.source) if is_same else Source.BY_HAND,
            note=row.note,
            target=None if target_id is None else seen.get(target_id),
        )

    of_plan = select(Reading).where(Reading.plan_id == plan.id).order_by(col(Reading.start))
    numbers = tuple(map(number, session.exec(of_plan)))
    milestones = tuple(target for target in seen.values() if target.anchor.number_start is None)
    return Notice(text, _areas(session, plan.id, text), numbers, milestones)


def readings_of_none() -> dict[str, str]:
    """What a number can be that is no target, in words."""
    not_to_choose = (ReadingKind.TARGET, ReadingKind.BUDGET, ReadingKind.UNDECIDED)
    return {each.value: each.word for each in ReadingKind if each not in not_to_choose}


def _read_anew(
    session: Session, plan_id: int, as_of: datetime | None
) -> dict[int, tuple[ReadingKind, int | None]]:
    """By the offset of a number: what errata say that it is, and the target that it promises."""
    query = (
        select(Target.number_start, Target.id, Erratum.kind, Erratum.number_reads)
        .join(Target, col(Target.id) == Erratum.target_id)
        .where(Target.plan_id == plan_id, col(Target.number_start).is_not(None))
        .order_by(col(Erratum.id))
    )
    if as_of is not None:
        query = query.where(Erratum.made_at <= as_of)
    anew: dict[int, tuple[ReadingKind, int | None]] = {}
    for start, target_id, kind, reads in session.exec(query):
        if start is None or kind is ErratumKind.CORRECTED:
            continue
        is_none = kind is ErratumKind.WITHDRAWN
        anew[start] = (ReadingKind(reads), None) if is_none else (ReadingKind.TARGET, target_id)
    return anew


def _areas(session: Session, plan_id: int, text: str) -> tuple[NoticeArea, ...]:
    """The frame last: the areas are what people come for."""
    rows: Any = session.exec(
        select(Area, Unit.name)
        .join(Unit, col(Unit.id) == Area.lead_unit_id, isouter=True)
        .where(Area.plan_id == plan_id, Area.number != FRAME)
        .order_by(col(Area.number))
    ).all()
    articles = session.exec(
        select(Article).where(Article.plan_id == plan_id).order_by(col(Article.start))
    ).all()
    areas = []
    for area, lead in rows:
        own = [each for each in articles if each.area_id == area.id]
        first = own[0].start if own else area.end
        # What stands before the first article is the preamble; an area without articles is nothing else.
        passages = [Passage(None, _("领域导语"), area.start, first)]
        starts = [*(each.start for each in own), area.end]
        passages += [
            Passage(each.number, each.title, start, end, each.label)
            for each, (start, end) in zip(own, pairwise(starts), strict=True)
        ]
        areas.append(NoticeArea(area.number, area.title, lead or "", tuple(passages), area.label))
    return (*areas, _frame(rows, text))


def _frame(rows: Any, text: str) -> NoticeArea:
    start, end = (rows[0][0].start, rows[-1][0].end) if rows else (len(text), len(text))
    before, behind = Passage(None, _("文件首部"), 0, start), Passage(None, _("文件结尾"), end, len(text))
    return NoticeArea(
        FRAME, _("文件首尾"), "", tuple(each for each in (before, behind) if each.end > each.start)
    )
