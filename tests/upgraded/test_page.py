"""Who works in a page while a newer program brings the ledger up is told so, and nothing typed is lost."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.entry.ledger import rows
from tests.entry.test_entry_page import draft, field, filled, press
from tests.pages.conftest import Visit, errors_of, text_of
from tests.pages.world import KEJI
from tests.upgraded.conftest import bring_up
from tracker import db
from tracker.domain.workflow.entry import Field
from tracker.services import schema
from tracker.tables import Report
from tracker.ui.frame import shell

CODE = "T02-01"


@pytest.fixture
def pages(world_engine: Engine) -> Iterator[Engine]:
    """The engine of the pages, as app.py leaves it to a newer program."""
    schema.leave_to_newer(shell.engine())
    yield shell.engine()
    shell.engine_at.cache_clear()  # another test's world may have this one's address


@pytest.mark.usefixtures("pages")
def test_a_click_is_refused_in_words_and_what_was_typed_stays(visit: Visit, world_engine: Engine) -> None:
    at = filled(visit(KEJI, "entry", code=CODE))
    before = len(rows(world_engine, Report))
    bring_up(world_engine)
    field(at, Field.VALUE).set_value("16").run()
    assert not at.exception
    assert "系统正在升级" in text_of(at)
    assert field(at, Field.VALUE).value == "16"
    press(at, "提交")
    assert not at.exception
    assert len(rows(world_engine, Report)) == before
    stored = draft(world_engine, Field.VALUE)
    assert stored is not None
    assert stored.text == "15", "what was saved before stands"


def run_of_a_page() -> None:
    """As the server has it (app.py): what a run raises is shown by the hook."""
    from tracker.ui.frame import shell
    from tracker.web import mishaps

    try:
        shell.enter()
    except Exception as error:
        mishaps.show_script_error(error)


@pytest.mark.usefixtures("pages")
def test_a_page_that_is_opened_afterwards_says_so(
    world_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "READS_ASK", 0.0)
    bring_up(world_engine)
    at = AppTest.from_function(run_of_a_page, default_timeout=60)
    at.user = {"sid": KEJI}
    at.run()
    assert errors_of(at) == ["系统正在升级,暂时不能使用。请过一两分钟再刷新页面,已保存的内容和草稿都在。"]
