"""判定规则: nothing is saved that was not previewed, and what was previewed is what is saved."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, half_width, in_signs, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans, rules_at
from tracker.services.rules import set_rules


def field(at: AppTest, kind: str, label: str) -> Any:
    return next(each for each in getattr(at, kind) if half_width(str(each.label)).startswith(label))


def press(at: AppTest, label: str) -> AppTest:
    return field(at, "button", label).click().run()


def in_force(engine: Engine) -> RuleSet:
    with reading(engine) as session:
        return rules_at(session, plans(session)[0].id)


def fill(at: AppTest, slight: str = "60", on: str = "80", reason: str = "常务会议决定。") -> AppTest:
    field(at, "text_input", "按进度的目标:达时序").set_value(on).run()
    field(at, "text_input", "按进度的目标:稍慢").set_value(slight).run()
    return field(at, "text_area", "修改理由").set_value(reason).run()


def another_administrator_saves(engine: Engine) -> None:
    with transaction(engine) as session:
        plan, person = plans(session)[0], person_of_login(session, ADMINISTRATOR)
        set_rules(session, person, plan.id, replace(RuleSet(), name="新规则"), "另有决定。", 1, NOW)


def test_the_page_shows_the_rules_in_words_and_their_history(visit: Visit) -> None:
    at = visit(ADMINISTRATOR, "rules")
    assert not at.exception
    said = text_of(at)
    assert "实际÷应达不低于100%为达时序,不低于80%为稍慢" in said
    assert "随方案载入" in said
    assert not [each for each in at.button if each.label == "确认保存"]


def test_a_preview_names_the_targets_and_what_was_previewed_is_saved(
    visit: Visit, world_engine: Engine
) -> None:
    at = press(fill(visit(ADMINISTRATOR, "rules")), "预览")
    assert not at.exception
    said = text_of(at)
    assert "以下2项目标的状态将改变" in said
    assert [each.label for each in at.main.expander] == ["2025年二季度：2项"]
    assert "A1-01 新增高新技术企业" in said
    assert "▲ 稍慢 → ● 达时序" in in_signs(said)
    assert "实际÷应达不低于80%为达时序,不低于60%为稍慢" in said
    assert in_force(world_engine).version == 1
    press(at, "确认保存")
    assert not at.exception
    saved = in_force(world_engine)
    assert (saved.version, saved.paced_on, saved.paced_slight) == (2, 80, 60)
    assert "常务会议决定。" in text_of(at)
    assert not [each for each in at.button if each.label == "确认保存"]


def test_fields_that_were_changed_after_the_preview_are_not_saved(visit: Visit, world_engine: Engine) -> None:
    at = press(fill(visit(ADMINISTRATOR, "rules")), "预览")
    field(at, "text_input", "按进度的目标:稍慢").set_value("70").run()
    assert "内容有改动,请重新预览后再保存" in text_of(at)
    assert not [each for each in at.button if each.label == "确认保存"]
    press(press(at, "预览"), "确认保存")
    assert in_force(world_engine).paced_slight == 70


def test_a_preview_without_reason_or_readable_numbers_says_what_is_missing(visit: Visit) -> None:
    at = press(fill(visit(ADMINISTRATOR, "rules"), reason=""), "预览")
    assert "请写明修改判定规则的理由" in text_of(at)
    at = press(fill(at, slight="六十"), "预览")
    assert "按进度的目标:稍慢界限:“六十”不是数字" in text_of(at)
    at = press(fill(at, slight="90"), "预览")
    assert "判定界限的顺序不对" in text_of(at)
    assert not [each for each in at.button if each.label == "确认保存"]


def test_nothing_to_change_is_said(visit: Visit, world_engine: Engine) -> None:
    at = press(fill(visit(ADMINISTRATOR, "rules"), slight="80", on="100"), "预览")
    assert "没有目标的状态会改变" in text_of(at)
    press(at, "确认保存")
    assert "没有改动,请至少修改一项" in text_of(at)
    assert in_force(world_engine).version == 1


def test_another_method_starts_from_its_own_thresholds(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "rules")
    field(at, "segmented_control", "判定方法").set_value("points").run()
    assert field(at, "text_input", "按进度的目标:达时序").value == "10"
    assert "界限（个百分点）" in field(at, "text_input", "按进度的目标:稍慢").label
    field(at, "text_area", "修改理由").set_value("按银川做法。").run()
    press(press(at, "预览"), "确认保存")
    saved = in_force(world_engine)
    assert (saved.method, saved.paced_on, saved.flat_slight) == (Method.POINTS, 10, 5)


def test_a_preview_on_rules_replaced_meanwhile_is_not_saved(visit: Visit, world_engine: Engine) -> None:
    at = press(fill(visit(ADMINISTRATOR, "rules")), "预览")
    another_administrator_saves(world_engine)
    press(at, "确认保存")
    assert not at.exception
    said = text_of(at)
    assert "陈管理已保存第2版判定规则,您的修改没有保存" in said
    assert "规则名称:默认规则 → 新规则(陈管理)" in said
    assert in_force(world_engine).name == "新规则"
    assert field(at, "text_input", "按进度的目标:稍慢").value == "60"
    press(press(at, "预览"), "确认保存")
    assert in_force(world_engine).version == 3


def test_a_cancelled_preview_saves_nothing(visit: Visit, world_engine: Engine) -> None:
    at = press(press(fill(visit(ADMINISTRATOR, "rules")), "预览"), "取消")
    assert not [each for each in at.button if each.label == "确认保存"]
    assert in_force(world_engine).version == 1


def test_in_the_past_the_rules_are_only_read(visit: Visit, world_engine: Engine) -> None:
    another_administrator_saves(world_engine)
    at = visit(ADMINISTRATOR, "rules", asof="2025-10-08")
    assert not at.exception
    assert "新规则" not in text_of(at)
    assert not [each for each in at.button if each.label == "预览"]


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER])
def test_only_the_administrator_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "rules"))


@pytest.mark.parametrize("day", ["0001-01-01", "2024-12-31"])
def test_on_a_day_before_the_first_plan_there_is_a_sentence(visit: Visit, day: str) -> None:
    at = visit(ADMINISTRATOR, "rules", asof=day)
    assert not at.exception
    assert "还没有判定规则" in text_of(at)
