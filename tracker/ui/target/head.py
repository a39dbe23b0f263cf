"""目标, its head: where it stands in the plan, the number, one sentence of judgement, one of what is left."""

from html import escape

from tracker.domain.measure.figure import ReportState, inner_marks
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Kind, milestone_word, target_text
from tracker.domain.progress.calls import judged_calls
from tracker.domain.progress.scorecard import Score, Scorecard, Target
from tracker.domain.sentences.standing import judgement_text, left_text
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, links
from tracker.ui.parts.links import Link
from tracker.ui.target.facts import TargetFacts


def head_html(card: Scorecard, score: Score, known: TargetFacts) -> str:
    target = score.target
    lead = Link(target.lead.name, links.group_address(links.UNIT, str(target.lead.id)))
    return (
        f"{_way_html(card, target)}"
        f'<div class="target-title"><h2>{escape(target.name)}</h2>'
        f"<span>{escape(_('牵头'))} {links.link_html(lead)}</span></div>"
        f'<div class="target-standing">{_number_html(score)}'
        f'<div class="judged">{_sentences_html(card, score, known)}</div></div>'
    )


def _way_html(card: Scorecard, target: Target) -> str:
    """‹ 全表, the area and the article in it, the code; at the end the targets before and behind this one."""
    area = Link(target.area.title, links.group_address(links.AREA, str(target.area.number)))
    codes, whose = _beside(card, target)
    back = _("‹ 全表 · {leader}分管").format(leader=whose) if whose else _("‹ 全表")
    steps = [links.link_html(links.list_link(back))]
    if target.area.number:
        article = "" if target.anchor.article is None else target.anchor.label_behind
        steps.append(f"<span>{links.link_html(area)}{escape(article)}</span>")
    place = codes.index(target.code)
    before = codes[place - 1] if place else None
    after = codes[place + 1] if place + 1 < len(codes) else None
    moves = _move_html(before, _("上一项"), "↑", "ArrowUp") + _move_html(after, _("下一项"), "↓", "ArrowDown")
    name = escape(_("所在位置"))
    return (
        f'<nav class="target-way" aria-label="{name}">{"".join(steps)}<span>{escape(target.code)}</span>'
        f'<span class="moves">{moves}</span></nav>'
    )


def _beside(card: Scorecard, target: Target) -> tuple[list[str], str]:
    """The codes among which the target stands, and the leader whose charge they are, where the list that it
    was reached from was narrowed and has it."""
    own = shell.narrowed(card)
    codes = _codes(own)
    return (codes, own.of_whom) if target.code in codes else (_codes(card), "")


def _codes(card: Scorecard) -> list[str]:
    return shell.keep(card, "codes", lambda: [score.target.code for score in card.scores])


def _move_html(code: str | None, word: str, sign: str, key: str) -> str:
    """The keys are those of web/link_keys.js."""
    said = f"{escape(word)} <kbd>Alt {sign}</kbd>"
    if code is None:
        return ""
    return f'<a href="{escape(links.target_address(code))}" data-keys="Alt+{key}">{said}</a>'


def _number_html(score: Score) -> str:
    """■ 48 / 100根, with what must stand beside the figure; without one □ 目标100根."""
    figure, terms = score.figure, score.target.terms
    value, aim = "", target_text(terms)
    marks: tuple[str, ...] = ()
    if figure is not None and figure.value is not None:
        is_word = terms.kind is Kind.MILESTONE
        value = milestone_word(figure.value, terms) if is_word else amount_text(figure.value)
        marks = inner_marks(figure)
    look = "number in-words" if terms.kind is Kind.MILESTONE else "number"
    aim = f"/ {aim}" if value else _("目标{aim}").format(aim=aim)
    beside = "" if terms.kind is Kind.MILESTONE and value else f"<small>{escape(aim)}</small>"
    tags = "".join(f'<span class="tag">{escape(mark)}</span>' for mark in marks)
    return (
        f'<div class="{look}">{badges.shape_html(score.status)}<b>{escape(value)}</b>{beside}'
        f"{f'<div>{tags}</div>' if tags else ''}</div>"
    )


def _sentences_html(card: Scorecard, score: Score, known: TargetFacts) -> str:
    period, sent = card.period, known.submission(score)
    word, said = judgement_text(score, period, "" if sent is None else sent.texts.scope_note)
    strong = f"<b>{escape(word)}</b>" if word else ""
    newest = known.newest(period)
    waits = newest is not None and newest.state is ReportState.SUBMITTED and newest is not sent
    way = ""
    if word:
        why = links.method_link(target=score.target)
        way = links.link_html(why, "go")
    elif waits:
        way = _unapproved_html(score.target)
    lines = [f"{strong}{escape(said)} {way}"]
    # What came of the calls is said with the year's result.
    calls = judged_calls(known.year, card.rules) if period.next is None else ()
    if left := left_text(score, period, card.rules, calls):
        lines.append(escape(left))
    if word and waits:
        words = _("{period}另有数据已提交、等待审核").format(period=period.label)
        lines.append(f"{escape(words)} {_unapproved_html(score.target)}")
    return "".join(f"<p>{line}</p>" for line in lines)


def _unapproved_html(target: Target) -> str:
    there = links.to("target", code=target.code, unapproved=True)
    return links.link_html(Link(_("看含未审核的"), there), "go")


def withdrawn_html(target: Target) -> str:
    """The head of what is no target any more."""
    gone = _("这项目标已勘误撤销,不再计入任何统计,也不再填报。以下是原有记录。")
    return (
        f'<nav class="target-way" aria-label="{escape(_("所在位置"))}">'
        f"{links.link_html(links.list_link(_('‹ 全表')))}<span>{escape(target.code)}</span></nav>"
        f'<div class="target-title"><h2>{escape(target.name)}</h2>'
        f"<span>{escape(_('牵头'))} {escape(target.lead.name)}</span></div>"
        f'<p class="caution">{escape(gone)}</p>'
    )
