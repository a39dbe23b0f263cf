"""前后对比: exactly what changed from one frozen snapshot to another."""

import streamlit as st

from tracker.domain.meetings.comparison import ChangeKind
from tracker.queries.snapshots import snapshots
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import facts
from tracker.ui.records import compare


def page() -> None:
    visit = shell.visit()
    frozen = shell.read(lambda s, p: snapshots(s, p, visit.plan.id, as_of=visit.as_of))
    if len(frozen) < 2:
        prose.empty(
            _("还没有两份可以对比的材料"), _("冻结第二份会议材料后,这里会列出两次会议之间的全部变化。")
        )
        return

    pair = compare.pick(frozen)
    if pair.older.number == pair.newer.number:
        prose.empty(_("两边选的是同一份材料"), _("请另选一份。"))
        return
    for line in (pair.older, pair.newer):
        scope = _("含未审核数据") if line.include_unapproved else _("仅已审核数据")
        title = f"{line.number} · {line.period.label} · {scope} · {moments.moment(line.frozen_at)}"
        st.caption(prose.literal(f"{title} · SHA-256 {line.sha256[:12]}"))
    comparison = compare.between(pair)
    if pair.older.include_unapproved != pair.newer.include_unapproved:
        st.info(_("两份材料的数据范围不同,部分变化可能由此而来。"), icon=":material/info:")
    if comparison.rules_before is not None and comparison.rules_after is not None:
        st.warning(_("判定规则已变更,状态变化可能由此而来:"), icon=":material/balance:")
        facts.listed(
            [(_("原规则"), comparison.rules_before.sentence), (_("现规则"), comparison.rules_after.sentence)]
        )
    if not comparison.changes:
        prose.empty(_("两份材料之间没有变化"), _("状态、数据、目标和单位都相同。"))
        return
    group = compare.pick_group(comparison)
    for kind in ChangeKind:
        if comparison.of(kind) and group in (None, kind):
            compare.show_group(comparison, kind, compare.FIRST_ROWS if group is None else compare.MOST_ROWS)
