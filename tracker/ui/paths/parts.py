"""A path beside today's, period by period; how statements are said."""

from collections.abc import Sequence
from decimal import Decimal

from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.stated_path import differences, expected_by_period, stated_text
from tracker.queries.stated_paths import PathRow, Statement
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.tables import Number, Row

CLICKS = "paths-clicks"  # what the last click on the page came to (frame/clicks.py)


def amount(value: Decimal | None) -> str:
    return "—" if value is None else amount_text(value)


def difference(value: Decimal | None) -> str:
    text = amount(value)
    return f"+{text}" if value is not None and value > 0 else text


def today_text(terms: Terms, periods: Sequence[Period]) -> str:
    """按月均衡 25 / 50 / 75 / 100."""
    amounts = " / ".join(amount(each) for each in expected_by_period(terms, periods))
    return f"{terms.path_word} {amounts}"


def beside_today(row: PathRow, stated: Terms, periods: Sequence[Period]) -> list[Row]:
    """Today's path, the stated one and the difference, a column for each period."""
    today = row.target.terms
    lines = (
        (_("现行"), today.path_word, map(amount, expected_by_period(today, periods))),
        (_("申报"), stated.path_word, map(amount, expected_by_period(stated, periods))),
        (_("相差"), "", map(difference, differences(today, stated, periods))),
    )
    rows: list[Row] = []
    for name, path, texts in lines:
        amounts = {period.span: Number(text) for period, text in zip(periods, texts, strict=True)}
        rows.append({_("应达到"): name, _("进度路径"): path, **amounts})
    return rows


def changes_text(today: Terms, stated: Terms, periods: Sequence[Period]) -> str:
    """上半年 −40、前三季度 −35; what does not differ is left out."""
    pairs = zip(periods, differences(today, stated, periods), strict=True)
    differing = [f"{period.span} {difference(each)}" for period, each in pairs if each]
    return _("、").join(differing) or _("与现行相同")


def statement_text(row: PathRow, statement: Statement) -> str:
    """待同意:自定季度计划:一季度0…, by whom and when, with both notes."""
    parts = [
        f"{statement.state.word} · {stated_text(statement.stated.of(row.target.terms))}",
        f"{statement.stated_by} {moment(statement.stated_at)}",
        statement.note,
    ]
    if statement.decided_at is not None:
        parts.append(f"{statement.decided_by} {moment(statement.decided_at)}")
        parts.append(statement.decision_note)
    return "\n".join(part for part in parts if part)
