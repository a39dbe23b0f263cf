"""目标, right of its course: the words that it comes from, its terms, and every figure that was reported."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from tracker.domain.language import bracketed, with_colon
from tracker.domain.language.punctuation import full_width
from tracker.domain.listing.cells import Row as FigureRow
from tracker.domain.listing.cells import shown
from tracker.domain.listing.columns import BY_KEY
from tracker.domain.measure.figure import inner_marks_but_span
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.progress.scorecard import Score, Scorecard, Target
from tracker.domain.sentences import operator_note, planned_text
from tracker.domain.sentences.bulletin import book_title
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.approval import SILENT, newest_words, silent_units
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.submissions import Submission
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, bars, evidence, facts, links, offers, signatures, tables
from tracker.ui.parts.links import Link, target_link
from tracker.ui.target.facts import TargetFacts

RECORDS, ALL = "records", "all"


def clause_html(card: Scorecard, target: Target, known: TargetFacts) -> str:
    """原文 with the number marked, and what was read from it."""
    context = links.link_html(links.notice_link(target, _("看上下文")), "go")
    before, number, behind = (escape(part) for part in target.anchor.split())
    marked = f"<mark>{number}</mark>" if number else ""
    offered = (offers.adjustment_link(target), offers.erratum_link(target))
    ways = " · ".join(links.link_html(link, "go") for link in offered if link is not None)
    return (
        f"{bars.section_html(_('原文'), context)}"
        f'<blockquote class="quote">{before}{marked}{behind}</blockquote>'
        f"{facts.listed_html(_terms(card, target, known))}"
        f"{f'<p class=ways>{ways}</p>' if ways else ''}"
    )


def _terms(card: Scorecard, target: Target, known: TargetFacts) -> tuple[facts.Fact, ...]:
    terms, visit = target.terms, shell.visit()
    kind = _(",").join((terms.kind.word, terms.path_word))
    plan = visit.plan.document or book_title(plan_called(visit.plan))
    title = "" if target.anchor.article is None else known.clause.title
    since = known.adjustments[-1].effective.name if known.adjustments else ""
    changed = _("{period}起执行").format(period=since) if since else _("未调整")
    version = _("第{version}版").format(version=target.terms_version)
    return (
        (_("出处"), f"{plan}{target.anchor.label_behind}{title}"),
        (_("类别"), _(";").join(filter(None, (kind, operator_note(terms, card.rules))))),
        (_("{adjective}计划").format(adjective=visit.plan.rhythm.adjective), planned_text(terms)),
        (_("基数"), value_in_words(terms.baseline, terms) if terms.baseline else ""),
        (_("语气"), _("力争(努力方向,仍按目标值对照)") if terms.is_stretch else ""),
        (_("附加条件"), terms.condition),
        (_("备注"), full_width(known.clause.note)),
        (_("配合单位"), _("、").join(unit.name for unit in target.co_units)),
        (_("目标版本"), f"{version}{_(',')}{changed}"),
        (_("勘误"), _("{count}次,见页尾").format(count=len(known.errata)) if known.errata else ""),
    )


def history_html(card: Scorecard, score: Score, known: TargetFacts) -> str:
    """历次上报, the newest first: 1—9月 48 +15 75 ■ 滞后 已审核; and the way to the whole record."""
    terms, code = score.target.terms, score.target.code
    amount = _("累计") if terms.kind.is_flow else _("数据")
    if terms.unit_of_measure:
        amount = bracketed(amount, terms.unit_of_measure)
    change = _("新增") if terms.kind.is_flow else _("变化")
    expected = _("限额") if terms.is_ceiling else _("应达")
    heads = (
        (_("数据月"), ""),
        (amount, "right"),
        (change, "right"),
        (expected, "right"),
        (_("状态"), ""),
        (_("审核"), ""),
    )
    head = "".join(f'<th scope="col" class="{side}">{escape(word.capitalize())}</th>' for word, side in heads)
    rows = "".join(
        _row_html(card, period, each, known)
        for period, each in reversed(known.upto(card.period))
        if each.figure is not None or known.newest(period) is not None or period == card.period
    )
    table = f'<table class="history"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    everything = Link(_("全部记录"), f"{links.to('target', code=code, records=ALL)}#records")
    beside = links.link_html(everything, "go") if known.history else ""
    return (
        f"{bars.section_html(_('历次上报'), beside)}"
        f"{tables.scrolling(table, _('历次上报'))}"
        f"{_beside_html(score, known)}"
    )


def _row_html(card: Scorecard, period: Period, score: Score, known: TargetFacts) -> str:
    figure, newest = score.figure, known.newest(period)
    row = FigureRow(score, replace(card, period=period))
    span = period.span if figure is None else span_of_months(figure.data_month)
    value = shown(BY_KEY["value"].read(row))
    moved = "—"
    if score.change is not None and row.terms.kind is not Kind.MILESTONE:
        moved = f"+{amount_text(score.change)}" if score.change > 0 else amount_text(score.change)
    state = "—"
    if figure is not None:
        state = figure.state.word
    elif newest is not None:
        state = newest.state.word
    # Of 不适用 its reason stands above.
    has_value = figure is not None and figure.value is not None
    marks = _("、").join(inner_marks_but_span(figure) if figure is not None and has_value else ())
    note = (
        f'<span class="small">{escape(marks)}</span>' if marks and figure and figure.value is not None else ""
    )
    current = " current" if period == card.period else ""
    return (
        f"<tr><td>{links.link_html(target_link(score.target, span, period))}</td>"
        f'<td class="right{current}">{escape(value)}</td><td class="right">{escape(moved)}</td>'
        f'<td class="right">{escape(shown(BY_KEY["expected"].read(row)))}</td>'
        f"<td>{badges.status_html(score.status)}</td><td>{escape(state)}{note}</td></tr>"
    )


def _beside_html(score: Score, known: TargetFacts) -> str:
    """佐证2份 · 会签3家同意 · 需协调事项1件, the first two to be unfolded."""
    sent = known.submission(score)
    parts = []
    if sent is not None and sent.files:
        title = _("佐证{count}份").format(count=len(sent.files))
        parts.append(_unfolding(title, evidence.lines_html(sent.files)))
    if sent is not None and (score.target.co_units or sent.countersigns):
        said = signatures.by_unit(sent.countersigns, score.target.co_units)
        parts.append(_unfolding(_signed(sent, score.target), facts.listed_html(said)))
    if known.matters:
        there = links.to("matters")
        if len(known.matters) == 1:
            there = links.matter_link(known.matters[0].id, "").address
        words = _("需协调事项{count}件").format(count=len(known.matters))
        parts.append(links.link_html(Link(words, there), "go"))
    return f'<div class="beside-report">{"".join(parts)}</div>' if parts else ""


def _unfolding(title: str, inside: str) -> str:
    return f"<details><summary>{escape(title)}</summary><div>{inside}</div></details>"


def _signed(sent: Submission, target: Target) -> str:
    """会签3家同意,1家有异议,1家未表态."""
    stances: Sequence[Stance] = [each.stance for each in newest_words(sent.countersigns)]
    counts = [(stances.count(each), each.word) for each in Stance]
    counts.append((len(silent_units(target.co_units, sent.countersigns)), _(SILENT)))
    said = _(",").join(
        _("{count}家{stance}").format(count=count, stance=word) for count, word in counts if count
    )
    return with_colon(_("会签"), said)
