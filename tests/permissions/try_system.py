"""What administrators do: accounts, units, rules, the trail; and handing over."""

from datetime import date, timedelta
from decimal import Decimal

import pyotp

from tests.entry.ledger import KEJI, NOW
from tests.permissions.registry import tries
from tests.permissions.stage import Stage
from tracker.domain.access import Action, Preferences, Role
from tracker.domain.credentials import Demands
from tracker.domain.guessing import NO_WAIT
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.reorganisation import Reform, ReformKind
from tracker.queries import audit as trail
from tracker.queries import condition, credentials, new_administrators, password_links, people, shipped
from tracker.queries import directives as listed_directives
from tracker.queries import handover as handed
from tracker.queries import leaders as listed_leaders
from tracker.queries import matters as listed_matters
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
    own_sign_ins,
    passwords,
    preferences,
    reorganisations,
    rules,
    second_step,
    sign_in,
    units,
)
from tracker.services.external_sign_in import Identity
from tracker.tables import Authenticator, SignInSession

# SEE_HANDOVER


@tries(Action.SEE_HANDOVER, handed.handover)
def read_the_handover(on: Stage) -> object:
    return handed.handover(on.session, on.person, on.world.plan, on.period, on.lead_unit, NOW) is not None


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


@tries(Action.SEE_PLAN, password_links.links_told)
def be_told_of_ones_links(on: Stage) -> None:
    password_links.links_told(on.session, on.person, None, NOW)


@tries(Action.SEE_ACCOUNTS, new_administrators.administrators_told)
def be_told_of_a_new_administrator(on: Stage) -> None:
    new_administrators.administrators_told(on.session, on.person, None, NOW)


# So are their sign-ins and what they prove with who they are: for nobody else's there is a word.


def _proof(on: Stage) -> second_step.Proof:
    """A password that was verified before; where nobody has set one, none is right."""
    return second_step.Proof(sign_in.Knock(on.person.login, "?", "?", NO_WAIT, None), is_proven=True)


@tries(Action.SEE_PLAN, credentials.own_credentials)
def see_what_one_signs_in_with(on: Stage) -> object:
    return credentials.own_credentials(on.session, on.person)


@tries(Action.SEE_PLAN, credentials.own_sign_ins)
def see_where_one_is_signed_in(on: Stage) -> object:
    return credentials.own_sign_ins(on.session, on.person, "?", NOW, 30) == ()


@tries(Action.SEE_PLAN, own_sign_ins.end_others)
def end_ones_other_sign_ins(on: Stage) -> object:
    return own_sign_ins.end_others(on.session, on.person, "?", NOW) == 0


@tries(Action.SEE_PLAN, own_sign_ins.end_one)
def end_one_of_ones_sign_ins(on: Stage) -> None:
    row = SignInSession(
        token_sha256="0" * 64,
        account_id=on.person.account_id,
        created_at=NOW,
        seen_at=NOW,
        expires_at=NOW + timedelta(hours=1),
    )
    on.session.add(row)
    own_sign_ins.end_one(on.session, on.person, "0" * credentials.HANDLE, NOW)


@tries(Action.SEE_PLAN, passwords.change_own)
def change_ones_password(on: Stage) -> object:
    told = passwords.change_own(on.session, on.person, "?", _proof(on), "hash", NOW, Demands())
    return bool(told.message)


@tries(Action.SEE_PLAN, second_step.begin_own)
def begin_to_set_up_a_second_step(on: Stage) -> object:
    return bool(second_step.begin_own(on.session, on.person, "?", _proof(on), NOW)[1])


@tries(Action.SEE_PLAN, second_step.confirm_own)
def set_up_a_second_step(on: Stage) -> object:
    return bool(second_step.confirm_own(on.session, on.person, "?", _proof(on).tried, "000000", NOW)[1])


@tries(Action.SEE_PLAN, second_step.confirm)
def put_an_app_in_use(on: Stage) -> object:
    secret = second_step.begin(on.session, on.person.account_id, "?", NOW)
    code = pyotp.TOTP(secret).at(NOW)
    return bool(second_step.confirm(on.session, on.person, "?", code, NOW))


@tries(Action.SEE_PLAN, second_step.remove_own)
def do_without_a_second_step(on: Stage) -> object:
    return bool(second_step.remove_own(on.session, on.person, _proof(on), NOW, Demands()))


@tries(Action.SEE_PLAN, second_step.renew_codes_own)
def renew_ones_recovery_codes(on: Stage) -> object:
    _give_app(on, on.person.account_id)
    return bool(second_step.renew_codes_own(on.session, on.person, _proof(on), NOW)[1])


def _give_app(on: Stage, account_id: int) -> None:
    on.session.add(Authenticator(account_id=account_id, secret="A", confirmed_at=NOW, last_step=0))
    on.session.flush()


# SEE_ACCOUNTS, MANAGE_ACCOUNTS, GRANT_RIGHTS


@tries(Action.GRANT_RIGHTS, second_step.remove_for)
def remove_somebodys_second_step(on: Stage) -> None:
    _give_app(on, somebody(on))
    second_step.remove_for(on.session, on.person, somebody(on), NOW)


def somebody(on: Stage) -> int:
    return on.world.desk.people["何"].account_id


@tries(Action.SEE_ACCOUNTS, people.list_accounts)
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
def rename_an_account(on: Stage) -> None:
    units = people.units_of_account(on.session, somebody(on))
    accounts.change_account(on.session, on.person, somebody(on), "何新", Role.CLERK, units, NOW)


@tries(Action.GRANT_RIGHTS, accounts.change_account)
def give_an_account_another_role(on: Stage) -> None:
    accounts.change_account(on.session, on.person, somebody(on), "何", Role.LEADER, [], NOW)


@tries(Action.GRANT_RIGHTS, accounts.record_told)
def record_that_an_owner_was_told(on: Stage) -> None:
    accounts.record_told(on.session, on.person, somebody(on), "he@example.cn", "", NOW)


@tries(Action.GRANT_RIGHTS, accounts.record_told_each)
def note_that_owners_were_told(on: Stage) -> None:
    accounts.record_told_each(on.session, on.person, [("he", "he@example.cn", "")], NOW)


@tries(Action.GRANT_RIGHTS, accounts.set_active)
def disable_an_account(on: Stage) -> None:
    accounts.set_active(on.session, on.person, somebody(on), False, NOW)


@tries(Action.GRANT_RIGHTS, accounts.enable_waiting)
def enable_what_waits(on: Stage) -> None:
    accounts.enable_waiting(on.session, on.person, [somebody(on)], NOW)


@tries(Action.GRANT_RIGHTS, accounts.issue_link)
def issue_a_link(on: Stage) -> object:
    return accounts.issue_link(on.session, on.person, somebody(on), NOW)


@tries(Action.GRANT_RIGHTS, accounts.lift_waits)
def lift_the_waits_of_an_account(on: Stage) -> None:
    accounts.lift_waits(on.session, on.person, somebody(on), NOW)


@tries(Action.GRANT_RIGHTS, external_sign_in.unbind)
def unbind_an_account(on: Stage) -> None:
    identity = Identity("https://sso.example", "li", "lili")
    account = accounts.create_account(on.session, on.administrator, "lili", "李丽", Role.REVIEWER, [], NOW)
    assert external_sign_in.enter(on.session, identity, "?", NOW, 1).token
    external_sign_in.unbind(on.session, on.person, account, NOW)


@tries(Action.GRANT_RIGHTS, handover.hand_over)
def hand_a_unit_over(on: Stage) -> None:
    people_of = on.world.desk.people
    leaver, successor = people_of["王"].account_id, people_of["何"].account_id
    handover.hand_over(on.session, on.person, on.world.units[KEJI], leaver, successor, NOW)


# MANAGE_UNITS, MANAGE_RULES


@tries(Action.MANAGE_UNITS, register_units.list_units)
def read_the_register_of_units(on: Stage) -> object:
    return bool(register_units.list_units(on.session, on.person, on.world.plan, on.period))


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


# SEE_CONDITION


@tries(Action.SEE_CONDITION, condition.usage_shown)
def see_how_the_site_is_used(on: Stage) -> object:
    return condition.usage_shown(on.session, on.person, NOW, 30) is not None


@tries(Action.SEE_CONDITION, condition.failed_sign_ins)
def see_which_sign_ins_failed(on: Stage) -> object:
    return condition.failed_sign_ins(on.session, on.person, NOW) is not None


@tries(Action.SEE_CONDITION, condition.serving_shown)
def see_how_many_processes_serve(on: Stage) -> object:
    return condition.serving_shown(on.session, on.person) >= 0


@tries(Action.SEE_CONDITION, shipped.behind)
def see_how_far_the_trail_has_gone_out(on: Stage) -> object:
    return shipped.behind(on.session, on.person, ["tcp://10.2.0.9:514"]) != ()


@tries(Action.SEE_CONDITION, condition.database_version)
def see_the_databases_version(on: Stage) -> object:
    return condition.database_version(on.session, on.person) != ""
