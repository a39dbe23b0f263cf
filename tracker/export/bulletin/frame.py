"""What stands around the bulletin's text: red head, title, addressee, 附件 and signature, imprint 版记."""

from datetime import date

from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.paper_settings import PaperKind, PaperSettings
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.sentences.bulletin import appendix_title, issue_text, opening, title
from tracker.domain.sentences.since import day
from tracker.export.options import Options
from tracker.export.word.marks import Column, line_break, mm, paragraph, run, table_of, text
from tracker.export.word.styles import RED, SONG_TITLE, face, size

_COLOUR = f'<w:color w:val="{RED}"/>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRED = f'{_FLUSH}<w:jc w:val="center"/>'
# The office's name, 35 mm below the block's top, on one line of 156 mm.
_BELOW_TOP, _TALLEST, _SMALLEST, _LINE_WIDTH = 35.0, 40, 22, 430
_LEADING = 1.1
_EMPTY = paragraph("Flush")
_BLOCK = mm(156)
# A character of the text with its 0.2 pt less, and a digit.
_WIDE, _NARROW = 15.8, 7.8


def head(frozen: Frozen, options: Options) -> str:
    paper = options.paper
    lines = _red_head(frozen, paper) if paper.has_red_head else ""
    first, second = title(frozen.card.period, paper.kind)
    lines += paragraph("Title", run(first), line_break() if second else "", run(second))
    issue = issue_text(paper.issue)
    if issue and not paper.has_red_head:
        lines += text("Flush", f"({issue})", _CENTRED)
    lines += _EMPTY
    if paper.addressee.strip():
        lines += text("Flush", f"{paper.addressee.strip().rstrip(':：')}:")
    return lines + text("Normal", opening(frozen, paper.kind))


def _red_head(frozen: Frozen, paper: PaperSettings) -> str:
    """标志, number, red rule; of a series its name, 第N期, and below it who makes it and when."""
    office = " ".join(paper.office.split())
    issued = paper.number_in(_day(frozen).year)
    if paper.kind is PaperKind.NOTICE:
        return _masthead(office) + _EMPTY * 2 + text("Flush", issued, _CENTRED) + _RULE + _EMPTY * 2
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{_BLOCK}"/></w:tabs>{_FLUSH}<w:jc w:val="left"/>'
    made = paragraph("Flush", run(office), "<w:r><w:tab/></w:r>", run(day(_day(frozen))), properties=tab)
    below = issue_text(paper.issue) or issued
    return (
        _masthead("　".join(paper.kind.word))
        + _EMPTY
        + text("Flush", below, _CENTRED)
        + _EMPTY
        + made
        + _RULE
        + _EMPTY
    )


def _masthead(name: str) -> str:
    height = max(_SMALLEST, min(_TALLEST, _LINE_WIDTH // max(1, len(name))))
    letters = f'{face(SONG_TITLE, SONG_TITLE)}{_COLOUR}<w:spacing w:val="0"/>{size(2 * height)}'
    # What an exact line leaves above its letters is taken off.
    above = height * (_LEADING - 1) * 0.35
    before = mm(_BELOW_TOP) - round(above * 20)
    line = f'w:line="{round(height * _LEADING * 20)}" w:lineRule="exact"'
    spaced = f'<w:snapToGrid w:val="0"/><w:spacing w:before="{before}" w:after="0" {line}/>'
    return paragraph("Flush", run(name, letters), properties=spaced + _CENTRED)


_RULE = paragraph(
    "Flush",
    properties=(
        f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="0" w:color="{RED}"/></w:pBdr>'
        '<w:snapToGrid w:val="0"/><w:spacing w:line="220" w:lineRule="exact"/>'
    ),
)


def attachment_and_signature(frozen: Frozen, options: Options, section: str) -> str:
    """附件:…情况表 two characters in, a line below the text; the signature centred over the day; together.

    ``section``: the properties of the section that ends with the day.
    """
    together = "<w:keepNext/><w:keepLines/>"
    lines = text("Flush", "", together)
    lines += text("Normal", f"附件:{appendix_title(frozen.card.period)}", together)
    lines += text("Flush", "", together) * 2
    office, on = options.paper.signed_by, day(_day(frozen))
    # The day four characters in, a longer name two: both are centred over the same point.
    middle = max(4 * _WIDE + _width(on) / 2, 2 * _WIDE + _width(office) / 2)
    left = max(0, _BLOCK - round(2 * middle * 20))
    centred = (
        f'<w:ind w:left="{left}" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
    )
    if office:
        lines += text("Flush", office, together + centred)
    return lines + text("Flush", on, centred + section)


def _width(line: str) -> float:
    return sum(_NARROW if sign.isascii() else _WIDE for sign in line)


def _day(frozen: Frozen) -> date:
    return frozen.frozen_at.astimezone(SHANGHAI).date()


def imprint(frozen: Frozen, options: Options) -> str:
    """版记: 抄送, then who prints it and when, one character in from both sides, between rules."""
    paper, on = options.paper, day(_day(frozen))
    columns = (Column("", _BLOCK // 2), Column("", _BLOCK - _BLOCK // 2))
    rows: list[tuple[str, ...]] = []
    if paper.copies.strip():
        copies = paper.copies.strip().rstrip(" 。.")
        hanging = '<w:ind w:left="840" w:hanging="840"/>'
        rows.append((text("Imprint", f"抄送:{copies}。", hanging),))
    printed = " ".join(paper.printed_by.split())
    rows.append((text("Imprint", printed), text("Imprint", f"{on}印发", '<w:jc w:val="right"/>')))
    return table_of(columns, rows, look="Ruled", side=280)
