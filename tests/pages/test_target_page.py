"""目标: what is shown of one target is the scorecard's, and nobody sees what is not theirs."""

import re
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, errors_of, half_width, include_unapproved, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import change_text, completion_text, gap_text, progress, required_text
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard

SECOND, THIRD = Period(2025, 2), Period(2025, 3)


def score_of(engine: Engine, code: str, period: Period, unapproved: bool = False) -> Score:
    with reading(engine) as session:
        everybody = Person(0, "", "", Role.REVIEWER)
        card = scorecard(session, plans(session)[0], period, everybody, include_unapproved=unapproved)
    return next(score for score in card.scores if score.target.code == code)


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER, ADMINISTRATOR])
def test_the_page_says_what_the_scorecard_says(visit: Visit, world_engine: Engine, login: str) -> None:
    score = score_of(world_engine, "A1-01", SECOND)
    assert score.judgement.completion == Fraction(45, 100)
    at = visit(login, "target", "2025Q2", code="A1-01")
    assert not at.exception
    said = text_of(at)
    for words in (
        completion_text(score),
        gap_text(score),
        change_text(score, SECOND),
        progress(score, SECOND),
    ):
        assert words
        assert half_width(words) in said
    shape, word = labelled(score.status).split()
    assert f">{shape}</span>{word}" in said


def test_each_reading_shows_its_arithmetic(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", "2025Q2", code="A1-01"))
    assert "完成率 = (45 − 0) ÷ (100 − 0) = 45.0%" in said
    assert "应达按1—6月 6÷12,100家×50% = 50家" in said
    assert "45 − 27 = 18" in said


def test_the_required_rate_is_said_while_the_total_falls_short(visit: Visit, world_engine: Engine) -> None:
    needed = required_text(score_of(world_engine, "A1-01", SECOND))
    assert half_width(needed or "") == "还差55家,剩6个月,平均每月约10家;至今平均每月7.5家"
    assert "还差55家" in text_of(visit(KEJI, "target", "2025Q2", code="A1-01"))


def test_what_waits_for_review_is_shown_with_the_switch_only_and_marked(visit: Visit) -> None:
    at = visit(KEJI, "target", "2025Q3", code="A1-01")
    assert "</span>待审核" in text_of(at)
    assert "68家</" not in text_of(at)
    assert "已提交、等待审核,打开“含未审核”可以查看" in text_of(at)
    include_unapproved(at)
    assert not at.exception
    assert "68家(未审核)" in text_of(at)
    assert "打开“含未审核”可以查看" not in text_of(at)


def test_a_verified_value_counts_and_the_reported_one_stays_visible(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    assert "累计完成17.5万标箱," in said
    assert "牵头单位上报18万标箱,审核值为17.5万标箱;会议材料只用审核值" in said.replace("\\", "")
    assert "电话核查" in said


def test_the_notice_is_quoted_with_the_number_marked(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", code="A1-01"))
    assert "海政发〔2025〕10号 · 推进教育科技人才一体发展 · 领域导语" in said
    assert "新增高新技术企业<strong" in said
    assert ">100</strong>家</mark>" in said


def test_an_article_is_named_with_its_title_and_the_lead_bears_the_star(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", code="T02-01"))
    assert "第2条 支持全链条关键核心技术攻关" in said
    assert "★市科技局、市财政局" in said


def test_a_milestone_has_no_percentages_and_says_when_it_is_due(visit: Visit) -> None:
    at = visit(JIAOTONG, "target", code="T17-01")
    assert not at.exception
    said = text_of(at)
    assert "2025年四季度底前完成" in said
    assert "完成率 =" not in said


def test_the_history_is_complete_and_the_newest_comes_first(visit: Visit) -> None:
    at = visit(JIAOTONG, "target", "2025Q2", code="A4-02")
    titles = re.findall(r">([^<]*) · 第\d+次填报", text_of(at))
    assert titles == [
        "2025年三季度",
        "2025年二季度",
        "2025年一季度",
    ]
    said = text_of(at)
    assert "请核对口径,并附港区月报。" in said
    assert "已退回 · 周督查 · 2025-10-09 08:00" in said


def test_what_people_wrote_is_shown_as_they_wrote_it(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", code="A1-01"))
    assert "&lt;b&gt;进展&lt;/b&gt; **顺利** :red[红] $x$\n第二行" in said
    assert "<b>进展" not in said


def test_a_clerk_is_refused_another_departments_target_in_words(visit: Visit) -> None:
    at = visit(KEJI, "target", code="A4-02")
    assert not at.exception
    assert errors_of(at) == ["这项目标不由您所在单位牵头或配合,您不能查看。"]
    assert "集装箱" not in text_of(at)


def test_a_code_that_does_not_exist_tells_a_clerk_no_more_than_one_that_is_not_theirs(visit: Visit) -> None:
    unknown, foreign = visit(KEJI, "target", code="X9-99"), visit(KEJI, "target", code="A4-02")
    assert errors_of(unknown) == errors_of(foreign)
    assert errors_of(visit(LEADER, "target", code="X9-99")) == ["没有这项目标,请在上面重新选择。"]


def test_a_co_responsible_clerk_sees_the_target(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", code="T03-01"))
    assert "★市科技局、市发改局、市经信局、市交通运输局" in said


def test_a_clerk_is_offered_their_own_targets_only(visit: Visit) -> None:
    options = visit(JIAOTONG, "target").selectbox[0].options
    assert any("A4-02" in option for option in options)
    assert not any("A1-01" in option for option in options)


def test_choosing_a_target_writes_the_address(visit: Visit) -> None:
    at = visit(JIAOTONG, "target", code="A4-02")
    at.selectbox[0].set_value("A4-01").run()
    assert not at.exception
    assert at.query_params["code"] == "A4-01"
    assert at.header[0].value == "综合交通投资"


def test_the_table_says_of_the_chosen_quarter_what_the_status_above_says(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", "2025Q3", code="A1-01"))
    assert "</span>待审核" in said
    assert "待审核</span></td>" in said
    assert "未填报</td>" not in said


def test_the_forecast_stands_beside_the_departments_call(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", "2025Q2", code="A1-01"))
    assert "按1—6月的进度推算,全年约90家,达不到目标≥100家" in said
    assert "45 ÷ 50.0% = 90" in said
    assert "推算假设其余月份与已过月份的平均速度相同" in said
    assert "本季度未作研判" in said


def test_a_milestone_has_no_forecast_and_says_so(visit: Visit) -> None:
    assert "节点类目标只有完成与未完成,不作推算" in text_of(visit(JIAOTONG, "target", code="T17-01"))


def test_every_quarter_of_the_tables_leads_to_it_and_the_words_to_the_notice(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    for number in (1, 2):
        assert said.count(f'href="/target?code=A4-02&amp;q=2025Q{number}"') == 2
    assert 'href="/notice?code=A4-02&amp;q=2025Q2"' in said
    assert said.count('href="/method?part=why&amp;code=A4-02&amp;q=2025Q2"') == 3


def test_the_texts_are_told_quarter_by_quarter(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    table = said[said.index('aria-label="进展、问题与举措"') :]
    assert table.index("上半年(所选季度)") < table.index("一季度")
    assert table.count("部分项目审批周期较长。") >= 2


def test_the_next_target_is_a_click_away_in_the_notices_order(visit: Visit) -> None:
    at = visit(LEADER, "target", "2025Q2", code="A4-01")
    at.button(key="target-move-arrow_forward").click().run()
    assert not at.exception
    assert at.query_params["code"] == "A4-02"
    at.button(key="target-move-arrow_back").click().run()
    assert at.query_params["code"] == "A4-01"
