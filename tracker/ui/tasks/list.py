"""我的任务 as a list: what needs doing first on top; each target leads to its form."""

from collections import Counter
from html import escape
from itertools import groupby

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.entry import Field, notes_by_field
from tracker.domain.workflow.tasks import Stage
from tracker.ui.entry.record import figure_text as recorded_text
from tracker.ui.entry.supplement import asked_text
from tracker.ui.frame import moments, prose
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, facts, links
from tracker.ui.parts.sheets import sheet
from tracker.ui.tasks.rows import Row, figure_text

_SHEET = 20
_SHAPES = {
    Stage.RETURNED: "↩",
    Stage.UNEXPLAINED: "⚑",
    Stage.DUE: "○",
    Stage.DRAFT: "✎",
    Stage.SUBMITTED: "◷",
    Stage.APPROVED: "✓",
    Stage.NOT_DUE: "–",
}


def show(rows: tuple[Row, ...]) -> None:
    if not rows:
        prose.empty(_("没有这种状态的目标"), _("可以选择“全部”查看。"))
    # Whose a target is need only be said to those who work for more than one department.
    several = len({row.form.target.lead.id for row in rows}) > 1
    counts = Counter(row.stage for row in rows)
    # The switch of pages stands below the list, but says what it shows.
    place = st.container()
    shown, _page = sheet([row for stage in Stage for row in rows if row.stage is stage], _SHEET, "sheet")
    with place:
        for stage, group in groupby(shown, key=lambda row: row.stage):
            st.subheader(f"{stage.word} {counts[stage]}", anchor=False)
            st.html("".join(_card(row, with_unit=several) for row in group))


def _card(row: Row, *, with_unit: bool) -> str:
    """One of many: as a single text of the page, twenty of them cost what a few elements do."""
    target = row.form.target
    entry = links.entry_link(target, f"{target.code} {target.name}")
    terms = facts.beside_html(
        (
            (_("牵头单位"), target.lead.name if with_unit else ""),
            (_("全年目标"), target.aim),
            (_last_name(row), _last_text(row)),
            (row.form.period.rhythm.this_short.capitalize(), figure_text(row)),
            (_("最近填写"), _touched(row)),
        )
    )
    tone = "accent" if row.stage in (Stage.RETURNED, Stage.UNEXPLAINED) else "muted"
    badge = badges.badge_html(_SHAPES[row.stage], row.word, tone)
    return (
        f'<article class="task"><div class="head"><span class="name">{links.link_html(entry)}</span>'
        f"{badge}</div>{terms}{_remarks(row)}</article>"
    )


def _last_name(row: Row) -> str:
    before = row.form.period.previous
    return "" if before is None else _("{span}已报").format(span=before.span)


def _last_text(row: Row) -> str:
    if row.form.period.previous is None:
        return ""
    figure = row.form.previous
    return _("没有数据") if figure is None else recorded_text(figure, row.form.target.terms)


def _touched(row: Row) -> str:
    cell = row.last_touched
    if cell is None or cell.saved_at is None:
        return ""
    return f"{cell.saved_by} {moments.day_and_clock(cell.saved_at)}"


def _remarks(row: Row) -> str:
    """The office's note, what behaves oddly, what is missing, and why nothing can be entered."""
    shown = row.form
    notes = notes_by_field(shown.return_note).items() if row.stage is Stage.RETURNED else ()
    remarks = "".join(
        prose.remark_html(text if name is None else with_colon(name.label, text)) for name, text in notes
    )
    lines = [(text, "accent") for text in _odd(row)]
    if row.stage is Stage.UNEXPLAINED:
        lines.append((asked_text(shown), "accent"))
    if row.stage.is_open and shown.has_draft and row.glance.missing:
        names = _("、").join(name.label for name in Field if name in row.glance.missing)
        lines.append((_("还缺:{names}").format(names=names), "ink"))
    if row.stage.is_open and shown.locked_because:
        lines.append((shown.locked_because, "muted"))
    return remarks + "".join(
        f'<div class="second-look in-{tone}">{escape(text)}</div>' for text, tone in lines
    )


def _odd(row: Row) -> tuple[str, ...]:
    """What deserves a second look; an approved figure has had it."""
    if row.stage in (Stage.APPROVED, Stage.UNEXPLAINED, Stage.DUE, Stage.NOT_DUE):
        return ()
    behind = () if row.glance.behind is None else (_("进度{word}").format(word=row.glance.behind.word),)
    return (*row.glance.odd, *behind)
