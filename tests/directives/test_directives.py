"""A directive from a leader's word to its closing: who may do what, what is kept, who sees it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.directives.desk import CLERK, DUE_ON, LEADER, OFFICE, Directives
from tests.entry.ledger import JIAOTONG, KEJI, NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, Refusal, StaleState
from tracker.domain.workflow.directive import About, DirectiveState, Step
from tracker.queries import directives as queries
from tracker.queries.plans import plans
from tracker.services import audit, errata
from tracker.tables import Account, AccountUnit, Audit, Directive, DirectiveStep, TermsUnit, Unit

OTHER_LEADER, HEAD = "林", "方"


@pytest.fixture
def on(desk: Desk) -> Directives:
    """With a second leader, and the head of 市科技局."""
    with transaction(desk.engine) as session:
        unit = next(each.id for each in rows(desk.engine, Unit) if each.name == KEJI)
        for name, role, units in ((OTHER_LEADER, Role.LEADER, ()), (HEAD, Role.HEAD, (unit,))):
            account = Account(login=name, name=name, role=role, created_at=NOW)
            session.add(account)
            session.flush()
            assert account.id is not None
            session.add_all(AccountUnit(account_id=account.id, unit_id=each) for each in units)
            desk.people[name] = Person(account.id, name, name, role, frozenset(units))
        audit.record(session, None, "布置", HEAD, NOW)  # as a service would, it vouches for the rows
    return Directives(desk)


def test_a_directive_goes_from_its_question_to_its_closing(on: Directives) -> None:
    number = on.written()
    on.answered(number)
    on.closed(number)
    line = on.line(number)
    assert (line.state, line.about, line.key, line.name) == (
        DirectiveState.CLOSED,
        About.TARGET,
        "T-0",
        "企业",
    )
    assert line.unit is not None
    assert (line.unit.name, line.by, line.due_on, line.period) == (KEJI, "沈", DUE_ON, Q3)
    assert [(step.number, step.step, step.by, step.text) for step in line.steps] == [
        (1, Step.ANSWERED, "王", "已报批。"),
        (2, Step.CLOSED, "沈", "已落实。"),
    ]
    assert [(row.action, row.subject) for row in rows(on.desk.engine, Audit)][-3:] == [
        ("批示", "T-0 2025Q3"),
        ("批示答复", "第1号"),
        ("批示销号", "第1号"),
    ]


def test_a_further_word_opens_it_again_with_a_day_of_its_own(on: Directives) -> None:
    number = on.written()
    on.answered(number)
    on.closed(number)
    on.asked_further(number)
    line = on.line(number)
    assert (line.state, line.due_on) == (DirectiveState.WAITING, DUE_ON + timedelta(days=10))
    assert on.waiting(CLERK) == [number]
    on.answered(number, HEAD, "已核实。")
    assert on.line(number).answer == on.line(number).steps[-1]


def test_it_goes_to_the_lead_of_the_target_or_area_and_of_a_snapshot_to_the_office(on: Directives) -> None:
    target = on.written(key="T-2")
    area = on.written(about=About.AREA, key="1")
    snapshot_number = on.frozen()
    snapshot = on.written(about=About.SNAPSHOT, key=snapshot_number)
    went_to = [(line.id, line.key, line.name, line.unit and line.unit.name) for line in on.of()]
    assert went_to == [
        (target, "T-2", "吞吐量", JIAOTONG),
        (area, "1", "领域", KEJI),
        (snapshot, snapshot_number, "三季度材料", None),
    ]
    assert on.waiting("李") == [target]
    assert on.waiting(CLERK) == on.waiting(HEAD) == [area]
    assert on.waiting(OFFICE) == [snapshot]
    on.answered(snapshot, OFFICE)
    assert on.waiting(OFFICE) == []
    assert on.waiting(LEADER) == [snapshot]
    assert on.waiting(OTHER_LEADER) == []


def test_it_changes_no_figure(on: Directives) -> None:
    on.desk.approve(on.desk.submit())
    counted = on.desk.counted()
    number = on.written()
    on.answered(number)
    on.closed(number)
    assert on.desk.counted() == counted
    assert on.desk.differences() == []


def test_only_leaders_write_and_only_whom_it_went_to_answers(on: Directives) -> None:
    for who in (CLERK, HEAD, OFFICE, "陈"):
        with pytest.raises(NotAllowed):
            on.written(who)
    number = on.written()
    for who in ("李", OFFICE, LEADER, "陈"):
        with pytest.raises(NotAllowed):
            on.answered(number, who)
    assert rows(on.desk.engine, DirectiveStep) == []


def test_the_office_closes_what_is_answered_and_its_author_at_any_time(on: Directives) -> None:
    first, second = on.written(), on.written()
    with pytest.raises(Locked, match="还没有答复"):
        on.closed(first, OFFICE)
    for who in (CLERK, HEAD, OTHER_LEADER, "陈"):
        with pytest.raises(NotAllowed):
            on.closed(first, who)
    on.closed(first, text="已当面汇报。")
    on.answered(second)
    on.closed(second, OFFICE)
    assert [line.state for line in on.of()] == [DirectiveState.CLOSED] * 2
    with pytest.raises(Locked, match="不再答复"):
        on.answered(second)


def test_only_its_author_asks_further(on: Directives) -> None:
    number = on.written()
    with pytest.raises(NotAllowed, match="另一位市领导"):
        on.asked_further(number, OTHER_LEADER)
    with pytest.raises(NotAllowed):
        on.asked_further(number, OFFICE)


@pytest.mark.parametrize(
    ("text_", "due_on", "said"),
    [
        ("\u200b ", DUE_ON, "批示内容"),
        ("请说明。", None, "答复时限"),
        ("请说明。", date(2025, 10, 8), "不能早于今天"),
    ],
)
def test_a_word_without_text_or_a_day_to_come_is_refused(
    on: Directives, text_: str, due_on: date | None, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        on.written(text=text_, due_on=due_on)
    assert rows(on.desk.engine, Directive) == []


@pytest.mark.parametrize(
    ("about", "key"),
    [
        (About.TARGET, "T-9"),
        (About.AREA, "9"),
        (About.AREA, "一"),
        (About.AREA, "9" * 30),
        (About.SNAPSHOT, "2025Q3-09"),
    ],
)
def test_what_the_plan_does_not_have_is_not_written_on(on: Directives, about: About, key: str) -> None:
    with pytest.raises(NotFound):
        on.written(about=about, key=key)


def test_a_target_that_an_erratum_says_is_none_is_not_written_on(on: Directives) -> None:
    desk = on.desk
    with transaction(desk.engine) as session:
        errata.withdraw(session, desk.people[OFFICE], desk.targets["企业"], 1, "", "不是目标。", "e", NOW)
    with pytest.raises(Locked):
        on.written()


def test_a_double_click_writes_one_directive(on: Directives) -> None:
    assert on.written(click="same") == on.written(click="same")
    for who, key in ((OTHER_LEADER, "T-0"), (LEADER, "T-2")):
        with pytest.raises(Refusal, match="标识"):
            on.written(who, key=key, click="same")
    assert len(rows(on.desk.engine, Directive)) == 1


def test_a_double_click_on_a_step_takes_it_once(on: Directives) -> None:
    number = on.written()
    on.answered(number, seen=0)
    on.answered(number, seen=0)
    assert len(on.line(number).steps) == 1


def test_who_acts_on_an_older_state_is_told_what_came_and_nothing_is_stored(on: Directives) -> None:
    number = on.written()
    on.answered(number, HEAD, "正在核实。")
    with pytest.raises(StaleState) as stale:
        on.answered(number, CLERK, "已报批。", seen=0)
    assert str(stale.value) == "方已对这件批示作了“答复”，您的内容没有保存，请看过后再操作。"
    assert [(change.now, change.by) for change in stale.value.changes] == [("正在核实。", "方")]
    with pytest.raises(StaleState, match="刷新"):
        on.closed(number, seen=5)
    assert len(on.line(number).steps) == 1


def test_directives_and_steps_are_never_changed_or_deleted(on: Directives, desk: Desk) -> None:
    on.answered(on.written())
    for table in (Directive, DirectiveStep):
        for sql in (f"UPDATE {table.__tablename__} SET id = 99", f"DELETE FROM {table.__tablename__}"):
            with pytest.raises(DBAPIError), transaction(desk.engine) as session:
                session.connection().execute(text(sql))


def test_a_directive_that_is_about_nothing_is_not_stored(desk: Desk, on: Directives) -> None:
    on.written()
    with transaction(desk.engine) as session:
        row = session.get(Directive, 1)
        assert row is not None
        facts = row.model_dump(exclude={"id", "target_id", "click_key"})
    with pytest.raises(DBAPIError), transaction(desk.engine) as session:
        session.add(Directive(**facts, click_key="other"))


def test_office_and_leaders_see_all_departments_what_concerns_them(on: Directives) -> None:
    theirs = on.written()
    others = on.written(key="T-2")
    area = on.written(about=About.AREA, key="1")
    snapshot = on.written(about=About.SNAPSHOT, key=on.frozen())
    for who in (OFFICE, LEADER, OTHER_LEADER):
        assert [line.id for line in on.of(who)] == [theirs, others, area, snapshot]
    assert [line.id for line in on.of(CLERK)] == [line.id for line in on.of(HEAD)] == [theirs, area]
    assert [line.id for line in on.of("李")] == [others]
    with pytest.raises(NotAllowed):
        on.of("陈")


def test_a_co_responsible_unit_sees_what_is_written_on_the_target(on: Directives, desk: Desk) -> None:
    number = on.written()
    unit = next(iter(desk.people["李"].unit_ids))
    with transaction(desk.engine) as session:
        session.add(TermsUnit(terms_id=1, position=1, unit_id=unit))
    assert [line.id for line in on.of("李")] == [number]
    assert on.waiting("李") == [], "its lead answers"


def test_a_unit_hands_over_what_went_to_it_and_is_not_closed(on: Directives, desk: Desk) -> None:
    waiting, answered, closed = on.written(), on.written(), on.written()
    on.written(key="T-2")
    on.written(about=About.SNAPSHOT, key=on.frozen())
    on.answered(answered)
    on.closed(closed)
    (unit,) = desk.people[CLERK].unit_ids
    with reading(desk.engine) as session:
        plan = plans(session)[0]
        listed = queries.directives_of_unit(session, desk.people[CLERK], plan, unit)
        assert [line.id for line in listed] == [waiting, answered]
        with pytest.raises(NotAllowed):
            queries.directives_of_unit(session, desk.people["李"], plan, unit)


def test_one_of_another_department_is_not_found_nor_one_that_does_not_exist(on: Directives) -> None:
    number = on.written()
    with reading(on.desk.engine) as session:
        plan, li = plans(session)[0], on.desk.people["李"]
        for wanted in (number, 99):
            with pytest.raises(NotFound, match="不属于您所在的单位"):
                queries.directive_of(session, li, plan, wanted)
        assert queries.directive_of(session, on.desk.people[CLERK], plan, number).id == number


def test_the_past_knows_what_was_written_and_answered_by_then(on: Directives) -> None:
    number = on.written()
    on.answered(number)
    on.asked_further(number)
    on.closed(number)
    later = DUE_ON + timedelta(days=10)
    known = {
        minutes: [(line.state, line.due_on) for line in on.of(as_of=NOW + timedelta(minutes=minutes))]
        for minutes in (-1, 0, 59, 60, 120, 180)
    }
    assert known == {
        -1: [],
        0: [(DirectiveState.WAITING, DUE_ON)],
        59: [(DirectiveState.WAITING, DUE_ON)],
        60: [(DirectiveState.ANSWERED, DUE_ON)],
        120: [(DirectiveState.WAITING, later)],
        180: [(DirectiveState.CLOSED, later)],
    }
