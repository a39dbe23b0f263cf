"""What a submission is held against: the notice's words, the terms, the year so far, the unit's others."""

from collections.abc import Iterable
from html import escape

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import amount_text
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score, Target
from tracker.domain.progress.status import Status
from tracker.queries import submissions
from tracker.queries.submissions import Submission
from tracker.queries.waiting import Waiting
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, clauses, facts, links
from tracker.ui.parts.links import Link, link_html
from tracker.ui.review.record import bare, part_html


def html(waiting: Waiting, period: Period, rules: RuleSet, others: tuple[Score, ...] | None = None) -> str:
    """For the reviewer with the scores of the unit's ``others`` and what was decided before; else without."""
    target, visit = waiting.score.target, shell.visit()
    scores = shell.known(
        "a target's year",
        lambda session, person: submissions.scores_over_year(
            session, person, visit.plan, target, as_of=visit.as_of, include_unapproved=True
        ),
        target.id,
        period,
    )
    known = [score for at, score in zip(visit.plan.periods, scores, strict=True) if at <= period]
    co_units = _("、").join(unit.name for unit in target.co_units)
    asked = (*clauses.promise(target, rules), (_("牵头"), target.lead.name), (_("配合"), co_units))
    parts = (
        part_html(_("原文"), clauses.quoted_html(target) + _context_html(target)),
        part_html(_("口径"), facts.listed_html(asked)),
        part_html(_("历次"), _year_html(visit.plan.periods, known)),
    )
    if others is None:
        return "".join(parts)
    sent = shell.known(
        "a target's submissions",
        lambda session, person: submissions.submissions(session, person, target, as_of=visit.as_of),
        target.id,
        period,
    )
    return "".join((*parts, _others_html(target, others), _decided_html(sent, period)))


def _context_html(target: Target) -> str:
    return f'<p class="note">{link_html(links.notice_link(target, _("看上下文")))}</p>'


def _year_html(periods: Iterable[Period], scores: list[Score]) -> str:
    """The year's figures so far, this one with them: what came to each, and what was due by its month."""
    heads = (_("截至"), _("累计"), _("新增"), _("应达"), _("状态"))
    is_flow = bool(scores) and scores[-1].target.terms.kind.is_flow
    rows = []
    for period, score in zip(periods, scores, strict=False):
        figure, terms = score.figure, score.target.terms
        month = period.last_month if figure is None else figure.data_month
        due = expected_value(terms, month, period)
        cells = (
            span_of_months(month),
            "—" if figure is None else bare(figure.value, terms),
            "—" if score.change is None or not is_flow else amount_text(score.change),
            "—" if due is None else amount_text(due_amount(terms, due)),
        )
        last = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{last}<td>{badges.status_html(score.status)}</td></tr>")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    return f'<table class="year-so-far"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _others_html(target: Target, scores: tuple[Score, ...]) -> str:
    """How the unit's other targets stand: those that are due, counted by status."""
    if not scores:
        return ""
    due = [score.status for score in scores if score.judgement.is_due]
    counts = "".join(
        f'<span class="status">{badges.shape_html(status)}{escape(status.word)}{due.count(status)}</span>'
        for status in Status
        if status in due
    )
    words = _("另有{count}项,应达{due}项").format(count=len(scores), due=len(due))
    link = link_html(Link(words, links.group_address(links.UNIT, str(target.lead.id))))
    return part_html(_("该单位其他目标"), f'<p>{link}</p><p class="status-counts">{counts}</p>')


def _decided_html(sent: Iterable[Submission], period: Period) -> str:
    """What was decided on the other quarters' submissions, and said of them."""
    lines = [
        (each.period.name, _decision(each))
        for each in sent
        if each.period != period and each.state in (ReportState.APPROVED, ReportState.RETURNED)
    ]
    return part_html(_("以往审核"), facts.listed_html(lines)) if lines else ""


def _decision(each: Submission) -> str:
    return each.state.word + _(",") + (each.note or _("无意见"))
