"""填报时间: the office lets one unit in after closing, and ends it early; the unit is told until when."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages import world
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import JIAOTONG, KEJI, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.windows import LetIn, exceptions
from tracker.services.windows import let_in

Q1 = Period(2025, 1)


def known(engine: Engine) -> tuple[LetIn, ...]:
    with reading(engine) as session:
        return exceptions(session, person_of_login(session, REVIEWER), plans(session)[0].id, Q1)


def fill(at: AppTest, reason: str, unit: str | None = "市科技局") -> AppTest:
    box = at.selectbox[0]
    at.selectbox[0].set_value(None if unit is None else next(o for o in box.options if o == unit))
    at.text_input[0].set_value(reason)
    return next(each for each in at.button if each.label == "开放补报").click().run()


def test_a_unit_is_let_in_and_let_out_again(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "windows", "2025Q1")
    assert "现在没有为任何单位单独开放补报。" in text_of(at)
    # The proposed end: three days from now, at the end of the office's day.
    assert at.datetime_input[3].value == datetime(2025, 10, 12, 18)  # noqa: DTZ001
    fill(at, "统计数据推迟发布")
    assert not at.exception
    assert at.success[0].value == "已为市科技局开放补报。"
    said = text_of(at)
    assert "市科技局 · 补报至 2025-10-12 18:00" in said
    assert "理由:统计数据推迟发布" in said
    assert "周督查 · 2025-10-09 09:00" in said
    assert known(world_engine)[0].closes_at == datetime(2025, 10, 12, 18, tzinfo=world.SHANGHAI)
    at.button(key=f"end_{known(world_engine)[0].id}").click().run()
    assert at.success[0].value == "市科技局的补报已结束。"
    assert "现在没有为任何单位单独开放补报。" in text_of(at)
    assert "<summary>以往的补报开放 2条</summary>" in text_of(at)
    assert "提前结束" in text_of(at)


@pytest.mark.parametrize(
    ("reason", "unit", "words"),
    [
        pytest.param("", "市科技局", "请写明为该单位开放补报的理由。", id="no reason"),
        pytest.param("有理由", None, "请选择单位,并填写补报截止时间。", id="no unit"),
    ],
)
def test_without_a_unit_or_a_reason_nobody_is_let_in(
    visit: Visit, world_engine: Engine, reason: str, unit: str | None, words: str
) -> None:
    at = fill(visit(REVIEWER, "windows", "2025Q1"), reason, unit)
    assert errors_of(at) == [words]
    assert known(world_engine) == ()


def test_in_a_quarter_without_a_window_nobody_can_be_let_in(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q4")
    assert "设置填报时间后,才能为单位单独开放补报。" in text_of(at)
    assert not [each for each in at.button if each.label == "开放补报"]


def test_the_unit_reads_until_when_it_may_enter_and_the_others_that_it_is_closed(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine) as session:
        keji, reviewer = person_of_login(session, KEJI), person_of_login(session, REVIEWER)
        until = world.NOW + timedelta(days=2, hours=9)
        let_in(session, reviewer, plans(session)[0].id, Q1, min(keji.unit_ids), until, "核对", world.NOW)
    mine = text_of(visit(KEJI, "entry", "2025Q1", code="T03-01"))
    assert "已为市科技局开放补报至10月11日18:00,补报记为逾期。还剩2天。" in mine
    assert "2025年一季度已于4月20日18:00关闭填报" not in mine
    theirs = text_of(visit(JIAOTONG, "entry", "2025Q1"))
    assert "开放补报至" not in theirs
    assert "2025年一季度已于4月20日18:00关闭填报" in theirs
