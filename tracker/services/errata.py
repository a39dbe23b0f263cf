"""勘误: the office says that the notice was misread; what it says holds from the plan's first period on.

Nothing that was reported, approved or frozen changes: figures are judged anew by the terms that follow.
"""

from dataclasses import fields
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound, Refusal
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Terms
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.erratum import (
    ErratumKind,
    ReadAs,
    check_reading,
    check_said,
    corrected_versions,
    differences,
    next_code,
    placed,
)
from tracker.notice.records import Source
from tracker.queries.errata import known_of
from tracker.queries.notice import readings_of_none
from tracker.queries.targets import called, errata_of, targets_of, units_by_id
from tracker.services import audit
from tracker.services.standing import hold, require_admitted
from tracker.services.terms import require_newest, step_rows, target_with_newest_terms
from tracker.tables import (
    Area,
    Article,
    Erratum,
    ErratumTerms,
    Plan,
    PlannedValue,
    Target,
    TargetTerms,
    TermsUnit,
)


def correct(
    session: Session,
    person: Person,
    target_id: int,
    seen_terms_id: int,
    corrected: ReadAs,
    reason: str,
    click_key: str,
    now: datetime,
) -> int:
    """Put another reading in the place of the one that was seen; returns the erratum's id.

    The same click is one erratum. Raises BadInput, or StaleState when the terms have changed since they were
    seen.
    """
    repeated = _same_click(session, person, click_key)
    if repeated is not None:
        return repeated
    target, newest, year = target_with_newest_terms(session, person, Action.MAKE_ERRATUM, target_id)
    require_newest(session, newest, seen_terms_id)
    said = check_said(reason)
    corrected = _with_stored_units(session, corrected)
    plan = session.get_one(Plan, target.plan_id)
    periods = periods_of(year, plan.rhythm)
    (record,) = targets_of(session, person, plan.id or 0, periods[-1], among=(target_id,))
    known = known_of(session, person, record)
    refusals = check_reading(corrected, known.reading.read)
    if refusals:
        raise BadInput(" ".join(refusals))
    made = corrected_versions(known.reading, corrected, known.versions, periods[0])
    erratum_id = _add(session, person, target_id, ErratumKind.CORRECTED, corrected.name, said, click_key, now)
    for number, (source, new) in enumerate(made, newest.version + 1):
        row = _terms(target_id, number, new.read, new.effective, periods[0], person, said, now)
        old = session.get_one(TargetTerms, source.terms_id)
        if old.lead_unit_id == row.lead_unit_id:
            row.lead_source = old.lead_source
        _store_terms(session, row, new.read.co_units, erratum_id, source.terms_id)
    detail = {
        "reason": said,
        "changes": [each.text for each in differences(known.reading.read, corrected)],
        "version": newest.version + len(made),
    }
    audit.record(session, person, "勘误更正目标", target.code, now, detail)
    return erratum_id


def add_missed(
    session: Session,
    person: Person,
    plan_id: int,
    quote: str,
    number: str,
    read: ReadAs,
    reason: str,
    click_key: str,
    now: datetime,
) -> str:
    """A target that was overlooked in the notice, at its quote; returns the code that it gets.

    ``number``: as the notice writes it; empty where the clause has none. Raises BadInput.
    """
    repeated = _same_click(session, person, click_key)
    if repeated is not None:
        target_id = session.get_one(Erratum, repeated).target_id
        return session.get_one(Target, target_id).code
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(_("没有这个方案。"))
    require_admitted(session, plan_id, Action.MAKE_ERRATUM)
    said, place = check_said(reason), placed(plan.notice, quote, number)
    read = _with_stored_units(session, read)
    refusals = check_reading(read, None)
    if refusals:
        raise BadInput(" ".join(refusals))
    article = session.exec(
        select(Article).where(
            Article.plan_id == plan_id, Article.start <= place.start, Article.end > place.start
        )
    ).first()
    area = _area_at(session, plan_id, place.start, article)
    existing = session.exec(select(Target).where(Target.plan_id == plan_id)).all()
    same = next((each for each in existing if _is_same_place(each, place.start, place.number_start)), None)
    if same is not None:
        raise BadInput(_("这处原文已登记为目标 {code}。").format(code=same.code))
    code = next_code(
        None if article is None else article.number, area.number, [each.code for each in existing]
    )
    target = Target(
        plan_id=plan_id,
        area_id=area.id or 0,
        article_id=None if article is None else article.id,
        code=code,
        name=read.name,
        quote=place.quote,
        quote_start=place.start,
        number_start=place.number_start,
        number_end=place.number_end,
    )
    session.add(target)
    session.flush()
    assert target.id is not None
    erratum_id = _add(session, person, target.id, ErratumKind.MISSED, read.name, said, click_key, now)
    first = periods_of(plan.year, plan.rhythm)[0]
    row = _terms(target.id, 1, read, first, first, person, said, now)
    _store_terms(session, row, read.co_units, erratum_id, None)
    audit.record(session, person, "勘误补登目标", code, now, {"name": read.name, "reason": said})
    return code


def withdraw(
    session: Session,
    person: Person,
    target_id: int,
    seen_terms_id: int,
    number_reads: str,
    reason: str,
    click_key: str,
    now: datetime,
) -> int:
    """Say that a clause is no target: from the plan's start it counts nowhere; its history stays readable.

    ``number_reads``: what its number is instead, a ReadingKind; empty where the clause has no number.
    """
    repeated = _same_click(session, person, click_key)
    if repeated is not None:
        return repeated
    target, newest, __ = target_with_newest_terms(session, person, Action.MAKE_ERRATUM, target_id)
    require_newest(session, newest, seen_terms_id)
    said = check_said(reason)
    if target.number_start is None:
        number_reads = ""
    elif number_reads not in readings_of_none():
        raise BadInput(_("请选择这个数字应读作什么。"))
    name = _name_of(session, target)
    erratum_id = _add(
        session, person, target_id, ErratumKind.WITHDRAWN, name, said, click_key, now, number_reads
    )
    audit.record(session, person, "勘误撤销目标", target.code, now, {"name": name, "reason": said})
    return erratum_id


def restore(
    session: Session, person: Person, target_id: int, reason: str, click_key: str, now: datetime
) -> int:
    """Take a withdrawal back: the target counts again, under the terms that it had."""
    repeated = _same_click(session, person, click_key)
    if repeated is not None:
        return repeated
    target = session.get(Target, target_id)
    plan = None if target is None else session.get(Plan, target.plan_id)
    if target is None or plan is None:
        raise NotFound(_("没有这项目标。"))
    last = periods_of(plan.year, plan.rhythm)[-1]
    hold(session, person, Action.MAKE_ERRATUM, target_id, last, withdrawn=True)
    said, name = check_said(reason), _name_of(session, target)
    erratum_id = _add(session, person, target_id, ErratumKind.RESTORED, name, said, click_key, now)
    audit.record(session, person, "勘误恢复目标", target.code, now, {"name": name, "reason": said})
    return erratum_id


def _same_click(session: Session, person: Person, click_key: str) -> int | None:
    """The erratum that this click made already. Raises NotAllowed for who may make none."""
    require(person, Action.MAKE_ERRATUM)
    row = session.exec(select(Erratum).where(Erratum.click_key == click_key)).first()
    if row is not None and row.made_by_id != person.account_id:
        raise Refusal(_("这次勘误的标识已被使用,请刷新页面后重试。"))
    return None if row is None else row.id


def _with_stored_units(session: Session, read: ReadAs) -> ReadAs:
    """The reading with its units as the register has them."""
    units = units_by_id(session)

    def stored(unit: UnitRef) -> UnitRef:
        if unit.id not in units:
            raise BadInput(_("没有这个单位,请重新选择。"))
        return units[unit.id]

    return ReadAs(read.name, read.terms, stored(read.lead), tuple(map(stored, read.co_units)))


def _name_of(session: Session, target: Target) -> str:
    return called(target.name, errata_of(session, target.plan_id).get(target.id or 0, ()))


def _area_at(session: Session, plan_id: int, offset: int, article: Article | None) -> Area:
    if article is not None:
        return session.get_one(Area, article.area_id)
    around = select(Area).where(Area.plan_id == plan_id, Area.start <= offset, Area.end > offset)
    # 方案总体 spans the whole notice: what stands inside an area is that area's.
    area = session.exec(around.order_by(col(Area.number).desc()).limit(1)).first()
    if area is None:
        raise BadInput(_("这处原文不在任何领域之内,不能登记为目标。"))
    return area


def _is_same_place(target: Target, quote_start: int, number_start: int | None) -> bool:
    if number_start is None:
        return target.number_start is None and target.quote_start == quote_start
    return target.number_start == number_start


def _add(
    session: Session,
    person: Person,
    target_id: int,
    kind: ErratumKind,
    name: str,
    reason: str,
    click_key: str,
    now: datetime,
    number_reads: str = "",
) -> int:
    row = Erratum(
        target_id=target_id,
        click_key=click_key,
        kind=kind,
        name=name,
        number_reads=number_reads,
        reason=reason,
        made_by_id=person.account_id,
        made_at=now,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _terms(
    target_id: int,
    version: int,
    read: ReadAs,
    effective: Period,
    first: Period,
    person: Person,
    reason: str,
    now: datetime,
) -> TargetTerms:
    stored = {each.name for each in fields(Terms)} & TargetTerms.model_fields.keys()
    return TargetTerms(
        target_id=target_id,
        version=version,
        **{name: getattr(read.terms, name) for name in stored},
        lead_unit_id=read.lead.id,
        lead_source=str(Source.BY_HAND),
        effective=effective,
        reason=reason,
        approver_id=person.account_id,
        created_at=now,
        planned=[
            PlannedValue(period=period, value=value)
            for period, value in zip(first.of_year, read.terms.plan_values or (), strict=False)
        ],
        steps=step_rows(read.terms),
    )


def _store_terms(
    session: Session,
    row: TargetTerms,
    co_units: tuple[UnitRef, ...],
    erratum_id: int,
    corrects_id: int | None,
) -> None:
    session.add(row)
    session.flush()
    assert row.id is not None
    for position, unit in enumerate(co_units, start=1):
        session.add(TermsUnit(terms_id=row.id, position=position, unit_id=unit.id))
    session.add(ErratumTerms(terms_id=row.id, erratum_id=erratum_id, corrects_id=corrects_id))
    session.flush()
