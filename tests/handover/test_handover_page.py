"""工作交接 as clerks, the office and the administrator see it."""

from sqlalchemy import Engine
from sqlmodel import select

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NASTY, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.services import accounts, drafts
from tracker.tables import Account, AccountUnit, Target, Unit


def unit_id(engine: Engine, name: str) -> int:
    return next(each.id for each in rows(engine, Unit) if each.name == name)


def test_a_clerk_sees_the_own_unit_at_once(visit: Visit) -> None:
    at = visit(JIAOTONG, "handover")
    assert not at.exception
    shown = text_of(at)
    assert "市交通运输局牵头" in shown
    assert "请核对口径,并附港区月报。" in shown
    assert "逐月调度。" in shown
    assert not [each for each in at.button if each.label == "交接"]


def test_an_address_with_another_unit_does_not_open_it_to_a_clerk(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "handover", unit=str(unit_id(world_engine, "市交通运输局")))
    assert not at.exception
    assert "请核对口径" not in text_of(at)
    assert "市科技局牵头" in text_of(at)


def test_the_office_chooses_a_unit_by_the_address(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "handover")
    assert "请选择单位" in text_of(at)
    at = visit(REVIEWER, "handover", unit=str(unit_id(world_engine, "市交通运输局")))
    assert "请核对口径,并附港区月报。" in text_of(at)


def test_drafts_are_shown_as_typed_and_as_text(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine, advance=False) as session:
        clerk = session.exec(select(Account).where(Account.login == KEJI)).one()
        target = session.exec(select(Target).where(Target.code == "A1-01")).one()
        own = frozenset({unit_id(world_engine, "市科技局")})
        person = Person(clerk.id or 0, KEJI, clerk.name, clerk.role, own)
        drafts.save_cell(session, person, target.id or 0, Period(2025, 2), Field.PROGRESS, NASTY, 0, NOW)
        drafts.save_cell(session, person, target.id or 0, Period(2025, 2), Field.FINALITY, "flash", 0, NOW)
    shown = text_of(visit(KEJI, "handover"))
    assert "&lt;b&gt;进展&lt;/b&gt; **顺利** :red[红] $x$" in shown
    assert "快报" in shown
    past = text_of(visit(KEJI, "handover", asof="2025-10-08"))
    assert "&lt;b&gt;进展" not in past
    assert "草稿只有现在的" in past


def test_the_administrator_hands_a_unit_over(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        own = [unit_id(world_engine, "市财政局")]
        successor = accounts.create_account(session, None, "zhaoqi", "赵琪", Role.CLERK, own, NOW)
    keji = unit_id(world_engine, "市科技局")
    at = visit(ADMINISTRATOR, "handover", unit=str(keji))
    assert next(each for each in at.button if each.label == "交接").disabled
    next(each for each in at.selectbox if each.label == "接收人").set_value(successor).run()
    next(each for each in at.button if each.label == "交接").click().run()
    assert not at.exception
    assert "市科技局的工作已由王晓岚交给赵琪。王晓岚已没有所在单位" in text_of(at)
    held = {(each.account_id, each.unit_id) for each in rows(world_engine, AccountUnit)}
    assert (successor, keji) in held
    clerk = next(each.id for each in rows(world_engine, Account) if each.login == KEJI)
    assert (clerk, keji) not in held


def test_a_successor_who_is_a_head_is_refused_in_words(visit: Visit, world_engine: Engine) -> None:
    keji = unit_id(world_engine, "市科技局")
    with transaction(world_engine) as session:
        head = accounts.create_account(session, None, "ju", "钱局", Role.HEAD, [keji], NOW)
    at = visit(ADMINISTRATOR, "handover", unit=str(keji))
    clerk = next(each.id for each in rows(world_engine, Account) if each.login == KEJI)
    next(each for each in at.selectbox if each.label == "移交人").set_value(clerk).run()
    next(each for each in at.selectbox if each.label == "接收人").set_value(head).run()
    next(each for each in at.button if each.label == "交接").click().run()
    assert errors_of(at) == ["钱局是单位负责人,不能接部门填报人的工作。请先在“账号”页修改角色。"]


def test_leaders_do_not_open_it(visit: Visit) -> None:
    assert is_refused(visit(LEADER, "handover"))
