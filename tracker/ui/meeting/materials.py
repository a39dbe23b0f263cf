"""会议材料: one row a frozen material, with its files, its proof, and the way to what changed before it."""

from collections.abc import Sequence
from html import escape
from itertools import zip_longest

import streamlit as st

from tracker.domain.meetings.snapshot import content_sha256
from tracker.export import kit
from tracker.export.formats import FORMATS, VERSIONS
from tracker.queries.snapshots import SnapshotLine, read_snapshot
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives, links
from tracker.ui.parts.links import Link

CHECK = "check"  # in the address: the number of the material that is held against its proof


def list_html(frozen: Sequence[SnapshotLine]) -> str:
    """The newest first, each with the one before it for the difference."""
    heads = (_("编号"), _("材料"), _("会议日期"), _("定稿"), _("存证编号"), "")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(_row_html(line, before) for line, before in zip_longest(frozen, frozen[1:]))
    return f'<table class="rows snapshots"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


def _row_html(line: SnapshotLine, before: SnapshotLine | None) -> str:
    scope = _("含未审核数据") if line.include_unapproved else _("仅已审核数据")
    about = f"{line.period.label} · {scope}"
    cells = (
        f'<span class="whole">{escape(line.number)}</span>',
        f'<div class="strong">{escape(line.name)}</div><div class="small">{escape(about)}</div>',
        f'<span class="whole">{escape(moments.day(line.meeting_on))}</span>',
        f'{escape(line.frozen_by)} · <span class="whole">{escape(moments.moment(line.frozen_at))}</span>',
        f'<code title="{escape(line.sha256)}">{line.sha256[:12]}</code>',
        f'<div class="material-ways">{_ways_html(line, before)}</div>',
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _ways_html(line: SnapshotLine, before: SnapshotLine | None) -> str:
    """Look at it, what changed, all files at one click, and the files one by one."""
    shown = escape(links.snapshot_file(line.number, "pdf", inline=True))
    ways = [f'<a class="go" href="{shown}" target="_blank">{escape(_("预览"))}</a>']
    if before is not None:
        there = links.to("compare", a=before.number, b=line.number)
        ways.append(links.link_html(Link(_("与{number}对比").format(number=before.number), there), "go"))
    if directives.may_write():
        ways.append(links.link_html(directives.writing_link(line.number), "go"))
    for word, key in ((_("打包下载"), kit.ZIP), (_(VERSIONS.word), VERSIONS.key)):
        ways.append(links.link_html(Link(word, links.snapshot_file(line.number, key)), "go"))
    return "".join(ways) + _files_html(line)


def _files_html(line: SnapshotLine) -> str:
    files = "".join(
        f"<div>{links.link_html(Link(form.title, links.snapshot_file(line.number, form.key)))}</div>"
        for form in FORMATS
    )
    proof = _("存证编号(SHA-256)")
    how = _("每个文件都印有编号和存证编号的开头;下载的“快照.json”用 sha256sum 计算,结果应与此完全相同。")
    check = links.link_html(Link(_("现在核对库中内容"), links.to("meeting", **{CHECK: line.number})), "go")
    return (
        f'<details class="menu"><summary>{escape(_("文件"))}</summary><div>{files}'
        f'<div class="small">{escape(proof)}</div><code>{line.sha256}</code>'
        f'<div class="small">{escape(how)}</div>{check}</div></details>'
    )


def show_check(frozen: Sequence[SnapshotLine]) -> None:
    """Whether the material that the address names is still what its proof says."""
    line = next((each for each in frozen if each.number == st.query_params.get(CHECK)), None)
    if line is None:
        return
    stored = shell.read(lambda s, p: read_snapshot(s, p, line.number, shell.visit().plan.code))
    if content_sha256(stored.content) == line.sha256:
        prose.box(_("{number} 一致:内容自定稿以来没有改动。").format(number=line.number))
    else:
        sentence = _("{number} 不一致:请立即告知系统管理员。").format(number=line.number)
        st.html(f'<div role="alert" class="caution">{escape(sentence)}</div>')
