"""Who may do what: role × relation to the unit × action, in one table, deny by default (DOMAIN §6).

Services, queries, pages and routes all ask here; a page or route without a row can't be reached.
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import NotAllowed


class Role(StrEnum):
    CLERK = "clerk"
    REVIEWER = "reviewer"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"

    @property
    def word(self) -> str:
        return {
            "clerk": "部门填报人",
            "reviewer": "市府办督查",
            "leader": "市领导",
            "administrator": "系统管理员",
        }[self]


class Relation(StrEnum):
    """What the person's units are to the target in question; NONE also where no target is."""

    LEADS = "leads"
    CO_LEADS = "co_leads"
    NONE = "none"


class Action(StrEnum):
    SEE_PLAN = "see_plan"
    SEE_TARGET = "see_target"
    REPORT = "report"
    SEE_OWN_TASKS = "see_own_tasks"
    REVIEW = "review"
    SET_WINDOW = "set_window"
    FREEZE_SNAPSHOT = "freeze_snapshot"
    READ_SNAPSHOT = "read_snapshot"
    MANAGE_ACCOUNTS = "manage_accounts"
    SEE_AUDIT = "see_audit"


_ANY = frozenset(Relation)
_OWN = frozenset({Relation.LEADS, Relation.CO_LEADS})
_LED = frozenset({Relation.LEADS})

_TABLE: dict[Role, dict[Action, frozenset[Relation]]] = {
    Role.CLERK: {
        Action.SEE_PLAN: _ANY,  # narrowed to the person's own targets by sees_everything()
        Action.SEE_TARGET: _OWN,
        Action.REPORT: _LED,
        Action.SEE_OWN_TASKS: _ANY,
    },
    Role.REVIEWER: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.REVIEW: _ANY,
        Action.SET_WINDOW: _ANY,
        Action.FREEZE_SNAPSHOT: _ANY,
        Action.READ_SNAPSHOT: _ANY,
    },
    Role.LEADER: {Action.SEE_PLAN: _ANY, Action.SEE_TARGET: _ANY, Action.READ_SNAPSHOT: _ANY},
    Role.ADMINISTRATOR: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.MANAGE_ACCOUNTS: _ANY,
        Action.SEE_AUDIT: _ANY,
    },
}

# What a page or a route asks for. A page or route that is missing here is refused to everybody.
PAGES: dict[str, Action] = {
    "overview": Action.SEE_PLAN,
    "entry": Action.SEE_OWN_TASKS,
    "review": Action.REVIEW,
    "target": Action.SEE_TARGET,
    "meeting": Action.READ_SNAPSHOT,
    "windows": Action.SET_WINDOW,
    "accounts": Action.MANAGE_ACCOUNTS,
}
ROUTES: dict[str, Action] = {"/download/snapshot": Action.READ_SNAPSHOT}


@dataclass(frozen=True)
class Person:
    """The asking person, as the database has them at this moment."""

    account_id: int
    login: str
    name: str
    role: Role
    unit_ids: frozenset[int] = frozenset()

    @property
    def sees_everything(self) -> bool:
        """Department staff see their own units' targets only."""
        return self.role is not Role.CLERK

    def relation_to(self, lead_unit_id: int, co_unit_ids: frozenset[int] = frozenset()) -> Relation:
        if lead_unit_id in self.unit_ids:
            return Relation.LEADS
        return Relation.CO_LEADS if self.unit_ids & co_unit_ids else Relation.NONE


def allowed(role: Role, action: Action, relation: Relation = Relation.NONE) -> bool:
    return relation in _TABLE[role].get(action, frozenset())


def may_open(role: Role, page: str) -> bool:
    """Whether a page is in this role's navigation. Single targets are checked when read."""
    action = PAGES.get(page)
    return action is not None and any(allowed(role, action, relation) for relation in Relation)


def require(person: Person, action: Action, relation: Relation = Relation.NONE) -> None:
    """Raise NotAllowed, in words, unless the table admits it."""
    if not allowed(person.role, action, relation):
        raise NotAllowed(_REFUSALS.get(action, "您没有这项操作的权限。"))


_REFUSALS = {
    Action.SEE_TARGET: "这项目标不由您所在单位牵头或配合,您不能查看。",
    Action.REPORT: "这项目标不由您所在单位牵头,您不能填报。",
    Action.REVIEW: "只有市府办督查可以审核。",
    Action.READ_SNAPSHOT: "会议材料只对市府办和市领导开放。",
}
