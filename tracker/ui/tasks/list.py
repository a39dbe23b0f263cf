"""我的任务 as a list: what is to be done, a row and one button each; what is in; what is not due.

What is only read is HTML, as are the buttons that lead to a form; what is still to be done to a row in place
(撤回) is a button of Streamlit's beside it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from tracker.domain import sentences
from tracker.domain.access import Action
from tracker.domain.language import with_colon
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.target import Kind
from tracker.domain.workflow.entry import Field, notes_by_field
from tracker.domain.workflow.tasks import Stage
from tracker.queries.entries import Form
from tracker.ui.entry import actions, state
from tracker.ui.entry.supplement import asked_text
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, linking, links
from tracker.ui.parts.sheets import sheet
from tracker.ui.tasks.rows import Counts, Row, Rows, figure_text, last_text

CLICKS = "tasks-clicks"  # what the last click on the list came to (frame/clicks.py)
_SHEET = 20
_IN = (Stage.APPROVED, Stage.SUBMITTED)  # without what is to be explained still, which stands above
_BUTTON = 112  # pixels, as wide as .task-go (web/style/tasks.css)
_IN_PLACE = 8  # of the rows that wait so many can be withdrawn here; of more the form's own button does


@dataclass(frozen=True)
class _Draw:
    """Rows as HTML, with their departments or without. Where nobody is typing a row rests on the ledger and
    its lock, and is ``kept`` with them."""

    with_unit: bool
    kept: dict[Hashable, str]

    def row_html(self, row: Row, *, with_button: bool = True) -> str:
        form = row.form
        if form.has_draft:
            return _row_html(row, self.with_unit, with_button)
        key = form.target.id, form.locked_because, self.with_unit, with_button
        if key not in self.kept:
            self.kept[key] = _row_html(row, self.with_unit, with_button)
        return self.kept[key]


def show(rows: Rows) -> None:
    visit = shell.visit()
    # The switch of pages stands below the list, but says what it shows.
    place = st.container(gap=None, key=f"task-list{visit.beside}")
    places, _page = sheet(rows.counts.order, _SHEET, f"sheet{visit.beside}")
    shown, counts = [rows.all[each] for each in places], rows.counts
    draw = _Draw(counts.is_of_several, shell.made("task rows", dict, rows.all[0].form.period))
    with place:
        _show_open(counts, shown, draw)
        _show_in(counts, shown, draw)
        for stage, title, note in (
            (Stage.NOT_DUE, _("未到节点 {n}"), _("已经完成的可以提前填报")),
            (Stage.SERVED, _("随其他方案填报 {n}"), _("与其他方案的目标是同一事项,只报一次")),
        ):
            later = [row for row in shown if row.stage is stage]
            if later:
                section = _section(title.format(n=counts.of[stage]), note)
                prose.html(section + "".join(map(draw.row_html, later)))


def _show_open(counts: Counts, shown: Sequence[Row], draw: _Draw) -> None:
    html = _section(_("要办 {n}").format(n=counts.open), counts.open_apart)
    if counts.open:
        of_page = [row for row in shown if row.stage.is_open]
        html += _heads_html(shown[0].form.period) + "".join(map(draw.row_html, of_page))
    else:
        html += f'<p class="task-none">{escape(_("都已报送。"))}</p>'
    prose.html(html)


def _show_in(counts: Counts, shown: Sequence[Row], draw: _Draw) -> None:
    """What is in: approved, then what waits, which can be taken back."""
    listed = [row for row in shown if row.stage in _IN]
    if not listed:
        return
    count = sum(counts.of[stage] for stage in _IN)
    html = _section(_("已报 {n}").format(n=count), _("在审核通过前可以撤回"))
    visit = shell.visit()
    waiting = [row for row in listed if row.stage is Stage.SUBMITTED]
    in_place = waiting if len(waiting) <= _IN_PLACE and visit.admits(Action.REPORT) else []
    prose.html(html + "".join(draw.row_html(row) for row in listed if row not in in_place))
    for row in in_place:
        name = f"{row.form.target.code}{visit.beside}"
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"task-row-{name}"):
            prose.html(draw.row_html(row, with_button=False))
            key = f"task-withdraw-{name}"
            st.button(_("撤回"), key=key, on_click=_withdraw, args=(row.form, visit), width=_BUTTON)


def _withdraw(form: Form, visit: shell.Visit) -> None:
    assert form.report_id is not None, "it waits"
    opening = state.opening_of(form)
    with shell.about(visit):
        actions.withdraw(opening, form.report_id)
    clicks.refuse(CLICKS, *([opening.refusal] if opening.refusal else []))


def _section(title: str, note: str = "") -> str:
    beside = f'<span class="note">{escape(note)}</span>' if note else ""
    return f'<div class="task-section"><h2>{escape(title)}</h2>{beside}</div>'


def _heads_html(period: Period) -> str:
    before = period.previous
    last = "" if before is None else span_of_months(before.last_month)
    this = _("{span}累计").format(span=span_of_months(period.last_month))
    heads = (_("状态"), _("目标"), _("全年目标"), last, this)
    cells = "".join(
        f'<span class="{name}">{escape(head)}</span>' for name, head in zip(_CELLS, heads, strict=True)
    )
    return f'<div class="task-row heads" aria-hidden="true">{cells}<span></span></div>'


_CELLS = ("task-state", "task-name", "task-asked", "task-last", "task-this")


def _row_html(row: Row, with_unit: bool, with_button: bool) -> str:
    form, target = row.form, row.form.target
    judged = (Stage.APPROVED, Stage.UNEXPLAINED, Stage.SERVED)
    beside = [_status_html(row)] if row.stage in judged and form.approved is not None else []
    beside += [escape(target.lead.name)] if with_unit else []
    if form.source is not None:
        beside.append(links.link_html(linking.source_link(form.source, form.period), "go"))
    address = escape(links.entry_link(target, "").address)
    code = f'<span class="code">{escape(target.code)}</span>'
    name = f'<a href="{address}">{code}{escape(target.name)}</a>'
    cells = (
        f'<i class="of-{row.stage}" aria-hidden="true"></i>{escape(row.word)}',
        name + "".join(f'<span class="beside">{each}</span>' for each in beside if each),
        escape(target.aim),
        escape(last_text(form)),
        escape(figure_text(row)),
    )
    look = "task-row" if row.stage.is_open else "task-row done"
    drawn = "".join(f'<span class="{cell}">{text}</span>' for cell, text in zip(_CELLS, cells, strict=True))
    return f'<div class="{look}">{drawn}{_go_html(row) if with_button else ""}{_below_html(row)}</div>'


def _go_html(row: Row) -> str:
    """The one thing that can be done about it: all of them open the form."""
    words = {
        Stage.RETURNED: _("修改"),
        Stage.UNEXPLAINED: _("补充说明"),
        Stage.DUE: _("填报"),
        Stage.DRAFT: _("继续填报"),
        Stage.SUBMITTED: _("撤回"),
    }
    is_open = row.stage.is_open and row.form.locked_because is None
    is_waiting = row.stage is Stage.SUBMITTED and shell.visit().admits(Action.REPORT)
    word = words[row.stage] if is_open or is_waiting else _("查看")
    look = "primary" if is_open else "framed" if is_waiting else "quiet"
    target = row.form.target
    address, heard = escape(links.entry_link(target, "").address), escape(f"{word} {target.name}")
    return f'<a class="task-go {look}" href="{address}" aria-label="{heard}">{escape(word)}</a>'


def _status_html(row: Row) -> str:
    """How the approved figure stands to its pace; of a budget its execution rate."""
    score = row.score
    if score.target.terms.kind is Kind.BUDGET:
        return escape(sentences.completion_text(score) or "")
    return badges.status_html(score.status)


def _below_html(row: Row) -> str:
    """The office's note as it was written, what behaves oddly, what is missing, why it is locked."""
    form = row.form
    notes = _note_html(form) if row.stage is Stage.RETURNED else ""
    lines = [*_odd(row)]
    if row.stage is Stage.UNEXPLAINED:
        lines.append(asked_text(form))
    if row.stage.is_open and form.has_draft:
        lines += _draft_lines(row)
    if row.stage.is_open and form.locked_because:
        lines.append(form.locked_because)
    return notes + "".join(f'<div class="task-line">{escape(line)}</div>' for line in lines)


def _note_html(form: Form) -> str:
    notes = notes_by_field(form.return_note)
    text = "\n".join(part if name is None else with_colon(name.label, part) for name, part in notes.items())
    when = "" if form.returned_at is None else moments.day_and_clock(form.returned_at)
    by = f"<small>{escape(when)} {escape(form.returned_by)}</small>"
    said = escape(with_colon(_("退回意见"), text))
    return f'<div class="task-note" role="note">{said} {by}</div>'


def _draft_lines(row: Row) -> list[str]:
    lines, cell = [], row.last_touched
    if row.glance.missing:
        names = _("、").join(name.label for name in Field if name in row.glance.missing)
        lines.append(_("还缺:{names}").format(names=names))
    if cell is not None and cell.saved_at is not None:
        lines.append(f"{cell.saved_by} {moments.day_and_clock(cell.saved_at)}")
    return [" · ".join(lines)] if lines else []


def _odd(row: Row) -> tuple[str, ...]:
    """What deserves a second look; an approved figure has had it."""
    if row.stage in (Stage.APPROVED, Stage.UNEXPLAINED, Stage.DUE, Stage.NOT_DUE):
        return ()
    behind = () if row.glance.behind is None else (_("进度{word}").format(word=row.glance.behind.word),)
    return (*row.glance.odd, *behind)
