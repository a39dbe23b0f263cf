"""The parts of 填报情况: the two rates, the choice of a list, and tables in which each number opens one."""

from collections.abc import Iterable
from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import FILED, FILED_BY
from tracker.domain.meetings.reporting import STAGES, Filing, Line, Listed
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences import share_text
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.queries.windows import LetIn
from tracker.ui.frame import address, prose
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import links, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.tables import Cell, Number, Row

LIST = "list"  # in the address
_LIST, _UNIT = "reporting-list", "reporting-unit"
_EVERYBODY = ""


def rates(whole: Filing) -> None:
    """上报率 and 按时上报率 of the plan, each above the counts that it is made of."""
    rollup = whole.rollup
    two = (
        (
            _("上报率"),
            _("已报 ÷ 应报"),
            rollup.completeness,
            Listed.MISSING,
            (Listed.DUE, Listed.REPORTED, Listed.MISSING),
        ),
        (
            _("按时上报率"),
            _("按期 ÷ 应报"),
            rollup.timeliness,
            Listed.NOT_ON_TIME,
            (Listed.ON_TIME, Listed.LATE, Listed.MISSING),
        ),
    )
    with st.grid(2, min_column_width=300):
        for name, formula, rate, behind_it, parts in two:
            _rate(
                name,
                formula,
                _share(rate, whole, behind_it),
                [(part.word, _number(whole, part)) for part in parts],
            )


def _rate(name: str, formula: str, rate: Cell, parts: Iterable[tuple[str, Cell]]) -> None:
    counts = "".join(
        f'<span class="whole">{escape(word)} {tables.cell_html(number)} {_("项")}</span>'
        for word, number in parts
    )
    with st.container(border=True, height="stretch"):
        st.html(
            f'<div class="reading rate"><div class="over">{escape(name)} · {escape(formula)}</div>'
            f'<div class="says">{tables.cell_html(rate)}</div><div class="below">{counts}</div></div>'
        )


def _share(rate: Fraction | None, filing: Filing, listed: Listed) -> Cell:
    """A rate leads to what it lacks."""
    if rate is None:
        return Number("—")
    return links.reporting_link(listed, share_text(rate), filing.unit_id, is_number=True)


def _number(filing: Filing, listed: Listed) -> Cell:
    count = filing.count(listed)
    if count == 0:
        return Number("0")
    return links.reporting_link(listed, str(count), filing.unit_id, is_number=True)


def department_rows(filings: tuple[Filing, ...], let_in: tuple[LetIn, ...]) -> list[Row]:
    """The plan and its departments: the two rates, what each target has come to, who is let in."""
    until = {one.unit.id: day_and_hour(one.closes_at) for one in let_in}
    return [
        {
            _("部门"): filing.name,
            _("应报"): _number(filing, Listed.DUE),
            _("上报率"): _share(filing.rollup.completeness, filing, Listed.MISSING),
            _("按时上报率"): _share(filing.rollup.timeliness, filing, Listed.NOT_ON_TIME),
            _("未报"): _number(filing, Listed.MISSING),
            _("逾期提交"): _number(filing, Listed.LATE),
            **{stage.word: _number(filing, stage) for stage in STAGES},
            **({_("补报至"): until.get(filing.unit_id or 0, "")} if until else {}),
        }
        for filing in filings
    ]


def choose(filings: tuple[Filing, ...]) -> tuple[Listed | None, Filing]:
    """The list and the department of the address (?list=missing&unit=12); choosing writes the address."""
    by_unit = {_EVERYBODY if each.unit_id is None else str(each.unit_id): each for each in filings}
    address.follow(links.UNIT, _UNIT, list(by_unit), default=_EVERYBODY)
    filing = by_unit[st.session_state[_UNIT]]
    options = ["", *(each.value for each in Listed)]
    address.follow(LIST, _LIST, options, default="")
    with st.container(horizontal=True, gap="medium"):
        chosen = st.selectbox(
            _("清单"),
            options,
            format_func=lambda name: _option(name, filing),
            key=_LIST,
            on_change=address.put,
            args=(LIST, _LIST),
            width=260,
        )
        st.selectbox(
            _("部门"),
            list(by_unit),
            format_func=lambda key: by_unit[key].name,
            key=_UNIT,
            on_change=address.put,
            args=(links.UNIT, _UNIT),
            filter_mode="contains",
            width=260,
        )
    return (Listed(chosen) if chosen else None), filing


def _option(name: str, filing: Filing) -> str:
    if not name:
        return _("请选择,或点击数字")
    return _("{list} · {n} 项").format(list=Listed(name).word, n=filing.count(Listed(name)))


def line_rows(lines: tuple[Line, ...], card: Scorecard) -> list[Row]:
    """Each target of the list with how it was filed."""
    return [
        cells_of(FILED_BY, figures.Row(line.score, card))
        | {_("填报情况"): line.said}
        | cells_of(FILED, figures.Row(line.score, card))
        | {
            _("首次提交"): moment(line.first_at),
            _("是否按期"): _on_time(line),
            _("最近提交"): "—" if line.latest_at is None else f"{moment(line.latest_at)} {line.latest_by}",
        }
        for line in sorted(lines, key=lambda line: line.score.target.lead.id)
    ]


def _on_time(line: Line) -> str:
    on_time = line.score.item.is_on_time
    if on_time is None:
        return "—"
    return _("按期") if on_time else _("逾期")


def show_let_in(let_in: tuple[LetIn, ...]) -> None:
    """Who is let in after the window has closed, by whom and why."""
    for one in let_in:
        sentence = _("{unit}补报至{until}:{reason}({who})").format(
            unit=one.unit.name, until=day_and_hour(one.closes_at), reason=one.reason, who=one.set_by
        )
        prose.line(sentence, "ink")
