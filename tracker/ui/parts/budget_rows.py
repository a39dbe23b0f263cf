"""Budgets as a tree of rows: a part stands below its total and further in, their sum beside it.

Never mixed with targets: budgets have a table of their own.
"""

from collections.abc import Iterable
from html import escape

from tracker.domain.listing.cells import Row
from tracker.domain.progress.budgets import Budget
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.budgets import sums_text
from tracker.domain.sentences.rows import months_head
from tracker.ui.frame.language import _
from tracker.ui.parts import target_rows

_COLUMNS = 10  # as ``_heads`` has them, the aim's unit with them


def table_html(card: Scorecard, budgets: Iterable[Budget]) -> str:
    """Annual budget, executed, 执行率 with the tick at 时序进度; ``budgets`` in the tree's order."""
    rows = (row for budget in budgets for row in (_row(card, budget), _sum_row(budget)))
    body = target_rows.body_html("", rows)
    return target_rows.table_html(_heads(card), [body], _("预算执行"), look="budgets")


def _heads(card: Scorecard) -> str:
    executed = _("{span}执行").format(span=months_head(card.period))
    rate = f'{escape(_("执行率"))} <span class="tick"></span>{escape(_("时序进度"))}'
    gap = escape(_("与时序差\n百分点")).replace("\n", "<br>")
    return (
        f'<th scope="col" class="of-status">{escape(_("状态"))}</th>'
        f'<th scope="col" class="of-name">{escape(_("预算"))}</th>'
        f'<th scope="col" class="of-lead">{escape(_("牵头单位"))}</th>'
        f'<th scope="col" class="of-target number" colspan="2">{escape(_("年度预算"))}</th>'
        f'<th scope="col" class="of-value number">{escape(executed)}</th>'
        f'<th scope="col" class="of-completion">{rate}</th>'
        f'<th scope="col" class="of-lag number">{gap}</th>'
        f'<th scope="col" class="of-marks">{escape(_("数据说明"))}</th>'
        f'<th scope="col" class="of-code">{escape(_("编号"))}</th>'
    )


def _row(card: Scorecard, budget: Budget) -> str:
    score = budget.score
    row = Row(score, card)
    cells = (
        target_rows.status_cell(score),
        target_rows.name_cell(score, ()),
        target_rows.lead_cell(score),
        target_rows.aim_cells(score, row),
        target_rows.figure_cell(score, row),
        target_rows.completion_cell(score),
        target_rows.gap_of_cell(score),
        target_rows.remarks_cell(score),
        target_rows.code_cell(score),
    )
    look = "total " if budget.parts else ""
    return f'<tr class="{look}depth-{min(budget.depth, 3)}">{"".join(cells)}</tr>'


def _sum_row(budget: Budget) -> str:
    """分项合计: beside the total, never added to it."""
    if not budget.parts:
        return ""
    text = escape(sums_text(budget))
    return (
        f'<tr class="sum depth-{min(budget.depth, 3)}"><td></td>'
        f'<td class="of-name" colspan="{_COLUMNS - 1}">{text}</td></tr>'
    )
