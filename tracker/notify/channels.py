"""The ways out that this installation has, and one door to all of them."""

from collections.abc import Sequence
from datetime import datetime

from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import mail, webhook
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

# What has to be set for each (tracker/settings.py).
NEEDED = {
    Channel.EMAIL: ("TRACKER_SMTP_HOST", "TRACKER_MAIL_FROM"),
    Channel.DINGTALK: ("TRACKER_DINGTALK_WEBHOOK",),
    Channel.WECOM: ("TRACKER_WECOM_WEBHOOK",),
}
# A robot takes 20 messages a minute and is silent for 10 minutes after more.
ROBOT_MESSAGES_A_MINUTE = 20
ROBOT_PAUSE_SECONDS = 3.1


def configured(settings: Settings) -> tuple[Channel, ...]:
    """The channels that can be used here; copying by hand is always possible and is not among them."""
    given = {
        Channel.EMAIL: settings.smtp_host,
        Channel.DINGTALK: settings.dingtalk_webhook,
        Channel.WECOM: settings.wecom_webhook,
    }
    return tuple(channel for channel, value in given.items() if value)


def send(
    settings: Settings, channel: Channel, emails: Sequence[str], message: Message, now: datetime
) -> tuple[str, str]:
    """Send to a department; who got it, and in words what did not arrive although the rest did.

    Raises NotSent, in words, when it did not go out. Call it outside any transaction: it waits.
    """
    match channel:
        case Channel.EMAIL:
            took, refused = mail.send(settings, emails, message, now)
            return "、".join(took), refused
        case Channel.DINGTALK:
            webhook.send_dingtalk(settings.dingtalk_webhook, settings.dingtalk_secret, message.text, now)
        case Channel.WECOM:
            webhook.send_wecom(settings.wecom_webhook, message.text)
        case Channel.COPY:
            raise NotSent("复制发送由人在即时通讯软件中完成。")
    return f"{channel.word}群机器人", ""
