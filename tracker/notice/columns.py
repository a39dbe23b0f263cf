"""What the columns of a table hold, by the words of its head."""

import re
from collections.abc import Sequence
from enum import StrEnum

from tracker.notice.layouts import LABEL, Role, role_of


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


def head_of(cells: Sequence[str]) -> Sequence[tuple[Column, str]]:
    """What the columns below these cells hold; empty where the cells are no head."""
    columns = [(_column(cell), cell) for cell in cells]
    known = {column for column, _ in columns if column is not None}
    is_row = any(re.fullmatch(r"\d{1,3}", cell) for cell in cells)
    if is_row or len(known) < 2 or sum(len(cell) > 14 for cell in cells) > 1:
        return ()
    return [(column or Column.TEXT, cell) for column, cell in columns]


def is_certain_head(cells: Sequence[str]) -> bool:
    """Whether nearly every cell says what stands below it: so a head is known that only blanks part."""
    known = [column for cell in cells if (column := _column(cell)) is not None]
    return (
        bool(head_of(cells))
        and len(set(known)) >= 3
        and 4 * len(known) >= 3 * len(cells)
        and not any(re.search(r"[。;,:]", cell) for cell in cells)
    )


def _column(cell: str) -> Column | None:
    for column, words in _HEADS[:2]:
        if re.fullmatch(words, cell):
            return column
    if found := LABEL.match(cell):
        return _ROLES[role_of(found)]
    return next((column for column, words in _HEADS[2:] if re.fullmatch(words, cell)), None)
