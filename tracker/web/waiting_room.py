"""A few workers of their own, and a short queue before them.

What takes long and is open to everybody (passwords, the city's identity provider) must not wait in the pool
of threads that every request and handshake needs: 600 sign-ins at once made each rerun wait five seconds.
"""

import os
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.responses import Response

from tracker.domain.language import _
from tracker.web import paper

Done = TypeVar("Done")
# A hash keeps a core busy for 29 ms (services/sign_in.py): half of the machine stays for who works in it.
_WORKERS = max(1, (os.cpu_count() or 2) // 2)
# At one worker three seconds; of one address, which may be a whole city hall's, two.
_ROOM, _ROOM_OF_AN_ADDRESS = 64, 40


class Full(Exception):
    """So many wait already that nobody else is let in."""


class WaitingRoom:
    """``room``: how many are inside at once, those who are served among them; of one address fewer."""

    def __init__(
        self, workers: int = _WORKERS, room: int = _ROOM, room_of_an_address: int = _ROOM_OF_AN_ADDRESS
    ) -> None:
        self._limiter = CapacityLimiter(workers)
        self._room, self._room_of_an_address = room, room_of_an_address
        self._inside: Counter[str] = Counter()

    async def take(self, address: str, do: Callable[..., Done], *given: object) -> Done:
        """What ``do`` gives, in a thread of ours, when it is its turn. Raises Full at once without room."""
        if self._inside.total() >= self._room or self._inside[address] >= self._room_of_an_address:
            raise Full
        self._inside[address] += 1
        try:
            return await to_thread.run_sync(partial(do, *given), limiter=self._limiter)
        finally:
            self._inside[address] -= 1
            if not self._inside[address]:
                del self._inside[address]


def busy() -> Response:
    """What somebody is told for whom there is no room. It asks no database: the next page does."""
    text = _("现在登录的人较多，您的这一次还没有核对。请等十秒钟，返回上一页再点一次。")
    response = paper.message(_("请稍候再登录"), text, 503, home=False)
    response.headers["retry-after"] = "10"
    return response
