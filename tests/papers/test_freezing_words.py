"""定稿 with words: what people touched is frozen with the figures, what was only proposed is not."""

from datetime import date, timedelta

import pytest
from sqlmodel import func, select

from tests.entry.ledger import NOW, Q3, Desk
from tests.papers.test_writing import decide, prepared, said
from tracker.db import reading, transaction
from tracker.domain.meetings.paper import Choices, GivenName, NameOf, PaperSection, Request
from tracker.domain.meetings.snapshot import is_canonical, thaw
from tracker.domain.meetings.wording import CHOICES, COMPARED_NONE, MEETING, Meeting, Touched
from tracker.queries.papers import preview_content
from tracker.queries.plans import plans
from tracker.queries.snapshots import read_snapshot
from tracker.services import papers
from tracker.services.papers import Decision
from tracker.services.snapshots import freeze
from tracker.tables import Audit, PaperStep, Snapshot


def frozen(desk: Desk, on: date | None = None) -> tuple[str, str]:
    """The number and the content of what 定稿 gives."""
    made, person = prepared(desk), desk.people["周"]
    with transaction(desk.engine) as session:
        number = freeze(
            session,
            person,
            made.card,
            made.texts,
            made.meeting.name,
            on or made.meeting_on,
            NOW + timedelta(hours=1),
            made.records,
            made.paper,
        )
        return number, read_snapshot(session, person, number).content


def test_a_snapshot_holds_the_words_that_people_touched_and_no_others(desk: Desk) -> None:
    fill_in = prepared(desk).paper.words.requests[0]
    decide(desk, said("overall", "总体平稳。"), said("problem:own-1", "接口不清。"))
    taken = Request(fill_in.text, fill_in.heading, fill_in.unit_ids, due=fill_in.due)
    decide(desk, Decision("request:fill-in", Touched(taken, taken)))
    choices = Choices((PaperSection.REQUESTS, PaperSection.OVERALL), budgets=False)
    decide(desk, Decision(CHOICES, choices))
    with transaction(desk.engine) as session:
        target = desk.targets["吞吐量"]
        plan_id = plans(session)[0].id
        papers.give_short_name(session, desk.people["周"], plan_id, NameOf.TARGET, target, "吞吐", NOW)
    _number, content = frozen(desk)
    paper = thaw(content).paper
    assert paper.words.overall is not None
    assert [each.text for each in paper.words.problems] == ["接口不清。"]
    assert paper.words.requests == (taken,)
    assert (paper.choices, paper.names) == (choices, (GivenName(NameOf.TARGET, target, "吞吐"),))
    assert is_canonical(content)


def test_without_a_word_the_content_has_no_paper_as_before(desk: Desk) -> None:
    _number, content = frozen(desk)
    assert '"paper"' not in content


def test_the_draft_goes_on_after_it_was_frozen(desk: Desk) -> None:
    decide(desk, said("overall", "总体平稳。"))
    frozen(desk)
    decide(desk, said("overall", "总体平稳,个别滞后。", 1))
    number, content = frozen(desk)
    assert number == "2025Q3-02"
    overall = thaw(content).paper.words.overall
    assert overall is not None
    assert overall.text == "总体平稳,个别滞后。"


@pytest.mark.parametrize(
    ("compared", "expected"), [("", "2025Q3-02"), ("2025Q3-01", "2025Q3-01"), (COMPARED_NONE, None)]
)
def test_the_earlier_snapshot_to_compare_with_is_chosen(
    desk: Desk, compared: str, expected: str | None
) -> None:
    frozen(desk, date(2025, 10, 1))
    frozen(desk, date(2025, 10, 2))
    decide(desk, Decision(MEETING, Meeting(date(2025, 10, 20), compared=compared)))
    last = prepared(desk).records.last
    assert (None if last is None else last.number) == expected


def test_a_preview_is_what_would_be_frozen_with_the_proposals_and_stores_nothing(desk: Desk) -> None:
    decide(desk, said("overall", "总体平稳。"))
    tables = (PaperStep, Snapshot, Audit)
    with reading(desk.engine) as session:
        before = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
    shown = thaw(preview_content(prepared(desk), "周", NOW))
    _number, content = frozen(desk)
    real = thaw(content)
    assert (shown.card.scores, shown.name, shown.meeting_on) == (
        real.card.scores,
        real.name,
        real.meeting_on,
    )
    assert shown.paper.words.overall == real.paper.words.overall
    assert any(each.is_proposed for each in shown.paper.words.requests)
    assert real.paper.words.requests == ()
    with reading(desk.engine) as session:
        after = [session.exec(select(func.count()).select_from(table)).one() for table in tables]
    assert [now - then for now, then in zip(after, before, strict=True)] == [0, 1, 1], "only 定稿 wrote"
    assert shown.card.period == Q3
