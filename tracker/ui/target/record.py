"""目标, its records: adjustments, errata, and every submission with what became of it."""

from collections.abc import Sequence
from html import escape

from tracker.domain.language import with_colon
from tracker.domain.measure.target import Terms, value_in_words
from tracker.domain.meetings.meeting import AdjustedTerms, ErratumLine
from tracker.domain.progress.scorecard import Scorecard, Target
from tracker.domain.sentences.outlook import call_text
from tracker.queries.submissions import Submission
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import evidence, facts, signatures
from tracker.ui.target import versions


def html(
    card: Scorecard,
    target: Target,
    history: Sequence[Submission],
    adjustments: tuple[AdjustedTerms, ...],
    errata: tuple[ErratumLine, ...],
    *,
    is_open: bool,
) -> str:
    """How the terms came to be what they are, and every submission, the newest first, to be unfolded."""
    versioned = versions.adjustments_html(adjustments) + versions.errata_html(errata)
    if not history:
        return f'<div class="target-records" id="records">{versioned}</div>' if versioned else ""
    # By role too: not everybody who sees the target sees the evidence (facts.facts_of).
    key = f"record {target.code} {shell.visit().person.role}"
    cards = shell.keep(card, key, lambda: "".join(_card_html(each, target.terms) for each in history))
    title = _("填报与审核记录({count}次)").format(count=len(history))
    unfolded = " open" if is_open else ""
    return (
        f'<div class="target-records" id="records">{versioned}'
        f"<details{unfolded}><summary>{escape(title)}</summary>{cards}</details></div>"
    )


def _card_html(submission: Submission, terms: Terms) -> str:
    """All in one element: eight cards of four elements each cost as much as the rest of the page."""
    return (
        f'<section class="sent"><div class="title">{escape(submission_title(submission))}</div>'
        f"{facts.listed_html(submission_rows(submission, terms))}{_files_html(submission)}</section>"
    )


def _files_html(submission: Submission) -> str:
    if not submission.files:
        return ""
    lines = evidence.lines_html(submission.files)
    return f'<div class="files">{escape(evidence.heading(submission.files))}{lines}</div>'


def submission_title(submission: Submission) -> str:
    number = _("第{number}次填报").format(number=submission.number)
    kind = _(" · 更正") if submission.is_correction else ""
    return f"{submission.period.label} · {number}{kind} · {submission.state.word}"


def submission_rows(submission: Submission, terms: Terms) -> tuple[tuple[str, str], ...]:
    """Who said what when, and what became of it."""
    texts, verified = submission.texts, submission.verified_value
    on_time = _("按期") if submission.is_on_time else _("逾期")
    return (
        (_("填报值"), value_in_words(submission.value, terms, (submission.finality.word,))),
        (_("审核值"), "" if verified is None else value_in_words(verified, terms)),
        (_("数据截至"), _("{data_month}月").format(data_month=submission.data_month)),
        (_("提交"), f"{submission.submitted_by} · {moment(submission.submitted_at)} · {on_time}"),
        (_("进展情况"), texts.progress),
        (_("存在问题"), texts.problem),
        (_("下一步举措"), texts.next_step),
        (_("口径说明"), texts.scope_note),
        (_("补充说明"), _supplied(submission)),
        (_("年底研判"), call_text(submission, terms)),
        (_("更正理由"), submission.reason),
        (_("负责人确认"), signatures.confirmed(submission)),
        (_("会签"), signatures.history(submission)),
        (_("审核"), _decided(submission)),
        (_("审核意见"), submission.note),
    )


def _supplied(submission: Submission) -> str:
    """存在问题:审批周期较长。 下一步举措:逐月调度。 · 王 · 2025-10-12 09:30."""
    later = submission.supplement
    if later is None:
        return ""
    written = ((_("存在问题"), later.problem), (_("下一步举措"), later.next_step))
    said = " ".join(with_colon(name, text) for name, text in written if text)
    return " · ".join((said, later.by, moment(later.at)))


def _decided(submission: Submission) -> str:
    if submission.decided_at is None:
        return _("等待审核")
    parts = [submission.state.word, submission.decided_by, moment(submission.decided_at)]
    if submission.method is not None:
        parts.append(submission.method.word)
    return " · ".join(parts)
