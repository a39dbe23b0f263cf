"""附件: every target in the table that cities publish, ★ before the lead, on landscape pages."""

from itertools import groupby

from tracker.domain.measure.target import Kind
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import progress, target_text
from tracker.domain.sentences.bulletin import appendix_pointer, appendix_title
from tracker.export.word.marks import Column, band, paragraph, row, run, table, text

APPENDED = 500
_COLUMNS = (
    Column("序号", 620, "center"),
    Column("主要工作任务", 2650),
    Column("年度目标", 1480, "center"),
    Column("完成情况", 4200),
    Column("状态", 1170, "center"),
    Column("责任单位(★牵头)", 2630),
)


def appendix(frozen: Frozen) -> str:
    shown = text("Attachment", "附件") + paragraph("Title", run(appendix_title(frozen.card.period)))
    shown += paragraph("Flush", properties='<w:spacing w:line="200" w:lineRule="exact"/>')
    shown += table(_COLUMNS, _rows(frozen), "全部目标的进展情况")
    total = len(frozen.card.scores)
    if total > APPENDED:
        shown += text("Normal", appendix_pointer(APPENDED, total))
    return shown


def _rows(frozen: Frozen) -> list[str]:
    card, number = frozen.card, 0
    rows: list[str] = []
    for name, scores in groupby((*card.targets, *card.budgets)[:APPENDED], _part):
        rows.append(band(_COLUMNS, name))
        for score in scores:
            number += 1
            rows.append(_row(frozen, number, score))
    return rows


def _part(score: Score) -> str:
    return "市级财政预算执行" if score.target.terms.kind is Kind.BUDGET else score.target.area.title


def _row(frozen: Frozen, number: int, score: Score) -> str:
    texts = frozen.texts_of(None if score.figure is None else score.figure.report_id)
    target = score.target
    units = "、".join((f"★{target.lead.name}", *(unit.name for unit in target.co_units)))
    said = progress(score, frozen.card.period, texts)
    cells = [str(number), target.name, target_text(target.terms), said, labelled(score.status), units]
    return row(_COLUMNS, cells)
