"""What a plan is, and how far it has come: kinds and states, with their words (DOMAIN §1)."""

from enum import StrEnum

from tracker.domain.language import _, marked


class PlanKind(StrEnum):
    """What sort of document the targets stand in."""

    POLICY = "policy"
    LIVELIHOOD = "livelihood"
    BREAKDOWN = "breakdown"
    WORK_REPORT = "work_report"
    OTHER = "other"

    @property
    def word(self) -> str:
        return _(_KINDS[self])


_KINDS = {
    PlanKind.POLICY: marked("年度政策方案"),
    PlanKind.LIVELIHOOD: marked("民生实事"),
    PlanKind.BREAKDOWN: marked("任务分解"),
    PlanKind.WORK_REPORT: marked("工作报告"),
    PlanKind.OTHER: marked("其他方案"),
}


class PlanState(StrEnum):
    """What each admits: domain/workflow/plan_states.py."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return _(_STATES[self])


_STATES = {
    PlanState.DRAFT: marked("草案"),
    PlanState.PUBLISHED: marked("执行中"),
    PlanState.CLOSED: marked("已结束"),
}
