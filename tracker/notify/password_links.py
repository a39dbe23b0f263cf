"""An e-mail to the owner of an account for whom a link was made."""

from datetime import datetime

from tracker.domain.workflow.chasing import Message
from tracker.notify import mail
from tracker.notify.outcome import NotSent
from tracker.settings import Settings


def tell(settings: Settings, email: str, message: Message, now: datetime) -> str | None:
    """Why it did not get there, in words; empty when it did. None where there is no way to tell by mail.

    Call it outside any transaction: it waits for the mail server.
    """
    if not (settings.smtp_host and email):
        return None
    try:
        _took, refused = mail.send(settings, [email], message, now)
    except NotSent as failure:
        return str(failure)
    return refused
