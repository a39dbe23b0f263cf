"""What a row of a list says, in the fewest words.

What holds for all stands in the list's head: the months, the unit, the point of comparison. A row prints the
exceptions.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.measure.figure import marks_but_span
from tracker.domain.measure.period import Period, months_text, span_of_months
from tracker.domain.measure.quantity import DECIMAL_PLACES, TRUE_MINUS, amount_text, rounded, with_unit
from tracker.domain.measure.target import Kind, Operator, Terms
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.groups import coverage_short, group_nothing, on_pace_text
from tracker.domain.sentences.scores import change_text, gap_text


@dataclass(frozen=True)
class Aim:
    """What is promised, so that numbers stand under one another: 力争超过 | 36 | 万标箱."""

    before: tuple[str, ...]
    amount: str
    unit: str


_BEFORE = {
    Operator.ABOUT: marked("约"),
    Operator.MORE_THAN: marked("超过"),
    Operator.LESS_THAN: marked("低于"),
    Operator.AT_MOST: marked("不超过"),
}


def aim_of(terms: Terms, period: Period) -> Aim:
    """A milestone's amount is its period, 四季度, with the year where it is another than ``period``'s."""
    words = [_("力争")] if terms.is_stretch else []
    if terms.value is None:
        due = terms.due
        amount = "" if due is None else due.name if due.year == period.year else due.label
        return Aim(tuple(words), amount, "")
    words += [_("下降")] if terms.is_reduction else []
    words += [_(_BEFORE[terms.operator])] if terms.operator in _BEFORE else []
    amount = amount_text(terms.value)
    if terms.upper is not None:
        amount = f"{amount}—{amount_text(terms.upper)}"
    return Aim(tuple(words), amount, terms.unit_of_measure)


def months_head(period: Period) -> str:
    """The head over the figures of a period: 1—9月."""
    return months_text(1, period.last_month)


def since_head(period: Period) -> str:
    """The head over what was added: 较1—6月; in the first period since the year began."""
    before = period.previous
    return _("较年初") if before is None else _("较{span}").format(span=months_head(before))


def change_amount(score: Score, period: Period) -> str:
    """+22; empty where nothing can be compared, as of a milestone."""
    is_told = change_text(score, period) is not None and score.change is not None
    return signed(Fraction(score.change or 0)) if is_told else ""


def signed(amount: Fraction) -> str:
    """+22, −1.5, 0."""
    text = amount_text(rounded(abs(amount), DECIMAL_PLACES).normalize() + 0)
    return f"+{text}" if amount > 0 else f"{TRUE_MINUS}{text}" if amount < 0 else text


def gap_cell(score: Score) -> str:
    """The one gap: −9.0 百分点, of what is kept in a unit of its own −200元, of a limit 达标 or 超标2家.

    One decimal always; what rounds to nothing but is not nothing keeps its sign.
    """
    judgement, terms = score.judgement, score.target.terms
    if terms.is_ceiling:
        return gap_text(score) or ""
    if judgement.gap is not None:
        text = f"{rounded(abs(judgement.gap) * 100, 1):,.1f}"
        return f"+{text}" if judgement.gap > 0 else f"{TRUE_MINUS}{text}" if judgement.gap < 0 else text
    if judgement.difference is None:
        return ""
    return f"{signed(judgement.difference)}{terms.unit_of_measure}"


def remarks(score: Score) -> tuple[str, ...]:
    """1—8月, 预计, 未审核, 更正, 超出左右幅度, or why it is 不适用: what is not as with most."""
    figure = score.figure
    if figure is None:
        return ()
    words = [span_of_months(figure.data_month)] if figure.stops_short else []
    words += [*marks_but_span(figure)]
    words += [_("超出左右幅度")] if score.judgement.is_beyond else []
    words += [figure.not_applicable_because] if figure.not_applicable_because else []
    return tuple(words)


def reported_otherwise(score: Score) -> str:
    """上报18万标箱, where the office verified another value; empty where it agreed."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.reported_value is None or not figure.is_verified_otherwise:
        return ""
    return _("上报{amount}").format(amount=with_unit(figure.reported_value, terms.unit_of_measure))


def share_of_way(score: Score) -> Fraction | None:
    """完成率 where a share of a way exists: levels and rates have none (DOMAIN §3)."""
    return None if score.target.terms.kind.is_kept else score.judgement.completion


def group_account(rollup: Rollup) -> tuple[str, ...]:
    """应达7项, 达时序率57.1% (below five 4项中1项达时序), 上报7/7; why there is none of these."""
    if not rollup.due:
        return (group_nothing(rollup),)
    share = _("达时序率{share}") if rollup.has_shares else _("{share}达时序")
    return (
        _("应达{due}项").format(due=rollup.due),
        share.format(share=on_pace_text(rollup)),
        *([_("上报{coverage}").format(coverage=coverage_short(rollup))] if rollup.owed else []),
    )


def on_pace_of(rollup: Rollup | None) -> str:
    """达时序3/4, of the due ones; empty where none is due."""
    if rollup is None or not rollup.due:
        return ""
    return _("达时序{on_pace}/{due}").format(on_pace=rollup.on_pace, due=rollup.due)


def value_cell(value: Decimal | None, terms: Terms) -> str:
    """The number alone, its unit stands beside the aim; a milestone in a word, nothing as a dash."""
    if value is None:
        return "—"
    if terms.kind is not Kind.MILESTONE:
        return amount_text(value)
    done = int(value)
    if done >= terms.steps_in_all:
        return _("已完成")
    return f"{done}/{terms.steps_in_all}" if terms.steps else _("尚未完成")
