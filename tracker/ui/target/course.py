"""目标, its course over the year: chart or table, a milestone's steps, problems and what is next."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from html import escape

from tracker.charts import Beside
from tracker.domain.listing.cells import Row as FigureRow
from tracker.domain.listing.tables import YEAR
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Step, Terms
from tracker.domain.progress.forecast import Forecast, forecast
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.outlook import forecast_assumption, forecast_text
from tracker.queries.submissions import Submission
from tracker.ui.frame import moments
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, bars, links, tables
from tracker.ui.parts.columns import cells_of
from tracker.ui.parts.links import Link, target_link
from tracker.ui.target.facts import TargetFacts

LOOK, CHART, TABLE = "look", "chart", "table"


def title_html(score: Score, look: str) -> str:
    """累计完成, and the choice between the chart and the same as a table."""
    terms, code = score.target.terms, score.target.code
    if terms.kind is Kind.MILESTONE:
        return bars.section_html(_("步骤和期限"))
    title = _("累计与限额") if terms.is_ceiling else terms.kind.verb
    looks = {
        CHART: Link(_("图"), links.to("target", code=code)),
        TABLE: Link(_("表格"), links.to("target", code=code, look=TABLE)),
    }
    name = title if terms.kind.is_flow else _("历次数据")
    return bars.section_html(name.capitalize(), bars.choice_html(_("图或表格"), looks, look))


def table_html(card: Scorecard, known: TargetFacts) -> str:
    """The chart's numbers, period by period, each a link to it; what does not exist is a dash, never a 0."""
    rows = [
        {period.rhythm.noun.capitalize(): target_link(score.target, period.span, period)}
        # The columns take the quarter of a figure from the card.
        | cells_of(YEAR, FigureRow(score, replace(card, period=period)))
        for period, score in known.upto(card.period)
    ]
    return tables.table_html(rows, _("{every}数据").format(every=card.period.rhythm.every))


def assumption_html(card: Scorecard, score: Score) -> str:
    """What the dotted line takes for granted."""
    outlook = ahead(score, card)
    if not isinstance(outlook, Forecast):
        return ""
    said = forecast_text(outlook, score.target.terms) + forecast_assumption(outlook.basis, score.rhythm)
    return f'<p class="assumption">{escape(said)}</p>'


def ahead(score: Score, card: Scorecard) -> Forecast | None:
    """The forecast from the figure that is shown; one of an older month leads nowhere."""
    figure = score.figure
    if figure is None or score.judgement.is_stale:
        return None
    made = forecast(score.target.terms, figure.value, figure.data_month, card.rules)
    return made if isinstance(made, Forecast) else None


def beside(card: Scorecard, score: Score, known: TargetFacts) -> Beside:
    """What the chart shows beside the figures."""
    figure = score.figure
    return Beside(
        forecast=ahead(score, card),
        start=None if figure is None else figure.value,
        call_value=None if figure is None else figure.call_value,
        replaced=_replaced(known.history),
        goals=tuple((period, each.target.terms) for period, each in known.year),
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


def steps_html(score: Score, known: TargetFacts) -> str:
    """A milestone's steps: whether each is done and since which months' data, and until when it is to be."""
    terms, period = score.target.terms, known.year[0][0]
    steps = terms.steps or ((Step(score.target.name, terms.due),) if terms.due is not None else ())
    rows = "".join(
        f"<tr><td>{badges.status_html(*_state_of(number, step, score))}</td>"
        f"<td>{escape(step.name)}</td>"
        f"<td>{escape(_('{due}底前').format(due=step.due.label))}{_former_html(number, step, known)}</td>"
        f"<td>{escape(_done_since(number, known.year))}</td></tr>"
        for number, step in enumerate(steps, start=1)
    )
    heads = (_("状态"), _("步骤"), _("期限"), _("完成"))
    head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
    table = f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return tables.scrolling(table, _("{year}年步骤").format(year=period.year))


def _state_of(number: int, step: Step, score: Score) -> tuple[Status, str]:
    figure = score.figure
    if figure is not None and figure.value is not None and figure.value >= number:
        return Status.ACHIEVED, ""
    # What the judgement says, it says of the first step that is not done.
    done = 0 if figure is None or figure.value is None else int(figure.value)
    if number == done + 1 and not score.judgement.is_stale:
        return score.status, ""
    return Status.NOT_DUE, _("未到")


def _done_since(number: int, year: Sequence[tuple[Period, Score]]) -> str:
    """The first period whose figure says that it is done."""
    done = (
        period
        for period, score in year
        if score.figure is not None and score.figure.value is not None and score.figure.value >= number
    )
    first = next(done, None)
    return "—" if first is None else _("{period}报完成").format(period=first.name)


def _former_html(number: int, step: Step, known: TargetFacts) -> str:
    """Until when it was to be done before an adjustment."""
    former = dict.fromkeys(_due_of(number, score.target.terms) for _at, score in known.year)
    dues = [due for due in former if due is not None and due != step.due]
    return "".join(
        f' <span class="small">{escape(_("原定 {due}底前").format(due=due.name))}</span>' for due in dues
    )


def _due_of(number: int, terms: Terms) -> Period | None:
    return terms.steps[number - 1].due if len(terms.steps) >= number else terms.due


def problems_html(score: Score, known: TargetFacts) -> str:
    """What the department wrote beside the figure that is shown, who and when."""
    sent = known.submission(score)
    if sent is None:
        return ""
    texts, later = sent.full_texts, sent.supplement
    day = moments.day_of(sent.submitted_at)
    filed = _("{lead},{month}月{day}日填报").format(lead=score.target.lead.name, month=day.month, day=day.day)
    columns = ((_("存在问题"), texts.problem), (_("下一步"), texts.next_step))
    is_asked = score.status.is_behind
    parts = "".join(
        f"<div><h3>{escape(name)}</h3>{_text_html(text or (_('未填写') if is_asked else ''))}</div>"
        for name, text in columns
        if text or is_asked
    )
    if later is not None:
        when = moments.day(moments.day_of(later.at))
        filed += _(",{day}补充").format(day=when)
    progress = f"<h3>{escape(_('进展情况'))}</h3>{_text_html(texts.progress)}" if texts.progress else ""
    # The reason of 不适用 stands at the head.
    is_told = score.figure is None or score.figure.value is None
    note = "" if is_told else texts.scope_note
    scope = f"<h3>{escape(_('口径说明'))}</h3>{_text_html(note)}" if note else ""
    if not (parts or progress or scope):
        return ""
    title = _("问题与举措") if parts else _("填报说明")
    head = bars.section_html(title, f'<span class="note">{escape(filed)}</span>')
    return f'<section class="problems">{head}<div class="beside">{parts}</div>{progress}{scope}</section>'


def _text_html(text: str) -> str:
    return f'<p class="written">{escape(text)}</p>'
