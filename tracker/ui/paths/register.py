"""安排登记: every target that may have a path, what was stated for it, and where that stands."""

import streamlit as st

from tracker.domain.workflow.stated_path import PathState
from tracker.queries.stated_paths import PathRow
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, offers, register_filters, tables
from tracker.ui.parts.links import Link
from tracker.ui.parts.sheets import sheet
from tracker.ui.paths import parts

_SHEET = 30
_NONE = "none"  # in the address: nothing was stated


def show(rows: tuple[PathRow, ...]) -> None:
    words = {_NONE: _("未填写")}
    # An earlier statement stands below its successor: no target's newest is superseded.
    words |= {each.value: each.word for each in PathState if each is not PathState.SUPERSEDED}
    with st.container(horizontal=True):
        units = shell.made(
            "path leads", lambda: {each.target.lead.id: each.target.lead.name for each in rows}
        )
        unit = register_filters.department(units, "paths-register-unit")
        state = register_filters.state(words)
    shown = shell.made(
        "paths shown",
        lambda: tuple(
            each
            for each in rows
            if unit in (None, each.target.lead.id) and state in ("", each.state or _NONE)
        ),
        unit,
        state,
    )
    st.caption(_("共{total}项,符合筛选条件{shown}项。").format(total=len(rows), shown=len(shown)))
    if shown:
        place = st.container()
        on_sheet, number = sheet(shown, _SHEET, "sheet")

        def table() -> str:
            return tables.table_html([_row(each) for each in on_sheet], _("安排登记"), width=960)

        with place:
            prose.html(shell.made("paths register", table, unit, state, number))
    else:
        prose.empty(_("没有符合条件的目标"), _("请改变上面的筛选条件。"))


def _row(row: PathRow) -> tables.Row:
    target = row.target
    return {
        _("目标"): links.target_with_code(target),
        _("牵头单位"): target.lead.name,
        _("现行路径"): parts.today_text(target.terms, shell.visit().plan.periods),
        _("状态"): _("未填写") if row.state is None else row.state.word,
        _("安排"): "\n".join(parts.statement_text(row, each) for each in row.statements) or "—",
        _("变更"): _change(row),
    }


def _change(row: PathRow) -> tables.Cell:
    """What is agreed is changed by an adjustment."""
    if row.state is PathState.AGREED and offers.may_request(shell.visit().person, row.target):
        return Link(_("申请目标调整"), links.to("adjustments", code=row.target.code, q=""))
    return "—"
