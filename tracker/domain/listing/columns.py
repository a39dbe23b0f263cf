"""Every column of a table of figures, one line each: its key, its head, and how a row's cell is read.

Which table shows which of them stands in tables.py; how a cell is drawn goes by what it is (cells.py).
"""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _, bracketed, marked
from tracker.domain.listing.cells import Cell, Column, Done, Points, Row, Share, shown
from tracker.domain.measure.figure import Figure, inner_marks
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import span_of_months
from tracker.domain.measure.quantity import IN_POINTS, in_ledger_places
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Terms
from tracker.domain.progress.scorecard import Target
from tracker.domain.progress.status import Status
from tracker.domain.sentences.briefly import clipped, told_briefly
from tracker.domain.sentences.bulletin import closed
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.rows import gap_cell, remarks
from tracker.domain.sentences.scores import (
    change_text,
    gap_text,
    not_applicable_because,
    nothing_text,
    progress,
    value_text,
)
from tracker.domain.sentences.short_names import plan_cited
from tracker.domain.sentences.why_group import entry_text

_BRIEF = 40  # characters of what is told in brief


def band(row: Row) -> str:
    """What published tables put a row under: its area; budgets, which no target is counted with, apart."""
    return _("市级财政预算执行") if row.terms.kind is Kind.BUDGET else row.target.area.title


def units_text(target: Target) -> str:
    """★市科技局、市财政局: the lead first, marked, as the published tables have it."""
    return _("、").join((f"★{target.lead.name}", *(unit.name for unit in target.co_units)))


def _of_figure(read: Callable[[Figure], Cell]) -> Callable[[Row], Cell]:
    return lambda row: None if row.figure is None else read(row.figure)


def _amount(read: Callable[[Figure], Decimal | None]) -> Callable[[Row], Cell]:
    return lambda row: None if row.figure is None else _amount_or_done(read(row.figure), row.terms)


def _amount_or_done(value: Decimal | None, terms: Terms) -> Cell:
    return Done(value, terms) if terms.kind is Kind.MILESTONE and value is not None else value


def _planned(number: int) -> Callable[[Row], Cell]:
    return lambda row: None if row.terms.plan_values is None else row.terms.plan_values[number - 1]


def planned_columns(rhythm: Rhythm) -> tuple[Column, ...]:
    """A plan of its own: what is to be reached by the end of each period."""
    word = marked("{span}计划")
    return tuple(
        Column(f"planned_{number}", word, _planned(number), align="right", rhythm=rhythm, number=number)
        for number in range(1, rhythm.periods + 1)
    )


def _points(ratio: Fraction | None) -> Cell:
    return None if ratio is None else Points(ratio)


def _sign(row: Row) -> str:
    """How the aim is met; of a budget nothing is said."""
    if row.terms.kind is Kind.MILESTONE:
        return _("底前")
    if row.terms.kind is Kind.BUDGET:
        return _("约") if row.terms.operator is Operator.ABOUT else ""
    return {
        ">=": _("达到"),
        ">": _("超过"),
        "<=": _("不超过"),
        "<": _("低于"),
        "~": _("约"),
        "range": _("至"),
    }[row.terms.operator]


def _aim_or_due(row: Row) -> Cell:
    return row.terms.due if row.terms.value is None else row.terms.value


def _verified(figure: Figure) -> Decimal | None:
    """None until somebody approved it: what waits for review has no verified value."""
    return None if figure.is_unapproved else figure.value


def _state(figure: Figure) -> str:
    return _("{state}(未审核)").format(state=figure.state.word) if figure.is_unapproved else figure.state.word


def _nothing(row: Row) -> str:
    return nothing_text(row.score, row.card.period, row.texts.scope_note) or ""


def _told_briefly(row: Row) -> str:
    """Problem and next step as a printed table has room for; why there is no verdict, where that is told."""
    status = row.score.status
    if status.is_behind:
        return told_briefly(row.texts, _BRIEF)
    if status is Status.NOT_APPLICABLE:
        return clipped(not_applicable_because(row.score, row.texts.scope_note), _BRIEF)
    if status is Status.NOT_UPDATED and row.figure is not None:
        return _("仍为{months}数据").format(months=span_of_months(row.figure.data_month))
    return ""


def _progress(row: Row) -> str:
    return progress(row.score, row.card.period, row.texts)


def _told(row: Row) -> str:
    """What is not as with most (1—8月), why there is no figure, problem and next step of what is behind."""
    has_value = row.figure is not None and row.figure.value is not None
    beside = _(",").join(remarks(row.score)) if has_value else ""
    words = [closed(beside), closed(_nothing(row))]
    if row.score.status.is_behind:
        words += [closed(row.texts.problem), closed(row.texts.next_step)]
    return "".join(words)


def _name_lead(row: Row) -> str:
    return bracketed(row.target.name, row.target.lead.name)


def _against(row: Row) -> str:
    return f"{value_text(row.score) or '—'} / {row.target.aim}"


def _value_before(row: Row) -> Cell:
    before = row.score.previous
    return None if before is None else _amount_or_done(before.value, row.terms)


def _moved(row: Row) -> Cell:
    """The change where it is an amount: a milestone's 1 less 0 is none."""
    return None if row.terms.kind is Kind.MILESTONE else row.score.change


def _share(row: Row) -> Cell:
    """The share of the way, where the kind has one: a level or a rate is held against its value alone."""
    judgement = row.score.judgement
    if judgement.completion is None or row.terms.kind.is_kept:
        return None
    return Share(judgement.completion, judgement.pace)


def _completion(row: Row) -> Cell:
    return None if row.terms.kind is Kind.BUDGET else _share(row)


def _execution(row: Row) -> Cell:
    return _share(row) if row.terms.kind is Kind.BUDGET else None


def _expected(row: Row) -> Cell:
    """应达: what is expected by the figure's month, by the period's end where there is none."""
    if not row.score.judgement.is_due:
        return None
    period, figure = row.card.period, row.figure
    is_fresh = figure is not None and not row.score.judgement.is_stale
    month = figure.data_month if figure is not None and is_fresh else period.last_month
    expected = expected_value(row.terms, month, period)
    return None if expected is None else due_amount(row.terms, expected)


def expected_text(row: Row) -> str:
    """应达 in a printed table: 27.5325; 20%."""
    expected = _expected(row)
    text, unit = shown(expected), row.terms.unit_of_measure
    return f"{text}{unit}" if expected is not None and unit in IN_POINTS else text


def _difference(row: Row) -> Cell:
    difference = row.score.judgement.difference
    return None if difference is None else in_ledger_places(difference, up=True)


COLUMNS = (
    # The target and its terms
    Column("place", marked("序号"), lambda r: r.place, 6, "center"),
    Column("code", marked("编号"), lambda r: r.target.code, 10, leads_to="target"),
    Column("name", marked("目标"), lambda r: r.target.name, 34, leads_to="target", is_name=True),
    Column("area", marked("领域"), lambda r: r.target.area.title, 25),
    Column("area_number", marked("领域序号"), lambda r: r.target.area.number, align="right"),
    Column("article", marked("条款"), lambda r: r.target.anchor.label, 10, leads_to="notice"),
    Column("quote", marked("原文"), lambda r: r.target.anchor.quote, 34),
    Column("quote_start", marked("原文位置"), lambda r: r.target.anchor.quote_start, align="right"),
    Column("kind", marked("类别"), lambda r: r.terms.kind.word, 8, "center"),
    Column("operator", marked("关系"), lambda r: r.terms.operator.value, 7, "center"),
    Column("sign", marked("关系"), _sign, 7, "center"),
    Column("aim", marked("目标值"), lambda r: r.terms.value, align="right"),
    Column("upper", marked("上限"), lambda r: r.terms.upper, align="right"),
    Column("aim_or_due", marked("目标值"), _aim_or_due, align="right"),
    Column("target", marked("年度目标"), lambda r: r.target.aim, 20),
    Column("measure", marked("计量单位"), lambda r: r.terms.unit_of_measure, 10, "center"),
    Column("baseline", marked("基数"), lambda r: r.terms.baseline, align="right"),
    Column("path", marked("进度路径"), lambda r: r.terms.path_word, 16),
    *planned_columns(Rhythm.QUARTERLY),
    Column("due", marked("完成{noun}"), lambda r: r.terms.due),
    Column("reduction", marked("下降类"), lambda r: r.terms.is_reduction),
    Column("stretch", marked("力争"), lambda r: r.terms.is_stretch),
    Column("condition", marked("条件说明"), lambda r: r.terms.condition, 34),
    Column("version", marked("条款版本"), lambda r: r.target.terms_version, 7, "center"),
    Column("lead", marked("牵头单位"), lambda r: r.target.lead.name, 20),
    Column("co", marked("配合单位"), lambda r: _("、").join(unit.name for unit in r.target.co_units), 22),
    Column("leader", marked("分管领导"), lambda r: r.target.leader.name if r.target.leader else "", 12),
    Column("units", marked("责任单位"), lambda r: units_text(r.target), 30),
    Column("code_name", marked("目标"), lambda r: f"{r.target.code} {r.target.name}", 34),
    Column("name_lead", marked("目标(牵头部门)"), _name_lead, 34, is_name=True),
    # The figure that counts
    Column("report", marked("填报编号"), _of_figure(lambda f: f.report_id), align="right"),
    Column("reported", marked("上报值"), _amount(lambda f: f.reported_value), align="right"),
    Column("verified", marked("审核值"), _amount(_verified), align="right"),
    Column("value", marked("当前值"), _amount(lambda f: f.value), align="right"),
    Column("value_text", marked("当前值"), lambda r: value_text(r.score), 20),
    Column("against", marked("当前值/目标值"), _against, 30),
    Column("marks", marked("数据标记"), _of_figure(lambda f: _("、").join(inner_marks(f))), 16),
    Column("month", marked("数据截至月份"), _of_figure(lambda f: f.data_month), 9, "center"),
    Column("finality", marked("数据性质"), _of_figure(lambda f: f.finality.word), 9, "center"),
    Column("state", marked("审核状态"), _of_figure(lambda f: f.state.word), 15, "center"),
    Column("state_marked", marked("审核状态"), _of_figure(_state), 15, "center"),
    Column("submitted", marked("提交时间"), _of_figure(lambda f: f.submitted_at), 21),
    Column("on_time", marked("按时"), _of_figure(lambda f: f.is_on_time)),
    Column("correction", marked("更正"), _of_figure(lambda f: f.is_correction)),
    Column("call", marked("年底研判"), _of_figure(lambda f: f.call and f.call.word), 11, "center"),
    Column("call_value", marked("预计全年值"), _of_figure(lambda f: f.call_value), 10, "right"),
    # How it is judged
    Column("status", marked("状态"), lambda r: r.score.status, 12),
    Column("status_code", marked("状态代码"), lambda r: r.score.status.value, 16),
    Column("completion", marked("完成率"), _completion, 9, "right"),
    Column("execution", marked("执行率"), _execution, 9, "right"),
    Column("share", marked("完成率、执行率"), _share, 9, "right"),
    Column("pace", marked("应达比例"), lambda r: r.score.judgement.pace, 9, "right"),
    Column("expected", marked("应达"), _expected, 10, "right"),
    # The one gap (DOMAIN §3): in points, as an exact share for programs, in the target's own unit, in words.
    Column("lag", marked("与时序差(百分点)"), lambda r: _points(r.score.judgement.gap), 11, "right"),
    Column("gap", marked("与时序差"), lambda r: r.score.judgement.gap, 10, "right"),
    Column("difference", marked("与目标差(本单位)"), _difference, 11, "right"),
    Column("gap_text", marked("与时序差"), lambda r: gap_text(r.score), 30),
    Column("gap_short", marked("与时序差"), lambda r: gap_cell(r.score), 10, "right"),
    Column("early", marked("提前完成"), lambda r: r.score.judgement.is_early),
    Column("behind_for", marked("连续滞后期数"), lambda r: r.score.behind_for or None, 9, "center"),
    Column("change", marked("比{last}"), lambda r: r.score.change, 10, "right"),
    Column("moved", marked("比{last}"), _moved, 10, "right"),
    Column("change_text", marked("较{last_short}"), lambda r: change_text(r.score, r.card.period), 30),
    Column("before", marked("{last}状态"), lambda r: r.score.previous_status, 12),
    Column("value_before", marked("{last}值"), _value_before, align="right"),
    Column("needed", marked("还需多少"), lambda r: needed_text(r.score, r.card.period, r.card.rules), 40),
    Column("averaged", marked("怎样计入"), lambda r: entry_text(r.score), 30),
    # The words beside it
    Column("said", marked("完成情况"), _progress, 42),
    Column("value_or_nothing", marked("完成情况"), lambda r: value_text(r.score) or _nothing(r), 27),
    Column("nothing", marked("没有数据的原因"), _nothing, 26),
    Column("scope", marked("没有数据的原因、口径说明"), lambda r: _nothing(r) or r.texts.scope_note, 26),
    Column("progress", marked("进展情况"), lambda r: r.texts.progress, 64),
    Column("told", marked("存在问题与下一步"), _told, 34),
    Column("problem", marked("存在问题"), lambda r: r.texts.problem, 48),
    Column("next_step", marked("下一步举措"), lambda r: r.texts.next_step, 48),
    Column("problem_told", marked("存在问题"), lambda r: closed(r.texts.problem) or _("未填写"), 48),
    Column("next_step_told", marked("下一步举措"), lambda r: closed(r.texts.next_step) or _("未填写"), 48),
    Column("told_briefly", marked("存在问题与下一步"), _told_briefly, 25),
    Column("scope_note", marked("口径说明"), lambda r: r.texts.scope_note, 26),
    # The plan and the snapshot
    Column("snapshot", marked("快照编号"), lambda r: r.number, 16),
    Column("sha256", marked("快照SHA-256"), lambda r: r.sha256, 16),
    Column("plan", marked("方案"), lambda r: plan_cited(r.card.plan), 20),
    Column("period", marked("{noun}"), lambda r: r.card.period),
    Column("unapproved", marked("含未审核"), lambda r: r.card.include_unapproved),
    Column("mark", marked("演示数据"), lambda r: r.card.plan.mark, 26),
    Column("rules", marked("判定规则"), lambda r: r.card.rules.sentence, 34),
)
BY_KEY = {column.key: column for column in COLUMNS}
