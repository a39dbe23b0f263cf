"""The pages for signing in and out. No script; they work without Streamlit."""

from html import escape
from urllib.parse import urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.access import KEPT_DAYS
from tracker.domain.credentials import LONGEST
from tracker.domain.guessing import too_many
from tracker.domain.language import LANGUAGES, _, marked, spoken
from tracker.services import sign_in
from tracker.web import forms, paper, reader
from tracker.web.callers import address_of, agent_of
from tracker.web.gate import key_in_cookie, safe_way_back
from tracker.web.posted import PostedForms
from tracker.web.sign_in_steps import STEP
from tracker.web.site import Site

# Chosen by a word in the address, so that nobody can put words of their own on our page.
OIDC_START = "/auth/oidc/start"
_NOTES = {
    "out": (marked("您已退出登录。"), "good"),
    "ended": (marked("登录已失效，请重新登录。此前已保存的草稿仍在。"), "bad"),
    "password": (marked("密码已设置，请登录。"), "good"),
    "step": (marked("登录已超时，请重新输入账号和密码。"), "bad"),
}


class SignInPages:
    """/login, /logout, and /auth/logout for st.logout()."""

    def __init__(self, site: Site) -> None:
        self._site, self._posted = site, PostedForms(site.now)

    def routes(self) -> list[Route]:
        return [
            Route("/login", self._show_login),
            Route("/login", self._posted.answered_by(self._sign_in), methods=["POST"]),
            Route("/logout", self._show_logout),
            Route("/logout", self._post_logout, methods=["POST"]),
            Route("/auth/logout", self._from_streamlit),
        ]

    def _show_login(self, request: Request) -> Response:
        wanted = safe_way_back(request.query_params.get("next", "/"))
        if self.is_signed_in(request):
            return RedirectResponse(wanted, 303)
        text, kind = _NOTES.get(request.query_params.get("note", ""), ("", ""))
        return self.login_form(request, "", wanted, paper.told(_(text) if text else "", kind))

    def _sign_in(self, request: Request, fields: dict[str, str]) -> Response:
        login, wanted = fields.get("login", ""), safe_way_back(fields.get("next", "/"))
        if not forms.is_own(self._site, request, fields):
            return self.login_form(request, login, wanted, paper.told(_(forms.STALE), "bad"), 403)
        keep = fields.get("keep", "") if self._site.settings.keep_signed_in else ""
        outcome = self._try(request, login, fields.get("password", ""), keep)
        if outcome.step:
            response = RedirectResponse(forms.with_way(STEP, wanted), 303)
            forms.set_cookie(self._site, response, self._site.step_cookie, outcome.step, "strict")
            return response
        if outcome.token is None:
            return self.login_form(request, login, wanted, paper.told(outcome.message, "bad"), 403)
        response = RedirectResponse(wanted, 303)
        forms.let_in(self._site, request, response, outcome)
        return response

    def _try(self, request: Request, login: str, password: str, keep: str) -> sign_in.Outcome:
        """Gather, verify, apply: the slow verifying stands outside both transactions."""
        address, marks = address_of(request), request.cookies.get(self._site.known_cookie, "")
        with reading(self._site.engine) as session:
            now, agent = self._site.now(), agent_of(request)
            tried = sign_in.knock(session, login, address, now, marks, agent)
        demands = self._site.demands
        if not demands.admits_password(tried.login):
            return sign_in.Outcome(None, self._only_way())
        if tried.wait:
            return sign_in.Outcome(None, too_many(tried.wait))
        is_proven = sign_in.matches(tried.password_hash, password)
        now, old_key = self._site.now(), key_in_cookie(request, self._site)
        hours = self._site.settings.session_hours
        with transaction(self._site.engine, advance=False) as session:
            outcome = sign_in.enter(session, tried, is_proven, now, hours, keep, demands)
            if outcome.token is not None and old_key is not None:
                sign_in.sign_out(session, old_key, now)
        return outcome

    def login_form(
        self, request: Request, login: str, wanted: str, above: str, status: int = 200
    ) -> Response:
        """The form; ``above`` is HTML, ``wanted`` the page to go on to, checked."""
        if not self._takes_passwords(request):
            return self._provider_page(request, wanted, above, status)
        first, second = ("", " autofocus") if login else (" autofocus", "")
        forgotten = _("忘记密码？请联系系统管理员重新签发密码链接")
        if self._site.settings.oidc_only:
            forgotten = ""
        fields = (
            f'<input type="hidden" name="next" value="{escape(wanted)}">'
            f'<label for="login">{_("账号")}</label>'
            '<input id="login" name="login" required maxlength="64" autocomplete="username" '
            f'autocapitalize="none" spellcheck="false" value="{escape(login[:64])}"{first}>'
            f'<label for="password">{_("密码")}</label>'
            '<input id="password" name="password" type="password" required '
            f'maxlength="{LONGEST}" autocomplete="current-password"{second}>'
            f"{self._how_long()}"
            f'<button type="submit">{_("登录")}</button>'
            f"{self._other_way(wanted)}"
            f'<p class="quiet again">{forgotten}</p>'
            f"{_other_language(wanted)}"
        )
        return forms.form_page(self._site, request, _("登录"), above, "/login", fields, status)

    def _takes_passwords(self, request: Request) -> bool:
        """Of a site with the provider alone: /login?way=password for the one administrator who still may."""
        settings = self._site.settings
        if not settings.oidc_only:
            return True
        asked = request.method == "POST" or request.query_params.get("way") == "password"
        return bool(settings.break_glass) and asked

    def _provider_page(self, request: Request, wanted: str, above: str, status: int) -> Response:
        """The link to the provider and nothing to type."""
        body = paper.told(self._site.mark(), "") + above + self._other_way(wanted)
        return paper.page(_("登录"), body + _other_language(wanted), status)

    def _only_way(self) -> str:
        return _("本系统只通过{way}登录，不使用密码。").format(way=self._site.settings.oidc_label)

    def _how_long(self) -> str:
        """The choice to stay signed in, for people's own devices; where the site offers it."""
        if not self._site.settings.keep_signed_in:
            return ""
        options = "".join(
            f'<option value="{days}">{_("{n}天").format(n=days)}</option>' for days in KEPT_DAYS
        )
        return (
            f'<label for="keep">{_("在这台设备上保持登录")}</label>'
            f'<select id="keep" name="keep"><option value="">{_("不保持")}</option>{options}</select>'
            f'<p class="quiet below">{_("限本人的手机和电脑；系统管理员账号不保持")}</p>'
        )

    def _other_way(self, wanted: str) -> str:
        """The link to the city's identity provider, where one is set. A form may not leave the site (CSP)."""
        settings = self._site.settings
        if not settings.oidc_issuer:
            return ""
        way = OIDC_START if wanted == "/" else f"{OIDC_START}?{urlencode({'next': wanted})}"
        return f'<a class="button other" href="{escape(way)}">{escape(settings.oidc_label)}</a>'

    def _show_logout(self, request: Request) -> Response:
        if not self.is_signed_in(request):
            return RedirectResponse("/login?note=out", 303)
        asked = f'<p class="quiet">{_("退出后需要重新登录，已保存的草稿不受影响。")}</p>'
        back = f'<p class="again"><a href="/">{_("返回")}</a></p>'
        fields = f'<button type="submit">{_("退出登录")}</button>{back}'
        return forms.form_page(self._site, request, _("退出登录"), asked, "/logout", fields)

    async def _post_logout(self, request: Request) -> Response:
        fields = await forms.fields_of(request)
        if not forms.is_own(self._site, request, fields):
            return RedirectResponse("/logout", 303)
        return await run_in_threadpool(self._sign_out, request)

    def _from_streamlit(self, request: Request) -> Response:
        """st.logout() leads here with a GET, so only our own pages may: others get the question."""
        if self._is_from_our_page(request):
            return self._sign_out(request)
        return RedirectResponse("/logout", 303)

    def _is_from_our_page(self, request: Request) -> bool:
        fetched_from = request.headers.get("sec-fetch-site")
        if fetched_from is not None:
            return fetched_from == "same-origin"
        # Over plain HTTP on a network browsers leave Sec-Fetch-Site out.
        came_from = urlsplit(request.headers.get("referer", ""))
        origin = f"{came_from.scheme}://{came_from.netloc}"
        return self._site.is_our_origin(origin, request.headers.get("host", ""))

    def _sign_out(self, request: Request) -> Response:
        was_in, key = self.is_signed_in(request), key_in_cookie(request, self._site)
        if key is not None:
            with transaction(self._site.engine, advance=False) as session:
                sign_in.sign_out(session, key, self._site.now())
        response = RedirectResponse(f"/login?note={'out' if was_in else 'ended'}", 303)
        is_https = self._site.settings.is_https
        response.delete_cookie(self._site.session_cookie, secure=is_https, httponly=True, samesite="lax")
        # The next sign-in is another form, however soon it comes (posted.py).
        response.delete_cookie(self._site.form_cookie, secure=is_https, httponly=True, samesite="strict")
        return response

    def is_signed_in(self, request: Request) -> bool:
        key = key_in_cookie(request, self._site)
        return key is not None and self._site.person_of(key) is not None


def _other_language(wanted: str) -> str:
    """For whom nobody knows yet: the sign-in page in the other languages, which the browser then keeps."""
    links = "".join(
        f'<a lang="{paper.TAGS[each]}" href="{escape(_in_language(each, wanted))}">{word}</a>'
        for each, word in LANGUAGES.items()
        if each != spoken()
    )
    return f'<p class="quiet again">{links}</p>'


def _in_language(language: str, wanted: str) -> str:
    return "/login?" + urlencode({reader.ASKED: language} | ({} if wanted == "/" else {"next": wanted}))
