"""The quarter's earlier submissions beside the one that waits: why they went back, and what changed since."""

from html import escape

from tracker.domain.language import bracketed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Terms, value_in_words
from tracker.domain.progress.differences import Difference
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import WORD
from tracker.queries.submissions import Submission
from tracker.queries.waiting import Waiting
from tracker.ui.frame import moments
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, signatures

_ONE_LINE = 24  # characters of both texts together


def html(waiting: Waiting) -> str:
    """The newest first; each with what the next one has otherwise. Empty for a first submission."""
    newer, terms, made = waiting.submission, waiting.score.target.terms, []
    for earlier in waiting.earlier:
        note = _("退回意见") if earlier.state is ReportState.RETURNED else _("审核意见")
        said = [(note, earlier.note), (_("会签"), signatures.history(earlier))]
        changed = [(each.what, _turn(each)) for each in changes(earlier, newer, terms)]
        words = _("第{n}次提交改动了:") if changed else _("第{n}次提交与这一次内容相同")
        line = f'<p class="note">{escape(words.format(n=newer.number))}</p>'
        made.append(
            f'<section class="record-part"><h3>{escape(_title(earlier))}</h3>{facts.listed_html(said)}'
            f"{line}{facts.listed_html(changed)}</section>"
        )
        newer = earlier
    return "".join(made)


def _turn(change: Difference) -> str:
    """Two texts one below the other, two words in a line."""
    long = len(change.before) + len(change.after) > _ONE_LINE
    return f"{change.before}{chr(10) if long else ' '}→ {change.after}"


def _title(each: Submission) -> str:
    parts = [_("第{n}次提交").format(n=each.number), each.state.word]
    if each.decided_at is not None:
        parts.append(each.decided_by + _(",") + moments.day_and_clock(each.decided_at))
    return " · ".join(parts)


def changes(old: Submission, new: Submission, terms: Terms) -> tuple[Difference, ...]:
    """What a submission says otherwise than the one before it, field by field, and its files."""
    before = {name.label: text for name, text in _said(old, terms).items()} | {WORD: _files(old)}
    after = {name.label: text for name, text in _said(new, terms).items()} | {WORD: _files(new)}
    return tuple(
        Difference(name, before[name] or _("(空)"), after[name] or _("(空)"))
        for name in before
        if before[name] != after[name]
    )


def _files(sent: Submission) -> str:
    """A file of another content under the same name is another file."""
    return _("、").join(bracketed(each.name, each.sha256[:8]) for each in sent.files)


def _said(sent: Submission, terms: Terms) -> dict[Field, str]:
    expected = "" if sent.call_value is None else value_in_words(sent.call_value, terms)
    return {
        Field.VALUE: value_in_words(sent.value, terms),
        Field.DATA_MONTH: _("{month}月").format(month=sent.data_month),
        Field.FINALITY: sent.finality.word,
        Field.SCOPE_NOTE: sent.texts.scope_note,
        Field.PROGRESS: sent.texts.progress,
        Field.PROBLEM: sent.texts.problem,
        Field.NEXT_STEP: sent.texts.next_step,
        Field.CALL: "" if sent.call is None else sent.call.word,
        Field.CALL_VALUE: expected,
        Field.REASON: sent.reason,
    }
