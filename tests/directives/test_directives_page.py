"""批示 on the pages: a leader writes, the lead finds it among its tasks and answers, it is closed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from streamlit.testing.v1 import AppTest

from tests.countersign.cast import HEAD, seat_a_head
from tests.entry.ledger import rows
from tests.matters.test_matters_page import raised
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.directive import About, Step
from tracker.queries.news import news
from tracker.queries.own_work import own_work
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services import directives
from tracker.services.snapshots import freeze
from tracker.tables import Directive, DirectiveStep, SignInSession
from tracker.ui.frame import shell

Q3 = Period(2025, 3)
ASKED = "请说明**原因** <b>。"
SHOWN = "请说明**原因** &lt;b&gt;。"


def field(at: AppTest, end: str) -> Any:
    """The widget of a form of this page whose key ends so."""
    widgets = [*at.text_area, *at.date_input]
    return next(
        each for each in widgets if (each.key or "").startswith("directive-") and each.key.endswith(end)
    )


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def written(
    engine: Engine,
    about: About = About.TARGET,
    key: str = "A1-01",
    due_on: date = date(2025, 10, 20),
    at: datetime = NOW,
) -> int:
    with transaction(engine) as session:
        leader, plan = person_of_login(session, LEADER), plans(session)[0]
        click = f"{about}-{key}-{due_on}"
        return directives.write_directive(session, leader, plan.id, about, key, Q3, ASKED, due_on, click, at)


def answered(engine: Engine, number: int, text: str = "已报批。") -> None:
    with transaction(engine) as session:
        directives.answer(session, person_of_login(session, KEJI), number, 0, text, NOW)


def frozen(engine: Engine) -> str:
    with transaction(engine) as session:
        office, plan = person_of_login(session, REVIEWER), plans(session)[0]
        return freeze(
            session, office, scorecard(session, plan, Q3, office), {}, "三季度材料", NOW.date(), NOW
        )


def test_a_leader_writes_on_a_target_and_its_lead_answers_among_its_tasks(
    visit: Visit, world_engine: Engine
) -> None:
    page = visit(LEADER, "target", code="A1-01")
    assert "write=A1-01" in text_of(page)
    assert not page.text_area
    at = visit(LEADER, "target", code="A1-01", write="A1-01")
    assert field(at, "due").value == date(2025, 10, 16)
    field(at, "text").set_value(ASKED)
    field(at, "due").set_value(date(2025, 10, 20))
    press(at, "提交批示")
    assert not at.exception
    (directive,) = rows(world_engine, Directive)
    assert (directive.text, directive.due_on, directive.period) == (ASKED, date(2025, 10, 20), Q3)
    assert "批示已送市科技局" in str(at.toast[0].value)
    assert SHOWN in text_of(at), "people's words are shown as they are written"
    assert "write" not in at.query_params

    tasks = text_of(visit(KEJI, "tasks"))
    assert SHOWN in tasks
    assert f"/directives?directive={directive.id}&amp;act=answered" in tasks
    unit = visit(KEJI, "directives", directive=str(directive.id), act="answered")
    field(unit, "text").set_value("审批周期较长,10月底前完成。")
    press(unit, "提交答复")
    assert not unit.exception
    assert "审批周期较长,10月底前完成。" in text_of(unit)
    assert "act" not in unit.query_params
    assert SHOWN not in text_of(visit(KEJI, "tasks"))

    leader = visit(LEADER, "target", code="A1-01", directive=str(directive.id), act="closed")
    field(leader, "text").set_value("按此落实。")
    press(leader, "提交销号")
    assert [row.step for row in rows(world_engine, DirectiveStep)] == [Step.ANSWERED, Step.CLOSED]
    assert "已销号" in text_of(leader)


def test_a_leader_writes_on_an_area_and_on_a_snapshot(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "areas", area="1", write="1")
    field(at, "text").set_value("请分析本领域进展。")
    press(at, "提交批示")
    number = frozen(world_engine)
    at = visit(LEADER, "meeting", write=number)
    field(at, "text").set_value("请补充投资数据。")
    press(at, "提交批示")
    assert not at.exception
    assert [(row.about, row.unit_id is None) for row in rows(world_engine, Directive)] == [
        (About.AREA, False),
        (About.SNAPSHOT, True),
    ]
    office = visit(REVIEWER, "meeting")
    assert text_of(office).count("请补充投资数据。") == 2, "before the meeting, and at the snapshot"
    office = visit(REVIEWER, "meeting", directive="2", act="answered")
    field(office, "text").set_value("已补充。")
    press(office, "提交答复")
    assert "已补充。" in text_of(office)
    assert "请分析本领域进展。" in text_of(visit(REVIEWER, "areas", area="1"))


def test_what_is_lacking_is_told_and_nothing_typed_is_lost(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "target", code="A1-01", write="A1-01")
    press(at, "提交批示")
    assert "请填写批示内容。" in text_of(at)
    field(at, "text").set_value("请说明。")
    field(at, "due").set_value(None)
    press(at, "提交批示")
    assert "请填写答复时限。" in text_of(at)
    assert field(at, "text").value == "请说明。"
    assert rows(world_engine, Directive) == []


def test_who_answers_on_an_older_state_is_told_and_keeps_what_was_typed(
    visit: Visit, world_engine: Engine
) -> None:
    number = written(world_engine)
    at = visit(KEJI, "directives", directive=str(number), act="answered")
    with transaction(world_engine) as session:
        leader, day = person_of_login(session, LEADER), date(2025, 10, 30)
        directives.ask_further(session, leader, number, 0, "请附项目清单。", day, NOW)
    field(at, "text").set_value("已报批。")
    press(at, "提交答复")
    said = text_of(at)
    assert "沈市长已对这件批示作了“追加批示”,您的内容没有保存,请看过后再操作。" in said
    assert "请附项目清单。" in said
    assert field(at, "text").value == "已报批。"


@pytest.mark.parametrize(
    ("login", "steps"),
    [(KEJI, {"answered"}), (LEADER, {"further", "closed"}), (REVIEWER, set()), (HEAD, {"answered"})],
)
def test_everybody_is_offered_what_is_theirs_to_do(
    visit: Visit, world_engine: Engine, login: str, steps: set[str]
) -> None:
    seat_a_head(world_engine)
    number = written(world_engine)
    said = text_of(visit(login, "directives"))
    offered = {step.value for step in Step if f"directive={number}&amp;act={step}" in said}
    assert offered == steps
    for step in set(Step) - steps:
        assert not visit(login, "directives", directive=str(number), act=step).text_area, step


def test_the_head_of_the_unit_finds_it_too(visit: Visit, world_engine: Engine) -> None:
    seat_a_head(world_engine)
    written(world_engine)
    assert SHOWN in text_of(visit(HEAD, "confirm"))


def test_the_register_is_narrowed_by_state_and_begins_with_what_is_overdue(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(world_engine, About.AREA, "1")
    done = written(world_engine, due_on=date(2025, 10, 12))
    answered(world_engine, done, "答复甲")
    written(world_engine, key="A4-02", due_on=date(2025, 10, 10))
    with transaction(world_engine) as session:
        stay = {"expires_at": NOW + timedelta(days=14), "seen_at": NOW + timedelta(days=2)}
        session.connection().execute(update(SignInSession).values(**stay))
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=2))
    said = text_of(visit(REVIEWER, "directives"))
    assert "2025年10月10日前答复 <strong>已逾期1天" in said
    assert "未销号 3" in said
    assert said.index("集装箱吞吐量") < said.index("2025年10月20日前答复") < said.index("答复甲")
    narrowed = text_of(visit(REVIEWER, "directives", state="answered"))
    assert "答复甲" in narrowed
    assert "集装箱" not in narrowed
    assert "没有符合条件的批示。" in text_of(visit(REVIEWER, "directives", state="closed"))


def test_one_of_another_department_is_refused_in_words(visit: Visit, world_engine: Engine) -> None:
    number = written(world_engine)
    for login, asked in ((JIAOTONG, str(number)), (REVIEWER, "<b>9</b>")):
        at = visit(login, "directives", directive=asked)
        assert errors_of(at) == ["没有这件批示,或者它不属于您所在的单位。"]
        assert SHOWN not in text_of(at)
    assert "没有批示" in text_of(visit(JIAOTONG, "directives"))


def test_the_printed_agenda_and_the_meeting_have_what_is_open(visit: Visit, world_engine: Engine) -> None:
    open_, closed = written(world_engine), written(world_engine, key="A4-02")
    with transaction(world_engine) as session:
        directives.close(session, person_of_login(session, LEADER), closed, 0, "不再需要。", NOW)
    raised(world_engine)
    for page in (visit(LEADER, "meeting"), visit(LEADER, "matters", agenda="true")):
        said = text_of(page)
        assert "未销号的批示 1" in said
        assert f"/directives?directive={open_}" in said


def test_the_door_counts_what_waits_for_the_person(world_engine: Engine) -> None:
    def waits(login: str) -> int:
        with reading(world_engine) as session:
            person, plan = person_of_login(session, login), plans(session)[0]
            return own_work(session, person, plan, Q3, NOW).get("directives", 0)

    number = written(world_engine)
    assert [waits(login) for login in (KEJI, JIAOTONG, LEADER, REVIEWER, ADMINISTRATOR)] == [1, 0, 0, 0, 0]
    answered(world_engine, number)
    assert [waits(login) for login in (KEJI, JIAOTONG, LEADER, REVIEWER, ADMINISTRATOR)] == [0, 0, 1, 0, 0]


def test_who_signs_in_again_is_told_what_waits_since(world_engine: Engine) -> None:
    def told(login: str, since: datetime) -> list[str]:
        with reading(world_engine) as session:
            person, plan = person_of_login(session, login), plans(session)[0]
            return [each.text for each in news(session, person, plan, since, NOW) if "批示" in each.text]

    before = NOW - timedelta(hours=1)
    number = written(world_engine)
    assert (told(KEJI, before), told(LEADER, before)) == (["1件批示待答复"], [])
    answered(world_engine, number)
    assert (told(KEJI, before), told(LEADER, before)) == ([], ["1件批示已答复"])
    assert told(LEADER, NOW) == []


def test_the_successor_finds_what_the_unit_has_to_answer(visit: Visit, world_engine: Engine) -> None:
    number = written(world_engine)
    said = text_of(visit(KEJI, "handover"))
    assert "未销号的批示" in said
    assert f"/directives?directive={number}" in said


def test_the_past_offers_nothing_to_do(visit: Visit, world_engine: Engine) -> None:
    number = written(world_engine, at=NOW - timedelta(days=2))
    assert "没有批示" in text_of(visit(REVIEWER, "directives", asof="2025-10-06"))
    past = visit(LEADER, "target", code="A1-01", asof="2025-10-08", write="A1-01")
    assert SHOWN in text_of(past)
    assert "写批示" not in text_of(past)
    assert not past.text_area
    assert not visit(KEJI, "directives", asof="2025-10-08", directive=str(number), act="answered").text_area


def test_administrators_have_no_such_page_and_see_none_on_a_target(
    visit: Visit, world_engine: Engine
) -> None:
    written(world_engine)
    assert "您没有查看“批示”的权限" in text_of(visit(ADMINISTRATOR, "directives"))
    assert SHOWN not in text_of(visit(ADMINISTRATOR, "target", code="A1-01"))
