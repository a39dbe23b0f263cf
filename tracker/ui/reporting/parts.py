"""The parts of 填报情况: counts first, then the two rates; a list; a table in which each number opens one."""

from collections.abc import Sequence
from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import FILED, FILED_BY
from tracker.domain.meetings.reporting import STAGES, Filing, Line, Listed
from tracker.domain.progress.rollup import FEWEST_FOR_SHARES
from tracker.domain.progress.scorecard import Scorecard, leaders_of
from tracker.domain.sentences import share_text
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.queries.figures import served
from tracker.queries.windows import LetIn
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import bars, links, plans, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Cell, Number, Row

LIST = "list"  # in the address
_COUNTED = (Listed.MISSING, Listed.REPORTED, Listed.LATE, Listed.DUE)
# What a look at the lists is for, in this order; the others are opened by their numbers.
_CHOICE = (Listed.MISSING, Listed.LATE, *STAGES)


def asked(filings: tuple[Filing, ...]) -> tuple[Listed | None, Filing]:
    """The list and the department of the address (?list=missing&unit=12); what is unreadable asks nothing."""
    by_unit = {str(each.unit_id): each for each in filings[1:]}
    filing = by_unit.get(st.query_params.get(links.UNIT, ""), filings[0])
    name = st.query_params.get(LIST, "")
    return (Listed(name) if name in list(Listed) else None), filing


def _counted_elsewhere(visit: Visit) -> tuple[int, int]:
    """How many of a plan's owed targets are reported with another plan's, and how many of these are in."""
    with shell.about(visit):
        period = shell.period()
        linked = shell.known("served", lambda s, _p: served(s, visit.plan.id, period, visit.as_of), period)
        lines = [Line(score) for score in shell.card(period).scores if score.target.id in linked]
    owed = [line for line in lines if Listed.DUE in line.lists]
    return len(owed), sum(line.score.item.is_reported for line in owed)


def plans_html(visits: Sequence[Visit]) -> str:
    """How each open plan stands at its period; the numbers lead to its lists."""
    rows: list[Row] = []
    whole = [0, 0]
    for visit in visits:
        with shell.about(visit):
            rollup = shell.card(shell.period()).whole
            whole = [whole[0] + rollup.owed, whole[1] + rollup.reported]

            def number(listed: Listed, count: int) -> Cell:
                if count == 0:
                    return Number("0", is_pale=True)
                return links.reporting_link(listed, str(count), is_number=True)

            rows.append(
                {
                    _("方案"): Link(plans.name(visit), links.to("reporting")),
                    _("应报"): number(Listed.DUE, rollup.owed),
                    _("未报"): number(Listed.MISSING, rollup.owed - rollup.reported),
                    _("上报率"): Number(_share_text(rollup.completeness, rollup.reported, rollup.owed)),
                    _("按时上报率"): Number(_share_text(rollup.timeliness, rollup.on_time, rollup.owed)),
                }
            )
    heading = _("各方案填报情况")
    elsewhere = [_counted_elsewhere(visit) for visit in visits]
    if any(owed for owed, _reported in elsewhere):
        owed = whole[0] - sum(owed for owed, _reported in elsewhere)
        reported = whole[1] - sum(reported for _owed, reported in elsewhere)
        rows.append(
            {
                _("方案"): _("合计(同一事项只计一次)"),
                _("应报"): Number(str(owed)),
                _("未报"): Number(str(owed - reported)),
                _("上报率"): Number(_share_text(Fraction(reported, owed) if owed else None, reported, owed)),
                _("按时上报率"): Number(""),
            }
        )
    return bars.section_html(heading) + tables.table_html(rows, heading, stacks=True)


def counts_html(whole: Filing) -> str:
    """What lacks, what is there, and last 上报率 and 按时上报率, each with what it is made of."""
    rollup = whole.rollup
    counts = "".join(_tile_html(_number(whole, each), each.word) for each in _COUNTED)
    rates = (
        (rollup.completeness, rollup.reported, Listed.MISSING, _("上报率 · 已报 ÷ 应报")),
        (rollup.timeliness, rollup.on_time, Listed.NOT_ON_TIME, _("按时上报率 · 按期 ÷ 应报")),
    )
    shares = "".join(
        _tile_html(_share(rate, reported, whole, listed), words) for rate, reported, listed, words in rates
    )
    return f'<nav class="filing-counts">{counts}<i></i>{shares}</nav>'


def _tile_html(number: Cell, words: str) -> str:
    return f'<div><div class="count">{tables.cell_html(number)}</div><div>{escape(words)}</div></div>'


def _share(rate: Fraction | None, counted: int, filing: Filing, listed: Listed) -> Cell:
    """A rate leads to what it lacks; below five targets the counts stand for it (DOMAIN §4)."""
    if rate is None:
        return Number("—")
    text = _share_text(rate, counted, filing.rollup.owed)
    return links.reporting_link(listed, text, filing.unit_id, is_number=True)


def _share_text(rate: Fraction | None, counted: int, owed: int) -> str:
    if rate is None:
        return "—"
    return share_text(rate) if owed >= FEWEST_FOR_SHARES else f"{counted}/{owed}"


def _number(filing: Filing, listed: Listed) -> Cell:
    count = filing.count(listed)
    if count == 0:
        return Number("0", is_pale=True)
    return links.reporting_link(listed, str(count), filing.unit_id, is_number=True)


def list_html(chosen: Listed, filing: Filing, card: Scorecard) -> str:
    """The targets of one list, of the plan or of a department, and the ways to the other lists."""
    lines = filing.of(chosen)
    title = _("{list} {n}项 · {unit}").format(list=chosen.word, n=len(lines), unit=filing.name)
    ways = {
        each.value: links.reporting_link(each, f"{each.word} {filing.count(each)}", filing.unit_id)
        for each in Listed
        if each is chosen or (each in _CHOICE and filing.count(each))
    }
    back = [Link(_("返回各部门"), links.to("reporting"))]
    if filing.unit_id is not None:
        back.insert(0, links.reporting_link(chosen, _("查看全部部门")))
    head = bars.section_html(title, *(links.link_html(each, "go") for each in back))
    choice = f'<div class="office-choice">{bars.choice_html(_("清单"), ways, chosen.value)}</div>'
    if not lines:
        return f'{head}{choice}<div class="note">{escape(_("没有这样的目标。"))}</div>'
    return head + choice + tables.table_html(_line_rows(lines, card), title, width=900, stacks=True)


def departments_html(filings: tuple[Filing, ...], let_in: tuple[LetIn, ...]) -> str:
    heading = _("各部门填报情况")
    rows = _department_rows(filings, let_in)
    return bars.section_html(heading) + tables.table_html(rows, heading, stacks=True)


def _department_rows(filings: tuple[Filing, ...], let_in: tuple[LetIn, ...]) -> list[Row]:
    """The plan and its departments: what each target has come to, the two rates, who is let in."""
    until = {one.unit.id: day_and_hour(one.closes_at) for one in let_in}
    led = ["", *shell.keep_each(_leaders, filings[1:])]
    heads = (
        {_("部门"): filing.name, **({_("分管领导"): leaders or "—"} if any(led) else {})}
        for filing, leaders in zip(filings, led, strict=True)
    )
    numbers = shell.keep_each(_numbers, filings)
    ends = ({_("补报至"): until.get(filing.unit_id or 0, "")} if until else {} for filing in filings)
    return [head | own | end for head, own, end in zip(heads, numbers, ends, strict=True)]


def _leaders(filing: Filing) -> str:
    return leaders_of(line.score for line in filing.lines)


def _numbers(filing: Filing) -> Row:
    return {
        _("应报"): _number(filing, Listed.DUE),
        _("未报"): _number(filing, Listed.MISSING),
        _("逾期提交"): _number(filing, Listed.LATE),
        **{stage.word: _number(filing, stage) for stage in STAGES},
        _("上报率"): _share(filing.rollup.completeness, filing.rollup.reported, filing, Listed.MISSING),
        _("按时上报率"): _share(filing.rollup.timeliness, filing.rollup.on_time, filing, Listed.NOT_ON_TIME),
    }


def _line_rows(lines: tuple[Line, ...], card: Scorecard) -> list[Row]:
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


def let_in_html(let_in: tuple[LetIn, ...]) -> str:
    """Who is let in after the window has closed, by whom and why."""
    sentence = _("{unit}补报至{until}:{reason}({who})")
    told = (
        sentence.format(
            unit=one.unit.name, until=day_and_hour(one.closes_at), reason=one.reason, who=one.set_by
        )
        for one in let_in
    )
    return "".join(f'<div class="line in-ink">{escape(each)}</div>' for each in told)


def notes_html(whole: Filing) -> str:
    """The budgets, which the rates leave out, and what the counts are of."""
    budgets = whole.of(Listed.BUDGET)
    link = ""
    if budgets:
        missing = sum(not line.score.item.is_reported for line in budgets)
        sentence = _("应报预算{n}项,其中未报{missing}项,不计入两率")
        words = sentence.format(n=len(budgets), missing=missing)
        link = f"<div>{links.link_html(links.reporting_link(Listed.BUDGET, words), 'go')}</div>"
    notes = _(
        "应报不含没到期的节点和存量、不适用的目标;未更新(数据早于本期)的算未报;按期以首次提交时间为准;草稿只显示有无,不显示内容。"
    )
    return f'{link}<div class="note">{escape(notes)}</div>'
