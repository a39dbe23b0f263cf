"""What a posted form is answered with: when it is its turn, and to a double click the same once more.

A browser that sends a form twice drops the answer to the first, cookies and all, and shows that to the
second, which comes too late: "timed out" after a code that was right, "dead link" after a password that was
set, recovery codes that nobody ever saw. What a form has achieved is therefore the answer to the same form of
the same browser a moment later, too. What was refused is judged each time.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from starlette.requests import Request
from starlette.responses import Response

from tracker.web import forms, waiting_room
from tracker.web.callers import address_of

AGAIN = 3.0  # seconds
_LOCKS = 64  # so many forms are answered beside each other; of one that came twice the second waits
Answer = Callable[[Request, dict[str, str]], Response]


@dataclass(frozen=True)
class _Achieved:
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    until: datetime

    def told(self) -> Response:
        response = Response(self.body, self.status)
        response.raw_headers = list(self.headers)
        return response


class PostedForms:
    """Those of one kind of page, each answered in a thread of the waiting room's."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now, self._room = now, waiting_room.WaitingRoom()
        self._locks = [Lock() for _each in range(_LOCKS)]
        self._achieved: dict[bytes, _Achieved] = {}

    def answered_by(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def post(request: Request) -> Response:
            fields = await forms.fields_of(request)
            key = _key(request, fields)
            try:
                address = address_of(request)
                return await self._room.take(address, self._once, key, answer, request, fields)
            except waiting_room.Full:
                return waiting_room.busy()
            finally:  # there may be recovery codes in it
                asyncio.get_running_loop().call_later(AGAIN, self._achieved.pop, key, None)

        return post

    def _once(self, key: bytes, answer: Answer, request: Request, fields: dict[str, str]) -> Response:
        with self._locks[key[0] % _LOCKS]:
            kept = self._achieved.get(key)
            if kept is not None and self._now() < kept.until:
                return kept.told()
            response = answer(request, fields)
            if response.status_code < 400:
                headers, until = tuple(response.raw_headers), self._now() + timedelta(seconds=AGAIN)
                self._achieved[key] = _Achieved(response.status_code, headers, bytes(response.body), until)
            return response


def _key(request: Request, fields: dict[str, str]) -> bytes:
    """Of the form as this browser sent it: with other cookies it is another."""
    sent = request.scope["path"], request.headers.getlist("cookie"), sorted(fields.items())
    return hashlib.sha256(repr(sent).encode()).digest()
