"""/password/<token>: the owner of a one-time link sets a password. Looking at it does not use it up,
because chat programs open the links that pass through them."""

from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tracker.db import reading, transaction
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, NotFound
from tracker.queries.people import LinkOwner, link_owner
from tracker.services import accounts, passwords, sign_in
from tracker.web import forms, paper
from tracker.web.posted import PostedForms
from tracker.web.sign_in_steps import greeted, login_field, new_password_fields
from tracker.web.site import Site


class PasswordPages:
    def __init__(self, site: Site) -> None:
        self._site, self._posted = site, PostedForms(site.now)

    def routes(self) -> list[Route]:
        return [
            Route("/password/{token}", self._show),
            Route("/password/{token}", self._posted.answered_by(self._set), methods=["POST"]),
        ]

    def _show(self, request: Request) -> Response:
        owner = self._owner(request)
        if owner is None or not self._may_have(owner):
            return self._refused(owner)
        return self._form(request, owner, "")

    def _set(self, request: Request, fields: dict[str, str]) -> Response:
        owner = self._owner(request)
        if owner is None or not self._may_have(owner):
            return self._refused(owner)
        try:
            if not forms.is_own(self._site, request, fields):
                raise BadInput(_(forms.STALE))
            if fields.get("password", "") != fields.get("again", ""):
                raise BadInput(_("两次输入的密码不一致。"))
            mark = self._stored(request, owner, fields.get("password", ""))
        except BadInput as refusal:
            return self._form(request, owner, str(refusal), 400)
        except NotFound:  # used by somebody else between the two looks
            return _dead_link()
        response = RedirectResponse("/login?note=password", 303)
        forms.remember_browser(self._site, request, response, mark)
        return response

    def _may_have(self, owner: LinkOwner) -> bool:
        """Whether this account may have a password: the link may be older than the rule."""
        return self._site.demands.admits_password(owner.login, owner.role)

    def _refused(self, owner: LinkOwner | None) -> Response:
        if owner is None:
            return _dead_link()
        text = _("本系统只通过{way}登录，不使用密码。").format(way=self._site.settings.oidc_label)
        return paper.message(_("不使用密码"), text, 403)

    def _stored(self, request: Request, owner: LinkOwner, password: str) -> str:
        """Set it; gives what the browser is known by. Raises BadInput, NotFound."""
        demands, now = self._site.demands, self._site.now()
        with reading(self._site.engine) as session:
            held = passwords.held(session, owner.account_id, demands)
        made = passwords.prepared(held, password, demands)
        with transaction(self._site.engine) as session:
            token = request.path_params["token"]
            return accounts.set_password(session, token, password, now, demands, made)

    def _owner(self, request: Request) -> LinkOwner | None:
        key = sign_in.fingerprint(request.path_params["token"])
        with reading(self._site.engine) as session:
            return link_owner(session, key, self._site.now())

    def _form(self, request: Request, owner: LinkOwner, refusal: str, status: int = 200) -> Response:
        fields = login_field(owner.login) + new_password_fields(" autofocus")
        fields += f'<button type="submit">{_("设置密码")}</button>'
        hint = greeted(owner.name, self._site.demands.words)
        action = f"/password/{quote(request.path_params['token'], safe='')}"
        above = hint + paper.told(refusal, "bad")
        return forms.form_page(self._site, request, _("设置密码"), above, action, fields, status)


def _dead_link() -> Response:
    text = _("链接无效、已使用或已过期。请联系系统管理员重新签发。")
    return paper.message(_("链接已失效"), text, 404, home=False)
