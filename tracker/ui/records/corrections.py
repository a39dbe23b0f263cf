"""The rows of 更正登记."""

from tracker.domain.measure.quantity import TRUE_MINUS, with_unit
from tracker.domain.measure.target import Kind
from tracker.domain.sentences import labelled
from tracker.queries.corrections import Correction
from tracker.ui.frame.language import _
from tracker.ui.parts.widgets import Link, figure_text, moment


def rows(found: tuple[Correction, ...]) -> list[dict[str, str | Link]]:
    return [_row(each) for each in found]


def _row(each: Correction) -> dict[str, str | Link]:
    target, terms = each.target, each.target.terms
    old, new = (figure_text(value, terms) for value in (each.old_value, each.new_value))
    return {
        _("目标"): Link(f"{target.code} {target.name}", f"/target?code={target.code}&q={each.period}"),
        each.period.rhythm.noun.capitalize(): each.period.name,
        _("原值 → 新值"): f"{old}\n→ {new}",
        _("差额"): _difference(each),
        _("判定状态"): _turn(each),
        _("更正理由"): each.reason,
        _("提交"): f"{target.lead.name}\n{each.submitted_by}\n{moment(each.submitted_at)}",
        _("审核"): _decided(each),
    }


def _difference(each: Correction) -> str:
    terms = each.target.terms
    if each.difference is None or terms.kind is Kind.MILESTONE:
        return "—"
    sign = "+" if each.difference > 0 else TRUE_MINUS if each.difference < 0 else ""
    return sign + with_unit(abs(each.difference), terms.unit_of_measure)


def _turn(each: Correction) -> str:
    before, after = labelled(each.old_status), labelled(each.new_status)
    return _("{status}\n(不变)").format(status=after) if before == after else f"{before}\n→ {after}"


def _decided(each: Correction) -> str:
    """待审核; otherwise by whom, when and with which words."""
    if each.decided_at is None:
        return each.state.word
    by = each.decided_by, moment(each.decided_at), each.note
    return "\n".join(part for part in (each.state.word, *by) if part)
