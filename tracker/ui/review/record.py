"""One submission as it is read to be judged: the figure, what speaks of it, the evidence, who signed it."""

from decimal import Decimal
from html import escape

from tracker.domain import sentences
from tracker.domain.language import bracketed
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import amount_text, read_back
from tracker.domain.measure.target import Kind, Terms, value_in_words
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.looks import look_text
from tracker.domain.workflow.approval import AWAITS_HEAD, SILENT, Signature, newest_words, silent_units
from tracker.domain.workflow.evidence import WORD
from tracker.domain.workflow.lifecycle import Stance
from tracker.domain.workflow.queue import Look
from tracker.queries.submissions import Submission
from tracker.queries.waiting import Waiting
from tracker.ui.frame import moments
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, evidence, links, signatures
from tracker.ui.parts.links import link_html
from tracker.ui.review import history


def figure_html(waiting: Waiting, period: Period) -> str:
    """Who sent it and when, the name, the figure in large letters, what it comes to."""
    sent, target = waiting.submission, waiting.score.target
    on_time = _("按期提交") if sent.is_on_time else _("逾期提交")
    above = (
        target.lead.name,
        f"{moments.day_and_clock(sent.submitted_at)} {on_time}",
        _("第{n}次").format(n=sent.number),
        sent.submitted_by,
        target.code,
    )
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{html}</dd></div>" for name, html in _facts(waiting, period) if html
    )
    return (
        f'<div class="sent-by">{"".join(f"<span>{escape(part)}</span>" for part in above)}</div>'
        f'<h2 class="judged-name">{link_html(links.target_link(target))}</h2>'
        f'<div class="judged-figure"><div class="judged-value">{_value_html(sent, target.terms)}</div>'
        f"<dl>{facts}</dl></div>"
    )


def _value_html(sent: Submission, terms: Terms) -> str:
    unit = "" if sent.value is None or terms.kind is Kind.MILESTONE else terms.unit_of_measure
    return f"{escape(bare(sent.value, terms))}<small>{escape(unit)}</small>"


def bare(value: Decimal | None, terms: Terms) -> str:
    """A value without its unit, which stands beside it or above; what has none in words."""
    is_amount = value is not None and terms.kind is not Kind.MILESTONE
    return amount_text(value) if is_amount and value is not None else value_in_words(value, terms)


def _facts(waiting: Waiting, period: Period) -> tuple[tuple[str, str], ...]:
    """Names with HTML; what is not as usual stands in a frame."""
    sent, score = waiting.submission, waiting.score
    terms = score.target.terms
    single = None
    if sent.value is not None and terms.kind is not Kind.MILESTONE:
        single = read_back(sent.value, terms.unit_of_measure)
    months = escape(span_of_months(sent.data_month))
    if sent.value is not None and sent.data_month < period.last_month:
        months = f'<i class="tag">{months}</i>'
    nature = escape(sent.finality.word)
    if sent.finality is not Finality.FINAL:
        nature = f'<i class="tag">{nature}</i>'
    changed = sentences.change_text(score, period) or ""
    share = "" if terms.kind.is_kept else escape(sentences.completion_share(score.judgement) or "")
    return (
        (_("全年目标"), escape(sentences.target_text(terms))),
        (_("折合"), escape(single.split(" = ")[1]) if single else ""),
        (_("较{last}").format(last=period.rhythm.last), escape(changed)),
        (_("数据月 / 性质"), f"{months} {nature}"),
        (_("通过后"), badges.status_html(score.status) + f" {share}"),
    )


def looks_html(looks: tuple[Look, ...], score: Score, period: Period) -> str:
    """Why it deserves a look, each reason with its arithmetic; for the reviewer only."""
    if not looks:
        return ""
    rows = "".join(
        f"<div><dt>{escape(look.reason.word_in(period.rhythm))}</dt>"
        f"<dd>{escape(look_text(look, score, period))}</dd></div>"
        for look in looks
    )
    return f'<div class="caution"><dl class="look-list">{rows}</dl></div>'


def texts_html(waiting: Waiting, looks: tuple[Look, ...] = ()) -> str:
    """What was written, what was attached, what others said, and what was sent before.

    ``looks``: what stands above; an objection among them is not said twice.
    """
    sent = waiting.submission
    expected = "" if sent.call_value is None else value_in_words(sent.call_value, waiting.score.target.terms)
    call = "" if sent.call is None else sent.call.word
    reason = _("更正理由") if sent.is_correction else _("数据减少的原因")
    passages = (
        (reason, sent.reason),
        (_("进展情况"), sent.texts.progress),
        (_("存在问题"), sent.texts.problem),
        (_("下一步举措"), sent.texts.next_step),
        (_("口径说明"), sent.texts.scope_note),
        (_("年底研判"), bracketed(call, _("预计全年{amount}").format(amount=expected)) if expected else call),
    )
    written = "".join(part_html(name, f"<p>{escape(text)}</p>") for name, text in passages if text)
    count = _("{count}份").format(count=len(sent.files)) if sent.files else _("未附")
    files = part_html(_(WORD), evidence.documents_html(sent.files), count)
    return f"{written}{files}{_signed_html(waiting, looks)}{history.html(waiting)}"


def part_html(name: str, body: str, note: str = "") -> str:
    """A part of the record under its name; ``body`` is HTML."""
    beside = f'<span class="note">{escape(note)}</span>' if note else ""
    return f'<section class="record-part"><h3>{escape(name)}{beside}</h3>{body}</section>'


def _signed_html(waiting: Waiting, looks: tuple[Look, ...]) -> str:
    """The co-responsible units, also those that said nothing, and the head of the lead unit."""
    sent, units = waiting.submission, waiting.co_units
    above = {look.signature.id for look in looks if look.signature is not None}
    rows = [
        (
            each.unit,
            _said_html(each, is_above=each.id in above),
            f"{each.signed_by} {moments.day_and_clock(each.signed_at)}",
        )
        for each in newest_words(sent.countersigns)
    ]
    silent = silent_units(units, sent.countersigns)
    if silent:
        names = _("、").join(unit.name for unit in silent)
        rows.append((names, f'<span class="in-muted">{escape(_(SILENT))}</span>', ""))
    if waiting.awaits_head:
        rows.append((_("单位负责人"), f"<b>{escape(_(AWAITS_HEAD))}</b>", ""))
    elif sent.confirmed_at is not None:
        rows.append((_("单位负责人"), escape(_("已确认")), signatures.confirmed(sent)))
    if not rows:
        return ""
    table = "".join(
        f"<tr><td>{escape(who)}</td><td>{said}</td><td>{escape(when)}</td></tr>" for who, said, when in rows
    )
    table = f'<table class="signed-by"><tbody>{table}</tbody></table>'
    return part_html(_("会签"), table, signed_text(waiting))


def _said_html(signature: Signature, *, is_above: bool) -> str:
    stance = escape(signature.stance.word)
    head = f"<b>{stance}</b>" if signature.stance is Stance.OBJECT else stance
    note = _("见上") if is_above else signature.note
    answer = _(";市府办答复:{text}").format(text=signature.answer) if signature.answer else ""
    return head + escape((_(",") + note if note else "") + answer)


def signed_text(waiting: Waiting) -> str:
    """同意2,异议1,未表态2; empty where no other unit has a part in it."""
    heard = newest_words(waiting.submission.countersigns)
    silent = silent_units(waiting.co_units, waiting.submission.countersigns)
    counts = [(stance.word, sum(each.stance is stance for each in heard)) for stance in Stance]
    counts.append((_(SILENT), len(silent)))
    return _(",").join(f"{word}{count}" for word, count in counts if count)
