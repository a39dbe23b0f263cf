"""Small HTML forms, safe from cross-site posts.

Such posts are stopped twice: by the gate (Origin), and here by a token that stands both in the
form and in a cookie of its own, which another site can neither read nor set.
"""

import hmac
import secrets
from html import escape
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from tracker.domain.language import marked
from tracker.services import sign_in
from tracker.web import paper
from tracker.web.site import Site

STALE = marked("页面停留过久，请再试一次。")
_LIMIT = 16_384


def form_page(
    site: Site, request: Request, title: str, above: str, action: str, fields: str, status: int = 200
) -> HTMLResponse:
    """A page with one form; ``above`` and ``fields`` are HTML, ``title`` and ``action`` are text."""
    token = request.cookies.get(site.form_cookie, "")
    if not _is_token(token):
        token = secrets.token_urlsafe(32)
    hidden = f'<input type="hidden" name="form" value="{escape(token)}">'
    above = paper.told(site.mark(), "") + above
    body = f'{above}<form method="post" action="{escape(action)}">{hidden}{fields}</form>'
    response = paper.page(title, body, status)
    set_cookie(site, response, site.form_cookie, token, "strict")
    return response


def is_own(site: Site, request: Request, fields: dict[str, str]) -> bool:
    """Whether the form was made by ``form_page`` for this browser."""
    expected = request.cookies.get(site.form_cookie, "")
    return _is_token(expected) and hmac.compare_digest(expected.encode(), fields.get("form", "").encode())


def set_cookie(
    site: Site,
    response: Response,
    name: str,
    value: str,
    same_site: Literal["lax", "strict"],
    days: int = 0,
) -> None:
    """It ends with the browser, or after ``days``; a sign-in earlier, by the database's clock."""
    response.set_cookie(
        name,
        value,
        max_age=days * 24 * 3600 or None,
        path="/",
        secure=site.settings.is_https,
        httponly=True,
        samesite=same_site,
    )


def remember_browser(site: Site, request: Request, response: Response, mark: str) -> None:
    """Keep what the browser is known by beside what it is known by for other people's accounts."""
    if mark:
        marks = sign_in.with_mark(request.cookies.get(site.known_cookie, ""), mark)
        set_cookie(site, response, site.known_cookie, marks, "strict", sign_in.KNOWN_DAYS)


def let_in(site: Site, request: Request, response: Response, outcome: sign_in.Outcome) -> None:
    """The cookies of somebody who has signed in."""
    assert outcome.token is not None
    set_cookie(site, response, site.session_cookie, outcome.token, "lax", outcome.days)
    remember_browser(site, request, response, outcome.mark)


def with_way(path: str, wanted: str) -> str:
    """An address of ours, with the page to go on to."""
    return path if wanted == "/" else f"{path}?{urlencode({'next': wanted})}"


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a posted form, which is small: nobody can fill the memory before signing in."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LIMIT:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    except ValueError as error:
        raise HTTPException(400) from error
    return dict(pairs)


def _is_token(text: str) -> bool:
    return len(text) == 43 and text.isascii()
