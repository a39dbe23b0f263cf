"""填报时间: times of Shanghai on every host, states and reasons in words."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, errors_of, half_width, is_refused, text_of, unfold
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading
from tracker.domain.measure.period import Period
from tracker.domain.workflow.windows import default_window, opened_now
from tracker.queries.plans import plans, windows


def row(page: str, period: str) -> list[str]:
    """The cells of a period's row behind its name."""
    line = page[page.index(f">{period}</span>") :]
    return re.findall(r"<span[^>]*>(.*?)</span>", line[: line.index("</div>")])


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
    assert row(said, "2025年一季度")[:4] == [
        "已关闭",
        "2025-03-25 09:00",
        "2025-04-10 18:00",
        "2025-04-20 18:00",
    ]
    assert row(said, "2025年三季度")[0] == "填报中"
    assert row(said, "2025年四季度") == ["未开放", "—", "—", "—", "—"]


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
    assert "目前为“即将开放”" in said
    assert row(said, "2025年四季度")[0] == "即将开放"
    assert "周督查 · 2025-10-09 09:00" in said


def test_times_in_the_wrong_order_are_refused_and_nothing_is_stored(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    at.datetime_input[1].set_value(datetime(2025, 9, 1, 9))  # noqa: DTZ001
    at.form_submit_button[0].click().run()
    assert errors_of(at) == ["时间顺序应为:开放早于截止,截止不晚于关闭。"]
    assert "2025-10-10 18:00" in text_of(at)


def test_a_window_saved_in_the_past_says_that_it_is_closed(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    at.datetime_input[1].set_value(datetime(2025, 10, 1, 9))  # noqa: DTZ001
    at.datetime_input[2].set_value(datetime(2025, 10, 2, 9))  # noqa: DTZ001
    at.form_submit_button[0].click().run()
    assert half_width(at.success[0].value) == "2025年三季度的填报时间已保存,目前为“已关闭”。"


def test_a_period_is_opened_with_one_click(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "windows", "2025Q3")
    at.button(key="open_2025Q4").click().run()
    assert half_width(at.success[0].value) == "2025年四季度的填报时间已保存,目前为“填报中”。"
    with reading(world_engine) as session:
        window = windows(session, plans(session)[0])[3].window
    assert window == opened_now(Period(2025, 4), None, NOW)


def test_a_due_date_is_moved_on_and_closing_moves_along(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q1")
    set_at = default_window(Period(2025, 1)).opens_at.astimezone(UTC)
    at = unfold(at, f"extend_2025Q1_{set_at}")
    assert at.datetime_input[0].value == datetime(2025, 10, 12, 18)  # noqa: DTZ001
    at.button(key=f"extends_2025Q1_{set_at}").click().run()
    assert not at.exception
    said = text_of(at)
    assert row(said, "2025年一季度")[2:4] == ["2025-10-12 18:00", "2025-10-22 18:00"]
    assert row(said, "2025年一季度")[0] == "填报中"


@pytest.mark.parametrize("login", [KEJI, LEADER, ADMINISTRATOR])
def test_only_the_office_opens_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "windows"))


def test_the_past_shows_the_windows_that_were_set_by_then(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "windows", asof="2025-06-30"))
    states = {period: row(said, f"2025年{period}")[0] for period in ("一季度", "二季度", "三季度")}
    assert states == {"一季度": "已关闭", "二季度": "填报中", "三季度": "未开放"}
    assert "2025-09-25 09:00" not in said


def test_in_the_past_nobody_is_let_in(visit: Visit) -> None:
    at = visit(REVIEWER, "windows", "2025Q1", asof="2025-06-30")
    assert "开放补报" not in {each.label for each in at.button}
