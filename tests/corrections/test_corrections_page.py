"""更正登记: the page says what the register holds, to those whose targets they are."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, in_signs, text_of, unit_id
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve

Q2 = Period(2025, 2)
REASON = "<b>3 家</b>企业认定年度为2024年,**剔除**。"


def correct(engine: Engine, code: str = "A1-01", login: str = KEJI, value: str = "42") -> int:
    typed = {
        Field.VALUE: value,
        Field.DATA_MONTH: "6",
        Field.FINALITY: "final",
        Field.PROGRESS: "按计划推进。",
        Field.PROBLEM: "审批周期较长。",
        Field.NEXT_STEP: "逐月调度。",
        Field.REASON: REASON,
    }
    with transaction(engine) as session:
        person = person_of_login(session, login)
        targets = targets_of(session, person, plans(session)[0].id, Q2)
        target = next(each for each in targets if each.code == code)
        seen = Seen(1, {name: (0, text) for name, text in typed.items()})
        return submit(session, person, target.id, Q2, seen, f"correct-{code}", NOW - timedelta(days=2))


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER, ADMINISTRATOR])
def test_a_correction_is_listed_with_both_values_and_its_reason(
    visit: Visit, world_engine: Engine, login: str
) -> None:
    correct(world_engine)
    at = visit(login, "corrections")
    assert not at.exception
    said = text_of(at)
    for words in ("45家", "→ 42家", "−3家", "▲ 稍慢", "市科技局", "王晓岚", "2025-10-07 09:00", "待审核"):
        assert words in in_signs(said)
    assert "&lt;b&gt;3 家&lt;/b&gt;企业认定年度为2024年,**剔除**。" in said
    assert 'href="/target?code=A1-01&amp;q=2025Q2"' in said


def test_the_verified_value_is_the_old_one(visit: Visit, world_engine: Engine) -> None:
    report = correct(world_engine, "A4-02", JIAOTONG, "19")
    with transaction(world_engine) as session:
        approve(session, person_of_login(session, REVIEWER), report, NOW, note="已核对月报。")
    said = text_of(visit(REVIEWER, "corrections"))
    assert "17.5万标箱<br>→ 19万标箱" in said
    assert "+1.5万标箱" in said
    assert "▲ 稍慢</span><br>→ ● 达时序" in in_signs(said)
    assert "已审核" in said and "周督查" in said and "已核对月报。" in said  # noqa: PT018


def test_without_corrections_the_page_says_so(visit: Visit) -> None:
    assert "没有更正" in text_of(visit(REVIEWER, "corrections"))


def test_a_clerk_sees_no_other_departments_corrections(visit: Visit, world_engine: Engine) -> None:
    correct(world_engine)
    said = text_of(visit(JIAOTONG, "corrections"))
    assert "没有更正" in said
    assert "A1-01" not in said


def test_the_filters_stand_in_the_address(visit: Visit, world_engine: Engine) -> None:
    correct(world_engine)
    correct(world_engine, "A4-02", JIAOTONG, "19")
    shown = {
        (): 2,
        (("unit", str(unit_id(world_engine, "市科技局"))),): 1,
        (("unit", "市科技局"),): 1,  # an address of the first version
        (("when", "2025Q2"),): 2,
        (("when", "2025Q1"),): 0,
        (("state", "submitted"), ("unit", "市交通运输局")): 1,
        (("state", "approved"),): 0,
    }
    for filters, expected in shown.items():
        at = visit(REVIEWER, "corrections", **dict(filters))
        assert f"共2次更正,符合筛选条件{expected}次" in text_of(at)
    keji = str(unit_id(world_engine, "市科技局"))
    at.selectbox(key="register-unit").set_value(keji).run()
    assert at.query_params["unit"] == keji


def test_in_the_past_the_register_is_as_it_was(visit: Visit, world_engine: Engine) -> None:
    correct(world_engine)
    assert "没有更正" in text_of(visit(REVIEWER, "corrections", asof="2025-10-06"))
    assert "42家" in text_of(visit(REVIEWER, "corrections", asof="2025-10-07"))
