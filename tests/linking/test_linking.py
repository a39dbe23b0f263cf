"""A commitment that stands in two plans: reported once, judged in both, as known at a time, parted again."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from tests.entry.ledger import DUE, NOW, Q2, Q3, Desk, rows
from tests.linking.cast import CODE
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef, Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.workflow.entry import Field
from tracker.queries.chasing import open_by_unit
from tracker.queries.entries import form_of, ledger_of, tasks
from tracker.queries.handover import handover
from tracker.queries.linked import link_of, linked_with
from tracker.queries.meeting import records_of
from tracker.queries.own_work import own_work
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.submissions import submissions
from tracker.services import audit, errata, links, register, reviews, windows
from tracker.services.snapshots import freeze
from tracker.tables import Audit, Snapshot, TargetLink, TargetTerms

Q1 = Period(2025, 1)
REASON = "两个文件写的是同一批企业。"
LATER = NOW + timedelta(hours=1)


def link(
    desk: Desk, who: str = "周", target: str = "民:企业", source: str = "企业", at: datetime = NOW
) -> None:
    with transaction(desk.engine) as session:
        links.link(session, desk.people[who], desk.targets[target], desk.targets[source], REASON, at)


def unlink(desk: Desk, target: str = "民:企业", at: datetime = NOW) -> None:
    with transaction(desk.engine) as session:
        links.unlink(session, desk.people["周"], desk.targets[target], "口径不同。", at)


def second(session: Session) -> PlanRef:
    return plan_meant(plans(session), CODE)


def card_of(
    desk: Desk, period: Period = Q3, *, as_of: datetime | None = None, unapproved: bool = False
) -> Scorecard:
    with reading(desk.engine) as session:
        return scorecard(
            session,
            second(session),
            period,
            desk.people["周"],
            as_of=as_of,
            include_unapproved=unapproved,
        )


def score_of(card: Scorecard, name: str = "企业") -> Score:
    return next(each for each in card.scores if each.target.name == name)


def value(
    desk: Desk, period: Period = Q3, *, as_of: datetime | None = None, unapproved: bool = False
) -> Decimal | None:
    figure = score_of(card_of(desk, period, as_of=as_of, unapproved=unapproved)).figure
    return None if figure is None else figure.value


def open_window(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        times = (NOW - timedelta(days=9), DUE, DUE + timedelta(days=9))
        windows.set_window(
            session, desk.people["周"], second(session).id, Q3, *times, NOW - timedelta(days=9)
        )


def test_the_figure_of_one_is_judged_in_both_by_the_terms_of_each(desk: Desk) -> None:
    link(desk)
    report = desk.submit(value="60")
    assert value(desk) is None, "it waits"
    assert score_of(card_of(desk)).is_waiting
    assert value(desk, unapproved=True) == Decimal(60)
    desk.approve(report)
    with reading(desk.engine) as session:
        first = scorecard(session, plan_meant(plans(session), "t"), Q3, desk.people["周"])
    assert (score_of(first).figure, score_of(card_of(desk)).figure) == (score_of(first).figure,) * 2
    assert score_of(first).status is Status.SLIGHTLY_BEHIND, "60 of 75 by now"
    assert score_of(card_of(desk)).status is Status.ACHIEVED, "60 of 60"
    assert desk.differences() == []


def test_texts_and_history_of_the_source_are_those_of_both(desk: Desk) -> None:
    link(desk)
    desk.approve(desk.submit(value="60", progress="已认定60家。"))
    card = card_of(desk)
    with reading(desk.engine) as session:
        texts = texts_of(session, card, (score_of(card),))
        history = submissions(session, desk.people["周"], score_of(card).target)
    assert [each.progress for each in texts.values()] == ["已认定60家。"]
    assert [(each.period, each.value, each.state) for each in history] == [
        (Q3, Decimal(60), ReportState.APPROVED)
    ]


def test_a_correction_of_the_source_is_seen_in_both(desk: Desk) -> None:
    link(desk)
    desk.approve(desk.submit(value="60"))
    desk.approve(desk.submit(value="55", number=1, reason="重复统计。"))
    figure = score_of(card_of(desk)).figure
    assert figure is not None
    assert (figure.value, figure.is_correction) == (Decimal(55), True)


def test_a_linked_target_takes_no_entry_and_says_where_it_is_reported(desk: Desk) -> None:
    link(desk)
    open_window(desk)
    said = "与“方案”T-0是同一事项"
    for act in (
        lambda: desk.submit(target="民:企业"),
        lambda: desk.save("王", "民:企业", Field.VALUE, "1"),
    ):
        with pytest.raises(Locked, match=said):
            act()
    with reading(desk.engine) as session:
        plan, target = second(session), score_of(card_of(desk)).target
        form = form_of(session, desk.people["王"], plan, target, Q3, NOW)
    assert form.source is not None
    assert (form.source.code, form.source.period_for(Q3)) == ("T-0", Q3)
    assert said in (form.locked_because or "")


def test_it_is_counted_once_where_something_is_asked_of_the_department(desk: Desk) -> None:
    open_window(desk)

    def counts() -> tuple[int, int, int, int]:
        with reading(desk.engine) as session:
            plan, clerk, office = second(session), desk.people["王"], desk.people["周"]
            listed = tasks(session, clerk, ledger_of(session, clerk, plan, Q3))
            chased = open_by_unit(session, office, plan, Q3, NOW)
            taken = handover(session, clerk, plan, Q3, next(iter(clerk.unit_ids)), NOW)
            return (
                sum(task.is_open for task in listed),
                sum(len(each.due.missing) for each in chased),
                own_work(session, office, plan, Q3, NOW).get("chase", 0),
                len(next(each for each in taken.due if each.period == Q3).missing),
            )

    assert counts() == (2, 2, 2, 2)
    link(desk)
    assert counts() == (1, 1, 1, 1)


def test_a_link_is_not_known_before_it_was_made(desk: Desk) -> None:
    desk.approve(desk.submit(value="60"))
    link(desk, at=LATER)
    assert value(desk, as_of=LATER - timedelta(minutes=1)) is None
    assert value(desk, as_of=LATER) == value(desk) == Decimal(60)
    unlink(desk, at=LATER + timedelta(hours=1))
    assert value(desk) is None
    assert value(desk, as_of=LATER) == Decimal(60), "what was known then stays known"
    assert desk.differences() == []


def test_what_was_reported_before_the_link_stays_the_targets_own(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        times = (NOW - timedelta(days=9), DUE, DUE + timedelta(days=9))
        plan = second(session)
        for period in (Q2, Q3):
            windows.set_window(session, desk.people["周"], plan.id, period, *times, NOW - timedelta(days=9))
    desk.approve(desk.submit(target="民:企业", value="31", period=Q2))
    link(desk)
    desk.approve(desk.submit(value="60"))
    assert value(desk, Q2) == Decimal(31)
    assert value(desk, Q3) == Decimal(60)
    desk.approve(desk.submit(target="民:企业", value="30", period=Q2, number=1, reason="重复统计。"))
    assert value(desk, Q2) == Decimal(30), "and can be corrected"
    assert desk.differences() == []


def test_a_frozen_snapshot_stays_as_it_was(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        office, plan = desk.people["周"], second(session)
        card = scorecard(session, plan, Q3, office)
        records = records_of(session, office, card, NOW.date())
        freeze(session, office, card, texts_of(session, card), plan.title, NOW.date(), NOW, records)
    (before,) = [row.content for row in rows(desk.engine, Snapshot)]
    link(desk)
    desk.approve(desk.submit(value="60"))
    assert [row.content for row in rows(desk.engine, Snapshot)] == [before]
    assert desk.differences() == []


def test_who_links_and_parts_why_and_when_is_kept(desk: Desk) -> None:
    link(desk)
    link(desk, at=LATER)  # the same again
    with reading(desk.engine) as session:
        found = link_of(session, desk.targets["民:企业"])
        behind = linked_with(session, desk.targets["企业"])
    assert found is not None
    assert (found.source.plan_title, found.reason, found.made_by, found.made_at) == (
        "方案",
        REASON,
        "周",
        NOW,
    )
    assert [each.code for each in behind] == ["M-0"]
    unlink(desk)
    with reading(desk.engine) as session:
        assert link_of(session, desk.targets["民:企业"]) is None
        assert linked_with(session, desk.targets["企业"]) == ()
    assert [(row.number, row.source_id, row.reason) for row in rows(desk.engine, TargetLink)] == [
        (1, desk.targets["企业"], REASON),
        (2, None, "口径不同。"),
    ]
    trail = [row for row in rows(desk.engine, Audit) if "同一事项" in row.action]
    assert [(row.action, row.subject, row.actor_name) for row in trail] == [
        ("列为同一事项", "M-0", "周"),
        ("解除同一事项", "M-0", "周"),
    ]
    assert all("方案 T-0" in row.detail for row in trail)


@pytest.mark.parametrize(
    ("target", "source", "said"),
    [
        ("民:增速", "增速", "计量单位不同"),
        ("民:企业", "吞吐量", "牵头单位不同"),
        ("增速", "企业", "同一个方案"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(desk: Desk, target: str, source: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        link(desk, target=target, source=source)
    assert rows(desk.engine, TargetLink) == []


def test_no_chains_and_no_rings(desk: Desk) -> None:
    link(desk)
    with pytest.raises(BadInput, match="正随本项填报"):
        link(desk, target="企业", source="民:企业")
    with pytest.raises(Locked, match="没有随其他方案"):
        unlink(desk, target="企业")


def test_what_others_are_reported_with_is_not_withdrawn_from_under_them(desk: Desk) -> None:
    link(desk)
    with transaction(desk.engine) as session:
        of_target = select(TargetTerms.id).where(TargetTerms.target_id == desk.targets["企业"])
        terms_id = session.exec(of_target).one() or 0
        with pytest.raises(Locked, match="请先在那项目标的页面上解除"):
            errata.withdraw(
                session, desk.people["周"], desk.targets["企业"], terms_id, "", "不是目标。", "click", NOW
            )


def test_what_waits_or_was_returned_is_settled_first(desk: Desk) -> None:
    open_window(desk)
    report = desk.submit(target="民:企业")
    with pytest.raises(BadInput, match="请先办结"):
        link(desk)
    with transaction(desk.engine) as session:
        reviews.send_back(session, desk.people["周"], report, "请核对。", NOW)
    with pytest.raises(BadInput, match="请先办结"):
        link(desk)


@pytest.mark.parametrize("who", ["王", "沈", "陈"])
def test_only_the_office_links(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        link(desk, who=who)


def test_verify_says_where_the_two_have_come_apart(desk: Desk) -> None:
    link(desk)
    with transaction(desk.engine) as session:
        of_target = select(TargetTerms).where(TargetTerms.target_id == desk.targets["民:企业"])
        old = session.exec(of_target).one()
        terms = replace(old.terms, unit_of_measure="户")
        read_anew = register.first_terms(old.target_id, terms, old.lead_unit_id, "by rule", Q1, NOW)
        read_anew.version = 2
        session.add(read_anew)
        audit.record(session, None, "布置", CODE, NOW)
    assert desk.differences() == ["目标M-0随T-0填报，但两者的计量方式不同。"]
