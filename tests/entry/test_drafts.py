"""Drafts: each cell as typed, with a version of its own; nothing is overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest

from tests.conftest import MakeEngine
from tests.entry.ledger import CLOSES, DUE, NOW, OPENS, Desk, rows
from tracker.db import transaction
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, StaleState
from tracker.domain.workflow.entry import Field
from tracker.services import drafts
from tracker.tables import DraftCell


def test_each_save_moves_the_version_of_its_cell_on(desk: Desk) -> None:
    first = desk.save("王", "企业", Field.VALUE, "68")
    assert desk.save("王", "企业", Field.VALUE, "69", seen=first) == first + 1
    desk.save("王", "企业", Field.PROGRESS, "好")
    assert desk.form().cells[Field.VALUE].text == "69"
    assert desk.form().cells[Field.VALUE].version == first + 1


def test_a_draft_keeps_who_saved_it_and_when(desk: Desk) -> None:
    desk.save("何", "企业", Field.VALUE, "68")
    cell = desk.form().cells[Field.VALUE]
    assert (cell.saved_by, cell.saved_at) == ("何", NOW)


def test_a_cell_that_another_clerk_changed_is_not_overwritten_unseen(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "68")
    desk.save("何", "企业", Field.VALUE, "70", seen)
    with pytest.raises(StaleState, match="何") as stale:
        desk.save("王", "企业", Field.VALUE, "69", seen)
    (change,) = stale.value.changes
    assert (change.what, change.seen, change.now, change.by) == ("本年累计", "69", "70", "何")
    assert desk.form().cells[Field.VALUE].text == "70"


def test_two_clerks_on_different_cells_do_not_meet(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "68")
    desk.save("何", "企业", Field.PROGRESS, "顺利")
    assert desk.save("王", "企业", Field.VALUE, "69", seen) == seen + 1


def test_the_same_text_from_another_hand_is_no_conflict(desk: Desk) -> None:
    first = desk.save("王", "企业", Field.VALUE, "68")
    assert desk.save("何", "企业", Field.VALUE, "68") == first + 1


def test_my_text_is_kept_on_top_of_the_version_that_was_shown(desk: Desk) -> None:
    first = desk.save("王", "企业", Field.VALUE, "68")
    desk.save("何", "企业", Field.VALUE, "70", first)
    seen = desk.form().cells[Field.VALUE].version
    desk.save("王", "企业", Field.VALUE, "69", seen=seen)
    assert desk.form().cells[Field.VALUE].text == "69"


def test_a_form_kept_open_over_a_submission_does_not_take_the_next_draft_for_its_own(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "68")
    desk.send_back(desk.submit("何", versions={Field.VALUE: seen}))
    with pytest.raises(StaleState, match="刚被提交或清除"):
        desk.save("王", "企业", Field.VALUE, "69", seen)
    desk.save("何", "企业", Field.VALUE, "70")
    with pytest.raises(StaleState, match="何"):
        desk.save("王", "企业", Field.VALUE, "69", seen)
    assert desk.form().cells[Field.VALUE].text == "70"


@pytest.mark.parametrize("name", [Field.VALUE, Field.PROGRESS])
def test_two_first_saves_at_once_give_one_cell_and_one_question(
    desk: Desk, another_engine: MakeEngine, name: Field
) -> None:
    engines = [another_engine() for _ in range(8)]
    start, period = Barrier(8), desk.form().period

    def save(number: int) -> bool:
        start.wait()
        try:
            with transaction(engines[number], advance=False) as session:
                drafts.save_cell(
                    session,
                    desk.people["王"],
                    desk.targets["企业"],
                    period,
                    name,
                    f"文{number}",
                    0,
                    NOW,
                )
        except StaleState:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(save, range(8))) == [False] * 7 + [True]
    assert len(rows(desk.engine, DraftCell)) == 1


@pytest.mark.parametrize("who", ["李", "周", "沈", "陈"])
def test_only_the_leading_department_saves_drafts(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        desk.save(who, "企业", Field.VALUE, "68")
    assert not rows(desk.engine, DraftCell)


@pytest.mark.parametrize(
    ("at", "is_locked"),
    [
        (OPENS.replace(hour=8, minute=59, second=59, microsecond=999_999), True),
        (OPENS, False),
        (DUE, False),
        (CLOSES.replace(hour=17, minute=59, second=59, microsecond=999_999), False),
        (CLOSES, True),
    ],
    ids=[
        "a microsecond before",
        "as it opens",
        "as it is due",
        "a microsecond before closing",
        "as it closes",
    ],
)
def test_the_window_admits_from_its_opening_until_before_its_closing(
    desk: Desk, at: datetime, is_locked: bool
) -> None:
    if is_locked:
        with pytest.raises(Locked, match="2025年三季度"):
            desk.save("王", "企业", Field.VALUE, "68", at=at)
        assert desk.form(at=at).locked_because
    else:
        assert desk.save("王", "企业", Field.VALUE, "68", at=at)
        assert desk.form(at=at).locked_because is None


def test_what_waits_for_review_takes_no_draft(desk: Desk) -> None:
    desk.submit()
    with pytest.raises(Locked, match="撤回"):
        desk.save("王", "企业", Field.VALUE, "81")


def test_a_draft_is_kept_as_typed(desk: Desk) -> None:
    for text in ("三十六", "36", "1,234", "<b>x</b>", "=1+1", " 两端 ", "第一行\n第二行"):
        desk.save("王", "企业", Field.PROGRESS, text, seen=desk.form().cells[Field.PROGRESS].version)
        assert desk.form().cells[Field.PROGRESS].text == text


def test_control_characters_and_surrogates_are_dropped_from_a_draft(desk: Desk) -> None:
    desk.save("王", "企业", Field.PROGRESS, "a\x00b\x1b[31mc\ud800d")
    assert desk.form().cells[Field.PROGRESS].text == "ab[31mcd"


def test_a_note_of_a_million_characters_is_refused_and_not_cut(desk: Desk) -> None:
    with pytest.raises(BadInput, match="1,000,000"):
        desk.save("王", "企业", Field.PROGRESS, "长" * 1_000_000)
    assert not rows(desk.engine, DraftCell)


def test_a_draft_can_be_thrown_away_as_it_was_seen(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "68")
    with transaction(desk.engine, advance=False) as session:
        drafts.discard(
            session, desk.people["王"], desk.targets["企业"], desk.form().period, {Field.VALUE: seen}
        )
    assert not desk.form().has_draft


def test_a_draft_is_not_thrown_away_with_what_another_hand_wrote(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "68")
    desk.save("何", "企业", Field.PROGRESS, "顺利")
    with pytest.raises(StaleState, match="何"), transaction(desk.engine, advance=False) as session:
        drafts.discard(
            session, desk.people["王"], desk.targets["企业"], desk.form().period, {Field.VALUE: seen}
        )
    assert len(rows(desk.engine, DraftCell)) == 2
