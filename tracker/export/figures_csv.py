"""数据.csv: one row for each target or budget, with everything that its figure and its status rest on.

For programs and for people: UTF-8 with a BOM, numbers plain, shares as decimals; docs/export-columns.md.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from tracker.domain.language.texts import clean_text
from tracker.domain.measure.figure import Figure, Texts
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.quantity import plain, rounded
from tracker.domain.meetings.snapshot import Frozen, thaw
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences import nothing_text
from tracker.export.rows_csv import BOM, text_cell

_PLACES = 6


@dataclass(frozen=True)
class Row:
    """One score with the snapshot it stands in."""

    frozen: Frozen
    sha256: str
    number: str
    score: Score

    @property
    def texts(self) -> Texts:
        return self.frozen.texts_of(None if self.figure is None else self.figure.report_id)

    @property
    def figure(self) -> Figure | None:
        return self.score.figure


Cell = str | int | bool | Decimal | Fraction | Period | datetime | None


@dataclass(frozen=True)
class Column:
    name: str
    read: Callable[[Row], Cell]


def _of_figure(read: Callable[[Figure], Cell]) -> Callable[[Row], Cell]:
    return lambda row: None if row.figure is None else read(row.figure)


def _planned(number: int) -> Callable[[Row], Cell]:
    def read(row: Row) -> Cell:
        planned = row.score.target.terms.plan_values
        return None if planned is None else planned[number]

    return read


def _verified(figure: Figure) -> Cell:
    """Empty until somebody approved it: what waits for review has no verified value."""
    return None if figure.is_unapproved else figure.value


def _nothing(row: Row) -> str:
    return nothing_text(row.score, row.frozen.card.period, row.texts.scope_note) or ""


def _word(status: Status | None) -> str:
    return "" if status is None else status.word


COLUMNS = (
    Column("快照编号", lambda r: r.number),
    Column("快照SHA-256", lambda r: r.sha256),
    Column("方案", lambda r: r.frozen.card.plan.document),
    Column("季度", lambda r: r.frozen.card.period),
    Column("含未审核", lambda r: r.frozen.card.include_unapproved),
    Column("领域序号", lambda r: r.score.target.area.number),
    Column("领域", lambda r: r.score.target.area.title),
    Column("条款", lambda r: r.score.target.anchor.label),
    Column("编号", lambda r: r.score.target.code),
    Column("目标名称", lambda r: r.score.target.name),
    Column("原文", lambda r: r.score.target.anchor.quote),
    Column("原文位置", lambda r: r.score.target.anchor.quote_start),
    Column("类别", lambda r: r.score.target.terms.kind.word),
    Column("关系", lambda r: r.score.target.terms.operator.value),
    Column("目标值", lambda r: r.score.target.terms.value),
    Column("计量单位", lambda r: r.score.target.terms.unit_of_measure),
    Column("基数", lambda r: r.score.target.terms.baseline),
    Column("进度路径", lambda r: r.score.target.terms.path.word),
    Column("一季度计划", _planned(0)),
    Column("上半年计划", _planned(1)),
    Column("前三季度计划", _planned(2)),
    Column("全年计划", _planned(3)),
    Column("完成季度", lambda r: r.score.target.terms.due),
    Column("下降类", lambda r: r.score.target.terms.is_reduction),
    Column("力争", lambda r: r.score.target.terms.is_stretch),
    Column("条件说明", lambda r: r.score.target.terms.condition),
    Column("条款版本", lambda r: r.score.target.terms_version),
    Column("牵头单位", lambda r: r.score.target.lead.name),
    Column("配合单位", lambda r: "、".join(unit.name for unit in r.score.target.co_units)),
    Column("填报编号", _of_figure(lambda f: f.report_id)),
    Column("上报值", _of_figure(lambda f: f.reported_value)),
    Column("审核值", _of_figure(_verified)),
    Column("数据截至月份", _of_figure(lambda f: f.data_month)),
    Column("数据性质", _of_figure(lambda f: f.finality.word)),
    Column("审核状态", _of_figure(lambda f: f.state.word)),
    Column("提交时间", _of_figure(lambda f: f.submitted_at)),
    Column("按时", _of_figure(lambda f: f.is_on_time)),
    Column("更正", _of_figure(lambda f: f.is_correction)),
    Column("年底研判", _of_figure(lambda f: "" if f.call is None else f.call.word)),
    Column("预计全年值", _of_figure(lambda f: f.call_value)),
    Column("完成率", lambda r: r.score.judgement.completion),
    Column("时序进度", lambda r: r.score.judgement.pace),
    Column("差距", lambda r: r.score.judgement.gap),
    Column("状态", lambda r: r.score.status.word),
    Column("状态代码", lambda r: r.score.status.value),
    Column("上季度值", lambda r: None if r.score.previous is None else r.score.previous.value),
    Column("上季度状态", lambda r: _word(r.score.previous_status)),
    Column("比上季度", lambda r: r.score.change),
    Column("判定规则", lambda r: r.frozen.card.rules.sentence),
    Column("没有数据的原因", _nothing),
    Column("进展情况", lambda r: r.texts.progress),
    Column("存在问题", lambda r: r.texts.problem),
    Column("下一步举措", lambda r: r.texts.next_step),
    Column("口径说明", lambda r: r.texts.scope_note),
)


def csv_bytes(content: str, sha256: str, number: str = "") -> bytes:
    """The rows of a snapshot's content. Raises BadInput when this version does not read it."""
    frozen = thaw(content)
    target = StringIO()
    lines = csv.writer(target)
    lines.writerow(column.name for column in COLUMNS)
    for score in frozen.card.scores:
        row = Row(frozen, sha256, number, score)
        lines.writerow(written(column.read(row)) for column in COLUMNS)
    return (BOM + target.getvalue()).encode()


def written(cell: Cell) -> str:
    """Nothing is an empty cell, a number stays one, a text never becomes a formula."""
    match cell:
        case None:
            return ""
        case bool():
            return "是" if cell else "否"
        case int() | Period():
            return str(cell)
        case Decimal():
            return plain(cell)
        case Fraction():
            return plain(rounded(cell, _PLACES))
        case datetime():
            return f"{cell.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return text_cell(clean_text(cell, limit=len(cell) + 1))
