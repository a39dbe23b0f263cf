"""The way from an empty installation to the first meeting file: whose turn it is, and what is done."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.access import Role
from tracker.domain.language import _, marked


class FirstStep(StrEnum):
    """In their order; each is done once and for all."""

    OFFICE = "office"
    PLAN = "plan"
    CLERKS = "clerks"
    WINDOW = "window"
    FIGURE = "figure"
    REVIEW = "review"
    SNAPSHOT = "snapshot"

    @property
    def word(self) -> str:
        return _(_STEPS[self].word)

    @property
    def role(self) -> Role:
        return _STEPS[self].role

    @property
    def page(self) -> str:
        return _STEPS[self].page


@dataclass(frozen=True)
class _Record:
    word: str
    role: Role
    page: str


_STEPS = {
    FirstStep.OFFICE: _Record(marked("为市府办督查开通账号"), Role.ADMINISTRATOR, "accounts"),
    FirstStep.PLAN: _Record(marked("建立并发布方案"), Role.REVIEWER, "new-plan"),
    FirstStep.CLERKS: _Record(marked("为每个牵头单位开通填报人账号"), Role.ADMINISTRATOR, "accounts"),
    FirstStep.WINDOW: _Record(marked("设定本期填报时间"), Role.REVIEWER, "windows"),
    FirstStep.FIGURE: _Record(marked("报出第一项数据"), Role.CLERK, "tasks"),
    FirstStep.REVIEW: _Record(marked("审核第一项数据"), Role.REVIEWER, "review"),
    FirstStep.SNAPSHOT: _Record(marked("定稿第一份会议材料"), Role.REVIEWER, "meeting"),
}


def next_step(done: frozenset[FirstStep]) -> FirstStep | None:
    """The first one that is not done; None once the installation is in use."""
    return next((step for step in FirstStep if step not in done), None)
