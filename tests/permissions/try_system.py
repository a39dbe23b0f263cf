"""What administrators do: accounts, units, rules, the trail; and handing over."""

from datetime import date
from decimal import Decimal

from tests.entry.ledger import KEJI, NOW, Q3
from tests.permissions.registry import tries
from tests.permissions.stage import Stage
from tracker.domain.access import Action, Preferences, Role
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries import audit as trail
from tracker.queries import directives as listed_directives
from tracker.queries import handover as handed
from tracker.queries import leaders as listed_leaders
from tracker.queries import matters as listed_matters
from tracker.queries import people
from tracker.queries import reorganisations as recorded
from tracker.queries import rules as rule_sets
from tracker.queries import units as register_units
from tracker.services import (
    account_import,
    accounts,
    audit,
    external_sign_in,
    handover,
    leaders,
    preferences,
    reorganisations,
    rules,
    units,
)
from tracker.services.external_sign_in import Identity

# SEE_HANDOVER


@tries(Action.SEE_HANDOVER, handed.handover)
def read_the_handover(on: Stage) -> object:
    return handed.handover(on.session, on.person, on.world.plan, Q3, on.lead_unit, NOW) is not None


@tries(Action.SEE_HANDOVER, listed_directives.directives_of_unit)
def read_the_units_open_directives(on: Stage) -> object:
    listed = listed_directives.directives_of_unit(on.session, on.person, on.world.plan, on.lead_unit)
    return listed is not None


@tries(Action.SEE_HANDOVER, listed_matters.open_of_unit)
def read_the_units_open_matters(on: Stage) -> object:
    return listed_matters.open_of_unit(on.session, on.person, on.world.plan, on.lead_unit) is not None


# Preferences are everybody's own: whoever sees the plan keeps them.


@tries(Action.SEE_PLAN, preferences.set_preferences)
def keep_preferences(on: Stage) -> None:
    preferences.set_preferences(on.session, on.person, Preferences(large_type=True))


# MANAGE_ACCOUNTS


def somebody(on: Stage) -> int:
    return on.world.desk.people["何"].account_id


@tries(Action.MANAGE_ACCOUNTS, people.list_accounts)
def read_the_accounts(on: Stage) -> object:
    return bool(people.list_accounts(on.session, on.person, NOW))


@tries(Action.MANAGE_ACCOUNTS, accounts.create_account)
def create_an_account(on: Stage) -> object:
    unit = [on.lead_unit]
    return accounts.create_account(on.session, on.person, "newcomer", "新人", Role.CLERK, unit, NOW)


@tries(Action.MANAGE_ACCOUNTS, account_import.import_accounts)
def bring_a_list_of_accounts(on: Stage) -> object:
    cells = [["姓名", "登录名", "角色"], ["新人", "newcomer", "市领导"]]
    return account_import.import_accounts(on.session, on.person, cells, NOW)


@tries(Action.MANAGE_ACCOUNTS, people.known_accounts)
def read_the_accounts_to_compare_a_list_with(on: Stage) -> object:
    return people.known_accounts(on.session, on.person)


@tries(Action.MANAGE_ACCOUNTS, accounts.change_account)
def change_an_account(on: Stage) -> None:
    unit = [on.lead_unit]
    accounts.change_account(on.session, on.person, somebody(on), "何新", Role.CLERK, unit, NOW)


@tries(Action.MANAGE_ACCOUNTS, accounts.set_active)
def disable_an_account(on: Stage) -> None:
    accounts.set_active(on.session, on.person, somebody(on), False, NOW)


@tries(Action.MANAGE_ACCOUNTS, accounts.issue_link)
def issue_a_link(on: Stage) -> object:
    return accounts.issue_link(on.session, on.person, somebody(on), NOW)


@tries(Action.MANAGE_ACCOUNTS, external_sign_in.unbind)
def unbind_an_account(on: Stage) -> None:
    identity = Identity("https://sso.example", "li", "lili")
    account = accounts.create_account(on.session, on.administrator, "lili", "李丽", Role.REVIEWER, [], NOW)
    assert external_sign_in.enter(on.session, identity, "?", NOW, 1).token
    external_sign_in.unbind(on.session, on.person, account, NOW)


@tries(Action.MANAGE_ACCOUNTS, handover.hand_over)
def hand_a_unit_over(on: Stage) -> None:
    people_of = on.world.desk.people
    leaver, successor = people_of["王"].account_id, people_of["何"].account_id
    handover.hand_over(on.session, on.person, on.world.units[KEJI], leaver, successor, NOW)


# MANAGE_UNITS, MANAGE_RULES


@tries(Action.MANAGE_UNITS, register_units.list_units)
def read_the_register_of_units(on: Stage) -> object:
    return bool(register_units.list_units(on.session, on.person, on.world.plan, Q3))


@tries(Action.MANAGE_UNITS, units.add_unit)
def add_a_unit(on: Stage) -> object:
    return units.add_unit(on.session, on.person, "市数据局", "数据局", NOW)


@tries(Action.MANAGE_UNITS, units.rename_unit)
def rename_a_unit(on: Stage) -> None:
    (name,) = [name for name, unit in on.world.units.items() if unit == on.lead_unit]
    units.rename_unit(on.session, on.person, on.lead_unit, (name, ""), f"{name}(新)", "", NOW)


@tries(Action.MANAGE_UNITS, units.add_alias)
def give_a_unit_another_name(on: Stage) -> None:
    units.add_alias(on.session, on.person, on.lead_unit, "市某局", NOW)


@tries(Action.MANAGE_UNITS, units.remove_alias)
def take_a_units_other_name_away(on: Stage) -> None:
    units.add_alias(on.session, on.administrator, on.lead_unit, "市某局", NOW)
    units.remove_alias(on.session, on.person, on.lead_unit, "市某局", NOW)


def _reform(on: Stage) -> Reform:
    day = date(2025, 7, 8)
    return Reform(ReformKind.RENAMED, (on.lead_unit,), ("市新局",), day, "海委〔2025〕3号")


@tries(Action.MANAGE_UNITS, reorganisations.reorganise)
def rename_a_unit_by_a_reform(on: Stage) -> object:
    return reorganisations.reorganise(on.session, on.person, _reform(on), "reform", NOW)


@tries(Action.MANAGE_UNITS, recorded.reforms)
def read_the_reforms(on: Stage) -> object:
    reorganisations.reorganise(on.session, on.administrator, _reform(on), "reform", NOW)
    return bool(recorded.reforms(on.session, on.person))


@tries(Action.MANAGE_UNITS, recorded.what_moves)
def preview_a_reform(on: Stage) -> object:
    asked = _reform(on)
    return bool(recorded.what_moves(on.session, on.person, asked.old, asked.holds_from).targets)


@tries(Action.ASSIGN_LEADERS, leaders.add_leader)
def add_a_leader(on: Stage) -> object:
    return leaders.add_leader(on.session, on.person, "郑副市长", None, NOW)


@tries(Action.ASSIGN_LEADERS, leaders.change_leader)
def rename_a_leader(on: Stage) -> None:
    leader = leaders.add_leader(on.session, on.administrator, "郑副市长", None, NOW)
    leaders.change_leader(on.session, on.person, leader, "郑市长", None, NOW)


@tries(Action.ASSIGN_LEADERS, leaders.assign)
def put_a_leader_in_charge(on: Stage) -> None:
    leader = leaders.add_leader(on.session, on.administrator, "郑副市长", None, NOW)
    leaders.assign(on.session, on.person, leader, (), (on.lead_unit,), date(2025, 1, 1), None, NOW)


@tries(Action.ASSIGN_LEADERS, listed_leaders.charges_of)
def read_who_is_in_charge(on: Stage) -> object:
    return bool(listed_leaders.charges_of(on.session, on.person, on.world.plan, date(2025, 9, 30)).held)


@tries(Action.ASSIGN_LEADERS, people.leader_accounts)
def read_the_accounts_of_leaders(on: Stage) -> object:
    return people.leader_accounts(on.session, on.person) is not None


@tries(Action.SEE_PLAN, listed_leaders.own_leader)
def know_which_leader_one_is(on: Stage) -> None:
    listed_leaders.own_leader(on.session, on.person)


@tries(Action.MANAGE_RULES, rules.set_rules)
def set_the_rules(on: Stage) -> object:
    wanted = RuleSet(paced_slight=Decimal(70))
    return rules.set_rules(on.session, on.person, on.world.plan.id, wanted, "从宽。", 1, NOW)


@tries(Action.MANAGE_RULES, rule_sets.preview)
def preview_the_rules(on: Stage) -> object:
    wanted = RuleSet(paced_slight=Decimal(70))
    return rule_sets.preview(on.session, on.person, on.world.plan, wanted) is not None


@tries(Action.MANAGE_RULES, rule_sets.preview_groups)
def preview_what_the_rules_say_of_groups(on: Stage) -> object:
    wanted = RuleSet(group_behind=Decimal(50))
    return rule_sets.preview_groups(on.session, on.person, on.world.plan, wanted, NOW) is not None


# SEE_AUDIT


@tries(Action.SEE_AUDIT, trail.audit_page)
def read_the_trail(on: Stage) -> object:
    return trail.audit_page(on.session, on.person, AuditFilter(), 1) is not None


@tries(Action.SEE_AUDIT, trail.audit_before)
def read_a_piece_of_the_trail(on: Stage) -> object:
    return trail.audit_before(on.session, on.person, AuditFilter(), 10**6, 10) is not None


@tries(Action.SEE_AUDIT, trail.audit_count)
def count_the_trail(on: Stage) -> object:
    return trail.audit_count(on.session, on.person, AuditFilter()) is not None


@tries(Action.SEE_AUDIT, trail.audit_choices)
def read_what_the_trail_can_be_filtered_by(on: Stage) -> object:
    return trail.audit_choices(on.session, on.person) is not None


@tries(Action.SEE_AUDIT, trail.chain_head)
def read_the_head_of_the_chain(on: Stage) -> object:
    return trail.chain_head(on.session, on.person) is not None


@tries(Action.SEE_AUDIT, trail.check_chain)
def check_the_chain(on: Stage) -> object:
    return trail.check_chain(on.session, on.person) is not None


@tries(Action.SEE_AUDIT, audit.record_export)
def take_the_trail_along(on: Stage) -> None:
    audit.record_export(on.session, on.person, AuditFilter(), 0, NOW)
