"""与上次对比: exactly what changed from one frozen material to another."""

from html import escape

import streamlit as st

from tracker.domain.meetings.comparison import ChangeKind
from tracker.queries.snapshots import SnapshotLine, snapshots
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import compare
from tracker.ui.parts import facts


def page() -> None:
    visit = shell.visit()
    frozen = shell.read(lambda s, p: snapshots(s, p, visit.plan.id, as_of=visit.as_of))
    if len(frozen) < 2:
        prose.empty(
            _("还没有两份可以对比的材料"), _("第二份会议材料定稿后,这里会列出两次会议之间的全部变化。")
        )
        return

    pair = compare.pick(frozen)
    if pair.older.number == pair.newer.number:
        prose.empty(_("两边选的是同一份材料"), _("请另选一份。"))
        return
    between = compare.between(pair)
    comparison = compare.narrowed(between)
    parts = [_line_html(line) for line in (pair.older, pair.newer)]
    if pair.older.include_unapproved != pair.newer.include_unapproved:
        parts.append(_caution_html(_("两份材料的数据范围不同,部分变化可能由此而来。")))
    if comparison.rules_before is not None and comparison.rules_after is not None:
        parts.append(_caution_html(_("判定规则已变更,状态变化可能由此而来:")))
        rules = (
            (_("原规则"), comparison.rules_before.sentence),
            (_("现规则"), comparison.rules_after.sentence),
        )
        parts.append(facts.listed_html(rules))
    if between.comparison.changes and not comparison.changes:
        st.html("".join(parts))
        prose.empty(_("所选领导分管的目标没有变化"), _("可在上方改选“全市”。"))
        return
    if not comparison.changes:
        st.html("".join(parts))
        prose.empty(_("两份材料之间没有变化"), _("状态、数据、目标和单位都相同。"))
        return
    group = compare.group_asked(comparison)
    most = compare.FIRST_ROWS if group is None else compare.MOST_ROWS
    parts.append(compare.choice_html(comparison, group))
    parts += [
        compare.group_html(comparison, kind, most)
        for kind in ChangeKind
        if comparison.of(kind) and group in (None, kind)
    ]
    st.html("".join(parts))


def _line_html(line: SnapshotLine) -> str:
    scope = _("含未审核数据") if line.include_unapproved else _("仅已审核数据")
    about = f"{line.number} · {line.period.label} · {scope} · {moments.moment(line.frozen_at)}"
    proof = _("存证编号 {proof}").format(proof=line.sha256[:12])
    return f'<div class="small">{escape(about)} · {escape(proof)}</div>'


def _caution_html(sentence: str) -> str:
    return f'<div role="status" class="caution">{escape(sentence)}</div>'
