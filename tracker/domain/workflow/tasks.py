"""我的任务: where each target stands for its department, how long is left, what deserves a second look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Neighbours, ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Status
from tracker.domain.workflow.entry import Checked, Field, check_entry, read_value
from tracker.domain.workflow.lifecycle import Window, WindowState


class Stage(StrEnum):
    """What a department has to do about a target; in the order in which it is to be done."""

    RETURNED = "returned"
    UNEXPLAINED = "unexplained"
    DUE = "due"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    NOT_DUE = "not_due"
    SERVED = "served"

    @property
    def word(self) -> str:
        return {
            "returned": _("已退回"),
            "unexplained": _("待补充说明"),
            "due": _("待填报"),
            "draft": _("草稿"),
            "submitted": _("等待审核"),
            "approved": _("已审核"),
            "not_due": _("未到节点"),
            "served": _("同一事项"),
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether something is to be done by the department."""
        return self in (Stage.RETURNED, Stage.UNEXPLAINED, Stage.DUE, Stage.DRAFT)


def stage_of(state: ReportState | None, has_draft: bool, is_owed: bool, *, is_asked: bool = False) -> Stage:
    """Where a target's quarter stands. What was withdrawn is a draft again, and so is a correction begun.

    ``is_asked``: for a 补充说明 to what was approved.
    """
    match state:
        case ReportState.RETURNED:
            return Stage.RETURNED
        case ReportState.SUBMITTED:
            return Stage.SUBMITTED
        case ReportState.WITHDRAWN:
            return Stage.DRAFT
        case ReportState.APPROVED:
            if has_draft:
                return Stage.DRAFT
            return Stage.UNEXPLAINED if is_asked else Stage.APPROVED
    if has_draft:
        return Stage.DRAFT
    return Stage.DUE if is_owed else Stage.NOT_DUE


def counted_apart(kinds: Iterable[Kind]) -> str:
    """目标62项、预算33项: what a count is of; empty without budgets."""
    listed = tuple(kinds)
    return counted_in_words(listed) if Kind.BUDGET in listed else ""


def counted_in_words(kinds: Iterable[Kind]) -> str:
    """目标62项、预算33项; 目标62项 without budgets."""
    of_budgets = [kind is Kind.BUDGET for kind in kinds]
    budgets = sum(of_budgets)
    text = _("目标{targets}项、预算{budgets}项") if budgets else _("目标{targets}项")
    return text.format(targets=len(of_budgets) - budgets, budgets=budgets)


def calendar_days(start: datetime, end: datetime) -> int:
    """Days from one instant to another by the calendar of Asia/Shanghai, as people count them."""
    return (end.astimezone(SHANGHAI).date() - start.astimezone(SHANGHAI).date()).days


def time_left(window: Window | None, now: datetime) -> str:
    """还剩3天, 今天截止, 已逾期2天; what a department asks its calendar. Empty while no window is set."""
    if window is None:
        return ""
    match window.state_at(now):
        case WindowState.UPCOMING:
            days = calendar_days(now, window.opens_at)
            return _("{days}天后开放").format(days=days) if days else _("今天开放")
        case WindowState.OPEN:
            days = calendar_days(now, window.due_at)
            return _("还剩{days}天").format(days=days) if days else _("今天截止")
        case WindowState.OVERDUE:
            days = calendar_days(window.due_at, now)
            return _("已逾期{days}天").format(days=days) if days else _("今天已过截止时间")
    return _("已关闭")


@dataclass(frozen=True)
class Glance:
    """What an entry looks like from outside: ``odd`` deserves a second look, ``missing`` is not filled in.

    ``behind`` is the status where the figure is behind its pace, None where it is not or can't be judged.
    """

    checked: Checked
    odd: tuple[str, ...]
    missing: tuple[Field, ...]
    behind: Status | None


def glance(
    typed: Mapping[str, str], terms: Terms, period: Period, neighbours: Neighbours, rules: RuleSet
) -> Glance:
    """Look at an entry's texts as the form would: the same rules say what is odd."""
    checked = check_entry(typed, terms, period, neighbours, rules)
    refused = [finding for finding in checked.findings if finding.refuses]
    missing = tuple(each.field for each in refused if not typed.get(each.field, "").strip())
    odd = tuple(each.message for each in checked.findings if not each.refuses or each.field not in missing)
    return Glance(checked, odd, missing, _behind(typed, terms, period, rules))


def _behind(typed: Mapping[str, str], terms: Terms, period: Period, rules: RuleSet) -> Status | None:
    month = typed.get(Field.DATA_MONTH, "")
    if typed.get(Field.NOT_APPLICABLE) == "1" or not (month.isascii() and month.isdigit()):
        return None
    if len(month) > 2 or not 1 <= int(month) <= period.last_month:
        return None
    try:
        value = read_value(typed.get(Field.VALUE, ""), terms)
    except BadInput:
        return None
    status = judge(terms, value, int(month), period, rules).status
    return status if status.is_behind else None
