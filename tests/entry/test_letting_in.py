"""补报: one unit is let in after the quarter has closed, with a reason; the others stay out."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import CLOSES, JIAOTONG, KEJI, NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import (
    BadInput,
    Locked,
    NeedsReason,
    NotAllowed,
    NotFound,
    Refusal,
    StaleState,
)
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.entry import Field
from tracker.queries.plans import plans, window_of, windows
from tracker.queries.windows import LetIn, exceptions, let_in_until
from tracker.services.windows import end_exception, let_in, set_window
from tracker.tables import Audit, Report, Unit, WindowException

LATER = CLOSES + timedelta(days=1)
UNTIL = datetime(2025, 10, 25, 18, tzinfo=SHANGHAI)
SHUT = "2025年三季度已于10月20日18:00关闭填报"
ENDED = "为您单位开放的补报也已于10月25日18:00结束"
WHY = "上级统计数据推迟发布"


def unit(engine: Engine, name: str) -> int:
    found: int = next(each.id for each in rows(engine, Unit) if each.name == name)
    return found


def admit(
    desk: Desk,
    name: str = KEJI,
    *,
    until: datetime = UNTIL,
    reason: str = WHY,
    at: datetime = LATER,
    who: str = "周",
    period: Period = Q3,
    seen: int | None = None,
) -> None:
    with transaction(desk.engine) as session:
        plan = plans(session)[0]
        let_in(
            session,
            desk.people[who],
            plan.id,
            period,
            unit(desk.engine, name),
            until,
            reason,
            at,
            seen_id=seen,
        )


def end(desk: Desk, exception: int, at: datetime = LATER, who: str = "周") -> None:
    with transaction(desk.engine) as session:
        end_exception(session, desk.people[who], exception, at)


def known(desk: Desk, who: str = "周", as_of: datetime | None = None) -> tuple[LetIn, ...]:
    with reading(desk.engine) as session:
        return exceptions(session, desk.people[who], plans(session)[0].id, Q3, as_of)


def test_a_closed_quarter_takes_entries_of_the_unit_that_is_let_in_and_of_no_other(desk: Desk) -> None:
    admit(desk)
    assert desk.form(at=LATER).locked_because is None
    desk.save("王", "企业", Field.VALUE, "80", at=LATER)
    desk.submit(at=LATER, versions={Field.VALUE: 1})
    assert desk.state() is ReportState.SUBMITTED
    assert SHUT in str(desk.form("李", "吞吐量", at=LATER).locked_because)
    with pytest.raises(Locked, match=SHUT):
        desk.save("李", "吞吐量", Field.VALUE, "30", at=LATER)
    with pytest.raises(Locked, match=SHUT):
        desk.submit("李", "吞吐量", at=LATER, value="30")


def test_what_is_entered_under_an_exception_is_late(desk: Desk) -> None:
    admit(desk)
    desk.submit(at=LATER)
    assert [report.is_on_time for report in rows(desk.engine, Report)] == [False]


def test_an_exception_counts_for_its_quarter_only(desk: Desk) -> None:
    admit(desk)
    with pytest.raises(Locked, match="2025年二季度已于7月21日18:00关闭填报"):
        desk.submit(at=LATER, period=Period(2025, 2), value="40")


def test_when_the_exception_has_ended_the_form_says_so(desk: Desk) -> None:
    admit(desk)
    assert ENDED in str(desk.form(at=UNTIL).locked_because)
    with pytest.raises(Locked, match=ENDED):
        desk.submit(at=UNTIL)
    with pytest.raises(Locked, match=ENDED):
        desk.save("王", "企业", Field.VALUE, "80", at=UNTIL)


def test_an_exception_ended_early_lets_nobody_in_any_more_and_stays_on_record(desk: Desk) -> None:
    admit(desk)
    end(desk, known(desk)[0].id, LATER)
    with pytest.raises(Locked, match="为您单位开放的补报也已于10月21日18:00结束"):
        desk.submit(at=LATER)
    ended, given = known(desk)
    assert (ended.is_an_end, ended.is_newest, ended.closes_at) == (True, True, LATER)
    assert (given.is_an_end, given.is_newest, given.closes_at, given.reason) == (False, False, UNTIL, WHY)
    assert not any(each.runs(LATER) for each in (ended, given))
    with pytest.raises(Locked, match="市科技局的补报已经结束"):
        end(desk, ended.id, LATER + timedelta(hours=1))


def test_a_unit_can_be_let_in_longer_and_once_more(desk: Desk) -> None:
    admit(desk)
    longer = UNTIL + timedelta(days=3)
    admit(desk, until=longer, reason="数据仍在核对", seen=known(desk)[0].id)
    assert desk.form(at=UNTIL).locked_because is None
    assert [each.runs(LATER) for each in known(desk)] == [True, False]
    end(desk, known(desk)[0].id)
    admit(desk, at=LATER + timedelta(days=1))
    assert desk.form(at=LATER + timedelta(days=1)).locked_because is None


def test_a_unit_promised_while_the_quarter_is_open_enters_on_time_until_it_is_due(desk: Desk) -> None:
    admit(desk, at=NOW)
    desk.submit(at=NOW)
    assert [report.is_on_time for report in rows(desk.engine, Report)] == [True]


REFUSED: list[object] = [
    pytest.param({"reason": " \u3000\n"}, NeedsReason, "请写明", id="without a reason"),
    pytest.param({"reason": "字" * 3000}, BadInput, "开放理由太长", id="with a reason beyond all measure"),
    pytest.param({"until": CLOSES}, BadInput, "本来就可以填报", id="until it closes for all"),
    pytest.param({"until": LATER, "at": LATER}, BadInput, "应晚于现在", id="until now"),
    pytest.param({"period": Period(2025, 4)}, Locked, "还没有设置填报时间", id="where no window is set"),
    *(
        pytest.param({"who": who}, NotAllowed, "您没有这项操作的权限", id=f"by {who}")
        for who in ("王", "李", "沈", "陈")
    ),
]


@pytest.mark.parametrize(("how", "refusal", "words"), REFUSED)
def test_a_unit_is_let_in_by_the_office_with_a_reason_and_an_end(
    desk: Desk, how: dict[str, object], refusal: type[Refusal], words: str
) -> None:
    with pytest.raises(refusal, match=words):
        admit(desk, **how)  # type: ignore[arg-type]
    assert rows(desk.engine, WindowException) == []


def test_a_unit_or_an_exception_that_does_not_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound, match="没有这个单位"), transaction(desk.engine) as session:
        let_in(session, desk.people["周"], plans(session)[0].id, Q3, 999, UNTIL, WHY, LATER)
    with pytest.raises(NotFound, match="没有这次补报开放"):
        end(desk, 999)


def test_only_the_office_ends_an_exception(desk: Desk) -> None:
    admit(desk)
    for who in ("王", "沈", "陈"):
        with pytest.raises(NotAllowed):
            end(desk, known(desk)[0].id, who=who)
    assert known(desk)[0].runs(LATER)


def test_a_double_click_lets_in_once(desk: Desk) -> None:
    admit(desk)
    admit(desk)
    assert len(known(desk)) == 1
    assert len([each for each in rows(desk.engine, Audit) if each.action == "开放补报"]) == 1


def test_two_reviewers_with_different_ends_are_told_of_each_other(desk: Desk) -> None:
    admit(desk)
    longer = UNTIL + timedelta(days=3)
    with pytest.raises(StaleState, match="周刚为市科技局开放补报至10月25日18:00") as told:
        admit(desk, until=longer, who="吴")
    assert (told.value.changes[0].now, told.value.changes[0].by) == ("10月25日18:00", "周")
    seen = known(desk)[0].id
    admit(desk, until=longer, seen=seen)
    with pytest.raises(StaleState, match="10月28日18:00") as told:
        end(desk, seen, who="吴")
    assert told.value.changes[0].seen == "10月25日18:00"
    end(desk, known(desk)[0].id)
    with pytest.raises(StaleState, match="在10月21日18:00结束了补报"):
        admit(desk, until=longer + timedelta(days=1), seen=seen, who="吴")


def test_who_was_let_in_why_and_by_whom_is_on_the_trail(desk: Desk) -> None:
    admit(desk)
    end(desk, known(desk)[0].id)
    trail = [each for each in rows(desk.engine, Audit) if "补报" in each.action]
    assert [(each.action, each.actor_name, each.subject) for each in trail] == [
        ("开放补报", "周", f"{Q3.label} {KEJI}"),
        ("结束补报", "周", f"{Q3.label} {KEJI}"),
    ]
    assert WHY in trail[0].detail
    assert "2025-10-25" in trail[0].detail


def test_a_department_sees_its_own_exceptions_only(desk: Desk) -> None:
    admit(desk)
    admit(desk, JIAOTONG)
    assert [each.unit.name for each in known(desk, "王")] == [KEJI]
    assert [each.unit.name for each in known(desk, "沈")] == [JIAOTONG, KEJI]


def test_the_past_knows_the_exceptions_and_windows_of_its_day(desk: Desk) -> None:
    admit(desk)
    moved = (NOW - timedelta(days=20), CLOSES, CLOSES + timedelta(days=30))
    with transaction(desk.engine) as session:
        plan = plans(session)[0]
        set_window(session, desk.people["周"], plan.id, Q3, *moved, LATER + timedelta(days=2))
    end(desk, known(desk)[0].id, LATER + timedelta(days=1))
    between = LATER + timedelta(hours=1)
    assert known(desk, as_of=NOW) == ()
    assert [each.runs(between) for each in known(desk, as_of=between)] == [True]
    with reading(desk.engine) as session:
        keji = unit(desk.engine, KEJI)
        assert let_in_until(session, plan.id, Q3, keji, NOW) is None
        assert let_in_until(session, plan.id, Q3, keji, between) == UNTIL
        assert let_in_until(session, plan.id, Q3, keji) == LATER + timedelta(days=1)
        earlier, today = window_of(session, plan.id, Q3, between), window_of(session, plan.id, Q3)
        assert earlier is not None
        assert today is not None
        assert (earlier.closes_at, today.closes_at) == (CLOSES, moved[2])
        assert windows(session, plan, between)[2].window == earlier
        assert windows(session, plan)[2].window == today
        assert windows(session, plan, NOW - timedelta(days=300))[2].window is None
