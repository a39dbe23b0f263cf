"""The parts of 四期对照: a column for each period of the year, under the heads of the groups."""

from collections.abc import Iterator, Sequence
from html import escape

import streamlit as st

from tracker.domain.language import marked
from tracker.domain.listing.cells import Row
from tracker.domain.listing.over_year import NEAREST, nearest
from tracker.domain.listing.wanted import BY_UNIT, Part, Wanted, parts_among, shown_of
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences.rows import on_pace_of
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.listing import filters
from tracker.ui.parts import links, period_cells, target_rows
from tracker.ui.parts.bars import choice_html
from tracker.ui.parts.links import Link, link_html
from tracker.ui.parts.tables import scrolling

PAGE = "periods"
_FIRST = 4  # columns before those of the periods: name, lead, aim, unit
_FIT = 4  # periods; a table of more scrolls by itself
_SPAN, _YEAR = "span", "year"  # in the address
Year = tuple[Scorecard, ...]


def tools_html(card: Scorecard, wanted: Wanted, listed: int, *beside: str) -> str:
    return filters.tools_html(card, wanted, PAGE, listed, *beside, links.files_html(PAGE, wanted.asked))


def shown_beside(card: Scorecard) -> tuple[Period, ...]:
    """The nearest periods, or all of the year where the address asks for them."""
    periods = card.plan.periods
    return periods if st.query_params.get(_SPAN) == _YEAR else nearest(periods, card.period)


def span_html(card: Scorecard) -> str:
    """近6期 | 全年, where not all stand beside each other."""
    if len(card.plan.periods) <= NEAREST:
        return ""
    words = {"": _("近{n}期").format(n=NEAREST), _YEAR: _("全年")}
    choices = {span: Link(word, links.same_page(**{_SPAN: span})) for span, word in words.items()}
    return choice_html(_("期间"), choices, st.query_params.get(_SPAN, ""))


def parts(
    card: Scorecard, year: Year, wanted: Wanted, shown: Sequence[Score]
) -> Iterator[Score | Group | bool | None]:
    """What the table shows of the scorecards."""
    yield from shown_of(card, wanted, shown)
    keys = {part.group.key for part in parts_among(card, wanted, shown) if part.group is not None}
    for each in year:
        yield each.is_unopened
        yield from (each.of(score.target.id) for score in shown)
        yield from (group for key, group in _groups(each, wanted).items() if key in keys)


def table(
    card: Scorecard,
    year: Year,
    wanted: Wanted,
    shown: Sequence[Score],
    adjusted: frozenset[int],
    listed: int,
) -> str:
    """``year``: the plan at each of its periods; ``card`` is that of the page's period, whose terms show."""
    scores_at = {each.period: {score.target.id: score for score in each.scores} for each in year}
    periods = tuple(scores_at)
    unopened = (each.period for each in year if each.is_unopened)
    heads = (
        f'<th scope="col" class="of-name">{escape(_("目标"))}</th>'
        f'<th scope="col" class="of-lead">{escape(_("牵头单位"))}</th>'
        f'<th scope="col" class="of-target number" colspan="2">{escape(_("全年目标"))}</th>'
        f"{period_cells.heads_html(periods, card.period, unopened)}"
        f'<th scope="col" class="of-code">{escape(_("编号"))}</th>'
    )
    legend: list[Score | None] = []
    is_whole = len(periods) > NEAREST  # so many have no room for shares
    groups_at = {each.period: _groups(each, wanted) for each in year}
    bodies = []
    for part in parts_among(card, wanted, shown):
        rows = []
        for score in part.scores:
            over_year = [(period, scores_at[period].get(score.target.id)) for period in periods]
            legend += [then for _period, then in over_year]
            rows.append(
                f"<tr>{target_rows.name_cell(score, adjusted)}{target_rows.lead_cell(score)}"
                f"{target_rows.aim_cells(score, Row(score, card))}"
                f"{period_cells.cells_html(over_year, card.period, shares=not is_whole)}"
                f"{target_rows.code_cell(score)}</tr>"
            )
        head = _group_row(part, wanted, groups_at, card.period)
        bodies.append(target_rows.body_html(head, rows))
    name = shell.titled(marked("{periods}期对照"))
    html = target_rows.table_html(
        heads, bodies, name, look="over-year whole-year" if is_whole else "over-year"
    )
    if len(periods) > _FIT:
        html = scrolling(html, name)
    tools = tools_html(card, wanted, listed, span_html(card), period_cells.legend_html(legend))
    return f"{tools}{html}"


def _groups(card: Scorecard, wanted: Wanted) -> dict[int, Group]:
    groups = card.departments if wanted.grouping == BY_UNIT else card.areas
    return {group.key: group for group in groups}


def _group_row(part: Part, wanted: Wanted, groups_at: dict[Period, dict[int, Group]], now: Period) -> str:
    """The group's name, and under each period how many of the due targets were on pace."""
    group = part.group
    if group is None:
        return ""
    by = links.UNIT if wanted.grouping == BY_UNIT else links.AREA
    name = link_html(Link(group.name, links.group_address(by, str(group.key))))
    counts = "".join(
        f'<td colspan="{period_cells.CELLS}" class="of-period{" now" * (period == now)}">'
        f"{escape(on_pace_of(None if then is None else then.rollup))}</td>"
        for period, then in ((period, groups.get(group.key)) for period, groups in groups_at.items())
    )
    return (
        f'<tr class="group"><th scope="rowgroup" colspan="{_FIRST}"><div><b>{name}</b></div></th>'
        f'{counts}<td class="of-code"></td></tr>'
    )
