"""What a person is shown when something goes wrong. The cause goes to the log, under a number.

Nothing of the cause reaches the browser: no text of an exception, no path, no name of a table.
"""

import logging
import secrets

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse

from tracker.db import Unwritable
from tracker.domain.language import _
from tracker.domain.language.errors import NotAllowed, NotFound, Outgrown, Refusal
from tracker.ui.frame import shell
from tracker.web import paper

_LOG = logging.getLogger("tracker.web")
_DATABASE = ("sqlalchemy.exc", "OperationalError")


def incident(error: BaseException) -> str:
    """Log the traceback under a new number, which the person can read out on the telephone."""
    number = secrets.token_hex(4).upper()
    _LOG.error("incident %s", number, exc_info=error)
    return number


def is_database_down(error: BaseException) -> bool:
    """Judged by name: the edges do not import the database's library."""
    return any((kind.__module__, kind.__name__) == _DATABASE for kind in type(error).__mro__)


def failure_page(error: Exception) -> HTMLResponse:
    """The answer to an exception that no route has dealt with."""
    if isinstance(error, Outgrown):
        return _refusal(error)
    number = incident(error)
    if is_database_down(error):
        return paper.message(_("暂时无法使用"), _database_sentence(error).format(number=number), 503)
    text = _("系统没有完成这次操作，请重试；若再次出现，请把编号 {number} 告诉系统管理员。")
    return paper.message(_("出错了"), text.format(number=number), 500)


def _database_sentence(error: Exception) -> str:
    if isinstance(error, Unwritable):  # waiting would help nobody
        return _("现在不能保存：存放数据的磁盘已满、出错或只能读取。请把编号 {number} 告诉系统管理员。")
    return _("数据库暂时没有响应，请稍后再试。编号 {number}。")


async def refusal_page(_request: Request, error: Exception) -> HTMLResponse:
    """A Refusal from a route, in its own words."""
    return _refusal(error)


def _refusal(error: Exception) -> HTMLResponse:
    kinds = ((NotAllowed, 403, _("没有权限")), (NotFound, 404, _("没有找到")), (Outgrown, 503, _("正在升级")))
    status, title = next((each[1:] for each in kinds if isinstance(error, each[0])), (400, _("没有完成")))
    return paper.message(title, str(error), status)


async def not_found_page(_request: Request, _error: Exception) -> HTMLResponse:
    return not_found()


def not_found() -> HTMLResponse:
    return paper.message(_("没有找到"), _("没有这个页面，地址可能不完整或已更改。"), 404)


def show_script_error(error: Exception) -> bool:
    """Streamlit's hook for a page that failed; True: nothing else is shown."""
    if isinstance(error, Refusal):
        shell.note_refused(error)
        st.error(str(error))
        return True
    number = incident(error)
    if is_database_down(error):
        sentence = _database_sentence(error)
    else:
        sentence = _("这个页面没有显示完整。请刷新重试；若再次出现，请把编号 {number} 告诉系统管理员。")
    st.error(sentence.format(number=number))
    return True
