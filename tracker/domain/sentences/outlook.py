"""The words of what is to come: the forecast, the department's call, and how calls came out."""

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from tracker.domain.language import _
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import span_of_months
from tracker.domain.measure.quantity import DECIMAL_PLACES, amount_text, rounded, share_text, with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms, target_text, value_in_words
from tracker.domain.progress.calls import CallRecord, JudgedCall, Verdict
from tracker.domain.progress.forecast import Basis, Forecast, NoForecast


def forecast_amount(forecast: Forecast, terms: Terms) -> str:
    """91.3家: one decimal, or as many as keep it apart from the target that it misses."""
    return with_unit(shown_amount(forecast.value, terms), terms.unit_of_measure)


def shown_amount(value: Decimal, terms: Terms) -> Decimal:
    for places in range(1, DECIMAL_PLACES):
        short = rounded(Fraction(value), places)
        if short != terms.value or value == terms.value:
            return short if short or not value else value
    return value


def forecast_text(forecast: Forecast, terms: Terms) -> str:
    """按1—9月的进度推算,全年约90.7家,达不到目标100家。"""
    against = (_("可达到目标{target}") if forecast.meets else _("达不到目标{target}")).format(
        target=target_text(terms)
    )
    amount = forecast_amount(forecast, terms)
    if forecast.basis is Basis.HOLDS:
        sentence = _("如保持{month}月的{amount}不变,年底{against}。")
        return sentence.format(month=forecast.data_month, amount=amount, against=against)
    sentence = _("按{span}的进度推算,全年约{amount},{against}。")
    return sentence.format(span=span_of_months(forecast.data_month), amount=amount, against=against)


def forecast_arithmetic(forecast: Forecast, terms: Terms, value: Decimal) -> str:
    """68 ÷ 75.0% = 90.6667; the baseline stands in it where there is one."""
    if forecast.share is None:
        return ""
    end, share = amount_text(forecast.value), share_text(forecast.share)
    if terms.baseline == 0:
        return f"{amount_text(value)} ÷ {share} = {end}"
    base = amount_text(terms.baseline)
    return f"{base} + ({amount_text(value)} − {base}) ÷ {share} = {end}"


def forecast_assumption(basis: Basis, rhythm: Rhythm) -> str:
    """What the forecast takes for granted, and what it therefore does not know."""
    return {
        Basis.YEAR_SHARE: _(
            "推算假设其余月份与已过月份的平均速度相同,不考虑季节、合同节点和已知的项目安排,仅供参考。"
        ),
        Basis.OWN_PLAN: _(
            "推算假设其余月份与{adjective}计划的比例不变(至今完成计划的几成,全年也完成几成),仅供参考。"
        ).format(adjective=rhythm.adjective),
        Basis.HOLDS: _("水平类、比率类目标不按进度推算,只说明现状不变时的结果;年内仍可能升降。"),
    }[basis]


def no_forecast_text(reason: NoForecast, terms: Terms, rhythm: Rhythm) -> str:
    """Why there is no forecast."""
    return {
        NoForecast.NO_FIGURE: _("{this}没有可用的数据,不作推算。").format(this=rhythm.this),
        NoForecast.YEAR_OVER: _("已有12月数据,即为全年结果,不再推算。"),
        NoForecast.MILESTONE: _("节点类目标只有完成与未完成,不作推算。"),
        NoForecast.YEAR_END: _("约定年底一次性完成,年中进度不说明结果,不作推算。"),
        NoForecast.PATH_OF_A_LEVEL: _("{kind}类目标不按进度推算。").format(kind=terms.kind.word),
        NoForecast.NOTHING_PLANNED_YET: _("按{adjective}计划,至今没有应完成的量,不作推算。").format(
            adjective=rhythm.adjective
        ),
    }[reason]


class Called(Protocol):
    """A figure or a submission: what both say of the year end."""

    @property
    def call(self) -> YearEndCall | None: ...
    @property
    def call_value(self) -> Decimal | None: ...


def call_text(figure: Called, terms: Terms) -> str:
    """努力可完成,预计全年95家; empty where the department called nothing."""
    if figure.call is None:
        return ""
    if figure.call_value is None or terms.kind is Kind.MILESTONE:
        return figure.call.word
    amount = with_unit(figure.call_value, terms.unit_of_measure)
    return _("{call},预计全年{amount}").format(call=figure.call.word, amount=amount)


def verdict_word(verdict: Verdict) -> str:
    return {
        Verdict.RIGHT: _("相符"),
        Verdict.TOO_HOPEFUL: _("偏乐观"),
        Verdict.TOO_CAUTIOUS: _("偏保守"),
    }[verdict]


def result_text(call: JudgedCall) -> str:
    """The year's result with its unit; a milestone in words."""
    return value_in_words(call.result, call.target.terms)


def miss_text(call: JudgedCall) -> str:
    """Expected year end against the result: 预计100家,多估4家; empty where none was expected."""
    miss, unit = call.miss, call.target.terms.unit_of_measure
    if miss is None or call.call_value is None or call.target.terms.kind is Kind.MILESTONE:
        return ""
    expected = with_unit(call.call_value, unit)
    if miss == 0:
        return _("预计{expected},与结果一致").format(expected=expected)
    text = _("预计{expected},多估{miss}") if miss > 0 else _("预计{expected},少估{miss}")
    return text.format(expected=expected, miss=with_unit(abs(miss), unit))


def record_text(record: CallRecord) -> str:
    """三季度研判64项,与结果相符52项(81.3%);偏乐观9项,偏保守3项。"""
    if record.hit_rate is None:
        return _("{period}没有研判。").format(period=record.period.name)
    return _(
        "{period}研判{total}项,与全年结果相符{right}项({share});偏乐观{hopeful}项,偏保守{cautious}项。"
    ).format(
        period=record.period.name,
        total=record.total,
        right=record.counts[Verdict.RIGHT],
        share=share_text(record.hit_rate),
        hopeful=record.counts[Verdict.TOO_HOPEFUL],
        cautious=record.counts[Verdict.TOO_CAUTIOUS],
    )


def calls_meaning(rhythm: Rhythm) -> str:
    """How a call is judged, for the page that lists them."""
    return _(
        "以{last}审核通过、数据截至12月的值为全年结果,对照作出研判时的目标。“能完成”“努力可完成”而未达到的为偏乐观;"
        "“有困难”“需调整”而达到的为偏保守;研判需调整、其后目标确已调整的为相符。{last}的研判不计。"
    ).format(last=rhythm.name_of(rhythm.periods))
