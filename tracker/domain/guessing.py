"""How long somebody waits after wrong passwords.

Delays that grow, counted apart for each login and each place that tries it: a lock of the account would let
anybody shut its owner out (OWASP ASVS 5.0, 6.3.1). Where a login is tried from many places at once, at most
a hundred failures in a row are free (NIST SP 800-63B, 5.2.2); its owner's own browsers are not asked to wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.domain.language import _

FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
NO_WAIT = timedelta(0)


@dataclass(frozen=True)
class Limit:
    """So many failures within ``window`` before the first wait; each further one doubles it."""

    free: int
    window: timedelta


BY_LOGIN_AND_PLACE = Limit(5, timedelta(days=1))
BY_PLACE = Limit(20, timedelta(minutes=15))
BY_LOGIN = Limit(100, timedelta(days=1))


def wait_after(limit: Limit, failures: int, newest: datetime | None, now: datetime) -> timedelta:
    """How long the next try has to wait; ``failures`` and the ``newest`` of them are those of the window."""
    if newest is None or failures < limit.free:
        return NO_WAIT
    # Beyond the longest no power is taken: the count may be large.
    delay: timedelta = min(FIRST * 2 ** min(failures - limit.free, 10), LONGEST)
    return max(newest + delay - now, NO_WAIT)


def too_many(wait: timedelta) -> str:
    """What somebody is told who has to wait."""
    seconds = -(-wait // timedelta(seconds=1))
    long = _("{n}秒").format(n=seconds) if seconds < 60 else _("{n}分钟").format(n=-(-seconds // 60))
    told = _("尝试次数过多，请{long}后再试；急需登录请联系系统管理员解除限制或重新签发密码链接。")
    return told.format(long=long)
