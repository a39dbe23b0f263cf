"""填报窗口: times of Shanghai on every host, states and reasons in words."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, errors_of, is_refused, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tracker.db import reading
from tracker.queries.plans import plans, windows


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Shanghai"])
def host_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The page on a host in another time zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_times_are_shown_as_shanghai_has_them(host_zone: str, visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    assert not at.exception
    assert "2025-09-25 09:00" in text_of(at)
    assert "2025-10-10 18:00" in text_of(at)
    shown = [field.value for field in at.datetime_input]
    assert shown == [
        datetime(2025, 9, 25, 9),  # noqa: DTZ001
        datetime(2025, 10, 10, 18),  # noqa: DTZ001
        datetime(2025, 10, 20, 18),  # noqa: DTZ001
        datetime(2025, 10, 23, 18),  # noqa: DTZ001 (until when a unit would be let in)
    ]


def test_what_is_set_is_stored_as_the_instant_it_is_in_shanghai(
    host_zone: str, visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    # 00:30 in Shanghai is 16:30 of the day before in UTC.
    at.datetime_input[1].set_value(datetime(2025, 10, 12, 0, 30))  # noqa: DTZ001
    at.form_submit_button[0].click().run()
    assert not at.exception
    assert at.success[0].value
    with reading(world_engine) as session:
        stored = windows(session, plans(session)[0])[2].window
    assert stored is not None
    assert stored.due_at == datetime(2025, 10, 11, 16, 30, tzinfo=UTC)
    assert stored.opens_at == datetime(2025, 9, 25, 1, tzinfo=UTC)
    assert "2025-10-12 00:30" in text_of(at)


def test_states_and_reasons_are_said_in_words(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "windows"))
    assert "**2025年一季度** · 已关闭" in said
    assert "2025年一季度已于4月20日18:00关闭填报" in said
    assert "**2025年三季度** · 填报中" in said
    assert "**2025年四季度** · 未开放" in said
    assert "2025年四季度尚未开放填报,由市府办督查开放。" in said


def test_a_quarter_nobody_has_set_proposes_the_usual_times(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "windows", "2025Q4")
    assert [field.value for field in at.datetime_input] == [
        datetime(2025, 12, 25, 9),  # noqa: DTZ001
        datetime(2026, 1, 10, 18),  # noqa: DTZ001
        datetime(2026, 1, 20, 18),  # noqa: DTZ001
    ]
    with reading(world_engine) as session:
        assert windows(session, plans(session)[0])[3].window is None
    at.form_submit_button[0].click().run()
    said = text_of(at)
    assert "**2025年四季度** · 即将开放" in said
    assert "周督查 · 2025-10-09 09:00" in said


def test_times_in_the_wrong_order_are_refused_and_nothing_is_stored(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    at.datetime_input[1].set_value(datetime(2025, 9, 1, 9))  # noqa: DTZ001
    at.form_submit_button[0].click().run()
    assert errors_of(at) == ["时间顺序应为:开放早于截止,截止不晚于关闭。"]
    assert "2025-10-10 18:00" in text_of(at)


@pytest.mark.parametrize("login", [KEJI, LEADER, ADMINISTRATOR])
def test_only_the_office_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "windows"))


def test_the_past_shows_the_windows_that_were_set_by_then(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "windows", asof="2025-06-30"))
    assert "**2025年一季度** · 已关闭" in said
    assert "**2025年二季度** · 填报中" in said
    assert "**2025年三季度** · 未开放" in said
    assert "2025-09-25 09:00" not in said


def test_in_the_past_nobody_is_let_in(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q1", asof="2025-06-30")
    at.selectbox[0].set_value("市科技局")
    at.text_input[0].set_value("有理由")
    next(each for each in at.button if each.label == "开放补报").click().run()
    assert errors_of(at) == ["正在回看过去的情况,不能办理。请先返回现在。"]
