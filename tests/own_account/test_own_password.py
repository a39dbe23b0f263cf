"""One's own password, changed by its owner; what a city may demand of passwords beyond the house's rules."""

import pytest
from sqlmodel import select

from tests.accounts.office import NEW_PASSWORD, PASSWORD
from tests.own_account.conftest import CHANGE, SECOND_STEP, STEP, Desk
from tests.web.browser import Browser
from tests.web.conftest import Clock
from tracker.db import reading
from tracker.domain.credentials import Demands, check_strength, is_too_old, kinds_of
from tracker.domain.guessing import BY_LOGIN_AND_PLACE
from tracker.domain.language.errors import BadInput
from tracker.queries import integrity
from tracker.services import passwords
from tracker.tables import PasswordChange

THIRD = "湖边的芦苇在风里慢慢低头"


def change(
    browser: Browser, old: str = PASSWORD, new: str = NEW_PASSWORD, again: str = "", code: str = ""
) -> str:
    answer = browser.submit(CHANGE, old=old, password=new, again=again or new, code=code)
    return answer.text


def test_it_is_changed_by_who_knows_it_and_other_sign_ins_end(desk: Desk) -> None:
    browser, elsewhere = desk.browser(), desk.browser()
    for each in (browser, elsewhere):
        each.sign_in("keji")
    assert "密码已修改" in change(browser)
    assert browser.is_in(), "this one stays"
    assert not elsewhere.is_in()
    assert elsewhere.sign_in("keji").status_code == 403
    assert elsewhere.sign_in("keji", NEW_PASSWORD).status_code == 303
    assert "修改密码" in desk.actions()
    with reading(desk.office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_the_browser_stays_known(desk: Desk) -> None:
    """What it was known by ends with the password; it is given another."""
    browser = desk.browser()
    browser.sign_in("keji")
    change(browser)
    browser.submit("/logout")
    for _ in range(BY_LOGIN_AND_PLACE.free):
        desk.browser().sign_in("keji", "wrong")
    assert desk.browser().sign_in("keji", NEW_PASSWORD).status_code == 403
    assert browser.sign_in("keji", NEW_PASSWORD).status_code == 303


def test_ten_wrong_old_passwords_get_four_answers(desk: Desk, clock: Clock) -> None:
    """Somebody at a screen that was left open."""
    browser = desk.browser()
    browser.sign_in("keji")
    told = [change(browser, old="wrong") for _ in range(10)]
    assert ["当前密码不正确" in text for text in told] == [True] * 4 + [False] * 6
    assert "请30秒后再试" in told[-1]
    assert "请30秒后再试" in change(browser), "the right one, too"
    assert desk.actions().count("核对密码失败") == 4
    clock.pass_by(seconds=30)
    assert "密码已修改" in change(browser)


@pytest.mark.parametrize(
    ("new", "again", "said"),
    [
        ("short", "", "密码为12至128个字"),
        (NEW_PASSWORD, "something else", "两次输入的密码不一致"),
        (PASSWORD, "", "不能与原密码相同"),
        ("keji and a long phrase", "", "密码不能包含账号"),
    ],
)
def test_a_new_one_that_is_none_is_refused_in_words(desk: Desk, new: str, again: str, said: str) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    assert said in change(browser, new=new, again=again)
    assert desk.browser().sign_in("keji").status_code == 303, "the old one stands"


def test_who_has_an_app_gives_its_code_too_or_its_password_were_a_way_past_it(desk: Desk) -> None:
    """A change is a success, which ends the count of failures: by the password alone it began the guesses at
    the code anew, for whoever has it and a page that was left open."""
    browser = desk.browser()
    browser.sign_in("keji")
    secret, _codes = desk.set_up(browser)
    desk.clock.pass_by(seconds=90)
    assert "验证码或备用码" in browser.get(CHANGE).text
    told = []
    for _ in range(3):
        without = browser.submit(SECOND_STEP, old=PASSWORD, do="remove", code="000000")
        told += [without.text, change(browser)]
    assert sum("验证码不正确" in text for text in told) == BY_LOGIN_AND_PLACE.free - 1
    assert not any("密码已修改" in text for text in told)
    desk.clock.pass_by(minutes=5)
    assert "密码已修改" in change(browser, code=desk.code(secret))
    with reading(desk.office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_who_does_not_know_it_learns_nothing_of_it(desk: Desk) -> None:
    """Whether a new one is the present one is told to its owner alone."""
    browser = desk.browser()
    browser.sign_in("keji")
    assert "当前密码不正确" in change(browser, old="wrong", new=PASSWORD)


def test_a_form_of_another_site_changes_nothing(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    fields = {"old": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert "请再试一次" in browser.post(CHANGE, fields).text
    assert browser.post(CHANGE, fields, origin="https://evil.example").status_code == 403
    assert desk.browser().sign_in("keji").status_code == 303


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("湖边的芦苇", 1),
        ("reeds", 1),
        ("Reeds", 2),
        ("Reeds 7", 4),
        ("Reeds7湖", 4),
        ("Reeds7湖!", 5),
        ("", 0),
    ],
)
def test_kinds_of_characters_are_counted(text: str, kinds: int) -> None:
    assert kinds_of(text) == kinds


def test_a_city_may_demand_kinds_and_length(desk: Desk) -> None:
    strict = Demands(least=16, kinds=3)
    for refused, said in ((PASSWORD, "16"), ("湖边的芦苇在风里慢慢低头像是睡着了一样", "至少要有3种")):
        with pytest.raises(BadInput, match=said):
            check_strength(refused, "keji", strict)
    check_strength("Reeds by the lake, 7 herons", "keji", strict)
    browser = desk.browser(password_least=16, password_kinds=3)
    browser.sign_in("keji")
    assert "至少要有3种" in browser.get(CHANGE).text, "said beforehand"
    assert "密码为16至128个字" in change(browser, new=THIRD)
    link = f"/password/{desk.office.link_for('ducha')}"
    assert "至少16个字" in browser.get(link).text
    assert "密码为16至128个字" in browser.submit(link, password=THIRD, again=THIRD).text


def test_former_ones_do_not_come_again_where_the_city_says_so(desk: Desk) -> None:
    browser = desk.browser(password_former=2)
    browser.sign_in("keji")
    assert "密码已修改" in change(browser)
    assert "不能使用最近2次用过的密码" in change(browser, old=NEW_PASSWORD, new=PASSWORD)
    link = f"/password/{desk.office.link_for('keji')}"
    assert "不能使用最近2次用过的密码" in browser.submit(link, password=PASSWORD, again=PASSWORD).text
    browser.sign_in("keji", NEW_PASSWORD)
    assert "密码已修改" in change(browser, old=NEW_PASSWORD, new=THIRD)
    assert "密码已修改" in change(browser, old=THIRD, new=PASSWORD), "two others were in between"


def test_hashes_of_former_ones_are_kept_only_where_they_are_asked_for(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    change(browser)
    with reading(desk.office.engine) as session:
        rows = session.exec(select(PasswordChange)).all()
        assert [row.replaced_hash for row in rows] == [""] * 5
        held = passwords.held(session, desk.office.ids["keji"], Demands(former=5))
        assert len(held.hashes) == 1, "the present one, by which it is never allowed again"


def test_a_password_that_is_too_old_is_set_anew_at_the_sign_in(desk: Desk, clock: Clock) -> None:
    application = desk.application(password_days=90)
    browser = desk.browser(application)
    assert browser.sign_in("keji").headers["location"] == "/"
    clock.pass_by(days=90)
    assert browser.sign_in("keji").headers["location"] == STEP
    assert not browser.is_in()
    assert "密码已到更换期限" in browser.get(STEP).text
    assert "不能与原密码相同" in browser.submit(STEP, password=PASSWORD, again=PASSWORD).text
    assert "密码为12" in browser.submit(STEP, password="short", again="short").text
    assert "不一致" in browser.submit(STEP, password=NEW_PASSWORD, again=THIRD).text
    answer = browser.submit(STEP, password=NEW_PASSWORD, again=NEW_PASSWORD)
    assert answer.headers["location"] == "/"
    assert browser.is_in()
    clock.pass_by(days=89)
    assert desk.browser(application).sign_in("keji", NEW_PASSWORD).headers["location"] == "/"
    with reading(desk.office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_with_an_app_and_an_old_password_both_are_asked(desk: Desk, clock: Clock) -> None:
    application = desk.application(password_days=90)
    browser = desk.browser(application)
    browser.sign_in("keji")
    secret, _codes = desk.set_up(browser)
    clock.pass_by(days=91)
    browser.sign_in("keji")
    assert browser.submit(STEP, password=NEW_PASSWORD, again=NEW_PASSWORD).status_code == 403, "no code yet"
    assert browser.submit(STEP, code=desk.code(secret)).headers["location"] == STEP
    assert not browser.is_in()
    assert browser.submit(STEP, password=NEW_PASSWORD, again=NEW_PASSWORD).headers["location"] == "/"
    assert browser.is_in()
    with reading(desk.office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_a_password_of_unknown_age_counts_as_too_old_where_age_counts(clock: Clock) -> None:
    assert is_too_old(Demands(days=90), None, clock())
    assert not is_too_old(Demands(), None, clock())
