"""/auth/oidc/start and /auth/oidc/callback: signing in at the city's identity provider.

What was sent along (state, nonce, PKCE verifier, the page that was wanted) waits in a short-lived
cookie of the browser that began: an answer that another browser began opens nothing here. The
answer leads to the same session as a password does.
"""

import base64
import hmac
import json
import logging
from dataclasses import asdict
from datetime import timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.guessing import too_many
from tracker.domain.language import _, marked
from tracker.domain.language.errors import Refusal
from tracker.services import external_sign_in, sign_in
from tracker.services.external_sign_in import Identity
from tracker.web import forms, paper, waiting_room
from tracker.web.callers import address_of, agent_of
from tracker.web.gate import key_in_cookie, safe_way_back
from tracker.web.oidc_provider import NotProven, Provider, ProviderAway, Secrets
from tracker.web.sign_in import OIDC_START, SignInPages
from tracker.web.site import Site

MINUTES = 10
_AT_ONCE = 4  # who waits for the provider, which may be slow, keeps no thread that others need
_LOST = marked("这次登录已失效或不是从本浏览器开始的，请重新登录。")
_CANCELLED = marked("统一身份认证没有完成，请重新登录。")
_DOUBTFUL = marked("统一身份认证的答复没有通过核验，请重新登录；若再次出现，请联系系统管理员。")
_AWAY = marked("暂时无法连接统一身份认证，请稍后再试。")
_AWAY_OR_PASSWORD = marked("暂时无法连接统一身份认证，请稍后再试，或使用账号和密码登录。")
_LOG = logging.getLogger("tracker.web")


class OidcPages:
    """Not found, both, while no provider is set."""

    def __init__(self, site: Site) -> None:
        self._site, self._pages = site, SignInPages(site)
        self._provider = Provider(site.settings) if site.settings.oidc_issuer else None
        self._cookie, self._room = f"{site.session_cookie}-oidc", waiting_room.WaitingRoom(_AT_ONCE)

    def routes(self) -> list[Route]:
        return [Route(OIDC_START, self._start), Route("/auth/oidc/callback", self._callback)]

    def _start(self, request: Request) -> Response:
        provider, wanted = self._in_use(), safe_way_back(request.query_params.get("next", "/"))
        if self._pages.is_signed_in(request):
            return RedirectResponse(wanted, 303)
        ours = Secrets()
        try:
            address = provider.way_there(ours)
        except ProviderAway as fault:
            return self._told(request, self._away(), wanted, fault, 503)
        response = RedirectResponse(address, 303)
        self._remember(response, ours, wanted)
        return response

    async def _callback(self, request: Request) -> Response:
        try:
            return await self._room.take(address_of(request), self._answer, request)
        except waiting_room.Full:
            return waiting_room.busy()

    def _answer(self, request: Request) -> Response:
        """The answer, once: whatever comes of it, the browser forgets what it had begun."""
        provider, begun = self._in_use(), self._begun(request)
        response = self._answered(request, provider, begun)
        response.delete_cookie(
            self._cookie, path="/", secure=self._site.settings.is_https, httponly=True, samesite="lax"
        )
        return response

    def _answered(self, request: Request, provider: Provider, begun: tuple[Secrets, str] | None) -> Response:
        asked = request.query_params
        if begun is None or not hmac.compare_digest(
            *(state.encode("utf-8", "replace") for state in (begun[0].state, asked.get("state", "")))
        ):
            return self._told(request, _(_LOST), "/")
        ours, wanted = begun
        if "code" not in asked:
            return self._told(request, _(_CANCELLED), wanted)
        if wait := self._wait(request):
            return self._told(request, too_many(wait), wanted)
        try:
            if not provider.is_from_us(asked.get("iss")):
                raise NotProven("the answer names another issuer")
            identity = provider.identity(asked["code"], ours, self._site.now())
        except NotProven as fault:
            with transaction(self._site.engine, advance=False) as session:
                external_sign_in.refuse_unproven(session, address_of(request), str(fault), self._site.now())
            return self._told(request, _(_DOUBTFUL), wanted, fault)
        except ProviderAway as fault:
            return self._told(request, self._away(), wanted, fault, 503)
        return self._entered(request, identity, wanted)

    def _entered(self, request: Request, identity: Identity, wanted: str) -> Response:
        now, hours = self._site.now(), self._site.settings.session_hours
        old_key = key_in_cookie(request, self._site)
        with transaction(self._site.engine, advance=False) as session:
            outcome = external_sign_in.enter(
                session, identity, address_of(request), now, hours, agent_of(request)
            )
            if outcome.token is not None and old_key is not None:
                sign_in.sign_out(session, old_key, now)
        if outcome.token is None:
            return self._told(request, outcome.message, wanted)
        response = RedirectResponse(wanted, 303)
        forms.set_cookie(self._site, response, self._site.session_cookie, outcome.token, "lax")
        forms.remember_browser(self._site, request, response, outcome.mark)
        return response

    def _in_use(self) -> Provider:
        if self._provider is None:
            raise HTTPException(404)
        return self._provider

    def _away(self) -> str:
        return _(_AWAY if self._site.settings.oidc_only else _AWAY_OR_PASSWORD)

    def _wait(self, request: Request) -> timedelta:
        with reading(self._site.engine) as session:
            return sign_in.wait_of_address(session, address_of(request), self._site.now())

    def _told(
        self, request: Request, text: str, wanted: str, fault: Refusal | None = None, status: int = 403
    ) -> Response:
        """The sign-in page with a sentence; the cause goes to the log and not to the browser."""
        if fault is not None:
            _LOG.warning("sign-in through the identity provider: %s", fault)
        return self._pages.login_form(request, "", wanted, paper.told(text, "bad"), status)

    def _remember(self, response: Response, ours: Secrets, wanted: str) -> None:
        content = json.dumps({**asdict(ours), "wanted": wanted, "at": int(self._site.now().timestamp())})
        response.set_cookie(
            self._cookie,
            base64.urlsafe_b64encode(content.encode()).decode("ascii"),
            max_age=MINUTES * 60,
            path="/",
            secure=self._site.settings.is_https,
            httponly=True,
            samesite="lax",  # the answer comes from the provider's site
        )

    def _begun(self, request: Request) -> tuple[Secrets, str] | None:
        """What this browser has begun, and the page it wanted; None if nothing or too long ago."""
        try:
            held = json.loads(base64.urlsafe_b64decode(request.cookies.get(self._cookie, "")))
            ours = Secrets(*(str(held[name]) for name in ("state", "nonce", "verifier")))
            age = self._site.now().timestamp() - int(held["at"])
            wanted = safe_way_back(str(held["wanted"]))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
            return None  # somebody has made it up
        return (ours, wanted) if ours.state and ours.nonce and 0 <= age <= MINUTES * 60 else None
