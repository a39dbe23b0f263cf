"""会签 of a figure that stands in two plans: the co-responsible units of both have a word on it, once."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.countersign.cast import CAIZHENG, seat_the_others, sign, unit_of
from tests.entry.ledger import JIAOTONG, NOW, Q3, Desk, rows
from tests.linking.cast import CODE
from tests.linking.test_linking import link, open_window, unlink
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import JIAOTONG as JIAOTONG_LOGIN
from tests.pages.world import KEJI, REVIEWER
from tests.pages.world import NOW as PAGES_NOW
from tests.plans import cast as plans_cast
from tracker.db import reading, transaction
from tracker.domain.access import Relation
from tracker.domain.language.errors import NotAllowed, StaleState
from tracker.domain.progress.plans import plan_meant
from tracker.domain.workflow.approval import silent_units
from tracker.domain.workflow.lifecycle import Stance
from tracker.queries.countersigns import Countersignable, objected_to, to_countersign
from tracker.queries.evidence import _relation
from tracker.queries.own_work import own_work
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.waiting import waiting
from tracker.services import links
from tracker.tables import Countersign, Report, Target, TargetTerms, TermsUnit

FIRST = "t"


@pytest.fixture
def shared(desk: Desk) -> Desk:
    """One 企业 is co-led by 市交通运输局 alone, that of the second plan by 市财政局 alone."""
    seat_the_others(desk, co_units=(JIAOTONG,))
    with transaction(desk.engine) as session:
        of_target = select(TargetTerms.id).where(TargetTerms.target_id == desk.targets["民:企业"])
        terms = session.exec(of_target).one() or 0
        session.add(TermsUnit(terms_id=terms, position=1, unit_id=unit_of(desk, CAIZHENG)))
    open_window(desk)
    return desk


def open_to(desk: Desk, who: str, code: str, **past: object) -> tuple[Countersignable, ...]:
    with reading(desk.engine) as session:
        plan = plan_meant(plans(session), code)
        return to_countersign(session, desk.people[who], plan, Q3, NOW, **past)  # type: ignore[arg-type]


def asked(desk: Desk, who: str) -> dict[str, list[tuple[int, list[str]]]]:
    """By plan what is asked of a person: the submission and for which units."""
    return {
        code: [
            (each.submission.report_id, [unit.name for unit in each.units])
            for each in open_to(desk, who, code)
        ]
        for code in (FIRST, CODE)
    }


def test_who_co_leads_in_the_other_plan_alone_is_asked_there(shared: Desk) -> None:
    report = shared.submit()
    assert asked(shared, "钱") == {FIRST: [], CODE: []}, "two targets that have nothing to do with each other"
    link(shared, target="民:企业")
    assert asked(shared, "钱") == {FIRST: [], CODE: [(report, [CAIZHENG])]}
    assert asked(shared, "李") == {FIRST: [(report, [JIAOTONG])], CODE: []}
    (one,) = open_to(shared, "钱", CODE)
    assert (one.score.target.id, one.plan.code) == (shared.targets["民:企业"], CODE), "as it is judged there"
    with reading(shared.engine) as session:
        plan = plan_meant(plans(session), CODE)
        assert own_work(session, shared.people["钱"], plan, Q3, NOW).get("countersign") == 1


def test_its_word_stands_with_the_submission_and_the_office_sees_it(shared: Desk) -> None:
    link(shared)
    report = shared.submit()
    with reading(shared.engine) as session:
        (one,) = waiting(session, shared.people["周"], plan_meant(plans(session), FIRST), Q3)
    silent = [unit.name for unit in silent_units(one.co_units, one.submission.countersigns)]
    assert silent == [JIAOTONG, CAIZHENG]
    sign(shared, report, stance=Stance.OBJECT)
    with reading(shared.engine) as session:
        (one,) = waiting(session, shared.people["周"], plan_meant(plans(session), FIRST), Q3)
    assert [each.unit for each in one.submission.countersigns] == [CAIZHENG]
    assert [unit.name for unit in silent_units(one.co_units, one.submission.countersigns)] == [JIAOTONG]
    assert not open_to(shared, "钱", CODE)[0].is_unsaid
    with pytest.raises(StaleState, match="市财政局对这项数据有异议"):
        shared.approve(report)


def test_what_is_approved_can_be_objected_to_until_the_window_closes_where_it_is_reported(
    shared: Desk,
) -> None:
    link(shared)
    report = shared.submit()
    shared.approve(report)
    (one,) = open_to(shared, "钱", CODE)
    assert (one.submission.report_id, one.is_approved) == (report, True)
    sign(shared, report)
    with reading(shared.engine) as session:
        (objected,) = objected_to(session, shared.people["周"], plan_meant(plans(session), FIRST), Q3)
    assert objected.submission.report_id == report
    later = NOW + timedelta(days=60)
    with reading(shared.engine) as session:
        plan = plan_meant(plans(session), CODE)
        assert to_countersign(session, shared.people["钱"], plan, Q3, later) == ()


def test_a_person_of_both_units_is_asked_once_for_both(shared: Desk) -> None:
    link(shared)
    report = shared.submit()
    shared.people["钱"] = shared.people["钱"].__class__(
        **vars(shared.people["钱"]) | {"unit_ids": shared.people["钱"].unit_ids | {unit_of(shared, JIAOTONG)}}
    )
    assert asked(shared, "钱") == {FIRST: [(report, [JIAOTONG, CAIZHENG])], CODE: []}


def test_without_the_link_its_word_is_not_asked_and_not_taken(shared: Desk) -> None:
    report = shared.submit()
    with pytest.raises(NotAllowed):
        sign(shared, report)
    link(shared)
    before = NOW - timedelta(minutes=1)
    assert open_to(shared, "钱", CODE, as_of=before) == (), "as known before the link"
    unlink(shared)
    with pytest.raises(NotAllowed):
        sign(shared, report)
    assert asked(shared, "钱") == {FIRST: [], CODE: []}


def test_the_evidence_of_the_figure_is_open_to_both_plans_units(shared: Desk) -> None:
    report = shared.submit()
    with reading(shared.engine) as session:
        assert _relation(session, shared.people["钱"], session.get(Report, report)) is Relation.NONE
    link(shared)
    with reading(shared.engine) as session:
        assert _relation(session, shared.people["钱"], session.get(Report, report)) is Relation.CO_LEADS


def test_on_the_pages_it_is_signed_under_the_plan_that_the_unit_has_a_part_in(
    visit: Visit, world_engine: Engine
) -> None:
    """市交通运输局 co-leads T02-01 of the second plan alone; 市科技局 reports it in the first."""
    with transaction(world_engine) as session:
        office, clerk = person_of_login(session, REVIEWER), person_of_login(session, KEJI)
        first, second = (plan_meant(plans(session), code) for code in (plans_cast.FIRST, plans_cast.SECOND))
        one, other = (
            session.exec(select(Target.id).where(Target.plan_id == of.id, Target.code == "T02-01")).one() or 0
            for of in (first, second)
        )
        terms = session.exec(select(TargetTerms.id).where(TargetTerms.target_id == other)).one() or 0
        (unit,) = person_of_login(session, JIAOTONG_LOGIN).unit_ids
        session.add(TermsUnit(terms_id=terms, position=9, unit_id=unit))
        links.link(session, office, other, one, "同一批项目。", PAGES_NOW)
        report = plans_cast.reported(session, clerk, first, "T02-01", "15")
    at = visit(JIAOTONG_LOGIN, "countersign", plan=plans_cast.FIRST, report=str(report))
    assert not at.exception
    captions = "".join(str(caption) for each in at.radio for caption in each.proto.captions)
    assert plans_cast.TITLES[plans_cast.SECOND] in captions
    assert ">15<" in text_of(at), re.findall(".{20}15.{20}", text_of(at))
    tasks = visit(JIAOTONG_LOGIN, "tasks", plan=plans_cast.FIRST)
    assert f"/countersign?report={report}&amp;plan={plans_cast.SECOND}" in text_of(tasks)
    next(button for button in at.button if button.label == "同意").click().run()
    assert not errors_of(at)
    assert [(row.report_id, row.unit_id) for row in rows(world_engine, Countersign)] == [(report, unit)]
    review = text_of(visit(REVIEWER, "review", plan=plans_cast.FIRST, report=str(report)))
    assert "市交通运输局" in review
    assert "同意1" in review
