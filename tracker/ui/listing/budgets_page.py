"""预算: the tree of budgets, whole, area, part, each with what was executed beside 时序进度."""

from html import escape

import streamlit as st

from tracker.domain.measure.quantity import percent
from tracker.domain.measure.target import Kind
from tracker.domain.progress.budgets import Budget, budget_tree
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.budgets import twice_lines
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.listing.filters import SHEET, SHEET_SIZE
from tracker.ui.parts import budget_rows, links
from tracker.ui.parts.sheets import sheet


def page() -> None:
    card = shell.current_card()
    if not card.budgets:
        prose.empty(_("没有可显示的预算"), _("本方案没有列出预算,或您所在单位没有牵头或配合的预算。"))
        return
    roots = budget_tree(card.budgets)
    place = st.container()
    shown, number = sheet([each for root in roots for each in root.walk()], SHEET_SIZE, SHEET)
    with place:
        prose.html(shell.keep(card, f"budgets {number}", lambda: _table(card, roots, tuple(shown))))


def _table(card: Scorecard, roots: tuple[Budget, ...], shown: tuple[Budget, ...]) -> str:
    words = _("预算{n}项,单独列出,不计入目标。时序进度{pace}。").format(
        n=len(card.budgets), pace=percent(card.pace)
    )
    files = links.files_html("targets", {"kind": Kind.BUDGET})
    notes = "".join(f'<p class="note">{escape(line)}</p>' for line in twice_lines(roots))
    tools = f'<div class="list-tools"><span>{escape(words)}</span>{files}</div>'
    return f"{tools}{budget_rows.table_html(card, shown)}{notes}"
