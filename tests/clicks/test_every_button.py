"""Every button of every page goes through the door: one transaction, or all kept as typed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.testing.v1 import AppTest

from tests.clicks.buttons import BUTTONS, Button
from tests.pages.conftest import Visit, text_of
from tracker.ui.frame import shell


@dataclass
class Watched:
    """What the pages do with the database: ``is_away`` refuses it, ``opened`` counts transactions."""

    is_away: bool = False
    is_inside: bool = False
    opened: int = 0
    interrupted: int = 0


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    watched, real = Watched(), shell.transaction
    rerun_may_come = ScriptRunner._maybe_handle_execution_control_request

    @contextmanager
    def transaction(engine: Engine, **how: Any) -> Iterator[Any]:
        if watched.is_away:
            raise OperationalError("BEGIN", {}, Exception("database is locked"))
        watched.opened += 1
        with real(engine, **how) as session:
            watched.is_inside = True
            yield session
            watched.is_inside = False

    def look(runner: ScriptRunner) -> None:
        watched.interrupted += watched.is_inside
        rerun_may_come(runner)

    monkeypatch.setattr(shell, "transaction", transaction)
    monkeypatch.setattr(ScriptRunner, "_maybe_handle_execution_control_request", look)
    return watched


def typed_in(at: AppTest) -> set[str]:
    return {str(field.value) for kind in ("text_area", "text_input") for field in at.get(kind)}


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.name)
def test_a_click_is_one_transaction_or_all_kept_as_typed_with_a_sentence(
    button: Button, visit: Visit, world_engine: Engine, watched: Watched
) -> None:
    at = button.open(visit, world_engine)
    watched.is_away, watched.opened = True, 0
    button.press(at)
    assert not at.exception
    assert button.unanswered in text_of(at).replace("\\", "")
    assert not button.typed or button.typed in typed_in(at)
    watched.is_away = False
    (button.again or button.press)(at)
    assert not at.exception
    assert button.unanswered not in text_of(at).replace("\\", "")
    assert watched.opened == button.transactions
    assert watched.interrupted == 0, "a rerun would end the transaction here"
