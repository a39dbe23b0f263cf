"""填报表: a department's targets with what is to be filled in, to go round in the house and be pasted back.

The paste field (domain/workflow/pasting.py) reads the sheet as it is: it finds the codes, and the figure by
the head of its column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from tracker.domain.language import _, in_chinese
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Target
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.pasting import cell_of_draft
from tracker.export.sheets.look import Styles, put_text, workbook_options
from tracker.export.theme import theme_xml

_WIDTHS = (9, 34, 13, 16, 13, 9, 10, 10, 40, 40, 40, 24)
_LONG = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE)
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  equal rows are to give equal bytes


@dataclass(frozen=True)
class FormLine:
    """A target with what is typed of it so far; ``before``: the last period's figure in words."""

    target: Target
    before: str
    typed: Mapping[Field, str]


@in_chinese()
def filling_form(period: Period, lines: Sequence[FormLine]) -> bytes:
    """A workbook of one sheet; figures are texts as they were typed, for that is how they are read back."""
    target = BytesIO()
    workbook = Workbook(target, workbook_options())
    workbook.use_custom_theme(StringIO(theme_xml()))
    workbook.set_properties({"title": period.label, "created": _NO_MOMENT})
    sheet, styles = workbook.add_worksheet("填报表"), Styles(workbook)
    for place, (head, width) in enumerate(zip(_heads(period), _WIDTHS, strict=True)):
        put_text(sheet, 0, place, head, styles.header())
        sheet.set_column(place, place, width)
    for row, line in enumerate(lines, start=1):
        for place, text in enumerate(_cells(line)):
            put_text(sheet, row, place, text, styles.text_cell(text_wrap=True))
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    workbook.close()
    return target.getvalue()


def _heads(period: Period) -> tuple[str, ...]:
    before = period.previous
    last = period.rhythm.last if before is None else span_of_months(before.last_month)
    this = _("{span}累计").format(span=span_of_months(period.last_month))
    return (
        _("编号"),
        _("目标"),
        _("全年目标"),
        last,
        this,
        _("单位"),
        Field.DATA_MONTH.label,
        Field.FINALITY.label,
        *(name.label for name in _LONG),
    )


def _cells(line: FormLine) -> tuple[str, ...]:
    terms, typed = line.target.terms, line.typed
    finality = {each.value: each.word for each in Finality}
    return (
        line.target.code,
        line.target.name,
        line.target.aim,
        line.before,
        cell_of_draft(typed, terms),
        _("节点") if terms.kind is Kind.MILESTONE else terms.unit_of_measure,
        typed[Field.DATA_MONTH],
        finality.get(typed[Field.FINALITY], ""),
        *(typed[name] for name in _LONG),
    )
