"""The words of one target at one period: what is promised, what was reached, which nothing it is."""

from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _, bracketed
from tracker.domain.measure.figure import Figure, Texts, marks, marks_but_span
from tracker.domain.measure.pace import RequiredRate, required_rate
from tracker.domain.measure.period import Period, months_text, span_of_months
from tracker.domain.measure.quantity import (
    IN_POINTS,
    amount_text,
    in_ledger_places,
    rounded,
    scale_of,
    share_text,
    with_unit,
)
from tracker.domain.measure.target import (
    Kind,
    Operator,
    Path,
    Terms,
    about,
    passes_limit,
    target_text,
    value_in_words,
)
from tracker.domain.measure.units import counts
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.verbs import verb


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
    """How the number is read: 超过36万标箱方为完成(不含本数). Empty for a milestone."""
    if terms.value is None:
        return ""
    amount = with_unit(terms.value, terms.unit_of_measure)
    if terms.falls_to_zero:
        return _("由{baseline}降到0").format(baseline=with_unit(terms.baseline, terms.unit_of_measure))
    match terms.operator:
        case Operator.ABOUT:
            low, high = (amount_text(end) for end in about(terms.value, rules.tolerance))
            return _("{amount}左右: 达到{low}即为完成,超过{high}的注明超出左右幅度").format(
                amount=amount, low=low, high=high
            )
        case Operator.RANGE:
            return _("{target}: 在区间内(含两端)为完成").format(target=target_text(terms))
        case Operator.MORE_THAN:
            return _("超过{amount}为完成(不含本数)").format(amount=amount)
        case Operator.LESS_THAN:
            return _("低于{amount}为完成(不含本数)").format(amount=amount)
        case Operator.AT_MOST:
            return _("不超过{amount}为达标(含本数)").format(amount=amount)
    return _("达到{amount}即完成(含本数)").format(amount=amount)


def value_text(score: Score) -> str | None:
    """The figure with its unit and marks: 27万标箱(预计,未审核). None where there is none."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return None
    return value_in_words(figure.value, terms, (*marks(figure), *_beyond(score)))


def _beyond(score: Score) -> tuple[str, ...]:
    return (_("超出左右幅度"),) if score.judgement.is_beyond else ()


def is_within_about(score: Score) -> bool:
    """Whether it is on pace or done only by what 左右 admits: short of its number, and of no more."""
    judgement, terms = score.judgement, score.target.terms
    short = judgement.gap if judgement.difference is None else judgement.difference
    is_about = terms.operator is Operator.ABOUT and score.status.is_on_pace
    return is_about and short is not None and short < 0


def verified_text(score: Score) -> str:
    """牵头单位上报18万标箱,审核值为17.5万标箱. Empty where the office agreed; it stays inside the system."""
    figure, terms = score.figure, score.target.terms
    if figure is None or not figure.is_verified_otherwise:
        return ""
    return _("牵头单位上报{reported},审核值为{verified};会议材料只用审核值").format(
        reported=value_in_words(figure.reported_value, terms), verified=value_in_words(figure.value, terms)
    )


def completion_text(score: Score) -> str | None:
    """Reading (a): 完成年度目标的53.3%; of a budget 执行率53.3%. Levels and rates have no share."""
    judgement, kind = score.judgement, score.target.terms.kind
    if judgement.completion is None or kind.is_kept:
        return None
    text = _("执行率{share}") if kind is Kind.BUDGET else _("完成年度目标的{share}")
    return text.format(share=completion_share(judgement))


def completion_share(judgement: Judgement) -> str | None:
    """The completion as it is printed everywhere: never 100.0% below 100, nor the pace below the pace."""
    if judgement.completion is None:
        return None
    return share_text(judgement.completion, judgement.pace)


def gap_text(score: Score) -> str | None:
    """Reading (b), the one gap: 低于时序进度21.7个百分点; of levels and rates against the target itself.

    With full-year data what is missing to the target; of a limit by how much it is kept or passed.
    """
    judgement, terms, figure = score.judgement, score.target.terms, score.figure
    if figure is None or figure.value is None or terms.value is None or judgement.is_stale:
        return None
    if terms.is_ceiling:
        return _limit_text(score)
    if score.status is Status.MISSED and not terms.kind.is_rate:
        return _shortfall_text(terms, figure.value)
    if judgement.gap is not None:
        against = _("目标") if terms.kind.is_kept else _("时序进度")
        text = difference_text(judgement.gap, against)
        return _("{text}(在左右幅度内)").format(text=text) if is_within_about(score) else text
    if judgement.difference is None:
        return None
    if judgement.difference == 0:
        return _("与目标持平")
    side = _("高于") if judgement.difference > 0 else _("低于")
    text = _("{side}目标{amount}").format(side=side, amount=_amount(abs(judgement.difference), terms))
    return _("{text}(在左右幅度内)").format(text=text) if is_within_about(score) else text


def _limit_text(score: Score) -> str | None:
    """达标; 超标0.5个百分点; of a running total against what the months so far admit."""
    terms, figure = score.target.terms, score.figure
    gap, difference = score.judgement.gap, score.judgement.difference
    beyond = difference if gap is None else gap * 100
    if beyond is None or figure is None or figure.value is None:
        return None
    if beyond < 0 or (beyond == 0 and terms.operator is Operator.AT_MOST):
        return _("达标")
    amount = _amount(beyond, terms)
    if terms.kind.is_flow and not passes_limit(terms, figure.value):
        return _("超出至今的限额{amount}").format(amount=amount)
    return _("超标{amount}").format(amount=amount) if beyond else _("恰为限额,尚未达标")


def _shortfall_text(terms: Terms, value: Decimal) -> str:
    """比目标少20家; of a range that was passed 超出上限2家; at exactly the number that was to be passed."""
    assert terms.value is not None, "only a milestone has no value"
    if terms.upper is not None and value > terms.upper:
        return _("超出上限{amount}").format(amount=_amount(Fraction(value - terms.upper), terms))
    lacking = abs(terms.value - value)
    if not lacking:
        return _("恰为目标值,还须超过")
    text = _("比目标少{amount}") if terms.is_rising else _("比目标多{amount}")
    return text.format(amount=_amount(Fraction(lacking), terms))


def _amount(amount: Fraction, terms: Terms) -> str:
    unit = _("个百分点") if terms.unit_of_measure in IN_POINTS else terms.unit_of_measure
    # Up: what is beyond a limit, which is cut down, adds up with it. All others are the ledger's as they are.
    return with_unit(in_ledger_places(amount, up=True), unit)


def change_text(score: Score, period: Period) -> str | None:
    """Reading (c), named by the months that it covers: 7—9月新增9万标箱; 比6月提高0.5个百分点."""
    change, terms, figure, previous = score.change, score.target.terms, score.figure, score.previous
    if change is None or terms.kind is Kind.MILESTONE or figure is None:
        return None
    since = 0 if previous is None or previous.value is None else previous.data_month
    if since >= figure.data_month:
        return None
    if not terms.kind.is_flow:
        return _moved_text(change, since, terms)
    months = months_text(since + 1, figure.data_month)
    if change == 0:
        return _("{months}无新增").format(months=months)
    flowed = _("{months}新增{amount}") if change > 0 else _("{months}回落{amount}")
    return flowed.format(months=months, amount=_amount(Fraction(abs(change)), terms))


def _moved_text(change: Decimal, since: int, terms: Terms) -> str:
    if change == 0:
        return _("与{month}月持平").format(month=since)
    moved = _("比{month}月提高{amount}") if change > 0 else _("比{month}月降低{amount}")
    return moved.format(month=since, amount=_amount(Fraction(abs(change)), terms))


def caught_up_text(score: Score) -> str:
    if not score.is_caught_up:
        return ""
    rhythm = score.rhythm
    return _("{last}未达时序,{this}已补上").format(last=rhythm.last, this=rhythm.this_short)


def behind_for_text(score: Score) -> str:
    """连续2期滞后; empty for the first time."""
    if score.behind_for < 2:
        return ""
    text = _("连续{counted}滞后")
    return text.format(counted=score.rhythm.counted(score.behind_for))


def required_text(score: Score) -> str | None:
    """还差38家,剩3个月,需每月12.7家;至今每月6.9家. None unless a total falls short with time left."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None:
        return None
    rate = required_rate(terms, figure.value, figure.data_month)
    return None if rate is None else required_rate_text(rate, terms.unit_of_measure)


def required_rate_text(rate: RequiredRate, unit: str) -> str:
    """还差38家,剩3个月,平均每月约13家(至今每月约7家). What is less than one a month: 剩3个月需完成."""
    so_far = rate.so_far_per_month
    if so_far >= 1 and counts(unit) and scale_of(unit) == 1:
        so_far = Fraction(rounded(so_far, 0))
    words = {
        "remaining": with_unit(rate.remaining, unit),
        "months": rate.months_left,
        "so_far": f"{rate_amount(so_far)}{unit}",
    }
    if rate.needed_per_month is None:
        return _("还差{remaining},剩{months}个月需完成(至今每月约{so_far})").format(**words)
    return _("还差{remaining},剩{months}个月,平均每月约{needed}(至今每月约{so_far})").format(
        **words, needed=f"{rate_amount(rate.needed_per_month)}{unit}"
    )


def rate_amount(amount: Fraction) -> str:
    """An amount for each month or quarter, with one decimal, or more where it is small."""
    # 0.04 of 亿元 a month must not read as 0; the ledger's four decimals are the floor.
    places = next((n for n in (1, 2, 3) if abs(amount) * 10**n >= 10), 4) if 0 < abs(amount) < 1 else 1
    return amount_text(rounded(amount, places))


def nothing_text(score: Score, period: Period, scope_note: str = "") -> str | None:
    """Which kind of nothing it is, and why; None when there is a figure with a verdict to speak of.

    ``scope_note``: the reason where 不适用 was frozen before the figure kept it.
    """
    figure = score.figure
    if score.status is Status.NOT_APPLICABLE:
        reason = not_applicable_because(score, scope_note)
        return (
            _("不适用: {scope_note}").format(scope_note=reason)
            if reason
            else _("不适用: 牵头单位填报{this}不适用").format(this=period.rhythm.this_short)
        )
    if figure is not None and figure.value is not None:
        return _stale_text(score, scope_note) if score.judgement.is_stale else None
    if score.status is Status.NOT_OPEN:
        return _("未开放: {period}尚未开放填报").format(period=period.name)
    if score.is_waiting or score.status is Status.UNDER_REVIEW:
        return _("待审核: 已提交,审核通过后计入")
    if score.status is Status.NOT_DUE:
        return _not_due_text(score, period)
    return _("未填报: {span}应报,尚无数据(不等于0)").format(span=period.span)


def not_applicable_because(score: Score, scope_note: str = "") -> str:
    """The reason that its department gave, on one line; of old snapshots it is the ``scope_note``."""
    kept = "" if score.figure is None else score.figure.not_applicable_because
    return " ".join((kept or scope_note).split())


def _stale_text(score: Score, scope_note: str) -> str:
    """未更新: 仍为1—6月数据27家(统计数据尚未发布), with the reason where one was given."""
    figure = score.figure
    assert figure is not None, "only a figure can be old"
    value = value_in_words(figure.value, score.target.terms, marks_but_span(figure))
    text = _("未更新: 仍为{months}数据{value}").format(months=span_of_months(figure.data_month), value=value)
    return bracketed(text, scope_note.rstrip(_("。"))) if scope_note else text


def _not_due_text(score: Score, period: Period) -> str:
    terms = score.target.terms
    if terms.due is not None:
        reason = _("应于{due}底前完成").format(due=terms.due.label)
    elif terms.path is Path.YEAR_END:
        reason = terms.path_word
    else:
        reason = _("按进度还不足1{unit}").format(unit=terms.unit_of_measure)
    # A report may be owed all the same: 应报 and 应达 are two things.
    text = _("未到节点: {reason}") + (_(",数据未报") if score.judgement.is_owed_early else "")
    return text.format(reason=reason)


def not_computable_text(terms: Terms) -> str:
    """Of figures that an earlier version froze; today such targets are met or not."""
    if terms.value == 0 and terms.baseline == 0:
        return _("无法计算: 目标值为0,没有完成率")
    return _("无法计算: 目标值与基数同为{amount},没有完成率").format(amount=amount_text(terms.baseline))


def progress(score: Score, period: Period, texts: Texts | None = None) -> str:
    """The sentence of one target: 1—9月累计完成27万标箱,完成年度目标的75.0%,与时序进度持平。"""
    nothing = nothing_text(score, period, "" if texts is None else texts.scope_note)
    figure, terms = score.figure, score.target.terms
    if nothing is not None or figure is None or figure.value is None:
        return _("{text}。").format(text=nothing)
    if terms.kind is Kind.MILESTONE:
        return _("{text}。").format(text=_milestone(score, figure))
    month = figure.data_month
    span = _("截至{data_month}月").format(data_month=month) if terms.kind.is_state else span_of_months(month)
    value = value_in_words(figure.value, terms, (*marks_but_span(figure), *_beyond(score)))
    parts = [_("{span}{verb}{value}").format(span=span, verb=verb(score.target), value=value)]
    if terms.kind is Kind.BUDGET:
        parts.append(target_text(terms))
    if score.status is Status.NOT_COMPUTABLE:
        parts.append(not_computable_text(terms))
    parts += [completion_text(score) or "", gap_text(score) or ""]
    if (
        terms.operator is Operator.MORE_THAN
        and figure.value == terms.value
        and score.status is not Status.MISSED
    ):
        # 100.0% alone would read as done; with full-year data the gap says so.
        parts.append(_("恰为目标值,还须超过"))
    if score.status is Status.MISSED:
        parts.append(score.status.word)
    if score.status is Status.NOT_DUE:
        parts.append(_("未到节点({path})").format(path=terms.path_word))
    if score.judgement.is_early:
        parts.append(_("提前完成"))
    parts.append(behind_for_text(score))
    return _("{text}。").format(text=_(",").join(part for part in parts if part))


def _milestone(score: Score, figure: Figure) -> str:
    due = score.target.terms.due
    value = value_in_words(figure.value, score.target.terms, marks_but_span(figure))
    sentence = _("截至{data_month}月{value}").format(data_month=figure.data_month, value=value)
    if score.status is Status.ACHIEVED or due is None:
        return sentence
    late = _("已到节点") if score.status.is_far_behind else _("未到节点")
    return _("{sentence},应于{due}底前完成,{late}").format(sentence=sentence, due=due.label, late=late)


def behind_line(score: Score, period: Period) -> str:
    """One line of the list of what is behind: 集装箱吞吐量(市交通运输局): 1—9月…"""
    return _("{name}({lead}): {progress}").format(
        name=score.target.name, lead=score.target.lead.name, progress=progress(score, period)
    )
