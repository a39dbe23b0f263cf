"""分管领导: leaders are added, bound to their accounts, and put in charge of areas and units."""

from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Role, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.domain.language.texts import clean_name
from tracker.domain.workflow.charge import Charge, Subject, assigned, assignment_refusals, in_charge
from tracker.queries.charges import charges
from tracker.queries.units import current_units
from tracker.services import audit
from tracker.tables import Account, Area, Leader, LeaderCharge

NAME_LIMIT = 64


def add_leader(session: Session, person: Person, name: str, account_id: int | None, now: datetime) -> int:
    """A leader by name, with their account where they have one; returns the id. Raises BadInput."""
    require(person, Action.ASSIGN_LEADERS)
    leader = Leader(name=_free_name(session, name, None), account_id=_free_account(session, account_id, None))
    session.add(leader)
    session.flush()
    assert leader.id is not None
    audit.record(session, person, "新增分管领导", leader.name, now, {"account": account_id})
    return leader.id


def change_leader(
    session: Session, person: Person, leader_id: int, name: str, account_id: int | None, now: datetime
) -> None:
    """Another name or account for a leader; files that were frozen keep the name of their time."""
    require(person, Action.ASSIGN_LEADERS)
    leader = session.get(Leader, leader_id, with_for_update=True)
    if leader is None:
        raise NotFound(_("没有这位领导。"))
    before = {"name": leader.name, "account": leader.account_id}
    leader.name = _free_name(session, name, leader_id)
    leader.account_id = _free_account(session, account_id, leader_id)
    session.add(leader)
    after = {"name": leader.name, "account": leader.account_id}
    if before != after:
        audit.record(session, person, "修改分管领导", leader.name, now, {"before": before, "after": after})


def assign(
    session: Session,
    person: Person,
    leader_id: int | None,
    area_ids: Collection[int],
    unit_ids: Collection[int],
    holds_from: date,
    until: date | None,
    now: datetime,
) -> int:
    """Put a leader (None: nobody) in charge from a day on, until another; returns how many things changed.

    What says nothing new is not stored: a second click adds nothing. Raises BadInput.
    """
    require(person, Action.ASSIGN_LEADERS)
    refusals = assignment_refusals([*area_ids, *unit_ids], holds_from, until)
    if refusals:
        raise BadInput(" ".join(refusals))
    leader = None if leader_id is None else session.get(Leader, leader_id)
    if leader_id is not None and leader is None:
        raise BadInput(_("没有这位领导,请重新选择。"))
    names = _names(session, area_ids, unit_ids)
    known, changed = charges(session), []
    for (subject, key), name in names.items():
        facts = assigned(subject, key, leader_id, holds_from, until)
        if _is_known(known, facts):
            continue
        changed.append(name)
        session.add_all(_row(fact, person, now) for fact in facts)
    session.flush()
    if changed:
        detail = {"from": holds_from, "until": until, "of": changed}
        audit.record(session, person, "设置分管", _("无") if leader is None else leader.name, now, detail)
    return len(changed)


def _is_known(known: tuple[Charge, ...], facts: tuple[Charge, ...]) -> bool:
    """Whether each fact holds already: by what is said of its very day."""
    return all(
        any(each.of == fact.of and each.holds_from == fact.holds_from for each in known)
        and in_charge(known, fact.holds_from).get(fact.of) == fact.leader_id
        for fact in facts
    )


def _row(fact: Charge, person: Person, now: datetime) -> LeaderCharge:
    is_area = fact.subject is Subject.AREA
    return LeaderCharge(
        leader_id=fact.leader_id,
        area_id=fact.subject_id if is_area else None,
        unit_id=None if is_area else fact.subject_id,
        holds_from=fact.holds_from,
        set_by_id=person.account_id,
        set_at=now,
    )


def _names(
    session: Session, area_ids: Collection[int], unit_ids: Collection[int]
) -> dict[tuple[Subject, int], str]:
    units = current_units(session)
    areas = {row.id: row.title for row in session.exec(select(Area).where(col(Area.id).in_(area_ids)))}
    if not set(area_ids) <= areas.keys() or not set(unit_ids) <= units.keys():
        raise BadInput(_("所选的领域或单位不存在,请重新选择。"))
    return {(Subject.AREA, key): areas[key] for key in area_ids} | {
        (Subject.UNIT, key): units[key].name for key in unit_ids
    }


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    name = clean_name(name, _("姓名"))
    if len(name) > NAME_LIMIT:
        raise BadInput(_("姓名最多{limit}个字。").format(limit=NAME_LIMIT))
    taken = session.exec(select(Leader).where(Leader.name == name)).first()
    if taken is not None and taken.id != own_id:
        raise BadInput(_("“{name}”已在领导名单中。").format(name=name))
    return name


def _free_account(session: Session, account_id: int | None, own_id: int | None) -> int | None:
    if account_id is None:
        return None
    account = session.get(Account, account_id)
    if account is None or account.role is not Role.LEADER:
        raise BadInput(_("请选择一个角色为“{role}”的账号。").format(role=Role.LEADER.word))
    taken = session.exec(select(Leader).where(Leader.account_id == account_id)).first()
    if taken is not None and taken.id != own_id:
        raise BadInput(_("账号“{login}”已对应领导“{name}”。").format(login=account.login, name=taken.name))
    return account_id
