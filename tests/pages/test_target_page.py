"""目标: what is shown of one target is the scorecard's, and nobody sees what is not theirs."""

import re
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, errors_of, half_width, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences import required_text
from tracker.domain.sentences.standing import judgement_text
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.ui.parts.badges import shape_html

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
    word, rest = judgement_text(score, SECOND)
    assert (half_width(word), half_width(rest)) == ("稍慢。", "1—6月应达50家,低于时序进度5个百分点")
    assert f"<b>{half_width(word)}</b>{half_width(rest)}" in said
    assert half_width(required_text(score) or "?") in said
    assert f"{shape_html(score.status)}<b>45</b><small>/ 100家</small>" in said


def test_the_required_rate_is_said_while_the_total_falls_short(visit: Visit, world_engine: Engine) -> None:
    needed = required_text(score_of(world_engine, "A1-01", SECOND))
    assert half_width(needed or "") == "还差55家,剩6个月,平均每月约10家(至今每月约8家)"
    assert "还差55家" in text_of(visit(KEJI, "target", "2025Q2", code="A1-01"))


def test_what_waits_for_review_is_shown_with_the_switch_only_and_marked(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", "2025Q3", code="A1-01"))
    assert "待审核:已提交,审核通过后计入" in said
    assert "<b>68</b>" not in said
    assert 'href="/target?code=A1-01&amp;q=2025Q3&amp;unapproved=true">看含未审核的' in said
    said = text_of(visit(KEJI, "target", "2025Q3", code="A1-01", unapproved="true"))
    assert "<b>68</b><small>/ 100家</small>" in said
    assert '<span class="tag">未审核</span>' in said
    assert "看含未审核的" not in said


def test_a_verified_value_counts_and_the_reported_one_stays_visible(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    assert "<b>17.5</b><small>/ 超过36万标箱</small>" in said
    assert '<span class="tag">上报18</span>' in said
    assert "电话核查" in said


def test_the_notice_is_quoted_with_the_number_marked(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", code="A1-01"))
    assert "海政发〔2025〕10号领域导语" in said
    assert "新增高新技术企业<mark>100</mark>家</blockquote>" in said


def test_an_article_is_named_with_its_title_and_the_lead_before_those_who_help(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", code="T02-01"))
    assert "(二)支持全链条关键核心技术攻关" in said
    assert re.search(r'牵头 <a href="/departments\?unit=\d+[^"]*">市科技局</a>', said)
    assert "<dt>配合单位</dt><dd>市财政局</dd>" in said


def test_a_milestone_shows_its_steps_instead_of_a_chart(visit: Visit) -> None:
    at = visit(JIAOTONG, "target", code="T17-01")
    assert not at.exception
    (row,) = rows_of(text_of(at), "2025年步骤")
    assert row[2:] == ["2025年四季度底前", "—"]
    assert not at.get("plotly_chart")
    assert "完成率" not in text_of(at)


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
    assert errors_of(visit(LEADER, "target", code="X9-99")) == ["没有这项目标,请从全表中选择。"]


def test_a_co_responsible_clerk_sees_the_target(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", code="T03-01"))
    assert "<dd>市发改局、市经信局、市交通运输局" in said


def test_a_clerk_is_led_through_their_own_targets_only(visit: Visit) -> None:
    codes = set(re.findall(r"/target\?code=([A-Z0-9-]+)", text_of(visit(JIAOTONG, "target", code="A4-01"))))
    # The one before in the notice's order is a target that their unit helps with.
    assert codes == {"T03-01", "A4-01", "A4-02"}


def test_the_history_says_of_the_chosen_quarter_what_the_status_above_says(visit: Visit) -> None:
    said = text_of(visit(KEJI, "target", "2025Q3", code="A1-01"))
    first, *_earlier = rows_of(said, "历次上报")
    assert first == ["前三季度", "—", "—", "75", "待审核", "待审核"]


def test_the_table_is_the_chart_in_numbers_with_what_the_forecast_takes_for_granted(visit: Visit) -> None:
    at = visit(KEJI, "target", "2025Q2", code="A1-01", look="table")
    assert not at.get("plotly_chart")
    said = text_of(at)
    assert rows_of(said, "各季度数据")[1][:4] == ["上半年", "45家", "50", "45.0%"]
    assert "按1—6月的进度推算,全年约90家,达不到目标100家" in said
    assert "推算假设其余月份与已过月份的平均速度相同" in said


def test_the_chart_says_in_words_where_the_target_is_heading(visit: Visit) -> None:
    (chart,) = visit(KEJI, "target", "2025Q2", code="A1-01").get("plotly_chart")
    assert "全年约90家" in half_width(str(chart.proto))


def test_every_quarter_of_the_history_leads_to_it_and_the_words_to_the_notice(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    for number in (1, 2):
        assert f'href="/target?code=A4-02&amp;q=2025Q{number}"' in said
    assert 'href="/notice?code=A4-02&amp;q=2025Q2"' in said
    assert said.count('href="/method?part=why&amp;code=A4-02&amp;q=2025Q2"') == 1


def test_nothing_is_said_three_times(visit: Visit) -> None:
    said = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    shown = said[: said.index('<div class="target-records"')]
    for words in ("低于时序进度", "平均每月约", "超过36万标箱为完成", "审批周期较长", "市交通运输局,"):
        assert shown.count(words) == 1, words


def test_the_records_unfold_by_a_link_that_others_can_open(visit: Visit) -> None:
    closed = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02"))
    assert "<details><summary>填报与审核记录(3次)</summary>" in closed
    assert "records=all" in closed
    opened = text_of(visit(JIAOTONG, "target", "2025Q2", code="A4-02", records="all"))
    assert "<details open><summary>填报与审核记录(3次)</summary>" in opened


def test_the_next_target_is_a_click_or_a_key_away_in_the_notices_order(visit: Visit) -> None:
    said = text_of(visit(LEADER, "target", "2025Q2", code="A4-01"))
    assert '<a href="/target?code=A4-02&amp;q=2025Q2" data-keys="Alt+ArrowDown">' in said
    said = text_of(visit(LEADER, "target", "2025Q2", code="A4-02"))
    assert '<a href="/target?code=A4-01&amp;q=2025Q2" data-keys="Alt+ArrowUp">' in said
