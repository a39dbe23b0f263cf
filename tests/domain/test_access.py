"""Who may do what: the whole table by hand, deny by default (DOMAIN §6).

The expected answers stand here as a table of their own. A change of tracker/domain/access.py that
is not also made here, knowingly, fails.
"""

from itertools import product

import pytest

from tracker.domain.access import (
    PAGES,
    ROUTES,
    Action,
    Duty,
    Person,
    Relation,
    Role,
    acting,
    allowed,
    may_open,
    offered_roles,
    require,
)
from tracker.domain.language.errors import NotAllowed

# Columns: clerk, head, reviewer, leader, administrator. Letters: L for a target that the person's unit
# leads, C for one it co-leads, N for any other (also where no target is). A dot: refused.
# Of a directive L is whom it went to.
TABLE = """
see_plan            LCN LCN LCN LCN LCN
see_target          LC. LC. LCN LCN LCN
see_own_tasks       LCN ... ... ... ...
report              L.. ... ... ... ...
confirm             ... L.. ... ... ...
countersign         .C. ... ... ... ...
see_evidence        LC. LC. LCN LCN ...
review              ... ... LCN ... ...
set_window          ... ... LCN ... ...
see_reporting       ... ... LCN LCN ...
chase               ... ... LCN ... ...
state_path          L.. ... ... ... ...
agree_path          ... ... LCN ... ...
request_adjustment  L.. ... LCN ... ...
decide_adjustment   ... ... LCN ... ...
make_erratum        ... ... LCN ... ...
link_targets        ... ... LCN ... ...
see_matters         LCN LCN LCN LCN ...
raise_matter        L.. ... ... ... ...
work_on_matter      L.. ... ... ... ...
decide_matter       ... ... LCN ... ...
see_directives      LCN LCN LCN LCN ...
write_directive     ... ... ... LCN ...
answer_directive    L.. L.. L.. ... ...
close_directive     ... ... LCN LCN ...
freeze_snapshot     ... ... LCN ... ...
read_snapshot       ... ... LCN LCN ...
see_handover        L.. L.. LCN ... LCN
see_draft_plan      ... ... LCN ... LCN
manage_plan         ... ... LCN ... ...
see_accounts        ... ... ... ... LCN
manage_accounts     ... ... ... ... LCN
grant_rights        ... ... ... ... LCN
manage_units        ... ... ... ... LCN
assign_leaders      ... ... LCN ... LCN
manage_rules        ... ... ... ... LCN
see_audit           ... ... ... ... LCN
see_condition       ... ... ... ... LCN
"""
ROLES = (Role.CLERK, Role.HEAD, Role.REVIEWER, Role.LEADER, Role.ADMINISTRATOR)
LETTERS = {"L": Relation.LEADS, "C": Relation.CO_LEADS, "N": Relation.NONE}
EXPECTED = {
    (role, Action(row[0]), relation): letter in cell
    for row in (line.split() for line in TABLE.strip().splitlines())
    for role, cell in zip(ROLES, row[1:], strict=True)
    for letter, relation in LETTERS.items()
}
CELLS = list(product(Role, Action, Relation))


def person(role: Role, *unit_ids: int) -> Person:
    return Person(1, "login", "姓名", role, frozenset(unit_ids))


def test_the_table_by_hand_has_an_answer_for_every_cell() -> None:
    assert set(EXPECTED) == set(CELLS)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize(("role", "action", "relation"), CELLS, ids=["-".join(cell) for cell in CELLS])
def test_every_cell_is_as_the_table_by_hand_says(role: Role, action: Action, relation: Relation) -> None:
    expected = EXPECTED[role, action, relation]
    assert allowed(role, action, relation) is expected
    if expected:
        require(person(role), action, relation)
        return
    with pytest.raises(NotAllowed, match=r"。$"):
        require(person(role), action, relation)


@pytest.mark.parametrize("role", Role)
def test_without_a_relation_the_answer_is_that_for_nobodys_target(role: Role) -> None:
    for action in Action:
        assert allowed(role, action) is allowed(role, action, Relation.NONE)


def test_leaders_change_no_figure_and_administrators_approve_nothing() -> None:
    reading = {
        Action.SEE_PLAN,
        Action.SEE_TARGET,
        Action.SEE_EVIDENCE,
        Action.SEE_REPORTING,
        Action.SEE_MATTERS,
        Action.SEE_DIRECTIVES,
        Action.READ_SNAPSHOT,
    }
    changing = set(Action) - reading - {Action.WRITE_DIRECTIVE, Action.CLOSE_DIRECTIVE}
    for action, relation in product(changing, Relation):
        assert not allowed(Role.LEADER, action, relation)
    for relation in Relation:
        assert not allowed(Role.ADMINISTRATOR, Action.REVIEW, relation)
        assert not allowed(Role.ADMINISTRATOR, Action.REPORT, relation)


def test_nobody_both_reports_and_reviews() -> None:
    for role in Role:
        reports = any(allowed(role, Action.REPORT, relation) for relation in Relation)
        reviews = any(allowed(role, Action.REVIEW, relation) for relation in Relation)
        assert not (reports and reviews)


def test_only_people_of_a_unit_see_less_than_everything() -> None:
    assert [role for role in Role if not person(role).sees_everything] == [Role.CLERK, Role.HEAD]


OFFICE = {Role.REVIEWER}
WATCHING = {Role.REVIEWER, Role.LEADER}
EXPECTED_PAGES = {
    "overview": set(Role),
    "areas": set(Role),
    "departments": set(Role),
    "target": set(Role),
    "targets": set(Role),
    "periods": set(Role),
    "budgets": set(Role),
    "notice": set(Role),
    "method": set(Role),
    "present": set(Role),
    "help": set(Role),
    "account": set(Role),
    "tasks": {Role.CLERK},
    "entry": {Role.CLERK},
    "countersign": {Role.CLERK},
    "confirm": {Role.HEAD},
    "review": OFFICE,
    "reporting": WATCHING,
    "chase": OFFICE,
    "windows": OFFICE,
    "corrections": set(Role),
    "paths": set(Role),
    "adjustments": set(Role),
    "errata": set(Role),
    "matters": set(Role) - {Role.ADMINISTRATOR},
    "directives": set(Role) - {Role.ADMINISTRATOR},
    "meeting": WATCHING,
    "compare": WATCHING,
    "handover": set(Role) - {Role.LEADER},
    "plans": {Role.REVIEWER, Role.ADMINISTRATOR},
    "new-plan": {Role.REVIEWER},
    "accounts": {Role.ADMINISTRATOR},
    "units": {Role.ADMINISTRATOR},
    "leaders": {Role.REVIEWER, Role.ADMINISTRATOR},
    "rules": {Role.ADMINISTRATOR},
    "audit": {Role.ADMINISTRATOR},
    "status": {Role.ADMINISTRATOR},
}


def test_every_page_has_an_expected_answer_here() -> None:
    assert set(PAGES) == set(EXPECTED_PAGES)


@pytest.mark.parametrize("page", EXPECTED_PAGES)
def test_a_page_opens_to_those_named_here(page: str) -> None:
    assert {role for role in Role if may_open(role, page)} == EXPECTED_PAGES[page]


@pytest.mark.parametrize("page", ["", "unknown", "Overview", "overview ", "../audit", "see_audit"])
@pytest.mark.parametrize("role", Role)
def test_a_page_without_a_row_is_refused_to_everybody(role: Role, page: str) -> None:
    assert not may_open(role, page)


def test_every_route_asks_for_an_action_that_somebody_may_do() -> None:
    for action in ROUTES.values():
        assert any(allowed(role, action, relation) for role, relation in product(Role, Relation))


@pytest.mark.parametrize(
    ("own", "lead", "co", "relation"),
    [
        pytest.param({1}, 1, set(), Relation.LEADS, id="the unit leads"),
        pytest.param({1}, 2, {1, 3}, Relation.CO_LEADS, id="the unit co-leads"),
        pytest.param({1}, 2, {3}, Relation.NONE, id="another unit's target"),
        pytest.param({1, 2}, 2, {1}, Relation.LEADS, id="of two units one leads"),
        pytest.param({1}, 1, {1}, Relation.LEADS, id="leading outweighs co-leading"),
        pytest.param(set(), 1, {2}, Relation.NONE, id="a person without a unit"),
    ],
)
def test_the_relation_follows_the_persons_units(
    own: set[int], lead: int, co: set[int], relation: Relation
) -> None:
    assert person(Role.CLERK, *own).relation_to(lead, frozenset(co)) is relation


# Of three administrators, where administration is split: what the one did is here what somebody does.
DUTIES = """
see_plan            system security audit
see_target          system security audit
see_handover        system security
see_draft_plan      system
see_accounts        system security
manage_accounts     system
grant_rights        security
manage_units        system
assign_leaders      system
manage_rules        system
see_audit           audit
see_condition       system security
"""
EXPECTED_DUTIES = {
    Action(action): {Duty(each) for each in duties}
    for action, *duties in (line.split() for line in DUTIES.strip().splitlines())
}


def test_of_three_administrators_each_does_what_the_table_by_hand_says() -> None:
    for duty, action, relation in product(Duty, Action, Relation):
        expected = duty in EXPECTED_DUTIES.get(action, ())
        assert allowed(duty, action, relation) is expected, (duty, action)
        if not expected:
            with pytest.raises(NotAllowed, match=r"。$"):
                require(Person(1, "login", "姓名", duty), action, relation)


def test_three_administrators_do_together_what_one_did_and_no_more() -> None:
    by_one = {action for action in Action if allowed(Role.ADMINISTRATOR, action)}
    assert by_one == set(EXPECTED_DUTIES)


def test_what_writes_or_reads_the_trail_is_in_one_hand_of_three() -> None:
    looks = {"see_plan", "see_target", "see_handover", "see_accounts", "see_condition"}
    shared = {action for action, duties in EXPECTED_DUTIES.items() if len(duties) > 1}
    assert shared == set(map(Action, looks))


def test_one_of_three_is_told_which_other_does_it() -> None:
    with pytest.raises(NotAllowed, match=r"您是系统管理员，这项操作由安全管理员办理。"):
        require(Person(1, "login", "姓名", Duty.SYSTEM), Action.GRANT_RIGHTS)
    with pytest.raises(NotAllowed, match=r"您是安全管理员，这项操作由审计管理员办理。"):
        require(Person(1, "login", "姓名", Duty.SECURITY), Action.SEE_AUDIT)


def test_a_duty_narrows_an_administrator_and_nobody_else() -> None:
    for role, duty in product(Role, Duty):
        assert acting(role, duty) is (duty if role is Role.ADMINISTRATOR else role)
        assert acting(role, None) is role


def test_of_three_administrators_none_makes_or_unmakes_another() -> None:
    for duty in Duty:
        assert Role.ADMINISTRATOR not in offered_roles(duty)
        assert offered_roles(duty, Role.ADMINISTRATOR) == (Role.ADMINISTRATOR,)
    assert offered_roles(Role.ADMINISTRATOR, Role.CLERK) == tuple(Role)


def test_each_role_has_a_word() -> None:
    assert [role.word for role in ROLES] == ["部门填报人", "单位负责人", "市府办督查", "市领导", "系统管理员"]
