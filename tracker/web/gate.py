"""The gate: what passes, as whom, and with which headers. Pure ASGI, so it also sees the websocket.

Deny by default: a path that no rule below names is not found, whoever asks. Decisions rest on
scope["path"], never on request.url, which a Host header can poison (CVE-2026-48710). Streamlit's
st.user and cookies are frozen at the websocket's handshake, so pages ask the database again on
every rerun (tracker/ui/frame/shell.py), and a websocket whose sign-in has ended is closed (open_pages.py);
the gate hands them the session's key as st.user["sid"], and the address that it came from as st.user["from"].
"""

import logging
import re
from datetime import datetime
from enum import Enum, auto
from urllib.parse import quote, urlencode, urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from tracker.domain.access import PAGES, Person
from tracker.domain.language import _
from tracker.domain.language.errors import NotAllowed, Outgrown
from tracker.services import audit
from tracker.services.sign_in import SEEN_EVERY, fingerprint
from tracker.web import mishaps, paper, reader, taken
from tracker.web.callers import address_of
from tracker.web.headers import page_policy, secured
from tracker.web.open_pages import OpenPages
from tracker.web.site import Site

# Mapped to st.user["sid"] and st.user["from"] by server.trustedUserHeaders in .streamlit/config.toml.
IDENTITY, SOURCE = b"x-tracker-sid", b"x-tracker-from"
_LOG = logging.getLogger("tracker.web")


class Rule(Enum):
    """What a path is to somebody who has not signed in, and to everybody."""

    OPEN = auto()  # for everybody
    PAGE = auto()  # sends you to /login first
    GUARDED = auto()  # answers 401
    NOWHERE = auto()  # is not found, for everybody


_RULES: tuple[tuple[Rule, str], ...] = (
    (
        Rule.OPEN,
        r"/(login|login/step|logout|auth/logout|auth/oidc/(start|callback)|healthz|readyz|_stcore/health)",
    ),
    (Rule.OPEN, r"/password/[^/]+|/static/.+|/full"),
    (Rule.GUARDED, r"/_stcore/(host-config|upload_file/.+|bidi-components/.+)"),
    (Rule.GUARDED, r"/(media|component|download)/.+"),
    # Streamlit's own sign-in; with it everything else under /_stcore/ and /auth/ stays closed:
    # metrics, the script health check, the agent API and its description.
    (Rule.NOWHERE, r"/(oauth2callback|(_stcore|media|component|static|download|auth)/?)"),
    # Any other name Streamlit would answer with its first page and an English notice over it.
    (Rule.PAGE, rf"/({'|'.join(PAGES)})?/?|/account/(password|second-step)"),
)
_SOCKET = "/_stcore/stream"
_ASKED_BY_MACHINES = frozenset({"/healthz", "/readyz", "/_stcore/health"})
_ENDS_SIGN_INS = frozenset({"/login", "/login/step", "/logout", "/auth/logout", "/account/password"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


def rule_of(path: str) -> Rule:
    for rule, pattern in _RULES:
        if re.fullmatch(pattern, path, re.DOTALL):
            return rule
    return Rule.NOWHERE


def safe_way_back(wanted: str) -> str:
    """``wanted`` if it is a path of this site, else the first page: nobody is led elsewhere by us."""
    is_plain = wanted.startswith("/") and wanted.isprintable() and not re.search(r"[\\\s]", wanted)
    if not is_plain or wanted.startswith("//") or len(wanted) > 500:
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return wanted if not parts.netloc and rule_of(parts.path) is Rule.PAGE else "/"


def person_of(connection: HTTPConnection) -> Person:
    """Who the gate let through. Raises NotAllowed where it has not been asked."""
    person = connection.scope.get("state", {}).get("person")
    if not isinstance(person, Person):
        raise NotAllowed(lambda: _("请先登录。"))
    return person


def key_in_cookie(connection: HTTPConnection, site: Site) -> str | None:
    """The key of the session that the browser claims; whether it lives is for the database to say."""
    token = connection.cookies.get(site.session_cookie)
    return fingerprint(token) if token else None


class Gate:
    """The outermost middleware; ``script_hashes`` admit the inline scripts of Streamlit's page."""

    def __init__(self, app: ASGIApp, site: Site, script_hashes: tuple[str, ...] = ()) -> None:
        self._app, self._site, self._script_hashes = app, site, script_hashes
        self._noted: dict[str, datetime] = {}
        self._pages = OpenPages(site)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        audit.source.set(address_of(HTTPConnection(scope)))  # of this request alone: each has its own task

        async def dressed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                taken.note(self._site, scope, message["status"], message["headers"])
                headers = list(reader.remembered(self._site, scope, message["headers"]))
                headers = secured(headers, scope["path"], self._policy(scope), self._site.settings)
                message = {**message, "headers": headers}
            await send(message)

        try:
            reader.listen(self._site, scope)
            answer = self._misdirected(scope) or await self._refused(scope)
            reader.listen(self._site, scope)  # who asks is known now
            await (answer or self._app)(scope, receive, dressed)
            if scope["path"] in _ENDS_SIGN_INS:
                self._pages.hurry()
        except ClientDisconnect:  # in the middle of a body: nobody is there to answer, and nothing failed
            await Response(status_code=408)(scope, receive, dressed)
        except Exception as error:
            if started:
                raise
            # Here and not in Starlette's own handler, whose answer would go out without our headers.
            await mishaps.failure_page(error)(scope, receive, dressed)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        ask = HTTPConnection(scope)
        host, origin = ask.headers.get("host", ""), ask.headers.get("origin", "")
        is_ours = self._site.is_our_host(host) and self._site.is_our_origin(origin, host)
        try:
            if scope["path"] != _SOCKET or not is_ours or not await self._identify(scope):
                await send({"type": "websocket.close", "code": 1008})
                return
        except Outgrown:  # the browser tries again until a newer process answers
            await send({"type": "websocket.close", "code": 1012})
            return
        await self._pages.run(self._app, scope, self._listening(scope["state"]["key"], receive), send)

    def _misdirected(self, scope: Scope) -> Response | None:
        """An answer to a wrong Host or a foreign origin; None if both are ours."""
        ask = HTTPConnection(scope)
        host = ask.headers.get("host", "")
        if scope["path"] in _ASKED_BY_MACHINES and scope["method"] in _READS:
            return None
        if not self._site.is_our_host(host):
            # The usual cause: served on a network without TRACKER_PUBLIC_URL.
            _LOG.warning("refused Host %r: not that of %s", host, self._site.settings.base_url)
            text = _("请使用本系统的正式地址访问。")
            return paper.message(_("地址不对"), text, 421, home=False)
        if scope["method"] in _READS or self._is_same_origin(ask, host):
            return None
        return paper.sentence(_("请求不是从本系统的页面发出的。"), 403)

    def _is_same_origin(self, ask: HTTPConnection, host: str) -> bool:
        origin = ask.headers.get("origin")
        if origin is None:
            return ask.headers.get("sec-fetch-site") == "same-origin"
        return self._site.is_our_origin(origin, host)

    async def _refused(self, scope: Scope) -> Response | None:
        """An answer to somebody who may not pass; None lets them in, as who they are."""
        rule = rule_of(scope["path"])
        if rule is Rule.NOWHERE:
            return mishaps.not_found()
        scope["headers"] = _without_identity(scope)
        if rule is Rule.OPEN or await self._identify(scope):
            return None
        if rule is Rule.GUARDED or scope["method"] not in _READS:
            return paper.sentence(_("请先登录。"), 401)
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = safe_way_back(quote(scope["path"]) + (f"?{query}" if query else ""))
        return RedirectResponse("/login" if wanted == "/" else "/login?" + urlencode({"next": wanted}), 303)

    async def _identify(self, scope: Scope) -> bool:
        """Write into the scope who asks; False if nobody has signed in."""
        scope["headers"] = _without_identity(scope)
        key = key_in_cookie(HTTPConnection(scope), self._site)
        person = await run_in_threadpool(self._site.person_of, key) if key else None
        if key is None or person is None:
            return False
        scope["headers"].append((IDENTITY, key.encode("ascii")))
        source = address_of(HTTPConnection(scope))
        scope["headers"].append((SOURCE, source.encode("ascii", "replace")))
        scope["state"] = {**scope.get("state", {}), "person": person, "key": key}
        await self._note(key)
        return True

    def _listening(self, key: str, receive: Receive) -> Receive:
        """Somebody who works in an open page sends no requests, only messages: these keep them in."""

        async def heard() -> Message:
            message = await receive()
            if self._is_due(key) and _is_by_hand(message.get("bytes") or b""):
                await self._note(key)
            return message

        return heard

    def _is_due(self, key: str) -> bool:
        noted = self._noted.get(key)
        return noted is None or self._site.now() - noted >= SEEN_EVERY

    async def _note(self, key: str) -> None:
        if not self._is_due(key):
            return
        if len(self._noted) > 10_000:
            self._noted.clear()
        self._noted[key] = self._site.now()
        try:
            await run_in_threadpool(self._site.note_activity, key)
        except Exception:
            _LOG.exception("activity was not noted")

    def _policy(self, scope: Scope) -> str:
        host = HTTPConnection(scope).headers.get("host", "")
        settings = self._site.settings
        shown = host if self._site.is_our_host(host) else urlsplit(settings.base_url).netloc
        return page_policy(self._script_hashes, shown, settings.is_https)


def _without_identity(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The request's headers less what only we may say; proxies may read _ as -."""
    ours = (IDENTITY, SOURCE)
    return [pair for pair in scope["headers"] if pair[0].lower().replace(b"_", b"-") not in ours]


def _is_by_hand(data: bytes) -> bool:
    """Whether a message to Streamlit comes from a person: fragments with run_every also send reruns."""
    try:
        message = BackMsg.FromString(data)
    except DecodeError:
        return False
    return message.HasField("rerun_script") and not message.rerun_script.is_auto_rerun
