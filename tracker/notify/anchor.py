"""The head of the audit trail, out of the house: a line into a file, to a mailbox, to an address."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from tracker.domain.language import _
from tracker.domain.workflow.chasing import Message
from tracker.notify import mail
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

TIMEOUT_SECONDS = 10


class _NoRedirect(HTTPRedirectHandler):
    """The line goes to the configured host and to no other."""

    def redirect_request(self, *_how: Any) -> None:
        return None


def send(settings: Settings, line: str, now: datetime) -> list[str]:
    """To every place that is set; why it did not get to some, in words that name the setting."""
    ways: dict[str, tuple[str, Callable[[str, str], None]]] = {
        "TRACKER_ANCHOR_FILE": (settings.anchor_file, _append),
        "TRACKER_ANCHOR_MAIL": (settings.anchor_mail, partial(_mail, settings, now)),
        "TRACKER_ANCHOR_URL": (settings.anchor_url, _post),
    }
    failures = []
    for name, (place, way) in ways.items():
        try:
            if place:
                way(place, line)
        except NotSent as failure:
            failures.append(f"{name}：{failure}")
    return failures


def _append(path: str, line: str) -> None:
    try:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
    except OSError as error:
        raise NotSent(_("写不进文件{path}:{error}。").format(path=path, error=error.strerror)) from error


def _mail(settings: Settings, now: datetime, mailbox: str, line: str) -> None:
    text = _("请保留本邮件。下一行是此刻操作日志的时间、条数和末端,核验时与数据库中的日志对照:")
    _took, refused = mail.send(settings, [mailbox], Message(_("操作日志末端"), f"{text}\n\n{line}\n"), now)
    if refused:
        raise NotSent(refused)


def _post(address: str, line: str) -> None:
    body = json.dumps({"line": line}).encode()
    request = Request(address, body, {"Content-Type": "application/json; charset=utf-8"})
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS):
            pass
    except HTTPError as error:
        raise NotSent(_("对方返回 HTTP {code}。").format(code=error.code)) from None
    except OSError:  # URLError and TimeoutError are of its kind; their words could hold the address
        raise NotSent(_("无法连接,或没有及时应答。")) from None
