"""An e-mail to the owner of an account for whom a link was made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.workflow.chasing import Message
from tracker.notify import mail
from tracker.notify.outcome import NotSent, NotTaken
from tracker.settings import Settings

GIVE_UP = 3  # mails in a row that the server failed at: the others of a list are not tried


@dataclass(frozen=True)
class Letter:
    """To the owner of an account."""

    login: str
    email: str
    message: Message


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


def tell_each(
    settings: Settings, letters: Sequence[Letter], clock: Callable[[], datetime]
) -> Iterator[tuple[Letter, str]]:
    """Each letter when it has been tried, with why it did not get there; empty when it did.

    A server that fails again and again (away, or it lets nobody in) is not waited for thousands of times.
    """
    failed = 0
    for letter in letters:
        if failed == GIVE_UP:
            yield letter, f"邮件服务器连续{GIVE_UP}次没有收下，其余的没有再发。"
            continue
        try:
            mail.send(settings, [letter.email], letter.message, clock())
        except NotTaken as refusal:
            failed = 0
            yield letter, str(refusal)
        except NotSent as failure:
            failed += 1
            yield letter, str(failure)
        else:
            failed = 0
            yield letter, ""
