"""目标调整: asked for on a form with a preview, decided beside it, kept on a register."""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, in_signs, text_of, unit_id
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path
from tracker.domain.workflow.adjustment import Proposed, RequestState
from tracker.queries.adjustments import Adjustment, adjustments, newest_targets
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import adjustments as service

Q2, Q3 = Period(2025, 2), Period(2025, 3)
NASTY = "<b>核减</b> **文件** :red[红] $x$"


def field(at: AppTest, kind: str, label: str) -> Any:
    return next(each for each in getattr(at, kind) if str(each.label).startswith(label))


def press(at: AppTest, label: str) -> AppTest:
    return field(at, "button", label).click().run()


def fill(
    at: AppTest, value: str = "90", reason: str = "上级核减。", basis: str = "浙科发〔2025〕1号"
) -> AppTest:
    field(at, "text_input", "全年目标").set_value(value).run()
    field(at, "text_area", "调整理由").set_value(reason).run()
    return field(at, "text_area", "调整依据").set_value(basis).run()


def stored(engine: Engine) -> tuple[Adjustment, ...]:
    with reading(engine) as session:
        return adjustments(session, person_of_login(session, REVIEWER), plans(session)[0])


def asked(engine: Engine, login: str = KEJI, code: str = "A1-01", at: datetime = NOW, **changed: Any) -> int:
    """A request made without the page."""
    with transaction(engine) as session:
        person, plan = person_of_login(session, login), plans(session)[0]
        target = next(each for each in newest_targets(session, person, plan) if each.code == code)
        terms = target.terms
        same = Proposed(terms.value, terms.path, terms.plan_values, terms.due, target.lead.id, Q2)
        return service.apply(
            session,
            person,
            target.id,
            target.terms_id,
            replace(same, **changed),
            NASTY,
            "浙科发〔2025〕1号",
            f"{code}-{at}-{changed}",
            at,
        )


def accepted(engine: Engine, **changed: Any) -> None:
    request = asked(engine, **(changed or {"value": Decimal(80)}))
    with transaction(engine) as session:
        service.accept(session, person_of_login(session, REVIEWER), request, "同意核减。", NOW)


def test_a_clerk_sees_what_a_change_would_do_and_asks_for_it(visit: Visit, world_engine: Engine) -> None:
    at = fill(visit(KEJI, "adjustments", code="A1-01"))
    assert not at.exception
    said = text_of(at)
    assert "全年目标</span></td><td" in said
    assert "100家" in said and "90家" in said  # noqa: PT018
    press(at, "提交申请")
    assert not at.exception
    (found,) = stored(world_engine)
    assert (found.state, found.proposed.value, found.proposed.effective) == (RequestState.WAITING, 90, Q3)
    assert (found.reason, found.basis, found.applied_by) == ("上级核减。", "浙科发〔2025〕1号", "王晓岚")
    assert "待审定 1项" in text_of(at)
    assert "code" not in at.query_params


def test_the_preview_names_the_quarters_whose_status_changes(visit: Visit) -> None:
    at = visit(KEJI, "adjustments", code="A1-01")
    field(at, "selectbox", "生效季度").set_value("2025Q2").run()
    at = fill(at, "90")
    assert "2025年二季度" in text_of(at)
    assert "▲ 稍慢 → ● 达时序" in in_signs(text_of(at))
    assert "2025年一季度" not in text_of(at).split("以下季度的状态将改变")[1].split("调整登记")[0]
    field(at, "text_input", "全年目标").set_value("99").run()
    assert "各季度的状态不变" in text_of(at)


def test_a_refused_request_keeps_what_was_typed(visit: Visit, world_engine: Engine) -> None:
    at = press(fill(visit(KEJI, "adjustments", code="A1-01"), "90", reason="", basis=""), "提交申请")
    assert "请写明调整理由。 请写明调整依据" in text_of(at)
    assert field(at, "text_input", "全年目标").value == "90"
    assert stored(world_engine) == ()


def test_what_was_not_previewed_is_not_sent(visit: Visit, world_engine: Engine) -> None:
    at = fill(visit(KEJI, "adjustments", code="A1-01"))
    field(at, "text_input", "全年目标").set_value("9")  # typed and clicked at once
    press(at, "提交申请")
    assert "内容刚有改动,请核对下面的预览后再提交" in text_of(at)
    assert stored(world_engine) == ()
    press(at, "提交申请")
    assert stored(world_engine)[0].proposed.value == 9


def test_what_cannot_be_read_is_said_with_its_field(visit: Visit) -> None:
    at = fill(visit(KEJI, "adjustments", code="A1-01"), "九十")
    assert "全年目标:“九十”不是数字" in text_of(at)


def test_an_own_plan_has_four_fields(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "adjustments", code="A1-01")
    field(at, "selectbox", "进度路径").set_value(Path.OWN_PLAN.value).run()
    assert "请填写四个季度的计划值" in text_of(at)
    for span, value in (("一季度", "20"), ("上半年", "45"), ("前三季度", "70"), ("全年计划", "100")):
        field(at, "text_input", span).set_value(value).run()
    press(fill(at, "100"), "提交申请")
    assert stored(world_engine)[0].proposed.plan_values == (20, 45, 70, 100)


@pytest.mark.parametrize(("chosen", "due"), [("2025Q3", Q3), (None, None)])
def test_a_stock_is_given_a_due_period_or_stays_due_at_the_years_end(
    visit: Visit, world_engine: Engine, chosen: str | None, due: Period | None
) -> None:
    at = visit(REVIEWER, "adjustments", code="T33-01")
    assert field(at, "selectbox", "完成季度").options[0] == "年底"
    if chosen is not None:
        field(at, "selectbox", "完成季度").set_value(chosen).run()
        assert "2025年三季度" in text_of(at)
    press(fill(at, "8"), "提交申请")
    assert not at.exception
    assert stored(world_engine)[0].proposed.due == due


def test_a_stock_that_is_due_earlier_keeps_its_period_when_only_its_value_is_adjusted(
    visit: Visit, world_engine: Engine
) -> None:
    accepted(world_engine, code="T33-01", login=REVIEWER, due=Q3)
    press(fill(visit(REVIEWER, "adjustments", code="T33-01"), "8"), "提交申请")
    proposed = stored(world_engine)[0].proposed
    assert (proposed.value, proposed.due) == (8, Q3)


def test_a_milestone_is_put_off_and_has_no_value(visit: Visit, world_engine: Engine) -> None:
    at = visit(JIAOTONG, "adjustments", code="T17-01")
    assert not [each for each in at.text_input if "全年目标" in str(each.label)]
    field(at, "selectbox", "完成季度").set_value("2025Q3").run()
    field(at, "text_area", "调整理由").set_value("提前建成。").run()
    field(at, "text_area", "调整依据").set_value("会议纪要").run()
    press(at, "提交申请")
    assert stored(world_engine)[0].proposed.due == Q3


def test_who_asks_on_terms_adjusted_meanwhile_is_told_and_loses_nothing(
    visit: Visit, world_engine: Engine
) -> None:
    at = fill(visit(KEJI, "adjustments", code="A1-01"), "70")
    accepted(world_engine)
    press(at, "提交申请")
    said = text_of(at)
    assert "这项目标已由周督查调整为第2版" in said
    assert "全年目标:100家 → 80家(周督查)" in said
    assert field(at, "text_input", "全年目标").value == "70"
    press(at, "提交申请")
    assert stored(world_engine)[0].proposed.value == 70


def test_the_office_accepts_beside_the_preview(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, value=Decimal(90))
    at = visit(REVIEWER, "adjustments")
    assert "▲ 稍慢 → ● 达时序" in in_signs(text_of(at))
    at.text_area[0].set_value("同意核减。").run()
    press(at, "同意")
    assert not at.exception
    (found,) = stored(world_engine)
    assert (found.state, found.decided_by, found.note) == (RequestState.ACCEPTED, "周督查", "同意核减。")
    assert "待审定 1项" not in text_of(at)
    assert "同意核减。" in text_of(at)


def test_the_office_refuses_with_a_note_only(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, value=Decimal(90))
    at = press(visit(REVIEWER, "adjustments"), "不同意")
    assert "不同意调整时请写明理由" in text_of(at)
    at.text_area[0].set_value("依据不足。").run()
    press(at, "不同意")
    assert stored(world_engine)[0].state is RequestState.REFUSED


def test_what_was_decided_meanwhile_is_said_in_words(visit: Visit, world_engine: Engine) -> None:
    request = asked(world_engine, value=Decimal(90))
    at = visit(REVIEWER, "adjustments")
    with transaction(world_engine) as session:
        service.take_back(session, person_of_login(session, KEJI), request, NOW)
    press(at, "同意")
    assert not at.exception
    assert "这项申请已撤回(王晓岚),不能再次办理" in text_of(at)


def test_the_unit_takes_its_request_back(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, value=Decimal(90))
    at = visit(KEJI, "adjustments")
    assert not [each for each in at.button if each.label in ("同意", "不同意")]
    press(at, "撤回申请")
    assert stored(world_engine)[0].state is RequestState.TAKEN_BACK


@pytest.mark.parametrize("login", [LEADER, ADMINISTRATOR])
def test_who_only_reads_gets_the_register_and_no_buttons(
    visit: Visit, world_engine: Engine, login: str
) -> None:
    asked(world_engine, value=Decimal(90))
    at = visit(login, "adjustments")
    assert not at.exception
    assert "浙科发〔2025〕1号" in text_of(at)
    assert not [each for each in at.button if each.label in ("同意", "不同意", "撤回申请", "提交申请")]
    assert not at.main.expander


def test_a_clerk_sees_no_other_departments_adjustments(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, value=Decimal(90))
    at = visit(JIAOTONG, "adjustments", code="A1-01")
    assert "高新技术企业" not in text_of(at)
    assert "没有目标调整" in text_of(at)
    (choice,) = at.selectbox
    assert not any("A1-01" in option for option in choice.options)


def test_the_registers_filters_stand_in_the_address(visit: Visit, world_engine: Engine) -> None:
    accepted(world_engine)
    asked(world_engine, value=Decimal(70), at=NOW)
    everything = visit(REVIEWER, "adjustments")
    assert "共2次,符合筛选条件2次" in text_of(everything)
    assert "共2次,符合筛选条件1次" in text_of(visit(REVIEWER, "adjustments", state="accepted"))
    assert "符合筛选条件0次" in text_of(visit(REVIEWER, "adjustments", when="2025Q4"))
    assert "没有符合条件的调整" in text_of(visit(REVIEWER, "adjustments", state="refused"))
    for unit in (str(unit_id(world_engine, "市科技局")), "市科技局"):  # the name: of the first version
        assert "符合筛选条件2次" in text_of(visit(REVIEWER, "adjustments", unit=unit))
    everything.selectbox(key="register-state").set_value("waiting").run()
    assert everything.query_params["state"] == "waiting"


def test_what_people_wrote_is_shown_as_they_wrote_it(visit: Visit, world_engine: Engine) -> None:
    asked(world_engine, value=Decimal(90))
    said = text_of(visit(REVIEWER, "adjustments"))
    assert "&lt;b&gt;核减&lt;/b&gt; **文件** :red[红] $x$" in said
    assert "<b>核减" not in said


def test_in_the_past_the_register_is_as_it_was_and_nothing_can_be_done(
    visit: Visit, world_engine: Engine
) -> None:
    accepted(world_engine)
    at = visit(REVIEWER, "adjustments", asof="2025-10-08")
    assert not at.exception
    assert "没有目标调整" in text_of(at)
    assert not at.main.expander


def test_the_target_page_shows_all_versions_and_leads_here(visit: Visit, world_engine: Engine) -> None:
    accepted(world_engine)
    said = text_of(visit(KEJI, "target", "2025Q2", code="A1-01", look="table"))
    assert "调整记录" in said
    assert "全年目标 100家 → 80家" in said
    assert "文件原定:100家" in said
    assert "&lt;b&gt;核减" in said
    assert "王晓岚" in said
    assert "45家" in said and "56.3%" in said  # noqa: PT018
    other = text_of(visit(JIAOTONG, "target", code="A4-02"))
    assert "调整记录" not in other


def test_each_quarter_on_the_target_page_is_judged_by_its_own_terms(
    visit: Visit, world_engine: Engine
) -> None:
    accepted(world_engine)  # 80 instead of 100, from the second quarter on
    said = text_of(visit(KEJI, "target", "2025Q2", code="A1-01", look="table"))
    table = said.split("各季度数据")[-1]
    assert "27.0%" in table  # 27 of 100
    assert "56.3%" in table  # 45 of 80


def test_a_link_to_the_form_is_offered_to_those_who_may_ask(visit: Visit) -> None:
    def links(login: str, code: str) -> list[str]:
        at = visit(login, "target", code=code)
        assert not at.exception
        return re.findall(r'<a class="go" href="/(?:adjustments|errata)[^"]*">([^<]*)</a>', text_of(at))

    assert links(KEJI, "A1-01") == ["申请调整这项目标"]
    assert links(REVIEWER, "A1-01") == ["申请调整这项目标", "勘误这项目标"]
    assert links(LEADER, "A1-01") == []
    assert links(JIAOTONG, "T03-01") == []  # co-responsible only


def test_a_year_end_call_of_adjustment_leads_to_the_form(visit: Visit) -> None:
    at = visit(JIAOTONG, "entry", "2025Q3")
    at.query_params["code"] = "A4-02"
    at.run()
    assert not [each for each in at.get("page_link") if each.proto.label == "申请调整这项目标"]
    call = next(each for each in at.segmented_control if str(each.label).startswith("年底研判"))
    call.set_value("adjust").run()
    assert not at.exception
    assert [each.proto.label for each in at.get("page_link")].count("申请调整这项目标") == 1
