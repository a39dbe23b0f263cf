"""Open tabs: so many of one account, so many in all; and of their messages only what our page sends.

A tab beyond is led to a page that says so. Counted by account: whoever signs in again opens no more of them.
"""

import logging
from collections import Counter

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tracker.domain.language import _
from tracker.web import handles, paper

OF_ONE = 30
OF_ALL = 2_000  # a process; two serve a city of that size
_A_TAB = 4  # file handles: its websocket, and what Streamlit keeps for its script
_KEPT_FREE = 2_000  # for connections, the database, files, and tabs that were just closed
_POLICY, _UNREADABLE = 1008, 1002  # why a websocket is closed, by RFC 6455
_MOST_FILES = 100  # at once
_HEARD = frozenset({"rerun_script", "stop_script", "app_heartbeat", "file_urls_request"})
_ASKED = frozenset({"deferred_file", "dataframe_chunk"})
_LOG = logging.getLogger("tracker.web")


class Tabs:
    """Behind the gate, which has said whose websocket it is."""

    def __init__(self, app: ASGIApp, of_one: int = OF_ONE, of_all: int | None = None) -> None:
        self._app, self._of_one = app, of_one
        self._of_all = of_all or max(OF_ONE, min(OF_ALL, (handles.held() - _KEPT_FREE) // _A_TAB))
        self._open: Counter[int] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        person = scope["state"]["person"]
        if self._open[person.account_id] >= self._of_one or self._open.total() >= self._of_all:
            is_own = self._open[person.account_id] >= self._of_one
            which = "own" if is_own else "all"
            _LOG.warning("one more tab of account %s was refused: %s", person.account_id, which)
            await _lead(scope, receive, send, "/full" if is_own else "/full?all")
            return
        self._open[person.account_id] += 1
        try:
            await self._app(scope, _sifted(person.account_id, receive, send), send)
        finally:
            self._open[person.account_id] -= 1
            self._open += Counter()  # without the zeros


def routes() -> list[Route]:
    def full(request: Request) -> HTMLResponse:
        if "all" in request.query_params:
            text = _("现在使用的人很多，请过几分钟再打开。已保存的内容不会丢失。")
            return paper.message(_("暂时打不开"), text, 503)
        text = _("您已打开{n}个页面，请关闭不用的页面，再打开这一个。已保存的内容不会丢失。")
        return paper.message(_("打开的页面太多"), text.format(n=OF_ONE), 429)

    return [Route("/full", full)]


async def _lead(scope: Scope, receive: Receive, send: Send, to: str) -> None:
    """Open the websocket, lead its tab to another page by what st.logout() sends, and close it."""
    message = ForwardMsg()
    message.auth_redirect.url = to
    await receive()
    await send({"type": "websocket.accept", "subprotocol": next(iter(scope.get("subprotocols", ())), None)})
    await send({"type": "websocket.send", "bytes": message.SerializeToString()})
    await send({"type": "websocket.close", "code": _POLICY})


def _sifted(account_id: int, receive: Receive, send: Send) -> Receive:
    """What Streamlit would answer with a traceback, or do for nobody's page, does not reach it."""

    async def sifted() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            kind = kind_of(message.get("bytes"))
            if kind is None:
                _LOG.warning("an unreadable message of account %s: its websocket is closed", account_id)
                await send({"type": "websocket.close", "code": _UNREADABLE})
                return {"type": "websocket.disconnect", "code": _UNREADABLE}
            if not kind:
                return message
            _LOG.warning("a message of account %s was left out: %s", account_id, kind)

    return sifted


def kind_of(data: bytes | None) -> str | None:
    """Nothing for a message to hear, None for an unreadable one, else what it is."""
    if data is None:
        return None
    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return None
    kind = message.WhichOneof("type") or "empty"
    if kind == "backend_operation_request":
        asked = message.backend_operation_request.WhichOneof("payload")
        return "" if asked in _ASKED else f"{kind}: {asked}"
    if kind == "file_urls_request" and len(message.file_urls_request.file_names) > _MOST_FILES:
        return f"{kind} for too many files"
    return "" if kind in _HEARD else str(kind)
