"""The tables of 总览, as rows of words."""

from collections.abc import Mapping
from fractions import Fraction
from html import escape

from tracker.domain.comparison import Change, ChangeKind, compare
from tracker.domain.listing import TARGETS
from tracker.domain.quantity import signed_points
from tracker.domain.quarter import Quarter
from tracker.domain.reporting import Listed
from tracker.domain.scorecard import Group, Score, Scorecard, Texts
from tracker.domain.sentences import (
    coverage,
    group_gap,
    labelled,
    nothing_text,
    share_text,
    target_text,
    value_text,
)
from tracker.domain.target import Kind
from tracker.ui import widgets
from tracker.ui.language import _
from tracker.ui.links import list_link
from tracker.ui.widgets import Link

BEHIND_SHOWN = 15
MISSING_SHOWN = 50
_NAMED = 6
_TURNS = (
    ChangeKind.CAUGHT_UP, ChangeKind.NEWLY_ON_PACE, ChangeKind.ACHIEVED, ChangeKind.FELL_BEHIND,
    ChangeKind.WORSENED,
)  # fmt: skip
Row = dict[str, str | Link]


def behind_rows(scores: tuple[Score, ...], texts: Mapping[int, Texts], quarter: Quarter) -> list[Row]:
    """The worst gaps to pace, each with its cause and next step."""
    return [_behind_row(score, _texts_of(score, texts), quarter) for score in scores]


def _behind_row(score: Score, texts: Texts, quarter: Quarter) -> Row:
    judged = score.judgement
    return {
        _("状态"): labelled(score.status).replace(" ", "\u00a0"),
        _("目标"): link_to(score, quarter),
        _("当前值/目标值"): f"{value_text(score) or ''} / {target_text(score.target.terms)}",
        _("完成率"): "" if judged.completion is None else share_text(judged.completion),
        _("较时序(百分点)"): "" if judged.lead is None else signed_points(judged.lead),
        _("牵头单位"): score.target.lead.name,
        _("存在问题"): texts.problem,
        _("下一步举措"): texts.next_step,
    }


def link_to(score: Score, quarter: Quarter) -> Link:
    """The target's name, leading to its page at this quarter."""
    return Link(score.target.name, f"/target?code={score.target.code}&q={quarter}")


def _texts_of(score: Score, texts: Mapping[int, Texts]) -> Texts:
    return Texts() if score.figure is None else texts.get(score.figure.report_id, Texts())


def missing_rows(scores: tuple[Score, ...], quarter: Quarter) -> list[Row]:
    return [
        {
            _("牵头单位"): score.target.lead.name,
            _("目标"): link_to(score, quarter),
            _("目标值"): target_text(score.target.terms),
            _("说明"): nothing_text(score, quarter) or "",
        }
        for score in scores
    ]


def links_to_lists(quarter: Quarter) -> tuple[Link, Link]:
    """To who is missing and who is not on time."""
    return (
        link_to_list(quarter, Listed.MISSING, _("打开未报清单")),
        link_to_list(quarter, Listed.NOT_ON_TIME, _("打开未按期清单")),
    )


def link_to_list(quarter: Quarter, listed: Listed, text: str, unit_id: int | None = None) -> Link:
    """To a list on 填报情况: of the whole plan, or of one department."""
    unit = "" if unit_id is None else f"&unit={unit_id}"
    return Link(text, f"/reporting?q={quarter}&list={listed.value}{unit}")


def department_rows(groups: tuple[Group, ...], quarter: Quarter | None) -> list[Row]:
    """Reporting by department; who is not ranked is listed with the reason.

    The rates open 填报情况 at ``quarter``; None for who may not open it.
    """
    return [_department_row(group, quarter) for group in groups]


def _rate(rate: Fraction | None, group: Group, listed: Listed, quarter: Quarter | None) -> str | Link:
    said = "—" if rate is None else share_text(rate)
    return said if quarter is None or rate is None else link_to_list(quarter, listed, said, group.key)


def _department_row(group: Group, quarter: Quarter | None) -> Row:
    rollup = group.rollup
    gap = group_gap(rollup)
    return {
        _("部门"): group.name,
        _("牵头目标"): str(rollup.total),
        _("填报"): coverage(rollup),
        _("完整率"): _rate(rollup.completeness, group, Listed.MISSING, quarter),
        _("及时率"): _rate(rollup.timeliness, group, Listed.NOT_ON_TIME, quarter),
        _("平均完成率"): "—" if rollup.mean_of_reported is None else share_text(rollup.mean_of_reported),
        _("未报计入后"): "—" if rollup.mean_of_due is None else share_text(rollup.mean_of_due),
        _("较时序"): "—" if gap is None else signed_points(gap),
        _("达时序/滞后"): f"{rollup.on_pace}/{rollup.behind}",
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


def since_html(earlier: Scorecard, card: Scorecard) -> str:
    """What turned since the quarter before, each with its targets; empty when nothing did."""
    compared = compare(earlier, card)
    lines = (_turned(compared.of(kind), kind, card) for kind in _TURNS)
    return "".join(f'<div style="line-height:1.9">{line}</div>' for line in lines if line)


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
    return widgets.link_html(Link(change.name, f"/target?code={change.code}&q={card.quarter}{unapproved}"))
