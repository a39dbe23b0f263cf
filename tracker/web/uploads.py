"""Files on their way: of who has a page to put them on, for a page of the same sign-in, so many bytes.

Streamlit takes them of anybody for any open page, and keeps them in memory until the page is done with them.
"""

import logging
from collections.abc import Iterator

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from tracker.domain.access import Person, may_upload
from tracker.domain.language import _, marked
from tracker.web import paper

PATH = "/_stcore/upload_file/"
OF_ALL, OF_ONE = 100 << 20, 60 << 20  # bytes that wait, of a process and of an account
_LEAST = 64 << 10  # what a file counts for, however small: what is kept about it is not nothing
_LOG = logging.getLogger("tracker.web")

_NOBODY = marked("您的账号没有需要上传文件的页面。")
_ANOTHER_PAGE = marked("页面已经失效，请刷新页面后再上传。")
_NO_SIZE = marked("没有说明文件大小，请用浏览器上传。")
_TOO_MUCH = marked("一次上传的文件太多，请等前面的保存好，再上传这一个。")
_BUSY = marked("现在上传的文件很多，请过一会儿再试。")


class Uploads:
    """Behind the gate, which has said who asks."""

    def __init__(self, app: ASGIApp, of_one: int = OF_ONE, of_all: int = OF_ALL) -> None:
        self._app, self._of_one, self._of_all = app, of_one, of_all
        self._coming: list[tuple[int, int]] = []  # account, bytes
        self._owners: dict[str, int] = {}  # of Streamlit's sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_upload = scope["type"] == "http" and scope["path"].startswith(PATH)
        if not is_upload or scope["method"] == "OPTIONS":
            await self._app(scope, receive, send)
            return
        person, size = scope["state"]["person"], max(_size(scope), _LEAST)
        refused = self._refused(scope, person, size)
        if refused is not None:
            _LOG.warning("an upload of account %s was refused: %s", person.account_id, refused.status_code)
            await refused(scope, receive, send)
            return
        coming = (person.account_id, size if scope["method"] == "PUT" else 0)
        self._coming.append(coming)
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming.remove(coming)

    def _refused(self, scope: Scope, person: Person, size: int) -> PlainTextResponse | None:
        session_id = scope["path"].removeprefix(PATH).split("/")[0]
        if not may_upload(person.role):
            return paper.sentence(_(_NOBODY), 403)
        open_page = Runtime.instance()._session_mgr.get_active_session_info(session_id)
        if open_page is None or open_page.session._user_info.get("sid") != scope["state"]["key"]:
            return paper.sentence(_(_ANOTHER_PAGE), 403)
        if scope["method"] != "PUT":
            return None
        if _size(scope) < 0:
            return paper.sentence(_(_NO_SIZE), 411)
        self._owners[session_id] = person.account_id
        waiting = [*self._coming, *self._kept()]
        if sum(size for owner, size in waiting if owner == person.account_id) + size > self._of_one:
            return paper.sentence(_(_TOO_MUCH), 413)
        if sum(size for _owner, size in waiting) + size > self._of_all:
            return paper.sentence(_(_BUSY), 503)
        return None

    def _kept(self) -> Iterator[tuple[int, int]]:
        """Account and bytes of each file that Streamlit holds."""
        manager = Runtime.instance().uploaded_file_mgr
        assert isinstance(manager, MemoryUploadedFileManager)
        held = {session: list(files.values()) for session, files in list(manager.file_storage.items())}
        self._owners = {session: owner for session, owner in self._owners.items() if held.get(session, True)}
        for session, files in held.items():
            for file in files:
                yield self._owners.get(session, 0), max(len(file.data), _LEAST)


def _size(scope: Scope) -> int:
    """What the request says of its body's length; -1 where it says nothing that its body keeps to."""
    told = dict(scope["headers"])
    size = told.get(b"content-length", b"")
    # In pieces a body ends where it likes, whatever length stands beside it.
    return int(size) if size.isdigit() and b"transfer-encoding" not in told else -1
