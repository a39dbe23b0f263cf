"""Submitting and withdrawing: once per click, on what was seen, by who leads, while the window is open."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from sqlmodel import select

from tests.conftest import MakeEngine
from tests.entry.ledger import CLOSES, DUE, NOW, OPENS, Q2, Q3, TYPED, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import Locked, NeedsReason, NotAllowed, Refusal, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.plans import plans
from tracker.services import reports
from tracker.services.reports import EntryRefused
from tracker.services.windows import set_window
from tracker.tables import Audit, DraftCell, Report

Q1 = Period(2025, 1)


def test_a_submission_keeps_what_was_typed_and_ends_the_draft(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "80")
    desk.submit(versions={Field.VALUE: seen})
    (report,) = rows(desk.engine, Report)
    assert (report.value, report.number, report.progress, report.is_on_time) == (80, 1, "按计划推进。", True)
    assert not rows(desk.engine, DraftCell)
    assert desk.state() is ReportState.SUBMITTED
    assert [row.action for row in rows(desk.engine, Audit)][-1] == "提交填报"


def test_the_same_click_twice_is_one_submission(desk: Desk) -> None:
    first = desk.submit(click="once")
    assert desk.submit(click="once") == first
    assert len(rows(desk.engine, Report)) == 1


def test_a_click_key_is_not_taken_for_another_target_or_by_another_person(desk: Desk) -> None:
    desk.submit(click="once")
    with pytest.raises(Refusal, match="标识"):
        desk.submit(target="增速", click="once", value="21")
    with pytest.raises(Refusal, match="标识"):
        desk.submit("何", click="once")
    assert len(rows(desk.engine, Report)) == 1


@pytest.mark.parametrize("one_click", [False, True], ids=["eight clicks", "one click eight times"])
def test_of_eight_submissions_at_once_one_counts(
    desk: Desk, another_engine: MakeEngine, one_click: bool
) -> None:
    engines = [another_engine() for _ in range(8)]
    start = Barrier(8)
    seen = reports.Seen(0, {name: (0, text) for name, text in TYPED.items()})

    def submit(number: int) -> int | None:
        start.wait()
        try:
            with transaction(engines[number]) as session:
                return reports.submit(
                    session,
                    desk.people["王"],
                    desk.targets["企业"],
                    Q3,
                    seen,
                    "one" if one_click else f"click-{number}",
                    NOW,
                )
        except (StaleState, Locked):
            return None

    with ThreadPoolExecutor(8) as pool:
        done = [each for each in pool.map(submit, range(8)) if each is not None]
    assert len(done) == (8 if one_click else 1)
    assert len(set(done)) == len(rows(desk.engine, Report)) == 1
    assert desk.differences() == []


def test_a_submission_on_an_older_number_is_told_who_submitted_meanwhile(desk: Desk) -> None:
    desk.withdraw("何", desk.submit("何"))
    with pytest.raises(StaleState, match="何") as stale:
        desk.submit("王", number=0, value="81")
    (change,) = stale.value.changes
    assert (change.seen, change.now, change.by) == ("81", "80", "何")
    assert desk.state() is ReportState.WITHDRAWN


def test_a_submission_does_not_pass_over_a_cell_that_another_clerk_saved(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "80")
    desk.save("何", "企业", Field.VALUE, "75", seen)
    with pytest.raises(StaleState, match="75"):
        desk.submit("王", versions={Field.VALUE: seen})
    assert not rows(desk.engine, Report)
    assert desk.form().cells[Field.VALUE].text == "75"


def test_what_could_not_be_saved_as_a_draft_can_still_be_submitted(desk: Desk) -> None:
    seen = desk.save("王", "企业", Field.VALUE, "8")
    desk.submit(versions={Field.VALUE: seen}, value="80")
    assert rows(desk.engine, Report)[0].value == 80


@pytest.mark.parametrize("who", ["李", "周", "沈", "陈"])
def test_only_the_leading_department_submits_and_withdraws(desk: Desk, who: str) -> None:
    with pytest.raises(NotAllowed):
        desk.submit(who)
    report = desk.submit("王")
    with pytest.raises(NotAllowed):
        desk.withdraw(who, report)
    assert desk.state() is ReportState.SUBMITTED


@pytest.mark.parametrize("at", [OPENS.replace(minute=0, hour=8), CLOSES], ids=["before", "as it closes"])
def test_a_locked_window_takes_no_submission(desk: Desk, at: datetime) -> None:
    with pytest.raises(Locked):
        desk.submit(at=at)
    assert not rows(desk.engine, Report)


def test_on_time_ends_at_the_due_instant(desk: Desk) -> None:
    desk.submit(at=DUE.replace(hour=17, minute=59, second=59, microsecond=999_999))
    desk.submit(target="增速", value="21", at=DUE)
    assert [report.is_on_time for report in rows(desk.engine, Report)] == [True, False]


def test_what_is_sent_back_late_does_not_make_a_punctual_department_late(desk: Desk) -> None:
    desk.send_back(desk.submit())
    desk.submit(number=1, at=CLOSES.replace(hour=17))
    assert [report.is_on_time for report in rows(desk.engine, Report)] == [True, True]


def test_a_withdrawn_figure_can_be_changed_and_submitted_again(desk: Desk) -> None:
    desk.withdraw("何", desk.submit())
    assert desk.state() is ReportState.WITHDRAWN
    assert desk.form().cells[Field.VALUE].text == "80"
    desk.submit(number=1, value="82")
    assert [report.value for report in rows(desk.engine, Report)] == [80, 82]
    assert desk.differences() == []


def test_a_submission_is_withdrawn_once(desk: Desk) -> None:
    report = desk.submit()
    desk.withdraw("王", report)
    with pytest.raises(Locked, match="已撤回"):
        desk.withdraw("王", report)


def test_an_approved_figure_is_not_withdrawn(desk: Desk) -> None:
    report = desk.submit()
    desk.approve(report)
    with pytest.raises(Locked, match="已审核"):
        desk.withdraw("王", report)


def test_a_returned_figure_shows_the_note_and_can_be_submitted_again(desk: Desk) -> None:
    desk.send_back(desk.submit(), "请附港区月报。")
    shown = desk.form()
    assert (shown.return_note, shown.returned_by, shown.locked_because) == ("请附港区月报。", "周", None)
    desk.submit(number=1, value="81")
    assert desk.state() is ReportState.SUBMITTED
    assert desk.form().return_note == ""


def test_a_figure_returned_after_the_window_closed_can_be_submitted_again(desk: Desk) -> None:
    report = desk.submit()
    desk.send_back(report)
    late = CLOSES + timedelta(days=3)
    assert desk.form(at=late).locked_because is None
    desk.submit(number=1, value="81", at=late)
    assert desk.state() is ReportState.SUBMITTED


def test_a_correction_of_an_approved_figure_needs_a_reason(desk: Desk) -> None:
    report = desk.submit()
    desk.approve(report)
    with pytest.raises(NeedsReason):
        desk.submit(number=1, value="79")
    desk.submit(number=1, value="79", reason="两家企业不符合口径。")
    newest = rows(desk.engine, Report)[-1]
    assert (newest.corrects_id, newest.reason) == (report, "两家企业不符合口径。")
    assert desk.counted() == 80, "what was approved counts until the correction is"
    assert desk.differences() == []


def test_errors_surface_late_so_a_correction_needs_no_open_window(desk: Desk) -> None:
    desk.approve(desk.submit())
    seen = desk.save("王", "企业", Field.VALUE, "79", at=CLOSES)
    assert desk.form(at=CLOSES).locked_because is None
    desk.submit(number=1, value="79", reason="核减。", versions={Field.VALUE: seen}, at=CLOSES)


@pytest.mark.parametrize("ended", ["sent back", "withdrawn"])
def test_a_correction_that_ended_undecided_stays_a_correction(desk: Desk, ended: str) -> None:
    first = desk.submit()
    desk.approve(first)
    second = desk.submit(number=1, value="79", reason="核减。")
    if ended == "withdrawn":
        desk.withdraw("王", second)
    else:
        desk.send_back(second)
    shown = desk.form(at=CLOSES)
    assert (shown.is_correction, shown.locked_because) == (True, None)
    assert shown.cells[Field.REASON].text == "核减。"
    with pytest.raises(NeedsReason):
        desk.submit(number=2, value="78", at=CLOSES)
    seen = desk.save("王", "企业", Field.VALUE, "78", at=CLOSES)
    third = desk.submit(number=2, value="78", reason="再核减。", versions={Field.VALUE: seen}, at=CLOSES)
    with reading(desk.engine) as session:
        assert session.exec(select(Report.corrects_id).where(Report.id == third)).one() == first
    assert desk.differences() == []


def test_a_new_correction_starts_without_the_old_ones_reason(desk: Desk) -> None:
    desk.approve(desk.submit())
    desk.approve(desk.submit(number=1, value="79", reason="核减。"))
    assert desk.form().cells[Field.REASON].text == ""


def test_a_total_is_compared_with_last_quarters_approved_figure_on_page_and_server_alike(desk: Desk) -> None:
    at = NOW.replace(month=7)
    desk.approve(desk.submit(period=Q2, value="45", at=at))
    desk.submit(period=Q2, number=1, value="90", reason="补报。", at=at)  # waits, and does not count yet
    previous = desk.form().previous
    assert previous is not None
    assert previous.value == 45
    with pytest.raises(EntryRefused, match="累计应为 68"):
        desk.submit(value="23")
    desk.submit(value="80")


def open_the_first_quarter(desk: Desk) -> None:
    back = timedelta(days=182)
    with transaction(desk.engine) as session:
        times = (OPENS - back, DUE - back, CLOSES - back, OPENS - back)
        set_window(session, desk.people["周"], plans(session)[0].id, Q1, *times)


def test_a_total_is_held_against_the_nearest_earlier_and_later_figure(desk: Desk) -> None:
    open_the_first_quarter(desk)
    at = NOW.replace(month=7)
    desk.approve(desk.submit(period=Q1, value="23", at=NOW.replace(month=4)))
    desk.submit(period=Q2, value="44", at=at)  # waits, and is all that there is of the quarter
    neighbours = desk.form(period=Q1).neighbours
    assert neighbours.earlier is None
    assert neighbours.later is not None
    assert (neighbours.later.period, neighbours.later.value) == (Q2, 44)
    earlier = desk.form(period=Q3).neighbours.earlier
    assert earlier is not None
    assert earlier.value == 44
    desk.submit(period=Q1, number=1, value="60", reason="补录。", at=at)  # asked, and never blocked


def test_a_skipped_quarter_hides_no_fall(desk: Desk) -> None:
    open_the_first_quarter(desk)
    desk.approve(desk.submit(period=Q1, value="50", at=NOW.replace(month=4)))
    with pytest.raises(EntryRefused, match="低于一季度的 50"):
        desk.submit(value="40")


def test_data_that_did_not_move_are_sent_with_their_reason_and_none_that_went_back(desk: Desk) -> None:
    desk.submit(period=Q2, value="45", at=NOW.replace(month=7))
    with pytest.raises(EntryRefused, match="请在口径说明中写明原因"):
        desk.submit(value="45", data_month="6")
    with pytest.raises(EntryRefused, match="本季不能倒回1月"):
        desk.submit(value="45", data_month="1", scope_note="统计数据尚未发布。")
    desk.submit(value="45", data_month="6", scope_note="统计数据尚未发布。")
    assert rows(desk.engine, Report)[-1].data_month == 6


def test_a_total_that_really_fell_passes_with_a_reason(desk: Desk) -> None:
    desk.submit(period=Q2, value="45", at=NOW.replace(month=7))
    desk.submit(value="40", reason="两家企业迁出。")
    assert rows(desk.engine, Report)[-1].reason == "两家企业迁出。"


@pytest.mark.parametrize(
    ("text", "value"),
    [("68", "68"), ("1,068", "1068"), (" 68 家", "68"), ("80.0", "80"), ("0", "0")],
)
def test_numbers_as_people_type_them_are_read_exactly(desk: Desk, text: str, value: str) -> None:
    desk.submit(value=text)
    assert rows(desk.engine, Report)[0].value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "六十八",
        "68a",
        "1,23",
        "45 68",
        "-3",
        "−3",
        "NaN",
        "inf",
        "1e3",
        "9" * 400,
        "0.12345",
        "68%",
        "=1+1",
        "<b>68</b>",
        "68\x0068",
    ],
)
def test_what_is_no_number_is_refused_in_words_and_stored_nowhere(desk: Desk, text: str) -> None:
    with pytest.raises(EntryRefused) as refused:
        desk.submit(value=text)
    assert [finding.field for finding in refused.value.findings if finding.refuses] == [Field.VALUE]
    assert len(str(refused.value)) < 200
    assert not rows(desk.engine, Report)
    assert desk.state() is None


def test_a_negative_rate_is_a_figure(desk: Desk) -> None:
    desk.submit(target="增速", value="-1.5")
    assert rows(desk.engine, Report)[0].value == Decimal("-1.5")


def test_a_milestone_is_done_or_not(desk: Desk) -> None:
    with pytest.raises(EntryRefused, match="节点"):
        desk.submit("李", "开工", value="50")
    desk.submit("李", "开工", value="1")


def test_not_applicable_needs_a_scope_note_and_has_no_value(desk: Desk) -> None:
    with pytest.raises(EntryRefused, match="口径说明"):
        desk.submit(not_applicable="1")
    desk.submit(not_applicable="1", scope_note="政策本季未执行。")
    (report,) = rows(desk.engine, Report)
    assert (report.value, report.is_not_applicable) == (None, True)
    assert desk.differences() == []


def test_a_note_of_a_million_characters_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefused, match="太长"):
        desk.submit(progress="长" * 1_000_000)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '=HYPERLINK("http://x")',
        "+cmd|' /C calc'!A0",
        "**粗** :red[红] $x$",
        "'; DROP TABLE report; --",
        "😀 𠮷 é",
        "第一行\n第二行",
    ],
)
def test_html_and_formulas_are_stored_as_the_text_they_are(desk: Desk, text: str) -> None:
    desk.submit(progress=text)
    assert rows(desk.engine, Report)[0].progress == text


def test_control_characters_do_not_reach_a_report(desk: Desk) -> None:
    desk.submit(progress="a\x00b\x07c\u202ed")
    assert rows(desk.engine, Report)[0].progress == "abcd"
