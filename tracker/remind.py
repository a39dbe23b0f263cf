"""One round of 催报 for a scheduler: python -m tracker remind.

Near the due date and after it each department that has something open gets its message, in each
configured way at most once a day, whoever sent it: a round can be run as often as one likes.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.db import Engine, reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.chasing import Channel, Message, is_time_to_remind, message
from tracker.domain.workflow.lifecycle import period_to_show
from tracker.notify import channels
from tracker.notify.delivery import deliver
from tracker.queries.chasing import ToChase, sent, to_chase, was_sent_today
from tracker.queries.plans import plans, windows
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
    """What a round goes by."""

    engine: Engine
    settings: Settings
    plan: PlanRef
    period: Period
    clock: Callable[[], datetime]


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
    engine: Engine, settings: Settings, period: Period | None, clock: Callable[[], datetime]
) -> Round:
    """The newest plan; without a quarter the newest whose window has opened."""
    with reading(engine) as session:
        plan = plans(session)[0]
        opened = [each.window for each in windows(session, plan) if each.window is not None]
    return Round(engine, settings, plan, period or period_to_show(opened, plan.periods[0], clock()), clock)


def remind(given: Round, by: Sequence[Channel], days_before: int) -> Iterator[Line]:
    """Send what is due to go out; a line for each message, as it went. By no channel it is only said."""
    now = given.clock()
    with reading(given.engine) as session:
        listed = to_chase(session, _SCHEDULER, given.plan, given.period, now)
    if not listed:
        yield Line(f"{given.period.label}:没有需要催报的部门。")
        return
    timely = [each for each in listed if is_time_to_remind(each.due, now, days_before)]
    if not timely:
        yield Line(f"{given.period.label}:现在不在催报时间内(截止前{days_before}天起,至窗口关闭)。")
    for each in timely:
        said = message(each.due, now, given.settings.base_url)
        assert said is not None, "a department that is listed has something open"
        if not by:
            yield Line(f"{said.subject}\n{'、'.join(each.emails) or '—'}\n\n{said.text}\n")
        for channel in by:
            yield _sent_out(given, each, channel, said, len(by))


def _sent_out(given: Round, each: ToChase, channel: Channel, said: Message, number_of_ways: int) -> Line:
    told = f"{each.unit.name}  {channel.word}"
    if channel is Channel.EMAIL and not each.emails:
        return Line(f"{told}  未发送:填报人账号没有填写邮箱", is_failure=number_of_ways == 1)
    outcome = deliver(
        given.settings,
        channel,
        each.emails,
        said,
        given.clock(),
        lambda: _went_today(given, each, channel),
        lambda recipients, error: _record(given, each, channel, said, recipients, error),
    )
    if outcome.is_repeated:
        return Line(f"{told}  今天已发送过,不再发送")
    if channel is not Channel.EMAIL:
        time.sleep(channels.ROBOT_PAUSE_SECONDS)
    unrecorded = "" if outcome.is_recorded else "  没有记入催报记录"
    if outcome.error:
        return Line(f"{told}  未发送:{outcome.error}{unrecorded}", is_failure=True)
    return Line(f"{told}  已发送  {outcome.recipients}{unrecorded}", is_failure=not outcome.is_recorded)


def _went_today(given: Round, each: ToChase, channel: Channel) -> bool:
    with reading(given.engine) as session:
        went = sent(session, _SCHEDULER, given.plan, given.period)
    return was_sent_today(went, each.unit.id, channel, given.clock())


def _record(
    given: Round, each: ToChase, channel: Channel, said: Message, recipients: str, error: str
) -> None:
    with transaction(given.engine) as session:
        chasing.log(
            session,
            None,
            given.plan.id,
            given.period,
            each.unit.id,
            channel,
            recipients,
            said.text,
            error,
            given.clock(),
        )
