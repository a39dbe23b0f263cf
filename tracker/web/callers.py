"""Where a request comes from.

What a proxy says of it counts where TRACKER_PROXIES names the proxy (serving.py).
"""

import logging

from starlette.requests import HTTPConnection

UNNAMED_PROXY = (
    "all requests seem to come from this machine: name the proxy, e.g. TRACKER_PROXIES=127.0.0.1, "
    "or one person's typing errors make everybody wait at the sign-in (docs/operations/sign-in.md)"
)
_LOG = logging.getLogger("tracker.web")
_told: set[str] = set()


def address_of(request: HTTPConnection) -> str:
    """The browser's address, or that of a proxy that is not named, which is said in the log, once each."""
    address = request.client.host if request.client else "?"
    forwarded = request.headers.get("x-forwarded-for", "")
    # Of a named proxy the server has put one of these in the place of the proxy's own.
    if forwarded and address not in forwarded and address not in _told and len(_told) < 100:
        _told.add(address)
        _LOG.warning("X-Forwarded-For of %s is not believed: TRACKER_PROXIES does not name it", address)
    return address


def agent_of(request: HTTPConnection) -> str:
    """What the browser says of itself, whatever that is."""
    return request.headers.get("user-agent", "")[:300]
