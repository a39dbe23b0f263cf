"""预算执行: the budgets as a tree, apart from the targets, each total beside the sum of its parts."""

from xlsxwriter.worksheet import Worksheet

from tracker.domain.measure.figure import marks
from tracker.domain.measure.quantity import kept_short
from tracker.domain.measure.target import Operator
from tracker.domain.progress.budgets import Budget, budget_tree
from tracker.domain.progress.palette import LIGHT
from tracker.domain.sentences.budgets import cells, heads, twice_lines
from tracker.export.sheets.look import (
    A4,
    PERCENT,
    Book,
    height_of,
    put_amount,
    put_merged,
    put_text,
    set_page,
)

_WIDTHS = (11, 44, 16, 24, 11, 32, 40)
_LAST = len(_WIDTHS) - 1
_ALLOCATED, _EXECUTED, _RATE = 2, 3, 4
_FIRST_ROW = 3


def write_budgets(book: Book) -> None:
    """A sentence where the plan has no budgets."""
    sheet = book.workbook.add_worksheet("预算执行")
    set_page(book, sheet, A4)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    roots = budget_tree(book.frozen.card.budgets)
    every = [budget for root in roots for budget in root.walk()]
    put_merged(sheet, 0, 0, _LAST, book.titled("预算执行"), book.text_style(font_size=16, bold=True))
    sheet.set_row(0, 30)
    about = f"预算{len(every)}项,与目标分开统计;总额和分项各自填报,分项合计只作核对。 · {book.label}"
    muted = book.text_style(font_color=LIGHT["muted"], text_wrap=True)
    put_merged(sheet, 1, 0, _LAST, about if every else f"本计划没有预算。 · {book.label}", muted)
    sheet.set_row(1, 20)
    if not every:
        sheet.print_area(0, 0, 1, _LAST)
        return
    for column, head in enumerate(("编号", *heads())):
        put_text(sheet, 2, column, head, book.header())
    for row, budget in enumerate(every, _FIRST_ROW):
        _write_budget(book, sheet, row, budget)
    row = _FIRST_ROW + len(every)
    for line in twice_lines(roots):
        put_merged(sheet, row, 0, _LAST, line, muted)
        row += 1
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    sheet.print_area(0, 0, row - 1, _LAST)


def _write_budget(book: Book, sheet: Worksheet, row: int, budget: Budget) -> None:
    """Amounts as numbers; what the parts add up to as a text, for it names the difference to the total."""
    score, told = budget.score, cells(budget)
    texts: list[str] = [score.target.code, score.target.name, *told]
    look = {"valign": "top"}
    for column, text in enumerate(texts):
        indent = budget.depth if column == 1 else int(column > _RATE)
        stands = "right" if column in (_ALLOCATED, _EXECUTED, _RATE) else "left"
        put_text(sheet, row, column, text, book.text_cell(indent=indent, align=stands, **look))
    unit, figure = score.target.terms.unit_of_measure, score.figure
    about = "约" if score.target.terms.operator is Operator.ABOUT else ""
    put_amount(book, sheet, row, _ALLOCATED, budget.allocated, (about, unit), **look)
    if figure is not None and figure.value is not None:
        beside = "，".join(marks(figure))
        words = ("", f"{unit}（{beside}）" if beside else unit)
        put_amount(book, sheet, row, _EXECUTED, figure.value, words, **look)
    if score.judgement.completion is not None:
        rate = float(kept_short(score.judgement.completion, score.judgement.pace))
        sheet.write_number(row, _RATE, rate, book.numeric(num_format=PERCENT, align="right", **look))
    sheet.set_row(row, height_of(*zip(texts, map(float, _WIDTHS), strict=True)))
