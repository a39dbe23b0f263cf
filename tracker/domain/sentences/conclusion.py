"""What 总览 says in one line: the headline above its counts, and a row's value, gap and silence.

Shorter than the sentences of files, because the counts by status stand beside them.
"""

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, marks_but_span
from tracker.domain.measure.period import SHANGHAI, span_of_months
from tracker.domain.measure.quantity import (
    IN_POINTS,
    TRUE_MINUS,
    amount_text,
    in_ledger_places,
    rounded,
    with_unit,
)
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.groups import whole_text
from tracker.domain.sentences.scores import gap_text

_FEW = 2  # far behind in one place is no place of the trouble yet


def conclusion(card: Scorecard) -> str:
    """应达63项,34项达时序,19项落后,10项尚无判定;滞后的8项中4项在“推进高水平对外开放”.

    Without enough to judge the whole by, why there is no judgement.
    """
    whole, is_final = card.whole, card.period.next is None
    if not card.verdict(whole).is_judged:
        return whole_text(card)
    done = whole.due_counts[Status.ACHIEVED] if is_final else 0
    missed = whole.due_counts[Status.MISSED] if is_final else 0
    counted = (
        (_("{count}项完成"), done),
        (_("{count}项达时序"), whole.on_pace - done),
        (_("{count}项未完成"), missed),
        (_("{count}项落后"), whole.behind - missed),
        (_("{count}项尚无判定"), whole.unjudged),
    )
    parts = [_("应达{due}项").format(due=whole.due)]
    parts += [words.format(count=count) for words, count in counted if count]
    parts += [] if whole.behind or whole.unjudged else [_("没有落后")]
    text, place = _(",").join(parts), _place_of_the_trouble(card)
    return _("{whole};{areas}").format(whole=text, areas=place) if place else text


def _place_of_the_trouble(card: Scorecard) -> str:
    """滞后的8项中4项在“推进高水平对外开放”; empty unless one area has more of them than any other."""
    counts = sorted(((area.rollup.far_behind, area.name) for area in card.areas), reverse=True)
    if not counts or counts[0][0] < _FEW or (len(counts) > 1 and counts[1][0] == counts[0][0]):
        return ""
    count, name = counts[0]
    words = [each.word for each in Status if each.is_far_behind and card.whole.due_counts[each]]
    return _("{status}的{total}项中{count}项在“{area}”").format(
        status=_("、").join(words), total=card.whole.far_behind, count=count, area=name
    )


def reached(score: Score) -> tuple[str, str]:
    """0 and /2家, 18% and  / 20%: what stands in bold, then what it is held against; % stands at both."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return "", ""
    if terms.kind is Kind.MILESTONE or terms.value is None:
        return value_in_words(figure.value, terms), ""
    aim = with_unit(terms.value, terms.unit_of_measure)
    if terms.upper is not None:
        aim = f"{amount_text(terms.value)}—{with_unit(terms.upper, terms.unit_of_measure)}"
    if terms.unit_of_measure in IN_POINTS:
        return with_unit(figure.value, terms.unit_of_measure), f" / {aim}"
    return amount_text(figure.value), f"/{aim}"


def gap_short(score: Score) -> str:
    """The one gap as a column in 百分点 has it, one decimal always: −50.0; in its own unit −3元.

    Empty where there is none. What is not nothing is not printed as 0.0.
    """
    gap, difference = score.judgement.gap, score.judgement.difference
    if gap is not None:
        points = rounded(abs(gap) * 100)
        if not points and gap:
            return _("不足0.1")
        return f"{_sign(gap < 0, gap > 0)}{points:,.1f}"
    if difference is None:
        return ""
    amount = in_ledger_places(difference, up=True)  # of a limit, which is cut down, what adds up with it
    said = with_unit(abs(amount), score.target.terms.unit_of_measure)
    return f"{_sign(amount < 0, amount > 0)}{said}"


def shortfall(score: Score) -> str:
    """What is lacking to the year's value, as a column has it: 20家; of a limit by how much it is passed."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None or terms.value is None:
        return ""
    lacking = abs(terms.value - figure.value)
    if terms.is_ceiling or terms.upper is not None or not lacking:
        return gap_text(score) or ""
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    return with_unit(lacking, unit)


def _sign(is_less: bool, is_more: bool) -> str:
    return TRUE_MINUS if is_less else "+" if is_more else ""


def silence(score: Score, waiting: Figure | None) -> str:
    """What is known of a target without a verdict: 已报17项,10月13日提交; 此前2项(1—6月); 仍为1—6月数据94家.

    ``waiting``: what waits for review, where something does.
    """
    terms, figure, before = score.target.terms, score.figure, score.previous
    if score.status is Status.UNDER_REVIEW and waiting is not None:
        at = waiting.submitted_at.astimezone(SHANGHAI)
        return _("已报{value},{month}月{day}日提交").format(
            value=value_in_words(waiting.value, terms), month=at.month, day=at.day
        )
    if score.judgement.is_stale and (old := figure or waiting) is not None:
        return _("仍为{months}数据{value}").format(
            months=span_of_months(old.data_month),
            value=value_in_words(old.value, terms, marks_but_span(old)),
        )
    if before is None or before.value is None:
        return _("此前也没有数据")
    return _("此前{value}({months})").format(
        value=value_in_words(before.value, terms), months=span_of_months(before.data_month)
    )
