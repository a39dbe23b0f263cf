"""The office writes its papers: stored as typed, never over a colleague; proposals follow the figures."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from tests.entry.ledger import NOW, Q2, Q3, Desk
from tracker.db import reading, transaction
from tracker.domain.language.errors import BadInput, Locked, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.meetings.paper import Choices, PaperSection, Request
from tracker.domain.meetings.wording import CHOICES, MEETING, Meeting, Order, Touched
from tracker.queries.papers import PaperDraft, Prepared, paper_draft, prepared_papers
from tracker.queries.plans import plans
from tracker.services import papers
from tracker.services import plans as plan_steps
from tracker.services.papers import Decision
from tracker.tables import PaperStep

SAID = Request("总体平稳。")


def decide(desk: Desk, *decisions: Decision, who: str = "周", period: Period = Q3) -> int:
    with transaction(desk.engine, advance=False) as session:
        plan_id = plans(session)[0].id
        return papers.decide(session, desk.people[who], plan_id, period, decisions, NOW)


def said(about: str, text: str, seen: int = 0) -> Decision:
    return Decision(about, Touched(Request(text)), seen)


def draft(desk: Desk, period: Period = Q3) -> PaperDraft:
    with reading(desk.engine) as session:
        return paper_draft(session, desk.people["周"], plans(session)[0], period)


def prepared(desk: Desk) -> Prepared:
    with reading(desk.engine) as session:
        return prepared_papers(session, desk.people["周"], plans(session)[0], Q3, NOW)


def texts(steps: Sequence[object]) -> list[str]:
    return [step.touched.said.text for step in steps]  # type: ignore[attr-defined]


def test_what_is_typed_stands_and_the_last_word_holds(desk: Desk) -> None:
    first = decide(desk, said("overall", "总体平稳"))
    second = decide(desk, said("overall", "总体平稳。", first), said("area:1", "抓紧。"))
    assert (first, second) == (1, 3)
    assert texts(draft(desk).steps) == ["总体平稳。", "抓紧。"]
    assert draft(desk).steps[0].by == "周"
    assert draft(desk, Q2).steps == (), "another period's papers are others"


def test_nothing_is_ever_written_over(desk: Desk) -> None:
    decide(desk, said("overall", "甲"))
    decide(desk, said("overall", "乙", 1))
    with reading(desk.engine) as session:
        kept = session.exec(select(PaperStep.content).order_by(PaperStep.number)).all()  # type: ignore[arg-type]
    assert ["甲" in each for each in kept] == [True, False]


def test_the_same_again_changes_nothing_whoever_says_it(desk: Desk) -> None:
    decide(desk, said("overall", "总体平稳。"))
    assert decide(desk, said("overall", " 总体平稳。\n"), who="周") == 1


def test_who_saw_an_older_word_is_told_who_wrote_and_what(desk: Desk) -> None:
    decide(desk, said("overall", "甲"))
    with pytest.raises(StaleState, match="周刚刚修改了同一处") as told:
        decide(desk, said("overall", "乙"), said("area:1", "丙"))
    assert [(each.now, each.by) for each in told.value.changes] == [("甲", "周")]
    assert texts(draft(desk).steps) == ["甲"], "and nothing of the click is stored"


def test_two_people_at_two_places_are_in_nobodys_way(desk: Desk) -> None:
    decide(desk, said("overall", "甲"))
    assert decide(desk, said("praise", "乙")) == 2


def test_passages_stand_as_they_were_moved_in_every_file(desk: Desk) -> None:
    decide(desk, said("problem:own-1", "甲。"), said("problem:own-2", "乙。"))
    order = Order(("problem:own-2", "problem:own-1"))
    assert decide(desk, Decision("order:problem", order)) == 3
    assert decide(desk, Decision("order:problem", order, 3)) == 3, "the same again is no step"
    assert [each.text for each in prepared(desk).paper.words.problems][:2] == ["乙。", "甲。"]
    decide(desk, Decision("order:problem", order.moved("problem:own-1", -1), 3))
    assert [each.text for each in prepared(desk).paper.words.problems][:2] == ["甲。", "乙。"]
    with reading(desk.engine) as session:
        kept = session.exec(select(PaperStep.about).order_by(PaperStep.number)).all()  # type: ignore[arg-type]
    assert kept[2:] == ["order:problem"] * 2, "and what stood before is kept"


def test_who_moves_what_a_colleague_has_just_moved_is_told(desk: Desk) -> None:
    places = ("problem:own-1", "problem:own-2")
    decide(desk, Decision("order:problem", Order(places)))
    with pytest.raises(StaleState, match="顺序刚被调整"):
        decide(desk, Decision("order:problem", Order(places[::-1])))


@pytest.mark.parametrize(
    ("decision", "sentence"),
    [
        (said("overall", "长" * 2_001), "总体情况太长"),
        (said("weather", "晴"), "没有这一部分"),
        (Decision(CHOICES, Choices(sections=())), "请至少选择一个部分"),
        (Decision(MEETING, Meeting(name="长" * 201)), "材料名称太长"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(desk: Desk, decision: Decision, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        decide(desk, decision)
    assert draft(desk).count == 0


def test_a_plan_that_has_ended_takes_no_words(desk: Desk) -> None:
    with transaction(desk.engine) as session:
        plan_id = plans(session)[0].id
        plan_steps.close(session, desk.people["周"], plan_id, 1, "年度结束。", NOW)
    with pytest.raises(Locked, match="已结束"):
        decide(desk, said("overall", "甲"))


def test_proposals_follow_the_figures_until_they_are_touched(desk: Desk) -> None:
    def silent(made: Prepared) -> str:
        return next(each.text for each in made.paper.words.problems if "未填报" in each.text)

    before = prepared(desk)
    assert "企业" in silent(before)
    desk.approve(desk.submit(value="80"))
    assert "企业" not in silent(prepared(desk))
    about = "problem:silent"
    basis = Request("企业（市科技局）未填报。", "部分数据未按时报送")
    decide(desk, Decision(about, Touched(Request("企业未报。"), basis)))
    after = prepared(desk).paper.words.problems
    assert "企业未报。" in {each.text for each in after if not each.is_proposed}


def test_what_is_left_out_stays_out_and_comes_back_when_it_is_undone(desk: Desk) -> None:
    def silent_is_there() -> bool:
        return any("未填报" in each.text for each in prepared(desk).paper.words.problems)

    assert silent_is_there()
    out = decide(desk, Decision("problem:silent", Touched(None)))
    assert not silent_is_there()
    decide(desk, Decision("problem:silent", Touched(None, is_undone=True), out))
    assert silent_is_there()


def test_the_meetings_day_moves_the_days_of_what_is_asked(desk: Desk) -> None:
    def due() -> date | None:
        return prepared(desk).paper.words.requests[0].due

    assert due() == date(2025, 10, 13), "nine days into October, a Thursday, and three days"
    decide(desk, Decision(MEETING, Meeting(date(2025, 10, 21))))
    assert due() == date(2025, 10, 24)
    made = prepared(desk)
    assert (made.meeting_on, made.meeting.name) == (date(2025, 10, 21), "2025年前三季度重点目标进展")


def test_without_names_the_proposals_name_no_unit_and_the_choice_goes_on_to_the_next_period(
    desk: Desk,
) -> None:
    wanted = Choices((PaperSection.REQUESTS, PaperSection.PROBLEMS), names=False)
    decide(desk, Decision(CHOICES, wanted), period=Q2)
    assert draft(desk).choices == wanted
    made = prepared(desk).paper
    assert made.choices == wanted
    assert not any("市科技局" in each.text for each in made.words.problems)
    decide(desk, Decision(CHOICES, replace(wanted, names=True)))
    assert draft(desk, Q2).choices == wanted
