"""Connections that say nothing are closed: one for each file handle would leave none for those who work.

uvicorn closes a connection that is idle after an answer, but waits for ever for a first request, for the rest
of its head and for a body that was announced.
"""

from asyncio import BaseTransport, TimerHandle, Transport
from typing import ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 10.0  # from a connection's first moment, or the last answer, to the end of a request's head
BODY_SECONDS = 30.0  # between two pieces of a body
MOST_WAITING = 1_000  # without a request; beyond it goes the one that has waited longest


class WaryProtocol(H11Protocol):
    """uvicorn's own, with patience that ends."""

    _waiting: ClassVar[dict["WaryProtocol", None]] = {}  # for a head, in their order; one server a process
    _patience: TimerHandle | None = None
    _is_upgraded = False

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast(Transport, transport))
        self._wait_for_head()
        if len(self._waiting) > MOST_WAITING:
            next(iter(self._waiting))._give_up()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._is_upgraded = True  # what follows has pings of its own
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _look(self) -> None:
        """What this connection is waited for now."""
        if self._is_upgraded or self.transport.is_closing():
            self._stop_waiting()
        elif self.cycle is None or self.cycle.response_complete:
            if self not in self._waiting:  # a byte now and then gains no time
                self._wait_for_head()
        else:
            self._stop_waiting()
            if self.cycle.more_body:
                self._patience = self.loop.call_later(BODY_SECONDS, self._give_up)

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        self._waiting[self] = None
        self._patience = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_waiting(self) -> None:
        self._waiting.pop(self, None)
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        """Without an answer: who says nothing reads nothing."""
        self._stop_waiting()
        if self.flow.read_paused:  # it is we who do not listen
            self._look()
        else:
            self.transport.abort()
