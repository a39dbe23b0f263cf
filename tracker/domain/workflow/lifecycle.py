"""A figure's life: what may follow what, in which window (DOMAIN §4).

draft → submitted → approved, or returned / withdrawn → submitted again. An approved figure is
corrected by a new submission with a reason. Who may do it stands in access.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Locked, NeedsReason
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import SHANGHAI, Period


class Decision(StrEnum):
    """What ends a submission; each submission gets exactly one."""

    APPROVE = "approved"
    RETURN = "returned"
    WITHDRAW = "withdrawn"


def state_after(decision: Decision | None) -> ReportState:
    """Where a submission stands by what ended it; None while nothing has."""
    return ReportState.SUBMITTED if decision is None else ReportState(decision.value)


class VerifyMethod(StrEnum):
    """How the office verified a value."""

    DOCUMENTS = "documents"
    PHONE = "phone"
    ON_SITE = "on_site"

    @property
    def word(self) -> str:
        return {"documents": _("查阅资料"), "phone": _("电话核查"), "on_site": _("现场核实")}[self]


class Stance(StrEnum):
    """What a co-responsible unit says of a figure (会签); silence is no stance and blocks nothing."""

    CONFIRM = "confirm"
    OBJECT = "object"

    @property
    def word(self) -> str:
        return {"confirm": _("同意"), "object": _("有异议")}[self]


class WindowState(StrEnum):
    NOT_SET = "not_set"
    UPCOMING = "upcoming"
    OPEN = "open"
    OVERDUE = "overdue"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {
            "not_set": _("未开放"),
            "upcoming": _("即将开放"),
            "open": _("填报中"),
            "overdue": _("已逾期,仍可填报"),
            "closed": _("已关闭"),
        }[self]

    @property
    def admits(self) -> bool:
        return self in (WindowState.OPEN, WindowState.OVERDUE)

    @property
    def has_opened(self) -> bool:
        """Whether anybody has been asked yet: before, that nothing is there says nothing."""
        return self not in (WindowState.NOT_SET, WindowState.UPCOMING)


@dataclass(frozen=True)
class Window:
    """When a quarter is reported: opens, due, closes; aware instants, ends excluded."""

    period: Period
    opens_at: datetime
    due_at: datetime
    closes_at: datetime

    def __post_init__(self) -> None:
        if not self.opens_at < self.due_at <= self.closes_at:
            raise BadInput(_("时间顺序应为:开放早于截止,截止不晚于关闭。"))

    def state_at(self, now: datetime) -> WindowState:
        if now < self.opens_at:
            return WindowState.UPCOMING
        if now < self.due_at:
            return WindowState.OPEN
        return WindowState.OVERDUE if now < self.closes_at else WindowState.CLOSED

    def is_on_time(self, submitted_at: datetime) -> bool:
        return submitted_at < self.due_at


@dataclass(frozen=True)
class Openness:
    """How far a period's reporting has come at a moment, without any figure looked at.

    ``is_past_due``: whether what is not there counts as missing in a group's verdict (DOMAIN §4).
    """

    has_opened: bool = True
    is_past_due: bool = True


def openness(window: Window | None, now: datetime) -> Openness:
    is_past_due = window is not None and now >= window.due_at
    return Openness(window_state(window, now).has_opened, is_past_due)


def window_state(window: Window | None, now: datetime) -> WindowState:
    return WindowState.NOT_SET if window is None else window.state_at(now)


def period_to_show(windows: Iterable[Window], first: Period, now: datetime) -> Period:
    """The period that people come for: the newest whose window has opened, else the year's first."""
    opened = [window.period for window in windows if window.opens_at <= now]
    return max(opened, default=first)


def awaits_reports(windows: Iterable[Window | None], now: datetime) -> bool:
    """Whether a plan is being reported: a window has opened, and not all of its periods have closed."""
    states = [window_state(window, now) for window in windows]
    return any(each.has_opened for each in states) and any(each is not WindowState.CLOSED for each in states)


def is_let_in(window: Window | None, now: datetime, let_in_until: datetime | None) -> bool:
    """Whether a unit's exception admits entries now: only once the window has closed for all."""
    closed = window_state(window, now) is WindowState.CLOSED
    return closed and let_in_until is not None and now < let_in_until


def lock_reason(
    period: Period, window: Window | None, now: datetime, let_in_until: datetime | None = None
) -> str | None:
    """Why nothing can be entered now, in words; None when the window admits entries.

    ``let_in_until``: until when the unit that asks is let in after the window has closed (DOMAIN §4).
    """
    match window_state(window, now):
        case WindowState.NOT_SET:
            return _("{period}尚未开放填报,由市府办督查开放。").format(period=period.label)
        case WindowState.UPCOMING:
            assert window is not None
            return _("{period}将于{day_and_hour}开放填报。").format(
                period=period.label, day_and_hour=day_and_hour(window.opens_at)
            )
        case WindowState.CLOSED:
            assert window is not None
            if is_let_in(window, now, let_in_until):
                return None
            closed = _("{period}已于{day_and_hour}关闭填报").format(
                period=period.label, day_and_hour=day_and_hour(window.closes_at)
            )
            # An exception that ended before the window did never let anybody in.
            if let_in_until is not None and let_in_until > window.closes_at:
                closed += _(",为您单位开放的补报也已于{day_and_hour}结束").format(
                    day_and_hour=day_and_hour(let_in_until)
                )
            return _("{closed},如需补报请联系市府办督查。").format(closed=closed)
    return None


def let_in_text(unit: str, let_in_until: datetime) -> str:
    """What a unit is told that is let in, and what others are told of it."""
    return _("已为{unit}开放补报至{day_and_hour},补报记为逾期。").format(
        unit=unit, day_and_hour=day_and_hour(let_in_until)
    )


def check_let_in(period: Period, window: Window | None, let_in_until: datetime, now: datetime) -> None:
    """Whether a unit can be let in until then. Raises Locked or BadInput with the sentence to show."""
    if window is None:
        raise Locked(_("这个{noun}还没有设置填报时间,请先设置。").format(noun=period.rhythm.noun))
    if let_in_until <= window.closes_at:
        raise BadInput(
            _("{day_and_hour}前本来就可以填报,补报截止时间应晚于这个时间。").format(
                day_and_hour=day_and_hour(window.closes_at)
            )
        )
    if let_in_until <= now:
        raise BadInput(_("补报截止时间应晚于现在。"))


def day_and_hour(instant: datetime) -> str:
    """10月20日18:00, in Asia/Shanghai."""
    local = instant.astimezone(SHANGHAI)
    return _("{month}月{day}日{here}").format(month=local.month, day=local.day, here=f"{local:%H:%M}")


def is_correction(latest: ReportState | None, has_approved: bool) -> bool:
    """Whether what is filled in now would replace an approved figure.

    Also after a correction was sent back or withdrawn: it still needs its reason and no window.
    """
    return has_approved and latest is not ReportState.SUBMITTED


def entry_state(latest: ReportState | None, has_approved: bool) -> ReportState | None:
    """What an entry goes by: a correction that was sent back is still one of an approved figure."""
    return ReportState.APPROVED if is_correction(latest, has_approved) else latest


def entry_lock(latest: ReportState | None, window_lock: str | None) -> str | None:
    """Why this target's quarter takes no entry now, in words; None when it does.

    ``window_lock`` is ``lock_reason``'s answer. What the office returned may be submitted again, and
    what it approved may be corrected, after the window has closed: both come late by their nature.
    """
    if latest is ReportState.SUBMITTED:
        return _("这项数据已提交,正在等待审核。如需修改,请先撤回。")
    if latest in (ReportState.RETURNED, ReportState.APPROVED):
        return None
    return window_lock


def check_submission(latest: ReportState | None, correction_reason: str, window_lock: str | None) -> None:
    """Whether a submission may follow. Raises Locked or NeedsReason with the sentence to show."""
    locked = entry_lock(latest, window_lock)
    if locked is not None:
        raise Locked(locked)
    if latest is ReportState.APPROVED and not correction_reason.strip():
        raise NeedsReason(_("这项数据已审核通过。更正已审核的数据,请填写更正理由。"))


def check_decision(latest: ReportState | None) -> None:
    """Only what waits for review can be approved, returned or withdrawn."""
    if latest is not ReportState.SUBMITTED:
        state = _("尚未提交") if latest is None else latest.word
        raise Locked(_("这项数据{state},不在待审核状态。").format(state=state))
