"""/login/step: what is asked after the password. A code; an app to set up; a new password.

A half sign-in is known by a cookie of its own, which opens nothing, for ten minutes.
"""

from html import escape

import segno
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.credentials import LONGEST, Missing
from tracker.domain.language import CHINESE, _, marked, spoken
from tracker.domain.language.errors import BadInput
from tracker.queries.credentials import Half, half_of
from tracker.services import passwords, second_step, sign_in, sign_in_steps
from tracker.services.sign_in import Outcome
from tracker.web import forms, paper
from tracker.web.gate import key_in_cookie, safe_way_back
from tracker.web.posted import PostedForms
from tracker.web.site import Site

STEP = "/login/step"
IN_USE = marked("两步验证已启用。")

_KEEP = marked("请抄写或打印下面的备用码，妥善保管。手机不在身边时，一个备用码可代替一次验证码，用后作废。")


class StepPages:
    def __init__(self, site: Site) -> None:
        self._site, self._posted = site, PostedForms(site.now)

    def routes(self) -> list[Route]:
        return [
            Route(STEP, self._show),
            Route(STEP, self._posted.answered_by(self._answer), methods=["POST"]),
        ]

    def _show(self, request: Request) -> Response:
        wanted = safe_way_back(request.query_params.get("next", "/"))
        half = self._half(request)
        return _lost() if half is None else self._form(request, half, wanted, "")

    def _answer(self, request: Request, fields: dict[str, str]) -> Response:
        half, wanted = self._half(request), safe_way_back(fields.get("next", "/"))
        if half is None:
            return _lost()
        try:
            if not forms.is_own(self._site, request, fields):
                raise BadInput(_(forms.STALE))
            outcome, codes = self._given(request, half, fields)
        except BadInput as refusal:
            return self._form(request, half, wanted, str(refusal), 400)
        if outcome.token is not None:
            return self._entered(request, outcome, wanted, codes)
        if not outcome.step:
            return _lost()
        if outcome.message:
            return self._form(request, half, wanted, outcome.message, 403)
        if codes:
            return codes_page(_(IN_USE), codes, forms.with_way(STEP, wanted), _("继续登录"))
        return RedirectResponse(forms.with_way(STEP, wanted), 303)

    def _given(self, request: Request, half: Half, fields: dict[str, str]) -> tuple[Outcome, tuple[str, ...]]:
        """What the answer to what is asked next gave, with recovery codes that have to be shown."""
        token, now, hours = self._token(request), self._site.now(), self._site.settings.session_hours
        demands, code = self._site.demands, fields.get("code", "")
        made = self._new_password(half, fields) if half.missing is Missing.NEW_PASSWORD else ""
        with transaction(self._site.engine, advance=False) as session:
            if half.missing is Missing.CODE:
                return sign_in_steps.give_code(session, token, code, now, hours, demands), ()
            if half.missing is Missing.ENROLMENT:
                outcome, codes = sign_in_steps.set_up(session, token, code, now, hours, demands)
                return outcome, tuple(codes)
            return sign_in_steps.renew_password(session, token, made, now, hours, demands), ()

    def _new_password(self, half: Half, fields: dict[str, str]) -> str:
        """Its hash. Raises BadInput. It is not the old one, whatever else the city asks for."""
        password = fields.get("password", "")
        if password != fields.get("again", ""):
            raise BadInput(_("两次输入的密码不一致。"))
        with reading(self._site.engine) as session:
            held = passwords.held(session, half.account_id, self._site.demands)
        if held.hashes and sign_in.matches(held.hashes[0], password):
            raise BadInput(_("新密码不能与原密码相同。"))
        return passwords.prepared(held, password, self._site.demands)

    def _entered(self, request: Request, outcome: Outcome, wanted: str, codes: tuple[str, ...]) -> Response:
        """In, with the cookies of a whole sign-in in the place of the half one's."""
        old_key = key_in_cookie(request, self._site)
        if old_key is not None:
            with transaction(self._site.engine, advance=False) as session:
                sign_in.sign_out(session, old_key, self._site.now())
        response: Response = RedirectResponse(wanted, 303)
        if codes:
            response = codes_page(_(IN_USE), codes, wanted, _("进入系统"))
        forms.let_in(self._site, request, response, outcome)
        response.delete_cookie(
            self._site.step_cookie, secure=self._site.settings.is_https, httponly=True, samesite="strict"
        )
        return response

    def _token(self, request: Request) -> str:
        return request.cookies.get(self._site.step_cookie, "")

    def _half(self, request: Request) -> Half | None:
        key = sign_in.fingerprint(self._token(request))
        with reading(self._site.engine) as session:
            return half_of(session, key, self._site.demands, self._site.now())

    def _form(self, request: Request, half: Half, wanted: str, refusal: str, status: int = 200) -> Response:
        hidden = f'<input type="hidden" name="next" value="{escape(wanted)}">'
        title, above, fields = self._asked(request, half)
        above += paper.told(refusal, "bad")
        again = f'<p class="quiet again"><a href="/login">{_("重新登录")}</a></p>'
        return forms.form_page(self._site, request, title, above, STEP, hidden + fields + again, status)

    def _asked(self, request: Request, half: Half) -> tuple[str, str, str]:
        """Title, words and fields of what is asked next."""
        name = half.name
        if half.missing is Missing.CODE:
            words = greeted(
                name, _("请输入手机验证应用中显示的6位验证码；手机不在身边时，可以输入一个备用码。")
            )
            return _("两步验证"), words, code_field() + _button(_("继续"))
        if half.missing is Missing.NEW_PASSWORD:
            words = greeted(name, _("您的密码已到更换期限，请设置新密码。"), self._site.demands.words)
            fields = login_field(half.login) + new_password_fields(" autofocus") + _button(_("更换密码"))
            return _("更换密码"), words, fields
        with transaction(self._site.engine, advance=False) as session:
            token, now = self._token(request), self._site.now()
            login, secret = sign_in_steps.show_secret(session, token, now, self._site.demands)
        words = greeted(name, _("您的角色须使用两步验证，设置好后即可登录。"))
        return _("设置两步验证"), words + secret_html(login, secret), code_field() + _button(_("启用并登录"))


def greeted(name: str, *sentences: str) -> str:
    """A person by name, and what they are told."""
    hello = _("{name}，您好。").format(name=name)
    return f'<p class="quiet">{escape(joined(hello, *sentences))}</p>'


def joined(*sentences: str) -> str:
    """One after the other; between those of English stands a space."""
    return ("" if spoken() == CHINESE else " ").join(each.strip() for each in sentences)


def secret_html(login: str, secret: str) -> str:
    """The picture that the app reads, and what to type where it reads none."""
    picture = segno.make(second_step.address_for_app(login, secret), error="m")
    drawn = picture.svg_inline(scale=4, border=4, dark="#000", light="#fff")
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    scan = _("用手机上的动态口令应用（支持 TOTP 标准）扫描下图，再输入应用显示的6位验证码。")
    by_hand = _("不能扫描时，请在应用中选择手动输入密钥：")
    return (
        f"<p>{scan}</p>"
        f'<p class="picture" role="img" aria-label="{_("供验证应用扫描的二维码")}">{drawn}</p>'
        f'<p class="quiet">{by_hand}<br><code>{grouped}</code></p>'
    )


def codes_page(done: str, codes: tuple[str, ...], way: str, word: str) -> Response:
    """The recovery codes, once, under what was done."""
    rows = "".join(f"<li><code>{escape(code)}</code></li>" for code in codes)
    body = (
        paper.told(done, "good") + f"<p>{joined(_(_KEEP), _('本页只显示这一次。'))}</p>"
        f'<ol class="codes">{rows}</ol><a class="button" href="{escape(way)}">{word}</a>'
    )
    return paper.page(_("备用码"), body)


def code_field(label: str = "") -> str:
    return (
        f'<label for="code">{label or _("验证码")}</label>'
        '<input id="code" name="code" required maxlength="40" '
        'autocomplete="one-time-code" autocapitalize="none" spellcheck="false" autofocus>'
    )


def login_field(login: str) -> str:
    """For programs that keep passwords: whose this one is."""
    return (
        f'<label for="login">{_("账号")}</label><input id="login" name="login" readonly '
        f'autocomplete="username" value="{escape(login)}">'
    )


def new_password_fields(focus: str = "") -> str:
    """``focus``: " autofocus" where the first of them is what comes next."""
    new = f'type="password" required maxlength="{LONGEST}" autocomplete="new-password"'
    return (
        f'<label for="password">{_("新密码")}</label><input id="password" name="password" {new}{focus}>'
        f'<label for="again">{_("再输入一次")}</label><input id="again" name="again" {new}>'
    )


def _button(word: str) -> str:
    return f'<button type="submit">{word}</button>'


def _lost() -> Response:
    return RedirectResponse("/login?note=step", 303)
