"""One round of 催报 for a scheduler: python -m tracker remind.

Near the due date and after it each department that has something open gets its message, in each
configured way at most once a day, whoever sent it: a round can be run as often as one likes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.db import Engine, Session, reading, transaction
from tracker.domain.access import Action, Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.chasing import Channel, Message, is_time_to_remind, message
from tracker.domain.workflow.lifecycle import period_to_show, window_state
from tracker.domain.workflow.plan_states import check_admits
from tracker.notify import channels
from tracker.notify.delivery import deliver
from tracker.queries.chasing import ToChase, sent, to_chase, was_sent_today
from tracker.queries.plans import plans, window_of, windows
from tracker.queries.windows import exceptions
from tracker.services import chasing
from tracker.settings import BadSetting, Settings

ALL = "all"
_SCHEDULER = Person(0, "", "定时任务", Role.REVIEWER)


@dataclass(frozen=True)
class Line:
    """What is printed of one message, or of the whole round."""

    text: str
    is_failure: bool = False


@dataclass(frozen=True)
class Round:
    """What a round goes by. ``is_one_of_several``: then its plan is named."""

    engine: Engine
    settings: Settings
    plan: PlanRef
    period: Period
    clock: Callable[[], datetime]
    is_one_of_several: bool = False


def ways(settings: Settings, asked: str) -> tuple[Channel, ...]:
    """The channels to send by. Raises BadSetting when what is asked for is not configured."""
    usable = channels.configured(settings)
    if asked == ALL:
        if not usable:
            raise BadSetting("no way out: set TRACKER_SMTP_HOST and TRACKER_MAIL_FROM, or a webhook")
        return usable
    channel = Channel(asked)
    if channel not in usable:
        raise BadSetting(f"{asked} is not configured: set {', '.join(channels.NEEDED[channel])}")
    return (channel,)


def rounds_of(
    engine: Engine, settings: Settings, code: str, period: Period | None, clock: Callable[[], datetime]
) -> tuple[Round, ...]:
    """A round for each published plan, or for the one with this code. Raises NotFound, Locked.

    Without a period each is about its newest whose window has opened, and where nothing is asked for, plans
    that have nobody to let in any more are passed over: all but the newest.
    """
    with reading(engine) as session:
        listed = plans(session)
        known = tuple(plan for plan in listed if plan.state is PlanState.PUBLISHED)
        if listed and not known and not code:
            return ()  # all have ended: a scheduler goes on asking, and nothing is wrong
        meant = plan_meant(listed if code else known, code, "" if period is None else str(period))
        check_admits(meant.state, Action.CHASE)
        asked = (meant,) if code else tuple(each for each in known if period in (None, *each.periods))
        rounds = []
        for plan in asked or (meant,):
            opened = [each.window for each in windows(session, plan) if each.window is not None]
            about = period or period_to_show(opened, plan.periods[0], clock())
            if plan == meant or period or _admits(session, plan, about, clock()):
                rounds.append(Round(engine, settings, plan, about, clock, is_one_of_several=len(listed) > 1))
    return tuple(rounds)


def _admits(session: Session, plan: PlanRef, period: Period, now: datetime) -> bool:
    """Whether anybody can report: the window is open, or a unit is let in after it."""
    window = window_of(session, plan.id, period)
    let_in = exceptions(session, _SCHEDULER, plan.id, period)
    return window_state(window, now).admits or any(each.runs(now) for each in let_in)


def remind(given: Round, by: Sequence[Channel], days_before: int) -> Iterator[Line]:
    """Send what is due to go out; a line for each message, as it went. By no channel it is only said."""
    now = given.clock()
    about = f"{given.plan.title} {given.period.label}" if given.is_one_of_several else given.period.label
    with reading(given.engine) as session:
        listed = to_chase(session, _SCHEDULER, given.plan, given.period, now)
    if not listed:
        yield Line(f"{about}：没有需要催报的部门。")
        return
    timely = [each for each in listed if is_time_to_remind(each.due, now, days_before)]
    if not timely:
        yield Line(f"{about}：现在不在催报时间内（截止前{days_before}天起，至窗口关闭）。")
    for department in timely:
        reminder = message(
            department.due,
            now,
            given.settings.base_url,
            given.plan,
            is_one_of_several=given.is_one_of_several,
        )
        assert reminder is not None, "a department that is listed has something open"
        if not by:
            yield Line(f"{reminder.subject}\n{'、'.join(department.emails) or '—'}\n\n{reminder.text}\n")
        for channel in by:
            yield _sent_out(given, department, channel, reminder, len(by))


def _sent_out(
    given: Round, department: ToChase, channel: Channel, reminder: Message, number_of_ways: int
) -> Line:
    label = f"{department.unit.name}  {channel.word}"
    if channel is Channel.EMAIL and not department.emails:
        return Line(f"{label}  未发送：填报人账号没有填写邮箱", is_failure=number_of_ways == 1)
    outcome = deliver(
        given.settings,
        channel,
        department.emails,
        reminder,
        given.clock(),
        lambda: _went_today(given, department, channel),
        lambda recipients, error: _record(given, department, channel, reminder, recipients, error),
    )
    if outcome.is_repeated:
        return Line(f"{label}  今天已发送过，不再发送")
    if channel is not Channel.EMAIL:
        time.sleep(channels.ROBOT_PAUSE_SECONDS)
    unrecorded = "" if outcome.is_recorded else "  没有记入催报记录"
    if outcome.error:
        return Line(f"{label}  未发送：{outcome.error}{unrecorded}", is_failure=True)
    return Line(f"{label}  已发送  {outcome.recipients}{unrecorded}", is_failure=not outcome.is_recorded)


def _went_today(given: Round, department: ToChase, channel: Channel) -> bool:
    with reading(given.engine) as session:
        messages = sent(session, _SCHEDULER, given.plan, given.period)
    return was_sent_today(messages, department.unit.id, channel, given.clock())


def _record(
    given: Round, department: ToChase, channel: Channel, reminder: Message, recipients: str, error: str
) -> None:
    with transaction(given.engine) as session:
        chasing.log(
            session,
            None,
            given.plan.id,
            given.period,
            department.unit.id,
            channel,
            recipients,
            reminder.text,
            error,
            given.clock(),
        )
