"""A matter from its obstacle to its closing note: who may do what, what is kept, who sees it."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.countersign.cast import seat_the_others
from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q3, Desk, rows
from tests.matters.office import DUE_ON, Agenda
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, Refusal, StaleState
from tracker.domain.workflow.matters import AskedOf, MatterState, Step
from tracker.queries import matters as queries
from tracker.queries.own_work import own_work
from tracker.queries.plans import plans
from tracker.services import matters
from tracker.tables import Audit, Matter, MatterStep, TermsUnit


@pytest.fixture
def agenda(desk: Desk) -> Agenda:
    return Agenda(desk)


def test_a_matter_goes_from_its_obstacle_to_its_closing_note(agenda: Agenda) -> None:
    matter = agenda.raised()
    agenda.decided(matter, JIAOTONG)
    agenda.progressed(matter, "李")
    agenda.closed(matter)
    line = agenda.line(matter)
    assert (line.state, line.unit.name, line.code) == (MatterState.CLOSED, KEJI, "T-0")
    assert [(step.number, step.step, step.by) for step in line.steps] == [
        (1, Step.DECIDED, "周"),
        (2, Step.PROGRESS, "李"),
        (3, Step.CLOSED, "周"),
    ]
    assert line.responsible is not None
    assert (line.responsible.name, line.due_on) == (JIAOTONG, DUE_ON)
    assert line.end is not None
    assert line.end.text == "指标已下达。"
    assert [row.action for row in rows(agenda.desk.engine, Audit)][-4:] == [
        "提请协调",
        "事项议定",
        "事项办理情况",
        "事项销号",
    ]


def test_a_matter_is_counted_at_the_doors_of_those_who_can_do_something_about_it(agenda: Agenda) -> None:
    seat_the_others(agenda.desk)  # 冯 heads 市交通运输局

    def counted() -> list[int]:
        desk = agenda.desk
        with reading(desk.engine) as session:
            plan = plans(session)[0]
            return [
                own_work(session, desk.people[who], plan, Q3, NOW).get("matters", 0) for who in "周沈李冯王"
            ]

    matter = agenda.raised()
    assert counted() == [1, 0, 0, 0, 0], "the leaders decide in their meeting, the office writes it down"
    agenda.decided(matter, JIAOTONG)
    assert counted() == [0, 0, 1, 0, 0]


def test_nothing_is_closed_without_a_decision_or_without_a_note(agenda: Agenda) -> None:
    matter = agenda.raised()
    with pytest.raises(Locked, match="没有议定"):
        agenda.closed(matter)
    agenda.decided(matter, JIAOTONG)
    with pytest.raises(BadInput, match="销号说明"):
        agenda.closed(matter, text="\u200b ")
    agenda.closed(matter)
    with pytest.raises(Locked, match="另行提请"):
        agenda.closed(matter, text="再次销号。")


def test_a_later_decision_replaces_the_one_before_and_both_stay(agenda: Agenda) -> None:
    matter = agenda.raised()
    agenda.decided(matter, JIAOTONG)
    agenda.decided(matter, KEJI, due_on=DUE_ON + timedelta(days=10), text="改由市科技局办理。")
    line = agenda.line(matter)
    assert len(line.steps) == 2
    assert line.responsible is not None
    assert (line.responsible.name, line.due_on) == (KEJI, DUE_ON + timedelta(days=10))
    with pytest.raises(NotAllowed):
        agenda.progressed(matter, "李")
    agenda.progressed(matter, "何")


def test_only_the_lead_unit_raises_a_matter_on_its_target(agenda: Agenda) -> None:
    for who in ("李", "周", "沈", "陈"):
        with pytest.raises(NotAllowed):
            agenda.raised(who)
    assert rows(agenda.desk.engine, Matter) == []


def test_only_the_office_decides_and_closes_and_only_the_responsible_unit_reports(agenda: Agenda) -> None:
    matter = agenda.raised()
    for who in ("王", "李", "沈", "陈"):
        with pytest.raises(NotAllowed):
            agenda.decided(matter, JIAOTONG, who)
    agenda.decided(matter, JIAOTONG)
    for who in ("王", "周", "沈", "陈"):
        with pytest.raises(NotAllowed):
            agenda.progressed(matter, who)
    for who in ("王", "李", "沈", "陈"):
        with pytest.raises(NotAllowed):
            agenda.closed(matter, who)


def test_the_unit_that_raised_a_matter_withdraws_it_before_a_decision(agenda: Agenda) -> None:
    first, second = agenda.raised(), agenda.raised()
    with pytest.raises(NotAllowed):
        agenda.withdrawn(first, "李")
    agenda.withdrawn(first, "何")
    assert agenda.line(first).state is MatterState.WITHDRAWN
    agenda.decided(second, JIAOTONG)
    with pytest.raises(Locked, match="已经议定"):
        agenda.withdrawn(second)


def test_a_double_click_raises_one_matter(agenda: Agenda) -> None:
    assert agenda.raised(click="same") == agenda.raised(click="same")
    with pytest.raises(Refusal, match="标识"):
        agenda.raised("何", click="same")
    assert len(rows(agenda.desk.engine, Matter)) == 1


def test_a_double_click_on_a_step_takes_it_once(agenda: Agenda) -> None:
    matter = agenda.raised()
    agenda.decided(matter, JIAOTONG, seen=0)
    agenda.decided(matter, JIAOTONG, seen=0)
    assert len(agenda.line(matter).steps) == 1


def test_who_acts_on_an_older_state_is_told_what_came_and_nothing_is_stored(agenda: Agenda) -> None:
    matter = agenda.raised()
    agenda.decided(matter, JIAOTONG, "吴", text="先由市交通运输局提方案。")
    with pytest.raises(StaleState) as stale:
        agenda.decided(matter, KEJI, "周", seen=0, text="由市科技局办理。")
    assert str(stale.value) == "吴已对这件事项作了“议定”，您的内容没有保存，请看过后再操作。"
    assert [(change.now, change.by) for change in stale.value.changes] == [("先由市交通运输局提方案。", "吴")]
    with pytest.raises(StaleState):
        agenda.withdrawn(matter, seen=0)
    with pytest.raises(StaleState, match="刷新"):
        agenda.closed(matter, seen=5)
    assert len(agenda.line(matter).steps) == 1


@pytest.mark.parametrize(
    ("of", "unit", "said"),
    [
        (AskedOf.UNIT, "", "哪个部门"),
        (AskedOf.UNIT, KEJI, "不能是本单位"),
        (AskedOf.LEADER, JIAOTONG, "哪个部门"),
    ],
)
def test_a_matter_that_asks_nobody_or_itself_is_refused(
    agenda: Agenda, of: AskedOf, unit: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        agenda.raised(of=of, unit=unit)


def test_a_unit_that_does_not_exist_is_not_made_responsible(agenda: Agenda, desk: Desk) -> None:
    matter = agenda.raised()
    with pytest.raises(BadInput, match="单位不存在"), transaction(desk.engine) as session:
        matters.decide(session, desk.people["周"], matter, 0, "办理", 999, DUE_ON, NOW)


def test_steps_and_matters_are_never_changed_or_deleted(agenda: Agenda, desk: Desk) -> None:
    agenda.decided(agenda.raised(), JIAOTONG)
    for table in (Matter, MatterStep):
        for sql in (f"UPDATE {table.__tablename__} SET id = 99", f"DELETE FROM {table.__tablename__}"):
            with pytest.raises(DBAPIError), transaction(desk.engine) as session:
                session.connection().execute(text(sql))


def test_office_and_leaders_see_all_departments_what_concerns_them(agenda: Agenda) -> None:
    own = agenda.raised()
    asked = agenda.raised(of=AskedOf.UNIT, unit=JIAOTONG)
    assigned = agenda.raised()
    agenda.decided(assigned, JIAOTONG)
    theirs = agenda.raised("李", "吞吐量")
    assert [line.id for line in agenda.of("周")] == [own, asked, assigned, theirs]
    assert [line.id for line in agenda.of("沈")] == [own, asked, assigned, theirs]
    assert [line.id for line in agenda.of("王")] == [own, asked, assigned]
    assert [line.id for line in agenda.of("李")] == [asked, assigned, theirs]
    with pytest.raises(NotAllowed):
        agenda.of("陈")


def test_a_co_responsible_unit_sees_what_is_raised_on_the_target(agenda: Agenda, desk: Desk) -> None:
    matter = agenda.raised()
    assert agenda.of("李") == ()
    with transaction(desk.engine) as session:
        session.add(TermsUnit(terms_id=1, position=2, unit_id=agenda.unit(JIAOTONG)))
    assert [line.id for line in agenda.of("李")] == [matter]


def test_a_matter_of_others_is_not_found(agenda: Agenda, desk: Desk) -> None:
    matter = agenda.raised()
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        assert queries.matter_of(session, desk.people["王"], plan, matter).id == matter
        for who, number in (("李", matter), ("周", 999)):
            with pytest.raises(NotFound):
                queries.matter_of(session, desk.people[who], plan, number)


def test_open_tasks_of_a_unit_come_by_their_date(agenda: Agenda, desk: Desk) -> None:
    late, soon, done = agenda.raised(), agenda.raised(), agenda.raised()
    agenda.raised()
    agenda.decided(late, JIAOTONG, due_on=DUE_ON + timedelta(days=5))
    agenda.decided(soon, JIAOTONG)
    agenda.decided(done, JIAOTONG)
    agenda.closed(done)
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        listed = queries.by_due_date(queries.matters(session, desk.people["李"], plan))
    assert [line.id for line in listed] == [soon, late]


def test_the_past_is_shown_as_it_was_known(agenda: Agenda) -> None:
    matter = agenda.raised()
    agenda.decided(matter, JIAOTONG)
    agenda.closed(matter)
    assert agenda.of(as_of=NOW - timedelta(minutes=1)) == ()
    assert agenda.of(as_of=NOW)[0].state is MatterState.RAISED
    assert agenda.of(as_of=NOW + timedelta(hours=1))[0].state is MatterState.DECIDED
    assert agenda.of(as_of=NOW + timedelta(hours=3))[0].state is MatterState.CLOSED


def test_a_head_reads_and_does_nothing(agenda: Agenda, desk: Desk) -> None:
    desk.people["局长"] = Person(
        desk.people["王"].account_id, "局长", "局长", Role.HEAD, desk.people["王"].unit_ids
    )
    with pytest.raises(NotAllowed):
        agenda.raised("局长")
    matter = agenda.raised()
    assert [line.id for line in agenda.of("局长")] == [matter]
    with pytest.raises(NotAllowed):
        agenda.withdrawn(matter, "局长")
