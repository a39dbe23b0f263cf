"""按领域, 按部门: the targets of the chosen group: bullet bars, the year's matrix, what is still needed."""

from functools import partial
from html import escape

import streamlit as st

from tracker.charts import bullets
from tracker.charts.bullets import MOST
from tracker.domain.listing.cells import Row
from tracker.domain.listing.tables import NEEDED
from tracker.domain.measure.period import Period
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences import progress
from tracker.domain.sentences.budgets import cells, heads, twice_lines
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.year import Year, year_of
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.groups.board import Board
from tracker.ui.parts import badges, links, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import AREA, Link, target_address, target_link
from tracker.ui.parts.sheets import sheet


def show(board: Board, group: Group) -> None:
    """A page of the group's targets: chart and matrix beside each other, then what each still needs."""
    card = board.card
    st.subheader(_("各项目标"), anchor=False)
    place = st.container()
    shown, page = sheet(group.scores, MOST, "sheet")
    name = f"{board.kept_as} {group.key} {page}"
    scores = tuple(shown)
    with place:
        left, right = st.columns(2, gap="large")
        with left:
            draw = partial(bullets, scores, card.period, theme=shell.colours())
            shell.chart(card, f"bullets {name}", draw, leads_to=target_address)
        with right:
            opened = opened_periods()
            st.html(shell.keep(card, f"matrix {name} {opened}", lambda: matrix_of(card, scores, opened)))
            st.caption(_("指向或点按单元格可看该季数据;“未开放”为填报窗口尚未开放的季度。"))
        st.html(shell.keep(card, f"needed {name}", lambda: needed_html(card, scores)))
    st.caption(prose.literal(card.rules.sentence))
    _show_budgets(board, group)


def opened_periods() -> tuple[Period, ...]:
    visit = shell.visit()
    return tuple(each.period for each in visit.windows if window_state(each.window, visit.now).has_opened)


def matrix_of(card: Scorecard, scores: tuple[Score, ...], opened: tuple[Period, ...]) -> str:
    ids = [score.target.id for score in scores]
    year = shell.read(lambda session, person: year_of(session, person, card, ids, shell.visit().now))
    return matrix_html(card, scores, year, opened)


def matrix_html(card: Scorecard, scores: tuple[Score, ...], year: Year, opened: tuple[Period, ...]) -> str:
    """Quarter × target: each cell the status in shape and word, its sentence as title; scrolls by itself."""
    head = "".join(
        f'<th scope="col">{escape(text)}</th>'
        for text in (_("目标"), *(period.name for period, _scores in year))
    )
    by_cell = {(score.target.id, period): score for period, scores_then in year for score in scores_then}
    body = "".join(
        f'<tr><th scope="row">{links.link_html(target_link(each.target))}</th>'
        + "".join(
            f"<td>{_cell(by_cell.get((each.target.id, period)), period, opened)}</td>"
            for period, _scores in year
        )
        + "</tr>"
        for each in scores
    )
    table = f'<table class="matrix"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return tables.scrolling(table, _("{every}状态").format(every=card.period.rhythm.every))


def _cell(score: Score | None, period: Period, opened: tuple[Period, ...]) -> str:
    """Where no figure is and nobody was asked yet, that is said, and nothing of the target."""
    if score is None:
        return f'<span class="in-muted">{escape(_("尚未立项"))}</span>'
    if score.figure is None and not score.is_waiting and period not in opened:
        return f'<span class="in-muted">{escape(_("未开放"))}</span>'
    there, title = target_address(score.target.code, period), progress(score, period)
    return (
        f'<a href="{escape(there)}" title="{escape(title)}" class="quiet">'
        f"{badges.status_html(score.status)}</a>"
    )


def needed_html(card: Scorecard, scores: tuple[Score, ...]) -> str:
    rows = [cells_of(NEEDED, Row(score, card)) for score in scores]
    return tables.table_html(rows, _("还需多少"), width=900)


def _show_budgets(board: Board, group: Group) -> None:
    """Apart: budgets are never mixed with targets."""
    card = board.card
    budgets = shell.keep(
        card,
        f"budgets {board.kept_as} {group.key}",
        lambda: tuple(each for each in card.budgets if _belongs(each, board, group)),
    )
    if not budgets:
        return
    st.subheader(_("预算执行"), anchor=False)
    st.caption(_("预算不计入目标的平均。"))
    shown, page = sheet(budgets, MOST, "budgets")
    name = f"budgets {board.kept_as} {group.key} {page}"
    with st.columns(2, gap="large")[0]:
        draw = partial(bullets, shown, card.period, theme=shell.colours())
        shell.chart(card, name, draw, leads_to=target_address)
    st.html(shell.keep(card, f"tree {board.kept_as} {group.key}", lambda: budgets_html(card, budgets)))
    if board.name == AREA:
        for line in twice_lines(budget_tree(card.budgets), group.key):
            st.caption(prose.literal(line))


def budgets_html(card: Scorecard, budgets: tuple[Score, ...]) -> str:
    """The group's budgets as a tree: a part stands below its total and further in."""
    rows: list[tables.Row] = []
    for budget in (each for root in budget_tree(budgets) for each in root.walk()):
        target, depth = budget.score.target, "\u3000" * budget.depth
        name = Link(f"{depth}{target.code} {target.name}", target_address(target.code, card.period))
        row: tuple[tables.Cell, ...] = (name, *map(tables.Number, cells(budget)))
        rows.append(dict(zip(heads(), row, strict=True)))
    return tables.table_html(rows, _("预算执行"), width=900)


def _belongs(score: Score, board: Board, group: Group) -> bool:
    target = score.target
    if board.name == AREA:
        return target.area.number == group.key
    units = (target.lead, *target.co_units) if board.co_led else (target.lead,)
    return any(unit.id == group.key for unit in units)
