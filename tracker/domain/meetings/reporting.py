"""Who reported a quarter and who did not: each target's stage, and the lists behind the two rates.

上报率 = reported / due; 按时上报率 = on time / due (DOMAIN §4). Both are rollup.py's; the lists here hold
exactly what they count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from operator import is_

from tracker.domain.language import _, marked
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Kind
from tracker.domain.progress.rollup import Rollup, roll_up
from tracker.domain.progress.scorecard import Score, Scorecard


class Stage(StrEnum):
    """How far a target's quarter has come; each target stands at exactly one."""

    APPROVED = "approved"
    WAITING = "waiting"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    NOTHING = "nothing"

    @property
    def word(self) -> str:
        return _(_STAGES[self])


_STAGES = {
    Stage.APPROVED: marked("已审核"),
    Stage.WAITING: marked("待审核"),
    Stage.RETURNED: marked("已退回"),
    Stage.WITHDRAWN: marked("已撤回"),
    Stage.DRAFT: marked("仅有草稿"),
    Stage.NOTHING: marked("尚未填写"),
}


@dataclass(frozen=True)
class Line:
    """A target's quarter as its lead unit has filed it.

    ``latest``: what became of the newest submission. ``first_at`` decides on being on time.
    ``has_draft``: something is written and not submitted; that it exists may be seen, not what it says.
    """

    score: Score
    latest: ReportState | None = None
    first_at: datetime | None = None
    latest_at: datetime | None = None
    latest_by: str = ""
    has_draft: bool = False

    @property
    def stage(self) -> Stage:
        if self.score.is_waiting:
            return Stage.WAITING
        if self.score.figure is not None:
            return Stage.WAITING if self.score.figure.is_unapproved else Stage.APPROVED
        if self.latest is ReportState.RETURNED:
            return Stage.RETURNED
        if self.latest is ReportState.WITHDRAWN:
            return Stage.WITHDRAWN
        return Stage.DRAFT if self.has_draft else Stage.NOTHING

    @property
    def said(self) -> str:
        """The stage with what is under way beside it: 已审核(更正待审核); 已退回(修改中)."""
        if self.stage is Stage.APPROVED and self.latest not in (None, ReportState.APPROVED):
            assert self.latest is not None
            return _("{stage}(更正{latest})").format(stage=self.stage.word, latest=self.latest.word)
        if self.has_draft and self.stage is Stage.APPROVED:
            return _("{stage}(更正中)").format(stage=self.stage.word)
        if self.has_draft and self.stage in (Stage.RETURNED, Stage.WITHDRAWN):
            return _("{stage}(修改中)").format(stage=self.stage.word)
        return self.stage.word

    @property
    def is_budget(self) -> bool:
        return self.score.target.terms.kind is Kind.BUDGET

    @cached_property
    def lists(self) -> "tuple[Listed, ...]":
        """The lists that it stands in; a page counts it in the plan's and in its department's.

        What is not owed stands in none, a budget in one of its own. What was sent in time with an older month
        is no report of the period.
        """
        item = self.score.item
        if not item.judgement.is_owed:
            return ()
        if self.is_budget:
            return (Listed.BUDGET,)
        came = (Listed.REPORTED, Listed.ON_TIME) if item.is_on_time else _CAME_LATE
        return (Listed.DUE, *(came if item.is_reported else _DID_NOT_COME), Listed(self.stage.value))


class Listed(StrEnum):
    """A list that a number opens (``Line.lists``)."""

    DUE = "due"
    REPORTED = "reported"
    MISSING = "missing"
    ON_TIME = "on_time"
    LATE = "late"
    NOT_ON_TIME = "not_on_time"
    APPROVED = "approved"
    WAITING = "waiting"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    DRAFT = "draft"
    NOTHING = "nothing"
    BUDGET = "budget"

    @property
    def word(self) -> str:
        return _(_LISTS[self]) if self in _LISTS else Stage(self.value).word


_CAME_LATE = (Listed.REPORTED, Listed.LATE, Listed.NOT_ON_TIME)
_DID_NOT_COME = (Listed.MISSING, Listed.NOT_ON_TIME)
_LISTS = {
    Listed.DUE: marked("应报"),
    Listed.REPORTED: marked("已报"),
    Listed.MISSING: marked("未报"),
    Listed.ON_TIME: marked("按期"),
    Listed.LATE: marked("逾期提交"),
    Listed.NOT_ON_TIME: marked("未按期(含未报)"),
    Listed.BUDGET: marked("应报预算"),
}
STAGES = tuple(Listed(stage.value) for stage in Stage)


@dataclass(frozen=True)
class Filing:
    """What a department leads, or the whole plan (``unit_id`` None), with the two rates in ``rollup``."""

    name: str
    unit_id: int | None
    rollup: Rollup
    lines: tuple[Line, ...]

    @cached_property
    def _lists(self) -> dict[Listed, list[Line]]:
        lists: dict[Listed, list[Line]] = {listed: [] for listed in Listed}
        for line in self.lines:
            for listed in line.lists:
                lists[listed].append(line)
        return lists

    def of(self, listed: Listed) -> tuple[Line, ...]:
        return tuple(self._lists[listed])

    def count(self, listed: Listed) -> int:
        return len(self._lists[listed])


def record_of(name: str, unit_id: int, scores: Iterable[Score]) -> Filing:
    """What a department leads at a quarter, as the record counts it: by figures alone, without drafts."""
    lines = tuple(Line(score) for score in scores)
    return Filing(name, unit_id, roll_up(line.score.item for line in lines), lines)


def filings(card: Scorecard, lines: Iterable[Line]) -> tuple[Filing, ...]:
    """The whole plan, then its departments: who lacks most first, whom nothing is asked of last."""
    lines = tuple(lines)
    by_lead: dict[int, list[Line]] = {}
    for line in lines:
        by_lead.setdefault(line.score.target.lead.id, []).append(line)
    departments = [
        Filing(group.name, group.key, group.rollup, tuple(by_lead.get(group.key, ())))
        for group in card.departments
    ]
    return (Filing(_("全部部门"), None, card.whole, lines), *sorted(departments, key=_urgency))


def filings_with(
    before: tuple[Filing, ...], card: Scorecard, lines: Mapping[int, Line]
) -> tuple[Filing, ...]:
    """``filings`` of the card with some lines, by target, in the place of those before.

    Both are of the same targets. A department without a change is the same object.
    """
    known = {filing.unit_id: filing for filing in before}

    def after(unit_id: int | None, rollup: Rollup) -> Filing:
        filing = known[unit_id]
        own = tuple(lines.get(line.score.target.id, line) for line in filing.lines)
        is_same = rollup is filing.rollup and all(map(is_, own, filing.lines))
        return filing if is_same else replace(filing, rollup=rollup, lines=own)

    departments = (after(group.key, group.rollup) for group in card.departments)
    return (after(None, card.whole), *sorted(departments, key=_urgency))


def _urgency(filing: Filing) -> tuple[bool, int, int]:
    return not filing.rollup.owed, -filing.count(Listed.MISSING), -filing.count(Listed.LATE)
