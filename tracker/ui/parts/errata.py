"""勘误 as rows: what was read, what is read instead, why, by whom."""

from tracker.domain.language import bracketed
from tracker.domain.measure.target import target_text
from tracker.domain.meetings.meeting import ErratumLine
from tracker.domain.workflow.erratum import ErratumKind, ReadAs
from tracker.queries.notice import readings_of_none
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.tables import Row


def row(each: ErratumLine) -> Row:
    before, after = _sides(each)
    return {
        _("类别"): each.kind.word,
        _("原读法"): before,
        _("勘误后"): after,
        _("理由"): each.reason,
        _("勘误人"): f"{each.made_by}\n{moment(each.made_at)}",
    }


def _sides(each: ErratumLine) -> tuple[str, str]:
    if each.kind is ErratumKind.CORRECTED:
        before = "\n".join(f"{part.what} {part.before}" for part in each.changes)
        return before, "\n".join(f"{part.what} {part.after}" for part in each.changes)
    if each.corrected is None:
        none = _("不是目标")
        reads = readings_of_none().get(each.number_reads)
        return _in_short(each.read), bracketed(none, reads) if reads else none
    return "—", _in_short(each.corrected)


def _in_short(read: ReadAs) -> str:
    return f"{target_text(read.terms)}\n{read.lead.name}"


def figures_note() -> str:
    """What reported figures do where the clause is read in another sense."""
    return _("类型或计量单位有变:已填报的数据按原样保留,不作换算。请牵头单位核对,需要时按更正重新填报。")
