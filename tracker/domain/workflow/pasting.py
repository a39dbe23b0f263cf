"""A column pasted from a spreadsheet: which cell is meant for which target, and what it says.

What can't be matched or read is told and left out, never guessed. A blank cell leaves the draft as it is.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.domain.language import _, marked, with_colon
from tracker.domain.language.errors import BadInput
from tracker.domain.language.punctuation import full_width
from tracker.domain.language.texts import storable
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.target import Kind, Terms, milestone_choices
from tracker.domain.workflow.entry import Field, read_value

LONGEST = 200_000
# Read in every language; beside them the words that cell_of_draft writes in the person's own.
_NOT_APPLICABLE = re.compile("(本.)?不适用|——?")
# A single hyphen is not among them: spreadsheets show a zero as "-" in their accounting format.
_DONE = {"已完成": True, "完成": True, "是": True, "未完成": False, "尚未完成": False, "否": False}
_COLUMN_NAME = re.compile("数值|累计|季度|实际|完成(值|数|情况)|指标")
_MONTH = re.compile(r"(?:截至|1?\s*[-—–~至])?\s*(\d{1,2})\s*月?")
_OF_DATA = re.compile("数据?$")
_HEADING = marked("标题行,没有填入。")


@dataclass(frozen=True)
class PasteRow:
    """A target as it is shown, in the order of the rows; ``locked``: why no value can be put in."""

    code: str
    name: str
    terms: Terms
    locked: str = ""


@dataclass(frozen=True)
class PastedLine:
    """One pasted line: ``typed`` goes into the draft of ``code``; where it is empty, ``said`` tells why."""

    number: int
    cells: tuple[str, ...]
    code: str | None = None
    typed: Mapping[Field, str] = field(default_factory=dict)
    said: str = ""


def draft_of_cell(text: str, terms: Terms) -> dict[Field, str]:
    """What a cell for the figure puts into the draft: 不适用 and — are marks, 已完成 is a milestone's 1.

    Everything else is kept as it was typed; whether it can be read, the form's rules say.
    """
    bare = text.strip()
    if _NOT_APPLICABLE.fullmatch(bare) or bare == _("不适用"):
        return {Field.NOT_APPLICABLE: "1"}
    if terms.kind is Kind.MILESTONE:
        words = {word: choice for choice, word in milestone_choices(terms).items()}
        words |= {word: str(terms.steps_in_all) if done else "0" for word, done in _DONE.items()}
        return {Field.VALUE: words.get(full_width(bare), text), Field.NOT_APPLICABLE: ""}
    return {Field.VALUE: text, Field.NOT_APPLICABLE: ""}


def month_of_cell(text: str) -> str:
    """9 of 9, 9月, 1—9月 and 截至９月; any other text as it is, to be refused in words."""
    bare = unicodedata.normalize("NFKC", text).strip()
    month = _MONTH.fullmatch(bare)
    return text if month is None else str(int(month[1]))


def finality_of_cell(text: str) -> str:
    """final of 正式 and 正式数; any other text as it is, to be refused in words."""
    bare = _OF_DATA.sub("", text.strip())
    return {each.word: each.value for each in Finality}.get(bare, text)


def cell_of_draft(typed: Mapping[Field, str], terms: Terms) -> str:
    """The draft's figure as one cell of a table."""
    if typed.get(Field.NOT_APPLICABLE) == "1":
        return _("不适用")
    text = typed.get(Field.VALUE, "")
    if terms.kind is Kind.MILESTONE:
        return milestone_choices(terms).get(text, text)
    return text


def read_paste(text: str, rows: Sequence[PasteRow]) -> tuple[PastedLine, ...]:
    """Match pasted text with ``rows``: one column of values in the rows' order, or code or name and value.

    Of a wider table (填报表) the column of the codes or names is taken, and the one that its head names.
    Raises BadInput where the text is no such table.
    """
    table = _table(text)
    width = max((len(cells) for cells in table), default=0)
    if width > 2:
        table, width = _narrowed(table, rows, width), 2
    return _by_key(table, rows) if width == 2 else _by_order(table, rows)


def _table(text: str) -> list[tuple[str, ...]]:
    """Tab-separated lines as spreadsheets copy them, with quotes around cells that hold line ends."""
    if len(text) > LONGEST:
        raise BadInput(
            _("粘贴的内容太长:{count}个字,最多{longest}个字。").format(
                count=f"{len(text):,}", longest=f"{LONGEST:,}"
            )
        )
    # Strict, for an open quotation mark would swallow all lines behind it as one cell.
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t", strict=True)
    try:
        table = [_trimmed(cells) for cells in reader]
    except csv.Error as error:
        raise BadInput(_("粘贴的内容里有不成对的引号,请重新从表格中复制。")) from error
    return table if any(table) else []


def _narrowed(table: list[tuple[str, ...]], rows: Sequence[PasteRow], width: int) -> list[tuple[str, ...]]:
    """Of each line the code (or name) and the figure. Raises BadInput where no head names one figure."""
    full = [(*cells, *[""] * (width - len(cells))) for cells in table]
    named = [sum(len(_rows_named(cells[place], rows)) == 1 for cells in full) for place in range(width)]
    key = named.index(max(named))
    heads = full[: next((at for at, cells in enumerate(full) if _rows_named(cells[key], rows)), 0)]
    others = [place for place in range(width) if place != key]
    figures = [place for place in others if any(_COLUMN_NAME.search(cells[place]) for cells in heads)]
    if not named[key] or len(figures) != 1:
        raise BadInput(_("请只复制一列数值,或两列(编号或名称,以及数值)。"))
    return [_trimmed([cells[key], cells[figures[0]]]) for cells in full]


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    kept = [storable(cell).strip() for cell in cells]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _by_order(table: list[tuple[str, ...]], rows: Sequence[PasteRow]) -> tuple[PastedLine, ...]:
    """By position, only where every row has its line: what is left out or put in front would move the others.

    Raises BadInput.
    """
    values = [cells[0] if cells else "" for cells in table]
    while len(values) > len(rows) and not values[-1]:
        values.pop()
    has_heading = bool(values and rows) and _is_heading(values[0], rows[0], len(values) - len(rows))
    if values and len(values) - has_heading != len(rows):
        raise BadInput(
            _("粘贴了{n}行,表格有{rows}行,不能按顺序对应。请把编号(或名称)和数值两列一起复制。").format(
                n=len(values) - has_heading, rows=len(rows)
            )
        )
    lines = [PastedLine(1, (values[0],), said=_(_HEADING))] if has_heading else []
    below = values[has_heading:]
    numbered = enumerate(zip(below, rows, strict=True), start=1 + has_heading)
    return (
        (*lines, *(_line(number, (text,), row, text) for number, (text, row) in numbered)) if values else ()
    )


def _is_heading(text: str, first: PasteRow, surplus: int) -> bool:
    """A first line that is no value, with as many lines below it as there are rows, or a column's name."""
    if not text or not _refusal(text, first.terms):
        return False
    return surplus == 1 or _COLUMN_NAME.search(text) is not None


def _by_key(table: list[tuple[str, ...]], rows: Sequence[PasteRow]) -> tuple[PastedLine, ...]:
    lines: list[PastedLine] = []
    taken: dict[str, int] = {}
    for number, cells in enumerate(table, start=1):
        key, text = (*cells, "", "")[:2]
        named = _rows_named(key, rows)
        if not key and not text:
            continue
        if len(named) != 1:
            lines.append(PastedLine(number, cells, said=_unmatched(key, len(named), is_first=number == 1)))
        elif named[0].code in taken:
            remark = _("与第{taken}行重复,没有填入。").format(taken=taken[named[0].code])
            lines.append(PastedLine(number, cells, named[0].code, said=remark))
        else:
            line = _line(number, cells, named[0], text)
            lines.append(line)
            if line.typed:
                taken[named[0].code] = number
    return tuple(lines)


def _unmatched(key: str, matches: int, *, is_first: bool) -> str:
    if not key:
        return _("没有编号或名称,不知道填给哪一项。")
    if matches:
        return _("名称对应多项目标,请改用编号。")
    return _("首行不是目标,当作标题行,没有填入。") if is_first else _("没有这个编号或名称的可填目标。")


def _rows_named(key: str, rows: Sequence[PasteRow]) -> list[PasteRow]:
    """By code, by name, or by a code with the name behind it."""
    asked, first_word = _bare(key), _bare(key.split()[0] if key.split() else "")
    by_code = [row for row in rows if _bare(row.code) in (asked, first_word)]
    return by_code or [row for row in rows if asked and _bare(row.name) == asked]


def _bare(text: str) -> str:
    # As people see them: full width, capitals and spaces make no other code or name.
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _line(number: int, cells: tuple[str, ...], row: PasteRow, text: str) -> PastedLine:
    if not text:
        return PastedLine(number, cells, row.code, said=_("空白,保持原样。"))
    if row.locked:
        return PastedLine(number, cells, row.code, said=with_colon(_("没有填入"), row.locked))
    refusal = _refusal(text, row.terms)
    if refusal:
        return PastedLine(number, cells, row.code, said=refusal)
    return PastedLine(number, cells, row.code, draft_of_cell(text, row.terms))


def _refusal(text: str, terms: Terms) -> str:
    """Why a cell can't be read as the target's figure; empty where it can."""
    drafted = draft_of_cell(text, terms)
    if drafted.get(Field.NOT_APPLICABLE) == "1":
        return ""
    try:
        read_value(drafted[Field.VALUE], terms)
    except BadInput as refusal:
        return str(refusal)
    return ""
