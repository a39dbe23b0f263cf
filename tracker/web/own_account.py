"""/account/password and /account/second-step: what a person changes of what they sign in with.

Plain forms and not parts of a page: what is typed here stands in no page's state, and the browser stays
known. Each asks for the password in use once more, and of who has an app for its code.
"""

from html import escape

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.access import Person
from tracker.domain.credentials import LONGEST
from tracker.domain.guessing import too_many
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, Refusal
from tracker.queries.credentials import Own, own_credentials
from tracker.services import passwords, second_step, sign_in
from tracker.services.second_step import Proof
from tracker.services.sign_in import Knock
from tracker.web import forms, paper
from tracker.web.callers import address_of, agent_of
from tracker.web.gate import person_of
from tracker.web.posted import PostedForms
from tracker.web.sign_in_steps import (
    IN_USE,
    code_field,
    codes_page,
    joined,
    login_field,
    new_password_fields,
    secret_html,
)
from tracker.web.site import Site

PAGE, PASSWORD, SECOND_STEP = "/account", "/account/password", "/account/second-step"
_BACK = marked("返回“我的账号”")


class OwnAccountPages:
    def __init__(self, site: Site) -> None:
        self._site, self._posted = site, PostedForms(site.now)

    def routes(self) -> list[Route]:
        return [
            Route(PASSWORD, self._show_password),
            Route(PASSWORD, self._posted.answered_by(self._change_password), methods=["POST"]),
            Route(SECOND_STEP, self._show_second_step),
            Route(SECOND_STEP, self._posted.answered_by(self._set_second_step), methods=["POST"]),
        ]

    def _show_password(self, request: Request) -> Response:
        return self._password_form(request, "") if self._may(request) else self._no_password()

    def _change_password(self, request: Request, fields: dict[str, str]) -> Response:
        try:
            mark = self._changed(request, fields)
        except Refusal as refusal:
            return self._password_form(request, str(refusal), 400)
        response = paper.page(
            _("修改密码"),
            paper.told(_("密码已修改，其他设备上的登录已全部结束。"), "good")
            + f'<a class="button" href="{PAGE}">{_(_BACK)}</a>',
        )
        forms.remember_browser(self._site, request, response, mark)
        return response

    def _changed(self, request: Request, fields: dict[str, str]) -> str:
        """Gather, compare, apply; gives what the browser is known by. Raises BadInput."""
        person, demands = self._asking(request, fields), self._site.demands
        password, key = fields.get("password", ""), request.scope["state"]["key"]
        if password != fields.get("again", ""):
            raise BadInput(_("两次输入的密码不一致。"))
        proof, made = self._proof(request, person, fields), ""
        if proof.is_proven:  # who did not know the old one is told nothing of those before
            with reading(self._site.engine) as session:
                held = passwords.held(session, person.account_id, demands)
            if sign_in.matches(held.hashes[0], password):
                raise BadInput(_("新密码不能与原密码相同。"))
            made = passwords.prepared(held, password, demands)
        with transaction(self._site.engine, advance=False) as session:
            now = self._site.now()
            outcome = passwords.change_own(session, person, key, proof, made, now, demands)
        if outcome.message:
            raise BadInput(outcome.message)
        return outcome.mark

    def _show_second_step(self, request: Request) -> Response:
        return self._second_step_form(request, "") if self._may(request) else self._no_password()

    def _set_second_step(self, request: Request, fields: dict[str, str]) -> Response:
        """Three forms in turn: begin (or renew the codes, or remove), the first code, the recovery codes."""
        try:
            person = self._asking(request, fields)
            if fields.get("do") == "confirm":
                return self._confirmed(request, person, fields)
            proof = self._proof(request, person, fields)
            if fields.get("do") == "remove":
                return self._removed(person, proof)
            if fields.get("do") == "codes":
                return self._renewed(person, proof)
            return self._begun(request, person, proof)
        except Refusal as refusal:
            return self._second_step_form(request, str(refusal), 400)

    def _begun(self, request: Request, person: Person, proof: Proof) -> Response:
        key = request.scope["state"]["key"]
        with transaction(self._site.engine, advance=False) as session:
            now = self._site.now()
            secret, refusal = second_step.begin_own(session, person, key, proof, now)
        if refusal:
            raise BadInput(refusal)
        return self._secret_form(request, person, secret, "")

    def _confirmed(self, request: Request, person: Person, fields: dict[str, str]) -> Response:
        key, now = request.scope["state"]["key"], self._site.now()
        tried = self._knock(request, person)
        with transaction(self._site.engine, advance=False) as session:
            secret = second_step.drafted(session, person.account_id, key, now)
            if not secret:  # then no code is a guess
                raise BadInput(_("等待时间过长，请重新开始设置。"))
            code = fields.get("code", "")
            codes, refusal = second_step.confirm_own(session, person, key, tried, code, now)
        if refusal:
            return self._secret_form(request, person, secret, refusal, 403)
        return codes_page(_(IN_USE), tuple(codes), PAGE, _(_BACK))

    def _renewed(self, person: Person, proof: Proof) -> Response:
        with transaction(self._site.engine, advance=False) as session:
            codes, refusal = second_step.renew_codes_own(session, person, proof, self._site.now())
        if refusal:
            raise BadInput(refusal)
        return codes_page(_("备用码已更换，以前的全部作废。"), tuple(codes), PAGE, _(_BACK))

    def _removed(self, person: Person, proof: Proof) -> Response:
        with transaction(self._site.engine, advance=False) as session:
            refusal = second_step.remove_own(session, person, proof, self._site.now(), self._site.demands)
        if refusal:
            raise BadInput(refusal)
        return RedirectResponse(PAGE, 303)

    def _asking(self, request: Request, fields: dict[str, str]) -> Person:
        """Whose form it is. Raises BadInput for one that was not made for this browser."""
        if not forms.is_own(self._site, request, fields):
            raise BadInput(_(forms.STALE))
        person = person_of(request)
        self._site.demands.require_password(person.login, person.account_role)
        return person

    def _knock(self, request: Request, person: Person) -> Knock:
        marks, agent = request.cookies.get(self._site.known_cookie, ""), agent_of(request)
        with reading(self._site.engine) as session:
            return sign_in.knock(session, person.login, address_of(request), self._site.now(), marks, agent)

    def _proof(self, request: Request, person: Person, fields: dict[str, str]) -> Proof:
        """What was given; the password is compared outside of any transaction, as at the sign-in."""
        tried = self._knock(request, person)
        if tried.wait:
            raise BadInput(too_many(tried.wait))
        is_proven = sign_in.matches(tried.password_hash, fields.get("old", ""))
        return Proof(tried, is_proven, fields.get("code", ""))

    def _may(self, request: Request) -> bool:
        """Whether the person signs in by a password."""
        person = person_of(request)
        return self._own(request).has_password and self._site.demands.admits_password(
            person.login, person.account_role
        )

    def _own(self, request: Request) -> Own:
        with reading(self._site.engine) as session:
            return own_credentials(session, person_of(request))

    def _password_form(self, request: Request, refusal: str, status: int = 200) -> Response:
        told = joined(self._site.demands.words, _("修改后，其他设备上的登录会全部结束。"))
        words = f'<p class="quiet">{escape(told)}</p>'
        fields = (
            login_field(person_of(request).login)
            + _proof_fields(self._own(request))
            + new_password_fields()
            + f'<button type="submit">{_("修改密码")}</button>'
            + _back_html()
        )
        above = words + paper.told(refusal, "bad")
        return forms.form_page(self._site, request, _("修改密码"), above, PASSWORD, fields, status)

    def _second_step_form(self, request: Request, refusal: str, status: int = 200) -> Response:
        own = self._own(request)
        has_app = own.second_step_since is not None
        may_remove = has_app and person_of(request).account_role not in self._site.demands.second_step
        words = (
            _("重新设置后，原来的验证应用和备用码作废。")
            if has_app
            else _("启用后,用密码登录时还要输入手机验证应用显示的6位验证码。")
        )
        fields = _proof_fields(own)
        fields += f'<button type="submit">{_("重新设置") if has_app else _("开始设置")}</button>'
        if has_app:
            fields += _other_button("codes", _("只更换备用码"))
        if may_remove:
            fields += _other_button("remove", _("停用两步验证"))
        above = f'<p class="quiet">{words}</p>' + paper.told(refusal, "bad")
        fields += _back_html()
        return forms.form_page(self._site, request, _("两步验证"), above, SECOND_STEP, fields, status)

    def _secret_form(
        self, request: Request, person: Person, secret: str, refusal: str, status: int = 200
    ) -> Response:
        fields = (
            '<input type="hidden" name="do" value="confirm">'
            + code_field()
            + f'<button type="submit">{_("启用两步验证")}</button>'
            + _back_html()
        )
        above = secret_html(person.login, secret) + paper.told(refusal, "bad")
        return forms.form_page(self._site, request, _("设置两步验证"), above, SECOND_STEP, fields, status)

    def _no_password(self) -> Response:
        """Of somebody whom the city's provider signs in."""
        text = _("您通过{way}登录,密码和两步验证在那里办理。").format(way=self._site.settings.oidc_label)
        return paper.message(_("不使用密码"), text, 404)


def _back_html() -> str:
    return f'<p class="quiet again"><a href="{PAGE}">{_(_BACK)}</a></p>'


def _other_button(does: str, word: str) -> str:
    return f'<button class="other" type="submit" name="do" value="{does}">{word}</button>'


def _proof_fields(own: Own) -> str:
    """The password in use, and of who has an app a code."""
    password = (
        f'<label for="old">{_("当前密码")}</label><input id="old" name="old" type="password" required '
        f'maxlength="{LONGEST}" autocomplete="current-password" autofocus>'
    )
    has_app = own.second_step_since is not None
    return password + (code_field(_("验证码或备用码")).replace(" autofocus", "") if has_app else "")
