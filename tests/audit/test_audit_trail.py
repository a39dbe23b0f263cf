"""操作日志: filtered, paged, counted, and vouched for by its chain."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from tests.entry.ledger import NOW, Q3, Desk, rows
from tracker.db import reading, transaction
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.meetings.audit_trail import SYSTEM_ACTOR, AuditFilter
from tracker.domain.meetings.snapshot import thaw
from tracker.queries import audit as queries
from tracker.queries.audit import AuditPage, ChainCheck
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services import audit
from tracker.services.snapshots import freeze
from tracker.tables import Audit, Snapshot


def page(desk: Desk, number: int = 1, as_of: datetime | None = None, **asked: str) -> AuditPage:
    with reading(desk.engine) as session:
        return queries.audit_page(session, desk.people["陈"], AuditFilter(**asked), number, as_of=as_of)


def note(desk: Desk, action: str, subject: str, at: datetime = NOW, who: str = "周") -> None:
    with transaction(desk.engine) as session:
        audit.record(session, desk.people.get(who), action, subject, at, {})


def subjects(found: AuditPage) -> list[str]:
    return [line.subject for line in found.lines]


def test_only_the_administrator_reads_the_trail(desk: Desk) -> None:
    for who in ("王", "周", "沈"):
        with reading(desk.engine) as session:
            person = desk.people[who]
            for ask in (
                lambda s, p: queries.audit_page(s, p, AuditFilter(), 1),
                lambda s, p: queries.audit_before(s, p, AuditFilter(), 9, 9),
                lambda s, p: queries.audit_count(s, p, AuditFilter()),
                queries.audit_choices,
                queries.chain_head,
                queries.check_chain,
            ):
                with pytest.raises(NotAllowed):
                    ask(session, person)


def test_the_newest_row_comes_first_and_pages_hold_fifty(desk: Desk) -> None:
    already = len(rows(desk.engine, Audit))
    for number in range(120 - already):
        note(desk, "记", f"第{number}条")
    first, last = page(desk), page(desk, 3)
    assert (first.total, first.pages, len(first.lines), len(last.lines)) == (120, 3, 50, 20)
    ids = [line.id for number in (1, 2, 3) for line in page(desk, number).lines]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 120


def test_a_page_beyond_the_end_is_the_last_one(desk: Desk) -> None:
    assert page(desk, 99).number == page(desk, 0).number == 1
    assert page(desk, 99, action="没有这种操作").lines == ()


def test_days_are_those_of_shanghai_and_both_ends_are_in(desk: Desk) -> None:
    def at(*when: int) -> datetime:
        return datetime(*when, tzinfo=SHANGHAI)  # type: ignore[arg-type]

    note(desk, "时", "前一天最后一刻", at(2025, 11, 3, 23, 59, 59))
    note(desk, "时", "零点", at(2025, 11, 4))
    note(desk, "时", "末刻", at(2025, 11, 5, 23, 59, 59))
    note(desk, "时", "次日零点", at(2025, 11, 6))
    assert subjects(page(desk, since="2025-11-04", until="2025-11-05")) == ["末刻", "零点"]


def test_a_person_an_action_and_a_part_of_the_subject_narrow_the_list(desk: Desk) -> None:
    note(desk, "审核通过", "A1-01 2025Q3")
    note(desk, "审核退回", "A1-02 2025Q3")
    note(desk, "审核通过", "100%_a", who="吴")
    note(desk, "登录失败", "zhang", who="")
    reviewer = str(desk.people["周"].account_id)
    assert subjects(page(desk, who=reviewer, action="审核通过")) == ["A1-01 2025Q3"]
    assert subjects(page(desk, subject="a1-0")) == ["A1-02 2025Q3", "A1-01 2025Q3"]
    assert subjects(page(desk, subject="%_")) == ["100%_a"], "signs of SQL are taken as they are"
    assert subjects(page(desk, who=SYSTEM_ACTOR, action="登录失败")) == ["zhang"]
    assert subjects(page(desk, who="x")) == []


def test_the_choices_name_who_and_what_stand_in_the_trail(desk: Desk) -> None:
    note(desk, "审核通过", "A1-01 2025Q3")
    note(desk, "登录失败", "zhang", who="")
    with reading(desk.engine) as session:
        choices = queries.audit_choices(session, desk.people["陈"])
    assert choices.actors == {str(desk.people["周"].account_id): "周（周）", SYSTEM_ACTOR: "系统"}
    assert {"审核通过", "登录失败", "设置填报窗口"} == set(choices.actions)


def test_looking_back_the_trail_ends_where_it_ended_then(desk: Desk) -> None:
    note(desk, "记", "早")
    note(desk, "记", "晚", NOW + timedelta(days=1))
    assert subjects(page(desk, as_of=NOW, action="记")) == ["早"]


def test_an_export_reads_the_same_rows_in_pieces(desk: Desk) -> None:
    for number in range(25):
        note(desk, "记", f"第{number}条")
    wanted, found, end = AuditFilter(action="记"), [], 10**9
    with reading(desk.engine) as session:
        while piece := queries.audit_before(session, desk.people["陈"], wanted, end, 7):
            found += [line.subject for line in piece]
            end = piece[-1].id
        assert queries.audit_count(session, desk.people["陈"], wanted) == 25
    assert found == [f"第{number}条" for number in range(24, -1, -1)]


# The chain (RELIABILITY T20).


@pytest.fixture
def frozen(desk: Desk) -> str:
    """Some rows, a snapshot, some more rows; the snapshot's number."""
    for number in range(5):
        note(desk, "记", f"第{number}条")
    with transaction(desk.engine) as session:
        plan, reviewer = plans(session)[0], desk.people["周"]
        card = scorecard(session, plan, Q3, reviewer)
        found = freeze(session, reviewer, card, texts_of(session, card), "例会", NOW.date(), NOW)
    for number in range(5, 8):
        note(desk, "记", f"第{number}条")
    return found


def check(desk: Desk) -> ChainCheck:
    with reading(desk.engine) as session:
        return queries.check_chain(session, desk.people["陈"])


def tampered(engine: Engine, *statements: str) -> None:
    """As somebody with the database in hand would do it, past the triggers."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.name == "sqlite":
            for trigger in ("audit_no_update", "audit_no_delete", "audit_no_replace"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger}"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))


def rechain(engine: Engine) -> None:
    """Make all hashes anew, as a forger who knows the program would."""
    previous = "0" * 64
    for row in sorted(rows(engine, Audit), key=lambda each: each.id):
        row.previous_sha256 = previous
        previous = row.computed_sha256
        hashes = f"previous_sha256 = '{row.previous_sha256}', sha256 = '{previous}'"
        tampered(engine, f"UPDATE audit SET {hashes} WHERE id = {row.id}")


def test_an_untouched_chain_holds_and_its_head_is_the_newest_rows_hash(desk: Desk, frozen: str) -> None:
    found, trail = check(desk), rows(desk.engine, Audit)
    assert (found.broken, found.lost) == ((), ())
    assert (found.head.rows, found.head.sha256) == (len(trail), trail[-1].sha256)
    assert desk.differences() == []


EDIT = ("UPDATE audit SET subject = '别的' WHERE subject = '第2条'",)
DELETE = ("DELETE FROM audit WHERE subject = '第2条'",)
INSERT = (
    "INSERT INTO audit (id, at, actor_name, action, subject, detail, previous_sha256, sha256) "
    "SELECT 900, at, actor_name, action, '插入', detail, previous_sha256, sha256 "
    "FROM audit WHERE subject = '第2条'",
    # In the middle: the rows behind it move up.
    "UPDATE audit SET id = id + 1000 "
    "WHERE subject IN ('第3条', '第4条', '第5条', '第6条', '第7条') OR action = '冻结会议材料'",
)
SWAP = (
    "UPDATE audit SET id = 2000 WHERE subject = '第2条'",
    "UPDATE audit SET id = id - 1 WHERE subject = '第3条'",
    "UPDATE audit SET id = (SELECT max(id) FROM audit WHERE subject = '第3条') + 1 WHERE subject = '第2条'",
)
TRUNCATE = (
    "DELETE FROM audit WHERE subject IN ('第4条', '第5条', '第6条', '第7条') OR action = '冻结会议材料'",
)


@pytest.mark.parametrize("forgery", [EDIT, DELETE, INSERT, SWAP], ids=["edit", "delete", "insert", "swap"])
def test_a_change_in_the_middle_breaks_the_chain(desk: Desk, frozen: str, forgery: tuple[str, ...]) -> None:
    tampered(desk.engine, *forgery)
    assert check(desk).broken != ()
    assert any("与前面的记录不衔接" in line for line in desk.differences())


@pytest.mark.parametrize(
    "forgery", [EDIT, DELETE, INSERT, SWAP, TRUNCATE], ids=["edit", "delete", "insert", "swap", "truncate"]
)
def test_a_chain_made_anew_is_betrayed_by_the_head_on_the_meeting_file(
    desk: Desk, frozen: str, forgery: tuple[str, ...]
) -> None:
    tampered(desk.engine, *forgery)
    rechain(desk.engine)
    found = check(desk)
    assert found.broken == ()
    assert found.lost == (f"{frozen} t",)
    assert any(f"会议材料{frozen} t上的日志末端" in line for line in desk.differences())


def test_what_is_cut_off_after_the_last_meeting_is_seen_by_the_count_and_head_printed_before(
    desk: Desk, frozen: str
) -> None:
    before = check(desk).head
    tampered(desk.engine, "DELETE FROM audit WHERE subject = '第7条'")
    after = check(desk)
    assert (after.broken, after.lost) == ((), ())
    assert (after.head.rows, after.head.sha256) != (before.rows, before.sha256)


def test_a_snapshot_holds_the_head_and_the_number_of_rows_before_it(desk: Desk, frozen: str) -> None:

    with reading(desk.engine) as session:
        content = session.exec(select(Snapshot.content).where(Snapshot.number == frozen)).one()
    thawed, trail = thaw(content), rows(desk.engine, Audit)
    assert thawed.audit_rows is not None
    assert trail[thawed.audit_rows].action == "冻结会议材料"
    assert trail[thawed.audit_rows - 1].sha256 == thawed.audit_head
