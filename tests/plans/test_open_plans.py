"""What waits over all open plans: on the pages, at the doors, in one message to a department, in one round.

The first plan and the second have an open third quarter; that of 2026 has no window yet (cast.py).
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, NOW, REVIEWER
from tests.plans.cast import FIRST, HEAD, NEXT, Q3, SECOND, TITLES, reported
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.first_steps import FirstStep
from tracker.domain.workflow.lifecycle import Window, awaits_reports
from tracker.domain.workflow.windows import default_window
from tracker.queries.first_steps import steps_done
from tracker.queries.own_work import own_work
from tracker.queries.people import person_of_login
from tracker.queries.plans import open_plans, plans
from tracker.queries.units import list_units
from tracker.services import links, options, reviews, windows
from tracker.services.accounts import create_account
from tracker.tables import (
    ChaseMessage,
    Countersign,
    Report,
    Review,
    SignInSession,
    Target,
    TargetTerms,
    Unit,
    WindowException,
)

USUAL = default_window(Q3)
BEFORE, DURING, AFTER = USUAL.opens_at - timedelta(1), NOW, USUAL.closes_at + timedelta(1)


def window(number: int, opens: datetime, closes: datetime) -> Window:
    return Window(Period(2025, number), opens, closes - timedelta(hours=1), closes)


@pytest.mark.parametrize(
    ("set_windows", "is_open"),
    [
        pytest.param([None, None], False, id="no window was ever set"),
        pytest.param([window(1, NOW + timedelta(1), NOW + timedelta(9)), None], False, id="none has opened"),
        pytest.param([window(1, NOW - timedelta(1), NOW + timedelta(9)), None], True, id="one is open"),
        pytest.param(
            [window(1, NOW - timedelta(9), NOW - timedelta(1)), None], True, id="the next is to come"
        ),
        pytest.param([window(1, NOW - timedelta(9), NOW - timedelta(1))], False, id="the last has closed"),
        pytest.param([window(1, NOW - timedelta(9), NOW + timedelta(1))], True, id="the last is open"),
    ],
)
def test_a_plan_is_open_from_its_first_opening_to_its_last_closing(
    set_windows: list[Window | None], is_open: bool
) -> None:
    assert awaits_reports(set_windows, NOW) is is_open


def acting(engine: Engine, act: Callable[[Session, Person, Person, PlanRef], object]) -> None:
    """What the clerk of 市科技局 and the office do in the second plan."""
    with transaction(engine) as session:
        plan = plan_meant(plans(session), SECOND)
        act(session, person_of_login(session, KEJI), person_of_login(session, REVIEWER), plan)


def opened(engine: Engine, now: datetime = NOW, as_of: datetime | None = None) -> list[str]:
    with reading(engine) as session:
        return [plan.code for plan in open_plans(session, now, as_of)]


def close_the_year(session: Session, _clerk: Person, office: Person, plan: PlanRef) -> None:
    """Every window of the second plan has opened and closed."""
    ago = NOW - timedelta(days=60)
    for number, period in enumerate(plan.periods):
        times = (ago + timedelta(days=number), ago + timedelta(days=9), ago + timedelta(days=10))
        windows.set_window(session, office, plan.id, period, *times, ago)


def test_a_plan_that_has_closed_is_open_while_somebody_is_let_in_or_something_waits(
    world_engine: Engine,
) -> None:
    assert opened(world_engine) == [SECOND, FIRST]
    assert opened(world_engine, NOW.replace(month=9), NOW.replace(month=9)) == [FIRST], "as it was known"
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    acting(world_engine, close_the_year)
    assert opened(world_engine) == [SECOND, FIRST], "a submission waits"
    report = rows(world_engine, Report)[-1].id
    acting(world_engine, lambda s, _clerk, office, _plan: reviews.approve(s, office, report, NOW))
    assert opened(world_engine) == [FIRST]

    def let_in(session: Session, clerk: Person, office: Person, plan: PlanRef) -> None:
        (unit,) = clerk.unit_ids
        session.add(
            WindowException(
                plan_id=plan.id,
                period=Q3,
                unit_id=unit,
                version=1,
                closes_at=NOW + timedelta(days=1),
                reason="系统故障。",
                set_by_id=office.account_id,
                set_at=NOW,
            )
        )

    acting(world_engine, let_in)
    assert opened(world_engine) == [SECOND, FIRST]
    assert opened(world_engine, NOW + timedelta(days=2)) == [FIRST]


def test_the_only_plan_is_open_whatever_its_windows_say(world_engine: Engine, engine: Engine) -> None:
    with reading(engine) as session:
        assert open_plans(session, NOW) == plans(session)


def hrefs(at: AppTest) -> list[str]:
    found = [link for each in at.html for link in re.findall(r'href="(/[^"]*)"', str(each.value))]
    return [link.replace("&amp;", "&") for link in found]


@pytest.mark.parametrize("asked", [{"plan": FIRST}, {"plan": SECOND}, {"plan": SECOND, "q": "2025Q3"}, {}])
def test_a_clerk_sees_what_is_due_in_every_open_plan_whichever_the_address_names(
    visit: Visit, asked: dict[str, str]
) -> None:
    at = visit(KEJI, "tasks", **asked)
    assert not at.exception
    assert not errors_of(at)
    forms = [link for link in hrefs(at) if link.startswith("/entry?")]
    for code in (FIRST, SECOND):
        assert [link for link in forms if f"plan={code}&q=2025Q3" in link], f"nothing of {code}"
    said = text_of(at)
    assert f"{TITLES[SECOND]} · 2025年三季度" in said
    assert len({button.key for button in at.button}) == len(at.button)


def test_a_plan_that_is_not_open_is_shown_only_where_it_is_looked_at(visit: Visit) -> None:
    assert f"plan={NEXT}&q=" not in "".join(hrefs(visit(KEJI, "tasks", plan=FIRST)))
    assert f"{TITLES[NEXT]} · 2026年一季度" in text_of(visit(KEJI, "tasks", plan=NEXT))


def test_the_list_is_narrowed_to_one_plan_and_its_counts_are_those_of_the_parts(visit: Visit) -> None:
    at = visit(KEJI, "tasks", plan=FIRST, of=SECOND)
    forms = [link for link in hrefs(at) if link.startswith("/entry?")]
    assert forms
    assert not [link for link in forms if f"plan={SECOND}" not in link]
    every, *parts = (int(n) for n in re.findall(r'/tasks\?[^"]*"[^>]*>[^<]*? (\d+)</a>', text_of(at)))
    assert every == sum(parts) > max(parts)
    (count,) = re.findall(r"要办 (\d+)", text_of(at))
    assert int(count) in parts


def test_another_period_that_is_picked_is_looked_up_in_its_plan_alone(visit: Visit) -> None:
    at = visit(KEJI, "tasks", plan=FIRST, q="2025Q2")
    assert not [link for link in hrefs(at) if link.startswith("/entry?") and f"plan={SECOND}" in link]


def test_the_grid_holds_one_plan_and_offers_the_others(visit: Visit) -> None:
    at = visit(KEJI, "tasks", plan=SECOND, view="grid")
    assert not at.exception
    assert f"/tasks?view=grid&plan={FIRST}&q=2025Q3" in hrefs(at)
    grid = at.get("arrow_data_frame")
    assert len(grid) <= 1
    assert f"aria-current=true>{TITLES[SECOND]} · 2025年三季度" in text_of(at)


def test_a_figure_of_another_plan_is_withdrawn_in_place(visit: Visit, world_engine: Engine) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    at = visit(KEJI, "tasks", plan=FIRST)
    button = next(each for each in at.button if (each.key or "").startswith("task-withdraw-T02-01"))
    button.click().run()
    assert not errors_of(at)
    assert rows(world_engine, Review)[-1].decision.value == "withdrawn"


def test_the_doors_count_what_waits_in_all_open_plans(visit: Visit, world_engine: Engine) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    with reading(world_engine) as session:
        office, clerk = person_of_login(session, REVIEWER), person_of_login(session, KEJI)
        known = {plan.code: plan for plan in plans(session)}
        per_plan = {
            page: [own_work(session, who, known[code], Q3, NOW).get(page, 0) for code in (FIRST, SECOND)]
            for page, who in (("review", office), ("chase", office), ("tasks", clerk))
        }
    assert per_plan["review"] == [1, 1]
    for login, page in ((REVIEWER, "review"), (REVIEWER, "chase"), (KEJI, "tasks")):
        at = visit(login, page, plan=SECOND)
        style = "".join(str(each.value) for each in at.html)
        assert f'content:"{sum(per_plan[page])}"' in style or f"<small>{sum(per_plan[page])}</small>" in style


def test_the_office_reviews_what_waits_in_all_open_plans_one_after_the_other(
    visit: Visit, world_engine: Engine
) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    at = visit(REVIEWER, "review", plan=FIRST)
    assert not at.exception
    queue = [link for link in hrefs(at) if link.startswith("/review?report=")]
    assert {code for code in (FIRST, SECOND) if any(f"plan={code}&" in link for link in queue)} == {
        FIRST,
        SECOND,
    }
    assert f"市科技局 · {TITLES[SECOND]}" in text_of(at)
    for _turn in range(2):
        next(each for each in at.button if (each.key or "").endswith("-approve")).click().run()
        assert not at.exception
        assert not errors_of(at)
    assert [row.decision.value for row in rows(world_engine, Review)[-2:]] == ["approved"] * 2
    assert "没有待审核的填报" in text_of(at)


def test_the_next_one_is_opened_in_its_own_plan(visit: Visit, world_engine: Engine) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    at = visit(REVIEWER, "review", plan=FIRST)
    seen = set()
    for _turn in range(2):
        at.button(key="review-Alt+Down").click().run()
        assert not at.exception
        seen.add(str(at.query_params["plan"]))
    assert seen == {str(each) for each in ([FIRST], [SECOND])} or seen == {FIRST, SECOND}


def test_the_queue_is_narrowed_to_one_plan(visit: Visit, world_engine: Engine) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    at = visit(REVIEWER, "review", plan=FIRST, of=SECOND)
    assert "待审1项" in text_of(at)
    assert "协同创新项目" in text_of(at)
    many = visit(REVIEWER, "review", plan=FIRST, mode="many")
    assert not many.exception
    assert "待审2项" in text_of(many)


def test_a_head_confirms_in_whichever_plan_asks_for_it(visit: Visit, world_engine: Engine) -> None:
    acting(
        world_engine,
        lambda s, _clerk, office, plan: options.set_head_confirms(s, office, plan.id, True, NOW),
    )
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T02-01", "15"))
    at = visit(HEAD, "confirm", plan=FIRST)
    assert not at.exception
    assert "协同创新项目" in text_of(at) + "".join(str(each.label) for each in at.checkbox)
    assert TITLES[SECOND] in "".join(str(each.label) for each in at.checkbox)
    next(each for each in at.button if each.label == "确认").click().run()
    assert not errors_of(at)
    assert "没有待确认的填报" in text_of(at)


def test_a_co_responsible_unit_signs_in_whichever_plan_asks_for_it(
    visit: Visit, world_engine: Engine
) -> None:
    acting(world_engine, lambda s, clerk, _office, plan: reported(s, clerk, plan, "T03-01", "2"))
    at = visit(JIAOTONG, "countersign", plan=FIRST)
    assert not at.exception
    assert TITLES[SECOND] in "".join(str(caption) for each in at.radio for caption in (each.proto.captions))
    tasks = visit(JIAOTONG, "tasks", plan=FIRST)
    button = next(each for each in tasks.button if (each.key or "").startswith("task-sign-"))
    button.click().run()
    assert not errors_of(tasks)
    assert len(rows(world_engine, Countersign)) == 1


def press(at: AppTest, start: str) -> AppTest:
    return next(button for button in at.button if button.label.startswith(start)).click().run()


def test_a_department_gets_one_message_that_names_all_its_plans(visit: Visit, world_engine: Engine) -> None:
    at = visit(REVIEWER, "chase", plan=SECOND)
    assert not at.exception
    with reading(world_engine) as session:
        (unit,) = person_of_login(session, KEJI).unit_ids
    at.multiselect(key="chase-units").set_value([unit]).run()
    (words,) = re.findall(r'<pre class="chase-text [^"]*">(.*?)</pre>', text_of(at), re.DOTALL)
    assert words.startswith("【催报】市科技局:\n贵单位在2个方案中有以下事项待办:未填报")
    for code in (FIRST, SECOND):
        assert f"/tasks?q=2025Q3&amp;plan={code}" in words
    assert f"、{TITLES[SECOND]}(2025年三季度):未填报" in words
    press(at, "标记为已复制发送")
    sent = rows(world_engine, ChaseMessage)
    assert len(sent) == 2, "it is recorded with each plan"
    assert len({row.text for row in sent}) == 1
    press(at, "标记为已复制发送")
    assert len(rows(world_engine, ChaseMessage)) == 2, "a second click"
    log = text_of(visit(REVIEWER, "chase", plan=FIRST, view="log"))
    assert log.count("/chase?view=log&amp;sent=") == 1, "one message is told once"
    listed = text_of(visit(REVIEWER, "chase", plan=FIRST, view="list", of=SECOND))
    assert f"/target?code=T02-01&amp;plan={SECOND}" in listed
    assert f"/target?code=T02-01&amp;plan={FIRST}&amp;" not in listed


def test_the_office_sees_how_each_plan_is_filed_and_counts_one_commitment_once(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(REVIEWER, "reporting", plan=SECOND)
    assert not at.exception
    said = text_of(at)
    assert "各方案填报情况" in said
    assert f"/reporting?list=missing&amp;plan={FIRST}&amp;q=2025Q3" in said
    assert "合计" not in said

    def link(session: Session, _clerk: Person, office: Person, plan: PlanRef) -> None:
        first = plan_meant(plans(session), FIRST)
        one, other = (
            session.exec(select(Target.id).where(Target.plan_id == of.id, Target.code == "T02-01")).one()
            for of in (plan, first)
        )
        links.link(session, office, one or 0, other or 0, "同一批项目。", NOW)

    acting(world_engine, link)
    said = text_of(visit(REVIEWER, "reporting", plan=SECOND))
    owed = [int(n) for n in re.findall(r"list=due&amp;plan=[^\"]*\">(\d+)<", said)][:2]
    assert "合计(同一事项只计一次)" in said
    assert f">{sum(owed) - 1}<" in said


def test_the_page_of_one_plan_alone_says_nothing_of_plans(visit: Visit) -> None:
    at = visit(REVIEWER, "reporting", plan=FIRST, q="2025Q2")
    assert "各方案填报情况" not in text_of(at)


def test_a_new_plan_makes_no_new_installation_of_one_in_use(world_engine: Engine) -> None:
    with reading(world_engine) as session:
        person, known = person_of_login(session, REVIEWER), plans(session)
        done = {
            code: steps_done(session, person, plan_meant(known, code)) - {FirstStep.CLERKS}
            for code in (FIRST, NEXT)
        }
    assert done[NEXT] == done[FIRST]
    assert {FirstStep.WINDOW, FirstStep.FIGURE, FirstStep.REVIEW} <= done[NEXT]


def test_who_leads_nothing_in_the_plan_looked_at_is_shown_to_the_other_plans(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine) as session:
        unit = Unit(name="市数据局")
        session.add(unit)
        session.flush()
        account = create_account(session, None, "shuju", "舒", Role.CLERK, [unit.id or 0], NOW)
        hours = {"created_at": NOW, "seen_at": NOW, "expires_at": NOW + timedelta(hours=8)}
        session.add(SignInSession(token_sha256="shuju", account_id=account, **hours))
    for page in ("tasks", "entry"):
        said = text_of(visit("shuju", page, plan=NEXT))
        assert "本方案中没有由您所在单位牵头的目标" in said
        assert "可在上方改选其他方案" in said


def test_a_lead_without_a_clerk_is_named_whichever_plan_is_looked_at(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        admin, known = person_of_login(session, ADMINISTRATOR), plans(session)
        first, other = plan_meant(known, FIRST), plan_meant(known, SECOND)
        led = select(Target.id).where(Target.plan_id == first.id)
        unit = Unit(name="市数据局")
        session.add(unit)
        session.flush()
        target = session.exec(led.limit(1)).one() or 0
        session.add(
            TargetTerms(
                target_id=target,
                version=50,
                effective=Q3,
                kind=Kind.MILESTONE,
                operator=Operator.AT_LEAST,
                unit_of_measure="",
                path=Path.YEAR_END,
                baseline=Decimal(0),
                due=Period(2025, 4),
                lead_unit_id=unit.id,
                lead_source="by hand",
                created_at=NOW,
            )
        )
        session.flush()
        lines = {
            several: {each.name: each for each in list_units(session, admin, other, Q3, several)}
            for several in ((), tuple(known))
        }
    assert not lines[()]["市数据局"].lacks_clerk
    beside = lines[tuple(known)]["市数据局"]
    assert (beside.led, beside.lacks_clerk) == (0, True)
