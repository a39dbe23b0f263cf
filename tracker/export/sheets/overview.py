"""总览: the conclusion, counts per status, areas with native charts, departments."""

from collections.abc import Iterable
from fractions import Fraction

from xlsxwriter.worksheet import Worksheet

from tracker.domain.measure.quantity import kept_short
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.palette import LIGHT, text_colour
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import headline, judgements, on_pace_text
from tracker.domain.sentences.data_months import months_and_reading
from tracker.export.group_chart import by_due
from tracker.export.sheets.look import (
    A4,
    COUNT,
    PERCENT,
    Book,
    height_of,
    lines_of,
    put_merged,
    put_ratio,
    put_text,
    set_page,
)
from tracker.export.sheets.overview_charts import CHART_ROWS, add_area_chart

NAME, TOTAL, DUE, ON_PACE, SHARE, INDEX, OWED, REPORTED, VERDICT, MEAN, MEDIAN, FIRST_COUNT = range(12)
EARLY = LAST = FIRST_COUNT + len(Status)
_WIDTHS = (28, 7, 7, 8, 11, 11, 7, 7, 13, 11, 10, *(8.5 for _ in Status), 9.5)
_CARDS = tuple((first, first + 1) for first in range(1, 2 * len(Status), 2))
_ROW, _SCALE = 21, 50


def write_overview(book: Book) -> None:
    sheet = book.workbook.add_worksheet("总览")
    set_page(book, sheet, A4)
    sheet.set_print_scale(_SCALE)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    row = _write_top(book, sheet)
    row = _write_cards(book, sheet, row)
    row = _write_judgements(book, sheet, row)
    row = _write_areas(book, sheet, row)
    sheet.set_h_pagebreaks([row])
    last = _write_departments(book, sheet, row)
    sheet.print_area(0, 0, last, LAST)


def _write_top(book: Book, sheet: Worksheet) -> int:
    card = book.frozen.card
    conclusion = book.titled(headline(card))
    title = book.text_style(font_size=17, bold=True, text_wrap=True)
    put_merged(sheet, 0, 0, LAST, conclusion, title)
    sheet.set_row(0, 32 if len(conclusion) < 62 else 58)
    about = f"{card.plan.title}({card.plan.document_words}) · {card.period.label}({card.period.span})"
    put_merged(sheet, 1, 0, LAST, about, book.text_style(font_size=11, font_color=LIGHT["muted"]))
    unapproved = sum(1 for score in card.scores if score.figure is not None and score.figure.is_unapproved)
    shown = f"含未审核数据{unapproved}项(表中注明“未审核”)" if unapproved else "均为已审核数据"
    data = months_and_reading(card, book.frozen.frozen_at)
    frozen = f"{book.frozen.name} · {book.label} · {data} · {shown}"
    put_merged(sheet, 2, 0, LAST, frozen, book.text_style(font_size=11, font_color=LIGHT["muted"]))
    sheet.set_row(1, 18)
    sheet.set_row(2, 18)
    sheet.set_row(3, 8)
    return 4


def _write_cards(book: Book, sheet: Worksheet, row: int) -> int:
    """The counts strip: the on-pace share of the due, then a card per status under a band of its colour."""
    whole = book.frozen.card.whole
    about = f"应达{whole.due}项" if whole.due else "没有应达目标"
    _write_card(
        book, sheet, row, (0, 0), ("达时序率", on_pace_text(whole), about), LIGHT["accent"], LIGHT["accent"]
    )
    for status, span in zip(Status, _CARDS, strict=True):
        count, early = _counted(whole, status)
        beside = "不计入应达" if status.is_outside else f"另提前完成 {early}" if early else "应达"
        _write_card(
            book, sheet, row, span, (labelled(status), count, beside), LIGHT[status], text_colour(status)
        )
    for step, height in enumerate((22, 32, 20, 8)):
        sheet.set_row(row + step, height)
    return row + 4


def _write_card(
    book: Book,
    sheet: Worksheet,
    row: int,
    span: tuple[int, int],
    content: tuple[str, str | int, str],
    band: str,
    ink: str,
) -> None:
    label, number, share = content
    card = {
        "bg_color": LIGHT["ground"],
        "left": 5,
        "left_color": LIGHT["paper"],
        "indent": 1,
        "align": "left",
    }
    put_merged(sheet, row, *span, label, book.text_style(top=5, top_color=band, font_color=ink, **card))
    is_text = isinstance(number, str)
    style = book.style(
        font_size=20, bold=True, font_color=ink, num_format=COUNT, quote_prefix=is_text, **card
    )
    # A count is written once more, over the merged cell, as a number to calculate with.
    put_merged(sheet, row + 1, *span, number if isinstance(number, str) else "", style)
    if isinstance(number, int):
        sheet.write_number(row + 1, span[0], number, style)
    muted = book.text_style(font_size=9, font_color=LIGHT["muted"], **card)
    put_merged(sheet, row + 2, *span, share, muted)


def _write_judgements(book: Book, sheet: Worksheet, row: int) -> int:
    label = book.text_style(bold=True, font_size=11, font_color=LIGHT["accent"], indent=1)
    words = book.text_style(font_size=11, text_wrap=True)
    for name, sentence in judgements(book.frozen.card):
        put_text(sheet, row, 0, name, label)
        put_merged(sheet, row, 1, LAST, sentence, words)
        sheet.set_row(row, max(20, height_of((sentence, sum(_WIDTHS[1:]) * 0.9))))
        row += 1
    sheet.set_row(row, 8)
    return row + 1


def _write_areas(book: Book, sheet: Worksheet, row: int) -> int:
    card = book.frozen.card
    _write_header(book, sheet, row, "领域")
    first = row + 1
    for step, group in enumerate(card.areas):
        _write_group(book, sheet, first + step, group.name, group.rollup)
    total = first + len(card.areas)
    _write_group(book, sheet, total, "全部目标", card.whole, bold=True)
    _add_bars(sheet, first, total)
    if not card.areas:
        return total + 1
    add_area_chart(book, sheet, first, total + 2)
    return total + 2 + CHART_ROWS


def _write_departments(book: Book, sheet: Worksheet, row: int) -> int:
    """All of them, those with most due targets first; below five due ones there are counts and no shares."""
    groups = by_due(book.frozen.card.departments)
    title = book.text_style(font_size=14, bold=True)
    put_merged(sheet, row, 0, LAST, "各牵头部门(每项目标只计入牵头单位,按应达项数从多到少)", title)
    sheet.set_row(row, 28)
    _write_header(book, sheet, row + 1, "牵头部门")
    row = first = row + 2
    row = _write_groups(book, sheet, row, groups)
    _add_bars(sheet, first, max(first, row - 1))
    return row - 1


def _write_groups(book: Book, sheet: Worksheet, row: int, groups: Iterable[Group]) -> int:
    for group in groups:
        _write_group(book, sheet, row, group.name, group.rollup)
        row += 1
    return row


def _write_header(book: Book, sheet: Worksheet, row: int, kind: str) -> None:
    names = [kind, "目标", "应达", "达时序", "达时序率", "进度指数", "应报", "已报", "判断"]
    names += [
        "累计量\n平均完成率",
        "中位数",
        *(labelled(status) for status in Status),
        f"{Status.ACHIEVED.shape} 提前完成",
    ]
    for column, name in enumerate(names):
        put_text(sheet, row, column, name, book.header(font_size=9 if column >= FIRST_COUNT else 10))
    sheet.set_row(row, 34)


def _write_group(
    book: Book, sheet: Worksheet, row: int, name: str, rollup: Rollup, *, bold: bool = False
) -> None:
    verdict, has_shares = book.frozen.card.verdict(rollup), rollup.has_shares
    ground = {"bold": bold} | ({"bg_color": LIGHT["ground"]} if bold else {})
    put_text(sheet, row, NAME, name, book.text_cell(indent=1, **ground))
    count = book.cell(num_format=COUNT, align="center", **ground)
    numbers = {
        TOTAL: rollup.total,
        DUE: rollup.due,
        ON_PACE: rollup.on_pace,
        OWED: rollup.owed,
        REPORTED: rollup.reported,
    }
    for column, number in numbers.items():
        sheet.write_number(row, column, number, count)
    ratio = book.cell(num_format=PERCENT, align="right", **ground)
    put_ratio(sheet, row, SHARE, rollup.on_pace_share if has_shares else None, ratio)
    put_ratio(sheet, row, INDEX, _short(rollup.index) if has_shares else None, ratio)
    word = book.text_cell(align="center", font_color=text_colour(verdict.status), **(ground | {"bold": True}))
    # Most groups have something behind: only what stands out is printed.
    put_text(sheet, row, VERDICT, "" if verdict is Verdict.SOME_BEHIND else verdict.word, word)
    pace = book.frozen.card.pace
    put_ratio(sheet, row, MEAN, _short(rollup.mean, pace), ratio)
    put_ratio(sheet, row, MEDIAN, _short(rollup.median, pace), ratio)
    quiet = book.cell(num_format=COUNT, align="center", **(ground | {"font_color": LIGHT["muted"]}))
    counts = (*(_counted(rollup, each)[0] for each in Status), rollup.early)
    for column, number in enumerate(counts, FIRST_COUNT):
        sheet.write_number(row, column, number, count if number else quiet)
    wraps = lines_of(name, _WIDTHS[NAME] - 2) > 1
    sheet.set_row(row, height_of((name, _WIDTHS[NAME] - 2)) if wraps else _ROW)


def _counted(rollup: Rollup, status: Status) -> tuple[int, int]:
    """How many stand there, but those met before they were due; and how many these are."""
    early = rollup.early if status is Status.ACHIEVED else 0
    return rollup.counts[status] - early, early


def _short(share: Fraction | None, pace: Fraction | None = None) -> Fraction | None:
    """A share whose one decimal does not read as 100 %, or as the pace, where it is short of it."""
    return None if share is None else kept_short(share, pace)


def _add_bars(sheet: Worksheet, first: int, last: int) -> None:
    """Pale bars behind the on-pace shares, on one scale of 0 to 100 %, so that they compare."""
    bar = {"type": "data_bar", "bar_color": LIGHT["line"], "bar_solid": True, "data_bar_2010": True}
    scale = {"min_type": "num", "min_value": 0, "max_type": "num", "max_value": 1}
    sheet.conditional_format(first, SHARE, last, SHARE, bar | scale)
