"""Open pages are told when their sign-in has ended, and drawn anew when its rights have changed.

A page that nobody clicks in asks nothing: it would show a figure's files to somebody who was disabled an
hour ago. So the process looks once a second, in one query for all its websockets, whatever process or command
ended the sign-in, and at once after a sign-out of its own.
"""

import asyncio
import logging
from contextlib import suppress

from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tracker.db import reading
from tracker.domain.language.errors import Outgrown
from tracker.queries.people import Rights, rights_of_sessions
from tracker.web.site import Site

EVERY, _LEAST = 1.0, 0.1  # seconds
_PATIENCE = 2.0  # seconds for a browser that does not read
_POLICY, _RESTART = 1008, 1012  # why a websocket is closed, by RFC 6455
_LOG = logging.getLogger("tracker.web")


def _to_sign_in() -> bytes:
    """As st.logout() sends, but to a page that ends nothing: the browser may have signed in anew."""
    message = ForwardMsg()
    message.auth_redirect.url = "/login?note=ended"
    data: bytes = message.SerializeToString()
    return data


class _Page:
    """One websocket and what its person could see when it was opened."""

    def __init__(self, rights: Rights, send: Send) -> None:
        self.rights, self._send = rights, send
        self._is_open = self._has_ended = False

    async def tell(self, message: Message) -> None:
        """What Streamlit sends, as long as it may."""
        if not self._has_ended:
            self._is_open = self._is_open or message["type"] == "websocket.accept"
            await self._send(message)

    async def end(self, *, is_out: bool) -> None:
        """Send the browser to the sign-in, or let it come back with the rights of now."""
        if self._has_ended or not self._is_open:
            return  # a handshake is looked at in the next round
        self._has_ended = True
        try:
            async with asyncio.timeout(_PATIENCE):
                if is_out:
                    await self._send({"type": "websocket.send", "bytes": _to_sign_in()})
                await self._send({"type": "websocket.close", "code": _POLICY if is_out else _RESTART})
        except Exception:  # it has gone already, or reads nothing; what Streamlit sends goes nowhere
            _LOG.debug("a websocket was not closed", exc_info=True)


class OpenPages:
    """The websockets of this process, by the key of their sign-in."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._open: dict[str, set[_Page]] = {}
        self._limiter = CapacityLimiter(1)  # not the pool of all requests: it may be full
        self._watch: asyncio.Task[None] | None = None
        self._hurried = asyncio.Event()

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        """Run the websocket of somebody whom the gate has let in."""
        key, person = scope["state"]["key"], scope["state"]["person"]
        page = _Page(Rights(person.role, person.unit_ids), send)
        self._open.setdefault(key, set()).add(page)
        if self._watch is None or self._watch.done():
            self._hurried = asyncio.Event()
            self._watch = asyncio.create_task(self._look_again(), name="open-pages")
        try:
            await app(scope, receive, page.tell)
        finally:
            self._open[key].discard(page)
            if not self._open[key]:
                del self._open[key]

    def hurry(self) -> None:
        """Somebody has just signed out: look now."""
        self._hurried.set()

    async def _look_again(self) -> None:
        while self._open:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurried.wait(), EVERY)
            await asyncio.sleep(_LEAST)  # whoever signs out a thousand times in it is looked at once
            self._hurried.clear()
            asked = list(self._open)
            try:
                rights = await to_thread.run_sync(self._rights, asked, limiter=self._limiter)
            except Outgrown:
                # Tabs stay as they are, with what is typed, and come back where a newer process answers.
                await asyncio.gather(*(page.end(is_out=False) for key in asked for page in self._of(key)))
                continue
            except Exception:
                _LOG.warning("the sign-ins of the open pages were not read", exc_info=True)
                continue
            await asyncio.gather(*(self._compare(key, rights.get(key)) for key in asked))

    async def _compare(self, key: str, now: Rights | None) -> None:
        pages = [page for page in self._of(key) if page.rights != now]
        await asyncio.gather(*(page.end(is_out=now is None) for page in pages))

    def _of(self, key: str) -> tuple[_Page, ...]:
        return tuple(self._open.get(key, ()))

    def _rights(self, keys: list[str]) -> dict[str, Rights]:
        with reading(self._site.engine) as session:
            return rights_of_sessions(session, keys)
