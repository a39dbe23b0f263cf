"""What each table of figures shows, by the keys of columns.py, in its order; here and nowhere else.

A table may head a column in its own words or give it another width. Widths are characters; in Word, on slides
and in 进度表 they share out the page: one column more makes the others narrower.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tracker.domain.language import marked
from tracker.domain.listing.cells import Column
from tracker.domain.listing.columns import BY_KEY, planned_columns
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.progress.scorecard import PlanRef, Scorecard


def column(key: str, /, **otherwise: Any) -> Column:
    """A column of the registry, ``otherwise`` in what this table has differently."""
    return replace(BY_KEY[key], **otherwise)


def columns(*chosen: str | Column) -> tuple[Column, ...]:
    return tuple(BY_KEY[each] if isinstance(each, str) else each for each in chosen)


# Behind the others where figures are made up.
MARK = columns("mark")


def in_rhythm(table: Sequence[Column], rhythm: Rhythm) -> tuple[Column, ...]:
    """The table for a plan of this rhythm: heads in its words, as many planned values as it has periods."""
    planned = planned_columns(rhythm)
    made: list[Column] = []
    for column in table:
        if column.key == planned[0].key:
            made += planned
        elif not column.key.startswith("planned_"):
            made.append(replace(column, rhythm=rhythm))
    return tuple(made)


def marked_columns(table: Sequence[Column], plan: PlanRef) -> tuple[Column, ...]:
    """The table of a CSV, which has no title and no foot to carry the mark of made-up figures."""
    return (*in_rhythm(table, plan.rhythm), *(MARK if plan.mark else ()))


def led_columns(table: Sequence[Column], card: Scorecard) -> tuple[Column, ...]:
    """The table with its leaders behind the others, where any is in charge of something."""
    return (*table, *(columns("leader") if card.leaders else ()))


# 全表 offers these to choose from, on the page and in its files.
LISTING = columns(
    "code",
    "name",
    "area",
    "article",
    "kind",
    "lead",
    "co",
    "leader",
    "target",
    "baseline",
    "value",
    "measure",
    "marks",
    "change",
    # Of targets and budgets; under the key by which addresses and accounts keep it.
    column("share", key="completion", leads_to="method"),
    "expected",
    column("lag", width=17),
    "gap_text",
    "behind_for",
    "needed",
    "status",
    "before",
    "submitted",
)
LISTING_USUAL = (
    "status",
    "name",
    "lead",
    "target",
    "value",
    "change",
    "completion",
    "lag",
    "marks",
    "code",
)

# Other pages
BEHIND = columns("status", "name", "against", "gap_text", "behind_for", "lead", "problem", "next_step")
YEAR = columns(
    column("value_text", word=marked("数据")),
    "expected",
    column("share", leads_to="method"),
    "gap_text",
    column("change_text", word=marked("变化")),
    "status",
)
FILED_BY, FILED = columns("lead"), columns("name", column("code", leads_to=None))
AVERAGED = columns(
    column("code_name", leads_to="method"),
    "completion",
    column("pace", word=marked("应达")),
    "status",
    "averaged",
)
FOUND = columns(column("code_name", leads_to="method"), "status")

# 进度表.xlsx
PROGRESS = columns(
    column("place", width=6),
    column("name", word=marked("主要目标"), width=32),
    column("aim_or_due", word=marked("年度目标"), width=17.5),
    column("value", width=16.5),
    column("completion", width=9.5),
    column("status", width=12),
    column("told", width=40),
    column("units", width=26.5),
)
# Where any is in charge of something.
PROGRESS_WITH_LEADERS = (
    PROGRESS[0],
    column("leader", width=10),
    *(replace(each, width=each.width - 5) if each.key in ("told", "name") else each for each in PROGRESS[1:]),
)
_NUMBERS = columns(
    "code",
    column("name", word=marked("目标名称")),
    "area",
    "article",
    "kind",
    "sign",
    "aim_or_due",
    "measure",
    "lead",
    "value",
    column("month", word=marked("数据截至\n(月)")),
    "finality",
    "state_marked",
    column("share", word=marked("完成率、\n执行率")),
    "pace",
    column("lag", word=marked("与时序差\n(百分点)")),
    "status",
    "moved",
    "call",
    column("call_value", word=marked("预计\n全年值")),
    column("version", word=marked("条款\n版本")),
)
# One row for each figure, of this period and of the one before: typed columns, heads in the first row.
PIVOT = columns(
    "period",
    column("month", word=marked("数据月份")),
    column("area", width=29),
    column("article", width=12),
    column("code", width=11),
    column("name", word=marked("目标名称"), width=40),
    column("kind", width=10),
    "aim",
    column("measure", width=13),
    "value",
    column("share", word=marked("完成率、执行率"), width=16),
    "expected",
    column("lag", width=18),
    column("status", width=15),
    column("call", width=14),
    column("lead", width=22),
    column("leader", width=14),
)
_WORDS = columns("quote", "co", "progress", "problem", "next_step", "scope")
DATA_SHEET = (*_NUMBERS, *_WORDS)
DATA_SHEET_FOLD = len(_NUMBERS)  # where a sheet of paper ends and the next goes on

# 通报.docx and 幻灯片.pptx
BULLETIN_APPENDIX = columns(
    column("place", width=6),
    column("name", word=marked("主要目标"), width=25),
    column("target", width=13.5, align="center"),
    column("value_text", word=marked("现值"), width=15, align="center"),
    column("completion", width=8.5, align="center"),
    column("gap_short", width=10, align="center"),
    column("status", width=12),
    column("told_briefly", width=28),
    column("units", width=30),
)
SLIDES_APPENDIX = columns(
    column("place", width=5.5),
    column("name", width=37),
    column("target", width=18),
    "value_or_nothing",
    column("share", width=9.5),
    column("lag", width=10.5),
    column("status", width=12.5),
    column("units", word=marked("责任单位(★牵头)"), width=42),
)
SLIDES_BEHIND = columns(
    column("status", width=9.5),
    column("name_lead", width=25),
    column("said", word=marked("进展"), width=38),
    column("lag", width=10.5),
    column("problem_told", width=34),
    column("next_step_told", width=37),
)
SLIDES_DECISIONS = columns(
    column("status", width=14),
    column("name_lead", width=37),
    column("said", word=marked("进展"), width=48),
)

# 数据.csv, for programs; docs/export-columns.md says of each what it is.
DATA_CSV = columns(
    "snapshot",
    "sha256",
    "plan",
    "period",
    "unapproved",
    "area_number",
    "area",
    "article",
    "code",
    column("name", word=marked("目标名称")),
    "quote",
    "quote_start",
    "kind",
    "operator",
    "aim",
    "upper",
    "measure",
    "baseline",
    "path",
    "planned_1",
    "planned_2",
    "planned_3",
    "planned_4",
    "due",
    "reduction",
    "stretch",
    "condition",
    "version",
    "lead",
    "co",
    "report",
    "reported",
    "verified",
    "month",
    "finality",
    "state",
    "submitted",
    "on_time",
    "correction",
    "call",
    "call_value",
    "completion",
    "execution",
    "pace",
    "expected",
    "gap",
    "difference",
    "early",
    "behind_for",
    "status",
    "status_code",
    "value_before",
    "before",
    "change",
    "rules",
    "nothing",
    "progress",
    "problem",
    "next_step",
    "scope_note",
    "leader",
)
