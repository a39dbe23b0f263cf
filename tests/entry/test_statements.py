"""How many statements a small click takes: they are most of what it costs (decision 36)."""

from collections.abc import Callable

from sqlalchemy import Engine, event

from tests.entry.ledger import NOW, Desk
from tracker.db import transaction
from tracker.domain.workflow.entry import Field
from tracker.services import audit

BEGIN_AND_SUCH = (
    "BEGIN",
    "SAVEPOINT",
    "RELEASE",
    "COMMIT",
    "SELECT 1",
    "UPDATE ledger",
    "SELECT sequence FROM ledger",
)
TO_LOCK = 1  # on PostgreSQL the row's lock is a statement of its own, where the ledger is not held


def asked(engine: Engine, act: Callable[[], object]) -> list[str]:
    """What the act asks of the database and stores there, but for the transaction around it."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(BEGIN_AND_SUCH):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return sent


def test_a_cell_of_a_draft_is_saved_with_five(desk: Desk) -> None:
    most = 5 + (TO_LOCK if desk.engine.dialect.name == "postgresql" else 0)
    desk.save("王", "企业", Field.VALUE, "41")
    sent = asked(desk.engine, lambda: desk.save("王", "企业", Field.PROGRESS, "按计划推进。"))
    assert len(sent) <= most, sent


def test_a_first_submission_of_a_form_without_a_draft_takes_seven(desk: Desk) -> None:
    sent = asked(desk.engine, desk.submit)
    assert len(sent) <= 7, sent


def test_a_submission_that_ends_a_draft_takes_one_more_to_clear_it(desk: Desk) -> None:
    version = desk.save("王", "企业", Field.VALUE, "80")
    sent = asked(desk.engine, lambda: desk.submit(versions={Field.VALUE: version}))
    assert len(sent) <= 7 + 1, sent


def test_an_approval_takes_seven(desk: Desk) -> None:
    report = desk.submit()
    sent = asked(desk.engine, lambda: desk.approve(report))
    assert len(sent) <= 7, sent


def test_the_trails_head_is_asked_for_once_a_transaction(desk: Desk) -> None:

    def click() -> None:
        with transaction(desk.engine) as session:
            for subject in ("first", "second", "third"):
                audit.record(session, None, "click", subject, NOW)

    heads = [each for each in asked(desk.engine, click) if each.startswith("SELECT audit.sha256")]
    assert len(heads) == 1
