"""Targets as rows of a table under the heads of their groups: one look for every list of them.

The classes are those of web/style/listing.css.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from html import escape

from tracker.domain.language import marked
from tracker.domain.listing.cells import Column, Row
from tracker.domain.listing.wanted import Part
from tracker.domain.measure.quantity import share_text
from tracker.domain.measure.target import Kind
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.rows import (
    aim_of,
    change_amount,
    gap_cell,
    group_account,
    months_head,
    remarks,
    reported_otherwise,
    share_of_way,
    since_head,
    value_cell,
)
from tracker.domain.workflow.adjustment import RequestState
from tracker.queries.adjustments import adjustments
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, tables
from tracker.ui.parts.badges import status_html
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link, link_html

_LONGEST = 20  # targets whose cells fill the longest bar that listing.css has; cells of more are narrower
# Heads of a list, shorter than those of a file, which has no head of its own above them.
_HEADS = {
    "target": marked("全年目标"),
    "completion": marked("完成率"),
    "lag": marked("与时序差\n百分点"),
    "marks": marked("数据说明"),
}


def adjusted(card: Scorecard) -> frozenset[int]:
    """The ids of the targets that an adjustment in force has changed."""
    known = shell.known("adjustments", lambda s, p: adjustments(s, p, card.plan, as_of=card.as_of))
    return frozenset(
        each.target.id
        for each in known
        if each.state is RequestState.ACCEPTED and each.proposed.effective <= card.period
    )


def head_html(column: Column, card: Scorecard, link: Callable[[str], str], sort: str = "") -> str:
    """A column's head, which sorts by it: upwards, downwards, not at all. ``link``: the address of a sort."""
    words = {"value": months_head(card.period), "change": since_head(card.period)}
    text = words.get(column.key) or (_(_HEADS[column.key]) if column.key in _HEADS else column.head)
    up, down = column.key, f"-{column.key}"
    state = {up: ("ascending", "↑", down), down: ("descending", "↓", "")}.get(sort)
    ordered, arrow, then = ("", "", up) if state is None else (f' aria-sort="{state[0]}"', state[1], state[2])
    over = ' colspan="2"' if column.key == "target" else ""
    words_html = escape(text + arrow).replace("\n", "<br>")
    if column.key == "completion":
        words_html += f' <span class="tick"></span>{escape(_("应达"))}'
    return (
        f'<th scope="col" class="{_class_of(column)}"{over}{ordered}>'
        f'<a href="{escape(link(then))}">{words_html}</a></th>'
    )


def _class_of(column: Column) -> str:
    right = column.align == "right" and column.key != "completion"
    return f"of-{column.key} number" if right else f"of-{column.key}"


def table_html(heads: str, bodies: Iterable[str], name: str, *, look: str = "") -> str:
    """``look``: which list it is, for the sheet: over-year, budgets, groups."""
    large = " large" if shell.visit().person.preferences.large_type else ""
    classes = " ".join(part for part in (f"targets{large}", look) if part)
    return (
        f'<table class="{classes}" aria-label="{escape(name)}">'
        f"<thead><tr>{heads}</tr></thead>{''.join(bodies)}</table>"
    )


def body_html(head: str, rows: Iterable[str]) -> str:
    """The rows of a group, ``head`` its row."""
    return f"<tbody>{head}{''.join(rows)}</tbody>"


def group_row(card: Scorecard, part: Part, by: str, columns: int, most: int) -> str:
    """The head of a group across the table: its name, its bar, its counts and its verdict.

    ``by``: links.AREA or links.UNIT. It speaks of the whole group; how many of it are listed stands first
    where they are not all. ``most``: the due targets of the largest group, for cells of one width.
    """
    group = part.group
    if group is None:
        words = f"<b>{escape(_('市级财政预算'))}</b>" + _notes([_("{n}项").format(n=len(part.scores))])
        return _across(words, columns)
    link = link_html(Link(group.name, links.group_address(by, str(group.key))))
    listed = len(part.scores)
    few = [_("列出{listed}项,共{total}项").format(listed=listed, total=len(group.scores))]
    notes = _notes((*(few if listed < len(group.scores) else ()), *group_account(group.rollup)))
    verdict = card.verdict(group)
    words = f"<b>{link}</b>{group_bar(group.rollup, verdict, most)}{notes}{verdict_html(verdict)}"
    return _across(words, columns)


def _across(words: str, columns: int) -> str:
    return f'<tr class="group"><th scope="rowgroup" colspan="{columns}"><div>{words}</div></th></tr>'


def _notes(texts: Iterable[str]) -> str:
    return "".join(f'<span class="note">{escape(text)}</span>' for text in texts)


def group_bar(rollup: Rollup, verdict: Verdict, most: int) -> str:
    """A group's counts by status, its cells as wide as those of the largest group, which has ``most``."""
    # All of its own width is its due ones: a cell that holds one has no number.
    bar = bars.counts_html(rollup, of=rollup.due, hollow=not verdict.is_judged)
    share = rollup.due / max(most, _LONGEST)
    return f'<span class="group-bar" style="--of-longest:{share:.4f}">{bar}</span>' if bar else ""


def verdict_html(verdict: Verdict) -> str:
    """Where lists tell it: most groups have something behind."""
    look = "verdict bad" if verdict.status is Status.BEHIND else "verdict"
    return f'<span class="{look}">{escape(verdict.word)}</span>' if verdict.is_told else ""


def row_html(columns: Sequence[Column], row: Row, adjusted_ids: Collection[int]) -> str:
    cells = (
        name_cell(row.score, adjusted_ids) if column.key == "name" else cell_html(column, row)
        for column in columns
    )
    return f"<tr>{''.join(cells)}</tr>"


def cell_html(column: Column, row: Row) -> str:
    draw = _CELLS.get(column.key)
    if draw is not None:
        return draw(row.score, row)
    (value,) = cells_of((column,), row).values()
    return f'<td class="{_class_of(column)}">{tables.cell_html(value)}</td>'


def name_cell(score: Score, adjusted_ids: Collection[int], below: str = "") -> str:
    """The name leads to the target; behind it what is not as with most: 核定, 已调整, 勘误."""
    target = score.target
    tags = [
        (_("核定"), reported_otherwise(score)),
        (_("已调整"), _("目标值经审定调整") if target.id in adjusted_ids else ""),
        (_("勘误"), _("对原文的读法经勘误更正") if target.errata else ""),
    ]
    drawn = "".join(
        f' <span class="tag" title="{escape(why)}">{escape(word)}</span>' for word, why in tags if why
    )
    more = f"<small>{escape(below)}</small>" if below else ""
    return f'<td class="of-name">{link_html(links.target_link(target))}{drawn}{more}</td>'


def status_cell(score: Score, _row: object = None) -> str:
    word = _("提前完成") if score.judgement.is_early else ""
    return f'<td class="of-status">{status_html(score.status, word)}</td>'


def lead_cell(score: Score, _row: object = None) -> str:
    return f'<td class="of-lead">{escape(score.target.lead.name)}</td>'


def aim_cells(score: Score, row: Row) -> str:
    """Two cells, so that numbers stand under one another: 力争4 | 项."""
    aim = aim_of(score.target.terms, row.card.period)
    before = "".join(f"<small>{escape(word)}</small>" for word in aim.before)
    unit = f'<td class="unit">{escape(aim.unit)}</td>'
    return f'<td class="of-target number">{before}{escape(aim.amount)}</td>{unit}'


def figure_cell(score: Score, row: Row) -> str:
    """The figure; on a phone, where the aim has no column, what it is of stands below."""
    figure, terms = score.figure, score.target.terms
    text = escape(value_cell(None if figure is None else figure.value, terms))
    if terms.kind is Kind.MILESTONE and not score.status.is_on_pace:
        return f'<td class="of-value number">{text}</td>'
    aim = aim_of(terms, row.card.period)
    of = f"<small>/{escape(aim.amount)}{escape(aim.unit)}</small>"
    return f'<td class="of-value number"><b>{text}</b>{of}</td>'


def change_cell(score: Score, row: Row) -> str:
    return f'<td class="of-change number">{escape(change_amount(score, row.card.period))}</td>'


def completion_cell(score: Score, _row: object = None) -> str:
    """The bullet with the share beside it, which leads to its arithmetic; levels and rates have none."""
    share = share_of_way(score)
    if share is None:
        return '<td class="of-completion"></td>'
    text = share_text(share, score.judgement.pace)
    why = link_html(links.method_link(target=score.target, text=text))
    return f'<td class="of-completion"><div>{bars.bullet_html(score)}{why}</div></td>'


def gap_of_cell(score: Score, _row: object = None) -> str:
    text = gap_cell(score)
    look = " bad" if score.status.is_far_behind and text else ""
    return f'<td class="of-lag number{look}">{escape(text)}</td>'


def remarks_cell(score: Score, _row: object = None) -> str:
    return f'<td class="of-marks">{escape(_("、").join(remarks(score)))}</td>'


def code_cell(score: Score, _row: object = None) -> str:
    return f'<td class="of-code">{escape(score.target.code)}</td>'


_CELLS: dict[str, Callable[[Score, Row], str]] = {
    "status": status_cell,
    "lead": lead_cell,
    "target": aim_cells,
    "value": figure_cell,
    "change": change_cell,
    "completion": completion_cell,
    "lag": gap_of_cell,
    "marks": remarks_cell,
    "code": code_cell,
}
