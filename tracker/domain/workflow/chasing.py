"""催报: what a department is reminded of, in words, and when a reminder may go out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from tracker.domain.language import _, in_chinese
from tracker.domain.language.numerals import numeral
from tracker.domain.language.punctuation import full_width
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.domain.workflow.lifecycle import Window, WindowState, day_and_hour, is_let_in, window_state

REMIND_DAYS = 3  # the scheduler starts so many days before the due date
REPEAT_MINUTES = 10  # the same words in the same way within so many minutes are a second click
_NOTE_LENGTH = 60
_ORDINALS = "一二三四五"


class Channel(StrEnum):
    """COPY: the text was taken from the page into the office messenger by hand."""

    COPY = "copy"
    EMAIL = "email"
    DINGTALK = "dingtalk"
    WECOM = "wecom"

    @property
    def word(self) -> str:
        return {"copy": _("复制发送"), "email": _("电子邮件"), "dingtalk": _("钉钉"), "wecom": _("企业微信")}[
            self
        ]


class Kind(StrEnum):
    """What can be open, in the order of the message."""

    MISSING = "missing"
    RETURNED = "returned"
    UNEXPLAINED = "unexplained"
    MATTERS = "matters"
    DIRECTIVES = "directives"

    @property
    def word(self) -> str:
        words = {
            "missing": _("未填报"),
            "returned": _("已退回"),
            "unexplained": _("落后缺说明"),
            "matters": _("议定事项逾期"),
            "directives": _("批示逾期未答复"),
        }
        return words[self]


@dataclass(frozen=True)
class OpenTarget:
    """A target about which the department has something to do; ``note`` says what, where it is not plain."""

    code: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class OpenMatter:
    """A decision on a matter whose day has passed while it is not closed."""

    id: int
    code: str
    name: str
    decision: str
    due_on: date


@dataclass(frozen=True)
class OpenDirective:
    """A directive whose day has passed without an answer; ``name``: of what it is on."""

    id: int
    name: str
    text: str
    due_on: date


@dataclass(frozen=True)
class Due:
    """What a department is to be reminded of at a quarter.

    ``missing``: owed and never submitted, withdrawn, or of an older month; once the due date has passed these
    are overdue.
    ``returned``: sent back, with the office's note. ``unexplained``: behind, and a text is lacking.
    ``let_in_until``: the department's exception after the window has closed.
    """

    unit: UnitRef
    period: Period
    window: Window | None
    let_in_until: datetime | None = None
    missing: tuple[OpenTarget, ...] = ()
    returned: tuple[OpenTarget, ...] = ()
    unexplained: tuple[OpenTarget, ...] = ()
    matters: tuple[OpenMatter, ...] = ()
    directives: tuple[OpenDirective, ...] = ()
    clerks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any(self.count(kind) for kind in Kind)

    def count(self, kind: Kind) -> int:
        return len(getattr(self, kind.value))

    def is_overdue(self, now: datetime) -> bool:
        """Whether what is missing is also late."""
        return self.window is not None and now >= self.window.due_at

    def word(self, kind: Kind, now: datetime) -> str:
        return _("逾期未报") if kind is Kind.MISSING and self.is_overdue(now) else kind.word


@dataclass(frozen=True)
class Message:
    """Plain text: for a messenger as it is, and for an e-mail with the subject."""

    subject: str
    text: str


@in_chinese()
def message(
    due: Due, now: datetime, base_url: str, plan: PlanRef, *, is_one_of_several: bool = False
) -> Message | None:
    """The reminder to a department; None where there is nothing to say. One of several plans is named."""
    if due.is_empty:
        return None
    named = f"({plan.title})" if is_one_of_several else ""
    what = f"{due.period.label}重点目标{named}"
    counted = _counted((due,), now)
    parts = [
        f"{what},贵单位有以下事项待办:{counted}。",
        *_deadline(due, now),
    ]
    for ordinal, (heading, lines) in zip(_ORDINALS, _sections(due, now), strict=False):
        parts += ["", f"{ordinal}、{heading}", *_numbered(lines)]
    parts += ["", *_clerks(due), *_where_to_go(due, base_url, plan.code if is_one_of_several else "")]
    return _message(due.unit, plan, f"{what}{counted}", parts, now)


@in_chinese()
def message_over_plans(
    dues: Sequence[tuple[PlanRef, Due]], now: datetime, base_url: str, *, is_one_of_several: bool
) -> Message | None:
    """One reminder to a department of what it has open in all of these plans; of one plan it is ``message``.

    A part for each plan, with its period, its deadline and where to go.
    """
    listed = [(plan, due) for plan, due in dues if not due.is_empty]
    if len(listed) < 2:
        return next(
            (message(due, now, base_url, plan, is_one_of_several=is_one_of_several) for plan, due in listed),
            None,
        )
    counted = _counted([due for _plan, due in listed], now)
    what = f"{len(listed)}个方案"
    parts = [f"贵单位在{what}中有以下事项待办:{counted}。"]
    for number, (plan, due) in enumerate(listed, start=1):
        title = f"{plan.title}({due.period.label}):{_counted((due,), now)}。"
        parts += ["", f"{numeral(number)}、{title}", *_deadline(due, now)]
        for heading, lines in _sections(due, now):
            parts += [heading, *_numbered(lines)]
        parts += _where_to_go(due, base_url, plan.code)
    first = listed[0][1]
    return _message(first.unit, listed[0][0], f"{what}{counted}", [*parts, "", *_clerks(first)], now)


def _message(unit: UnitRef, plan: PlanRef, about: str, parts: list[str], now: datetime) -> Message:
    mark = f"【{plan.mark}】" if plan.mark else ""
    head = f"{mark}【催报】{unit.name}:"
    closing = ["如已办理,请忽略本提醒。", f"市府办督查 {_day(_today(now))}"]
    return Message(_full_width(f"{head}{about}"), _full_width("\n".join([head, *parts, *closing])))


_full_width = lru_cache(1024)(full_width)  # 催报 makes the same messages at each run


def _counted(dues: Sequence[Due], now: datetime) -> str:
    """未填报3项、已退回1项; what is late in one plan and not in another stands apart."""
    counts: dict[str, int] = {}
    for kind in Kind:
        for due in dues:
            word = due.word(kind, now)
            counts[word] = counts.get(word, 0) + due.count(kind)
    return "、".join(f"{word}{count}项" for word, count in counts.items() if count)


def _numbered(lines: list[str]) -> list[str]:
    return [f"{n}. {line}" for n, line in enumerate(lines, start=1)]


def _clerks(due: Due) -> list[str]:
    return [f"填报人:{'、'.join(due.clerks)}。"] if due.clerks else []


def _sections(due: Due, now: datetime) -> list[tuple[str, list[str]]]:
    missing = "逾期未报,请立即填报:" if due.is_overdue(now) else "未填报,请按时填报:"
    named = (
        (missing, [_named(target) for target in due.missing]),
        ("已退回,请按退回意见修改后重新提交:", [_named(target, "退回意见:") for target in due.returned]),
        ("进度落后于时序、缺少说明,请填写补充说明:", [_named(target) for target in due.unexplained]),
        ("议定事项已过办结时限,请办结并填写办理情况:", [_of_matter(each, now) for each in due.matters]),
        ("批示已过答复时限,请立即答复:", [_of_directive(each, now) for each in due.directives]),
    )
    return [(heading, lines) for heading, lines in named if lines]


def _named(target: OpenTarget, lead_in: str = "") -> str:
    note = in_short(target.note)
    return f"{target.code} {target.name}" + (f"({lead_in}{note})" if note else "")


def _of_matter(matter: OpenMatter, now: datetime) -> str:
    late = (_today(now) - matter.due_on).days
    return (
        f"事项第{matter.id}号,{matter.code} {matter.name}:{in_short(matter.decision)}"
        f"(应于{_day(matter.due_on)}前办结,已逾期{late}天)"
    )


def _of_directive(directive: OpenDirective, now: datetime) -> str:
    late = (_today(now) - directive.due_on).days
    return (
        f"批示第{directive.id}号,{directive.name}:{in_short(directive.text)}"
        f"(应于{_day(directive.due_on)}前答复,已逾期{late}天)"
    )


def in_short(text: str) -> str:
    """One line of at most 60 characters, for a message; the whole text stands on the page."""
    line = " ".join(text.split())
    return line if len(line) <= _NOTE_LENGTH else f"{line[: _NOTE_LENGTH - 1]}…"


def _deadline(due: Due, now: datetime) -> list[str]:
    """By when: the due date with the days left or overdue; nothing where nothing is to be submitted."""
    if due.window is None or not (due.missing or due.returned):
        return []
    due_at, closes = day_and_hour(due.window.due_at), day_and_hour(due.window.closes_at)
    match window_state(due.window, now):
        case WindowState.OPEN:
            return [f"填报截止时间为{due_at},{_left(due.window.due_at, now)}。"]
        case WindowState.OVERDUE:
            return [f"填报已于{due_at}截止,{_late(due.window.due_at, now)};{closes}关闭填报,请抓紧办理。"]
        case WindowState.CLOSED:
            return [_after_closing(due, now, closes)]
    return []


def _after_closing(due: Due, now: datetime, closes: str) -> str:
    if due.let_in_until is not None and is_let_in(due.window, now, due.let_in_until):
        until = f"已为贵单位开放补报至{day_and_hour(due.let_in_until)}"
        return f"填报已于{closes}关闭,{until},{_left(due.let_in_until, now)}。"
    if due.missing:
        return f"填报已于{closes}关闭,如需补报请联系市府办督查。"
    return f"填报已于{closes}关闭,退回的数据仍可重新提交,请尽快办理。"


def _where_to_go(due: Due, base_url: str, plan: str) -> list[str]:
    lines = []
    of_plan = plan and f"plan={plan}"
    if due.missing or due.returned or due.unexplained:
        lines.append(f"请登录办理:{base_url}/tasks?q={due.period}{of_plan and '&'}{of_plan}")
    if due.matters:
        lines.append(f"议定事项:{base_url}/matters{of_plan and '?'}{of_plan}")
    if due.directives:
        lines.append(f"批示:{base_url}/directives{of_plan and '?'}{of_plan}")
    return lines


def _left(end: datetime, now: datetime) -> str:
    """Days by the calendar of Shanghai, as people count them."""
    days = (_today(end) - _today(now)).days
    return "今天到期" if days == 0 else f"还剩{days}天"


def _late(due_at: datetime, now: datetime) -> str:
    days = (_today(now) - _today(due_at)).days
    return "今天已过时限" if days == 0 else f"已逾期{days}天"


def _today(instant: datetime) -> date:
    return instant.astimezone(SHANGHAI).date()


def _day(when: date) -> str:
    return f"{when.year}年{when.month}月{when.day}日"


def is_time_to_remind(due: Due, now: datetime, days_before: int) -> bool:
    """Whether the scheduler sends: from ``days_before`` days before the due date until the window closes,

    or until the department's exception ends.
    """
    if due.window is None:
        return False
    if not due.window.state_at(now).admits:
        return is_let_in(due.window, now, due.let_in_until)
    return (_today(due.window.due_at) - _today(now)).days <= days_before


def is_same_day(one: datetime, other: datetime) -> bool:
    """By the calendar of Shanghai: a department is reminded once a day in one way."""
    return _today(one) == _today(other)


def is_second_click(sent_at: datetime, sent_text: str, now: datetime, text: str) -> bool:
    """Whether the same words went out a moment ago."""
    return sent_text == text and now - sent_at < timedelta(minutes=REPEAT_MINUTES)
