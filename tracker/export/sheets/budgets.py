"""预算执行: the budgets as a tree, apart from the targets, each total beside the sum of its parts."""

from tracker.domain.progress.budgets import budget_tree
from tracker.domain.progress.palette import LIGHT
from tracker.domain.sentences.budgets import cells, heads, twice_lines
from tracker.export.sheets.look import A4, Book, height_of, put_merged, put_text, set_page

_WIDTHS = (11, 44, 16, 24, 11, 32, 40)
_LAST = len(_WIDTHS) - 1
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
        target = budget.score.target
        texts = (target.code, target.name, *cells(budget))
        for column, text in enumerate(texts):
            indent = budget.depth if column == 1 else 0
            put_text(sheet, row, column, text, book.text_cell(valign="top", indent=indent))
        sheet.set_row(row, height_of(*zip(texts, map(float, _WIDTHS), strict=True)))
    row = _FIRST_ROW + len(every)
    for line in twice_lines(roots):
        put_merged(sheet, row, 0, _LAST, line, muted)
        row += 1
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 2)
    sheet.print_area(0, 0, row - 1, _LAST)
