"""会议材料: one frozen snapshot with its files, its hash, and the way to what changed before it."""

import streamlit as st

from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import kit
from tracker.export.formats import FORMATS
from tracker.export.options import Options
from tracker.queries.snapshots import FrozenContent, SnapshotLine, read_snapshot
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives, facts, links
from tracker.ui.parts.links import Link


def show(line: SnapshotLine, before: SnapshotLine | None) -> None:
    """``before``: the snapshot frozen before it, for the difference."""
    with st.container(border=True):
        st.markdown(f"**{prose.literal(line.name)}**")
        scope = _("含未审核数据") if line.include_unapproved else _("仅已审核数据")
        rows = [(_("编号"), line.number)]
        rows += [(line.period.rhythm.noun.capitalize(), f"{line.period.label} · {scope}")]
        rows += [(_("会议日期"), moments.day(line.meeting_on))]
        rows += [(_("冻结"), f"{line.frozen_by} · {moments.moment(line.frozen_at)}")]
        facts.listed(rows)
        with st.container(horizontal=True):
            for form in FORMATS:
                address = links.snapshot_file(line.number, form.key)
                st.link_button(form.title, address, icon=":material/download:")
            _whole_kit(line)
        with st.container(horizontal=True, vertical_alignment="center"):
            _hash(line)
            if before is not None:
                there = links.to("compare", a=before.number, b=line.number)
                text = _("与{number}对比").format(number=before.number)
                st.html(links.link_html(Link(text, there)), width="content")
        directives.show_on_snapshot(line.number, line.period)


def _whole_kit(line: SnapshotLine) -> None:
    """All files in one zip. What is not at hand yet is made first, file by file, under a progress bar."""
    if all(kit.is_made(each, line.sha256, line.number, _options()) for each in FORMATS):
        address = links.snapshot_file(line.number, kit.ZIP)
        st.link_button(_("下载全部文件(zip)"), address, icon=":material/folder_zip:", type="primary")
        return
    key = f"pack_{line.number}"
    if st.button(_("打包全部文件"), key=key, icon=":material/folder_zip:", type="primary"):
        with shell.told():
            _make(line)
            st.rerun()


def _make(line: SnapshotLine) -> None:
    frozen = _content(line)
    bar = st.progress(0.0, _("正在生成文件…"))
    made = kit.files(frozen.content, frozen.sha256, frozen.number, _options())
    for number, form in enumerate(FORMATS, start=1):
        bar.progress((number - 1) / len(FORMATS), _("正在生成{file}…").format(file=form.title))
        # Made one by one: the bar says which one is waited for.
        next(made)


def _options() -> Options:
    return Options.chosen(shell.settings())


def _hash(line: SnapshotLine) -> None:
    with st.popover(f"SHA-256 {line.sha256[:12]}…", help=_("核对下载的文件是否出自这份材料")):
        st.code(line.sha256, language=None, wrap_lines=True)
        st.caption(
            _("每个文件都印有编号和这串字符的开头;下载的“快照.json”用 sha256sum 计算,结果应与此完全相同。")
        )
        if st.button(_("现在核对库中内容"), key=f"check_{line.number}"):
            if content_sha256(_content(line).content) == line.sha256:
                st.success(_("一致:内容自冻结以来没有改动。"), icon=":material/verified:")
            else:
                st.error(_("不一致:请立即告知系统管理员。"), icon=":material/gpp_bad:")


def _content(line: SnapshotLine) -> FrozenContent:
    return shell.read(lambda s, p: read_snapshot(s, p, line.number, shell.visit().plan.code))
