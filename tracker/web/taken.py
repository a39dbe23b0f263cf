"""Which answers stand in the audit trail: files that were taken, and what somebody had no right to.

Asked by the gate of every answer: a route that is added is in it without knowing of it.
"""

from collections.abc import Iterable
from urllib.parse import quote, unquote

from starlette.requests import HTTPConnection
from starlette.types import Scope

from tracker import noting
from tracker.domain.access import Person
from tracker.domain.language.texts import storable
from tracker.domain.meetings.noted import Note
from tracker.web.callers import address_of
from tracker.web.site import Site

_FILES = "/download/"
# How an address begins -> what was done with its file; the first that fits.
_TAKEN = (
    ("/download/snapshot/", "下载会议材料"),
    ("/download/preview/", "下载会议材料预览"),
    ("/download/targets/", "下载目标全表"),
    ("/download/periods/", "下载分期对照"),
    ("/download/evidence/", "下载佐证材料"),
    (_FILES, "下载文件"),
)
_ASKED_TO_SHOW = ("preview", "inline")  # then it is seen, beside the figure or in the browser
_OWN = ("/download/audit",)  # which stands there before the first line is sent (audit_file.py)
_REFUSED = ((_FILES, "拒绝下载"), ("/_stcore/upload_file/", "拒绝上传"), ("/", "拒绝访问"))
_LONGEST = 300  # characters of an address


def note(site: Site, scope: Scope, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
    """Of an answer that begins to be sent; never waits, raises nothing."""
    person, path = scope.get("state", {}).get("person"), scope["path"]
    if not isinstance(person, Person):
        return
    is_taken = status == 200 and scope["method"] == "GET" and path.startswith(_FILES) and path not in _OWN
    if not is_taken and status != 403:
        return
    asked = HTTPConnection(scope)
    action = _first(path, _TAKEN if is_taken else _REFUSED)
    if is_taken and "1" in {asked.query_params.get(name) for name in _ASKED_TO_SHOW}:
        action = action.replace("下载", "查看")
    plain, query = quote(path, errors="replace"), scope.get("query_string", b"").decode("latin-1")
    url = storable(plain + (f"?{query}" if query else ""))[:_LONGEST]
    subject = storable((_name_in(headers) if is_taken else "") or plain)
    detail = {} if url == subject else {"url": url}
    noting.note(site.engine, Note(site.now(), person, action, subject, detail, address_of(asked)))


def _first(path: str, by_beginning: Iterable[tuple[str, str]]) -> str:
    return next(action for beginning, action in by_beginning if path.startswith(beginning))


def _name_in(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """Under which name it goes out (disposition.py)."""
    for name, value in headers:
        if name == b"content-disposition":
            said = value.decode("latin-1")
            _before, _mark, named = said.partition("filename*=UTF-8''")
            return unquote(named) or said.partition('filename="')[2].rstrip('"')
    return ""
