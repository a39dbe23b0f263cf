"""系统状态: what monitoring is told, in words: backup, disk, sign-ins, versions."""

from html import escape

import streamlit as st

from tracker import condition
from tracker.notify import trail
from tracker.queries.condition import database_version, failed_sign_ins, serving_shown, usage_shown
from tracker.queries.shipped import behind
from tracker.services import schema
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.bars import section_html
from tracker.ui.system import status


def page() -> None:
    settings, now = shell.settings(), shell.now()
    used, failed, database, shipped, serving = shell.read(
        lambda s, p: (
            usage_shown(s, p, now, settings.idle_minutes),
            failed_sign_ins(s, p, now),
            database_version(s, p),
            behind(s, p, trail.ways(settings)),
            serving_shown(s, p),
        )
    )
    ended = {name: condition.noted(settings, name) for name in condition.NOTED}
    disk = status.disk_of(settings)
    found = status.concerns(ended, disk, shipped, now, settings, serving)
    st.html(status.concerns_html(found))
    st.html(
        tables.table_html(status.routine_rows(ended, disk, used, shipped), _("运行情况"), width=320)
        + section_html(_("近24小时登录失败"))
    )
    if failed:
        tables.table(status.failed_rows(failed), _("近24小时登录失败"), width=640)
        words = _("同一账号失败很多次时,请与本人核实;账号在“账号”页停用或重发链接。")
        st.html(f'<p class="note">{escape(words)}</p>')
    else:
        prose.empty(_("近24小时没有登录失败"), _("输错账号或密码的登录会列在这里。"))
    st.html(
        section_html(_("保存期限"))
        + tables.table_html(status.kept_rows(settings), _("保存期限"), width=640, stacks=True)
    )
    versions = {
        _("程序版本"): condition.program(),
        _("程序结构版本"): schema.newest_revision() or "",
        _("账本结构版本"): used.revision,
        **condition.versions(),
        _("数据库"): database,
    }
    st.html(section_html(_("版本")) + tables.table_html(status.version_rows(versions), _("版本"), width=320))
