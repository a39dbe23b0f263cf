"""目标, 调整记录: how the target's terms came to be what they are."""

import streamlit as st

from tracker.domain.sentences import target_text
from tracker.queries.adjustments import TermsVersion
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.tables import Row, table


def show(found: tuple[TermsVersion, ...]) -> None:
    """调整记录: a target's versions of terms, the newest first; nothing where it was never adjusted."""
    if len(found) > 1:
        st.subheader(_("调整记录"), anchor=False)
        table([_version_row(each) for each in reversed(found)], _("调整记录"), width=900)


def _version_row(each: TermsVersion) -> Row:
    return {
        _("版本"): _("第{n}版").format(n=each.number),
        _("生效"): each.version.effective.name,
        _("调整内容"): "\n".join(part.text for part in each.changes) or _original(each),
        _("理由"): each.reason or "—",
        _("依据"): each.basis or "—",
        _("申请人"): each.applicant or "—",
        _("审定人"): f"{each.approver}\n{moment(each.created_at)}" if each.approver else "—",
    }


def _original(each: TermsVersion) -> str:
    return _("文件原定: {target}").format(target=target_text(each.version.terms))
