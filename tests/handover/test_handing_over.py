"""交接: a unit passes from one clerk to the next; what the unit has begun stays where it is."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tests.entry.ledger import JIAOTONG, KEJI, NOW, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound, Refusal
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login, person_of_session
from tracker.services import accounts
from tracker.services.handover import HandedOver, hand_over
from tracker.tables import Account, AccountUnit, Audit, DraftCell, SignInSession, Unit


def unit_id(desk: Desk, name: str) -> int:
    with reading(desk.engine) as session:
        return session.exec(select(Unit.id).where(Unit.name == name)).one() or 0


def account_id(desk: Desk, who: str) -> int:
    return desk.people[who].account_id


def give(desk: Desk, leaver: int, successor: int, unit: str = KEJI, who: str = "陈") -> HandedOver:
    with transaction(desk.engine) as session:
        return hand_over(session, desk.people[who], unit_id(desk, unit), leaver, successor, NOW)


def new_account(desk: Desk, login: str, role: Role, *units: str) -> int:
    with transaction(desk.engine) as session:
        own = [unit_id(desk, name) for name in units]
        return accounts.create_account(session, None, login, login, role, own, NOW)


def units_of(desk: Desk, login: str) -> set[str]:
    with reading(desk.engine) as session:
        names = {unit.id: unit.name for unit in session.exec(select(Unit))}
        return {names[each] for each in person_of_login(session, login).unit_ids}


def sign_in(desk: Desk, who: str) -> None:
    with transaction(desk.engine, advance=False) as session:
        session.add(
            SignInSession(
                token_sha256=f"key-{who}",
                account_id=account_id(desk, who),
                created_at=NOW,
                seen_at=NOW,
                expires_at=NOW + timedelta(hours=8),
            )
        )


def is_in(desk: Desk, who: str) -> bool:
    with reading(desk.engine) as session:
        return person_of_session(session, f"key-{who}", NOW, 30) is not None


def test_the_successor_gets_the_unit_and_the_leaver_is_out(desk: Desk) -> None:
    sign_in(desk, "王")
    sign_in(desk, "李")
    done = give(desk, account_id(desk, "王"), account_id(desk, "李"))
    assert done == HandedOver(KEJI, "王", "李", is_out=True)
    assert (units_of(desk, "王"), units_of(desk, "李")) == (set(), {KEJI, JIAOTONG})
    assert not is_in(desk, "王")
    assert is_in(desk, "李")


def test_who_keeps_another_unit_stays_signed_in(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        session.add(AccountUnit(account_id=account_id(desk, "王"), unit_id=unit_id(desk, JIAOTONG)))
    sign_in(desk, "王")
    assert not give(desk, account_id(desk, "王"), account_id(desk, "李")).is_out
    assert is_in(desk, "王")
    assert units_of(desk, "王") == {JIAOTONG}


def test_drafts_stay_with_the_target_and_the_successor_goes_on_from_them(desk: Desk) -> None:
    desk.save("王", "企业", Field.VALUE, "68")
    give(desk, account_id(desk, "王"), account_id(desk, "李"))
    assert [cell.text for cell in rows(desk.engine, DraftCell)] == ["68"]
    with reading(desk.engine) as session:
        desk.people["李"] = person_of_login(session, "李")
        desk.people["王"] = person_of_login(session, "王")
    assert desk.form("李", "企业").cells[Field.VALUE].text == "68"
    with pytest.raises(NotAllowed):
        desk.form("王", "企业")


def test_a_colleague_of_the_same_unit_may_take_over(desk: Desk) -> None:
    give(desk, account_id(desk, "王"), account_id(desk, "何"))
    assert (units_of(desk, "王"), units_of(desk, "何")) == (set(), {KEJI})


def test_the_audit_names_both_and_the_unit(desk: Desk) -> None:
    give(desk, account_id(desk, "王"), account_id(desk, "李"))
    row = rows(desk.engine, Audit)[-1]
    assert (row.action, row.subject, row.actor_name) == ("工作交接", f"{KEJI}：王 → 李", "陈")
    assert '"from": "王（王）"' in row.detail
    assert '"to": "李（李）"' in row.detail


def test_a_second_click_is_refused_in_words_and_moves_nothing(desk: Desk) -> None:
    give(desk, account_id(desk, "王"), account_id(desk, "李"))
    before = len(rows(desk.engine, Audit))
    with pytest.raises(Refusal, match="王已不在市科技局"):
        give(desk, account_id(desk, "王"), account_id(desk, "李"))
    assert len(rows(desk.engine, Audit)) == before


def test_nobody_hands_over_to_themselves(desk: Desk) -> None:
    with pytest.raises(BadInput, match="同一个账号"):
        give(desk, account_id(desk, "王"), account_id(desk, "王"))


def test_a_disabled_successor_is_refused(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        accounts.set_active(session, desk.people["陈"], account_id(desk, "李"), False, NOW)
    with pytest.raises(Refusal, match="李的账号已停用"):
        give(desk, account_id(desk, "王"), account_id(desk, "李"))
    assert units_of(desk, "王") == {KEJI}


@pytest.mark.parametrize("role", [Role.HEAD, Role.LEADER, Role.REVIEWER])
def test_a_successor_of_another_role_is_refused(desk: Desk, role: Role) -> None:
    own = (JIAOTONG,) if role.is_of_a_unit else ()
    other = new_account(desk, "other", role, *own)
    with pytest.raises(Refusal, match=f"other是{role.word}，不能接部门填报人的工作"):
        give(desk, account_id(desk, "王"), other)


def test_a_head_hands_over_to_a_head(desk: Desk) -> None:
    old, new = new_account(desk, "old", Role.HEAD, KEJI), new_account(desk, "new", Role.HEAD, JIAOTONG)
    give(desk, old, new)
    assert units_of(desk, "new") == {KEJI, JIAOTONG}


def test_unknown_accounts_and_units_are_not_found(desk: Desk) -> None:
    for leaver, successor in ((account_id(desk, "王"), 999), (999, account_id(desk, "李"))):
        with pytest.raises(NotFound):
            give(desk, leaver, successor)
    with pytest.raises(NotFound), transaction(desk.engine) as session:
        hand_over(session, desk.people["陈"], 999, account_id(desk, "王"), account_id(desk, "李"), NOW)


def test_only_the_administrator_hands_over(desk: Desk) -> None:
    for who in ("王", "李", "周", "沈"):
        with pytest.raises(NotAllowed):
            give(desk, account_id(desk, "王"), account_id(desk, "李"), who=who)
    assert {each.login for each in rows(desk.engine, Account) if each.is_active} >= {"王", "李"}
