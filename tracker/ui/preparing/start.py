"""The first step before there is anything: a file or pasted words, and the notices that are in work."""

import secrets
from html import escape

import streamlit as st

from tracker.notice.files import NoticeText, text_of_file, text_of_paste
from tracker.queries.plan_drafts import DraftInWork, plan_drafts
from tracker.services.plan_drafts import take_notice
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables, typed
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.preparing.work import CLICKS, DRAFT

_FILE, _PASTED, _TURN = "notice-file", "notice-pasted", "notice-turn"


def show() -> None:
    words = _(
        "上传或粘贴一份政策通知,系统读出领域、条目、责任单位和每一个数字;核对以后生成方案草案,由另一人发布。"
    )
    turn = st.session_state.setdefault(_TURN, secrets.token_hex(8))
    drafts = shell.read(plan_drafts)
    pasted = _pasted_key(drafts)
    st.html(f'<p class="lead-in">{escape(words)}</p>' + typed.marks_html(sent={pasted: ""}))
    left, right = st.columns(2, gap="large")
    with left:
        given = st.file_uploader(
            _("通知文件(.docx、带文字的 .pdf、.txt)"), key=f"{_FILE}-{turn}", max_upload_size=20
        )
        st.button(
            _("读取文件"),
            type="primary",
            key="read-file",
            disabled=given is None,
            on_click=_take_file,
            args=(given,),
        )
    with right:
        st.text_area(
            _("或粘贴原文"),
            key=pasted,
            height=150,
            persist_state="session",
            placeholder=_("从网页或文件中复制通知全文,粘贴到这里"),
        )
        st.button(_("读取粘贴的原文"), key="read-pasted", on_click=_take_pasted, args=(pasted,))
    if drafts:
        open_ones = sum(not each.drafted and not each.is_dropped for each in drafts)
        heading = _("正在编制 {n}份").format(n=open_ones) if open_ones else _("编制过的方案")
        st.html(section_html(heading))
        rows = [_row(each) for each in drafts]
        st.html(tables.table_html(rows, _("编制清单"), width=760, stacks=True))


def _row(draft: DraftInWork) -> tables.Row:
    state = _("已生成草案") if draft.drafted else _("不再编制") if draft.is_dropped else _("编制中")
    last = draft.steps[-1] if draft.steps else None
    return {
        _("方案"): Link(draft.title, links.same_page(**{DRAFT: draft.id})),
        _("状态"): state,
        _("文件"): draft.file_name,
        _("导入"): f"{draft.created_by} {moments.day_and_clock(draft.created_at)}",
        _("最近修改"): f"{last.by} {moments.day_and_clock(last.at)}" if last else "—",
    }


def _take_file(given: "st.runtime.uploaded_file_manager.UploadedFile") -> None:
    clicked = clicks.attempt(lambda: text_of_file(given.name, given.getvalue()))
    clicks.keep(CLICKS, clicked)
    if clicked.given is not None:
        _take(given.name, clicked.given)


def _pasted_key(drafts: tuple[DraftInWork, ...]) -> str:
    """The tab keeps what is typed under it (ui/parts/typed.py): the person's, until a notice is taken in."""
    person = shell.visit().person
    taken = sum(each.created_by == person.name for each in drafts)
    return f"{_PASTED}-{person.account_id}-{taken}"


def _take_pasted(key: str) -> None:
    words = st.session_state.get(key) or ""
    clicked = clicks.attempt(lambda: text_of_paste(words))
    clicks.keep(CLICKS, clicked)
    if clicked.given is not None:
        _take(_("粘贴的原文"), clicked.given)


def _take(name: str, read: NoticeText) -> None:
    turn = st.session_state[_TURN]
    clicked = clicks.do(
        lambda s, p, now: take_notice(s, p, name, read.text, turn, now),
        key=CLICKS,
        done=" ".join((_("已读取{length}字。").format(length=f"{len(read.text):,}"), *read.remarks)),
        stays=True,
    )
    if clicked.given is not None:
        del st.session_state[_TURN]
        st.query_params[DRAFT] = str(clicked.given)
