"""What a department is told: tables of what is open and the words for it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.domain.workflow.chasing import (
    Due,
    Kind,
    Message,
    OpenDirective,
    OpenMatter,
    OpenTarget,
    in_short,
    is_same_day,
    is_second_click,
    is_time_to_remind,
    message,
    message_over_plans,
)
from tracker.domain.workflow.lifecycle import Window

Q3 = Period(2025, 3)
DUE_AT = datetime(2025, 10, 10, 18, tzinfo=SHANGHAI)
CLOSES = datetime(2025, 10, 20, 18, tzinfo=SHANGHAI)
WINDOW = Window(Q3, datetime(2025, 9, 25, 9, tzinfo=SHANGHAI), DUE_AT, CLOSES)
BEFORE = datetime(2025, 10, 8, 9, tzinfo=SHANGHAI)
LATE = datetime(2025, 10, 13, 9, tzinfo=SHANGHAI)
CLOSED = datetime(2025, 10, 21, 9, tzinfo=SHANGHAI)
PLAN = PlanRef(1, "haining-2025", "承接落实方案", "海政发〔2025〕10号", 2025, date(2025, 6, 10))
URL = "https://kpi.example.gov.cn"
NOTHING = Due(UnitRef(1, "市科技局"), Q3, WINDOW, clerks=("王晓岚", "何平"))
MISSING = OpenTarget("A1-01", "高新技术企业")
RETURNED = OpenTarget("A4-02", "集装箱吞吐量", "请核对口径，\n并附港区月报。")
BEHIND = OpenTarget("A2-03", "服务贸易增速", "滞后，未写下一步举措")
MATTER = OpenMatter(12, "A4-02", "集装箱吞吐量", "由市资规局落实用地指标。", date(2025, 9, 30))


def said(due: Due, now: datetime = BEFORE) -> Message:
    found = message(due, now, URL, PLAN)
    assert found is not None
    return found


def test_a_department_with_nothing_open_is_told_nothing() -> None:
    assert message(NOTHING, BEFORE, URL, PLAN) is None


def test_one_message_over_several_plans_has_a_part_for_each_and_counts_them_together() -> None:
    other = replace(PLAN, id=2, code="ms", title="民生实事")
    late = Window(Q3, WINDOW.opens_at, BEFORE - timedelta(days=1), CLOSES)
    dues = [
        (PLAN, replace(NOTHING, missing=(MISSING, MISSING), returned=(RETURNED,))),
        (other, replace(NOTHING, window=late, missing=(MISSING,))),
        (PLAN, NOTHING),
    ]
    told = message_over_plans(dues, BEFORE, URL, is_one_of_several=True)
    assert told is not None
    assert told.subject == "【催报】市科技局：2个方案未填报2项、逾期未报1项、已退回1项"
    assert told.text.splitlines() == [
        "【催报】市科技局：",
        "贵单位在2个方案中有以下事项待办：未填报2项、逾期未报1项、已退回1项。",
        "",
        "一、承接落实方案（2025年三季度）：未填报2项、已退回1项。",
        "填报截止时间为10月10日18:00，还剩2天。",
        "未填报，请按时填报：",
        "1. A1-01 高新技术企业",
        "2. A1-01 高新技术企业",
        "已退回，请按退回意见修改后重新提交：",
        "1. A4-02 集装箱吞吐量（退回意见：请核对口径，并附港区月报。）",
        "请登录办理：https://kpi.example.gov.cn/tasks?q=2025Q3&plan=haining-2025",
        "",
        "二、民生实事（2025年三季度）：逾期未报1项。",
        "填报已于10月7日09:00截止，已逾期1天；10月20日18:00关闭填报，请抓紧办理。",
        "逾期未报，请立即填报：",
        "1. A1-01 高新技术企业",
        "请登录办理：https://kpi.example.gov.cn/tasks?q=2025Q3&plan=ms",
        "",
        "填报人：王晓岚、何平。",
        "如已办理，请忽略本提醒。",
        "市府办督查 2025年10月8日",
    ]


@pytest.mark.parametrize("is_one_of_several", [False, True])
def test_with_something_open_in_one_plan_alone_the_message_is_that_plans(is_one_of_several: bool) -> None:
    due = replace(NOTHING, missing=(MISSING,))
    dues = [(PLAN, due), (replace(PLAN, id=2, code="ms"), NOTHING)]
    own = message(due, BEFORE, URL, PLAN, is_one_of_several=is_one_of_several)
    assert message_over_plans(dues, BEFORE, URL, is_one_of_several=is_one_of_several) == own
    assert message_over_plans([(PLAN, NOTHING)], BEFORE, URL, is_one_of_several=True) is None


def test_a_message_about_made_up_figures_says_so_in_front() -> None:
    due = replace(NOTHING, missing=(MISSING,))
    told = message(due, BEFORE, URL, replace(PLAN, is_demonstration=True))
    assert told is not None
    assert told.subject.startswith("【演示数据，非真实填报】【催报】市科技局")
    assert told.text.startswith("【演示数据，非真实填报】【催报】市科技局")
    assert "演示" not in said(due).subject + said(due).text


def test_a_message_says_who_what_and_by_when_in_full() -> None:
    due = replace(NOTHING, missing=(MISSING,), returned=(RETURNED,), unexplained=(BEHIND,), matters=(MATTER,))
    told = said(due)
    assert told.subject == (
        "【催报】市科技局：2025年三季度重点目标未填报1项、已退回1项、落后缺说明1项、议定事项逾期1项"
    )
    assert told.text == "\n".join(
        (
            "【催报】市科技局：",
            "2025年三季度重点目标，贵单位有以下事项待办：未填报1项、已退回1项、落后缺说明1项、议定事项逾期1项。",
            "填报截止时间为10月10日18:00，还剩2天。",
            "",
            "一、未填报，请按时填报：",
            "1. A1-01 高新技术企业",
            "",
            "二、已退回，请按退回意见修改后重新提交：",
            "1. A4-02 集装箱吞吐量（退回意见：请核对口径，并附港区月报。）",
            "",
            "三、进度落后于时序、缺少说明，请填写补充说明：",
            "1. A2-03 服务贸易增速（滞后，未写下一步举措）",
            "",
            "四、议定事项已过办结时限，请办结并填写办理情况：",
            "1. 事项第12号，A4-02 集装箱吞吐量：由市资规局落实用地指标。"
            "（应于2025年9月30日前办结，已逾期8天）",
            "",
            "填报人：王晓岚、何平。",
            "请登录办理：https://kpi.example.gov.cn/tasks?q=2025Q3",
            "议定事项：https://kpi.example.gov.cn/matters",
            "如已办理，请忽略本提醒。",
            "市府办督查 2025年10月8日",
        )
    )


@pytest.mark.parametrize(
    ("now", "line"),
    [
        (BEFORE, "填报截止时间为10月10日18:00，还剩2天。"),
        (DUE_AT - timedelta(minutes=1), "填报截止时间为10月10日18:00，今天到期。"),
        (DUE_AT, "填报已于10月10日18:00截止，今天已过时限；10月20日18:00关闭填报，请抓紧办理。"),
        (LATE, "填报已于10月10日18:00截止，已逾期3天；10月20日18:00关闭填报，请抓紧办理。"),
        (CLOSED, "填报已于10月20日18:00关闭，如需补报请联系市府办督查。"),
    ],
)
def test_the_deadline_is_said_with_the_days_left_or_overdue(now: datetime, line: str) -> None:
    assert said(replace(NOTHING, missing=(MISSING,)), now).text.splitlines()[2] == line


def test_what_is_missing_after_the_due_date_is_called_overdue() -> None:
    due = replace(NOTHING, missing=(MISSING, MISSING))
    assert "未填报2项" in said(due, BEFORE).subject
    late = said(due, LATE)
    assert "逾期未报2项" in late.subject
    assert "一、逾期未报，请立即填报：" in late.text


def test_a_department_that_is_let_in_is_told_until_when() -> None:
    until = datetime(2025, 10, 24, 18, tzinfo=SHANGHAI)
    let_in = replace(NOTHING, missing=(MISSING,), let_in_until=until)
    line = "填报已于10月20日18:00关闭，已为贵单位开放补报至10月24日18:00，还剩3天。"
    assert said(let_in, CLOSED).text.splitlines()[2] == line
    assert "如需补报请联系" in said(let_in, until).text


def test_what_was_returned_can_come_back_after_closing() -> None:
    told = said(replace(NOTHING, returned=(RETURNED,)), CLOSED).text
    assert "填报已于10月20日18:00关闭，退回的数据仍可重新提交，请尽快办理。" in told


def test_a_directive_past_its_day_is_told_with_its_words_and_where_to_answer() -> None:
    asked = OpenDirective(3, "集装箱吞吐量", "请说明原因。", date(2025, 10, 9))
    told = said(replace(NOTHING, directives=(asked,)), LATE).text
    assert "贵单位有以下事项待办：批示逾期未答复1项。" in told
    assert "一、批示已过答复时限，请立即答复：" in told
    assert "1. 批示第3号，集装箱吞吐量：请说明原因。（应于2025年10月9日前答复，已逾期4天）" in told
    assert "批示：https://kpi.example.gov.cn/directives" in told
    assert "截止" not in told


def test_a_matter_alone_names_no_reporting_deadline() -> None:
    told = said(replace(NOTHING, matters=(MATTER,)), LATE).text
    assert "一、议定事项已过办结时限" in told
    assert "截止" not in told
    assert "/tasks" not in told


def test_a_unit_without_clerks_is_told_without_names() -> None:
    assert "填报人" not in said(replace(NOTHING, missing=(MISSING,), clerks=())).text


@pytest.mark.parametrize(
    ("written", "short"),
    [("一\n 二\t三", "一 二 三"), ("字" * 60, "字" * 60), ("字" * 61, "字" * 59 + "…"), ("", "")],
)
def test_a_note_is_one_short_line(written: str, short: str) -> None:
    assert in_short(written) == short


@pytest.mark.parametrize(
    ("now", "timely"),
    [
        (datetime(2025, 9, 24, 9, tzinfo=SHANGHAI), False),
        (datetime(2025, 10, 6, 23, 59, tzinfo=SHANGHAI), False),
        (datetime(2025, 10, 7, 0, 0, tzinfo=SHANGHAI), True),
        (DUE_AT, True),
        (CLOSES - timedelta(seconds=1), True),
        (CLOSES, False),
    ],
)
def test_the_scheduler_sends_near_the_due_date_and_until_the_window_closes(
    now: datetime, timely: bool
) -> None:
    assert is_time_to_remind(NOTHING, now, 3) is timely


def test_the_scheduler_sends_to_who_is_let_in_and_to_nobody_without_a_window() -> None:
    assert is_time_to_remind(replace(NOTHING, let_in_until=CLOSED + timedelta(days=1)), CLOSED, 3)
    assert not is_time_to_remind(replace(NOTHING, window=None), BEFORE, 3)


@pytest.mark.parametrize(
    ("minutes", "words", "second"),
    [(0, "同样", True), (9, "同样", True), (10, "同样", False), (1, "不同", False)],
)
def test_the_same_words_within_ten_minutes_are_a_second_click(minutes: int, words: str, second: bool) -> None:
    assert is_second_click(BEFORE, "同样", BEFORE + timedelta(minutes=minutes), words) is second


def test_a_day_is_one_of_shanghai() -> None:
    late, early = datetime(2025, 10, 8, 23, 59, tzinfo=SHANGHAI), datetime(2025, 10, 9, 0, 1, tzinfo=SHANGHAI)
    assert not is_same_day(late, early)  # one day in UTC
    assert is_same_day(early, early + timedelta(hours=23))


def test_kinds_are_counted_apart() -> None:
    due = replace(NOTHING, missing=(MISSING,), returned=(RETURNED, RETURNED))
    assert [due.count(kind) for kind in Kind] == [1, 2, 0, 0, 0]
    assert not due.is_empty
    assert NOTHING.is_empty
