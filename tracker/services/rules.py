"""The rule set in force, and the administrator's new versions of it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.progress.rule_sets import RuleSet, rule_differences
from tracker.queries.plans import newest_rules
from tracker.queries.rules import rule_history
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import Plan, RuleSetVersion


def set_rules(
    session: Session,
    person: Person,
    plan_id: int,
    rules: RuleSet,
    reason: str,
    seen_version: int,
    now: datetime,
) -> int:
    """Put the rule set that was previewed in force; returns its version, whatever number ``rules`` bears.

    The same click twice makes one version. Raises StaleState when another version than ``seen_version``
    is in force, BadInput without a reason or without a change.
    """
    require(person, Action.MANAGE_RULES)
    require_admitted(session, plan_id, Action.MANAGE_RULES)
    newest, cleaned = newest_rules(session, plan_id), clean_text(reason, what=_("修改理由"))
    assert newest is not None, "a plan is loaded with its first rules"
    wanted = replace(rules, version=seen_version + 1)
    if newest.rules == wanted and (newest.created_by_id, newest.reason) == (person.account_id, cleaned):
        return newest.version
    if newest.version != seen_version:
        raise _stale(session, person, plan_id, seen_version)
    if not cleaned:
        raise BadInput(_("请写明修改判定规则的理由。"))
    changes = rule_differences(newest.rules, wanted)
    if not changes:
        raise BadInput(_("没有改动,请至少修改一项。"))
    session.add(_row(plan_id, wanted, cleaned, person, now))
    session.flush()
    plan = session.get(Plan, plan_id)
    detail = {"version": wanted.version, "reason": cleaned, "changes": [each.text for each in changes]}
    audit.record(session, person, "修改判定规则", plan.code if plan else "", now, detail)
    return wanted.version


def _stale(session: Session, person: Person, plan_id: int, seen_version: int) -> StaleState:
    history = rule_history(session, person, plan_id)
    newest, seen = history[0], [each for each in history if each.rules.version == seen_version]
    changes = rule_differences(seen[0].rules, newest.rules) if seen else ()
    return StaleState(
        _("{by}已保存第{version}版判定规则,您的修改没有保存,请核对后重新预览。").format(
            by=newest.author, version=newest.rules.version
        ),
        tuple(Change(each.what, each.before, each.after, newest.author) for each in changes),
    )


def _row(plan_id: int, rules: RuleSet, reason: str, person: Person, now: datetime) -> RuleSetVersion:
    return RuleSetVersion(
        plan_id=plan_id,
        version=rules.version,
        name=rules.name,
        method=rules.method,
        paced_on=rules.paced_on,
        paced_slight=rules.paced_slight,
        flat_on=rules.flat_on,
        flat_slight=rules.flat_slight,
        about=rules.about,
        group_behind=rules.group_behind,
        group_behind_least=rules.group_behind_least,
        group_unjudged=rules.group_unjudged,
        group_on_pace=rules.group_on_pace,
        reason=reason,
        created_by_id=person.account_id,
        created_at=now,
    )
