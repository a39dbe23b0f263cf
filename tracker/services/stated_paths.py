"""Stating paths at the start of a year: by the leads, many at a click; agreed to or sent back by the office.

An agreement makes the next version of the terms, which counts from the plan's first period on. It is no
adjustment: none was needed before it (DOMAIN §3).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import BadInput, Change, Locked, NotFound, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import periods_of
from tracker.domain.workflow.approval import Refused
from tracker.domain.workflow.stated_path import Asked, PathState, check_stated, path_lock, stated_text
from tracker.queries.people import account_name
from tracker.queries.plans import window_of
from tracker.queries.stated_paths import newest_statement, state_of
from tracker.services import audit
from tracker.services.many import one_by_one
from tracker.services.second_person import require_second
from tracker.services.terms import copy_co_units, require_newest, target_with_newest_terms, terms_on_path
from tracker.tables import PathDecision, PathStatement, StatedValue, TargetTerms


def state(session: Session, person: Person, asked: Sequence[Asked], now: datetime) -> tuple[Refused, ...]:
    """State the paths of these targets; one that can't be is named and the others are stated.

    Each takes the place of the target's earlier one. The same click twice is one statement.
    """
    by_target = {each.target_id: each for each in asked}
    return one_by_one(
        session,
        list(by_target),
        lambda target_id: _state(session, person, by_target[target_id], now),
        lambda _session, target_id: target_id,
    )


def _state(session: Session, person: Person, asked: Asked, now: datetime) -> None:
    target, newest, year = target_with_newest_terms(session, person, Action.STATE_PATH, asked.target_id)
    note = clean_text(asked.note, what=_("安排说明"))
    before = newest_statement(session, asked.target_id)
    if before is not None and _is_same_click(session, before, person, asked, note):
        return
    periods = periods_of(year, newest.effective.rhythm)
    locked = path_lock(
        None if before is None else state_of(session, before),
        is_settled=newest.effective > periods[0],
        first=periods[0],
        window=window_of(session, target.plan_id, periods[0]),
        now=now,
    )
    if locked is not None:
        raise Locked(locked)
    require_newest(session, newest, asked.seen_terms_id)
    if before is not None and before.id != asked.seen_statement_id:
        raise _stated_meanwhile(session, before, newest)
    refusals = check_stated(newest.terms, asked.stated, periods)
    if refusals:
        raise BadInput(" ".join(refusals))
    assert newest.id is not None, "terms in force are stored"
    values = zip(periods, asked.stated.plan_values or (), strict=False)  # another path has none
    statement = PathStatement(
        target_id=asked.target_id,
        terms_id=newest.id,
        path=asked.stated.path,
        note=note,
        unit_id=newest.lead_unit_id,
        stated_by_id=person.account_id,
        stated_at=now,
        planned=[StatedValue(period=period, value=value) for period, value in values],
    )
    session.add(statement)
    session.flush()
    with in_chinese():
        detail = {"statement": statement.id, "path": stated_text(asked.stated.of(newest.terms))}
    audit.record(session, person, "填写进度安排", target.code, now, detail)


def agree(session: Session, person: Person, seen: Sequence[int], now: datetime) -> tuple[Refused, ...]:
    """Make the terms of these statements; what was stated anew or decided meanwhile is left and named."""
    return one_by_one(
        session, seen, lambda statement_id: _agree(session, person, statement_id, now), _target_of
    )


def _agree(session: Session, person: Person, statement_id: int, now: datetime) -> None:
    statement = _statement(session, statement_id)
    target, newest, _year = target_with_newest_terms(session, person, Action.AGREE_PATH, statement.target_id)
    _require_waiting(session, statement)
    alone = require_second(session, person, Action.AGREE_PATH, {statement.stated_by_id})
    require_newest(session, newest, statement.terms_id)
    terms = terms_on_path(newest, statement)
    terms.approver_id, terms.created_at = person.account_id, now
    session.add(terms)
    session.flush()
    copy_co_units(session, newest, terms)
    _decide(session, person, statement, terms.id, "", now)
    detail: dict[str, object] = {
        "statement": statement.id,
        "version": terms.version,
        "effective": terms.effective,
    }
    if alone:
        detail["reason"] = alone
    audit.record(session, person, "同意进度安排", target.code, now, detail)


def send_back(
    session: Session, person: Person, seen: Sequence[int], note: str, now: datetime
) -> tuple[Refused, ...]:
    """Return these statements with one note; the terms stay as they are. Raises BadInput without a note."""
    cleaned = clean_text(note, what=_("退回意见"))
    if not cleaned:
        raise BadInput(_("退回时请写明需要修改的内容。"))
    return one_by_one(session, seen, lambda each: _send_back(session, person, each, cleaned, now), _target_of)


def _send_back(session: Session, person: Person, statement_id: int, note: str, now: datetime) -> None:
    statement = _statement(session, statement_id)
    target, *_rest = target_with_newest_terms(session, person, Action.AGREE_PATH, statement.target_id)
    _require_waiting(session, statement)
    _decide(session, person, statement, None, note, now)
    audit.record(session, person, "退回进度安排", target.code, now, {"statement": statement.id, "note": note})


def _decide(
    session: Session, person: Person, statement: PathStatement, terms_id: int | None, note: str, now: datetime
) -> None:
    assert statement.id is not None, "what is decided on is stored"
    decision = PathDecision(
        statement_id=statement.id,
        terms_id=terms_id,
        note=note,
        decided_by_id=person.account_id,
        decided_at=now,
    )
    session.add(decision)
    session.flush()


def _is_same_click(session: Session, before: PathStatement, person: Person, asked: Asked, note: str) -> bool:
    """Whether a person repeats what they stated last and nobody has decided: the second of two clicks."""
    same = (before.stated_by_id, before.terms_id, before.stated, before.note)
    repeated = (person.account_id, asked.seen_terms_id, asked.stated, note)
    return same == repeated and state_of(session, before) is PathState.STATED


def _stated_meanwhile(session: Session, before: PathStatement, newest: TargetTerms) -> StaleState:
    by, text = account_name(session, before.stated_by_id), stated_text(before.stated.of(newest.terms))
    sentence = _("{by}已就这项目标填写了新的安排“{text}”,请核对后再提交。").format(by=by, text=text)
    return StaleState(sentence, (Change(_("进度安排"), "", text, by),))


def _require_waiting(session: Session, statement: PathStatement) -> None:
    newest = newest_statement(session, statement.target_id)
    if newest is not None and newest.id != statement.id:
        by = account_name(session, newest.stated_by_id)
        raise StaleState(_("{by}已填写新的进度安排,这一份不再办理。").format(by=by))
    decision = session.get(PathDecision, statement.id)
    if decision is not None:
        by, word = account_name(session, decision.decided_by_id), state_of(session, statement).word
        raise Locked(_("这份安排{state}({by}),不能再次办理。").format(state=word, by=by))


def _statement(session: Session, statement_id: int) -> PathStatement:
    statement = session.get(PathStatement, statement_id)
    if statement is None:
        raise NotFound(_("没有这份进度安排。"))
    return statement


def _target_of(session: Session, statement_id: int) -> int:
    return _statement(session, statement_id).target_id
