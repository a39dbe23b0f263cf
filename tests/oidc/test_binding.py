"""From the first sign-in on only the pair (issuer, subject) counts, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.accounts.office import ADDRESS, HOURS, Office, open_office
from tests.conftest import MakeEngine
from tests.entry.ledger import rows
from tracker.db import transaction
from tracker.domain.access import Role
from tracker.domain.guessing import BY_LOGIN_AND_PLACE, BY_PLACE, FIRST, too_many
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound
from tracker.services import accounts, external_sign_in, sign_in
from tracker.services.external_sign_in import Identity
from tracker.tables import Audit, ExternalIdentity, SignInAttempt, SignInSession

WAIT = too_many(FIRST)
ISSUER = "https://sso.example.gov.cn"


@pytest.fixture
def office(engine: Engine, now: datetime) -> Office:
    return open_office(engine, now)


def enter(
    office: Office, subject: str, login: str, issuer: str = ISSUER, engine: Engine | None = None
) -> sign_in.Outcome:
    with transaction(engine or office.engine, advance=False) as session:
        identity = Identity(issuer, subject, login)
        return external_sign_in.enter(session, identity, ADDRESS, office.now, HOURS)


def bound(office: Office) -> dict[str, int]:
    return {row.subject: row.account_id for row in rows(office.engine, ExternalIdentity)}


def test_a_login_name_given_to_somebody_else_later_opens_nothing(office: Office) -> None:
    assert enter(office, "first", "keji").token
    taken = enter(office, "second", "keji")
    assert taken.token is None
    assert "账号“keji”已绑定另一个统一身份认证身份" in taken.message
    assert bound(office) == {"first": office.ids["keji"]}


def test_a_person_who_is_renamed_at_the_provider_keeps_their_own_account(office: Office) -> None:
    enter(office, "first", "keji")
    for login in ("guanli", "", "a b", "nobody"):
        assert enter(office, "first", login).token
    assert {row.account_id for row in rows(office.engine, SignInSession)} == {office.ids["keji"]}


def test_the_same_subject_at_another_issuer_is_another_person(office: Office) -> None:
    enter(office, "first", "keji")
    other = enter(office, "first", "keji", issuer="https://other.example.gov.cn")
    assert other.token is None
    assert "已绑定" in other.message
    assert enter(office, "first", "ducha", issuer="https://other.example.gov.cn").token
    assert len(rows(office.engine, ExternalIdentity)) == 2


@pytest.mark.parametrize("login", ["KEJI", " keji ", "ｋｅｊｉ"])
def test_the_login_is_read_as_it_is_at_the_form(office: Office, login: str) -> None:
    assert enter(office, "first", login).token


@pytest.mark.parametrize("login", ["nobody", "", "a b", "x", "ke'ji", "keji\x00"])
def test_what_is_no_login_here_is_refused_in_words_and_counted(office: Office, login: str) -> None:
    outcome = enter(office, "first", login)
    assert outcome.token is None
    assert "系统管理员" in outcome.message
    assert not bound(office)
    assert [each.succeeded for each in rows(office.engine, SignInAttempt)] == [False]
    assert rows(office.engine, Audit)[-1].action == "登录失败"


def test_twenty_at_once_bind_once(office: Office, another_engine: MakeEngine) -> None:
    engines = [another_engine() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        asked = [pool.submit(enter, office, f"s{n % 5}", "keji", engine=engines[n % 4]) for n in range(20)]
        done = [each.result() for each in asked]
    assert len(bound(office)) == 1
    assert sum(each.token is not None for each in done) >= 1
    previous = [row.previous_sha256 for row in rows(office.engine, Audit)]
    assert len(set(previous)) == len(previous), "the audit chain does not fork"


def test_failures_lock_an_address_for_passwords_and_for_the_provider_alike(office: Office) -> None:
    for _ in range(BY_PLACE.free):
        enter(office, "first", "nobody")
    assert enter(office, "first", "keji").message == WAIT
    assert office.try_sign_in("keji").message == WAIT
    assert office.try_sign_in("keji", address="10.9.9.9").token


def test_a_locked_password_does_not_lock_out_who_the_provider_has_proven(office: Office) -> None:
    for _ in range(BY_LOGIN_AND_PLACE.free):
        office.try_sign_in("keji", "a guess")
    assert office.try_sign_in("keji").message == WAIT
    assert enter(office, "first", "keji").token


def test_an_account_without_a_password_can_sign_in_through_the_provider(
    office: Office, now: datetime
) -> None:
    with transaction(office.engine) as session:
        account = accounts.create_account(session, None, "zhou", "周", Role.REVIEWER, [], now)
    assert enter(office, "z", "zhou").token
    assert bound(office) == {"z": account}


@pytest.mark.parametrize("subject", ["", "x" * 201, "a\nb", "a\x00"])
def test_what_can_not_be_kept_whole_is_no_identity(subject: str) -> None:
    with pytest.raises(BadInput):
        Identity(ISSUER, subject, "keji")


def test_unbinding_ends_the_sign_ins_and_lets_another_person_be_bound(office: Office, now: datetime) -> None:
    enter(office, "first", "keji")
    with transaction(office.engine) as session:
        external_sign_in.unbind(session, office.person("guanli"), office.ids["keji"], now)
    assert not bound(office)
    assert all(row.ended_at == now for row in rows(office.engine, SignInSession))
    last = rows(office.engine, Audit)[-1]
    assert (last.action, last.actor_name) == ("解除统一身份绑定", "陈管理")
    assert '"subject": "first"' in last.detail
    assert enter(office, "second", "keji").token
    assert bound(office) == {"second": office.ids["keji"]}


def test_only_an_administrator_unbinds_and_only_what_is_bound(office: Office, now: datetime) -> None:
    enter(office, "first", "keji")
    for who in ("keji", "ducha", "lingdao"):
        with pytest.raises(NotAllowed), transaction(office.engine) as session:
            external_sign_in.unbind(session, office.person(who), office.ids["keji"], now)
    for account in (office.ids["ducha"], 999):
        with pytest.raises(NotFound), transaction(office.engine) as session:
            external_sign_in.unbind(session, office.person("guanli"), account, now)
    assert bound(office) == {"first": office.ids["keji"]}
