"""A new rule set: kept by the administrator, versioned, previewed; what was frozen keeps its own."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.domain.build import POINTS, RULES, dec
from tests.entry.ledger import NOW, Q2, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, NotAllowed, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Status
from tracker.export.workbook import workbook_bytes
from tracker.queries.plans import plans
from tracker.queries.rules import preview, preview_groups, rule_history
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.rules import set_rules
from tracker.services.snapshots import freeze
from tracker.tables import Audit, RuleSetVersion, Snapshot

LENIENT = RuleSet(2, "武汉做法", paced_on=dec(80), paced_slight=dec(60))
REASON = "市政府常务会议决定。"


def save(
    desk: Desk,
    rules: RuleSet = LENIENT,
    who: str = "陈",
    seen: int = 1,
    reason: str = REASON,
    at: datetime = NOW,
) -> int:
    with transaction(desk.engine) as session:
        return set_rules(session, desk.people[who], plans(session)[0].id, rules, reason, seen, at)


def status(desk: Desk, period: Period, target: str = "企业", at: datetime | None = None) -> Status:
    with reading(desk.engine) as session:
        card = scorecard(session, plans(session)[0], period, desk.people["陈"], as_of=at)
    found = card.of(desk.targets[target])
    assert found is not None
    return found.status


def previewed(desk: Desk, rules: RuleSet = LENIENT, who: str = "陈") -> list[str]:
    with reading(desk.engine) as session:
        found = preview(session, desk.people[who], plans(session)[0], rules)
    return [f"{each.target.name} {each.text}" for each in found]


def report_three(desk: Desk) -> None:
    desk.approve(desk.submit(value="40", period=Q2, at=NOW - timedelta(days=91)))
    desk.approve(desk.submit(value="60"))
    desk.approve(desk.submit(target="增速", value="19.5"))
    desk.submit("李", "吞吐量", value="22")  # waits for review: no figure counts yet


def test_the_preview_is_what_then_happens(desk: Desk) -> None:
    report_three(desk)
    assert previewed(desk) == [
        "企业 2025年二季度：▲ 稍慢 → ● 达时序",
        "企业 2025年三季度：▲ 稍慢 → ● 达时序",
    ]
    assert save(desk) == 2
    assert [status(desk, period) for period in (Q2, Q3)] == [Status.ON_PACE, Status.ON_PACE]
    assert status(desk, Q3, "增速") is Status.SLIGHTLY_BEHIND
    assert previewed(desk) == []


def test_by_points_the_same_figures_are_judged_otherwise(desk: Desk) -> None:
    report_three(desk)
    points = replace(POINTS, paced_on=dec(5), paced_slight=dec(12))
    assert previewed(desk, points) == [
        "企业 2025年三季度：▲ 稍慢 → ■ 滞后",
        "增速 2025年三季度：▲ 稍慢 → ● 达时序",
    ]
    save(desk, points)
    assert (status(desk, Q3), status(desk, Q3, "增速")) == (Status.BEHIND, Status.ON_PACE)


def test_as_known_before_the_old_rules_judge(desk: Desk) -> None:
    report_three(desk)
    save(desk, at=NOW + timedelta(days=1))
    assert status(desk, Q3, at=NOW + timedelta(hours=1)) is Status.SLIGHTLY_BEHIND
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        newest, first = rule_history(session, desk.people["陈"], plan.id)
        known = rule_history(session, desk.people["陈"], plan.id, as_of=NOW)
    assert known == (first,)
    assert (newest.rules, newest.reason, newest.author) == (LENIENT, REASON, "陈")
    assert (first.rules, first.reason, first.author) == (RuleSet(), "", "")


@pytest.mark.parametrize("who", list("王李周沈"))
def test_only_the_administrator_keeps_rules(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        save(desk, who=who)
    with pytest.raises(NotAllowed):
        previewed(desk, who=who)
    assert len(rows(desk.engine, RuleSetVersion)) == 1


def test_a_new_version_needs_a_reason_and_a_change(desk: Desk) -> None:
    with pytest.raises(BadInput, match="请写明修改判定规则的理由"):
        save(desk, reason=" \n")
    with pytest.raises(BadInput, match="没有改动"):
        save(desk, RuleSet(version=7))
    assert len(rows(desk.engine, RuleSetVersion)) == 1


def test_the_version_follows_the_one_that_was_seen_whatever_number_was_typed(desk: Desk) -> None:
    assert save(desk, replace(LENIENT, version=40)) == 2
    assert save(desk, replace(LENIENT, version=40, about=dec(3)), seen=2) == 3
    assert [row.version for row in rows(desk.engine, RuleSetVersion)] == [1, 2, 3]
    assert [row.action for row in rows(desk.engine, Audit)][-2:] == ["修改判定规则"] * 2
    assert '"目标写“左右”时的幅度 5% → 3%"' in rows(desk.engine, Audit)[-1].detail


def test_the_same_click_twice_is_one_version(desk: Desk) -> None:
    assert (save(desk), save(desk)) == (2, 2)
    assert len(rows(desk.engine, RuleSetVersion)) == 2


def test_who_saves_on_another_version_is_told_what_changed_and_by_whom(desk: Desk) -> None:
    save(desk)
    with pytest.raises(StaleState, match="陈已保存第2版判定规则") as refused:
        save(desk, replace(LENIENT, about=dec(3)))
    assert [(each.what, each.seen, each.now, each.by) for each in refused.value.changes] == [
        ("规则名称", "默认规则", "武汉做法", "陈"),
        ("按进度的目标：达时序界限", "100%", "80%", "陈"),
        ("按进度的目标：稍慢界限", "80%", "60%", "陈"),
    ]
    assert len(rows(desk.engine, RuleSetVersion)) == 2


def test_a_snapshot_frozen_before_keeps_its_rules_byte_for_byte(desk: Desk) -> None:
    report_three(desk)
    with transaction(desk.engine) as session:
        card = scorecard(session, plans(session)[0], Q3, desk.people["周"])
        freeze(session, desk.people["周"], card, texts_of(session, card), "三季度", NOW.date(), NOW)
    (before,) = rows(desk.engine, Snapshot)
    made = workbook_bytes(before.content, before.sha256, before.number)
    save(desk)
    (after,) = rows(desk.engine, Snapshot)
    assert (after.content, after.sha256) == (before.content, before.sha256)
    assert workbook_bytes(after.content, after.sha256, after.number) == made


def test_the_preview_names_the_groups_that_the_new_thresholds_judge_otherwise(desk: Desk) -> None:
    for value, target in (("60", "企业"), ("10", "增速")):
        desk.approve(desk.submit(target=target, value=value))
    strict = replace(RULES, group_behind=dec(100))
    with reading(desk.engine) as session:
        changes = preview_groups(session, desk.people["陈"], plans(session)[0], strict, NOW)
    before = {(each.period, each.group): each.before for each in changes}
    save(desk, strict)
    with reading(desk.engine) as session:
        card = scorecard(session, plans(session)[0], Q3, desk.people["陈"], now=NOW)
    for group in (*card.areas, *card.departments):
        told = {each.after for each in changes if (each.period, each.group) == (Q3, group.name)}
        assert told in (set(), {card.verdict(group)})
        assert (Q3, group.name) not in before or before[Q3, group.name] is not card.verdict(group)
