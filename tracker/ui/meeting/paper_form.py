"""会议材料, 公文格式: 发文机关标志, 发文字号, 主送, 署名, per kind of paper; each saving a version."""

from dataclasses import replace
from html import escape

import streamlit as st

from tracker.domain.language import marked
from tracker.domain.meetings.paper_settings import LINE_SPACINGS, WRITTEN, PaperKind, PaperSettings
from tracker.export.options import Options
from tracker.queries.papers import SetSettings, paper_settings
from tracker.services.papers import set_paper_settings
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import papers
from tracker.ui.meeting.papers import Papers
from tracker.ui.parts import typed


def title() -> str:
    return _("公文格式")


def summary(_work: Papers) -> tuple[str, str]:
    """The kind in force, and as HTML what identifies it and who set it."""
    newest = _newest()
    settings = _in_force(newest)
    state = settings.kind.word + (_("第{issue}期").format(issue=settings.issue) if settings.issue else "")
    said = (settings.office, settings.document_number or settings.series, settings.addressee)
    by = _("系统默认")
    if newest is not None:
        by = _("第{version}版,{who},{when}").format(
            version=newest.version, who=newest.by, when=moments.day_and_clock(newest.at)
        )
    return state, escape(" · ".join(filter(None, (*said, by))))


def _newest(kind: PaperKind | None = None) -> SetSettings | None:
    plan_id = shell.visit().plan.id
    return shell.known("paper settings", lambda s, p: paper_settings(s, p, plan_id, kind), kind)


def _in_force(newest: SetSettings | None) -> PaperSettings:
    return Options.chosen(shell.settings()).paper if newest is None else newest.settings


def show(work: Papers) -> None:
    newest = _newest()
    kinds = {kind.value: kind.word for kind in PaperKind}
    version = 0 if newest is None else newest.version
    kind = PaperKind(
        st.segmented_control(
            _("文种"),
            list(kinds),
            default=_in_force(newest).kind.value,
            format_func=lambda each: kinds[each],
            key=work.key("kind", version),
            required=True,
        )
    )
    # Of a kind that was set before its own; of another what stands now.
    before = replace(_in_force(_newest(kind) or newest), kind=kind)
    if kind is PaperKind.NOTICE:
        before = replace(before, issue="")
    fields = [name for name in WRITTEN if name != "issue" or kind is not PaperKind.NOTICE]
    left, right = st.columns(2, gap="medium")
    for number, name in enumerate(fields):
        word, most = WRITTEN[name]
        (right if number % 2 else left).text_input(
            _(word),
            getattr(before, name),
            key=_key(work, version, kind, name),
            max_chars=most,
            placeholder=_(_EXAMPLES[name]),
            autocomplete="off",
            persist_state="session",
        )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.selectbox(
            _("行距(磅)"),
            LINE_SPACINGS,
            index=LINE_SPACINGS.index(before.line_spacing),
            key=_key(work, version, kind, "line_spacing"),
            width=140,
            help=_("28.95磅正好排满版心22行。"),
        )
        st.checkbox(_("使用红头"), before.red_head, key=_key(work, version, kind, "red_head"))
        st.button(
            _("保存公文格式"),
            type="primary",
            key=work.key("save-format"),
            on_click=_save,
            args=(work, kind, before, version, fields),
        )
    sent = {_key(work, version, kind, name): getattr(before, name) for name in fields}
    st.html(typed.marks_html(sent=sent))
    prose.line(_("已定稿材料的下载也按最新一版排版;数据和文字不变。"))


_EXAMPLES = {
    "office": marked("如 海宁市人民政府办公室"),
    "series": marked("如 海政办发"),
    "document_number": marked("如 海政督〔2025〕8号;不填则留空位"),
    "issue": marked("如 8"),
    "addressee": marked("如 各镇人民政府、街道办事处"),
    "signature": marked("不填则同发文机关"),
    "copies": marked("如 市委办、市人大办、市政协办"),
    "printed_by": marked("如 海宁市人民政府办公室;不填则没有版记"),
}


def _key(work: Papers, version: int, kind: PaperKind, name: str) -> str:
    return work.key("format", version, kind, name)


def _save(work: Papers, kind: PaperKind, before: PaperSettings, version: int, fields: list[str]) -> None:
    held = {name: st.session_state.get(_key(work, version, kind, name)) for name in fields}
    settings = replace(
        before,
        **{name: str(text or "") for name, text in held.items()},  # type: ignore[arg-type]
        line_spacing=st.session_state[_key(work, version, kind, "line_spacing")],
        red_head=st.session_state[_key(work, version, kind, "red_head")],
    )
    plan_id = shell.visit().plan.id
    clicks.do(
        lambda s, p, now: set_paper_settings(s, p, plan_id, settings, version, now),
        key=papers.CLICKS,
        done=_("公文格式已保存。"),
    )
