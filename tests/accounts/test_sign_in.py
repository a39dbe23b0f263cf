from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from argon2 import extract_parameters
from sqlmodel import select

from tests.accounts.office import HOURS, IDLE, PASSWORD, Office
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.queries import integrity
from tracker.queries.people import person_of_session
from tracker.queries.plans import ledger_sequence
from tracker.services import account_import, accounts, sign_in
from tracker.tables import Audit, SignInSession

MINUTE = timedelta(minutes=1)


def is_in(office: Office, key: str, at: datetime) -> bool:
    with reading(office.engine) as session:
        return person_of_session(session, key, at, IDLE) is not None


def test_the_right_password_gives_a_token_of_256_bits(office: Office, now: datetime) -> None:
    first, second = office.try_sign_in("keji").token, office.try_sign_in(" KEJI ").token
    assert first is not None
    assert second is not None
    assert len(first) == 43
    assert first != second
    assert is_in(office, sign_in.fingerprint(first), now)


def test_unknown_disabled_and_wrong_are_told_in_the_same_words(office: Office) -> None:
    told = [office.try_sign_in(login, "not the password").message for login in ("keji", "nobody", "a b")]
    assert told == [sign_in.WRONG] * 3


def test_an_unknown_login_costs_the_same_hash_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the time of the answer tells which logins there are."""
    stored = sign_in.hashed(PASSWORD)
    hasher = Mock(wraps=sign_in._HASHER)
    monkeypatch.setattr(sign_in, "_HASHER", hasher)
    for known in (stored, None):
        assert not sign_in.matches(known, "not the password")
    of_wrong, of_unknown = (extract_parameters(call.args[0]) for call in hasher.verify.call_args_list)
    assert of_wrong == of_unknown


def test_guesses_sent_at_once_get_no_more_answers_than_in_turn(office: Office) -> None:
    """All have knocked before any is counted; the right password is the last of them."""
    with reading(office.engine) as session:
        tried = [sign_in.knock(session, "keji", "10.1.2.3", office.now) for _ in range(30)]

    def enter(number: int) -> sign_in.Outcome:
        with transaction(office.engine, advance=False) as session:
            return sign_in.enter(session, tried[number], number == 29, office.now, HOURS)

    with ThreadPoolExecutor(6) as pool:
        outcomes = list(pool.map(enter, range(29)))
    assert enter(29).token is None
    assert [each.message for each in outcomes].count(sign_in.WRONG) == 4


def test_a_password_changed_between_knock_and_entry_does_not_let_in(office: Office, now: datetime) -> None:
    with reading(office.engine) as session:
        tried = sign_in.knock(session, "keji", "10.1.2.3", now)
    office.set_password("keji", "another long passphrase")
    with transaction(office.engine, advance=False) as session:
        assert sign_in.enter(session, tried, True, now, HOURS).token is None


def test_a_sign_in_ends_after_its_hours_however_busy(office: Office, now: datetime) -> None:
    key, at = office.key_of("keji"), now
    while at < now + timedelta(hours=HOURS) - 20 * MINUTE:
        at += 20 * MINUTE
        with transaction(office.engine, advance=False) as session:
            sign_in.touch(session, key, at, IDLE)
    assert is_in(office, key, now + timedelta(hours=HOURS) - MINUTE)
    assert not is_in(office, key, now + timedelta(hours=HOURS))


def test_a_sign_in_ends_after_idle_minutes(office: Office, now: datetime) -> None:
    key = office.key_of("keji")
    assert is_in(office, key, now + (IDLE - 1) * MINUTE)
    late = now + IDLE * MINUTE
    assert not is_in(office, key, late)
    with transaction(office.engine, advance=False) as session:
        sign_in.touch(session, key, late, IDLE)
    assert not is_in(office, key, late)


@pytest.mark.parametrize("days", [7, 30])
def test_who_asked_to_stay_is_in_for_so_many_days_however_idle(
    office: Office, now: datetime, days: int
) -> None:
    outcome = office.try_sign_in("lingdao", keep=str(days))
    assert outcome.days == days
    assert outcome.token is not None
    key, last = sign_in.fingerprint(outcome.token), now + timedelta(days=days)
    assert is_in(office, key, last - MINUTE)
    assert not is_in(office, key, last)
    with transaction(office.engine, advance=False) as session:
        sign_in.touch(session, key, last - MINUTE, IDLE)
        assert session.get_one(SignInSession, key).seen_at == last - MINUTE, "seen, though idle for days"
    with reading(office.engine) as session:
        (row,) = session.exec(select(Audit).where(Audit.action == "登录")).all()
        assert f'"days": {days}' in str(row.detail).replace("'", '"')


@pytest.mark.parametrize(
    ("login", "asked"), [("guanli", "30"), ("lingdao", ""), ("lingdao", "3650"), ("keji", "x")]
)
def test_nobody_stays_longer_than_they_may(office: Office, now: datetime, login: str, asked: str) -> None:
    outcome = office.try_sign_in(login, keep=asked)
    assert outcome.token is not None
    assert outcome.days == 0
    assert not is_in(office, sign_in.fingerprint(outcome.token), now + IDLE * MINUTE)


@pytest.mark.parametrize("by_list", [False, True])
def test_in_another_role_nobody_stays_who_asked_for_it_in_the_one_before(
    office: Office, now: datetime, by_list: bool
) -> None:
    """A leader's telephone would else hold an administrator's key for a month."""
    kept, usual = office.try_sign_in("lingdao", keep="30").token, office.try_sign_in("lingdao").token
    assert kept is not None
    assert usual is not None
    with transaction(office.engine) as session:
        person, account = office.person("guanli"), office.ids["lingdao"]
        if by_list:
            cells = [["姓名", "登录名", "角色"], ["沈市长", "lingdao", "系统管理员"]]
            account_import.import_accounts(session, person, cells, now)
        else:
            accounts.change_account(session, person, account, "沈市长", Role.ADMINISTRATOR, [], now)
    assert not is_in(office, sign_in.fingerprint(kept), now)
    assert is_in(office, sign_in.fingerprint(usual), now), "who is at work goes on"
    with reading(office.engine) as session:
        assert list(integrity.findings(session)) == []


def test_another_name_ends_nothing_that_was_asked_to_stay(office: Office, now: datetime) -> None:
    token = office.try_sign_in("lingdao", keep="30").token
    assert token is not None
    with transaction(office.engine) as session:
        accounts.change_account(session, None, office.ids["lingdao"], "沈", Role.LEADER, [], now)
    assert is_in(office, sign_in.fingerprint(token), now)


def test_a_new_password_ends_what_was_asked_to_stay(office: Office, now: datetime) -> None:
    outcome = office.try_sign_in("keji", keep="30")
    assert outcome.token is not None
    office.set_password("keji", "another long passphrase")
    assert not is_in(office, sign_in.fingerprint(outcome.token), now)


def test_activity_is_stored_at_most_once_a_minute(office: Office, now: datetime) -> None:
    key = office.key_of("keji")
    for seconds, seen in ((59, 0), (60, 60), (90, 60), (120, 120)):
        with transaction(office.engine, advance=False) as session:
            sign_in.touch(session, key, now + timedelta(seconds=seconds), IDLE)
        with reading(office.engine) as session:
            assert session.get_one(SignInSession, key).seen_at == now + timedelta(seconds=seen)


def test_a_sign_out_is_final_and_recorded_once(office: Office, now: datetime) -> None:
    key = office.key_of("keji")
    for _ in range(2):
        with transaction(office.engine, advance=False) as session:
            sign_in.sign_out(session, key, now)
            sign_in.touch(session, key, now + 2 * MINUTE, IDLE)
    assert not is_in(office, key, now)
    with reading(office.engine) as session:
        rows = session.exec(select(Audit).where(Audit.action == "退出登录")).all()
    assert [row.actor_name for row in rows] == ["王晓岚"]


def test_signing_in_and_out_does_not_make_scorecards_stale(office: Office, now: datetime) -> None:
    with reading(office.engine) as session:
        before = ledger_sequence(session)
    key = office.key_of("keji")
    with transaction(office.engine, advance=False) as session:
        sign_in.sign_out(session, key, now)
    with reading(office.engine) as session:
        assert ledger_sequence(session) == before


def test_sign_ins_at_once_do_not_fork_the_audit_chain(office: Office) -> None:
    with ThreadPoolExecutor(6) as pool:
        keys = list(pool.map(office.key_of, ["keji", "ducha", "lingdao", "guanli"] * 3))
    assert len(set(keys)) == 12
    with reading(office.engine) as session:
        previous = session.exec(select(Audit.previous_sha256)).all()
    assert len(set(previous)) == len(previous)
