"""目标, 调整记录 and 勘误记录: how the target's terms came to be what they are."""

from html import escape

from tracker.domain.measure.target import Terms, target_text
from tracker.domain.meetings.meeting import AdjustedTerms, ErratumLine
from tracker.domain.workflow.erratum import keeps_figures_as_reported
from tracker.domain.workflow.stated_path import stated_text
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.errata import figures_note, row
from tracker.ui.parts.tables import Row, table_html


def adjustments_html(adjustments: tuple[AdjustedTerms, ...]) -> str:
    """调整记录: a target's versions of terms, the newest first; nothing where there is one."""
    if not adjustments:
        return ""
    is_adjusted = any(not each.is_stated for each in adjustments)
    title = _("调整记录") if is_adjusted else _("年初进度安排")
    rows = [*(_version_row(each) for each in reversed(adjustments)), _original_row(adjustments[0])]
    return section_html(title) + table_html(rows, title, width=900)


def errata_html(errata: tuple[ErratumLine, ...]) -> str:
    """勘误记录: how the clause was read before, the newest first; nothing where it was read right."""
    if not errata:
        return ""
    title = _("勘误记录")
    said = section_html(title) + table_html([row(each) for each in errata], title, width=720)
    sides = ((each.original, each.corrected) for each in errata)
    if any(old and new and keeps_figures_as_reported(old, new) for old, new in sides):
        said += f'<p class="note">{escape(figures_note())}</p>'
    return said


def _version_row(each: AdjustedTerms) -> Row:
    version = _("第{n}版").format(n=each.version)
    unchanged = stated_text(each.adjusted) if each.is_stated else _original(each.adjusted)
    return {
        _("版本"): "\n".join((version, *_cause(each))),
        _("生效"): each.effective.name,
        _("调整内容"): "\n".join(part.text for part in each.changes) or unchanged,
        _("理由"): each.reason or "—",
        _("依据"): each.basis or "—",
        _("申请人"): each.applicant or "—",
        _("审定人"): f"{each.approver}\n{moment(each.made_at)}" if each.approver else "—",
    }


def _cause(each: AdjustedTerms) -> tuple[str, ...]:
    """What made a version, where it was no adjustment."""
    if each.is_reform:
        return (_("机构变更"),)
    return (_("年初进度安排"),) if each.is_stated else ()


def _original_row(first: AdjustedTerms) -> Row:
    """The notice's own terms, from what the first adjustment stands beside."""
    return {
        _("版本"): _("第{n}版").format(n=first.version - 1),
        _("生效"): first.original_effective.name,
        _("调整内容"): _original(first.original),
        **dict.fromkeys((_("理由"), _("依据"), _("申请人"), _("审定人")), "—"),
    }


def _original(terms: Terms) -> str:
    return _("文件原定: {target}").format(target=target_text(terms))
