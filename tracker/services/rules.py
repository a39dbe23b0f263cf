"""The rule set in force, and the administrator's new versions of it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.progress.rule_sets import RuleSet, rule_differences
from tracker.services import audit
from tracker.tables import Account, Plan, RuleSetVersion


def rules_in_force(session: Session, plan_id: int) -> RuleSet:
    """As writes need it: problem and next step are required of what is behind."""
    return _newest(session, plan_id).rules


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
    newest, cleaned = _newest(session, plan_id), clean_text(reason, what=_("修改理由"))
    wanted = replace(rules, version=seen_version + 1)
    if newest.rules == wanted and (newest.created_by_id, newest.reason) == (person.account_id, cleaned):
        return newest.version
    if newest.version != seen_version:
        raise _stale(session, plan_id, newest, seen_version)
    if not cleaned:
        raise BadInput(_("请写明修改评价规则的理由。"))
    changes = rule_differences(newest.rules, wanted)
    if not changes:
        raise BadInput(_("没有改动,请至少修改一项。"))
    session.add(_row(plan_id, wanted, cleaned, person, now))
    session.flush()
    plan = session.get(Plan, plan_id)
    detail = {"version": wanted.version, "reason": cleaned, "changes": [each.text for each in changes]}
    audit.record(session, person, "修改评价规则", plan.code if plan else "", now, detail)
    return wanted.version


def _newest(session: Session, plan_id: int) -> RuleSetVersion:
    versions = select(RuleSetVersion).where(RuleSetVersion.plan_id == plan_id)
    return session.exec(versions.order_by(col(RuleSetVersion.version).desc()).limit(1)).one()


def _stale(session: Session, plan_id: int, newest: RuleSetVersion, seen_version: int) -> StaleState:
    author = session.get(Account, newest.created_by_id) if newest.created_by_id is not None else None
    by = "" if author is None else author.name
    seen = session.exec(
        select(RuleSetVersion).where(
            RuleSetVersion.plan_id == plan_id, RuleSetVersion.version == seen_version
        )
    ).first()
    changes = () if seen is None else rule_differences(seen.rules, newest.rules)
    return StaleState(
        _("{by}已保存第{version}版评价规则,您的修改没有保存,请核对后重新预览。").format(
            by=by, version=newest.version
        ),
        tuple(Change(each.what, each.before, each.after, by) for each in changes),
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
        reason=reason,
        created_by_id=person.account_id,
        created_at=now,
    )
