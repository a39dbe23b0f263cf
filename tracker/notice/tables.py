"""Tables in a notice: rows of cells that a tab parts, under a head that says what each column holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.notice.layouts import LABEL, Role, role_of
from tracker.notice.normalise import Span, View


class Column(StrEnum):
    """What a column holds. ``PLAN``: interim values by quarter or month; ``MEASURE``: 计量单位; ``MONEY``:
    what is set aside for it this year, 计划投资(万元).
    """

    NUMBER = "number"
    CATEGORY = "category"
    TEXT = "text"
    PLAN = "plan"
    VALUE = "value"
    MEASURE = "measure"
    PAST = "past"
    MONEY = "money"
    LEAD = "lead"
    CO = "co"
    LISTED = "listed"
    LEADER = "leader"
    TIME = "time"
    NOTE = "note"


_HEADS = (
    (Column.NUMBER, r"序号|编号|项目序号|序|NO\.?"),
    (Column.MEASURE, r"(?:计量)?单位|计量"),
    (Column.PAST, r"(?:上年|去年|基期|现状).*|20\d\d年(?:底)?(?:实际|实绩|完成|预计完成|基数|现状).*|基数"),
    (Column.CATEGORY, r"类别|类型|分类|领域|板块|大类|所属领域|项目类别|指标类别"),
    (Column.NOTE, r"备注|说明|属性|指标属性|指标性质|依据"),
    (
        Column.PLAN,
        r".*(?:季度|月度|上半年|[一二三四1-4]季).*|.*(?:进度|实施计划|推进计划|节点|阶段).*|\d{1,2}月.*",
    ),
    (
        Column.VALUE,
        r".*(?:目标值|目标数|计划数|任务数|预期目标|年度目标|目标|任务量|数量|增速|计划)(?:\(.*\))?",
    ),
    (
        Column.MONEY,
        r"(?!.*总(?:投资|概算)).*(?:投资|资金|经费|预算)(?:额|数|规模|总额|概算|安排)?(?:\([^()]*元\))?",
    ),
    (Column.TEXT, r".*(?:项目|内容|任务|指标|工作|名称|举措|措施|事项).*"),
)
_ROLES = {
    Role.LEAD: Column.LEAD,
    Role.CO: Column.CO,
    Role.LISTED: Column.LISTED,
    Role.LEADER: Column.LEADER,
    Role.TIME: Column.TIME,
}


@dataclass(frozen=True)
class Cell:
    column: Column
    head: str
    span: Span


@dataclass(frozen=True)
class Row:
    """One row below a head. ``cells`` in their order, without empty ones."""

    line: Span
    cells: tuple[Cell, ...]

    def of(self, *columns: Column) -> list[Cell]:
        return [cell for cell in self.cells if cell.column in columns]


# What may stand between rows: 一、经济发展, (一)就业, and the name of a category, in one cell.
_CATEGORY = re.compile(r"[一二三四五六七八九十]+、.*|\(.*|[^,。;:]{2,16}")


def rows_of(view: View) -> Iterator[Row]:
    """The rows of all tables. A table without a head that is understood gives none."""
    head: Sequence[tuple[Column, str]] = ()
    for line in view.lines():
        words = line.of(view.text)
        if "\t" not in words:
            if words and not _CATEGORY.fullmatch(words):
                head = ()
            continue
        cells = words.split("\t")
        if (as_head := _head(cells)) and not any(re.fullmatch(r"\d{1,3}", cell) for cell in cells):
            head = as_head
        elif head:
            yield _row(line, cells, head)


def _head(cells: Sequence[str]) -> Sequence[tuple[Column, str]]:
    columns = [(_column(cell), cell) for cell in cells]
    known = {column for column, _ in columns if column is not None}
    if len(known) < 2 or sum(len(cell) > 14 for cell in cells) > 1:
        return ()
    return [(column or Column.TEXT, cell) for column, cell in columns]


def _column(cell: str) -> Column | None:
    for column, words in _HEADS[:2]:
        if re.fullmatch(words, cell):
            return column
    if found := LABEL.match(cell):
        return _ROLES[role_of(found)]
    return next((column for column, words in _HEADS[2:] if re.fullmatch(words, cell)), None)


def _row(line: Span, cells: Sequence[str], head: Sequence[tuple[Column, str]]) -> Row:
    """Cells under their head. Where a merged cell in front is missing, the row is shorter: it ends alike."""
    offset = max(0, len(head) - len(cells)) if not _is_numbered_alike(cells, head) else 0
    placed = []
    start = line.start
    for place, words in enumerate(cells):
        span = Span(start, start + len(words))
        start = span.end + 1
        if words and place + offset < len(head):
            column, title = head[place + offset]
            placed.append(Cell(column, title, span))
    return Row(line, tuple(placed))


def _is_numbered_alike(cells: Sequence[str], head: Sequence[tuple[Column, str]]) -> bool:
    """Whether the number stands in the column of numbers as the row is."""
    place = next((place for place, (column, _) in enumerate(head) if column is Column.NUMBER), None)
    return (
        place is not None and place < len(cells) and re.fullmatch(r"[*★☆]?\d{1,4}", cells[place]) is not None
    )
