"""Who may do what: role × relation to the unit × action, in one table, deny by default (DOMAIN §6).

Services, queries, pages and routes all ask here; a page or route without a row can't be reached. Where
administration is split over three people (decision 40) an administrator acts by a duty in the role's place.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

from tracker.domain.language import CHINESE, _, marked
from tracker.domain.language.errors import NotAllowed


class Role(StrEnum):
    CLERK = "clerk"
    HEAD = "head"
    REVIEWER = "reviewer"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"

    @property
    def word(self) -> str:
        return _(_ROLES[self])

    @property
    def is_of_a_unit(self) -> bool:
        """Whether accounts of this role belong to units, and see what these answer for and no more."""
        return self in (Role.CLERK, Role.HEAD)


_ROLES = {
    Role.CLERK: marked("部门填报人"),
    Role.HEAD: marked("单位负责人"),
    Role.REVIEWER: marked("市府办督查"),
    Role.LEADER: marked("市领导"),
    Role.ADMINISTRATOR: marked("系统管理员"),
}


class Duty(StrEnum):
    """What one of three administrators does where administration is split; an account has one of them."""

    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"

    @property
    def word(self) -> str:
        return _(_DUTIES[self])

    @property
    def is_of_a_unit(self) -> bool:
        return False


_DUTIES = {
    Duty.SYSTEM: marked("系统管理员"),
    Duty.SECURITY: marked("安全管理员"),
    Duty.AUDIT: marked("审计管理员"),
}
Acting = Role | Duty  # what the table is asked of


def acting(role: Role, duty: Duty | None) -> Acting:
    """As what an account acts: a duty narrows an administrator, and nobody else."""
    return role if duty is None or role is not Role.ADMINISTRATOR else duty


def are_peers(role: Acting, duty: Duty | None) -> bool:
    """Whether both are among three administrators, of whom none is in another one's hands."""
    return isinstance(role, Duty) and duty is not None


class Relation(StrEnum):
    """What the person's units are to the target in question; NONE also where no target is.

    Where a unit and no target is in question (handing over, a matter's task, to whom a directive went),
    LEADS is one's own unit; of what went to the office, the office.
    """

    LEADS = "leads"
    CO_LEADS = "co_leads"
    NONE = "none"


class Action(StrEnum):
    SEE_PLAN = "see_plan"
    SEE_TARGET = "see_target"
    SEE_OWN_TASKS = "see_own_tasks"
    REPORT = "report"
    CONFIRM = "confirm"
    COUNTERSIGN = "countersign"
    SEE_EVIDENCE = "see_evidence"
    REVIEW = "review"
    SET_WINDOW = "set_window"
    SEE_REPORTING = "see_reporting"
    CHASE = "chase"
    STATE_PATH = "state_path"
    AGREE_PATH = "agree_path"
    REQUEST_ADJUSTMENT = "request_adjustment"
    DECIDE_ADJUSTMENT = "decide_adjustment"
    MAKE_ERRATUM = "make_erratum"
    LINK_TARGETS = "link_targets"
    SEE_MATTERS = "see_matters"
    RAISE_MATTER = "raise_matter"
    WORK_ON_MATTER = "work_on_matter"
    DECIDE_MATTER = "decide_matter"
    SEE_DIRECTIVES = "see_directives"
    WRITE_DIRECTIVE = "write_directive"
    ANSWER_DIRECTIVE = "answer_directive"
    CLOSE_DIRECTIVE = "close_directive"
    FREEZE_SNAPSHOT = "freeze_snapshot"
    READ_SNAPSHOT = "read_snapshot"
    SEE_HANDOVER = "see_handover"
    SEE_DRAFT_PLAN = "see_draft_plan"
    MANAGE_PLAN = "manage_plan"
    SEE_ACCOUNTS = "see_accounts"
    MANAGE_ACCOUNTS = "manage_accounts"
    GRANT_RIGHTS = "grant_rights"
    MANAGE_UNITS = "manage_units"
    ASSIGN_LEADERS = "assign_leaders"
    MANAGE_RULES = "manage_rules"
    SEE_AUDIT = "see_audit"
    SEE_CONDITION = "see_condition"


_ANY = frozenset(Relation)
_OWN = frozenset({Relation.LEADS, Relation.CO_LEADS})
_LED = frozenset({Relation.LEADS})
_CO_LED = frozenset({Relation.CO_LEADS})

_TABLE: dict[Acting, dict[Action, frozenset[Relation]]] = {
    Role.CLERK: {
        Action.SEE_PLAN: _ANY,  # narrowed to the person's own targets by sees_everything
        Action.SEE_TARGET: _OWN,
        Action.SEE_OWN_TASKS: _ANY,
        Action.REPORT: _LED,
        Action.COUNTERSIGN: _CO_LED,
        Action.SEE_EVIDENCE: _OWN,
        Action.STATE_PATH: _LED,
        Action.REQUEST_ADJUSTMENT: _LED,
        Action.SEE_MATTERS: _ANY,  # narrowed likewise
        Action.RAISE_MATTER: _LED,
        Action.WORK_ON_MATTER: _LED,
        Action.SEE_DIRECTIVES: _ANY,  # narrowed likewise
        Action.ANSWER_DIRECTIVE: _LED,
        Action.SEE_HANDOVER: _LED,
    },
    Role.HEAD: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _OWN,
        Action.CONFIRM: _LED,
        Action.SEE_EVIDENCE: _OWN,
        Action.SEE_MATTERS: _ANY,
        Action.SEE_DIRECTIVES: _ANY,
        Action.ANSWER_DIRECTIVE: _LED,
        Action.SEE_HANDOVER: _LED,
    },
    Role.REVIEWER: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_EVIDENCE: _ANY,
        Action.REVIEW: _ANY,
        Action.SET_WINDOW: _ANY,
        Action.SEE_REPORTING: _ANY,
        Action.CHASE: _ANY,
        Action.AGREE_PATH: _ANY,
        Action.REQUEST_ADJUSTMENT: _ANY,
        Action.DECIDE_ADJUSTMENT: _ANY,
        Action.MAKE_ERRATUM: _ANY,
        Action.LINK_TARGETS: _ANY,
        Action.SEE_MATTERS: _ANY,
        Action.DECIDE_MATTER: _ANY,
        Action.SEE_DIRECTIVES: _ANY,
        Action.ANSWER_DIRECTIVE: _LED,
        Action.CLOSE_DIRECTIVE: _ANY,  # what is answered (domain/workflow/directive.py)
        Action.FREEZE_SNAPSHOT: _ANY,
        Action.READ_SNAPSHOT: _ANY,
        Action.SEE_HANDOVER: _ANY,
        Action.SEE_DRAFT_PLAN: _ANY,
        Action.MANAGE_PLAN: _ANY,
        Action.ASSIGN_LEADERS: _ANY,
    },
    Role.LEADER: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_EVIDENCE: _ANY,
        Action.SEE_REPORTING: _ANY,
        Action.SEE_MATTERS: _ANY,
        Action.SEE_DIRECTIVES: _ANY,
        Action.WRITE_DIRECTIVE: _ANY,
        Action.CLOSE_DIRECTIVE: _ANY,  # their own
        Action.READ_SNAPSHOT: _ANY,
    },
    Role.ADMINISTRATOR: {  # sees no evidence and judges nothing (docs/decisions/0010)
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_HANDOVER: _ANY,
        Action.SEE_DRAFT_PLAN: _ANY,  # opens accounts for its leads, and publishes nothing
        Action.SEE_ACCOUNTS: _ANY,
        Action.MANAGE_ACCOUNTS: _ANY,
        Action.GRANT_RIGHTS: _ANY,
        Action.MANAGE_UNITS: _ANY,
        Action.ASSIGN_LEADERS: _ANY,
        Action.MANAGE_RULES: _ANY,
        Action.SEE_AUDIT: _ANY,
        Action.SEE_CONDITION: _ANY,
    },
    # The same over three people: what one of them writes another one grants, and the third one reads of.
    Duty.SYSTEM: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_HANDOVER: _ANY,
        Action.SEE_DRAFT_PLAN: _ANY,
        Action.SEE_ACCOUNTS: _ANY,
        Action.MANAGE_ACCOUNTS: _ANY,
        Action.MANAGE_UNITS: _ANY,
        Action.ASSIGN_LEADERS: _ANY,
        Action.MANAGE_RULES: _ANY,
        Action.SEE_CONDITION: _ANY,
    },
    Duty.SECURITY: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_HANDOVER: _ANY,
        Action.SEE_ACCOUNTS: _ANY,
        Action.GRANT_RIGHTS: _ANY,
        Action.SEE_CONDITION: _ANY,  # which sign-ins failed
    },
    Duty.AUDIT: {
        Action.SEE_PLAN: _ANY,
        Action.SEE_TARGET: _ANY,
        Action.SEE_AUDIT: _ANY,
    },
}

# What a page or a route asks for. A page or route that is missing here is refused to everybody.
PAGES: dict[str, Action] = {
    "overview": Action.SEE_PLAN,
    "areas": Action.SEE_PLAN,
    "departments": Action.SEE_PLAN,
    "target": Action.SEE_TARGET,
    "targets": Action.SEE_PLAN,
    "periods": Action.SEE_PLAN,
    "budgets": Action.SEE_PLAN,
    "notice": Action.SEE_PLAN,
    "method": Action.SEE_PLAN,
    "present": Action.SEE_PLAN,
    "help": Action.SEE_PLAN,
    "account": Action.SEE_PLAN,  # everybody's own
    "tasks": Action.SEE_OWN_TASKS,
    "entry": Action.SEE_OWN_TASKS,
    "countersign": Action.COUNTERSIGN,
    "confirm": Action.CONFIRM,
    "review": Action.REVIEW,
    "reporting": Action.SEE_REPORTING,
    "chase": Action.CHASE,
    "windows": Action.SET_WINDOW,
    "corrections": Action.SEE_PLAN,
    "paths": Action.SEE_PLAN,
    "adjustments": Action.SEE_PLAN,
    "errata": Action.SEE_PLAN,
    "matters": Action.SEE_MATTERS,
    "directives": Action.SEE_DIRECTIVES,
    "meeting": Action.READ_SNAPSHOT,
    "compare": Action.READ_SNAPSHOT,
    "handover": Action.SEE_HANDOVER,
    "plans": Action.SEE_DRAFT_PLAN,
    "new-plan": Action.MANAGE_PLAN,
    "accounts": Action.SEE_ACCOUNTS,
    "units": Action.MANAGE_UNITS,
    "leaders": Action.ASSIGN_LEADERS,
    "rules": Action.MANAGE_RULES,
    "audit": Action.SEE_AUDIT,
    "status": Action.SEE_CONDITION,
}
ROUTES: dict[str, Action] = {
    "/download/snapshot": Action.READ_SNAPSHOT,
    "/download/preview": Action.FREEZE_SNAPSHOT,
    "/download/targets": Action.SEE_PLAN,
    "/download/periods": Action.SEE_PLAN,
    "/download/evidence": Action.SEE_EVIDENCE,
    "/download/evidence/draft": Action.REPORT,
    "/download/audit": Action.SEE_AUDIT,
}


@dataclass(frozen=True)
class Preferences:
    """How a person likes the pages, on whatever machine they sign in.

    ``large_type``: 老年模式, larger and with more contrast. ``table_columns``: of 全表, in their order;
    empty are the usual ones.
    """

    language: str = CHINESE
    large_type: bool = False
    table_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """The asking person, as the database has them at this moment."""

    account_id: int
    login: str
    name: str
    role: Acting
    unit_ids: frozenset[int] = frozenset()
    preferences: Preferences = Preferences()

    @property
    def account_role(self) -> Role:
        """What the account is: each of the three duties is an administrator's."""
        return Role.ADMINISTRATOR if isinstance(self.role, Duty) else self.role

    @property
    def sees_everything(self) -> bool:
        """Department staff see their own units' targets only."""
        return not self.role.is_of_a_unit

    def relation_to(self, lead_unit_id: int, co_unit_ids: frozenset[int] = frozenset()) -> Relation:
        if lead_unit_id in self.unit_ids:
            return Relation.LEADS
        return Relation.CO_LEADS if self.unit_ids & co_unit_ids else Relation.NONE


def allowed(role: Acting, action: Action, relation: Relation = Relation.NONE) -> bool:
    return relation in _TABLE[role].get(action, frozenset())


@cache  # asked of each tab of each door at every run
def may_open(role: Acting, page: str) -> bool:
    """Whether a page is in this role's navigation. Single targets are checked when read."""
    action = PAGES.get(page)
    return action is not None and any(allowed(role, action, relation) for relation in Relation)


# Whose pages take files: evidence, lists of accounts, notices. Nobody else sends any (web/uploads.py).
_UPLOADS = (Action.REPORT, Action.MANAGE_ACCOUNTS, Action.MANAGE_PLAN)


def may_upload(role: Acting) -> bool:
    return any(allowed(role, action, relation) for action in _UPLOADS for relation in Relation)


def require(person: Person, action: Action, relation: Relation = Relation.NONE) -> None:
    """Raise NotAllowed, in words, unless the table admits it."""
    if not allowed(person.role, action, relation):
        raise NotAllowed(lambda: _by_another(person.role, action) or _(_REFUSALS.get(action, _ANY_OTHER)))


def _by_another(role: Acting, action: Action) -> str:
    """Which of three administrators does what this one does not; empty where none of them does."""
    others = [duty.word for duty in Duty if allowed(duty, action)] if isinstance(role, Duty) else []
    if not others:
        return ""
    return _("您是{own},这项操作由{others}办理。").format(own=role.word, others=_("、").join(others))


def offered_roles(role: Acting, held: Role | None = None) -> tuple[Role, ...]:
    """The roles that this person gives to an account that has ``held``.

    Where administration is split, administrators are made and unmade by the server's command alone: else one
    of the three could give the others' duties to an account of their own.
    """
    is_split = isinstance(role, Duty)
    if is_split and held is Role.ADMINISTRATOR:
        return (held,)
    return tuple(each for each in Role if not (is_split and each is Role.ADMINISTRATOR))


_ANY_OTHER = marked("您没有这项操作的权限。")
_REFUSALS = {
    Action.SEE_EVIDENCE: marked("这份佐证材料不属于您所在单位的目标,您不能查看。"),
    Action.CONFIRM: marked("只有牵头单位的负责人可以确认。"),
    Action.COUNTERSIGN: marked("这项目标不由您所在单位配合,您不能会签。"),
    Action.CHASE: marked("只有市府办督查可以催报。"),
    Action.SEE_TARGET: marked("这项目标不由您所在单位牵头或配合,您不能查看。"),
    Action.REPORT: marked("这项目标不由您所在单位牵头,您不能填报。"),
    Action.REVIEW: marked("只有市府办督查可以审核。"),
    Action.STATE_PATH: marked("这项目标不由您所在单位牵头,您不能填写进度安排。"),
    Action.AGREE_PATH: marked("只有市府办督查可以同意或退回进度安排。"),
    Action.REQUEST_ADJUSTMENT: marked("只有牵头单位和市府办督查可以申请调整这项目标。"),
    Action.DECIDE_ADJUSTMENT: marked("只有市府办督查可以审定目标调整。"),
    Action.MAKE_ERRATUM: marked("只有市府办督查可以作勘误。"),
    Action.LINK_TARGETS: marked("只有市府办督查可以把两项目标列为同一事项。"),
    Action.WRITE_DIRECTIVE: marked("只有市领导可以批示。"),
    Action.ANSWER_DIRECTIVE: marked("这件批示不由您所在单位答复。"),
    Action.CLOSE_DIRECTIVE: marked("只有作出批示的市领导和市府办可以销号。"),
    Action.MANAGE_PLAN: marked("只有市府办督查可以起草、发布和结束方案。"),
    Action.MANAGE_RULES: marked("只有系统管理员可以修改判定规则。"),
    Action.READ_SNAPSHOT: marked("会议材料只对市府办和市领导开放。"),
}


# How long a person may ask to stay signed in on a device of their own, in days.
KEPT_DAYS = (7, 30)
LONGEST_DAY = timedelta(hours=24)  # of a sign-in that also ends by idle time (settings: session_hours)


def days_kept(role: Role, asked: str) -> int:
    """For how many days a device stays signed in that asked for ``asked``; 0 for no longer than usual.

    Who manages accounts signs in anew each time: a lost device would hold the key to all others.
    """
    days = int(asked) if asked in map(str, KEPT_DAYS) else 0
    return 0 if role is Role.ADMINISTRATOR else days


def is_kept(created: datetime, expires: datetime) -> bool:
    """Whether a sign-in was asked to stay."""
    return expires - created > LONGEST_DAY


def is_alive(created: datetime, seen: datetime, expires: datetime, now: datetime, idle_minutes: int) -> bool:
    """Whether a sign-in lasts at ``now``: idle time ends one of a day, not one that was asked to stay."""
    return now < expires and (is_kept(created, expires) or seen > now - timedelta(minutes=idle_minutes))
