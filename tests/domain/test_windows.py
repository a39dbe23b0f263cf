"""When a quarter is reported: windows at exact instants, and why a cell is locked (DOMAIN §4)."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.domain.build import Q1, Q2, Q3
from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Window, WindowState, lock_reason, quarter_to_show, window_state
from tracker.domain.quarter import SHANGHAI, Quarter

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
        pytest.param(None, DUE, "2025年三季度尚未开放填报,由市府办督查开放。", id="not set"),
        pytest.param(WINDOW, OPENS - INSTANT, "2025年三季度将于10月1日00:00开放填报。", id="upcoming"),
        pytest.param(WINDOW, OPENS, None, id="open"),
        pytest.param(WINDOW, DUE, None, id="overdue still admits"),
        pytest.param(
            WINDOW, CLOSES, "2025年三季度已于10月15日00:00关闭填报,如需补报请联系市府办督查。", id="closed"
        ),
    ],
)
def test_a_locked_cell_says_why(window: Window | None, now: datetime, words: str | None) -> None:
    assert lock_reason(Q3, window, now) == words


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


def _window(quarter: Quarter, opens: datetime) -> Window:
    return Window(quarter, opens, opens + timedelta(days=9), opens + timedelta(days=14))


@pytest.mark.parametrize(
    ("now", "quarter"),
    [
        pytest.param(OPENS - timedelta(days=300), Q1, id="nothing opened yet: the first"),
        pytest.param(OPENS - timedelta(days=91), Q2, id="the second has opened"),
        pytest.param(OPENS - INSTANT, Q2, id="an instant before the third"),
        pytest.param(OPENS, Q3, id="as the third opens"),
        pytest.param(OPENS + timedelta(days=60), Q3, id="closed, and still the newest"),
    ],
)
def test_people_are_shown_the_newest_quarter_that_has_opened(now: datetime, quarter: Quarter) -> None:
    windows = [
        _window(Q3, OPENS),
        _window(Q1, OPENS - timedelta(days=183)),
        _window(Q2, OPENS - timedelta(days=92)),
    ]
    assert quarter_to_show(windows, 2025, now) == quarter
