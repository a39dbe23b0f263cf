"""附件: every target in the table that cities publish, ★ before the lead; budgets as their tree."""

from itertools import groupby

from tracker.domain.listing.cells import rows_of, shown, widths
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import BULLETIN_APPENDIX
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.budgets import cells, heads
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.export.word import marks
from tracker.export.word.marks import Column, paragraph, run, table, text

APPENDED = 500
_ACROSS = 12_750  # in twips: between the margins of a landscape page
_BUDGET_WIDTHS = (2950, 1300, 1350, 850, 1750, 1950, 1100, 1500)
_STANDS = ("left", "right", "right", "right", "right", "right", "center", "left")


def appendix(frozen: Frozen) -> str:
    card = frozen.card
    columns = [
        Column(column.head, round(width), column.align)
        for column, width in zip(BULLETIN_APPENDIX, widths(BULLETIN_APPENDIX, _ACROSS), strict=True)
    ]
    lines: list[str] = []
    for name, rows in groupby(rows_of(frozen, card.targets[:APPENDED]), band):
        lines.append(marks.band(columns, name))
        for row in rows:
            lines.append(marks.row(columns, [shown(column.read(row)) for column in BULLETIN_APPENDIX]))
    xml = text("Attachment", "附件") + paragraph("Title", run(appendix_title(card.period)))
    xml += paragraph("Flush", properties='<w:spacing w:line="200" w:lineRule="exact"/>')
    xml += table(columns, lines, "全部目标的进展情况")
    if len(card.targets) > APPENDED:
        xml += text("Normal", appendix_pointer(APPENDED, len(card.targets)))
    return xml + (_budgets(frozen) if card.budgets else "")


def _budgets(frozen: Frozen) -> str:
    """The tree with its 执行率, apart: no budget is counted with targets."""
    columns = [*map(Column, (*heads(), "状态", "牵头单位"), _BUDGET_WIDTHS, _STANDS)]
    every = [budget for root in budget_tree(frozen.card.budgets) for budget in root.walk()]
    lines = []
    for budget in every[:APPENDED]:
        score = budget.score
        told = (score.target.name, *cells(budget), labelled(score.status), score.target.lead.name)
        lines.append(marks.row(columns, told, indent=budget.depth))
    xml = text("Caption", "市级财政预算执行情况(总额和分项各自填报,分项合计只作核对)", "<w:pageBreakBefore/>")
    xml += table(columns, lines, "预算及其分项的执行情况")
    if len(every) > APPENDED:
        xml += text("Normal", appendix_pointer(APPENDED, len(every)))
    return xml
