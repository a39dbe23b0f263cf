"""One round of 催报 for a scheduler over all open plans: python -m tracker remind.

Near the due date and after it each department that has something open gets one message that names all its
plans, in each configured way at most once a day, whoever sent it: a round can be run as often as one likes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.db import Engine, reading, transaction
from tracker.domain.access import Action, Person, Role
from tracker.domain.measure.period import Period, parse_period_of
from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.chasing import Channel, Message, is_time_to_remind, message_over_plans
from tracker.domain.workflow.lifecycle import period_to_show
from tracker.domain.workflow.plan_states import check_admits
from tracker.notify import channels
from tracker.notify.delivery import deliver
from tracker.queries.chasing import ToChase, to_chase, was_sent_today
from tracker.queries.plans import SetWindow, open_plans, plans, windows_of
from tracker.queries.reminders import About, Reminder, reminders, sent_about
from tracker.services import chasing
from tracker.services.one_at_a_time import sending
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
    """What a round goes by: the plans, each at a period. ``is_one_of_several``: then plans are named."""

    engine: Engine
    settings: Settings
    about: tuple[About, ...]
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


def round_of(
    engine: Engine, settings: Settings, code: str, period: Period | None, clock: Callable[[], datetime]
) -> Round:
    """The round over all open plans, or over the one with this code. Raises NotFound, Locked.

    Without a period each plan is spoken of at its newest whose window has opened. The newest plan is spoken
    of in any case.
    """
    with reading(engine) as session:
        listed = plans(session)
        known = tuple(plan for plan in listed if plan.state is PlanState.PUBLISHED)
        if listed and not known and not code:
            # All have ended: a scheduler goes on asking, and nothing is wrong.
            return Round(engine, settings, (), clock)
        meant = plan_meant(listed if code else known, code, "" if period is None else str(period))
        check_admits(meant.state, Action.CHASE)
        opened = open_plans(session, clock())
        asked = (meant,) if code else tuple(each for each in known if _is_asked(each, period, opened, meant))
        asked = asked or (meant,)
        set_windows = windows_of(session, asked)
        about = tuple(
            (plan, _period_of(set_windows[plan.id], plan, clock()))
            if period is None
            else (plan, parse_period_of(plan.rhythm, str(period)))
            for plan in asked
        )
    return Round(engine, settings, about, clock, is_one_of_several=len(listed) > 1)


def _is_asked(plan: PlanRef, period: Period | None, opened: tuple[PlanRef, ...], meant: PlanRef) -> bool:
    return plan in opened or plan == meant if period is None else period in plan.periods


def _period_of(set_windows: tuple[SetWindow, ...], plan: PlanRef, now: datetime) -> Period:
    return period_to_show(
        (each.window for each in set_windows if each.window is not None), plan.periods[0], now
    )


def remind(given: Round, by: Sequence[Channel], days_before: int) -> Iterator[Line]:
    """Send what is due to go out; a line for each message, as it went. By no channel it is only said.

    A department is told of the plans whose time has come, and of no other.
    """
    now = given.clock()
    timely: list[tuple[PlanRef, ToChase]] = []
    for plan, period in given.about:
        with reading(given.engine) as session:
            listed = to_chase(session, _SCHEDULER, plan, period, now)
        of_plan = [(plan, each) for each in listed if is_time_to_remind(each.due, now, days_before)]
        label = f"{plan.title} {period.label}" if given.is_one_of_several else period.label
        if not listed:
            yield Line(f"{label}：没有需要催报的部门。")
        elif not of_plan:
            yield Line(f"{label}：现在不在催报时间内（截止前{days_before}天起，至窗口关闭）。")
        timely += of_plan
    for department in reminders(timely):
        reminder = message_over_plans(
            department.dues, now, given.settings.base_url, is_one_of_several=given.is_one_of_several
        )
        assert reminder is not None, "a department that is listed has something open"
        if not by:
            yield Line(f"{reminder.subject}\n{'、'.join(department.emails) or '—'}\n\n{reminder.text}\n")
        for channel in by:
            yield _sent_out(given, department, channel, reminder, len(by))


def _sent_out(
    given: Round, department: Reminder, channel: Channel, reminder: Message, number_of_ways: int
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
        sending(given.engine),
    )
    if outcome.is_repeated:
        return Line(f"{label}  今天已发送过，不再发送")
    if channel is not Channel.EMAIL:
        time.sleep(channels.ROBOT_PAUSE_SECONDS)
    unrecorded = "" if outcome.is_recorded else "  没有记入催报记录"
    if outcome.error:
        return Line(f"{label}  未发送：{outcome.error}{unrecorded}", is_failure=True)
    return Line(f"{label}  已发送  {outcome.recipients}{unrecorded}", is_failure=not outcome.is_recorded)


def _went_today(given: Round, department: Reminder, channel: Channel) -> bool:
    """Whether it got any message of one of the round's plans: one message a day names them all."""
    with reading(given.engine) as session:
        messages = sent_about(session, _SCHEDULER, given.about)
    return was_sent_today(messages, department.unit.id, channel, given.clock())


def _record(
    given: Round, department: Reminder, channel: Channel, reminder: Message, recipients: str, error: str
) -> None:
    now, unit_id = given.clock(), department.unit.id
    with transaction(given.engine) as session:
        for plan, period in department.about:
            chasing.log(
                session, None, plan.id, period, unit_id, channel, recipients, reminder.text, error, now
            )
