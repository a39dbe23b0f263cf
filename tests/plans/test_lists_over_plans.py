"""已审, 事项, 批示 and 填报时间 over all open plans: each names its plan, leads into it and is done in it."""

import re
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, half_width, rows_of, text_of, unfold
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tests.plans.cast import FIRST, NEXT, Q3, SECOND, TITLES
from tests.plans.test_open_plans import acting, close_the_year, hrefs
from tracker.db import transaction
from tracker.domain.progress.plans import plan_meant
from tracker.domain.workflow.directive import About
from tracker.domain.workflow.matters import AskedOf
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import directives, matters
from tracker.tables import DirectiveStep, MatterStep, Plan, ReportingWindow, Target, Unit

SHORT = "经济高质量发展若干政策承接方案"  # the first plan beside others


def raised(engine: Engine, code: str) -> int:
    """A matter of 市科技局 on T02-01 of a plan."""
    with transaction(engine) as session:
        clerk, plan = person_of_login(session, KEJI), plan_meant(plans(session), code)
        of_plan = select(Target.id).where(Target.plan_id == plan.id, Target.code == "T02-01")
        target = session.exec(of_plan).one() or 0
        return matters.raise_matter(
            session, clerk, plan.id, target, Q3, f"{code}的困难", "请协调", AskedOf.OFFICE, None, code, NOW
        )


def written(engine: Engine, code: str, due_on: date) -> int:
    """A leader's word on A1-01 of a plan."""
    with transaction(engine) as session:
        leader, plan = person_of_login(session, LEADER), plan_meant(plans(session), code)
        return directives.write_directive(
            session, leader, plan.id, About.TARGET, "A1-01", Q3, f"请说明:{code}。", due_on, code, NOW
        )


def counts_of(at: AppTest, page: str) -> list[int]:
    """全部方案 and each plan in the choice of a page."""
    choice = re.search(
        r'<div class="office-choice">(?:(?!</div>).)*全部方案.*?</div>', text_of(at), re.DOTALL
    )
    assert choice is not None, "no choice of plans"
    return [int(n) for n in re.findall(rf"/{page}\?[^>]*>[^<]*? (\d+)</a>", choice[0])]


def test_what_was_decided_in_all_open_plans_is_one_list_the_newest_first(visit: Visit) -> None:
    at = visit(REVIEWER, "review", plan=FIRST, mode="done")
    assert not at.exception
    listed = rows_of(text_of(at), "已审")
    in_second = [row for row in listed if row[1] == TITLES[SECOND]]
    assert len(in_second) == 1
    assert "88家" in in_second[0][3]
    assert len(listed) > 1
    assert [row[-1] for row in listed] == sorted((row[-1] for row in listed), reverse=True)
    assert any(link.startswith(f"/target?code=A1-01&plan={SECOND}&q=2025Q3") for link in hrefs(at))
    every, *parts = counts_of(at, "review")
    assert every == sum(parts) == len(listed)
    alone = visit(REVIEWER, "review", plan=FIRST, mode="done", of=SECOND)
    assert [row[0] for row in rows_of(text_of(alone), "已审")] == [in_second[0][0]]
    looked_up = visit(REVIEWER, "review", plan=FIRST, mode="done", q="2025Q2")
    assert "全部方案" not in text_of(looked_up), "another period than people come for: the plan alone"


@pytest.mark.parametrize("view", ["", "grid"])
def test_a_plan_that_is_not_open_adds_nothing_to_what_is_to_be_done(visit: Visit, view: str) -> None:
    """That of 2026 has no window yet; it is listed while it is the one that is looked at."""
    own = {"view": view} if view else {}
    without, beside = (visit(KEJI, "tasks", plan=code, **own) for code in (FIRST, NEXT))
    choices = [re.search(r'<div class="office-choice">.*?</div>', text_of(at)) for at in (without, beside)]
    assert all(choices)
    counts, more = ([int(n) for n in re.findall(r" (\d+)</a>", choice[0])] for choice in choices if choice)
    assert min(counts) > 0
    assert sorted(more) == sorted([*counts, 0])


def test_matters_of_all_open_plans_are_one_agenda_and_each_is_settled_in_its_plan(
    visit: Visit, world_engine: Engine
) -> None:
    first, second = raised(world_engine, FIRST), raised(world_engine, SECOND)
    at = visit(REVIEWER, "matters", plan=FIRST)
    assert not at.exception
    (table,) = (rows_of(text_of(at), "待决定 · 提请市府办"),)
    assert [(row[0], row[2]) for row in table] == [(str(first), SHORT), (str(second), TITLES[SECOND])]
    assert counts_of(at, "matters") == [2, 1, 1]
    style = "".join(str(each.value) for each in at.html)
    assert 'content:"2"' in style or "<small>2</small>" in style, "at the door"
    there = next(link for link in hrefs(at) if f"matter={second}" in link)
    assert f"plan={SECOND}" in there
    one = visit(REVIEWER, "matters", plan=SECOND, matter=str(second))
    assert f"{SECOND}的困难" in text_of(one)
    full = visit(REVIEWER, "matters", plan=FIRST, agenda="true")
    assert f"第{second}号 · T02-01 协同创新项目 · {TITLES[SECOND]}" in text_of(full)
    alone = visit(REVIEWER, "matters", plan=FIRST, of=SECOND)
    assert f"matter={first}" not in "".join(hrefs(alone))
    assert rows(world_engine, MatterStep) == []


def test_what_leaders_wrote_in_all_open_plans_is_one_list_and_is_answered_in_its_plan(
    visit: Visit, world_engine: Engine
) -> None:
    later = written(world_engine, FIRST, date(2025, 10, 25))
    sooner = written(world_engine, SECOND, date(2025, 10, 15))
    at = visit(KEJI, "directives", plan=FIRST)
    assert not at.exception
    said = text_of(at)
    assert said.index(f"请说明:{SECOND}。") < said.index(f"请说明:{FIRST}。"), "what is due first"
    assert f'<span class="note">目标</span> <span class="note">{TITLES[SECOND]}</span>' in said
    assert counts_of(at, "directives") == [2, 1, 1]
    answer = [{*link.split("?")[1].split("&")} for link in hrefs(at) if "act=answered" in link]
    assert [{f"directive={sooner}", f"plan={SECOND}", "q=2025Q3"} <= asked for asked in answer] == [
        True,
        False,
    ]
    assert {f"directive={later}", f"plan={FIRST}"} <= answer[1]
    alone = text_of(visit(KEJI, "directives", plan=FIRST, of=FIRST))
    assert f"请说明:{SECOND}。" not in alone
    form = visit(KEJI, "directives", plan=SECOND, directive=str(sooner), act="answered")
    form.text_area[0].set_value("已落实。").run()
    next(button for button in form.button if button.label == "提交答复").click().run()
    assert not errors_of(form)
    assert [row.directive_id for row in rows(world_engine, DirectiveStep)] == [sooner]
    tasks = visit(KEJI, "tasks", plan=SECOND)
    assert "批示 1" in text_of(tasks), "what still waits, of the other plan"
    assert [link for link in hrefs(tasks) if f"directive={later}" in link and f"plan={FIRST}" in link]


def windows_of(engine: Engine, code: str) -> list[str]:
    plan = next(each.id for each in rows(engine, Plan) if each.code == code)
    return [str(row.period) for row in rows(engine, ReportingWindow) if row.plan_id == plan]


def test_windows_of_all_open_plans_are_one_list_and_each_is_set_in_its_plan(
    visit: Visit, world_engine: Engine
) -> None:
    before = windows_of(world_engine, FIRST)
    at = visit(REVIEWER, "windows", plan=FIRST)
    assert not at.exception
    said = text_of(at)
    assert said.count(f">{TITLES[SECOND]}</span>") == said.count(f">{SHORT}</span>") == 4
    assert f"/windows?plan={SECOND}&q=2025Q4" in hrefs(at)
    assert f"2025年三季度填报时间 · {SHORT}" in said
    with transaction(world_engine) as session:
        second = plan_meant(plans(session), SECOND).id
    at.button(key=f"open_2025Q4-{second}").click().run()
    assert not errors_of(at)
    assert "2025年四季度的填报时间已保存" in text_of(at)
    assert windows_of(world_engine, SECOND) == ["2025Q3", "2025Q4"]
    assert windows_of(world_engine, FIRST) == before
    set_at = next(row.set_at for row in rows(world_engine, ReportingWindow) if row.plan_id == second)
    at = unfold(at, f"extend_2025Q3_{set_at}-{second}")
    next(each for each in at.button if each.label == "延长").click().run()
    assert not errors_of(at)
    assert windows_of(world_engine, SECOND) == ["2025Q3", "2025Q4", "2025Q3"]


def test_a_plan_that_has_closed_is_left_out_of_the_lists(visit: Visit, world_engine: Engine) -> None:
    raised(world_engine, SECOND)
    acting(world_engine, close_the_year)
    assert f"{SECOND}的困难" not in text_of(visit(REVIEWER, "matters", plan=FIRST))
    assert f"{SECOND}的困难" in text_of(visit(REVIEWER, "matters", plan=SECOND))


def test_a_split_of_a_unit_names_the_plan_of_each_target(visit: Visit, world_engine: Engine) -> None:
    at = visit(ADMINISTRATOR, "units", edit="reform")
    at.segmented_control(key="reform-0-kind").set_value("split").run()
    unit = next(each.id for each in rows(world_engine, Unit) if each.name == "市科技局")
    at.selectbox(key="reform-0-old").set_value(unit).run()
    at.text_area(key="reform-0-new-several").set_value("市科学局\n市技术局").run()
    of_one = [words for words in at.multiselect[0].options if words.startswith("A1-01 ")]
    assert sorted(words.rpartition("(")[2].rstrip(")") for words in map(half_width, of_one)) == sorted(
        (SHORT, TITLES[SECOND], TITLES[NEXT])
    )
