"""Wrong passwords: who has to wait, for how long, and who is never shut out by others."""

import json
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from tests.accounts.office import NEW_PASSWORD, PASSWORD, Office
from tests.conftest import MakeEngine
from tracker.db import reading, transaction
from tracker.domain.guessing import BY_LOGIN, BY_LOGIN_AND_PLACE, BY_PLACE, Limit, too_many, wait_after
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.queries.people import list_accounts
from tracker.services import accounts, sign_in
from tracker.services.sign_in import KNOWN_DAYS, WRONG, with_mark
from tracker.tables import Audit, SignInAttempt

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
ELSEWHERE = "10.6.6.6"


@pytest.mark.parametrize(
    ("failures", "ago", "wait"),
    [
        (0, 0, 0),
        (4, 0, 0),
        (5, 0, 30),
        (5, 29, 1),
        (5, 30, 0),
        (5, 3600, 0),
        (6, 0, 60),
        (7, 20, 100),
        (9, 0, 480),
        (10, 0, 900),
        (11, 0, 900),
        (10**6, 0, 900),
    ],
)
def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(
    now: datetime, failures: int, ago: int, wait: int
) -> None:
    limit = Limit(5, DAY)
    assert wait_after(limit, failures, now - ago * SECOND, now) == wait * SECOND
    assert wait_after(limit, failures, None, now) == timedelta(0)


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (0.2, "请1秒后"),
        (30, "请30秒后"),
        (59.5, "请1分钟后"),
        (61, "请2分钟后"),
        (900, "请15分钟后"),
    ],
)
def test_who_has_to_wait_is_told_for_how_long(wait: float, told: str) -> None:
    assert told in too_many(timedelta(seconds=wait))


def failures(office: Office, login: str, times: int, at: datetime, *addresses: str) -> None:
    """As ``enter`` stores them, without verifying a password for each."""
    with transaction(office.engine, advance=False) as session:
        for number in range(times):
            sign_in.count_attempt(session, login, addresses[number % len(addresses)], False, at)


def test_after_five_failures_even_the_right_password_waits_there_and_nowhere_else(
    office: Office, now: datetime
) -> None:
    told = [office.try_sign_in("keji", "wrong").message for _ in range(5)]
    assert told == [WRONG] * 4 + [too_many(30 * SECOND)]
    waiting = office.try_sign_in("keji", PASSWORD, now + 10 * SECOND)
    assert (waiting.token, waiting.message) == (None, too_many(20 * SECOND))
    assert office.try_sign_in("ducha", PASSWORD, now).token, "others of that address do not wait"
    assert office.try_sign_in("keji", PASSWORD, now, ELSEWHERE).token, "nor does the owner elsewhere"
    assert office.try_sign_in("keji", PASSWORD, now + 30 * SECOND).token


def test_the_wait_grows_as_long_as_the_guessing_goes_on(office: Office, now: datetime) -> None:
    at = now
    waits = []
    for _ in range(12):
        office.try_sign_in("keji", "wrong", at)
        with reading(office.engine) as session:
            wait = sign_in.knock(session, "keji", "10.1.2.3", at).wait
        waits.append(wait // SECOND)
        at += wait
    assert waits == [0] * 4 + [30, 60, 120, 240, 480, 900, 900, 900]
    assert office.try_sign_in("keji", PASSWORD, at).token
    assert office.try_sign_in("keji", "wrong", at).message == WRONG, "a success there begins anew"


def test_an_unknown_login_waits_in_the_same_words(office: Office) -> None:
    told = [office.try_sign_in("nobody", "wrong").message for _ in range(6)]
    assert told == [WRONG] * 4 + [too_many(30 * SECOND)] * 2


def test_twenty_failures_make_an_address_wait_whatever_the_login(office: Office, now: datetime) -> None:
    for number in range(BY_PLACE.free - 1):
        failures(office, f"guess{number}", 1, now, "10.1.2.3")
    assert office.try_sign_in("another", "wrong").message == too_many(30 * SECOND)
    assert office.try_sign_in("keji").message == too_many(30 * SECOND)
    assert office.try_sign_in("keji", address="10.9.9.9").token is not None
    assert office.try_sign_in("keji", now=now + 30 * SECOND).token


def test_a_success_does_not_clear_an_address(office: Office, now: datetime) -> None:
    """Whoever has one account could else guess at others for ever."""
    for number in range(4):
        assert office.try_sign_in("ducha", address=ELSEWHERE).token
        failures(office, f"guess{number}", BY_PLACE.free // 4, now, ELSEWHERE)
    assert office.try_sign_in("ducha", address=ELSEWHERE).message == too_many(30 * SECOND)


def botnet(office: Office, login: str, at: datetime) -> None:
    """As many failures as a login has free, from so many addresses."""
    failures(office, login, BY_LOGIN.free, at, *(f"10.200.{number}.7" for number in range(30)))


def test_guesses_from_everywhere_make_an_unknown_browser_wait_and_a_known_one_not(
    office: Office, now: datetime
) -> None:
    mark = office.try_sign_in("lingdao").mark
    botnet(office, "lingdao", now)
    assert office.try_sign_in("lingdao", address="10.77.0.1").message == too_many(30 * SECOND)
    assert office.try_sign_in("lingdao", address="10.77.0.1", marks=mark).token
    assert office.try_sign_in("keji", address="10.77.0.1").token, "nobody else waits"


def test_a_browser_that_signed_in_before_does_not_wait_for_what_others_try_at_its_address(
    office: Office, now: datetime
) -> None:
    """As behind a proxy that is not named, where everybody has one address."""
    mark = office.try_sign_in("lingdao").mark
    at = now + MINUTE
    failures(office, "somebody", BY_PLACE.free, at, "10.1.2.3")
    failures(office, "lingdao", 6, at, "10.1.2.3")
    assert office.try_sign_in("lingdao", now=at).token is None
    assert office.try_sign_in("lingdao", now=at, marks=mark).token


def test_a_known_browser_waits_for_its_own_failures(office: Office, now: datetime) -> None:
    """It may have been stolen."""
    mark = office.try_sign_in("keji").mark
    told = [office.try_sign_in("keji", "wrong", marks=mark).message for _ in range(6)]
    assert told == [WRONG] * 4 + [too_many(30 * SECOND)] * 2
    assert office.try_sign_in("keji").token, "the owner elsewhere does not wait for it"
    assert office.try_sign_in("keji", now=now + 30 * SECOND, marks=mark).token


def test_a_mark_is_good_for_its_account_its_password_and_half_a_year(office: Office, now: datetime) -> None:
    own, others = office.try_sign_in("keji").mark, office.try_sign_in("ducha").mark
    made, signature = own.split(".")
    for forged in (others, f"{made}.{'0' * 64}", f"x{made}.{signature}", "~", "é~.~..", own[:-1], ""):
        assert place(office, "keji", forged, now) == "10.1.2.3", forged
    shared = with_mark(others, own)
    assert place(office, "keji", shared, now) != "10.1.2.3"
    assert place(office, "ducha", shared, now) != "10.1.2.3", "people share a browser"
    assert place(office, "keji", own, now + KNOWN_DAYS * DAY) != "10.1.2.3"
    assert place(office, "keji", own, now + (KNOWN_DAYS + 1) * DAY) == "10.1.2.3"
    office.set_password("keji", NEW_PASSWORD)
    assert place(office, "keji", own, now) == "10.1.2.3"


def place(office: Office, login: str, marks: str, at: datetime) -> str:
    with reading(office.engine) as session:
        return sign_in.knock(session, login, "10.1.2.3", at, marks).place


def test_a_browser_remembers_the_last_six_accounts(office: Office) -> None:
    marks = ""
    for number in range(8):
        marks = with_mark(marks, f"m{number}.s")
    assert marks == "~".join(f"m{number}.s" for number in (7, 6, 5, 4, 3, 2))


def test_the_administrator_lifts_the_waits_of_an_account(office: Office, now: datetime) -> None:
    botnet(office, "lingdao", now)
    failures(office, "lingdao", 5, now, "10.1.2.3")
    administrator = office.person("guanli")
    with reading(office.engine) as session:
        (line,) = list_accounts(session, administrator, now, [office.ids["lingdao"]])
        assert line.failures == BY_LOGIN.free + 5
    with transaction(office.engine) as session:
        accounts.lift_waits(session, administrator, office.ids["lingdao"], now)
    assert office.try_sign_in("lingdao").token
    with reading(office.engine) as session:
        (row,) = session.exec(select(Audit).where(Audit.action == "解除登录限制")).all()
        assert (row.actor_name, row.subject) == ("陈管理", "沈市长")
        (line,) = list_accounts(session, administrator, now, [office.ids["lingdao"]])
        assert line.failures == 0


def test_only_administrators_lift_waits_and_only_of_accounts(office: Office, now: datetime) -> None:
    with pytest.raises(NotAllowed), transaction(office.engine) as session:
        accounts.lift_waits(session, office.person("ducha"), office.ids["keji"], now)
    with pytest.raises(NotFound), transaction(office.engine) as session:
        accounts.lift_waits(session, office.person("guanli"), 999, now)


def test_who_finds_an_administrators_browser_open_can_neither_guess_on_nor_set_a_password_of_their_own(
    office: Office, now: datetime
) -> None:
    administrator = office.person("guanli")
    with pytest.raises(NotAllowed, match="自己的登录限制"), transaction(office.engine) as session:
        accounts.lift_waits(session, administrator, office.ids["guanli"], now)
    with pytest.raises(NotAllowed, match="我的账号"), transaction(office.engine) as session:
        accounts.issue_link(session, administrator, office.ids["guanli"], now)


def test_a_new_link_helps_and_its_browser_is_not_shut_out_again(office: Office, now: datetime) -> None:
    botnet(office, "lingdao", now)
    token = office.link_for("lingdao")
    with transaction(office.engine) as session:
        mark = accounts.set_password(session, token, NEW_PASSWORD, now)
    assert office.try_sign_in("lingdao", NEW_PASSWORD).token, "nobody waits after a link"
    botnet(office, "lingdao", now + MINUTE)
    at = now + MINUTE
    assert office.try_sign_in("lingdao", NEW_PASSWORD, at).token is None
    assert office.try_sign_in("lingdao", NEW_PASSWORD, at, marks=mark).token


def test_a_link_alone_lets_the_known_password_in(office: Office, now: datetime) -> None:
    for _ in range(5):
        office.try_sign_in("keji", "wrong")
    assert office.try_sign_in("keji").token is None
    office.link_for("keji")
    assert office.try_sign_in("keji").token


def test_the_wait_survives_a_restart(office: Office, another_engine: MakeEngine) -> None:
    for _ in range(5):
        office.try_sign_in("keji", "wrong")
    restarted = Office(another_engine(), office.now, office.units, office.ids)
    assert restarted.try_sign_in("keji").message == too_many(30 * SECOND)


def test_failures_and_waits_are_audited_and_floods_are_not(office: Office) -> None:
    for _ in range(60):
        office.try_sign_in("keji", "wrong")
    with reading(office.engine) as session:
        rows = session.exec(select(Audit).where(Audit.subject == "keji")).all()
        attempts = session.exec(select(SignInAttempt).where(SignInAttempt.login == "keji")).all()
    assert [row.action for row in rows] == ["登录失败"] * 4 + ["登录失败并锁定"]
    assert len(attempts) == BY_LOGIN_AND_PLACE.free


def test_the_trail_names_the_address_of_a_known_browser(office: Office) -> None:
    mark = office.try_sign_in("keji").mark
    office.try_sign_in("keji", "wrong", marks=mark)
    with reading(office.engine) as session:
        (row,) = session.exec(select(Audit).where(Audit.action == "登录失败")).all()
    assert json.loads(row.detail) == {"address": "10.1.2.3"}
