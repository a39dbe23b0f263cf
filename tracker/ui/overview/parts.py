"""What 总览 says below its bars, and its tables, as texts of the page."""

from collections.abc import Mapping
from fractions import Fraction
from html import escape

from tracker.domain.language import with_colon
from tracker.domain.listing import cells as figures
from tracker.domain.listing.tables import MISSING
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.comparison import Change, ChangeKind, compare
from tracker.domain.meetings.reporting import Listed
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import coverage, on_pace_text, share_text, timeliness
from tracker.ui.frame.language import _
from tracker.ui.parts import links, overall, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Cell, Number, Row

_BEHIND_SHOWN, _MISSING_SHOWN, _MISSING_OPEN = 15, 50, 10
_NAMED = 6
_TURNS = (
    ChangeKind.CAUGHT_UP,
    ChangeKind.NEWLY_ON_PACE,
    ChangeKind.ACHIEVED,
    ChangeKind.FELL_BEHIND,
    ChangeKind.WORSENED,
)


def departments_html(card: Scorecard, *, to_lists: bool) -> str:
    """Reporting and standing by department, who has most due targets first. The rates may open 填报情况."""
    rows = [_department_row(group, card, to_lists=to_lists) for group in overall.by_size(card.departments)]
    return tables.table_html(rows, _("各部门填报情况"), width=900)


def _rate(rate: Fraction | None, group: Group, listed: Listed, *, to_lists: bool) -> Cell:
    if rate is None or not to_lists:
        return tables.share_cell(rate)
    return links.reporting_link(listed, share_text(rate), group.key, is_number=True)


def _department_row(group: Group, card: Scorecard, *, to_lists: bool) -> Row:
    rollup, verdict = group.rollup, card.verdict(group)
    return {
        _("部门"): group.name,
        _("牵头目标"): Number(str(rollup.total)),
        _("应达"): Number(str(rollup.due)),
        _("达时序率"): Number(on_pace_text(rollup) if rollup.due else "—"),
        _("稍慢"): Number(str(rollup.due_counts[Status.SLIGHTLY_BEHIND])),
        _("滞后、未完成"): Number(str(rollup.far_behind)),
        _("判断"): "—" if verdict is Verdict.SOME_BEHIND else verdict.word,
        _("填报"): coverage(rollup),
        _("上报率"): _rate(rollup.completeness, group, Listed.MISSING, to_lists=to_lists),
        _("按时上报率"): _rate(rollup.timeliness, group, Listed.NOT_ON_TIME, to_lists=to_lists),
    }


def account_html(
    card: Scorecard, earlier: Scorecard | None, texts: Mapping[int, Texts], *, to_lists: bool
) -> str:
    """Below the bars: the ways on, what turned, what is behind, how reporting stands and what is missing.

    ``texts`` are those behind the figures of ``worst``; ``to_lists``: the rates open 填报情况. One text:
    as elements of their own the ten parts would cost a third of the page's run.
    """
    since = "" if earlier is None or card.is_unopened else _since(earlier, card)
    return f"{_ways_on()}{since}{_behind(card, texts)}{_reporting(card, to_lists=to_lists)}"


def worst(card: Scorecard) -> tuple[Score, ...]:
    """What is behind its pace, as far as the page lists it."""
    return card.behind[:_BEHIND_SHOWN]


def _part(title: str, *paragraphs: str) -> str:
    below = "".join(f"<div>{paragraph}</div>" for paragraph in paragraphs if paragraph)
    return f'<section class="part"><h3>{escape(title)}</h3>{below}</section>'


def _note(text: str) -> str:
    return f'<span class="note">{escape(text)}</span>'


def _ways_on() -> str:
    ways = (
        Link(_("逐个领域查看"), links.to("areas")),
        Link(_("逐个部门查看"), links.to("departments")),
        links.method_link(text=_("达时序率怎么算")),
    )
    return " · ".join(map(links.link_html, ways))


def _since(earlier: Scorecard, card: Scorecard) -> str:
    """What turned since the quarter before, each with its targets."""
    compared = compare(earlier, card)
    lines = [line for kind in _TURNS if (line := _turned(compared.of_targets(kind), kind))]
    last = card.period.rhythm.last
    nothing = _("与{last}相比,没有目标转为达时序或落后。").format(last=last)
    return _part(_("比{last}").format(last=last), *(lines or [_note(nothing)]))


def _behind(card: Scorecard, texts: Mapping[int, Texts]) -> str:
    listed, title = worst(card), _("落后的目标(按实际÷应达由低到高)")
    if not listed:
        return _part(title, escape(_nothing_behind(card)))
    rest = _("共 {total} 项,此处列前 {shown} 项。").format(total=len(card.behind), shown=len(listed))
    table = tables.table_html(overall.behind_rows(card, listed, texts), _("落后的目标"), width=900)
    return _part(title, table, _note(rest) if len(card.behind) > len(listed) else "")


def _nothing_behind(card: Scorecard) -> str:
    """Nothing behind is good news only where all is known."""
    whole = card.whole
    if card.is_unopened:
        return _("本期尚未开放填报。")
    if whole.unjudged:
        text = _("应达{due}项中已判定的{judged}项没有落后的,其余{rest}项还没有判定结果。")
        return text.format(due=whole.due, judged=whole.judged, rest=whole.unjudged)
    return _("没有落后的目标。")


def _reporting(card: Scorecard, *, to_lists: bool) -> str:
    lists = (
        links.reporting_link(Listed.MISSING, _("打开未报清单")),
        links.reporting_link(Listed.NOT_ON_TIME, _("打开未按期清单")),
    )
    opened = " · ".join(map(links.link_html, lists)) if to_lists and not card.is_unopened else ""
    return _part(with_colon(_("填报情况"), timeliness(card.whole)), opened, _missing(card))


def _missing(card: Scorecard) -> str:
    if card.is_unopened:
        return escape(_("本期尚未开放填报,没有应报的数据。"))
    if not card.missing:
        return escape(_("应达目标均已填报。"))
    listed = card.missing[:_MISSING_SHOWN]
    rows = [cells_of(MISSING, figures.Row(score, card)) for score in listed]
    table = tables.table_html(rows, _("未填报、未更新的目标"), width=900)
    rest = _("此处列前 {shown} 项。").format(shown=len(listed)) if len(card.missing) > len(listed) else ""
    is_open = " open" if len(card.missing) <= _MISSING_OPEN else ""
    title = escape(_("未填报、未更新 {n} 项").format(n=len(card.missing)))
    return (
        f'<details class="framed"{is_open}><summary>{title}</summary>'
        f"<div>{table}{_note(rest)}</div></details>"
    )


def _turned(targets: tuple[Change, ...], kind: ChangeKind) -> str:
    """补上进度 2项: 协同创新项目、…"""
    if not targets:
        return ""
    named = [
        links.link_html(Link(change.name, links.target_address(change.code))) for change in targets[:_NAMED]
    ]
    rest = _(" 等") if len(targets) > len(named) else ""
    head = _("{kind} {count}项:").format(kind=kind.word, count=len(targets))
    return f"<strong>{escape(head)}</strong>{_('、').join(named)}{rest}"
