"""Short names are words of the whole name, in its order, or the whole name itself."""

import csv

import pytest

from tracker.domain.sentences.short_names import (
    area_short,
    areas_short,
    plan_short,
    unit_short,
    without_city,
)
from tracker.settings import ROOT

WHOLE = "海宁市贯彻《浙江省关于推动经济高质量发展若干政策(2025年版)》承接落实方案"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("推进教育科技人才一体发展", "教育科技人才"),
        ("加快先进制造业发展", "先进制造业"),
        ("推进服务业高质量发展", "服务业"),
        ("推进高水平交通强市建设", "交通强市"),
        ("全力扩大有效投资", "有效投资"),
        ("保障和改善民生", "民生"),
        ("深化人才引育机制创新", "人才引育机制创新"),
        # Where no noun is surely left the title stays.
        ("完善空间载体功能布局", "完善空间载体功能布局"),
        ("保障措施", "保障措施"),
        ("老有所养", "老有所养"),
        ("推进高质量发展", "推进高质量发展"),
        ("", ""),
    ],
)
def test_an_area_is_called_by_its_noun(title: str, short: str) -> None:
    assert area_short(title) == short


def test_the_areas_of_the_notice_are_all_called_differently() -> None:
    with (ROOT / "seed" / "haining-2025" / "areas.csv").open(encoding="utf-8-sig") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    short = areas_short(titles)
    assert list(short) == titles
    assert len(set(short.values())) == len(titles)
    assert all(name in title and len(name) <= 6 for title, name in short.items())


def test_areas_that_would_be_called_the_same_keep_their_titles() -> None:
    titles = ("推进服务业发展", "加快服务业高质量发展", "优化营商环境")
    assert areas_short(titles) == {**dict(zip(titles[:2], titles[:2], strict=True)), titles[2]: "营商环境"}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("市科技局", "科技局"),
        ("市市场监管局", "市场监管局"),
        # 市 begins a word of the name itself.
        ("市直各部门", "市直各部门"),
        ("市委组织部", "市委组织部"),
        ("市场监管局", "市场监管局"),
        ("市政协办公室", "市政协办公室"),
        ("团市委", "团市委"),
    ],
)
def test_a_unit_leaves_out_the_city_and_no_half_of_a_word(name: str, short: str) -> None:
    assert without_city(name) == short


def test_a_long_unit_leaves_out_that_it_is_the_citys() -> None:
    assert unit_short("市自然资源和规划局") == "自然资源和规划局"
    assert unit_short("市农业农村局") == "市农业农村局"
    assert unit_short("中国信保嘉兴营业部") == "中国信保嘉兴营业部"


@pytest.mark.parametrize(
    ("title", "short"),
    [
        (WHOLE, "经济高质量发展若干政策承接方案"),
        ("2026年政府工作报告重点工作任务分工", "2026年政府工作报告重点工作任务分工"),
        ("《实施方案》", "《实施方案》"),
    ],
)
def test_a_plan_is_called_by_the_policy_that_it_carries_out(title: str, short: str) -> None:
    assert plan_short(title) == short
