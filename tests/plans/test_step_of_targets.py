"""新方案, step 3: what a target asks is set by hand: path, total, steps, condition, lead."""

from decimal import Decimal
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.notice import test_parts
from tests.notice.test_preparing import FACTS, ROADS_LEAD, TEXT, at
from tests.pages.conftest import errors_of, half_width, rows_of, text_of
from tests.plans.preparing import Take
from tests.plans.test_step_of_numbers import press
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Step
from tracker.notice.decisions import LeadSet, NumberSet, Place
from tracker.notice.preparing import PreparedTarget
from tracker.notice.readings import ReadingKind

ROADS = at("80公里")


def field(page: AppTest, label: str) -> Any:
    kinds = ("text_input", "text_area", "selectbox", "checkbox")
    return next(each for kind in kinds for each in page.get(kind) if half_width(each.label) == label)


def saved(page: AppTest) -> AppTest:
    label = next(each.label for each in page.button if each.label.startswith("保存"))
    return press(page, label)


def target(notice: Any, start: int) -> PreparedTarget:
    return next(each for each in notice.read()[1].targets if each.start == start)


def test_a_path_of_its_own_is_typed_period_by_period(take: Take) -> None:
    notice = take(TEXT, FACTS)
    page = notice.step("numbers", pile="targets", at=ROADS)
    page = field(page, "进度路径").set_value(Path.OWN_PLAN.value).run()
    for label, value in {"一季度": "10", "上半年": "30", "前三季度": "60", "全年": "80"}.items():
        field(page, f"{label}计划").set_value(value)
    saved(page)
    wanted = target(notice, ROADS).wanted
    assert (wanted.path, wanted.plan_values) == (Path.OWN_PLAN, tuple(map(Decimal, (10, 30, 60, 80))))


def test_a_path_with_a_gap_is_refused_and_stays_as_typed(take: Take) -> None:
    notice = take(TEXT, FACTS)
    page = notice.step("numbers", pile="targets", at=ROADS)
    page = field(page, "进度路径").set_value(Path.OWN_PLAN.value).run()
    field(page, "一季度计划").set_value("10")
    page = saved(page)
    assert "请填写四个季度的计划值" in text_of(page) + " ".join(errors_of(page))
    assert field(page, "一季度计划").value == "10"
    assert notice.read()[0].seen == 1


def test_an_amount_is_made_a_part_of_another(take: Take) -> None:
    notice = take(test_parts.TEXT)
    start, whole = test_parts.at("2亿元"), test_parts.at("8亿元")
    page = notice.step("numbers", pile="targets", at=start)
    assert field(page, "属于哪项的一部分").value == ""
    field(page, "属于哪项的一部分").set_value(str(whole))
    saved(page)
    assert target(notice, start).part_of == whole


def test_a_milestone_gets_its_steps_and_its_condition(take: Take) -> None:
    notice = take(TEXT, FACTS)
    start = at("开工建设颐养中心")
    page = notice.step("numbers", pile="targets", at=start)
    field(page, "步骤(每行一步:名称 空格 期限)").set_value("开工 2026Q2\n封顶 2026Q4")
    field(page, "条件说明").set_value("以用地批复为前提")
    saved(page)
    wanted = target(notice, start).wanted
    assert wanted.steps == (Step("开工", Period(2026, 2)), Step("封顶", Period(2026, 4)))
    assert (wanted.kind, wanted.due, wanted.condition) == (
        Kind.MILESTONE,
        Period(2026, 4),
        "以用地批复为前提",
    )


def test_a_range_and_a_lead_are_set_by_hand(take: Take) -> None:
    notice = take(TEXT, FACTS)
    page = notice.step("numbers", pile="targets", at=ROADS)
    page = field(page, "怎么算达到").set_value(Operator.RANGE.value).run()
    field(page, "区间上限").set_value("95")
    field(page, "牵头单位").set_value("市交通局")
    saved(page)
    found = target(notice, ROADS)
    assert (found.wanted.operator, found.wanted.upper) == (Operator.RANGE, Decimal(95))
    assert (found.lead, found.is_led_by_rule) == ("市交通局", False)


def test_what_a_colleague_decides_elsewhere_moves_no_field_in_use(take: Take) -> None:
    notice = take(TEXT, FACTS)
    page = notice.step("numbers", pile="targets", at=ROADS)
    field(page, "目标名称").set_value("农村公路提升改造")
    notice.decide(NumberSet(at("150张"), ReadingKind.REFERENCE))
    page = page.run()
    assert field(page, "目标名称").value == "农村公路提升改造"
    saved(page)
    assert target(notice, ROADS).wanted.name == "农村公路提升改造"


def test_one_lead_for_an_article_settles_all_its_targets(take: Take) -> None:
    notice = take(TEXT, FACTS)
    assert "(二)改造道路的2项目标牵头单位待定" in text_of(notice.step("check"))
    notice.decide(LeadSet(Place.ARTICLE, at("(二)"), "市交通运输局"))
    assert "全部核对完毕" in text_of(notice.step("check"))


def test_a_unit_that_is_called_alike_is_said_to_be_a_new_one_or_that_one(
    take: Take,
) -> None:
    notice, asks = take(TEXT, FACTS, ROADS_LEAD), "“市交通局”对应的单位"
    chosen = field(notice.step("beside", part="市交通局"), asks)
    assert chosen.value is None, "nobody has said it yet"
    assert chosen.options[:2] == ["新单位\uff1a市交通局", "市交通运输局"]
    for name, state in (("市交通局", "新单位"), ("市交通运输局", "人工设定")):
        page = field(notice.step("beside", part="市交通局"), asks).set_value(name).run()
        assert not page.exception
        (row,) = (each for each in rows_of(text_of(page), "责任单位") if each[0] == "市交通局")
        assert row[1:3] == [name, state]
