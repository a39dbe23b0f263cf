"""机构改革: units end and others stand for them; terms and rights move in one step.

Drafts, submissions and their files belong to targets, matters and directives are read under the unit that
stands now (queries): nothing of them has to be written.
"""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import zip_longest

from sqlmodel import Session, col, func, or_, select

from tracker.domain.access import Action, Person, allowed, require
from tracker.domain.language import _, in_chinese, with_colon
from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.sentences.short_names import without_city
from tracker.domain.workflow.reorganisation import Named, Reform, carried_on, reform_refusals
from tracker.domain.workflow.unit_names import KnownUnit, match_unit
from tracker.queries.reorganisations import MovingTarget, moving_targets
from tracker.queries.successions import known_units, successions
from tracker.services import audit
from tracker.services.terms import carried_terms
from tracker.services.units import SHORT_LIMIT, clean_unit_names, taken_because
from tracker.tables import (
    AccountUnit,
    Plan,
    Reorganisation,
    ReorganisationTerms,
    ReorganisedUnit,
    Target,
    TargetTerms,
    TermsUnit,
    Unit,
)


def reorganise(session: Session, person: Person, asked: Reform, click_key: str, now: datetime) -> int:
    """Record a reform and move what the old units answer for; returns its id. The same click is one reform.

    Accounts follow their unit. Where one of three administrators records it, who grants no rights, they
    follow into units that the reform makes alone: into others the security administrator moves them.

    A name of ``asked.new`` that a unit has already means that unit. Raises BadInput with all that hinders.
    """
    require(person, Action.MANAGE_UNITS)
    repeated = session.exec(select(Reorganisation).where(Reorganisation.click_key == click_key)).first()
    if repeated is not None:
        if repeated.recorded_by_id != person.account_id:
            raise Refusal(_("这次登记的标识已被使用,请刷新页面后重试。"))
        return repeated.id or 0
    today = now.astimezone(SHANGHAI).date()
    document, reason = clean_text(asked.document, 200, _("依据")), clean_text(asked.reason, what=_("说明"))
    units = known_units(session)
    old, new = _old(units, asked.old), _new(session, units, asked, today)
    refusals = reform_refusals(
        asked.kind,
        old,
        new,
        asked.holds_from,
        document,
        successions(session),
        _first_day(session, asked.old),
        today,
    )
    taken = (taken_because(session, (unit.short,)) for unit in new if unit.id is None)
    if refusals := (*refusals, *filter(None, taken)):
        raise BadInput(" ".join(refusals))
    row = Reorganisation(
        click_key=click_key,
        kind=asked.kind,
        holds_from=asked.holds_from,
        document=document,
        reason=reason,
        recorded_by_id=person.account_id,
        recorded_at=now,
    )
    session.add(row)
    new_ids = [_stored(session, unit) for unit in new]
    assert row.id is not None, "flushed with the units"
    moving = moving_targets(session, asked.old, asked.holds_from)
    for unit_id in asked.old:
        for position, heir in enumerate(new_ids, 1):
            session.add(
                ReorganisedUnit(
                    from_unit_id=unit_id, position=position, to_unit_id=heir, reorganisation_id=row.id
                )
            )
    names = "{old} → {new}".format(
        old=_("、").join(unit.name for unit in old), new=_("、").join(unit.name for unit in new)
    )
    with in_chinese():
        why = with_colon(asked.kind.word, names)
    for target in moving:
        place = asked.given.get(target.target_id, 0)
        heir = new_ids[place if 0 <= place < len(new_ids) else 0]
        _move_target(session, person, row, target, dict.fromkeys(asked.old, heir), why, now)
    grants = allowed(person.role, Action.GRANT_RIGHTS)
    made = [unit_id for unit_id, unit in zip(new_ids, new, strict=True) if grants or unit.id is None]
    _give_rights(session, asked.old, made)
    detail = {
        "kind": asked.kind.value,
        "from": [unit.name for unit in old],
        "to": [unit.name for unit in new],
        "short": [unit.short for unit in new if unit.id is None],
        "holds_from": asked.holds_from,
        "document": document,
        "reason": reason,
        "targets": [target.code for target in moving],
    }
    audit.record(session, person, "登记机构变更", names, now, detail)
    return row.id


def _old(units: Sequence[KnownUnit], ids: Sequence[int]) -> list[Named]:
    names = {unit.id: unit.name for unit in units}
    if not set(ids) <= names.keys():
        raise BadInput(_("所选单位不存在。"))
    return [Named(unit_id, names[unit_id]) for unit_id in dict.fromkeys(ids)]


def _new(session: Session, units: Sequence[KnownUnit], asked: Reform, today: date) -> list[Named]:
    pairs = zip_longest(asked.new, asked.shorts[: len(asked.new)], fillvalue="")
    return [_named(session, units, name, short, today) for name, short in pairs if name.strip()]


def _named(session: Session, units: Sequence[KnownUnit], name: str, short: str, today: date) -> Named:
    """The unit that has this name already, also one that has ended, or a new one."""
    name, short = clean_unit_names(name, short)
    match = match_unit(name, units, today)
    known = match.was or match.unit
    if known is None:
        return Named(None, name, short or _usual_short(session, name))
    if short not in ("", known.short):
        raise BadInput(_("“{name}”是已有的单位,简称请在单位列表中点开它修改。").format(name=known.name))
    return Named(known.id, known.name)


def _usual_short(session: Session, name: str) -> str:
    """As of a unit that a notice brings; none where another is called so, mostly the one that ends."""
    short = without_city(name)
    return "" if len(short) > SHORT_LIMIT or taken_because(session, (short,)) else short


def _first_day(session: Session, unit_ids: Sequence[int]) -> date | None:
    """1 January of the earliest plan in which one of the units leads or co-leads."""
    year = session.exec(
        select(func.min(Plan.year))
        .join(Target, col(Target.plan_id) == Plan.id)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .join(TermsUnit, col(TermsUnit.terms_id) == TargetTerms.id, isouter=True)
        .where(or_(col(TargetTerms.lead_unit_id).in_(unit_ids), col(TermsUnit.unit_id).in_(unit_ids)))
    ).one()
    return None if year is None else date(year, 1, 1)


def _stored(session: Session, unit: Named) -> int:
    if unit.id is not None:
        session.flush()
        return unit.id
    row = Unit(name=unit.name, short=unit.short)
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def _move_target(
    session: Session,
    person: Person,
    reform: Reorganisation,
    target: MovingTarget,
    successor_of: dict[int, int],
    why: str,
    now: datetime,
) -> None:
    newest = session.exec(
        select(func.max(TargetTerms.version)).where(TargetTerms.target_id == target.target_id)
    ).one()
    moves = carried_on(target.stages, successor_of, target.start)
    for version, (source, stage) in enumerate(moves, (newest or 0) + 1):
        terms = carried_terms(
            session.get_one(TargetTerms, source.terms_id),
            version=version,
            effective=stage.effective,
            lead_unit_id=stage.lead_id,
            reason=why,
            basis=reform.document,
            applicant_id=None,
            approver_id=person.account_id,
            created_at=now,
        )
        session.add(terms)
        session.flush()
        assert terms.id is not None
        assert reform.id is not None
        for position, unit_id in enumerate(stage.co_ids, 1):
            session.add(TermsUnit(terms_id=terms.id, position=position, unit_id=unit_id))
        session.add(
            ReorganisationTerms(terms_id=terms.id, reorganisation_id=reform.id, carries_on_id=source.terms_id)
        )
    session.flush()


def _give_rights(session: Session, old: Sequence[int], new: Sequence[int]) -> None:
    """Who works in a unit that ends works in those that stand for it, and goes on seeing what it reported."""
    rights = select(AccountUnit.account_id, AccountUnit.unit_id)
    held = set(session.exec(rights))
    wanted = {(account_id, heir) for account_id, unit_id in held if unit_id in old for heir in new}
    # Of a unit that stood before, its people get the history that comes to it.
    wanted |= {(account_id, unit_id) for account_id, heir in held if heir in new for unit_id in old}
    for account_id, unit_id in sorted(wanted - held):
        session.add(AccountUnit(account_id=account_id, unit_id=unit_id))
    session.flush()
