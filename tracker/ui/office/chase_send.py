"""Sending the messages of 催报: marked as copied, by e-mail, or by the messengers' robots.

Each department's message is asked about, sent and recorded before the next one's (notify/delivery.py).
"""

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Action, Person
from tracker.domain.language import named, with_colon
from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import channels
from tracker.notify.delivery import Outcome, deliver
from tracker.queries.chasing import was_just_sent
from tracker.queries.reminders import Reminder, sent_about
from tracker.services import chasing
from tracker.services.one_at_a_time import sending
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import literal
from tracker.ui.office.chase import message_to

_OUTCOMES = "chase-outcomes"
_CLICKS = "chase-clicks"
_ICONS = {
    Channel.COPY: ":material/task_alt:",
    Channel.EMAIL: ":material/mail:",
    Channel.DINGTALK: ":material/forum:",
    Channel.WECOM: ":material/chat:",
}


def show_buttons(chosen: Sequence[Reminder]) -> None:
    """已复制发送, and the ways out that this installation has."""
    usable = channels.configured(shell.settings())
    with st.container(horizontal=True):
        _button(_("标记为已复制发送({n})"), Channel.COPY, chosen, _mark_copied)
        for channel in usable:
            _button(_("发送{way}({{n}})").format(way=channel.word), channel, chosen, _send)
    missing = [channel.word for channel in channels.NEEDED if channel not in usable]
    if missing:
        hint = _("尚未配置{ways},请联系系统管理员;消息可复制后在即时通讯软件中发送。")
        st.caption(literal(hint.format(ways=_("、").join(missing))))


def _button(
    label: str,
    channel: Channel,
    chosen: Sequence[Reminder],
    act: Callable[[Channel, Sequence[Reminder]], None],
) -> None:
    st.button(
        label.format(n=len(chosen)),
        icon=_ICONS[channel],
        key=f"chase-{channel}",
        on_click=act,
        args=(channel, chosen),
        disabled=not shell.visit().admits(Action.CHASE),
        type="primary" if channel is Channel.COPY else "secondary",
    )


def _mark_copied(channel: Channel, chosen: Sequence[Reminder]) -> None:
    _each(chosen, lambda each: _copied(each, message_to(each)))


def _copied(each: Reminder, message: Message) -> Outcome:
    if _went_before(each, Channel.COPY, message):
        return Outcome(is_repeated=True)
    _record(each, Channel.COPY, message, _("、").join(each.clerks), "")
    return Outcome(_("、").join(each.clerks))


def _send(channel: Channel, chosen: Sequence[Reminder]) -> None:
    if channel is not Channel.EMAIL and len(chosen) > channels.ROBOT_MESSAGES_A_MINUTE:
        sentence = _("群机器人每分钟最多接收{n}条消息,请分批选择部门。")
        clicks.refuse(_CLICKS, sentence.format(n=channels.ROBOT_MESSAGES_A_MINUTE))
        return
    _each(chosen, lambda each: _sent_out(each, channel, message_to(each)))


def _sent_out(each: Reminder, channel: Channel, message: Message) -> Outcome:
    return deliver(
        shell.settings(),
        channel,
        each.emails,
        message,
        shell.now(),
        lambda: _went_before(each, channel, message),
        lambda recipients, error: _record(each, channel, message, recipients, error),
        sending(shell.engine()),
    )


def _each(chosen: Sequence[Reminder], act: Callable[[Reminder], Outcome]) -> None:
    """One department after the other; a refusal stops before the next, what went out is told."""
    outcomes: list[tuple[str, Outcome]] = []
    # Kept before anything is sent: what went out is told even where the run breaks off.
    st.session_state[_OUTCOMES] = outcomes

    def run() -> None:
        for department in chosen:
            outcomes.append((named(department.unit.name), act(department)))

    unanswered = _("数据库暂时没有应答,其余部门没有发送,请稍后再试。")
    clicks.keep(_CLICKS, clicks.attempt(run, unanswered))


def _went_before(each: Reminder, channel: Channel, message: Message) -> bool:
    """Asked as a write is: by the person as they are now, and not from the past."""
    return shell.write(
        lambda s, p, now: was_just_sent(
            sent_about(s, p, each.about), each.unit.id, channel, message.text, now
        ),
        advance=False,
    )


def _record(each: Reminder, channel: Channel, message: Message, recipients: str, error: str) -> None:
    def log(session: Session, person: Person, now: datetime) -> None:
        for plan, period in each.about:
            chasing.log(
                session, person, plan.id, period, each.unit.id, channel, recipients, message.text, error, now
            )

    shell.write(log)


def show_outcomes() -> None:
    """What became of the last click, department by department; said once."""
    clicks.show(_CLICKS)
    for unit, outcome in st.session_state.pop(_OUTCOMES, []):
        sentence = literal(with_colon(unit, _told(outcome)))
        if outcome.error or not outcome.is_recorded:
            st.warning(sentence, icon=":material/warning:")
        else:
            st.success(sentence, icon=":material/check_circle:")


def _told(outcome: Outcome) -> str:
    if outcome.is_repeated:
        return _("刚刚已经发送过同样的内容,没有重复发送。")
    if outcome.error and not outcome.recipients:
        return _("没有发送。{why}").format(why=outcome.error)
    if not outcome.is_recorded:
        sentence = _("已发送,但催报记录没有保存,请勿重复发送:{who}。")
        return sentence.format(who=outcome.recipients)
    return _("已发送并记录:{who}。{why}").format(who=outcome.recipients or "—", why=outcome.error)
