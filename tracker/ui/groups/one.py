"""按领域, 按部门: one group: its verdict and its counts, its targets over the year, its budgets."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language import with_colon
from tracker.domain.listing.cells import Row
from tracker.domain.listing.over_year import nearest
from tracker.domain.measure.period import Period
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import counts, coverage, mean_text, shares, timeliness
from tracker.domain.sentences.budgets import twice_lines
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.rows import group_account, remarks
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.year import Year, YearRead, year_after, year_of
from tracker.ui.frame import prose, shell
from tracker.ui.frame.kept import Carry
from tracker.ui.frame.language import _
from tracker.ui.groups.board import Board
from tracker.ui.parts import bars, budget_rows, links, period_cells, target_rows
from tracker.ui.parts.badges import badge_html, status_html
from tracker.ui.parts.links import AREA, link_html, target_link
from tracker.ui.parts.sheets import sheet

_ROWS = 60
_PERIODS = 4  # stand beside a bullet


def head_html(board: Board, group: Group, *beside: str) -> str:
    """The group's verdict, counts and shares, and what is furthest behind; ``beside``: HTML, its ways on."""
    card, rollup = board.card, group.rollup
    verdict = card.verdict(group)
    badge = badge_html(verdict.status.shape, verdict.word, verdict.status) if verdict.is_told else ""
    bar = bars.counts_html(rollup, hollow=not verdict.is_judged)
    few = _("{text}。").format(text=group_account(rollup)[1]) if rollup.due else ""
    is_open = not rollup.counts[Status.NOT_OPEN]
    lines = (
        counts(rollup, _("目标")),
        shares(rollup) or few,
        _("{text}。").format(text=mean_text(rollup, card.pace)) if is_open else "",
        _("{coverage};{timeliness}。").format(coverage=coverage(rollup), timeliness=timeliness(rollup))
        if rollup.owed
        else "",
    )
    texts = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    ways = "".join((link_html(board.link_to_all), *beside, link_html(board.why(group, _("怎么算")))))
    return (
        f'<div class="group-head"><div class="ways">{ways}</div>'
        f"<h2>{escape(group.name)}{badge}</h2>"
        f'<div class="whole-bar">{bar}</div>{texts}{_worst(group)}</div>'
    )


def _worst(group: Group) -> str:
    worst = next((each for each in group.scores if each.target.id == group.rollup.worst_target_id), None)
    if worst is None or not worst.status.is_behind:
        return ""
    said = f"{link_html(target_link(worst.target))} {status_html(worst.status)}"
    return f"<p>{with_colon(escape(_('离应达最远的一项')), said)}</p>"


def show(board: Board, group: Group, head: str) -> None:
    """``head``, a sheet of the group's targets (bullets, the periods, what is still needed), its budgets."""
    card = board.card
    place = st.container()
    shown, page = sheet(group.scores, _ROWS, "sheet")
    ids, opened = [score.target.id for score in shown], _opened_periods()
    name = f"{board.kept_as} {group.key} {page}"
    year = kept_year(card, name, lambda s, p: year_of(s, p, card, ids, shell.visit().now))
    adjusted = target_rows.adjusted(card)

    def below() -> str:
        return _below_html(board, group, shown, year, opened, adjusted)

    name = f"group {name} {opened} {sorted(adjusted)}"
    with place:
        prose.html(head + shell.keep_parts(card, name, lambda: (*shown, year, *card.budgets), below))


def kept_year(card: Scorecard, name: str, ask: Callable[[Session, Person], YearRead]) -> Year:
    """The quarters of some of its targets, read once and carried on over writes."""
    now = shell.visit().now
    carry = Carry[YearRead](
        lambda before: shell.read(lambda session, person: year_after(session, person, card, before, now)),
        lambda read: sum(len(scores) for _period, scores in read.year),
    )
    return shell.keep_record(card, f"year {name}", lambda: shell.read(ask), carry).year


def _opened_periods() -> tuple[Period, ...]:
    visit = shell.visit()
    return tuple(each.period for each in visit.windows if window_state(each.window, visit.now).has_opened)


def _below_html(
    board: Board,
    group: Group,
    shown: Sequence[Score],
    year: Year,
    opened: tuple[Period, ...],
    adjusted: frozenset[int],
) -> str:
    card = board.card
    files = links.files_html("targets", {**board.asked, board.name: str(group.key)})
    section = bars.section_html(_("各项目标"), files)
    rules = f'<p class="note">{escape(card.rules.sentence)}</p>'
    return f"{section}{table_html(board, shown, year, opened, adjusted)}{rules}{_budgets_html(board, group)}"


def table_html(
    board: Board, shown: Sequence[Score], year: Year, opened: tuple[Period, ...], adjusted: frozenset[int]
) -> str:
    card = board.card
    periods = nearest(card.plan.periods, card.period, _PERIODS)
    then = {(score.target.id, period): score for period, scores in year for score in scores}
    unopened = tuple(period for period in periods if period not in opened)
    heads = (
        f'<th scope="col" class="of-status">{escape(_("状态"))}</th>'
        f'<th scope="col" class="of-name">{escape(_("目标"))}</th>'
        f"{_lead_head(board)}"
        f'<th scope="col" class="of-target number" colspan="2">{escape(_("全年目标"))}</th>'
        f"{period_cells.heads_html(periods, card.period, unopened)}"
        f'<th scope="col" class="of-completion">{escape(_("完成率"))} <span class="tick"></span>'
        f"{escape(_('应达'))}</th>"
        f'<th scope="col" class="of-lag number">{escape(_("与时序差"))}<br>{escape(_("百分点"))}</th>'
        f'<th scope="col" class="of-code">{escape(_("编号"))}</th>'
    )
    rows = (
        f"<tr>{target_rows.status_cell(score)}"
        f"{target_rows.name_cell(score, adjusted, _below(score, card))}"
        f"{target_rows.lead_cell(score) if _has_leads(board) else ''}"
        f"{target_rows.aim_cells(score, Row(score, card))}"
        + period_cells.cells_html(
            [(period, then.get((score.target.id, period))) for period in periods], card.period, shares=False
        )
        + f"{target_rows.completion_cell(score)}{target_rows.gap_of_cell(score)}"
        f"{target_rows.code_cell(score)}</tr>"
        for score in shown
    )
    return target_rows.table_html(
        heads, [target_rows.body_html("", rows)], _("各项目标"), look="over-year of-group"
    )


def _below(score: Score, card: Scorecard) -> str:
    """What is not as with most of its figure, and what is still needed."""
    needed = needed_text(score, card.period, card.rules)
    return _(";").join([*([_("、").join(remarks(score))] if remarks(score) else []), needed])


def _has_leads(board: Board) -> bool:
    """Of a department that only leads every row would name it again."""
    return board.name == AREA or board.co_led


def _lead_head(board: Board) -> str:
    return f'<th scope="col" class="of-lead">{escape(_("牵头单位"))}</th>' if _has_leads(board) else ""


def _budgets_html(board: Board, group: Group) -> str:
    """Apart: budgets are never mixed with targets."""
    card = board.card
    budgets = tuple(each for each in card.budgets if _belongs(each, board, group))
    if not budgets:
        return ""
    tree = [each for root in budget_tree(budgets) for each in root.walk()]
    twice = twice_lines(budget_tree(card.budgets), group.key) if board.name == AREA else ()
    notes = "".join(f'<p class="note">{escape(line)}</p>' for line in twice)
    section = bars.section_html(_("预算执行"), f'<span class="note">{escape(_("预算不计入目标。"))}</span>')
    return f"{section}{budget_rows.table_html(card, tree)}{notes}"


def _belongs(score: Score, board: Board, group: Group) -> bool:
    target = score.target
    if board.name == AREA:
        return target.area.number == group.key
    units = (target.lead, *target.co_units) if board.co_led else (target.lead,)
    return any(unit.id == group.key for unit in units)
