"""The words of one target at one quarter: what is promised, what was reached, which nothing it is."""

from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, Texts, marks, marks_but_span
from tracker.domain.measure.pace import RequiredRate, required_rate
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import IN_POINTS, amount_text, rounded, share_text, with_unit
from tracker.domain.measure.target import Kind, Operator, Path, Terms, about, value_in_words
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status


def difference_text(gap: Fraction, against: str) -> str:
    """低于时序进度21.7个百分点; what rounds to nothing but is not nothing is said to be so.

    ``against`` is a head of a table too: in English it has a capital there, which a sentence has not.
    """
    against = against.lower()
    if gap == 0:
        return _("与{against}持平").format(against=against)
    side, points = (_("高于") if gap > 0 else _("低于")), rounded(abs(gap) * 100)
    if points == 0:
        return _("{side}{against}不足0.1个百分点").format(side=side, against=against)
    return _("{side}{against}{amount}个百分点").format(side=side, against=against, amount=amount_text(points))


def operator_note(terms: Terms, rules: RuleSet) -> str:
    """How the number is read: 超过36: 须大于36,恰为36不算完成. Empty for a milestone."""
    if terms.value is None:
        return ""
    amount = with_unit(terms.value, terms.unit_of_measure)
    if terms.operator is Operator.ABOUT:
        low, high = (amount_text(end) for end in about(terms.value, rules.tolerance))
        return _("{amount}左右: 按±{amount2}%掌握,{low}至{high}之间即为完成").format(
            amount=amount, amount2=amount_text(rules.about), low=low, high=high
        )
    if terms.operator is Operator.MORE_THAN:
        if terms.is_rising:
            return _("超过{amount}: 须大于{amount},恰为{amount}不算完成").format(amount=amount)
        return _("低于{amount}: 须小于{amount},恰为{amount}不算完成").format(amount=amount)
    text = _("达到{amount}: 含{amount}") if terms.is_rising else _("不高于{amount}: 含{amount}")
    return text.format(amount=amount)


def value_text(score: Score) -> str | None:
    """The figure with its unit and marks: 27万标箱(预计,未审核). None where there is none."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return None
    return value_in_words(figure.value, terms, marks(figure))


def completion_text(score: Score) -> str | None:
    """Reading (a): 完成年度目标的53.3%."""
    done = score.judgement.completion
    if done is None:
        return None
    is_flat = score.target.terms.path is Path.FLAT
    text = _("达到年度目标的{share}") if is_flat else _("完成年度目标的{share}")
    return text.format(share=share_text(done))


def gap_text(score: Score) -> str | None:
    """Reading (b): 低于时序进度21.7个百分点; for rates and levels against the target itself."""
    terms, gap = score.target.terms, score.judgement.gap
    if gap is None or score.figure is None or score.figure.value is None or terms.value is None:
        return None
    if terms.path is not Path.FLAT and not terms.kind.is_rate:
        return difference_text(gap, _("时序进度"))
    difference = score.figure.value - terms.value
    if terms.unit_of_measure in IN_POINTS:
        return difference_text(Fraction(difference) / 100, _("目标"))
    if difference == 0:
        return _("与目标持平")
    side = _("高于") if difference > 0 else _("低于")
    return _("{side}目标{with_unit}").format(
        side=side, with_unit=with_unit(abs(difference), terms.unit_of_measure)
    )


def change_text(score: Score, period: Period) -> str | None:
    """Reading (c), since the last period: 三季度新增9万标箱; 比上季度提高0.5个百分点."""
    change, terms = score.change, score.target.terms
    if change is None or terms.kind is Kind.MILESTONE:
        return None
    if change == 0:
        if score.previous is None:
            return _("{first}无新增").format(first=period.of_year[0].name)
        return _("与{last}持平").format(last=period.rhythm.last)
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    amount = with_unit(abs(change), unit)
    if terms.kind.is_flow:
        flowed = _("{period}新增{amount}") if change > 0 else _("{period}回落{amount}")
        return flowed.format(period=period.name, amount=amount)
    moved = _("比{last}提高{amount}") if change > 0 else _("比{last}降低{amount}")
    return moved.format(last=period.rhythm.last, amount=amount)


def caught_up_text(score: Score) -> str:
    if not score.is_caught_up:
        return ""
    rhythm = score.rhythm
    return _("{last}未达时序,{this}已补上").format(last=rhythm.last, this=rhythm.this_short)


def required_text(score: Score) -> str | None:
    """还差38家,剩3个月,需每月12.7家;至今每月6.9家. None unless a total falls short with time left."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return None
    rate = required_rate(terms, figure.value, figure.data_month)
    return None if rate is None else required_rate_text(rate, terms.unit_of_measure)


def required_rate_text(rate: RequiredRate, unit: str) -> str:
    return _(
        "还差{with_unit},剩{months_left}个月,需每月{rate_amount}{unit};至今每月{rate_amount2}{unit}"
    ).format(
        with_unit=with_unit(rate.remaining, unit),
        months_left=rate.months_left,
        rate_amount=rate_amount(rate.needed_per_month),
        unit=unit,
        rate_amount2=rate_amount(rate.so_far_per_month),
    )


def rate_amount(amount: Fraction) -> str:
    """An amount for each month or quarter, with one decimal, or more where it is small."""
    # 0.04 of 亿元 a month must not read as 0; the ledger's four decimals are the floor.
    places = next((n for n in (1, 2, 3) if abs(amount) * 10**n >= 10), 4) if 0 < abs(amount) < 1 else 1
    return amount_text(rounded(amount, places))


def nothing_text(score: Score, period: Period, scope_note: str = "") -> str | None:
    """Which kind of nothing it is, and why; None when there is a figure to speak of."""
    terms = score.target.terms
    if score.status is Status.NOT_APPLICABLE:
        return (
            _("不适用: {scope_note}").format(scope_note=scope_note)
            if scope_note
            else _("不适用: 牵头单位填报{this}不适用").format(this=period.rhythm.this_short)
        )
    if score.figure is not None and score.figure.value is not None:
        return None
    if score.status is Status.NOT_DUE:
        due = _("应于{due}底前完成").format(due=terms.due.label) if terms.due is not None else terms.path.word
        return _("未到节点: {due},{span}不作要求").format(due=due, span=period.span)
    if score.is_waiting:
        return _("待审核: 已提交,审核通过后计入")
    return _("未填报: {span}应报,尚无数据(不等于0)").format(span=period.span)


def not_computable_text(terms: Terms) -> str:
    if terms.value == 0 and terms.baseline == 0:
        return _("无法计算: 目标值为0,没有完成率")
    return _("无法计算: 目标值与基数同为{amount},没有完成率").format(amount=amount_text(terms.baseline))


def progress(score: Score, period: Period, texts: Texts | None = None) -> str:
    """The sentence of one target: 1—9月累计完成27万标箱,完成年度目标的75.0%,与时序进度持平。"""
    nothing = nothing_text(score, period, "" if texts is None else texts.scope_note)
    figure, terms = score.figure, score.target.terms
    if nothing is not None or figure is None or figure.value is None:
        return _("{said}。").format(said=nothing)
    if terms.kind is Kind.MILESTONE:
        return _("{said}。").format(said=_milestone(score, figure))
    month = figure.data_month
    span = _("截至{data_month}月").format(data_month=month) if terms.kind.is_state else span_of_months(month)
    value = value_in_words(figure.value, terms, marks_but_span(figure))
    parts = [_("{span}{verb}{value}").format(span=span, verb=_verb(terms), value=value)]
    if figure.value == 0:
        parts.append(_("已填报为0"))
    if score.status is Status.NOT_COMPUTABLE:
        parts.append(not_computable_text(terms))
    if not terms.kind.is_rate:
        parts.append(completion_text(score) or "")
    parts.append(gap_text(score) or "")
    if terms.operator is Operator.MORE_THAN and figure.value == terms.value:
        amount = amount_text(figure.value)
        must = _("目标须大于{amount},尚未完成") if terms.is_rising else _("目标须小于{amount},尚未完成")
        parts.append(must.format(amount=amount))
    if score.status is Status.NOT_DUE:
        parts.append(_("未到节点({path})").format(path=terms.path.word))
    return _("{said}。").format(said=_(",").join(part for part in parts if part))


def _milestone(score: Score, figure: Figure) -> str:
    due = score.target.terms.due
    value = value_in_words(figure.value, score.target.terms, marks_but_span(figure))
    sentence = _("截至{data_month}月{value}").format(data_month=figure.data_month, value=value)
    if score.status is Status.ACHIEVED or due is None:
        return sentence
    late = _("已到节点") if score.status is Status.BEHIND else _("未到节点")
    return _("{sentence},应于{due}底前完成,{late}").format(sentence=sentence, due=due.label, late=late)


def _verb(terms: Terms) -> str:
    if terms.is_reduction:
        return _("累计下降") if terms.kind.is_flow else _("下降")
    return terms.kind.verb


def behind_line(score: Score, period: Period) -> str:
    """One line of the list of what is behind: 集装箱吞吐量(市交通运输局): 1—9月…"""
    return _("{name}({lead}): {progress}").format(
        name=score.target.name, lead=score.target.lead.name, progress=progress(score, period)
    )
