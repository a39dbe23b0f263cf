"""The door on a page of one field and one button: what is done is said, a refusal leaves all as typed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import text_of
from tracker.db import Busy, Unwritable
from tracker.domain.language.errors import (
    BadInput,
    Change,
    Locked,
    NeedsReason,
    NotAllowed,
    NotFound,
    Refusal,
    StaleState,
)
from tracker.ui.frame import shell

AWAY = OperationalError("BEGIN", {}, Exception("database is locked"))
RENAMED = Change("单位名称", "科技局", "市科技局", "陈管理")
Open = Callable[..., AppTest]


def page(act: "Any", **how: "Any") -> None:
    import streamlit as st

    from tracker.ui.frame import clicks

    clicks.show_done()
    clicks.show("page")
    st.text_area("意见", key="note", persist_state="session")

    def click() -> None:
        clicks.do(act, key="page", **how, unsent=st.session_state["note"])

    st.button("保存", on_click=click)


def page_that_asks_at_once(act: "Any", **how: "Any") -> None:
    import streamlit as st

    from tracker.ui.frame import clicks

    clicks.show_done()
    st.text_area("意见", key="note")
    if st.button("保存"):
        clicks.at_once(act, **how)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Open:
    """A page, with the text typed; the write is whatever the test says."""
    monkeypatch.setattr(shell, "write", lambda act, **_how: act(None, None, None))
    # Nobody visits it: what stands in the trail of a refusal is asked in tests/audit/test_taken_on_pages.py.
    monkeypatch.setattr(shell, "note_refused", lambda _refusal: None)

    def open_page(act: Callable[[], Any], draw: Callable[..., None] = page, **how: Any) -> AppTest:
        given = {"act": lambda *_asked: act(), **how}
        at = AppTest.from_function(draw, default_timeout=60, kwargs=given).run()
        return at.text_area[0].set_value("已核对。").run()

    return open_page


def raising(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def press(at: AppTest) -> AppTest:
    at.button[0].click().run()
    assert not at.exception
    return at


REFUSALS = [
    Locked("窗口已关闭。"),
    NotAllowed(lambda: "您不能办理。"),
    NotFound("没有这项目标。"),
    BadInput("请填写理由。"),
    NeedsReason("请写明理由。"),
    StaleState("刚被他人修改。"),
    shell.SignedOut("登录已失效。"),
    Refusal("正在回看过去的情况。"),
]


@pytest.mark.parametrize("draw", [page, page_that_asks_at_once])
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: type(each).__name__)
def test_each_kind_of_refusal_is_said_in_its_words_and_leaves_what_was_typed(
    opened: Open, refusal: Refusal, draw: Callable[..., None]
) -> None:
    at = press(opened(raising(refusal), draw, done="已保存。"))
    assert str(refusal) in text_of(at).replace("\\", "")
    assert at.text_area[0].value == "已核对。"
    assert not at.toast
    assert not at.success


@pytest.mark.parametrize("draw", [page, page_that_asks_at_once])
def test_a_database_that_does_not_answer_is_a_sentence_too(opened: Open, draw: Callable[..., None]) -> None:
    at = press(opened(raising(AWAY), draw, done="已保存。"))
    assert "操作没有完成,内容仍在本页,请再点一次。" in text_of(at).replace("\\", "")
    assert at.text_area[0].value == "已核对。"
    assert not at.toast
    assert not at.success


@pytest.mark.parametrize("draw", [page, page_that_asks_at_once])
def test_who_waited_in_vain_for_another_write_is_told_to_wait_a_little(
    opened: Open, draw: Callable[..., None]
) -> None:
    at = press(opened(raising(Busy("TooLong")), draw, done="已保存。"))
    assert "现在有别的操作占用数据库,这一步没有保存。内容仍在本页,请过几秒再点一次。" in text_of(at)
    assert at.text_area[0].value == "已核对。"
    assert not at.toast


@pytest.mark.parametrize("draw", [page, page_that_asks_at_once])
@pytest.mark.parametrize("cause", ["attempt to write a readonly database", "database or disk is full"])
def test_a_disk_that_takes_nothing_sends_nobody_round_in_circles(
    opened: Open, draw: Callable[..., None], cause: str
) -> None:
    error = Unwritable(OperationalError("BEGIN", {}, Exception(cause)))
    how = {"unanswered": "请再点一次。"} if draw is page else {}
    at = press(opened(raising(error), draw, done="已保存。", **how))
    assert "再点也存不进去" in text_of(at)
    assert "告诉系统管理员" in text_of(at)
    assert "再点一次" not in text_of(at)
    assert at.text_area[0].value == "已核对。"
    assert not at.toast
    assert not at.success


def test_a_page_says_in_its_own_words_what_was_not_stored(opened: Open) -> None:
    assert "没有一项被通过。" in text_of(press(opened(raising(AWAY), unanswered="没有一项被通过。")))


def test_any_other_error_is_not_taken_for_a_refusal(opened: Open) -> None:
    at = opened(raising(ValueError("a mistake of ours")))
    at.button[0].click().run()
    assert at.exception


def test_a_refusal_is_said_once(opened: Open) -> None:
    at = press(opened(raising(BadInput("请填写理由。"))))
    assert "请填写理由。" not in text_of(at.run())


def test_what_is_done_is_said_once_in_passing_and_of_its_result(opened: Open) -> None:
    at = press(opened(lambda: 3, done=lambda number: f"第{number}版已保存。"))
    assert [each.value for each in at.toast] == ["第3版已保存。"]
    assert not at.run().toast


def test_what_was_asked_at_once_stays_said_until_the_next_run(opened: Open) -> None:
    at = press(opened(lambda: None, page_that_asks_at_once, done="单位 *甲* 已新增。"))
    assert [each.value for each in at.success] == [r"单位 \*甲\* 已新增。"]
    assert not at.run().success


def test_what_a_colleague_changed_is_told_beside_the_refusal(opened: Open) -> None:
    at = press(opened(raising(StaleState("这个单位刚被修改。", (RENAMED,)))))
    assert "这个单位刚被修改。 单位名称:科技局 → 市科技局(陈管理)" in text_of(at)


def test_a_change_that_the_sentence_says_already_is_not_told_twice(opened: Open) -> None:
    at = press(opened(raising(StaleState("单位刚改为“市科技局”。", (RENAMED,)))))
    assert "→" not in text_of(at)


@pytest.mark.parametrize("refusal", [Locked("已审核。"), StaleState("已有新的提交。")])
def test_where_what_was_clicked_on_is_gone_the_refusal_names_it_and_holds_what_was_typed(
    opened: Open, refusal: Refusal
) -> None:
    at = press(opened(raising(refusal), about="A1-01"))
    assert f"A1-01:{refusal}您填写的意见:已核对。" in text_of(at)


def test_where_it_still_stands_the_text_is_in_its_field_and_not_said_again(opened: Open) -> None:
    at = press(opened(raising(BadInput("请填写理由。")), about="A1-01"))
    assert "A1-01" not in text_of(at)
