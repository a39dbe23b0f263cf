"""What 总览 says below its bars, and its tables, as texts of the page."""

from collections.abc import Mapping
from fractions import Fraction
from html import escape

from tracker.domain.language import with_colon
from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import BEHIND, MISSING
from tracker.domain.listing.wanted import TARGETS
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import signed_points
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import Change, ChangeKind, compare
from tracker.domain.meetings.reporting import Listed
from tracker.domain.progress.groups import group_gap
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences import coverage, share_text, timeliness
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, widgets
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import list_link
from tracker.ui.parts.widgets import Cell, Link, Number

_BEHIND_SHOWN, _MISSING_SHOWN, _MISSING_OPEN = 15, 50, 10
_NAMED = 6
_TURNS = (
    ChangeKind.CAUGHT_UP,
    ChangeKind.NEWLY_ON_PACE,
    ChangeKind.ACHIEVED,
    ChangeKind.FELL_BEHIND,
    ChangeKind.WORSENED,
)
Row = dict[str, Cell]


def behind_rows(card: Scorecard, scores: tuple[Score, ...], texts: Mapping[int, Texts]) -> list[Row]:
    """The worst gaps to pace, each with its cause and next step."""
    return [cells_of(BEHIND, figures.Row(score, card, _texts_of(score, texts))) for score in scores]


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())


def link_to_list(
    period: Period, listed: Listed, text: str, unit_id: int | None = None, *, is_number: bool = False
) -> Link:
    """To a list on 填报情况: of the whole plan, or of one department."""
    unit = "" if unit_id is None else f"&unit={unit_id}"
    return Link(text, f"/reporting?q={period}&list={listed.value}{unit}", is_number)


def departments_html(card: Scorecard, *, to_lists: bool) -> str:
    """Reporting by department; who is not ranked is listed with the reason. The rates may open 填报情况."""
    period = card.period if to_lists else None
    rows = [_department_row(group, period) for group in card.departments]
    return widgets.table_html(rows, _("各部门填报情况"), width=900)


def _rate(rate: Fraction | None, group: Group, listed: Listed, period: Period | None) -> Cell:
    if period is None or rate is None:
        return widgets.share_cell(rate)
    return link_to_list(period, listed, share_text(rate), group.key, is_number=True)


def _department_row(group: Group, period: Period | None) -> Row:
    rollup = group.rollup
    gap = group_gap(rollup)
    return {
        _("部门"): group.name,
        _("牵头目标"): Number(str(rollup.total)),
        _("填报"): coverage(rollup),
        _("完整率"): _rate(rollup.completeness, group, Listed.MISSING, period),
        _("及时率"): _rate(rollup.timeliness, group, Listed.NOT_ON_TIME, period),
        _("平均完成率"): widgets.share_cell(rollup.mean_of_reported),
        _("未报计入后"): widgets.share_cell(rollup.mean_of_due),
        _("较时序"): Number("—" if gap is None else signed_points(gap)),
        _("达时序/滞后"): Number(f"{rollup.on_pace}/{rollup.behind}"),
        _("说明"): rollup.why_not_ranked or "",
    }


def list_of(card: Scorecard, status: str, text: str = "") -> Link:
    """The list behind the count of a status; budgets are not among them."""
    return list_link(card, text, status=str(status), kind=TARGETS)


def counts_html(card: Scorecard) -> str:
    """The strip's legend: each status with its shape, its count the way to its list."""
    said = _("{status} {count}项")
    counted = "".join(
        f'<span style="white-space:nowrap">{widgets.shape_html(status)} '
        + widgets.link_html(list_of(card, status, said.format(status=status.word, count=count)))
        + "</span>"
        for status, count in card.whole.counts.items()
        if count
    )
    style = "display:flex;flex-wrap:wrap;gap:0.2rem 1.6rem;line-height:1.8"
    return f'<nav aria-label="{_("打开清单")}" style="{style}">{counted}</nav>'


def account_html(
    card: Scorecard, earlier: Scorecard | None, texts: Mapping[int, Texts], *, to_lists: bool
) -> str:
    """Below the bars: the ways on, what turned, what is behind, how reporting stands and what is missing.

    ``texts`` are those behind the figures of ``worst``; ``to_lists``: the rates open 填报情况. One text:
    as elements of their own the ten parts would cost a third of the page's run.
    """
    since = "" if earlier is None else _since(earlier, card)
    return f"{_ways_on(card)}{since}{_behind(card, texts)}{_reporting(card, to_lists=to_lists)}"


def worst(card: Scorecard) -> tuple[Score, ...]:
    """What is behind its pace, as far as the page lists it."""
    return card.behind[:_BEHIND_SHOWN]


def _part(title: str, *paragraphs: str) -> str:
    said = "".join(f'<div style="margin-top:0.6rem">{each}</div>' for each in paragraphs if each)
    return f'<section style="margin-top:1.6rem"><h3 style="padding:0">{escape(title)}</h3>{said}</section>'


def _note(text: str) -> str:
    return f'<span style="color:{shell.colours()["muted"]};font-size:0.875rem">{escape(text)}</span>'


def _ways_on(card: Scorecard) -> str:
    unapproved = card.include_unapproved
    ways = (
        links.groups_link(card, "areas", _("逐个领域查看")),
        links.groups_link(card, "departments", _("逐个部门查看")),
        links.method_link(card.period, unapproved=unapproved, text=_("平均完成率怎么算")),
    )
    return " · ".join(map(widgets.link_html, ways))


def _since(earlier: Scorecard, card: Scorecard) -> str:
    """What turned since the quarter before, each with its targets."""
    compared = compare(earlier, card)
    lines = [line for kind in _TURNS if (line := _turned(compared.of(kind), kind, card))]
    last = card.period.rhythm.last
    nothing = _("与{last}相比,没有目标转为或脱离时序进度。").format(last=last)
    return _part(_("比{last}").format(last=last), *(lines or [_note(nothing)]))


def _behind(card: Scorecard, texts: Mapping[int, Texts]) -> str:
    listed, title = worst(card), _("未达时序进度的目标(差距由大到小)")
    if not listed:
        return _part(title, "✓ " + escape(_("没有落后于时序进度的目标。")))
    rest = _("共 {total} 项,此处列差距最大的 {shown} 项。").format(total=len(card.behind), shown=len(listed))
    table = widgets.table_html(behind_rows(card, listed, texts), _("未达时序进度的目标"), width=900)
    return _part(title, table, _note(rest) if len(card.behind) > len(listed) else "")


def _reporting(card: Scorecard, *, to_lists: bool) -> str:
    lists = (
        link_to_list(card.period, Listed.MISSING, _("打开未报清单")),
        link_to_list(card.period, Listed.NOT_ON_TIME, _("打开未按期清单")),
    )
    opened = " · ".join(map(widgets.link_html, lists)) if to_lists else ""
    return _part(with_colon(_("填报情况"), timeliness(card.whole)), opened, _missing(card))


def _missing(card: Scorecard) -> str:
    if not card.missing:
        return "✓ " + escape(_("应报目标均已填报。"))
    listed = card.missing[:_MISSING_SHOWN]
    rows = [cells_of(MISSING, figures.Row(score, card)) for score in listed]
    table = widgets.table_html(rows, _("未填报的目标"), width=900)
    rest = _("此处列前 {shown} 项。").format(shown=len(listed)) if len(card.missing) > len(listed) else ""
    is_open = " open" if len(card.missing) <= _MISSING_OPEN else ""
    frame = f"border:1px solid {shell.colours()['line']};border-radius:0.5rem;padding:0.5rem 1rem"
    title = escape(_("未填报 {n} 项").format(n=len(card.missing)))
    return (
        f'<details{is_open} style="{frame}"><summary style="cursor:pointer">{title}</summary>'
        f'<div style="margin-top:0.5rem">{table}{_note(rest)}</div></details>'
    )


def _turned(changes: tuple[Change, ...], kind: ChangeKind, card: Scorecard) -> str:
    """补上进度 2项: 协同创新项目、…; budgets are no targets."""
    found = [change for change in changes if change.terms.kind is not Kind.BUDGET]
    if not found:
        return ""
    named = [_change_link(change, card) for change in found[:_NAMED]]
    rest = _(" 等") if len(found) > len(named) else ""
    head = _("{kind} {count}项:").format(kind=kind.word, count=len(found))
    return f"<strong>{escape(head)}</strong>{_('、').join(named)}{rest}"


def _change_link(change: Change, card: Scorecard) -> str:
    unapproved = "&unapproved=true" if card.include_unapproved else ""
    return widgets.link_html(Link(change.name, f"/target?code={change.code}&q={card.period}{unapproved}"))
