"""The arithmetic behind a judgement, with the numbers put in, so that anyone can check it by hand."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.pace import due_amount, due_period, expected_value, is_due, planned_value
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period, span_of_months
from tracker.domain.measure.quantity import (
    DECIMAL_PLACES,
    TRUE_MINUS,
    amount_text,
    percent,
    plain,
    rounded,
    share_text,
    with_unit,
)
from tracker.domain.measure.target import Kind, Path, Terms, passes_limit, value_in_words
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.scores import completion_share, gap_text, is_within_about


@dataclass(frozen=True)
class Arithmetic:
    """A step a line; what does not exist of a target is empty, and all of it without a figure.

    ``completion``: the completion. ``expected``: what was due by the data month. ``gap``: the one gap.
    ``verdict``: how the status follows.
    """

    completion: str = ""
    expected: str = ""
    gap: str = ""
    verdict: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.completion, self.expected, self.gap, self.verdict)))


def why(score: Score, period: Period, rules: RuleSet) -> Arithmetic:
    figure, terms, judgement = score.figure, score.target.terms, score.judgement
    if figure is None or figure.value is None:
        return Arithmetic()
    if judgement.is_stale:
        text = _("数据截至{month}月,早于本期,不作判定: {status}")
        return Arithmetic(verdict=text.format(month=figure.data_month, status=score.status.word))
    if terms.kind is Kind.MILESTONE:
        return _of_milestone(score, figure, period)
    completion = ""
    if judgement.completion is not None and not terms.kind.is_kept:
        completion = _("完成率 = {fraction_of} = {share}").format(
            fraction_of=_fraction_of(terms, figure.value), share=completion_share(judgement)
        )
    return Arithmetic(
        completion=completion,
        expected=_expected(score, figure.data_month, period),
        gap=_gap(score, figure.value),
        verdict=_verdict(score, rules, figure.value),
    )


def _of_milestone(score: Score, figure: Figure, period: Period) -> Arithmetic:
    terms = score.target.terms
    due = due_period(terms, period)
    if terms.steps:
        steps = _("、").join(
            _("{step}{due}底前").format(step=each.name, due=each.due.label) for each in terms.steps
        )
        expected = _("各步骤期限: {steps}").format(steps=steps)
    else:
        expected = _("应于{due}底前完成").format(due=due.label)
    assert figure.value is not None, "without a value nothing is judged"
    done = _("截至{month}月{done}").format(month=figure.data_month, done=value_in_words(figure.value, terms))
    reached = _("节点已到") if is_due(terms, period) else _("未到节点")
    judged = _judged(score)
    return Arithmetic(
        expected=expected,
        verdict=_("{done},{reached},{judged}").format(done=done, reached=reached, judged=judged),
    )


def _judged(score: Score) -> str:
    """判定为已完成(提前完成,不计入应达)."""
    text = _("判定为{status}").format(status=score.status.word)
    return _("{text}(提前完成,不计入应达)").format(text=text) if score.judgement.is_early else text


def _fraction_of(terms: Terms, value: Decimal) -> str:
    assert terms.value is not None, "only a milestone has no value, and it has no completion"
    base = _bracketed(terms.baseline)
    return f"({_bracketed(value)} − {base}) ÷ ({_bracketed(terms.value)} − {base})"


def _bracketed(amount: Decimal) -> str:
    text = amount_text(amount)
    return f"({text})" if text.startswith(TRUE_MINUS) else text


def _expected(score: Score, data_month: int, period: Period) -> str:
    """按1—6月 6÷12,5家×50% = 2.5家,按整数应达2家,为全年的40.0%."""
    terms, judgement = score.target.terms, score.judgement
    assert terms.value is not None, "a milestone has its own arithmetic"
    if terms.is_met_or_not:
        return _("目标值与基数同为{amount},没有完成率,只看是否达到").format(
            amount=with_unit(terms.value, terms.unit_of_measure)
        )
    if terms.path is Path.FLAT:
        return _("全年对照目标值{target},不按月分摊").format(target=score.target.aim)
    if not is_due(terms, period):
        return _not_yet(terms, data_month, period)
    month = data_month
    if (expected := expected_value(terms, month, period)) == terms.baseline:
        # The month itself expects nothing whole yet, but the period's end does.
        month, expected = period.last_month, expected_value(terms, period.last_month, period)
    if expected is None:
        return ""
    due = due_amount(terms, expected)
    amount = with_unit(due, terms.unit_of_measure)
    if terms.path is Path.EVEN:
        text = _even(terms, month, expected, period)
    elif terms.path is Path.OWN_PLAN:
        whole = "" if planned_value(terms, month) == expected else _("(按整数)")
        text = _("按{path},{span}应达{amount}{whole}").format(
            path=terms.path_word, span=span_of_months(month), amount=amount, whole=whole
        )
    else:
        text = _("{due}底应达{amount}").format(due=due_period(terms, period).label, amount=amount)
    if judgement.pace is None:
        return text
    return _("{text},应达比例 = {fraction} = {share}").format(
        text=text,
        fraction=_fraction_of(terms, due),
        share=share_text(judgement.pace),
    )


def _not_yet(terms: Terms, data_month: int, period: Period) -> str:
    if terms.path is Path.EVEN:
        return _("{even},尚不作要求").format(even=_even(terms, data_month, Fraction(terms.baseline), period))
    return _("{path},{month}月不作要求").format(path=terms.path_word, month=data_month)


def _even(terms: Terms, month: int, expected: Fraction, period: Period) -> str:
    assert terms.value is not None, "a milestone has no path"
    due = due_period(terms, period)
    months = (due.year - period.year) * MONTHS_OF_YEAR + due.last_month
    share = min(Fraction(1), Fraction(month, months))
    exact = Fraction(terms.baseline) + share * (Fraction(terms.value) - Fraction(terms.baseline))
    base, aim = _bracketed(terms.baseline), _bracketed(terms.value)
    way = f"{aim}{terms.unit_of_measure}×{percent(share)}"
    if terms.baseline:
        way = f"{base} + ({aim} − {base})×{percent(share)}"
    amount, is_exact = due_amount(terms, expected), expected == exact
    # What is taken in whole units next is but a step of the reckoning.
    shown = amount if is_exact else rounded(exact, DECIMAL_PLACES)
    text = _("按{span} {month}÷{months},{way} = {exact}").format(
        span=span_of_months(month),
        month=month,
        months=months,
        way=way,
        exact=with_unit(shown, terms.unit_of_measure),
    )
    word = _("限额") if terms.is_ceiling else _("应达")
    if is_exact:
        return _("{word}{text}").format(word=word, text=text)
    amount_said = with_unit(amount, terms.unit_of_measure)
    return _("{text},按整数{word}{amount}").format(text=text, word=word, amount=amount_said)


def _gap(score: Score, value: Decimal) -> str:
    terms, judgement = score.target.terms, score.judgement
    text = gap_text(score)
    if text is None or terms.value is None:
        return ""
    if judgement.gap is not None and judgement.pace is not None and score.status is not Status.MISSED:
        return _("与时序差 = {left} − {right},{text}").format(
            left=completion_share(judgement), right=share_text(judgement.pace), text=text
        )
    if terms.upper is not None or (terms.is_ceiling and terms.kind.is_flow):
        return text
    return _("与目标差 = {value} − {aim},{text}").format(
        value=_bracketed(value), aim=_bracketed(terms.value), text=text
    )


def _verdict(score: Score, rules: RuleSet, value: Decimal) -> str:
    terms, judged = score.target.terms, _judged(score)
    match score.status:
        case Status.ACHIEVED:
            return _("目标{target}已满足,{judged}").format(target=score.target.aim, judged=judged)
        case Status.MISSED if terms.kind.is_flow and passes_limit(terms, value):
            return _("已超出全年的限额,{judged}").format(judged=judged)
        case Status.MISSED:
            return _("全年数据已出,目标{target}没有满足,{judged}").format(
                target=score.target.aim, judged=judged
            )
        case Status.NOT_DUE:
            return _("本期没有应达到的数量,{judged}").format(judged=judged)
    if score.status is Status.ON_PACE and is_within_about(score):
        text = _("按判定规则第{version}版,“左右”达到应达数的{share}%即可,{judged}")
        return text.format(version=rules.version, share=plain(100 - rules.about), judged=judged)
    by_rule = _("按判定规则第{version}版{thresholds},{judged}").format(
        version=rules.version, thresholds=_thresholds(terms, rules), judged=judged
    )
    reached = score.judgement.reached
    if rules.method is not Method.RATIO or reached is None or terms.is_met_or_not:
        return by_rule
    slight = rules.flat_slight if terms.kind.is_kept else rules.paced_slight
    return _("实际÷应达 = {share},{by_rule}").format(
        # 79.97 % is not written as 80.0 beside 滞后.
        share=share_text(reached, Fraction(slight) / 100),
        by_rule=by_rule,
    )


def _thresholds(terms: Terms, rules: RuleSet) -> str:
    """(不低于100%为达时序,不低于80%为稍慢), of the target's kind."""
    on, slight = (
        (rules.flat_on, rules.flat_slight) if terms.kind.is_kept else (rules.paced_on, rules.paced_slight)
    )
    text = (
        _("(不低于{on}%为达时序,不低于{slight}%为稍慢)")
        if rules.method is Method.RATIO
        else _("(低于应达不超过{on}个百分点为达时序,不超过{slight}个百分点为稍慢)")
    )
    return text.format(on=plain(on), slight=plain(slight))
