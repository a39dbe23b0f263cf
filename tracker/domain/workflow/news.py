"""What changed for a person since they were last here: what came back, what was decided, what fell due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tracker.domain.language import _, marked


class News(StrEnum):
    """In the order in which it is told: what asks for something to be done stands first."""

    RETURNED = "returned"
    DIRECTIVE = "directive"
    MATTER_DECIDED = "matter_decided"
    MATTER_OVERDUE = "matter_overdue"
    WINDOW_OPENED = "window_opened"
    DIRECTIVE_ANSWERED = "directive_answered"
    SUBMITTED = "submitted"
    ADJUSTMENT_ASKED = "adjustment_asked"
    MATTER_RAISED = "matter_raised"
    APPROVED = "approved"
    ADJUSTMENT_DECIDED = "adjustment_decided"
    ERRATUM = "erratum"
    SNAPSHOT = "snapshot"

    @property
    def page(self) -> str:
        """The page that shows it."""
        return _TOLD[self][1]


_TOLD = {
    News.RETURNED: (marked("退回{count}项填报"), "tasks"),
    News.DIRECTIVE: (marked("{count}件批示待答复"), "directives"),
    News.MATTER_DECIDED: (marked("{count}件事项已议定,由本单位办理"), "matters"),
    News.MATTER_OVERDUE: (marked("{count}件事项已逾期"), "matters"),
    News.WINDOW_OPENED: (marked("开放填报{count}期"), "tasks"),
    News.DIRECTIVE_ANSWERED: (marked("{count}件批示已答复"), "directives"),
    News.SUBMITTED: (marked("收到填报{count}项"), "review"),
    News.ADJUSTMENT_ASKED: (marked("收到目标调整申请{count}项"), "adjustments"),
    News.MATTER_RAISED: (marked("提请协调{count}件"), "matters"),
    News.APPROVED: (marked("审核通过{count}项"), "tasks"),
    News.ADJUSTMENT_DECIDED: (marked("审定目标调整{count}次"), "adjustments"),
    News.ERRATUM: (marked("勘误{count}次"), "errata"),
    News.SNAPSHOT: (marked("新定稿会议材料{count}份"), "meeting"),
}


@dataclass(frozen=True)
class Item:
    """One kind of news, and how many of it."""

    kind: News
    count: int

    @property
    def text(self) -> str:
        return _(_TOLD[self.kind][0]).format(count=self.count)


@dataclass(frozen=True)
class IssuedLink:
    """A link that sets the password of a person's account, which they are told of.

    ``by`` is empty, ``address`` None for one made by a command on the server. ``used_from`` is None for one
    that was not used.
    """

    by: str
    at: datetime
    address: str | None
    used_at: datetime | None
    used_from: str | None


@dataclass(frozen=True)
class NewAdministrator:
    """An account that became an administrator's, which every administrator is told of.

    ``by`` and ``address`` as of a link.
    """

    name: str
    login: str
    by: str
    at: datetime
    address: str | None


_TOLD_AGAIN, _AWAY = timedelta(days=7), timedelta(days=90)


def links_told_since(last_here: datetime | None, now: datetime) -> datetime:
    """From when on a person is told of these: since they were here, and of a week's at each sign-in.

    Told once alone, a link would be told to whoever used it. Who was away for long, or never came: 90 days.
    """
    return min(last_here or now - _AWAY, now - _TOLD_AGAIN)
