"""A form that comes twice, as by a double click: the answer to the second is all that its sender sees."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy

import httpx
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect
from sqlmodel import select

from tests.accounts.office import NEW_PASSWORD, PASSWORD, Office
from tests.browser import Town
from tests.own_account.conftest import SECOND_STEP, STEP, Desk, codes_of, secret_of
from tests.pages.conftest import world_file
from tests.pages.world import KEJI
from tests.web.browser import Browser, hidden
from tracker.db import reading, transaction
from tracker.queries.credentials import last_sign_in
from tracker.queries.people import person_of_login
from tracker.services import accounts, second_step
from tracker.services.sign_in import fingerprint
from tracker.tables import SignInSession
from tracker.web import posted

__all__ = ["world_file"]
Twice = tuple[httpx.Response, httpx.Response]


def twice(browser: Browser, page: httpx.Response, path: str, fields: dict[str, str]) -> Twice:
    """The browser has given up the first answer, with its cookies, when the second comes."""
    form, kept = hidden(page) | fields, httpx.Cookies(browser.client.cookies)
    first = browser.post(path, form)
    browser.client.cookies = kept
    return first, browser.post(path, form)


def at_the_code(desk: Desk) -> tuple[str, Browser]:
    """The secret of an app, and a browser that is asked for its code."""
    owner, browser = desk.browser(), desk.browser()
    owner.sign_in("keji")
    secret, _codes = desk.set_up(owner)
    owner.submit("/logout")
    desk.clock.pass_by(seconds=90)
    browser.sign_in("keji")
    return secret, browser


def lasting(office: Office) -> int:
    with reading(office.engine) as session:
        return sum(each.ended_at is None for each in session.exec(select(SignInSession)))


def test_the_right_code_twice_is_one_sign_in(desk: Desk) -> None:
    secret, browser = at_the_code(desk)
    for answer in twice(browser, browser.get(STEP), STEP, {"code": desk.code(secret)}):
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.is_in()
    assert lasting(desk.office) == 1


def test_the_right_password_twice_is_one_sign_in_and_leaves_word_of_wrong_ones(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    browser.submit("/logout")
    desk.clock.pass_by(minutes=10)
    browser.sign_in("keji", "wrong")
    for answer in twice(browser, browser.get("/login"), "/login", {"login": "keji", "password": PASSWORD}):
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert browser.is_in()
    assert lasting(desk.office) == 1
    with reading(desk.office.engine) as session:
        last = last_sign_in(session, fingerprint(browser.cookie))
    assert last is not None
    assert last.failures == 1


def test_who_signs_out_and_in_again_at_once_is_in(desk: Desk) -> None:
    browser = desk.browser()
    for _time in range(3):
        browser.sign_in("keji")
        assert browser.is_in()
        browser.submit("/logout")
        assert not browser.is_in()


def test_the_right_code_twice_at_once_is_one_sign_in(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posted, "AGAIN", 60.0)  # the loop's own clock, which no test holds
    secret, browser = at_the_code(desk)
    form = hidden(browser.get(STEP)) | {"code": desk.code(secret)}
    cookies = {"cookie": "; ".join(f"{each.name}={each.value}" for each in browser.client.cookies.jar)}
    with browser.client, ThreadPoolExecutor(4) as pool:  # one loop for all, as served
        answers = list(pool.map(lambda _each: browser.post(STEP, form, **cookies), range(4)))
    assert {answer.headers["location"] for answer in answers} == {"/"}
    assert lasting(desk.office) == 1


def test_recovery_codes_are_shown_by_the_second_answer_too(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    shown = browser.submit(SECOND_STEP, old=PASSWORD)
    fields = {"do": "confirm", "code": desk.code(secret_of(shown))}
    first, second = twice(browser, shown, SECOND_STEP, fields)
    assert len(codes_of(first)) > 1
    assert codes_of(second) == codes_of(first)


def test_a_password_set_twice_is_set_and_the_link_is_used_up_a_moment_later(
    desk: Desk,
) -> None:
    path, browser = f"/password/{desk.office.link_for('keji')}", desk.browser()
    fields = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    shown = browser.get(path)
    for answer in twice(browser, shown, path, fields):
        assert answer.headers["location"] == "/login?note=password"
    assert desk.browser().post(path, hidden(shown) | fields).status_code == 404, (
        "another browser's is another"
    )
    desk.clock.pass_by(seconds=posted.AGAIN)
    assert twice(browser, shown, path, fields)[0].status_code == 404


def test_a_wrong_code_counts_each_time(desk: Desk) -> None:
    _secret, browser = at_the_code(desk)
    for answer in twice(browser, browser.get(STEP), STEP, {"code": "000000"}):
        assert answer.status_code == 403
    assert desk.actions()[-2:] == [second_step.FAILED_CODE] * 2


def test_in_a_browser_a_double_click_sets_the_password(
    browser: Chromium, world_file: Path, tmp_path: Path
) -> None:
    town = Town(f"sqlite:///{copy(world_file, tmp_path / 'tracker.db')}", tmp_path)
    with transaction(town.engine) as session:
        token = accounts.issue_link(
            session, None, person_of_login(session, KEJI).account_id, datetime.now(UTC)
        )
    town.start()
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{town.address}/password/{token}")
    page.get_by_label("新密码", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("再输入一次").fill(NEW_PASSWORD)
    place = page.get_by_role("button", name="设置密码").bounding_box()
    assert place is not None
    for _click in range(2):  # a hand's double click: the first form is on its way when the second is sent
        page.mouse.click(place["x"] + 9, place["y"] + 9)
        page.wait_for_timeout(40)
    page.wait_for_url("**/login?note=password")
    expect(page.get_by_text("密码已设置")).to_be_visible()
    page.context.close()
    town.stop()
