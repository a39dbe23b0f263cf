"""File handles: each open tab holds four, each connection one, and without any left nobody is answered."""

import resource

from tracker.settings import BadSetting

NEEDED = 4_096
_PLENTY = 1_048_576  # where the hard limit is no number


def raise_limit() -> int:
    """Raise this process's soft limit of file handles to its hard one; gives the limit.

    Raises BadSetting where that is too low to serve a city.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _PLENTY if hard == resource.RLIM_INFINITY else hard
    if wanted < NEEDED:
        raise BadSetting(
            f"a process here may hold {wanted} file handles, the tracker needs {NEEDED}: "
            "raise the limit (LimitNOFILE= in its systemd unit, ulimit -Hn in a shell)"
        )
    if soft < wanted and soft != resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted


def held() -> int:
    """The soft limit as it stands."""
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _PLENTY if soft == resource.RLIM_INFINITY else soft
