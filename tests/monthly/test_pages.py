"""A monthly plan through every page, for every role, in both languages: it says months and never quarters."""

import re

import pytest
from sqlalchemy import Engine

from tests.language.conftest import english
from tests.language.test_pages_in_english import CHINESE, SAID, all_of, data
from tests.monthly.cast import MONTHLY, QUARTERLY
from tests.pages.conftest import Visit, half_width, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tests.plans.cast import HEAD
from tests.plans.test_pages_of_plans import links_of
from tracker.db import reading
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.plans import plan_meant
from tracker.queries.own_work import OVER_PLANS
from tracker.queries.plans import plans, windows

__all__ = ["data", "english"]
WHO = {
    Role.CLERK: KEJI,
    Role.HEAD: HEAD,
    Role.REVIEWER: REVIEWER,
    Role.LEADER: LEADER,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}
# What a page shows most with.
ARGUMENTS = {
    "areas": {"area": "4"},
    "target": {"code": "A1-01"},
    "notice": {"area": "1"},
    "method": {"part": "why", "of": "A1-01"},
    "entry": {"code": "A1-01"},
    "errata": {"code": "T18-01"},
    "periods": {"span": "year"},
}
VISITS = [(role, page) for role in Role for page in PAGES if may_open(role, page)]


@pytest.mark.parametrize(("role", "page"), VISITS)
def test_a_page_of_a_monthly_plan_says_months(visit: Visit, role: Role, page: str) -> None:
    # Of another month than people come for, a page over all open plans shows this plan alone.
    month = "2025-08" if page in {*OVER_PLANS, "reporting"} else "2025-09"
    at = visit(WHO[role], page, plan=MONTHLY, q=month, unapproved="true", **ARGUMENTS.get(page, {}))
    assert not at.exception
    said = text_of(at)
    fields = [
        str(getattr(each, "label", "")) for kind in (at.selectbox, at.button, at.checkbox) for each in kind
    ]
    if page == "windows":  # those of the quarterly plan stand there too, each with its plan in its links
        assert re.search(r"plan=" + MONTHLY + r"[^\"]*q=2025-0\d", said)
        return
    if page != "plans":  # which lists the quarterly one too
        assert not re.findall(".{0,12}季.{0,12}", "\n".join([said, *fields]))
    assert "2025Q" not in said
    assert not [link for link in links_of(at) if re.search(r"[?&]q=2025Q", link)]


def test_a_month_is_chosen_from_a_list_that_says_which_are_not_open(visit: Visit) -> None:
    at = visit(LEADER, "overview", plan=MONTHLY)
    months = at.selectbox(key="month")
    assert (months.value, len(months.options)) == ("2025-09", 12)
    assert [half_width(each) for each in months.options[8:10]] == ["1—9月", "1—10月(未开放)"]
    months.set_value("2025-06").run()
    assert at.query_params["q"] == "2025-06"
    assert "1—6月" in text_of(at)


def test_an_address_with_a_quarter_shows_a_monthly_plan_at_its_last_month(visit: Visit) -> None:
    at = visit(LEADER, "overview", plan=MONTHLY, q="2025Q2")
    assert at.selectbox(key="month").value == "2025-06"
    assert at.query_params["q"] == "2025-06"


def test_the_switch_of_plans_leads_from_months_to_quarters_and_back(visit: Visit) -> None:
    at = visit(LEADER, "overview", plan=MONTHLY, q="2025-06")
    at.selectbox(key="plan_chosen").set_value(QUARTERLY).run()
    assert not at.exception
    assert at.segmented_control(key="quarter").value == "2025Q3"
    at.selectbox(key="plan_chosen").set_value(MONTHLY).run()
    assert not at.exception
    assert at.selectbox(key="month").value == "2025-09"


def test_each_plan_reads_its_own_figures(visit: Visit) -> None:
    of_month = text_of(visit(REVIEWER, "target", plan=MONTHLY, q="2025-06", code="A1-01"))
    of_quarter = text_of(visit(REVIEWER, "target", plan=QUARTERLY, q="2025Q2", code="A1-01"))
    assert "1—6月应达50家" in of_month
    assert rows_of(of_month, "历次上报")[0][:2] != rows_of(of_quarter, "历次上报")[0][:2]


def test_three_months_behind_in_a_row_are_said(visit: Visit) -> None:
    said = text_of(visit(LEADER, "target", plan=MONTHLY, q="2025-09", code="A1-01", unapproved="true"))
    assert "连续三期" in said
    assert "剩3个月" in said


def test_six_months_stand_side_by_side_and_the_whole_year_at_a_click(visit: Visit) -> None:
    def heads(**asked: str) -> list[str]:
        said = text_of(visit(LEADER, "periods", plan=MONTHLY, q="2025-09", **asked))
        return re.findall(r'class="of-period[^"]*">([^<]*)<small>', said)

    assert heads() == [f"{month}月" for month in range(4, 10)]
    assert heads(span="year") == [f"{month}月" for month in range(1, 13)]


def test_a_whole_year_of_windows_is_set_at_once(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "windows", plan=MONTHLY, q="2025-09")
    at.number_input(key="timetable-1").set_value(5)
    next(each for each in at.button if each.label == "设置各期").click().run()
    assert "已设置3期的填报时间" in text_of(at)
    with reading(world_engine) as session:
        plan = plan_meant(plans(session), MONTHLY)
        due = {each.period.number: each.window.due_at for each in windows(session, plan) if each.window}
    assert [f"{due[month].astimezone(SHANGHAI):%m-%d}" for month in (9, 10, 11, 12)] == [
        *("10-10", "11-05", "12-05", "01-05"),
    ]
    again = next(each for each in at.button if each.label == "设置各期").click().run()
    assert "没有要设置的期间" in text_of(again)


def test_a_quarterly_plan_sets_each_window_by_itself(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", plan=QUARTERLY, q="2025Q3")
    assert not [each for each in at.button if each.label == "设置各期"]


def test_a_clerk_reports_a_month_and_its_words_are_of_months(visit: Visit) -> None:
    at = visit(KEJI, "entry", plan=MONTHLY, q="2025-09", code="T02-01")
    labels = [each.label for each in at.checkbox]
    assert "本月不适用" in labels
    next(each for each in at.button if each.label == "提交").click().run()
    said = text_of(at)
    assert "本月确实没有数据请选“本月不适用”" in said


@pytest.mark.parametrize("page", [page for page in PAGES if may_open(Role.REVIEWER, page)])
def test_what_is_chinese_on_an_english_page_is_data(english: Visit, data: str, page: str) -> None:
    at = english(REVIEWER, page, plan=MONTHLY, q="2025-09", **ARGUMENTS.get(page, {}))
    assert not at.exception
    found = {run for run in CHINESE.findall(all_of(at)) if run not in data and run not in SAID}
    # Names proposed for meeting files stay Chinese.
    assert found - {"月重点目标进展", "年重点目标按月调度方案"} == set()
    assert page == "plans" or "quarter" not in all_of(at).lower()  # it lists the quarterly one too
