"""The rows of 更正登记."""

from tracker.domain.measure.quantity import TRUE_MINUS, with_unit
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.meetings.meeting import CorrectedFigure
from tracker.domain.progress.status import labelled
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.links import Link, target_address
from tracker.ui.parts.tables import Row


def rows(corrections: tuple[CorrectedFigure, ...]) -> list[Row]:
    return [_row(each) for each in corrections]


def _row(each: CorrectedFigure) -> Row:
    old, new = (value_in_words(value, each.terms) for value in (each.old_value, each.new_value))
    return {
        _("目标"): Link(f"{each.code} {each.name}", target_address(each.code, each.period)),
        each.period.rhythm.noun.capitalize(): each.period.name,
        _("原值 → 新值"): f"{old}\n→ {new}",
        _("差额"): _difference(each),
        _("判定状态"): _turn(each),
        _("更正理由"): each.reason,
        _("提交"): f"{each.lead}\n{each.submitted_by}\n{moment(each.submitted_at)}",
        _("审核"): _decided(each),
    }


def _difference(each: CorrectedFigure) -> str:
    if each.difference is None or each.terms.kind is Kind.MILESTONE:
        return "—"
    sign = "+" if each.difference > 0 else TRUE_MINUS if each.difference < 0 else ""
    return sign + with_unit(abs(each.difference), each.terms.unit_of_measure)


def _turn(each: CorrectedFigure) -> str:
    before, after = labelled(each.old_status), labelled(each.new_status)
    return _("{status}\n(不变)").format(status=after) if before == after else f"{before}\n→ {after}"


def _decided(each: CorrectedFigure) -> str:
    """待审核; otherwise by whom, when and with which words."""
    if each.decided_at is None:
        return each.state.word
    by = each.decided_by, moment(each.decided_at), each.note
    return "\n".join(part for part in (each.state.word, *by) if part)
