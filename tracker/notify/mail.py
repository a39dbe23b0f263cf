"""E-mail over SMTP: one message to a department's clerks."""

import smtplib
import ssl
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from tracker.domain.workflow.chasing import Message
from tracker.notify.outcome import NotSent, NotTaken
from tracker.settings import Settings

TIMEOUT_SECONDS = 15


def send(
    settings: Settings, recipients: Sequence[str], message: Message, now: datetime
) -> tuple[tuple[str, ...], str]:
    """One message to all ``recipients``; who took it, and in words whom the server refused.

    Raises NotSent, in words, when nobody got it; NotTaken where the server takes nothing
    for any of them. Neither password nor account is in any sentence.
    """
    if not recipients:
        raise NotSent("该单位的填报人账号没有填写邮箱。")
    mail = _mail(settings.mail_from, recipients, message, now)
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            refused = server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise NotTaken(_said_of(error.recipients)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(_why(error)) from error
    took = tuple(address for address in recipients if address not in refused)
    return took, _said_of(refused) if refused else ""


def _mail(sender: str, recipients: Sequence[str], message: Message, now: datetime) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = sender, ", ".join(recipients)
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # no holiday notices in return (RFC 3834)
    mail.set_content(message.text, charset="utf-8")
    return mail


def _connected(settings: Settings) -> smtplib.SMTP:
    where, trusted = (settings.smtp_host, settings.smtp_port), ssl.create_default_context()
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=trusted)
    server = smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=trusted)
        except Exception:
            server.close()
            raise
    return server


def _why(error: Exception) -> str:
    """Why a message did not go out; what the server said, never what it was told."""
    # A pause that is too long comes out of smtplib as a lost connection.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"邮件服务器{TIMEOUT_SECONDS}秒内没有应答。"
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"邮件服务器不接受账号或密码（{error.smtp_code}）。"
        case smtplib.SMTPResponseException():
            return f"邮件服务器拒收：{error.smtp_code} {_words(error.smtp_error)}。"
        case smtplib.SMTPNotSupportedError():
            return "邮件服务器不支持所设置的加密或登录方式。"
        case ssl.SSLError():
            return f"与邮件服务器的加密连接失败：{error.reason}。"
    return f"无法连接邮件服务器：{type(error).__name__}。"


def _said_of(refused: Mapping[str, tuple[int, bytes]]) -> str:
    listed = "、".join(f"{address}（{code} {_words(why)}）" for address, (code, why) in refused.items())
    return f"邮件服务器拒收的收件人：{listed}。"


def _words(answer: bytes | str) -> str:
    """A server's answer as one short line."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())[:120]
