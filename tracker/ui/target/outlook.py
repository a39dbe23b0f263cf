"""目标, 年底预判: the forecast by the pace so far, the department's own call, and what came of it."""

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from tracker.charts import Beside
from tracker.domain.language import with_colon
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.progress.calls import JudgedCall, judged_calls
from tracker.domain.progress.forecast import Basis, Forecast, NoForecast, forecast
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.outlook import (
    call_text,
    forecast_amount,
    forecast_arithmetic,
    forecast_assumption,
    forecast_text,
    miss_text,
    no_forecast_text,
    result_text,
    verdict_word,
)
from tracker.domain.workflow.supplement import Supplement
from tracker.queries.submissions import Submission
from tracker.ui.frame import moments
from tracker.ui.frame.language import _
from tracker.ui.parts import figures, tables
from tracker.ui.parts.links import target_link

Year = Sequence[tuple[Period, Score]]


def ahead(score: Score, rules: RuleSet) -> Forecast | NoForecast:
    """The forecast from the figure that is shown."""
    figure = score.figure
    # Without a value no month is looked at.
    value, month = (None, 1) if figure is None else (figure.value, figure.data_month)
    return forecast(score.target.terms, value, month, rules)


def beside(score: Score, year: Year, rules: RuleSet, history: Sequence[Submission]) -> Beside:
    """What the chart shows beside the figures."""
    outlook, figure = ahead(score, rules), score.figure
    is_number = figure is not None and score.target.terms.kind is not Kind.MILESTONE
    return Beside(
        outlook if isinstance(outlook, Forecast) else None,
        figure.value if figure is not None else None,
        figure.call_value if figure is not None and is_number else None,
        _replaced(history),
        tuple((period, each.target.terms) for period, each in year),
    )


def _replaced(history: Sequence[Submission]) -> dict[int, Decimal]:
    """By report id of a correction: the value that counted before it."""
    values = {}
    for submission in history:
        if submission.is_correction:
            before = [
                other
                for other in history
                if other.period == submission.period
                and other.number < submission.number
                and other.state is ReportState.APPROVED
            ]
            # The newest comes first.
            value = _counted(before[0]) if before else None
            if value is not None:
                values[submission.report_id] = value
    return values


def _counted(submission: Submission) -> Decimal | None:
    return submission.value if submission.verified_value is None else submission.verified_value


def show(score: Score, year: Year, rules: RuleSet) -> None:
    """按进度推算 and 牵头单位研判 side by side; once the year is over, what came of the calls."""
    st.subheader(_("年底预判"), anchor=False)
    calls = judged_calls(year, rules)
    columns = st.columns(3 if calls else 2)
    with columns[0]:
        _show_forecast(score, rules)
    with columns[1]:
        _show_call(score, year)
    if calls:
        with columns[2]:
            _show_record(calls)


def _show_forecast(score: Score, rules: RuleSet) -> None:
    terms, outlook, figure = score.target.terms, ahead(score, rules), score.figure
    if isinstance(outlook, NoForecast) or figure is None or figure.value is None:
        outlook = outlook if isinstance(outlook, NoForecast) else NoForecast.NO_FIGURE
        figures.reading(_("按进度推算"), "—", (no_forecast_text(outlook, terms, score.rhythm),))
        return
    arithmetic = forecast_arithmetic(outlook, terms, figure.value)
    lines = (forecast_text(outlook, terms), arithmetic, forecast_assumption(outlook.basis, score.rhythm))
    title = _("现状不变(图中点线)") if outlook.basis is Basis.HOLDS else _("按进度推算(图中点线)")
    figures.reading(title, forecast_amount(outlook, terms), filter(None, lines))


def _show_call(score: Score, year: Year) -> None:
    call = "" if score.figure is None else call_text(score.figure, score.target.terms)
    earlier = tuple(
        with_colon(period.name, call_text(each.figure, each.target.terms))
        for period, each in year
        if each.figure is not None and each.figure.call is not None and each.figure is not score.figure
    )
    figures.reading(_("牵头单位研判"), call or _("{this}未作研判").format(this=score.rhythm.this), earlier)


def _show_record(calls: Sequence[JudgedCall]) -> None:
    lines = tuple(
        _(",").join(
            filter(
                None,
                (
                    with_colon(each.period.name, f"{each.call.word} → {verdict_word(each.verdict)}"),
                    miss_text(each),
                ),
            )
        )
        for each in calls
    )
    figures.reading(_("研判与全年结果"), _("全年{result}").format(result=result_text(calls[-1])), lines)


def show_texts(year: Year, chosen: Period, history: Sequence[Submission]) -> None:
    """What the department wrote with each figure that counts, the newest first."""
    by_report = {each.report_id: each for each in history}
    rows: list[tables.Row] = []
    for period, score in reversed(year):
        written = None if score.figure is None else by_report.get(score.figure.report_id)
        if written is not None:
            mark = _("(所选{noun})").format(noun=period.rhythm.noun) if period == chosen else ""
            texts, later = written.full_texts, written.supplement
            rows.append(
                {
                    period.rhythm.noun.capitalize(): target_link(score.target, period.span + mark, period),
                    _("进展情况"): texts.progress or "—",
                    _("存在问题"): _told(texts.problem, later if later and later.problem else None),
                    _("下一步举措"): _told(texts.next_step, later if later and later.next_step else None),
                }
            )
    if rows:
        st.subheader(_("进展、问题与举措"), anchor=False)
        tables.table(rows, _("进展、问题与举措"), width=820)


def _told(text: str, later: Supplement | None) -> str:
    """The text; with a mark and its day where it came after the figure."""
    if later is None:
        return text or "—"
    return _("{text}\n(补充,{day})").format(text=text, day=moments.day(moments.day_of(later.at)))
