"""Rows of a screen of 投影: groups as bars of counts, targets on the year's scale, what has no data."""

from collections.abc import Iterable, Sequence
from html import escape

from tracker.domain.language import with_colon
from tracker.domain.measure.period import Period
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.sentences import coverage_short, group_nothing, nothing_text, on_pace_text
from tracker.domain.sentences.conclusion import gap_short, reached
from tracker.domain.sentences.short_names import unit_short
from tracker.ui.frame.language import _
from tracker.ui.parts import bars
from tracker.ui.parts.badges import status_html

_ROOMY = 8  # rows; more of them stand closer


def _table(look: str, heads: Iterable[tuple[str, str]], rows: Iterable[str]) -> str:
    body = list(rows)
    look += " close" if len(body) > _ROOMY else ""
    head = "".join(f'<th scope="col" class="{column}">{escape(word)}</th>' for column, word in heads)
    return f'<table class="{look}"><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table>'


def groups_html(card: Scorecard, groups: Sequence[Group], noun: str) -> str:
    """A bar a group, a cell a target, all cells of one width and every part numbered."""
    cells = max((group.rollup.due for group in groups), default=0)
    heads = (
        ("name", noun),
        ("bar", _("应达目标数,按状态")),
        ("share", _("达时序")),
        ("filed", _("上报")),
        ("stands", _("判断")),
    )
    return _table("of-groups", heads, (_group_row(card, group, cells) for group in groups))


def _group_row(card: Scorecard, group: Group, cells: int) -> str:
    rollup, verdict = group.rollup, card.verdict(group)
    name = f'<td class="name">{escape(unit_short(group.name))}</td>'
    if not rollup.due:
        nothing = escape(_("无应达;{nothing}").format(nothing=group_nothing(rollup)))
        return f'<tr>{name}<td class="bar" colspan="4">{nothing}</td></tr>'
    bar = bars.counts_html(rollup, of=cells, hollow=verdict is Verdict.TOO_LITTLE, numbered=True)
    told = "" if verdict is Verdict.SOME_BEHIND else verdict.word
    bad = " bad" if verdict is Verdict.MUCH_BEHIND else ""
    return (
        f'<tr>{name}<td class="bar">{bar}</td><td class="share">{escape(on_pace_text(rollup))}</td>'
        f'<td class="filed">{escape(coverage_short(rollup))}</td>'
        f'<td class="stands{bad}">{escape(told)}</td></tr>'
    )


def targets_html(scores: Iterable[Score]) -> str:
    """A target a row: the value beside its bar."""
    heads = (
        ("stand", _("状态")),
        ("name", _("目标")),
        ("lead", _("牵头单位")),
        ("value", _("完成/全年")),
        ("bar", _("完成率")),
        ("gap", _("差百分点")),
    )
    return _table("of-targets", heads, map(_target_row, scores))


def _target_row(score: Score) -> str:
    value, aim = reached(score)
    return (
        f'<tr>{_target_html(score)}<td class="value"><b>{escape(value)}</b>{escape(aim)}</td>'
        f'<td class="bar">{bars.bullet_html(score)}</td><td class="gap">{escape(gap_short(score))}</td></tr>'
    )


def missing_html(scores: Iterable[Score], period: Period) -> str:
    heads = (
        ("stand", _("状态")),
        ("name", _("目标")),
        ("lead", _("牵头单位")),
        ("why", _("没有数据的原因")),
    )
    return _table("of-missing", heads, (_missing_row(score, period) for score in scores))


def _missing_row(score: Score, period: Period) -> str:
    # The status stands before it: 未填报: 前三季度应报,尚无数据.
    why = (nothing_text(score, period) or "").removeprefix(with_colon(score.status.word, ""))
    return f'<tr>{_target_html(score)}<td class="why">{escape(why)}</td></tr>'


def _target_html(score: Score) -> str:
    """The cells under 状态, 目标 and 牵头单位."""
    name, lead = escape(score.target.name), escape(unit_short(score.target.lead.name))
    return (
        f'<td class="stand">{status_html(score.status)}</td><td class="name">{name}</td>'
        f'<td class="lead">{lead}</td>'
    )
