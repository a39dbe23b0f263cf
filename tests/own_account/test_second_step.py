"""Two steps: the password, then an app's code. A code is taken once, guesses wait, a lost phone is no end."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from tests.accounts.office import NEW_PASSWORD, PASSWORD, Office
from tests.own_account.conftest import SECOND_STEP, STEP, Desk, codes_of, confirm, secret_of
from tests.web.browser import Browser, hidden
from tests.web.conftest import Clock
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.credentials import Demands
from tracker.domain.guessing import BY_LOGIN_AND_PLACE
from tracker.domain.language.errors import NotAllowed, NotFound, Refusal
from tracker.queries import integrity
from tracker.queries.credentials import last_sign_in, second_step_removed_since
from tracker.services import accounts, second_step, sign_in_steps
from tracker.services.sign_in import Outcome, fingerprint, put_in_force
from tracker.tables import Audit, Authenticator, AuthenticatorDraft, HalfSignIn, RecoveryCode, SignInSession

WAIT = timedelta(seconds=30)


def with_app(desk: Desk, login: str = "keji") -> tuple[Browser, str, list[str]]:
    """A browser from which somebody set up the app and signed out again; secret and recovery codes."""
    browser = desk.browser()
    browser.sign_in(login)
    secret, codes = desk.set_up(browser)
    browser.submit("/logout")
    desk.clock.pass_by(seconds=90)
    return browser, secret, codes


def test_with_an_app_the_password_alone_opens_nothing(desk: Desk) -> None:
    browser, secret, _codes = with_app(desk)
    answer = browser.submit("/login?next=/targets", login="keji", password=PASSWORD)
    assert answer.headers["location"] == f"{STEP}?next=%2Ftargets"
    assert not browser.cookie
    assert not browser.is_in()
    half = browser.client.cookies["tracker-step"]
    browser.client.cookies.set("tracker", half)
    assert not browser.is_in(), "nor does the half sign-in's token as a cookie of a whole one"
    del browser.client.cookies["tracker"]
    asked = browser.get(answer.headers["location"])
    assert "请输入手机验证应用中显示的6位验证码" in asked.text
    answer = browser.post(STEP, hidden(asked) | {"code": desk.code(secret)})
    assert (answer.status_code, answer.headers["location"]) == (303, "/targets")
    assert browser.is_in()
    assert "tracker-step" not in browser.client.cookies


def test_a_code_is_taken_with_its_neighbours_and_no_further(desk: Desk) -> None:
    _browser, secret, _codes = with_app(desk)
    for steps, is_taken in ((-2, False), (2, False), (-1, True), (1, True)):
        browser = desk.browser()
        browser.sign_in("keji")
        answer = browser.submit(STEP, code=f"{desk.code(secret, steps)[:3]} {desk.code(secret, steps)[3:]}")
        assert browser.is_in() is is_taken, steps
        assert answer.status_code == (303 if is_taken else 403)
        desk.clock.pass_by(minutes=5)


def test_a_code_that_was_seen_is_not_taken_again(desk: Desk) -> None:
    """Over the shoulder, or out of a proxy's log."""
    owner, secret, _codes = with_app(desk)
    thief = desk.browser()
    for browser in (owner, thief):
        browser.sign_in("keji")
    code = desk.code(secret)
    assert owner.submit(STEP, code=code).status_code == 303
    assert thief.submit(STEP, code=code).status_code == 403
    assert thief.submit(STEP, code=desk.code(secret, -1)).status_code == 403, "nor one of before"
    assert not thief.is_in()
    assert thief.submit(STEP, code=desk.code(secret, 1)).status_code == 303


def test_the_code_that_confirmed_the_app_does_not_sign_in(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    secret, _codes = desk.set_up(browser)
    thief = desk.browser()
    thief.sign_in("keji")
    assert thief.submit(STEP, code=desk.code(secret)).status_code == 403


def test_a_recovery_code_stands_in_once(desk: Desk) -> None:
    _browser, _secret, codes = with_app(desk)
    assert len(set(codes)) == second_step.CODES
    browser = desk.browser()
    browser.sign_in("keji")
    assert browser.submit(STEP, code=codes[0].upper().replace("-", " ")).status_code == 303
    assert browser.is_in()
    again = desk.browser()
    again.sign_in("keji")
    assert again.submit(STEP, code=codes[0]).status_code == 403
    assert again.submit(STEP, code=codes[1]).status_code == 303
    assert desk.actions().count("使用两步验证备用码") == 2


def test_somebody_elses_recovery_code_is_none(desk: Desk) -> None:
    _browser, _secret, codes = with_app(desk, "ducha")
    with_app(desk, "keji")
    browser = desk.browser()
    browser.sign_in("keji")
    assert browser.submit(STEP, code=codes[0]).status_code == 403


def test_guessing_the_code_waits_as_guessing_a_password_does(desk: Desk, clock: Clock) -> None:
    _browser, secret, _codes = with_app(desk)
    guesser = desk.browser()
    guesser.sign_in("keji")
    told = [guesser.submit(STEP, code="000000").text for _ in range(BY_LOGIN_AND_PLACE.free)]
    assert ["验证码不正确" in text for text in told] == [True] * 4 + [False]
    assert "请30秒后再试" in told[-1]
    assert "请30秒后再试" in guesser.submit(STEP, code=desk.code(secret)).text, "the right one, too"
    clock.pass_by(seconds=30)
    assert guesser.submit(STEP, code=desk.code(secret)).status_code == 303


def test_the_password_does_not_begin_the_guesses_at_the_code_anew(desk: Desk) -> None:
    """Else whoever knows it had four guesses again after each sign-in."""
    with_app(desk)
    guesser, codes = desk.browser(), 0
    for _ in range(20):
        if guesser.sign_in("keji").status_code != 303:
            continue
        codes += guesser.submit(STEP, code="000000").status_code == 403
    assert codes == BY_LOGIN_AND_PLACE.free


def test_guesses_sent_at_once_are_counted(desk: Desk) -> None:
    _browser, secret, _codes = with_app(desk)
    told = at_once(desk, ["000000"] * 11 + [desk.code(secret)])
    assert told[-1].token is None
    assert [each.message for each in told].count(second_step.WRONG_CODE) == BY_LOGIN_AND_PLACE.free - 1


def test_of_one_code_that_comes_twice_at_once_one_is_taken(desk: Desk) -> None:
    _browser, secret, codes = with_app(desk)
    for code in (desk.code(secret), codes[0]):
        told = at_once(desk, [code] * 4)
        assert sum(each.token is not None for each in told) == 1
        desk.clock.pass_by(hours=1)


def at_once(desk: Desk, codes: list[str]) -> list[Outcome]:
    """Each of a half sign-in of its own, all sent before any is answered."""
    halves = []
    for _code in codes:
        browser = desk.browser()
        browser.sign_in("keji")
        halves.append(browser.client.cookies["tracker-step"])

    def give(number: int) -> Outcome:
        with transaction(desk.office.engine, advance=False) as session:
            half, code = halves[number], codes[number]
            return sign_in_steps.give_code(session, half, code, desk.clock(), 10, Demands())

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(give, range(len(codes))))


def test_a_half_sign_in_ends_after_ten_minutes_and_with_the_password(desk: Desk, now: datetime) -> None:
    _browser, secret, _codes = with_app(desk)
    late, changed, disabled = desk.browser(), desk.browser(), desk.browser()
    late.sign_in("keji")
    desk.clock.pass_by(minutes=10)
    assert late.get(STEP).headers["location"] == "/login?note=step"
    changed.sign_in("keji")
    desk.office.set_password("keji", NEW_PASSWORD, desk.clock())
    assert changed.get(STEP).headers["location"] == "/login?note=step"
    disabled.sign_in("keji", NEW_PASSWORD)
    with transaction(desk.office.engine) as session:
        accounts.set_active(session, None, desk.office.ids["keji"], False, desk.clock())
    form = {"form": disabled.client.cookies["tracker-form"], "code": desk.code(secret)}
    assert disabled.post(STEP, form).headers["location"] == "/login?note=step"
    assert not any(each.is_in() for each in (late, changed, disabled))


def test_half_set_up_it_counts_for_nothing(desk: Desk) -> None:
    """Whoever closes the page before the first code signs in as before."""
    browser = desk.browser()
    browser.sign_in("keji")
    shown = browser.submit(SECOND_STEP, old=PASSWORD)
    assert "<svg" in shown.text
    assert secret_of(shown)
    with reading(desk.office.engine) as session:
        assert session.exec(select(Authenticator)).first() is None
    assert desk.browser().sign_in("keji").headers["location"] == "/"
    wrong = confirm(browser, shown, "000000")
    assert wrong.status_code == 403
    assert secret_of(wrong) == secret_of(shown), "and the picture stands, to try again"
    for _ in range(2):  # at work meanwhile
        desk.clock.pass_by(minutes=second_step.DRAFT_MINUTES / 2)
        assert browser.is_in()
    assert "等待时间过长" in confirm(browser, shown, desk.code(secret_of(shown))).text
    assert desk.browser().sign_in("keji").headers["location"] == "/"


def test_a_secret_is_shown_to_the_sign_in_that_asked_for_it_alone(desk: Desk) -> None:
    """A stolen cookie without the password learns nothing of what is being set up elsewhere."""
    browser, thief = desk.browser(), desk.browser()
    for each in (browser, thief):
        each.sign_in("keji")
    shown = browser.submit(SECOND_STEP, old=PASSWORD)
    thief.get(SECOND_STEP)
    form = {"form": thief.client.cookies["tracker-form"], "do": "confirm", "code": "000000"}
    answer = thief.post(SECOND_STEP, form)
    assert secret_of(shown) not in answer.text.replace(" ", "")
    assert "请重新开始设置" in answer.text


def test_setting_up_asks_for_the_password_and_of_who_has_an_app_for_its_code(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    assert "当前密码不正确" in browser.submit(SECOND_STEP, old="wrong").text
    first, _codes = desk.set_up(browser)
    desk.clock.pass_by(seconds=90)
    assert "验证码不正确" in browser.submit(SECOND_STEP, old=PASSWORD).text
    shown = browser.submit(SECOND_STEP, old=PASSWORD, code=desk.code(first))
    second = secret_of(shown)
    assert confirm(browser, shown, desk.code(second)).status_code == 200
    desk.clock.pass_by(seconds=90)
    fresh = desk.browser()
    fresh.sign_in("keji")
    assert fresh.submit(STEP, code=desk.code(first)).status_code == 403, "the old app counts no more"
    assert fresh.submit(STEP, code=desk.code(second)).status_code == 303


def test_recovery_codes_are_renewed_alone_and_those_of_before_end(desk: Desk, office: Office) -> None:
    browser, secret, old = with_app(desk)
    browser.sign_in("keji")
    browser.submit(STEP, code=old[0])
    desk.clock.pass_by(minutes=1)
    assert browser.submit(SECOND_STEP, old="wrong", do="codes", code=desk.code(secret)).status_code == 400
    assert browser.submit(SECOND_STEP, old=PASSWORD, do="codes").status_code == 400, "without a code"
    done = browser.submit(SECOND_STEP, old=PASSWORD, do="codes", code=desk.code(secret))
    new = codes_of(done)
    assert "以前的全部作废" in done.text
    assert len(set(new) - set(old)) == second_step.CODES
    for code, status in ((old[1], 403), (new[0], 303)):
        desk.clock.pass_by(minutes=10)
        fresh = desk.browser()
        fresh.sign_in("keji")
        assert fresh.submit(STEP, code=code).status_code == status
    desk.clock.pass_by(minutes=10)
    fresh.submit("/logout")
    fresh.sign_in("keji")
    assert fresh.submit(STEP, code=desk.code(secret)).status_code == 303, "the app is the same"
    assert "更换两步验证备用码" in desk.actions()
    with reading(office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_one_of_the_recovery_codes_stands_in_when_they_are_renewed(desk: Desk) -> None:
    browser, _secret, old = with_app(desk)
    browser.sign_in("keji")
    browser.submit(STEP, code=old[0])
    renewed = codes_of(browser.submit(SECOND_STEP, old=PASSWORD, do="codes", code=old[1]))
    assert len(renewed) == second_step.CODES, "whoever is left with one and no phone"


def test_without_an_app_there_are_no_recovery_codes_to_renew(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    assert "备用码" not in browser.get(SECOND_STEP).text
    answer = browser.submit(SECOND_STEP, old=PASSWORD, do="codes")
    assert (answer.status_code, codes_of(answer)) == (400, [])
    assert "没有设置两步验证" in answer.text


def test_its_owner_does_without_it_again(desk: Desk) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    secret, _codes = desk.set_up(browser)
    desk.clock.pass_by(seconds=90)
    assert browser.submit(SECOND_STEP, old=PASSWORD, do="remove").status_code == 400, "without a code"
    answer = browser.submit(SECOND_STEP, old=PASSWORD, do="remove", code=desk.code(secret))
    assert answer.headers["location"] == "/account"
    assert desk.browser().sign_in("keji").headers["location"] == "/"
    with reading(desk.office.engine) as session:
        (gone,) = session.exec(select(Authenticator)).all()
        assert gone.secret == ""
        assert session.exec(select(RecoveryCode)).first() is None


def test_a_role_that_must_have_one_sets_it_up_before_it_is_in(desk: Desk) -> None:
    application = desk.application(second_step_roles="administrator")
    browser = desk.browser(application)
    assert browser.sign_in("guanli").headers["location"] == STEP
    shown = browser.get(STEP)
    secret = secret_of(shown)
    assert secret_of(browser.get(STEP)) == secret, "a page that is loaded again shows the same"
    assert browser.post(STEP, hidden(shown) | {"code": "000000"}).status_code == 403
    assert not browser.is_in()
    done = browser.post(STEP, hidden(shown) | {"code": desk.code(secret)})
    assert len(codes_of(done)) == second_step.CODES
    assert browser.is_in()
    assert desk.browser(application).sign_in("ducha").headers["location"] == "/", "others need none"
    desk.clock.pass_by(seconds=90)
    asked = browser.get(SECOND_STEP).text
    assert "重新设置" in asked
    assert "停用" not in asked
    refused = browser.submit(SECOND_STEP, old=PASSWORD, do="remove", code=desk.code(secret))
    assert "必须使用两步验证" in refused.text


def test_an_administrator_helps_who_lost_the_phone_and_its_owner_is_told(desk: Desk, office: Office) -> None:
    browser = desk.browser()
    browser.sign_in("keji")
    desk.set_up(browser)
    desk.clock.pass_by(minutes=1)
    administrator, now = office.person("guanli"), desk.clock()
    with pytest.raises(NotAllowed), transaction(office.engine) as session:
        second_step.remove_for(session, office.person("ducha"), office.ids["keji"], now)
    with transaction(office.engine) as session:
        second_step.remove_for(session, administrator, office.ids["keji"], now)
    assert not browser.is_in(), "the phone that was lost may be signed in"
    desk.clock.pass_by(minutes=1)
    assert browser.sign_in("keji").headers["location"] == "/"
    key = fingerprint(browser.cookie)
    with reading(office.engine) as session:
        last = last_sign_in(session, key)
        assert last is not None
        assert second_step_removed_since(session, office.ids["keji"], last.at) == now
        (row,) = session.exec(select(Audit).where(Audit.action == "解除两步验证")).all()
        assert (row.actor_name, row.subject) == ("陈管理", "王晓岚")
    with pytest.raises(NotFound), transaction(office.engine) as session:
        second_step.remove_for(session, administrator, office.ids["keji"], now)


def test_administrators_do_not_remove_their_own_past_their_password(desk: Desk, office: Office) -> None:
    with_app(desk, "guanli")
    with pytest.raises(Refusal, match="我的账号"), transaction(office.engine) as session:
        second_step.remove_for(session, office.person("guanli"), office.ids["guanli"], desk.clock())


def test_who_stays_signed_in_gave_the_code_once(desk: Desk) -> None:
    browser, secret, _codes = with_app(desk)
    browser.submit("/login", login="keji", password=PASSWORD, keep="30")
    assert browser.submit(STEP, code=desk.code(secret)).status_code == 303
    desk.clock.pass_by(days=29)
    assert browser.is_in()
    desk.clock.pass_by(days=1)
    assert not browser.is_in()
    assert browser.sign_in("keji").headers["location"] == STEP, "a browser that is known is asked again"


def test_who_becomes_an_administrator_before_the_code_does_not_stay(desk: Desk, office: Office) -> None:
    browser, secret, _codes = with_app(desk)
    browser.submit("/login", login="keji", password=PASSWORD, keep="30")
    with transaction(office.engine) as session:
        accounts.change_account(
            session,
            office.person("guanli"),
            office.ids["keji"],
            "王晓岚",
            Role.ADMINISTRATOR,
            [],
            desk.clock(),
        )
    assert browser.submit(STEP, code=desk.code(secret)).status_code == 303
    desk.clock.pass_by(days=1)
    assert not browser.is_in()


def test_once_a_role_must_have_one_nobody_stays_who_was_never_asked(desk: Desk, office: Office) -> None:
    """The setting comes with a start of the server; else it held for a month later on their devices."""
    asked, secret, _codes = with_app(desk, "ducha")
    never, another = desk.browser(), desk.browser()
    asked.submit("/login", login="ducha", password=PASSWORD, keep="30")
    asked.submit(STEP, code=desk.code(secret))
    never.submit("/login", login="lingdao", password=PASSWORD, keep="30")
    another.submit("/login", login="keji", password=PASSWORD, keep="30")
    demands = Demands(second_step=frozenset({Role.REVIEWER, Role.LEADER}))
    for _start in range(2):
        with transaction(office.engine, advance=False) as session:
            put_in_force(session, demands, desk.clock())
    assert [each.is_in() for each in (asked, never, another)] == [True, False, True]
    with reading(office.engine) as session:
        (row,) = session.exec(select(Audit).where(Audit.action == "结束保持的登录")).all()
        assert json.loads(row.detail) == {"login": ["lingdao"], "ended": 1}
        assert list(integrity.findings(session)) == []


def test_nothing_of_a_secret_reaches_the_trail_and_verify_finds_all_in_order(
    desk: Desk, office: Office
) -> None:
    browser, secret, codes = with_app(desk)
    browser.sign_in("keji")
    browser.submit(STEP, code=desk.code(secret))
    spare = desk.browser()
    spare.sign_in("keji")
    spare.submit(STEP, code=codes[3])
    with reading(office.engine) as session:
        trail = json.dumps([row.model_dump(mode="json") for row in session.exec(select(Audit))])
        assert not [each for each in (secret, *codes) if each in trail]
        assert secret not in repr(session.exec(select(Authenticator)).one())
        assert list(integrity.findings(session)) == []
        assert session.exec(select(HalfSignIn)).all() == []
        assert session.exec(select(AuthenticatorDraft)).all() == []
        assert len(session.exec(select(SignInSession)).all()) == 3


def test_the_page_of_a_code_says_what_to_do_without_a_half_sign_in(desk: Desk) -> None:
    browser = desk.browser()
    assert browser.get(STEP).headers["location"] == "/login?note=step"
    assert "登录已超时" in browser.get("/login?note=step").text
    stranger = Browser(TestClient(browser.client.app, base_url=browser.origin, follow_redirects=False))
    assert stranger.get(SECOND_STEP).headers["location"] == "/login?next=%2Faccount%2Fsecond-step"
    assert stranger.post(SECOND_STEP, {"old": PASSWORD}).status_code == 401
