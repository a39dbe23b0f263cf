"""佐证材料 in the entry form: stored as soon as they are chosen, so a closed browser loses none.

What is on the list is in ``Opening.files``: it is what the submission says that was seen.
"""

from html import escape

import streamlit as st
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from tracker.domain.language.errors import Refusal
from tracker.domain.workflow.entry import Beside
from tracker.domain.workflow.evidence import (
    COUNT_LIMIT,
    FILE_LIMIT,
    REPORT_LIMIT,
    WORD,
    EvidenceFile,
    check,
    clean_file_name,
    require_count,
    size_text,
)
from tracker.domain.workflow.media_types import ACCEPTED_IN_WORDS
from tracker.services import evidence as service
from tracker.ui.entry import state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import clicks, moments, prose
from tracker.ui.frame.language import _
from tracker.ui.parts import evidence


def show(opening: Opening) -> None:
    """The uploader, what it could not take, and the list with a button each."""
    key = f"{opening.key}-files-{opening.uploads}"
    st.file_uploader(
        _(
            WORD
        ),  # any kind: what the browser refuses is forgotten beside what is taken, what we refuse is said
        accept_multiple_files=True,
        key=key,
        on_change=_take,
        args=(opening, key),
        help=_("单个文件最大 {one},合计最大 {all},最多{n}份。选好即存入草稿,提交后供审核查看。").format(
            one=size_text(FILE_LIMIT), all=size_text(REPORT_LIMIT), n=COUNT_LIMIT
        ),
    )
    st.html(_refused_html())
    if Beside.EVIDENCE in opening.notes:
        prose.remark(opening.notes[Beside.EVIDENCE])
    for sentence in opening.said_of_files:
        prose.line(sentence, "ink", strong=True)
    for file in opening.files:
        _show(opening, file)


def _refused_html() -> str:
    """What may be chosen, and the place where web/refused_files.js names the files that are too large."""
    sentence = _("“{name}”没有上传:文件为 {size},单个文件最大 {limit}。")
    words = sentence.format(name="{name}", size="{size}", limit=size_text(FILE_LIMIT))
    refused = _("“{name}”没有上传:{sentence}").format(name="{name}", sentence="{sentence}")
    limits = f'data-most="{FILE_LIMIT}" data-sentence="{escape(words)}" data-refused="{escape(refused)}"'
    return (
        f'<div class="line in-muted">{escape(_(ACCEPTED_IN_WORDS))}</div>'
        f'<div class="refused-files" role="alert" {limits}></div>'
    )


def seen(opening: Opening) -> frozenset[str]:
    """The SHA-256 of the files that the person has before their eyes."""
    return frozenset(each.sha256 for each in opening.files)


def _show(opening: Opening, file: EvidenceFile) -> None:
    place = evidence.draft_of(opening.target.id, opening.period)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="stretch"):
            st.html(evidence.line_html(file, place))
            prose.line(_("{who} · {when}").format(who=file.by, when=moments.day_and_clock(file.at)))
        st.button(
            _("移除"),
            key=f"{opening.key}-drop-{file.sha256}",
            icon=":material/delete:",
            type="tertiary",
            on_click=_remove,
            args=(opening, file),
        )


def _take(opening: Opening, key: str) -> None:
    """Store what was chosen; the uploader is made anew, or it would list the files a second time."""
    opening.said_of_files, opening.refusal = [], ""
    for number, chosen in enumerate(st.session_state.get(key) or ()):
        reason = _store(opening, chosen, number)
        if reason:
            opening.said_of_files.append(reason)
        _free(chosen)
    opening.uploads += 1
    state.meet(opening)
    if opening.must_reload:
        opening.refusal = " ".join(opening.said_of_files)


def _store(opening: Opening, chosen: UploadedFile, before: int) -> str:
    """Why the file is not on the list under its name; empty when it is.

    ``before``: the files chosen with it that were checked. No more are than a report may hold: a check takes
    up to seconds, which others wait.
    """
    try:
        require_count(before, clean_file_name(chosen.name))
        checked = check(chosen.name, chosen.getvalue())  # it takes a while: no transaction waits for it
    except Refusal as refusal:
        return str(refusal)
    clicked = clicks.do(
        lambda session, person, now: service.attach(
            session, person, opening.target.id, opening.period, checked, now
        ),
        unanswered=_("“{name}”没有保存:暂时无法写入数据库,请重新选择。").format(name=chosen.name),
        advance=False,
    )
    if clicked.given is None:
        return clicked.refused
    same = clicked.given.name
    return _("“{name}”与已有的“{same}”内容相同,只保留一份。").format(name=checked.name, same=same)


def _free(chosen: UploadedFile) -> None:
    """Streamlit keeps uploaded bytes until the page is closed; ours are in the database by now."""
    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        context.uploaded_file_mgr.remove_file(context.session_id, chosen.file_id)


def _remove(opening: Opening, file: EvidenceFile) -> None:
    clicked = clicks.do(
        lambda session, person, now: service.detach(
            session, person, opening.target.id, opening.period, file.sha256, now
        ),
        unanswered=_("“{name}”没有移除,请再点一次。").format(name=file.name),
        advance=False,
    )
    opening.said_of_files, opening.refusal = [clicked.refused] if clicked.refused else [], ""
    state.meet(opening)
