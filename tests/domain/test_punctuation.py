"""Printed Chinese has full-width marks, and numbers, times and addresses keep theirs."""

import pytest

from tracker.domain.language import _
from tracker.domain.language.punctuation import full_width, of_template


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "量化目标55项,达到44项,占80.0%;未达到11项(稍慢7项,滞后4项)。",
            "量化目标55项，达到44项，占80.0%；未达到11项（稍慢7项，滞后4项）。",
        ),
        ("占80.0%,3项", "占80.0%，3项"),
        ("累计1,368台,还差9,900,000标箱", "累计1,368台，还差9,900,000标箱"),
        ("每日09:00至17:30,周末除外", "每日09:00至17:30，周末除外"),
        ("按1:3配套", "按1:3配套"),
        ("集装箱吞吐量(市交通运输局): 1—9月为3", "集装箱吞吐量（市交通运输局）：1—9月为3"),
        ("未填报: 前三季度应报", "未填报：前三季度应报"),
        ("台(套)", "台（套）"),
        ("浓度(PM2.5)下降", "浓度（PM2.5）下降"),
        ("f(x), g(y)", "f(x), g(y)"),
        ("完成率 = (93 − 0) ÷ (230 − 0) = 40.4%", "完成率 = (93 − 0) ÷ (230 − 0) = 40.4%"),
        ("见https://a.example.cn/x?y=1,2,谢谢", "见https://a.example.cn/x?y=1,2，谢谢"),
        ("联系a@b.cn,谢谢", "联系a@b.cn，谢谢"),
        ("好!对吗?", "好！对吗？"),
        ("Q3-02;A,B", "Q3-02;A,B"),
        ("“一带一路”,推进", "“一带一路”，推进"),
        ("外(内(更内),再)", "外（内（更内），再）"),
        ("只有半个(括号", "只有半个(括号"),
        ("已全角，不变（对）；是", "已全角，不变（对）；是"),
        ("", ""),
    ],
)
def test_marks_are_turned_where_they_stand_in_chinese(typed: str, printed: str) -> None:
    assert full_width(typed) == printed
    assert full_width(printed) == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("“新增“专精特新”企业”滞后", "“新增‘专精特新’企业”滞后"),
        ("“甲”和“乙”", "“甲”和“乙”"),
        ("“一“二“三”二”一”", "“一‘二“三”二’一”"),
        ("“甲“乙”丙”、“丁”", "“甲‘乙’丙”、“丁”"),
        ("“没有收尾“乙”", "“没有收尾“乙”"),
        ("多一个”“甲“乙”丙”", "多一个”“甲‘乙’丙”"),
        ("“甲‘乙’丙”", "“甲‘乙’丙”"),
    ],
)
def test_quotes_within_quotes_are_single(typed: str, printed: str) -> None:
    assert full_width(typed) == printed
    assert full_width(printed) == printed


@pytest.mark.parametrize(
    ("template", "seen"),
    [
        ("{label}:{text}", "{label}：{text}"),
        ("{text}({beside})", "{text}（{beside}）"),
        ("{lead},其中应报{due}项", "{lead}，其中应报{due}项"),
        (",", "，"),
        ("最多 {count:,} 个字,现有{more:,}个", "最多 {count:,} 个字，现有{more:,}个"),
        ("发送{way}({{n}})", "发送{way}（{{n}}）"),
        ("不是季度,应写作 2025Q3。", "不是季度，应写作 2025Q3。"),
        ("每日09:00,共1,368项", "每日09:00，共1,368项"),
    ],
)
def test_a_template_has_its_marks_before_it_is_filled(template: str, seen: str) -> None:
    assert of_template(template) == seen
    assert _(template) == seen
