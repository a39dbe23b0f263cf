"""需协调事项 as each role sees it: raised from the entry form, decided, worked on, closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, is_refused, unit_id
from tests.pages.conftest import text_of as whole_text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.matters import AskedOf, Step
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import matters
from tracker.tables import Matter, MatterStep, SignInSession, Target
from tracker.ui.frame import shell

Q3 = Period(2025, 3)


def field(at: AppTest, end: str) -> Any:
    """The widget whose key ends so."""
    for kind in ("text_area", "selectbox", "segmented_control", "date_input"):
        for widget in at.get(kind):
            if (widget.key or "").endswith(end):
                return widget
    raise LookupError(end)


def text_of(at: AppTest) -> str:
    """Without the backslashes that keep Markdown from reading a text."""
    return whole_text_of(at).replace("\\", "")


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def raised(engine: Engine, code: str = "A1-01", login: str = KEJI, of: AskedOf = AskedOf.LEADER) -> int:
    with transaction(engine) as session:
        target = session.exec(select(Target.id).where(Target.code == code)).one() or 0
        return matters.raise_matter(
            session,
            person_of_login(session, login),
            plans(session)[0].id,
            target,
            Q3,
            "复审名额**收紧** <b>。",
            "请协调省科技厅。",
            of,
            None,
            f"{code}-{login}",
            NOW,
        )


def decided(engine: Engine, matter: int, unit: str, seen: int = 0) -> None:
    with transaction(engine) as session:
        reviewer = person_of_login(session, REVIEWER)
        until = date(2025, 10, 20)
        matters.decide(session, reviewer, matter, seen, "由该单位落实。", unit_id(engine, unit), until, NOW)


def test_a_clerk_comes_from_the_entry_form_and_raises_a_matter(visit: Visit, world_engine: Engine) -> None:
    form = visit(KEJI, "entry", code="T02-01")
    assert "/matters?raise=T02-01&amp;q=2025Q3" in text_of(form)
    at = visit(KEJI, "matters", **{"raise": "T02-01"})
    assert field(at, "new-target").value == "T02-01"
    field(at, "new-obstacle").set_value("用地指标没有落实。")
    field(at, "new-request").set_value("请市资规局优先报批。")
    field(at, "new-asked").set_value(AskedOf.UNIT.value).run()
    finance = unit_id(world_engine, "市财政局")
    field(at, "asked-unit").set_value(finance).run()
    press(at, "提交")
    assert not at.exception
    (matter,) = rows(world_engine, Matter)
    assert (matter.obstacle, matter.asked_of, matter.asked_unit_id) == (
        "用地指标没有落实。",
        AskedOf.UNIT,
        finance,
    )
    said = text_of(at)
    assert "待决定 · 提请其他部门(1)" in said
    assert "用地指标没有落实。" in said
    assert "raise" not in at.query_params


def test_what_is_lacking_is_told_and_nothing_typed_is_lost(visit: Visit, world_engine: Engine) -> None:
    at = visit(KEJI, "matters", **{"raise": "new"})
    field(at, "new-obstacle").set_value("用地指标没有落实。")
    press(at, "提交")
    assert "请选择提请对象。" in text_of(at)
    field(at, "new-asked").set_value(AskedOf.OFFICE.value).run()
    press(at, "提交")
    assert "请写明需要协调解决什么。" in text_of(at)
    assert field(at, "new-obstacle").value == "用地指标没有落实。"
    assert rows(world_engine, Matter) == []


def test_the_office_decides_the_unit_reports_and_the_office_closes(
    visit: Visit, world_engine: Engine
) -> None:
    matter = raised(world_engine)
    office = visit(REVIEWER, "matters", matter=str(matter))
    with pytest.raises(LookupError):
        field(office, "closed")
    field(office, "decided").set_value("由市交通运输局商省科技厅。")
    field(office, "responsible").set_value(unit_id(world_engine, "市交通运输局"))
    field(office, "due").set_value(date(2025, 10, 20))
    press(office, "保存议定意见")
    assert not office.exception
    assert "承办单位:市交通运输局 · 办结时限:2025年10月20日" in text_of(office)
    assert field(office, "decided").value == "", "what was stored is not offered again"

    unit = visit(JIAOTONG, "matters", matter=str(matter))
    field(unit, "progress").set_value("已发函。")
    press(unit, "提交办理情况")
    assert "已发函。" in text_of(unit)

    office = visit(REVIEWER, "matters", matter=str(matter))
    press(office, "销号")
    assert "请填写销号说明。" in text_of(office)
    field(office, "closed").set_value("省科技厅已同意。")
    press(office, "销号")
    assert [row.step for row in rows(world_engine, MatterStep)] == [Step.DECIDED, Step.PROGRESS, Step.CLOSED]
    assert "已办结 · A1-01" in text_of(office)
    assert not office.text_area


def test_who_decides_on_an_older_state_is_told_and_keeps_what_was_typed(
    visit: Visit, world_engine: Engine
) -> None:
    matter = raised(world_engine)
    at = visit(REVIEWER, "matters", matter=str(matter))
    decided(world_engine, matter, "市科技局")
    field(at, "decided").set_value("由市府办牵头。")
    field(at, "responsible").set_value(unit_id(world_engine, "市科技局"))
    field(at, "due").set_value(date(2025, 10, 30))
    press(at, "保存议定意见")
    said = text_of(at)
    assert "周督查已对这件事项作了“议定”,您的内容没有保存,请看过后再操作。" in said
    assert "由该单位落实。" in said, "what came meanwhile is on the page"
    assert field(at, "decided").value == "由市府办牵头。"
    assert len(rows(world_engine, MatterStep)) == 1


def test_leaders_and_others_read_without_forms(visit: Visit, world_engine: Engine) -> None:
    matter = raised(world_engine)
    leader = visit(LEADER, "matters", matter=str(matter))
    assert not leader.exception
    assert "复审名额**收紧** &lt;b&gt;。" in text_of(leader), "people's words are shown as they are written"
    assert not leader.text_area
    assert "提请协调" not in labels(visit(LEADER, "matters"))


def test_a_matter_of_another_department_is_refused_in_words(visit: Visit, world_engine: Engine) -> None:
    matter = raised(world_engine)
    other = visit(JIAOTONG, "matters", matter=str(matter))
    assert errors_of(other) == ["没有这件事项,或者它不属于您所在的单位。"]
    assert "复审名额" not in text_of(other)
    assert errors_of(visit(REVIEWER, "matters", matter="<b>9</b>")) == [
        "没有这件事项,或者它不属于您所在的单位。"
    ]
    assert "没有需协调事项" in text_of(visit(JIAOTONG, "matters"))


def test_the_agenda_is_narrowed_by_state_and_department_in_the_address(
    visit: Visit, world_engine: Engine
) -> None:
    raised(world_engine)
    matter = raised(world_engine, "A4-02", JIAOTONG, AskedOf.OFFICE)
    decided(world_engine, matter, "市交通运输局")
    said = text_of(visit(REVIEWER, "matters"))
    assert said.index("待决定 · 提请市领导(1)") < said.index("办理中(1)")
    working = text_of(visit(REVIEWER, "matters", state="decided"))
    assert "办理中(1)" in working
    assert "待决定 · " not in working
    own = visit(REVIEWER, "matters", unit=str(unit_id(world_engine, "市科技局")))
    assert "待决定 · 提请市领导(1)" in text_of(own)
    assert "办理中(" not in text_of(own)


def test_the_printed_agenda_has_everything_in_full_with_the_figure_beside_it(
    visit: Visit, world_engine: Engine
) -> None:
    raised(world_engine)
    said = text_of(visit(REVIEWER, "matters", agenda="true"))
    assert "1—9月累计新增68家" in said
    assert "议定意见" in said
    assert "请协调省科技厅。" in said


def test_an_overdue_task_is_marked(
    visit: Visit, world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = raised(world_engine)
    decided(world_engine, matter, "市科技局")
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(minutes=10))
    assert "逾期" not in text_of(visit(REVIEWER, "matters"))
    with transaction(world_engine) as session:
        stay = {"expires_at": NOW + timedelta(days=14), "seen_at": NOW + timedelta(days=13)}
        session.connection().execute(update(SignInSession).values(**stay))
    monkeypatch.setattr(shell, "now", lambda: NOW + timedelta(days=13))
    assert "2025年10月20日(已逾期2天)" in text_of(visit(REVIEWER, "matters"))


def test_the_past_offers_nothing_to_do(visit: Visit, world_engine: Engine) -> None:
    raised(world_engine)
    past = visit(REVIEWER, "matters", asof="2025-10-08")
    assert "没有需协调事项" in text_of(past)
    assert "提请协调" not in labels(visit(KEJI, "matters", asof="2025-10-08"))


def test_administrators_have_no_such_page(visit: Visit) -> None:
    assert is_refused(visit(ADMINISTRATOR, "matters"))
