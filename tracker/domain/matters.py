"""需协调事项: from an obstacle to its closing note (销号)."""

from enum import StrEnum


class AskedOf(StrEnum):
    """Whose decision is asked for."""

    LEADER = "leader"
    OFFICE = "office"
    UNIT = "unit"

    @property
    def word(self) -> str:
        return {"leader": "市领导", "office": "市府办", "unit": "其他部门"}[self]


class Step(StrEnum):
    """What can happen to a matter."""

    DECIDED = "decided"
    PROGRESS = "progress"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        words = {"decided": "议定", "progress": "办理情况", "closed": "销号", "withdrawn": "撤回"}
        return words[self]
