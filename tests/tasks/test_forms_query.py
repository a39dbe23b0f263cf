"""All forms of a department at once: the same as one by one, on both databases, now and in the past."""

from datetime import timedelta

import pytest

from tests.entry.ledger import NOW, Desk
from tests.entry.ledger import Q3 as THIRD
from tracker.db import reading
from tracker.domain.language import _
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.workflow.drafts import other_hands
from tracker.domain.workflow.entry import Field
from tracker.queries.entries import Form, drafted_forms, filed_forms, form, ledger_of
from tracker.queries.forms import LOCKED_PAST, draft_of
from tracker.queries.plans import plans
from tracker.queries.targets import targets_of


def read(desk: Desk, who: str = "王", *, as_of_hours: int | None = None) -> dict[str, Form]:
    as_of = None if as_of_hours is None else NOW + timedelta(hours=as_of_hours)
    with reading(desk.engine) as session:
        ledger = ledger_of(session, desk.people[who], plans(session)[0], THIRD, as_of=as_of)
        filed = {each.target.id: each for each in filed_forms(desk.people[who], ledger, NOW)}
        drafted = drafted_forms(session, desk.people[who], ledger, NOW)
    assert drafted.keys() <= filed.keys()
    return {each.target.name: each for each in (filed | drafted).values()}


def worked_on(desk: Desk) -> None:
    """企业: returned, with a draft of two hands on it; 增速: sent in."""
    sent = desk.submit("王", "企业", value="78")
    desk.send_back(sent, "【数值】与月报不符")
    desk.save("王", "企业", Field.VALUE, "79")
    desk.save("何", "企业", Field.PROGRESS, "已核对。", at=NOW + timedelta(minutes=5))
    desk.submit("王", "增速", value="21")


def test_all_forms_are_those_of_each_target_read_alone(desk: Desk) -> None:
    worked_on(desk)
    listed = read(desk)
    assert set(listed) == {"企业", "增速"}, "only what the unit leads"
    with reading(desk.engine) as session:
        person, plan = desk.people["王"], plans(session)[0]
        for target in targets_of(session, person, plan.id, THIRD):
            alone = ledger_of(session, person, plan, THIRD)
            assert listed[target.name] == form(session, person, alone, target, NOW)


def test_a_form_tells_state_note_and_whose_texts_stand_in_the_draft(desk: Desk) -> None:
    worked_on(desk)
    shown = read(desk)["企业"]
    assert (shown.state, shown.return_note) == (ReportState.RETURNED, "【数值】与月报不符")
    (hand,) = other_hands(shown.cells, desk.people["王"].account_id)
    assert (hand.name, hand.fields, hand.at) == ("何", (Field.PROGRESS,), NOW + timedelta(minutes=5))
    assert [each.name for each in other_hands(shown.cells, 0)] == ["何", "王"], "who typed last comes first"
    assert read(desk)["增速"].locked_because is not None


def test_the_draft_alone_is_read_by_those_who_lead(desk: Desk) -> None:
    worked_on(desk)
    target = read(desk)["企业"].target
    with reading(desk.engine) as session:
        drafted = draft_of(session, desk.people["何"], target, THIRD)
        assert {name: cell.text for name, cell in drafted.items()} == {
            Field.VALUE: "79",
            Field.PROGRESS: "已核对。",
        }
        with pytest.raises(NotAllowed):
            draft_of(session, desk.people["李"], target, THIRD)


def test_the_past_is_shown_without_todays_drafts_and_locked(desk: Desk) -> None:
    worked_on(desk)
    before = read(desk, as_of_hours=-1)["企业"]
    assert (before.state, before.has_draft, before.return_note) == (None, False, "")
    after = read(desk, as_of_hours=1)["企业"]
    assert (after.state, after.has_draft) == (ReportState.RETURNED, False)
    assert after.cells[Field.VALUE].text == "78"
    assert after.locked_because == _(LOCKED_PAST)


def test_who_has_no_tasks_reads_no_forms(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        read(desk, "沈")
