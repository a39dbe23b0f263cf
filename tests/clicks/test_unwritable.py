"""A disk that is full or only read: who clicks is told so, and whom to tell; nothing typed is lost."""

import pytest
from sqlalchemy import Engine

from tests.clicks.buttons import BUTTONS, Button
from tests.clicks.test_every_button import typed_in
from tests.ledger.test_unwritable import only_read
from tests.pages.conftest import Visit, text_of
from tracker.ui.frame import shell

SAID = "存放数据的磁盘已满、出错或只能读取,再点也存不进去。内容仍在本页,请先不要关闭,并告诉系统管理员。"
# One of each way to the door: a field that is left, a write that shares its commit, one of its own, a file.
PRESSED = ("entry: a field is left", "entry: submit", "entry: attach", "review: approve", "units: rename")


@pytest.mark.parametrize("button", [each for each in BUTTONS if each.name in PRESSED], ids=lambda it: it.name)
def test_a_click_on_a_ledger_that_is_only_read_says_whom_to_tell_and_goes_through_later(
    button: Button, visit: Visit, world_engine: Engine
) -> None:
    at = button.open(visit, world_engine)
    with only_read(shell.engine()):
        button.press(at)
        assert not at.exception
        assert SAID in text_of(at).replace("\\", "")
        assert "再点一次" not in text_of(at)
        assert not button.typed or button.typed in typed_in(at)
    (button.again or button.press)(at)
    assert not at.exception
    assert SAID not in text_of(at).replace("\\", "")


def test_pages_are_read_on_a_ledger_that_takes_nothing(visit: Visit, world_engine: Engine) -> None:
    with only_read(shell.engine()):
        assert "A1-01" in text_of(visit("keji", "targets"))
