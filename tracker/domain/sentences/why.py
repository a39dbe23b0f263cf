"""The arithmetic behind a judgement, with the numbers put in, so that anyone can check it by hand."""

from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.period import MONTHS_OF_YEAR, span_of_months
from tracker.domain.measure.quantity import TRUE_MINUS, amount_text, rounded, share_text
from tracker.domain.measure.target import Kind, Path, Terms, target_text
from tracker.domain.progress.judging import share_of_value
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.scores import difference_text, gap_text, not_computable_text


def why(score: Score, rules: RuleSet) -> tuple[str, ...]:
    """The arithmetic behind a score, numbers put in, one step a line; empty without a figure."""
    figure, terms, judgement = score.figure, score.target.terms, score.judgement
    if figure is None or figure.value is None or terms.kind is Kind.MILESTONE:
        return ()
    if judgement.completion is None:
        return (_("{said}。").format(said=not_computable_text(terms)),)
    lines = [
        _("完成率 = {fraction_of} = {share}").format(
            fraction_of=_fraction_of(terms, figure.value), share=share_text(judgement.completion)
        )
    ]
    if judgement.pace is None:
        return (
            *lines,
            _("时序进度: {path},{data_month}月不作要求").format(
                path=terms.path.word, data_month=figure.data_month
            ),
            *_verdict(score, rules),
        )
    lines.append(
        _("时序进度{pace_arithmetic}").format(
            pace_arithmetic=_pace_arithmetic(terms, figure.data_month, judgement.pace)
        )
    )
    if judgement.gap is not None and terms.path is not Path.FLAT:
        left, right = share_text(judgement.completion), share_text(judgement.pace)
        lines.append(
            _("与时序进度差 = {left} − {right},{difference}").format(
                left=left, right=right, difference=difference_text(judgement.gap, _("时序进度"))
            )
        )
    elif (gap := gap_text(score)) is not None and terms.value is not None:
        lines.append(
            _("与目标比 = {bracketed} − {bracketed2},{gap}").format(
                bracketed=_bracketed(figure.value), bracketed2=_bracketed(terms.value), gap=gap
            )
        )
    return (*lines, *_verdict(score, rules))


def _fraction_of(terms: Terms, value: Decimal) -> str:
    assert terms.value is not None, "only a milestone has no value, and it has no completion"
    base = _bracketed(terms.baseline)
    return f"({_bracketed(value)} − {base}) ÷ ({_bracketed(terms.value)} − {base})"


def _bracketed(amount: Decimal) -> str:
    text = amount_text(amount)
    return f"({text})" if text.startswith(TRUE_MINUS) else text


def _pace_arithmetic(terms: Terms, data_month: int, pace: Fraction) -> str:
    span, share = span_of_months(data_month), share_text(pace)
    if terms.path is Path.EVEN:
        return _("按{span} {data_month}÷{months_of_year} = {share}").format(
            span=span, data_month=data_month, months_of_year=MONTHS_OF_YEAR, share=share
        )
    if terms.path is Path.OWN_PLAN and terms.span is not None:
        expected = rounded(Fraction(terms.baseline) + pace * Fraction(terms.span), 4)
        return _("按自定季度计划,{span}应达{amount}: {fraction_of} = {share}").format(
            span=span, amount=amount_text(expected), fraction_of=_fraction_of(terms, expected), share=share
        )
    return _("按{path}: {share}").format(path=terms.path.word, share=share)


def _verdict(score: Score, rules: RuleSet) -> tuple[str, ...]:
    done, pace = score.judgement.completion, score.judgement.pace
    if score.status is Status.ACHIEVED:
        return (
            _("目标{target},判定为{status}").format(
                target=target_text(score.target.terms), status=score.status.word
            ),
        )
    by_rule = _("按判定规则第{version}版,判定为{status}").format(
        version=rules.version, status=score.status.word
    )
    if rules.method is not Method.RATIO or done is None or not pace or score.figure is None:
        return (by_rule,)
    value = score.figure.value
    share = None if value is None else share_of_value(score.target.terms, value)
    if share is not None:
        return (_("当前值÷目标值 = {share},{by_rule}").format(share=share_text(share), by_rule=by_rule),)
    return (_("完成率÷时序进度 = {share},{by_rule}").format(share=share_text(done / pace), by_rule=by_rule),)
