from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.accounts.office import HOURS, IDLE, NEW_PASSWORD, PASSWORD, Office
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, NotAllowed, NotFound, Refusal
from tracker.domain.meetings.chain import GENESIS
from tracker.queries import people
from tracker.queries.people import (
    has_administrator,
    link_owner,
    list_accounts,
    person_of_session,
    with_sign_ins,
)
from tracker.services import accounts
from tracker.services.sign_in import fingerprint, hashed, matches
from tracker.tables import Account, Audit, OneTimeLink


def test_only_an_administrator_creates_changes_disables_and_sends_links(
    office: Office, now: datetime
) -> None:
    someone = office.ids["keji"]
    for login in ("keji", "ducha", "lingdao"):
        person = office.person(login)
        for act in (
            lambda s, p: accounts.create_account(s, p, "xin", "新人", Role.LEADER, [], now),
            lambda s, p: accounts.change_account(s, p, someone, "新名", Role.LEADER, [], now),
            lambda s, p: accounts.set_active(s, p, someone, False, now),
            lambda s, p: accounts.issue_link(s, p, someone, now),
            lambda s, p: list_accounts(s, p, now),
        ):
            with pytest.raises(NotAllowed), transaction(office.engine) as session:
                act(session, person)


def test_a_login_is_read_in_lower_case_and_half_width(office: Office, now: datetime) -> None:
    with transaction(office.engine) as session:
        accounts.create_account(session, None, " ＺｈａｎｇＳan ", "张三", Role.LEADER, [], now)
    assert office.person("zhangsan").name == "张三"


@pytest.mark.parametrize("login", ["", "a", "has space", "a\u202eb", "x" * 65, "a/b", "a\nb", "<b>"])
def test_a_login_that_no_page_can_carry_is_refused(office: Office, now: datetime, login: str) -> None:
    with pytest.raises(BadInput), transaction(office.engine) as session:
        accounts.create_account(session, None, login, "张三", Role.LEADER, [], now)


def test_a_login_is_given_once(office: Office, now: datetime) -> None:
    with pytest.raises(BadInput, match="已存在"), transaction(office.engine) as session:
        accounts.create_account(session, None, "KEJI", "别人", Role.LEADER, [], now)


def test_a_clerk_needs_a_unit_and_others_have_none(office: Office, now: datetime) -> None:
    unit = office.units["市科技局"]
    for role, units in ((Role.CLERK, []), (Role.REVIEWER, [unit]), (Role.CLERK, [unit, 999])):
        with pytest.raises(BadInput), transaction(office.engine) as session:
            accounts.create_account(session, None, "xin", "新人", role, units, now)


def test_a_change_moves_units_and_role_and_is_recorded_with_before_and_after(
    office: Office, now: datetime
) -> None:
    admin, unit = office.person("guanli"), office.units["市交通运输局"]
    with transaction(office.engine) as session:
        accounts.change_account(session, admin, office.ids["keji"], "王 晓岚", Role.CLERK, [unit], now)
    assert office.person("keji").unit_ids == {unit}
    with reading(office.engine) as session:
        row = session.exec(select(Audit).where(Audit.action == "修改账号")).one()
    assert row.actor_name == "陈管理"
    assert '"before"' in row.detail
    assert '"after"' in row.detail


def test_an_administrator_can_neither_disable_nor_demote_themselves(office: Office, now: datetime) -> None:
    admin = office.person("guanli")
    with pytest.raises(Refusal, match="自己"), transaction(office.engine) as session:
        accounts.set_active(session, admin, admin.account_id, False, now)
    with pytest.raises(Refusal, match="自己"), transaction(office.engine) as session:
        accounts.change_account(session, admin, admin.account_id, "陈管理", Role.LEADER, [], now)


def test_an_unknown_account_is_not_found(office: Office, now: datetime) -> None:
    with pytest.raises(NotFound), transaction(office.engine) as session:
        accounts.issue_link(session, None, 999, now)


def test_only_hashes_of_tokens_and_passwords_are_stored(office: Office) -> None:
    token = office.link_for("keji")
    with reading(office.engine) as session:
        links = session.exec(select(OneTimeLink.token_sha256)).all()
        stored = session.exec(select(Account.password_hash)).all()
    assert fingerprint(token) in links
    assert token not in links
    assert len(token) == 43
    assert all(text is not None and text.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for text in stored)


def test_a_link_sets_a_password_once(office: Office, now: datetime) -> None:
    token = office.link_for("keji")
    with transaction(office.engine) as session:
        accounts.set_password(session, token, NEW_PASSWORD, now)
    with pytest.raises(NotFound), transaction(office.engine) as session:
        accounts.set_password(session, token, PASSWORD, now)
    assert office.try_sign_in("keji", NEW_PASSWORD).token is not None
    assert office.try_sign_in("keji", PASSWORD).token is None


def test_a_link_dies_after_72_hours(office: Office, now: datetime) -> None:
    token = office.link_for("keji")
    late = now + timedelta(hours=72)
    with reading(office.engine) as session:
        assert link_owner(session, fingerprint(token), late - timedelta(seconds=1)) is not None
        assert link_owner(session, fingerprint(token), late) is None
    with pytest.raises(NotFound), transaction(office.engine) as session:
        accounts.set_password(session, token, NEW_PASSWORD, late)


def test_a_newer_link_kills_the_older(office: Office, now: datetime) -> None:
    older, newer = office.link_for("keji"), office.link_for("keji")
    with pytest.raises(NotFound), transaction(office.engine) as session:
        accounts.set_password(session, older, NEW_PASSWORD, now)
    with transaction(office.engine) as session:
        accounts.set_password(session, newer, NEW_PASSWORD, now)


def test_a_refused_password_leaves_the_link_usable(office: Office, now: datetime) -> None:
    token = office.link_for("keji")
    with pytest.raises(BadInput), transaction(office.engine) as session:
        accounts.set_password(session, token, "short", now)
    with transaction(office.engine) as session:
        accounts.set_password(session, token, NEW_PASSWORD, now)


def test_disabling_an_account_ends_its_sign_ins_and_links(office: Office, now: datetime) -> None:
    key, token = office.key_of("keji"), office.link_for("keji")
    with transaction(office.engine) as session:
        accounts.set_active(session, office.person("guanli"), office.ids["keji"], False, now)
    with reading(office.engine) as session:
        assert person_of_session(session, key, now, IDLE) is None
        assert link_owner(session, fingerprint(token), now) is None
    with pytest.raises(Refusal, match="停用"), transaction(office.engine) as session:
        accounts.issue_link(session, None, office.ids["keji"], now)
    assert office.try_sign_in("keji").token is None
    with transaction(office.engine) as session:
        accounts.set_active(session, office.person("guanli"), office.ids["keji"], True, now)
    with reading(office.engine) as session:
        assert person_of_session(session, key, now, IDLE) is None, "the old sign-in stays ended"
    assert office.try_sign_in("keji").token is not None


def test_a_new_password_ends_the_sign_ins_under_the_old(office: Office, now: datetime) -> None:
    key = office.key_of("keji")
    office.set_password("keji", NEW_PASSWORD)
    with reading(office.engine) as session:
        assert person_of_session(session, key, now, IDLE) is None


WEAK = [
    "short",
    "x" * 12,
    "123456789012",
    "20250610202506",
    "haining2025!!",
    "Haining@2026zf",
    "password1234",
    "P@ssw0rd2025!",
    "woaini1314520",
    "qwertyuiop123",
    "1qaz2wsx3edc4",
    "zhejianghaining",
    "admin888admin",
    "keji20250610!",
    "my-keji-account-box",
    "abababababab",
    "13800138000138",
    "iloveyou5201314",
    "海宁市政府密码2025",
    "ｈａｉｎｉｎｇ２０２５８８",
    "a" * 129,
    "guanliyuan1234",
]


@pytest.mark.parametrize("password", WEAK)
def test_a_password_that_is_easily_guessed_is_refused_with_a_sentence(password: str) -> None:
    with pytest.raises(BadInput, match="密码"):
        accounts.check_strength(password, "keji")


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        NEW_PASSWORD,
        "Xk7#mQ9!vL2p",
        "q" + "river tofu lamp " * 7,
        "Zürich–Śnieg–Ångström",
        "🦆🦆 drei Enten am See",
    ],
)
def test_a_long_or_odd_password_is_kept_whole(password: str) -> None:
    accounts.check_strength(password, "keji")
    stored = hashed(password)
    assert matches(stored, password)
    assert not matches(stored, password[:-1])


def test_the_list_tells_who_can_sign_in_and_whose_link_waits(office: Office, now: datetime) -> None:
    office.key_of("keji")
    with transaction(office.engine) as session:
        accounts.create_account(session, None, "xin", "新人", Role.LEADER, [], now)
    office.link_for("ducha")
    with reading(office.engine) as session:
        lines = {line.login: line for line in list_accounts(session, office.person("guanli"), now)}
    assert lines["keji"].units == ("市科技局",)
    assert lines["keji"].seen_at == now
    assert lines["keji"].has_password
    assert not lines["xin"].has_password
    assert lines["ducha"].link_expires_at == now + timedelta(hours=accounts.LINK_HOURS)
    assert lines["lingdao"].link_expires_at is None
    assert lines["lingdao"].seen_at is None


def test_what_does_not_rest_on_the_ledger_is_read_anew_beside_kept_lines(
    office: Office, now: datetime
) -> None:
    with reading(office.engine) as session:
        kept = list_accounts(session, office.person("guanli"), now)
    office.key_of("keji")
    office.link_for("ducha")
    for when in (now, now + timedelta(hours=accounts.LINK_HOURS)):
        with reading(office.engine) as session:
            person = office.person("guanli")
            assert with_sign_ins(session, person, when, kept) == list_accounts(session, person, when) != kept
            with pytest.raises(NotAllowed):
                with_sign_ins(session, office.person("ducha"), when, kept)


def test_the_command_line_finds_accounts_and_units_by_name(office: Office, now: datetime) -> None:
    with reading(office.engine) as session:
        assert people.account_ids(session) == office.ids
        (match,) = people.units_named(session, ["市交通运输局"], now.date())
        assert match.unit is not None
        assert match.unit.id == office.units["市交通运输局"]
        assert has_administrator(session)
        with pytest.raises(NotFound, match="没有这样的局"):
            people.units_named(session, ["没有这样的局"], now.date())
        with pytest.raises(NotFound):
            people.units_named(session, [""], now.date())


def test_without_a_password_nobody_counts_as_administrator(engine: Engine, now: datetime) -> None:
    with transaction(engine) as session:
        accounts.create_account(session, None, "guanli", "陈管理", Role.ADMINISTRATOR, [], now)
        assert not has_administrator(session)


def test_every_write_is_in_an_unbroken_audit_chain_without_secrets(office: Office, now: datetime) -> None:
    token = office.link_for("keji")
    office.key_of("keji")
    office.try_sign_in("keji", "wrong")
    with reading(office.engine) as session:
        rows = session.exec(select(Audit).order_by(Audit.id)).all()  # type: ignore[arg-type]
    previous = GENESIS
    for row in rows:
        assert row.previous_sha256 == previous
        previous = row.sha256
    everything = " ".join(row.detail + row.subject for row in rows)
    assert token not in everything
    assert PASSWORD not in everything
    assert {"新建账号", "签发密码链接", "设置密码", "登录", "登录失败"} <= {row.action for row in rows}


def test_a_person_of_the_database_carries_role_and_units(office: Office, now: datetime) -> None:
    key = office.key_of("keji")
    with reading(office.engine) as session:
        person = person_of_session(session, key, now + timedelta(minutes=1), IDLE)
    unit = office.units["市科技局"]
    assert person == Person(office.ids["keji"], "keji", "王晓岚", Role.CLERK, frozenset({unit}))
    assert HOURS == 10
