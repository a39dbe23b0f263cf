"""全部数据: every target and budget, one row each, as numbers, to filter and to calculate with."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.worksheet import Worksheet

from tracker.domain.measure.figure import Texts
from tracker.domain.measure.target import Kind, Operator, milestone_word
from tracker.domain.progress.palette import LIGHT, text_colour
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import nothing_text
from tracker.export.sheets.look import (
    A3,
    PERCENT,
    POINTS,
    Book,
    height_of,
    put_amount,
    put_ratio,
    put_text,
    set_page,
)

_HEADER = 1
_SCALE = 61
Write = Callable[[Book, Worksheet, int, int, Score], None]


@dataclass(frozen=True)
class Column:
    name: str
    width: float
    write: Write


def _words(read: Callable[[Score], str], align: str = "left") -> Write:
    def write(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
        indent = {"indent": 1} if align == "left" else {}
        put_text(sheet, row, column, read(score), book.text_cell(align=align, **indent))

    return write


def _note(read: Callable[[Texts], str]) -> Write:
    def write(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
        put_text(sheet, row, column, read(_texts(book, score)), book.text_cell(indent=1))

    return write


def _texts(book: Book, score: Score) -> Texts:
    return book.frozen.texts_of(None if score.figure is None else score.figure.report_id)


def _target(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    terms = score.target.terms
    if terms.value is None and terms.due is not None:
        put_text(sheet, row, column, f"{terms.due}", book.text_cell(align="right"))
    else:
        put_amount(book, sheet, row, column, terms.value)


def _reported(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    figure = score.figure
    _figure(book, sheet, row, column, score, None if figure is None else figure.reported_value)


def _verified(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    """Empty until somebody approved it: what waits for review has no verified value."""
    figure = score.figure
    _figure(book, sheet, row, column, score, None if figure is None or figure.is_unapproved else figure.value)


def _figure(book: Book, sheet: Worksheet, row: int, column: int, score: Score, value: Decimal | None) -> None:
    if score.target.terms.kind is Kind.MILESTONE and value is not None:
        put_text(sheet, row, column, milestone_word(value), book.text_cell(align="right"))
    else:
        put_amount(book, sheet, row, column, value)


def _month(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    if score.figure is None:
        sheet.write_blank(row, column, None, book.cell())
    else:
        sheet.write_number(row, column, score.figure.data_month, book.cell(align="center", num_format="0"))


def _completion(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    put_ratio(sheet, row, column, score.judgement.completion, book.cell(num_format=PERCENT))


def _pace(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    put_ratio(sheet, row, column, score.judgement.pace, book.cell(num_format=PERCENT))


def _gap(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    gap = score.judgement.gap
    put_ratio(sheet, row, column, None if gap is None else gap * 100, book.cell(num_format=POINTS))


def _status(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    colour = text_colour(score.status) if score.status.is_behind else LIGHT["ink"]
    put_text(
        sheet, row, column, labelled(score.status), book.text_cell(bold=True, font_color=colour, indent=1)
    )


def _change(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    put_amount(book, sheet, row, column, None if score.target.terms.kind is Kind.MILESTONE else score.change)


def _call_value(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    put_amount(book, sheet, row, column, None if score.figure is None else score.figure.call_value)


def _why_nothing(book: Book, sheet: Worksheet, row: int, column: int, score: Score) -> None:
    said = nothing_text(score, book.frozen.card.period, _texts(book, score).scope_note)
    put_text(sheet, row, column, said or _texts(book, score).scope_note, book.text_cell(indent=1))


def _operator(score: Score) -> str:
    terms = score.target.terms
    if terms.kind is Kind.MILESTONE:
        return "底前"
    falling = {Operator.AT_LEAST: "≤", Operator.MORE_THAN: "<"}
    return terms.operator.sign if terms.is_rising else falling.get(terms.operator, terms.operator.sign)


def _state(score: Score) -> str:
    if score.figure is None:
        return ""
    return f"{score.figure.state.word}(未审核)" if score.figure.is_unapproved else score.figure.state.word


def _call(score: Score) -> str:
    return "" if score.figure is None or score.figure.call is None else score.figure.call.word


_NUMBERS = (
    Column("编号", 10, _words(lambda s: s.target.code)),
    Column("目标名称", 34, _words(lambda s: s.target.name)),
    Column("领域", 25, _words(lambda s: s.target.area.title)),
    Column("条款", 10, _words(lambda s: s.target.anchor.label)),
    Column("类别", 8, _words(lambda s: s.target.terms.kind.word, "center")),
    Column("关系", 7, _words(_operator, "center")),
    Column("目标值", 11, _target),
    Column("计量单位", 10, _words(lambda s: s.target.terms.unit_of_measure, "center")),
    Column("牵头单位", 20, _words(lambda s: s.target.lead.name)),
    Column("上报值", 11, _reported),
    Column("审核值", 11, _verified),
    Column("数据截至\n(月)", 9, _month),
    Column("数据性质", 9, _words(lambda s: "" if s.figure is None else s.figure.finality.word, "center")),
    Column("审核状态", 15, _words(_state, "center")),
    Column("完成率", 9, _completion),
    Column("时序进度", 9, _pace),
    Column("差距\n(百分点)", 10, _gap),
    Column("状态", 12, _status),
    Column("比上季度", 10, _change),
    Column("年底研判", 11, _words(_call, "center")),
    Column("预计\n全年值", 10, _call_value),
    Column("条款\n版本", 7, _words(lambda s: str(s.target.terms_version), "center")),
)
_TEXTS = (
    Column("原文", 34, _words(lambda s: s.target.anchor.quote)),
    Column("配合单位", 22, _words(lambda s: "、".join(unit.name for unit in s.target.co_units))),
    Column("进展情况", 64, _note(lambda t: t.progress)),
    Column("存在问题", 48, _note(lambda t: t.problem)),
    Column("下一步举措", 48, _note(lambda t: t.next_step)),
    Column("没有数据的原因、口径说明", 26, _why_nothing),
)
COLUMNS = (*_NUMBERS, *_TEXTS)


def write_data(book: Book) -> None:
    card = book.frozen.card
    sheet = book.workbook.add_worksheet("全部数据")
    set_page(book, sheet, A3)
    sheet.set_print_scale(_SCALE)
    sheet.set_v_pagebreaks([len(_NUMBERS)])
    sheet.repeat_rows(_HEADER)
    sheet.repeat_columns(0, 1)
    sheet.freeze_panes(_HEADER + 1, 2)
    title = f"{card.period.label}全部数据"
    put_text(sheet, 0, 0, title, book.text_style(font_size=16, bold=True))
    sheet.set_row(0, 28)
    # Beside the repeated columns, so that a second page across doesn't cut it.
    put_text(sheet, 0, 2, card.rules.sentence, book.text_style(font_color=LIGHT["muted"]))
    for column, heading in enumerate(COLUMNS):
        sheet.set_column(column, column, heading.width)
        put_text(sheet, _HEADER, column, heading.name, book.header())
    sheet.set_row(_HEADER, 34)
    for row, score in enumerate(card.scores, _HEADER + 1):
        _write_row(book, sheet, row, score)
    last = _HEADER + len(card.scores)
    sheet.autofilter(_HEADER, 0, last, len(COLUMNS) - 1)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:AB{last + 1}"})


def _write_row(book: Book, sheet: Worksheet, row: int, score: Score) -> None:
    for column, heading in enumerate(COLUMNS):
        heading.write(book, sheet, row, column, score)
    texts, target = _texts(book, score), score.target
    read = {
        "目标名称": target.name,
        "领域": target.area.title,
        "牵头单位": target.lead.name,
        "原文": target.anchor.quote,
        "配合单位": "、".join(unit.name for unit in target.co_units),
        "进展情况": texts.progress,
        "存在问题": texts.problem,
        "下一步举措": texts.next_step,
        _TEXTS[-1].name: nothing_text(score, book.frozen.card.period, texts.scope_note) or texts.scope_note,
    }
    # The indent takes a character's width from what a line holds.
    sheet.set_row(row, height_of(*((read[c.name], c.width - 1.3) for c in COLUMNS if c.name in read)))
