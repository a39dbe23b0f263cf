# ruff: noqa: E501
"""The sheet that all versions share: one upright page of A4, title, lines, tables, foot. Lengths in twips."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.data_months import material_label, months_and_reading
from tracker.export.options import Options
from tracker.export.status_marks import mark_of
from tracker.export.word.marks import attribute, paragraph, run
from tracker.export.word.package import Document, Properties, docx_bytes, heads, references
from tracker.export.word.styles import HEI, KAI, SONG_TITLE, face, size

ACROSS = 9_525
_LINE = Decimal("18.6")
_PAGE = (
    f'<w:sectPr>{references()}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1247" w:right="1134" '
    'w:bottom="1190" w:left="1247" w:header="624" w:footer="510" w:gutter="0"/></w:sectPr>'
)
_TITLE_ACROSS = 20  # characters of 22 pt on a line
_MUTED = '<w:color w:val="566273"/>'
_CLOSE = '<w:spacing w:val="0"/>'
_FLUSH = '<w:snapToGrid w:val="0"/>'
_NOBODY = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'


@dataclass(frozen=True)
class Cell:
    """``stand``: left, center, right. ``below``: a second line in smaller type. ``status``: drawn as one."""

    text: str
    stand: str = "center"
    below: str = ""
    status: Status | None = None


@dataclass(frozen=True)
class Head:
    word: str
    width: int


def _exact(twips: int, before: int = 0, after: int = 0) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{twips}" w:lineRule="exact"/>'


def title(parts: tuple[str, str]) -> str:
    """In one line where it fits, else broken between its two parts."""
    letters = f"{face(SONG_TITLE, SONG_TITLE)}{_CLOSE}"
    whole = "".join(parts)
    lines = [whole] if len(whole) <= _TITLE_ACROSS else list(parts)
    shown = ""
    for line in lines:
        height = 22 if len(line) <= _TITLE_ACROSS else max(11, 22 * _TITLE_ACROSS // len(line))
        given = f'<w:keepNext/>{_FLUSH}{_exact(680)}{_NOBODY}<w:jc w:val="center"/>'
        shown += paragraph("Flush", run(line, f"{letters}{size(2 * height)}"), properties=given)
    return shown


def below_title(*parts: str) -> str:
    given = f'{_FLUSH}<w:spacing w:before="0" w:after="80" w:line="360" w:lineRule="atLeast"/>{_NOBODY}<w:jc w:val="center"/>'
    letters = f"{face(KAI)}{_CLOSE}{size(21)}"
    first, *rest = (run(part, letters) for part in parts if part)
    return paragraph("Flush", first, *(_room(letters, 2) + each for each in rest), properties=given)


def line(text: str, lead: str = "") -> str:
    """A paragraph of the text; ``lead`` stands in front of it in 黑体."""
    letters = f"{_CLOSE}{size(25)}"
    given = f'{_FLUSH}<w:spacing w:before="0" w:after="0" w:line="372" w:lineRule="exact"/>{_NOBODY}<w:jc w:val="both"/>'
    return paragraph("Flush", *_led(lead, text, letters), properties=given)


def heading(text: str, beside: str = "") -> str:
    letters = f"{_CLOSE}{size(26)}"
    given = f'<w:keepNext/><w:keepLines/>{_FLUSH}{_exact(400, 80, 20)}{_NOBODY}<w:jc w:val="left"/>'
    return paragraph("Flush", *_led(text, beside, letters), properties=given)


def _led(lead: str, text: str, letters: str) -> list[str]:
    """Words in 黑体, a character of room, the text behind."""
    room = _room(letters) if lead and text else ""
    return [run(lead, f"{face(HEI)}{letters}"), room, run(text, letters)]


def _room(letters: str, characters: int = 1) -> str:
    """So many empty characters: ``marks.words`` makes one blank of them."""
    room = "\u3000" * characters
    return f'<w:r><w:rPr>{letters}</w:rPr><w:t xml:space="preserve">{room}</w:t></w:r>'


def note(text: str) -> str:
    given = f'{_FLUSH}{_exact(270, 30)}{_NOBODY}<w:jc w:val="both"/>'
    return paragraph("Flush", run(text, f"{_CLOSE}{size(18)}"), properties=given)


def signatures(*names: str) -> str:
    """Lines to sign on, side by side, and the day; they stay with what stands above them."""
    given = f'<w:keepLines/>{_FLUSH}{_exact(400, 180)}{_NOBODY}<w:jc w:val="left"/>'
    letters = f"{_CLOSE}{size(22)}"
    on = run("月", letters) + _room(letters, 2) + run("日", letters)
    names_shown = (run(name, letters) + _room(letters, 9) for name in names)
    return paragraph("Flush", *names_shown, on, properties=given)


def ruled_lines(count: int) -> str:
    """Empty lines to write on."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="1" w:color="8590A0"/><w:between w:val="single" w:sz="4" w:space="1" w:color="8590A0"/></w:pBdr>'
    return paragraph("Flush", properties=f"{rule}{_FLUSH}{_exact(480)}{_NOBODY}") * count


def table(
    heads: Sequence[Head],
    rows: Sequence[Sequence[Cell]],
    description: str,
    *,
    upright: bool = False,
    tall: int = 0,
) -> str:
    """Rules above, below and between the rows, ``upright`` ones too; its head repeats, no row is cut.

    ``tall``: the least height of a row. The head stays with the first row, the last row with the one before.
    """
    across = sum(head.width for head in heads)
    rule, hair = (
        'w:val="single" w:sz="8" w:space="0" w:color="000000"',
        'w:val="single" w:sz="4" w:space="0" w:color="8590A0"',
    )
    none = 'w:val="nil"'
    sides = f"<w:top {rule}/><w:left {none}/><w:bottom {rule}/><w:right {none}/><w:insideH {hair}/><w:insideV {hair if upright else none}/>"
    grid = "".join(f'<w:gridCol w:w="{head.width}"/>' for head in heads)
    top = "".join(_cell(Cell(head.word), head.width, is_head=True) for head in heads)
    height = f'<w:trHeight w:val="{tall}" w:hRule="atLeast"/>' if tall else ""
    shown = ""
    for place, row in enumerate(rows, 1):
        together = place == len(rows) - 1
        cells = "".join(
            _cell(cell, head.width, together=together) for cell, head in zip(row, heads, strict=True)
        )
        shown += f"<w:tr><w:trPr><w:cantSplit/>{height}</w:trPr>{cells}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{across}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:top w:w="16" w:type="dxa"/><w:left w:w="50" w:type="dxa"/><w:bottom w:w="16" w:type="dxa"/>'
        f'<w:right w:w="50" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0420"/><w:tblDescription w:val={attribute(description)}/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{top}</w:tr>{shown}</w:tbl>"
    )


def _cell(cell: Cell, width: int, *, is_head: bool = False, together: bool = False) -> str:
    letters, fill = f"{_CLOSE}{size(21)}", ""
    runs = run(cell.text, (face(HEI) if is_head else "") + letters)
    if cell.status is not None:
        mark = mark_of(cell.status)
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{mark.fill[1:]}"/>' if mark.fill else ""
        shown = face(HEI) if mark.bold else ""
        # The hint has ○ and ■ drawn by the Chinese face, as wide as the letters.
        runs = run(cell.status.shape, f'{face(HEI)}<w:color w:val="{mark.shape[1:]}"/>{letters}')
        runs += run(cell.status.word, f'{shown}<w:color w:val="{mark.ink[1:]}"/>{letters}')
    keep = "<w:keepNext/>" if is_head or together else ""
    given = f'{keep}{_FLUSH}{_exact(290)}{_NOBODY}<w:jc w:val="{cell.stand}"/>'
    below = paragraph("Flush", run(cell.below, _CLOSE + size(17)), properties=given) if cell.below else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph('Flush', runs, properties=given)}{below}</w:tc>"
    )


def document(
    frozen: Frozen, scores: Sequence[Score], sha256: str, number: str, options: Options, named: str, body: str
) -> bytes:
    """One version as a .docx. ``scores``: what it is about; ``named``: its title, for the file's properties."""
    card = replace(frozen.card, scores=tuple(scores))
    foot = _foot(card, frozen, sha256, number, options)
    marks = ("预览" if options.is_preview else "", card.plan.mark)
    about = f"{number or frozen.card.period} SHA-256 {sha256}"
    properties = Properties(named, frozen.card.plan.title[:200], frozen.author[:100], about, frozen.frozen_at)
    return docx_bytes(Document(body + _PAGE, properties, _LINE, (foot, foot), heads(*marks)))


def _foot(card: Scorecard, frozen: Frozen, sha256: str, number: str, options: Options) -> str:
    """On every page: whence the figures are, and the page's number."""
    rules = f"判定规则第{card.rules.version}版"
    whence = (months_and_reading(card, frozen.frozen_at), rules, options.paper.signed_by)
    centred = f'{_FLUSH}{_exact(240)}{_NOBODY}<w:jc w:val="center"/>'
    letters = f"{_MUTED}{_CLOSE}{size(17)}"
    middle = paragraph("Flush", run(" · ".join(filter(None, whence)), letters), properties=centred)
    page = f'<w:fldSimple w:instr=" PAGE "><w:r><w:rPr>{letters}</w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    label = run(material_label(number or card.period, sha256), letters)
    return middle + paragraph("Flush", label, _room(letters), page, properties=centred)
