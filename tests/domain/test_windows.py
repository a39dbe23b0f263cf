"""When a quarter is reported: windows at exact instants, and why a cell is locked (DOMAIN §4)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.build import Q1, Q2, Q3
from tracker.domain.language.errors import BadInput, Locked, Refusal
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.lifecycle import (
    Window,
    WindowState,
    check_let_in,
    is_let_in,
    let_in_text,
    lock_reason,
    period_to_show,
    window_state,
)

OPENS = datetime(2025, 10, 1, tzinfo=SHANGHAI)
DUE = datetime(2025, 10, 10, 18, tzinfo=SHANGHAI)
CLOSES = datetime(2025, 10, 15, tzinfo=SHANGHAI)
WINDOW = Window(Q3, OPENS, DUE, CLOSES)
INSTANT = timedelta(microseconds=1)

STATES = [
    pytest.param(OPENS - INSTANT, WindowState.UPCOMING, True, id="an instant before it opens"),
    pytest.param(OPENS, WindowState.OPEN, True, id="as it opens"),
    pytest.param(DUE - INSTANT, WindowState.OPEN, True, id="an instant before it is due"),
    pytest.param(DUE, WindowState.OVERDUE, False, id="as it falls due"),
    pytest.param(CLOSES - INSTANT, WindowState.OVERDUE, False, id="an instant before it closes"),
    pytest.param(CLOSES, WindowState.CLOSED, False, id="as it closes"),
    pytest.param(CLOSES + timedelta(days=400), WindowState.CLOSED, False, id="long after"),
]


@pytest.mark.parametrize(("now", "state", "on_time"), STATES)
@pytest.mark.parametrize("zone", [SHANGHAI, UTC], ids=["Shanghai", "UTC"])
def test_a_window_changes_at_exact_instants(
    now: datetime, state: WindowState, on_time: bool, zone: object
) -> None:
    moment = now.astimezone(zone)  # type: ignore[arg-type]
    assert window_state(WINDOW, moment) is state
    assert WINDOW.is_on_time(moment) is on_time


@pytest.mark.parametrize(
    ("state", "admits"),
    [
        (WindowState.NOT_SET, False),
        (WindowState.UPCOMING, False),
        (WindowState.OPEN, True),
        (WindowState.OVERDUE, True),
        (WindowState.CLOSED, False),
    ],
)
def test_entries_are_admitted_from_opening_to_closing(state: WindowState, admits: bool) -> None:
    assert state.admits is admits
    assert state.word


@pytest.mark.parametrize(
    ("window", "now", "words"),
    [
        pytest.param(None, DUE, "2025年三季度尚未开放填报，由市府办督查开放。", id="not set"),
        pytest.param(WINDOW, OPENS - INSTANT, "2025年三季度将于10月1日00:00开放填报。", id="upcoming"),
        pytest.param(WINDOW, OPENS, None, id="open"),
        pytest.param(WINDOW, DUE, None, id="overdue still admits"),
        pytest.param(
            WINDOW, CLOSES, "2025年三季度已于10月15日00:00关闭填报，如需补报请联系市府办督查。", id="closed"
        ),
    ],
)
def test_a_locked_cell_says_why(window: Window | None, now: datetime, words: str | None) -> None:
    assert lock_reason(Q3, window, now) == words


LET_IN_UNTIL = datetime(2025, 10, 25, 18, tzinfo=SHANGHAI)
SHUT = "2025年三季度已于10月15日00:00关闭填报，如需补报请联系市府办督查。"
SHUT_AGAIN = SHUT.replace("，", "，为您单位开放的补报也已于10月25日18:00结束，", 1)
EXCEPTIONS: list[object] = [
    # the window, now, until when the unit is let in, why it is locked
    pytest.param(None, DUE, LET_IN_UNTIL, "2025年三季度尚未开放填报，由市府办督查开放。", id="no window"),
    pytest.param(
        WINDOW,
        OPENS - INSTANT,
        LET_IN_UNTIL,
        "2025年三季度将于10月1日00:00开放填报。",
        id="not yet open to all",
    ),
    pytest.param(WINDOW, DUE, LET_IN_UNTIL, None, id="still open to all"),
    pytest.param(WINDOW, CLOSES, LET_IN_UNTIL, None, id="as it closes for the others"),
    pytest.param(WINDOW, LET_IN_UNTIL - INSTANT, LET_IN_UNTIL, None, id="an instant before its end"),
    pytest.param(WINDOW, LET_IN_UNTIL, LET_IN_UNTIL, SHUT_AGAIN, id="as it ends"),
    pytest.param(WINDOW, CLOSES, None, SHUT, id="not let in"),
    pytest.param(WINDOW, CLOSES, DUE, SHUT, id="ended before the window closed: as if there had been none"),
    pytest.param(WINDOW, CLOSES, CLOSES, SHUT, id="ended as the window closed"),
]


@pytest.mark.parametrize(("window", "now", "until", "words"), EXCEPTIONS)
def test_a_unit_that_is_let_in_may_enter_after_closing_until_its_exception_ends(
    window: Window | None, now: datetime, until: datetime | None, words: str | None
) -> None:
    assert lock_reason(Q3, window, now, until) == words


@pytest.mark.parametrize(("window", "now", "until", "words"), EXCEPTIONS)
def test_an_exception_counts_only_where_the_window_locks_the_others(
    window: Window | None, now: datetime, until: datetime | None, words: str | None
) -> None:
    assert is_let_in(window, now, until) is (lock_reason(Q3, window, now) is not None and words is None)


def test_what_is_entered_under_an_exception_is_late() -> None:
    assert WINDOW.is_on_time(CLOSES) is False
    assert let_in_text("市科技局", LET_IN_UNTIL) == "已为市科技局开放补报至10月25日18:00，补报记为逾期。"


@pytest.mark.parametrize(
    ("window", "until", "now", "refusal", "words"),
    [
        pytest.param(WINDOW, LET_IN_UNTIL, CLOSES, None, "", id="after closing"),
        pytest.param(WINDOW, CLOSES + INSTANT, OPENS, None, "", id="promised while it is open"),
        pytest.param(None, LET_IN_UNTIL, CLOSES, Locked, "还没有设置填报时间", id="no window"),
        pytest.param(
            WINDOW, CLOSES, OPENS, BadInput, "10月15日00:00前本来就可以填报", id="until it closes anyway"
        ),
        pytest.param(WINDOW, LET_IN_UNTIL, LET_IN_UNTIL, BadInput, "应晚于现在", id="over as it starts"),
    ],
)
def test_a_unit_is_let_in_until_a_time_to_come_and_behind_the_windows_end(
    window: Window | None, until: datetime, now: datetime, refusal: type[Refusal] | None, words: str
) -> None:
    if refusal is None:
        check_let_in(WINDOW.period, window, until, now)
        return
    with pytest.raises(refusal, match=words):
        check_let_in(WINDOW.period, window, until, now)


@pytest.mark.parametrize(
    ("opens", "due", "closes"),
    [
        pytest.param(DUE, OPENS, CLOSES, id="due before it opens"),
        pytest.param(OPENS, CLOSES, DUE, id="closes before it is due"),
        pytest.param(OPENS, OPENS, CLOSES, id="due as it opens"),
        pytest.param(CLOSES, DUE, OPENS, id="backwards"),
    ],
)
def test_a_window_in_the_wrong_order_is_refused(opens: datetime, due: datetime, closes: datetime) -> None:
    with pytest.raises(BadInput, match="时间顺序"):
        Window(Q3, opens, due, closes)


def test_a_window_may_close_as_it_falls_due() -> None:
    strict = Window(Q3, OPENS, DUE, DUE)
    assert strict.state_at(DUE - INSTANT) is WindowState.OPEN
    assert strict.state_at(DUE) is WindowState.CLOSED


def _window(period: Period, opens: datetime) -> Window:
    return Window(period, opens, opens + timedelta(days=9), opens + timedelta(days=14))


@pytest.mark.parametrize(
    ("now", "period"),
    [
        pytest.param(OPENS - timedelta(days=300), Q1, id="nothing opened yet: the first"),
        pytest.param(OPENS - timedelta(days=91), Q2, id="the second has opened"),
        pytest.param(OPENS - INSTANT, Q2, id="an instant before the third"),
        pytest.param(OPENS, Q3, id="as the third opens"),
        pytest.param(OPENS + timedelta(days=60), Q3, id="closed, and still the newest"),
    ],
)
def test_people_are_shown_the_newest_quarter_that_has_opened(now: datetime, period: Period) -> None:
    windows = [
        _window(Q3, OPENS),
        _window(Q1, OPENS - timedelta(days=183)),
        _window(Q2, OPENS - timedelta(days=92)),
    ]
    assert period_to_show(windows, Q1, now) == period
