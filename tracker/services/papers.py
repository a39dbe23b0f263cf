"""会议材料 before 定稿: the office's words kept as they are typed, how papers look, names in short.

Each decision names the newest step that its taker saw about the same place: nobody writes over what a
colleague has just written without being told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, NotFound, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import Choices, NameOf
from tracker.domain.meetings.paper_settings import PaperSettings, cleaned
from tracker.domain.meetings.wording import (
    CHOICES,
    MEETING,
    ORDER,
    Meeting,
    Order,
    Step,
    Touched,
    cleaned_meeting,
    cleaned_order,
    part_of,
)
from tracker.domain.meetings.wording import cleaned as cleaned_passage
from tracker.queries.papers import (
    Content,
    PaperDraft,
    as_json,
    draft_of,
    newest_names,
    newest_settings,
    settings_as_json,
)
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import Area, PaperSettingsVersion, PaperStep, ShortName, Target, Unit

NAME_LIMIT = 16


@dataclass(frozen=True)
class Decision:
    """What a person makes of a place; ``seen``: the newest step about it that they saw, 0 for none."""

    about: str
    content: Content
    seen: int = 0


def decide(
    session: Session,
    person: Person,
    plan_id: int,
    period: Period,
    decisions: Sequence[Decision],
    now: datetime,
) -> int:
    """Store them in their order; the number of the newest step then. The same again changes nothing.

    Raises StaleState where a place was decided about since ``seen``, BadInput for what can't be kept.
    """
    require(person, Action.FREEZE_SNAPSHOT)
    require_admitted(session, plan_id, Action.FREEZE_SNAPSHOT)
    audit.queue(session)  # nor does anybody else write on the plan's papers until the transaction ends
    draft = draft_of(session, plan_id, period)
    count = draft.count
    for each in decisions:
        content = _cleaned(each)
        if content == _standing(draft, each.about):
            continue
        _refuse_overtaken(draft, each)
        count += 1
        session.add(
            PaperStep(
                plan_id=plan_id,
                period=period,
                number=count,
                about=each.about,
                content=as_json(each.about, content),
                taken_by_id=person.account_id,
                taken_at=now,
            )
        )
    if count > draft.count:
        places = sorted({each.about for each in decisions})
        audit.record(session, person, "修改会议材料", str(period), now, {"step": count, "of": places})
    return count


def _cleaned(decision: Decision) -> Content:
    match decision.content:
        case Meeting() as meeting:
            return cleaned_meeting(meeting)
        case Choices() as choices:
            if not choices.sections:
                raise BadInput(_("请至少选择一个部分。"))
            return choices
        case Order() as order:
            return cleaned_order(decision.about, order)
        case Touched(said=said, basis=basis, is_undone=is_undone):
            part_of(decision.about)
            return Touched(None if said is None else cleaned_passage(decision.about, said), basis, is_undone)


def _standing(draft: PaperDraft, about: str) -> Content | None:
    if about == MEETING:
        return draft.meeting
    if about == CHOICES:
        return draft.choices
    if about.startswith(f"{ORDER}:"):
        return draft.orders.get(about, Order())
    step = _step(draft, about)
    return None if step is None else step.touched


def _step(draft: PaperDraft, about: str) -> Step | None:
    return next((step for step in draft.steps if step.about == about), None)


def _refuse_overtaken(draft: PaperDraft, decision: Decision) -> None:
    if draft.seen.get(decision.about, 0) <= decision.seen:
        return
    step = _step(draft, decision.about)
    if isinstance(decision.content, Order):
        raise StaleState(_("顺序刚被调整,请核对后再移。"))
    if step is None:
        raise StaleState(_("会议设置刚被修改,请核对后再改。"))
    said = step.touched.said
    change = Change(part_of(decision.about).word, "", "" if said is None else said.text, step.by)
    sentence = _("{name}刚刚修改了同一处,您的修改没有保存,请核对后再改。")
    raise StaleState(sentence.format(name=step.by), (change,))


def set_paper_settings(
    session: Session, person: Person, plan_id: int, settings: PaperSettings, seen: int, now: datetime
) -> int:
    """A new version of how a plan's papers look; its number. The same again changes nothing.

    ``seen``: the version that was before the person's eyes, 0 for none. Raises StaleState for an older one.
    """
    require(person, Action.FREEZE_SNAPSHOT)
    require_admitted(session, plan_id, Action.FREEZE_SNAPSHOT)
    settings = cleaned(settings)
    newest = newest_settings(session, plan_id)
    version = 0 if newest is None else newest.version
    if newest is not None and newest.settings == settings:
        return version
    if newest is not None and version > seen:
        sentence = _("{name}刚刚修改了公文格式,您的修改没有保存,请核对后再改。")
        raise StaleState(sentence.format(name=newest.by))
    session.add(
        PaperSettingsVersion(
            plan_id=plan_id,
            version=version + 1,
            kind=settings.kind,
            content=settings_as_json(settings),
            set_by_id=person.account_id,
            set_at=now,
        )
    )
    session.flush()
    detail = {"version": version + 1, "kind": settings.kind.value}
    audit.record(session, person, "设置公文格式", settings.kind.word, now, detail)
    return version + 1


def give_short_name(
    session: Session, person: Person, plan_id: int, of: NameOf, about_id: int, name: str, now: datetime
) -> None:
    """A name in short for slides and tables; an empty one takes it back. The same again changes nothing.

    Raises NotFound for what the plan has not, BadInput for a name that is too long or another's.
    """
    require(person, Action.FREEZE_SNAPSHOT)
    require_admitted(session, plan_id, Action.FREEZE_SNAPSHOT)
    whole = _whole_name(session, plan_id, of, about_id)
    name = " ".join(clean_text(name, NAME_LIMIT, _("简称")).split())
    given = list(newest_names(session))
    if name and any(row.of is of and row.about_id != about_id and row.name == name for row in given):
        raise BadInput(_("简称“{name}”已经用于另一项,请换一个。").format(name=name))
    before = next((row for row in given if (row.of, row.about_id) == (of, about_id)), None)
    if name == ("" if before is None else before.name):
        return
    number = session.exec(
        select(func.count()).where(col(ShortName.of) == of, ShortName.about_id == about_id)
    ).one()
    session.add(
        ShortName(
            of=of,
            about_id=about_id,
            number=number + 1,
            name=name,
            given_by_id=person.account_id,
            given_at=now,
        )
    )
    session.flush()
    audit.record(session, person, "设置简称", whole, now, {"of": of.value, "name": name})


def _whole_name(session: Session, plan_id: int, of: NameOf, about_id: int) -> str:
    if of is NameOf.UNIT:
        unit = session.get(Unit, about_id)
        if unit is not None:
            return unit.name
    elif of is NameOf.AREA:
        area = session.get(Area, about_id)
        if area is not None and area.plan_id == plan_id:
            return area.title
    else:
        target = session.get(Target, about_id)
        if target is not None and target.plan_id == plan_id:
            return target.code
    raise NotFound(_("这份方案没有这一项,请刷新后再选。"))
