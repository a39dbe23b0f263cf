"""Connections that keep us waiting are closed: one for each file handle would leave none for those who work.

uvicorn closes a connection that is idle after an answer, but waits for ever for a first request, for the rest
of its head, for a body that was announced, and for an answer to be read.
"""

from asyncio import BaseTransport, TimerHandle, Transport
from enum import Enum, auto
from typing import ClassVar, cast

import h11
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

HEAD_SECONDS = 10.0  # from a connection's first moment, or the last answer, to the end of a request's head
BODY_SECONDS = 30.0  # between two pieces of a body; and for all of it, beside what LEAST_RATE gives
LEAST_RATE = 2_000  # bytes a second
READING_SECONDS = 60.0  # until the other side has taken something more of an answer
MOST_WAITING = 1_000  # for their other side; beyond it goes the one that has kept us waiting longest


class _Awaited(Enum):
    HEAD, BODY, READER = auto(), auto(), auto()


class WaryProtocol(H11Protocol):
    """uvicorn's own, with patience that ends."""

    _waiting: ClassVar[dict["WaryProtocol", None]] = {}  # in their order; one server a process
    _awaited: _Awaited | None = None
    _patience: TimerHandle | None = None
    _is_upgraded = False
    _begun, _came, _unread = 0.0, 0, 0  # of a body: since when, bytes; of answers: bytes

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast(Transport, transport))
        self._look()

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._look()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        if self._left_to_read():  # no browser asks on a connection whose last answer it has not read
            self._drop()
            return
        self._is_upgraded = True  # what follows has pings of its own
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._stop_waiting()

    def _look(self) -> None:
        """What this connection is waited for now."""
        is_closing = self.transport.is_closing()
        if self._is_upgraded:
            self._stop_waiting()
        elif self.flow.write_paused or (is_closing and self._left_to_read()):
            self._wait_for_reader()
        elif is_closing:
            self._stop_waiting()
        elif self.cycle is None or self.cycle.response_complete:
            if self._awaited is not _Awaited.HEAD:  # a byte now and then gains no time
                self._wait(_Awaited.HEAD, HEAD_SECONDS)
        elif self.cycle.more_body:
            self._wait_for_body()
        else:
            self._stop_waiting()

    def _wait_for_body(self) -> None:
        now = self.loop.time()
        if self._awaited is not _Awaited.BODY:
            self._begun, self._came = now, 0
        behind = now - self._begun - self._came / LEAST_RATE
        self._wait(_Awaited.BODY, BODY_SECONDS - max(0, behind), is_last=behind <= 0)

    def _wait_for_reader(self) -> None:
        if self._awaited is not _Awaited.READER:
            self._unread = self._left_to_read()
            self._wait(_Awaited.READER, READING_SECONDS)

    def _left_to_read(self) -> int:
        return int(self.transport.get_write_buffer_size())

    def _wait(self, awaited: _Awaited, seconds: float, is_last: bool = True) -> None:
        """``is_last``: of those who wait; else it keeps its place."""
        if is_last:
            self._waiting.pop(self, None)
        self._waiting[self] = None
        if self._patience is not None:
            self._patience.cancel()
        self._awaited, self._patience = awaited, self.loop.call_later(seconds, self._give_up)
        if len(self._waiting) > MOST_WAITING:
            next(iter(self._waiting))._drop()

    def _stop_waiting(self) -> None:
        self._waiting.pop(self, None)
        if self._patience is not None:
            self._patience.cancel()
        self._awaited = self._patience = None

    def _give_up(self) -> None:
        left = self._left_to_read()
        if left and left != self._unread:  # it goes on reading
            self._unread = left
            self._wait(_Awaited.READER, READING_SECONDS)
        elif self.flow.read_paused and self._awaited is _Awaited.BODY:  # it is we who do not listen
            self._stop_waiting()
            self._look()
        else:
            self._drop()

    def _drop(self) -> None:
        """Without an answer: who says nothing reads nothing."""
        self._stop_waiting()
        self.transport.abort()


class WaryWebSocket(WebSocketsSansIOProtocol):
    """uvicorn's own, which closes in peace: that never ends where the other side reads nothing."""

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self._abort_once_still(-1)

    def _abort_once_still(self, unread: int) -> None:
        """A ping waits behind a page that comes slowly: who goes on reading is let read to the end."""
        left = self.transport.get_write_buffer_size()
        if left == unread:
            self.transport.abort()
        elif left:
            self.loop.call_later(READING_SECONDS, self._abort_once_still, left)

    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.close":
            self.loop.call_later(self.close_timeout, self.transport.abort)
