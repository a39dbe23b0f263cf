"""The words of what is still needed to a target, and of the growth that each remaining quarter must bring."""

from tracker.domain.language import _
from tracker.domain.measure.pace import StillNeeded, still_needed
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import IN_POINTS, with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms, value_in_words
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.scores import gap_text, nothing_text, rate_amount


def needed_text(score: Score, period: Period, rules: RuleSet) -> str:
    """还差32家,剩1个季度,每季需新增32家(至今季均22.7家). Where there is no figure, which nothing it is."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return nothing_text(score, period) or score.status.word
    if terms.kind is Kind.MILESTONE:
        done = value_in_words(figure.value, terms)
        if figure.value == terms.steps_in_all or terms.due is None:
            return done
        return _("{done},应于{due}底前完成").format(done=done, due=terms.due.label)
    needed = still_needed(terms, figure.value, period, rules.tolerance)
    if needed is None:
        return _("已达到目标值,须保持到年底") if score.status is Status.ON_PACE else _("已达到目标值")
    if terms.is_ceiling or needed.remaining < 0:
        return gap_text(score) or score.status.word
    return _missing(needed, terms, period.rhythm)


def _missing(needed: StillNeeded, terms: Terms, rhythm: Rhythm) -> str:
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    if needed.remaining == 0:
        return _("恰为目标值,还须超过")
    lack = _("还差{amount}").format(amount=with_unit(needed.remaining, unit))
    if not needed.periods_left:
        return _("{lack},全年已无剩余{noun}").format(lack=lack, noun=rhythm.noun)
    lack = _("{lack},剩{periods}").format(lack=lack, periods=rhythm.counted(needed.periods_left))
    if needed.per_period is None:
        return lack if terms.kind.is_rate else _("{lack}需完成").format(lack=lack)
    words = {"lack": lack, "each": rhythm.each, "amount": f"{rate_amount(needed.per_period)}{unit}"}
    if needed.so_far is not None:
        text = _("{lack},{each}需{amount};至今{average}{so_far}")
        so_far = f"{rate_amount(needed.so_far)}{unit}"
        return text.format(**words, average=rhythm.average, so_far=so_far)
    text = _("{lack},{each}需提高{amount}") if terms.is_rising else _("{lack},{each}需降低{amount}")
    return text.format(**words)
