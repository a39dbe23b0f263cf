"""交接: a unit passes from one account to another; what belongs to its targets stays where it is."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound, Refusal
from tracker.queries.people import units_of_account
from tracker.queries.successions import successions
from tracker.services import audit
from tracker.services.accounts import hold_account
from tracker.services.sign_in import end_sessions
from tracker.tables import Account, AccountUnit, Unit


@dataclass(frozen=True)
class HandedOver:
    """What was done. ``is_out``: no unit is left to the leaver, whose sign-ins have ended."""

    unit: str
    leaver: str
    successor: str
    is_out: bool


def hand_over(
    session: Session,
    person: Person,
    unit_id: int,
    from_account_id: int,
    to_account_id: int,
    now: datetime,
) -> HandedOver:
    """Move a unit from the leaving account to the arriving one, which may belong to it already.

    Drafts, submissions and matters belong to targets and units: nothing of them moves. Raises NotFound
    for an unknown unit or account, Refusal where the leaver is not of the unit (any more) or the
    successor can't do the leaver's work.
    """
    require(person, Action.GRANT_RIGHTS)
    if from_account_id == to_account_id:
        raise BadInput(_("移交人和接收人是同一个账号,请重新选择。"))
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    # In the order of their ids: two handovers at once must not wait for each other.
    accounts = {each: hold_account(session, each) for each in sorted((from_account_id, to_account_id))}
    leaver, successor = accounts[from_account_id], accounts[to_account_id]
    held = session.get(AccountUnit, (from_account_id, unit_id))
    if held is None:
        raise Refusal(
            _("{leaver}已不在{unit},可能刚刚交接过,请刷新后查看。").format(leaver=leaver.name, unit=unit.name)
        )
    _require_fit(leaver, successor)
    known = successions(session)
    session.delete(held)
    session.flush()
    # The history of the units that it stands for goes along, unless another unit of theirs needs it.
    left = units_of_account(session, from_account_id)
    kept = known.with_predecessors(each for each in left if known.end_of(each) is None)
    for ended in left - kept:
        session.delete(session.get_one(AccountUnit, (from_account_id, ended)))
    for each in known.with_predecessors((unit_id,)) - units_of_account(session, to_account_id):
        session.add(AccountUnit(account_id=to_account_id, unit_id=each))
    session.flush()
    is_out = not kept
    if is_out:
        end_sessions(session, from_account_id, now)
    names = f"{leaver.name} → {successor.name}"
    detail = {"unit": unit_id, "from": _both(leaver), "to": _both(successor), "sessions_ended": is_out}
    audit.record(session, person, "工作交接", f"{unit.name}：{names}", now, detail)
    return HandedOver(unit.name, leaver.name, successor.name, is_out)


def _require_fit(leaver: Account, successor: Account) -> None:
    if not successor.is_active:
        raise Refusal(
            _("{successor}的账号已停用,请先在“账号”页启用,再办理交接。").format(successor=successor.name)
        )
    if successor.role is not leaver.role:
        raise Refusal(
            _("{successor}是{role},不能接{role2}的工作。请先在“账号”页修改角色。").format(
                successor=successor.name, role=successor.role.word, role2=leaver.role.word
            )
        )


def _both(account: Account) -> str:
    return f"{account.name}（{account.login}）"
