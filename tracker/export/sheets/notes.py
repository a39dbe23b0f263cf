"""说明: what the words mean, by which rule, and from which snapshot every number comes."""

from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import shares_meaning, zero_meaning
from tracker.domain.sentences.data_months import data_months
from tracker.export.sheets.look import A4, Book, height_of, local_time, put_merged, put_text, set_page

_WIDTHS = (20, 84)


def write_notes(book: Book) -> None:
    sheet = book.workbook.add_worksheet("说明")
    set_page(book, sheet, A4, landscape=False)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    put_merged(sheet, 0, 0, 1, book.titled("说明"), book.text_style(font_size=16, bold=True))
    sheet.set_row(0, 32)
    row = 1
    for title, lines in (("来源", _source(book)), ("判定", _rules(book)), ("状态", _statuses())):
        put_merged(sheet, row, 0, 1, title, book.header(align="left", indent=1))
        sheet.set_row(row, 24)
        for name, text in lines:
            row += 1
            put_text(sheet, row, 0, name, book.text_cell(bold=True, font_color=LIGHT["muted"], valign="top"))
            put_text(sheet, row, 1, text, book.text_cell(valign="top"))
            sheet.set_row(row, height_of((name, _WIDTHS[0]), (text, _WIDTHS[1])))
        row += 1
        sheet.set_row(row, 10)
        row += 1
    sheet.print_area(0, 0, row - 2, 1)


def _source(book: Book) -> list[tuple[str, str]]:
    frozen, card = book.frozen, book.frozen.card
    # Without a day asked for, what was known is what the system held when it was frozen.
    known = frozen.frozen_at if card.as_of is None else card.as_of
    scope = "含待审核的数据,逐项注明“未审核”" if card.include_unapproved else "仅含已审核的数据"
    return [
        ("会议材料", frozen.name),
        ("会议日期", f"{frozen.meeting_on.year}年{frozen.meeting_on.month}月{frozen.meeting_on.day}日"),
        ("材料编号", book.number or f"{card.period}({book.sha256[:12]})"),
        ("依据文件", f"{card.plan.title}({card.plan.document_words},{card.plan.issued.isoformat()})"),
        (card.period.rhythm.noun, f"{card.period.label},累计口径为{card.period.span}"),
        ("数据月份", data_months(card)),
        ("提取时间", f"{local_time(known)}(北京时间)"),
        ("数据范围", scope),
        ("定稿", f"{frozen.author},{local_time(frozen.frozen_at)}(北京时间)"),
        ("存证编号(SHA-256)", book.sha256),
        ("文件原文校验值(SHA-256)", frozen.notice_sha256),
        ("操作日志链", _audit(frozen)),
    ]


def _audit(frozen: Frozen) -> str:
    """By this line somebody outside can tell whether the audit trail was cut or made anew since."""
    if not frozen.audit_head:
        return "无"
    rows = "" if frozen.audit_rows is None else f"共{frozen.audit_rows:,}条,"
    return f"{rows}末端 {frozen.audit_head[:12]}（{frozen.audit_head}）"


def _rules(book: Book) -> list[tuple[str, str]]:
    return [
        ("判定规则", f"{book.frozen.card.rules.name}。{book.frozen.card.rules.sentence}"),
        (
            "完成率",
            "(当前值 − 基数) ÷ (目标值 − 基数),累计量的基数一般为0;超过100%的如实列出。",
        ),
        ("没有完成率的", "水平类、比率类和有上限的目标直接对照目标值,没有完成率;预算为执行率。"),
        ("时序进度", "随数据截至月份计算(1—8月的数据对照8÷12),不随填报日期计算。"),
        ("与时序差", "完成率减应达比例,单位为百分点;水平类、比率类为当前值减目标值。负数为低于时序进度。"),
        ("各项比率", shares_meaning()),
        ("当前值", "审核通过的为市府办核定的数值,完成率按它计算;未审核的为填报数,在审核状态中注明。"),
    ]


def _statuses() -> list[tuple[str, str]]:
    lines = [(labelled(status), status.meaning) for status in Status]
    return [*lines, ("填报为0", zero_meaning())]
