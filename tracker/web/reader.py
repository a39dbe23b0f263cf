"""In which language the plain pages speak: that of who is signed in, else that of the browser's last reader.

Before somebody has signed in nobody's preference is known: a cookie keeps the last one, and the sign-in page
offers the other language. A file that leaves the house is Chinese, whoever takes it: its route
says so where it is made.
"""

from collections.abc import Iterable

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import Scope

from tracker.domain.access import Person
from tracker.domain.language import CHINESE, LANGUAGES, read_by
from tracker.web.site import Site

ASKED = "language"  # in the address
_DAYS = 400  # what browsers admit

Headers = Iterable[tuple[bytes, bytes]]


def listen(site: Site, scope: Scope) -> None:
    """What is said from here on in answer to the request is said in its reader's language."""
    read_by.set(language_of(site, scope))


def language_of(site: Site, scope: Scope) -> str:
    person = scope.get("state", {}).get("person")
    if isinstance(person, Person):
        return person.preferences.language
    asked = HTTPConnection(scope)
    wanted = asked.query_params.get(ASKED, "")
    return wanted if wanted in LANGUAGES else _kept(site, asked)


def _kept(site: Site, asked: HTTPConnection) -> str:
    kept = asked.cookies.get(site.language_cookie, "")
    return kept if kept in LANGUAGES else CHINESE


def remembered(site: Site, scope: Scope, headers: Headers) -> Headers:
    """The headers of an answer, with the cookie where the language is another than it says."""
    if not _is_read(scope):
        return headers
    language = language_of(site, scope)
    if language == _kept(site, HTTPConnection(scope)):
        return headers
    answer = Response()
    answer.set_cookie(
        site.language_cookie,
        language,
        max_age=_DAYS * 24 * 3600,
        path="/",
        secure=site.settings.is_https,
        httponly=True,
        samesite="lax",
    )
    return [*headers, *(each for each in answer.raw_headers if each[0] == b"set-cookie")]


def _is_read(scope: Scope) -> bool:
    """Whether it is a whole page that somebody opens."""
    return scope["method"] == "GET" and (scope["path"] == "/login" or "person" in scope.get("state", {}))
