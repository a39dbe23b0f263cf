"""附件: every target in the table that cities publish, ★ before the lead, on landscape pages."""

from itertools import groupby

from tracker.domain.listing.cells import rows_of, shown, widths
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import BULLETIN_APPENDIX
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.export.word import marks
from tracker.export.word.marks import Column, paragraph, run, table, text

APPENDED = 500
_ACROSS = 12_750  # in twips: between the margins of a landscape page


def appendix(frozen: Frozen) -> str:
    card = frozen.card
    columns = [
        Column(column.head, round(width), column.align)
        for column, width in zip(BULLETIN_APPENDIX, widths(BULLETIN_APPENDIX, _ACROSS), strict=True)
    ]
    lines: list[str] = []
    for name, rows in groupby(rows_of(frozen, (*card.targets, *card.budgets)[:APPENDED]), band):
        lines.append(marks.band(columns, name))
        for row in rows:
            lines.append(marks.row(columns, [shown(column.read(row)) for column in BULLETIN_APPENDIX]))
    xml = text("Attachment", "附件") + paragraph("Title", run(appendix_title(card.period)))
    xml += paragraph("Flush", properties='<w:spacing w:line="200" w:lineRule="exact"/>')
    xml += table(columns, lines, "全部目标的进展情况")
    total = len(card.scores)
    if total > APPENDED:
        xml += text("Normal", appendix_pointer(APPENDED, total))
    return xml
