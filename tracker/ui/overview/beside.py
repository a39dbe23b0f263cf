"""What stands beside the due targets: budgets, which no target is counted with, and what is not due."""

from html import escape

from tracker.domain.measure.quantity import amount_text, with_unit
from tracker.domain.measure.target import Kind
from tracker.domain.progress.budgets import Budget, budget_tree
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as
from tracker.domain.sentences import completion_share
from tracker.domain.sentences.scores import not_applicable_because
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, overall
from tracker.ui.parts.badges import status_html
from tracker.ui.parts.links import Link

_SHOWN = 9


def budgets_html(card: Scorecard) -> str:
    """The totals and the areas' budgets: executed of allocated, 执行率 beside the one 时序进度 as a tick."""
    roots = budget_tree(card.budgets)
    if not roots:
        return ""
    listed = [each for root in roots for each in root.walk() if each.depth <= 1]
    every = links.list_link(_("全部{count}项").format(count=len(card.budgets)), kind=Kind.BUDGET)
    rows = "".join(map(_budget, listed[:_SHOWN]))
    note = _("预算与目标分开统计,分项金额不重复计入合计。")
    return (
        bars.section_html(_("市级财政预算执行"), links.link_html(every, "go"))
        + f'<table class="budgets"><tbody>{rows}</tbody></table><p class="note">{escape(note)}</p>'
    )


def _budget(budget: Budget) -> str:
    score = budget.score
    target, unit = score.target, score.target.terms.unit_of_measure
    executed = "—" if budget.executed is None else amount_text(budget.executed)
    share = completion_share(score.judgement) or score.status.word
    return (
        f'<tr><td class="named" title="{escape(target.name)}">'
        f"{links.link_html(links.target_link(target), 'row-link')}</td>"
        f'<td class="value">{escape(executed)}'
        f"<span> / {escape(with_unit(budget.allocated, unit))}</span></td>"
        f'<td class="scale">{bars.bullet_html(score, in_colour=False)}</td>'
        f'<td class="share">{escape(share)}</td></tr>'
    )


def outside_html(card: Scorecard) -> str:
    """提前完成, 未到节点, 不适用: how many, and why they are not among the due ones."""
    whole = card.whole
    rows = []
    if whole.early:
        link = overall.list_of("early", _("{count}项").format(count=whole.early))
        rows.append(_row(status_html(Status.ACHIEVED, _("提前完成")), link, _("到期以前已达到要求")))
    for status in counted_as(CountsAs.OUTSIDE):
        if whole.counts[status]:
            link = overall.list_of(status, _("{count}项").format(count=whole.counts[status]))
            rows.append(_row(status_html(status), link, _why(card, status)))
    if not rows:
        return ""
    section = bars.section_html(_("不在应达之内"))
    return f'{section}<table class="outside"><tbody>{"".join(rows)}</tbody></table>'


def _row(stands: str, link: Link, why: str) -> str:
    return (
        f'<tr><td class="stands">{stands}</td><td class="count">{links.link_html(link, "row-link")}</td>'
        f'<td class="told">{escape(why)}</td></tr>'
    )


def _why(card: Scorecard, status: Status) -> str:
    if status is Status.NOT_DUE:
        return _("本期还没有应达到的数量")
    if status is Status.NOT_OPEN:
        return _("本期尚未开放填报")
    reasons = [not_applicable_because(score) for score in card.targets if score.status is status]
    named = list(dict.fromkeys(filter(None, reasons)))
    return named[0] if len(named) == 1 else _("填报本期不适用,经审核同意")
