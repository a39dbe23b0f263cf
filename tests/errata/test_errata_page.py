"""The page 勘误: the office reads a clause anew and sees what that changes; everybody reads the register."""

from typing import Any

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.adjustments.test_adjustments_page import field, press
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.meetings.meeting import ErratumLine
from tracker.domain.workflow.erratum import ErratumKind
from tracker.queries.errata import errata
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans

REASON = "原文为“企业户数”,登记时误作家数。"


def stored(engine: Engine) -> tuple[ErratumLine, ...]:
    with reading(engine) as session:
        return errata(session, person_of_login(session, REVIEWER), plans(session)[0])


def pick(at: AppTest, kind: ErratumKind) -> AppTest:
    return at.get("button_group")[0].set_value(kind.value).run()


def fill(at: AppTest, reason: str = REASON, **typed: Any) -> AppTest:
    for label, text in typed.items():
        field(at, "text_input", label).set_value(text).run()
    return field(at, "text_area", "勘误理由").set_value(reason).run()


def withdrawn(visit: Visit, code: str = "A1-01") -> AppTest:
    at = pick(visit(REVIEWER, "errata", code=code), ErratumKind.WITHDRAWN)
    field(at, "selectbox", "这个数字应读作").select("reference").run()
    return press(fill(at), "撤销这项目标")


def test_the_quote_stands_above_the_fields_and_old_beside_new_below_them(
    visit: Visit, world_engine: Engine
) -> None:
    at = fill(visit(REVIEWER, "errata", code="A1-01"), 目标值="60")
    shown = text_of(at)
    for words in ("高新技术企业", "现行", "勘误为", "100家", "60家", "以下季度的状态将改变"):
        assert words in shown
    press(at, "保存勘误")
    (line,) = stored(world_engine)
    assert (line.code, line.reason) == ("A1-01", REASON)
    assert [each.text for each in line.changes] == ["目标值 100家 → 60家"]


def test_the_page_says_that_figures_stay_as_reported_under_another_unit(visit: Visit) -> None:
    at = visit(REVIEWER, "errata", code="A1-01")
    assert "不作换算" not in text_of(at)
    assert "按原样保留,不作换算" in text_of(fill(at, 计量单位="户"))


def test_without_a_reason_nothing_is_stored_and_what_was_typed_stays(
    visit: Visit, world_engine: Engine
) -> None:
    at = press(fill(visit(REVIEWER, "errata", code="A1-01"), reason="", 目标值="60"), "保存勘误")
    assert "请写明勘误理由" in text_of(at)
    assert field(at, "text_input", "目标值").value == "60"
    assert not stored(world_engine)


def test_what_nobody_has_seen_previewed_is_not_stored(visit: Visit, world_engine: Engine) -> None:
    at = fill(visit(REVIEWER, "errata", code="A1-01"), 目标值="60")
    field(at, "text_input", "目标值").set_value("70")
    assert "请核对下面的预览" in text_of(press(at, "保存勘误"))
    assert not stored(world_engine)


def test_a_missed_target_is_found_in_the_notice_and_registered(visit: Visit, world_engine: Engine) -> None:
    quote, number = "新认定的给予每家100万元补助", "100"
    at = pick(visit(REVIEWER, "errata"), ErratumKind.MISSED)
    field(at, "text_area", "原文摘录").set_value(quote).run()
    field(at, "text_input", "其中的数字").set_value(number).run()
    at = fill(at, 目标名称="补登的目标", 目标值="80", 计量单位="家")
    assert "补登后自2025年一季度起计入" in text_of(at)
    at = press(at, "补登这项目标")
    (line,) = stored(world_engine)
    assert (line.kind, line.quote, line.read.name) == (ErratumKind.MISSED, quote, "补登的目标")
    assert line.code in text_of(at)


def test_a_withdrawn_target_leaves_the_pages_and_its_record_stays(visit: Visit, world_engine: Engine) -> None:
    withdrawn(visit)
    (line,) = stored(world_engine)
    assert (line.kind, line.number_reads) == (ErratumKind.WITHDRAWN, "reference")
    for login in (REVIEWER, KEJI):
        shown = text_of(visit(login, "target", code="A1-01"))
        assert "这项目标已勘误撤销" in shown
        assert "第1次填报" in shown
    assert "A1-01" not in text_of(visit(REVIEWER, "targets"))
    assert "这项目标已勘误撤销" not in text_of(visit(JIAOTONG, "target", code="A1-01"))


def test_a_withdrawal_is_taken_back_on_the_same_page(visit: Visit, world_engine: Engine) -> None:
    withdrawn(visit)
    at = pick(visit(REVIEWER, "errata", code="A1-01"), ErratumKind.RESTORED)
    press(fill(at, "撤销有误。"), "恢复这项目标")
    assert [each.kind for each in stored(world_engine)] == [ErratumKind.RESTORED, ErratumKind.WITHDRAWN]
    assert "累计完成" in text_of(visit(REVIEWER, "target", code="A1-01"))


@pytest.mark.parametrize("login", [KEJI, LEADER, ADMINISTRATOR])
def test_others_read_the_register_and_make_nothing(visit: Visit, login: str) -> None:
    press(fill(visit(REVIEWER, "errata", code="A1-01"), 目标值="60"), "保存勘误")
    at = visit(login, "errata", code="A1-01")
    assert REASON in text_of(at)
    assert not [each for each in at.button if each.label == "保存勘误"]
    assert REASON not in text_of(visit(JIAOTONG, "errata"))


def test_the_targets_own_page_shows_its_errata_and_the_way_to_make_one(visit: Visit) -> None:
    assert "勘误记录" not in text_of(visit(KEJI, "target", code="A1-01"))
    press(fill(visit(REVIEWER, "errata", code="A1-01"), 目标值="60"), "保存勘误")
    shown = text_of(visit(KEJI, "target", code="A1-01"))
    assert "勘误记录" in shown
    assert REASON in shown
