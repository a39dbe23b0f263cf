"""Administration over three people: what one makes another one grants, and a third reads the trail."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from sqlmodel import select

from tests.accounts.office import PASSWORD, Office
from tests.entry.ledger import JIAOTONG, KEJI, Desk
from tests.units.test_reforms import NEW, person, reform, unit_id
from tracker.db import reading, transaction
from tracker.domain.access import Duty, Person, Role
from tracker.domain.language.errors import BadInput, NotAllowed, Refusal
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.domain.workflow.reorganisation import ReformKind
from tracker.queries.audit import audit_page
from tracker.queries.people import (
    AccountLine,
    is_split,
    list_accounts,
    person_of_session,
    rights_of_sessions,
)
from tracker.services import account_import, accounts, duties, second_step
from tracker.tables import Account, Audit, Authenticator, OneTimeLink


@pytest.fixture
def three(office: Office, now: datetime) -> Office:
    """The office, split: 陈管理 (guanli) keeps the system; anquan and shenji come by a command."""
    with transaction(office.engine) as session:
        assert duties.put_in_force(session, True, now)
        for login, name, duty in (("anquan", "安", Duty.SECURITY), ("shenji", "审", Duty.AUDIT)):
            office.ids[login] = accounts.create_account(
                session, None, login, name, Role.ADMINISTRATOR, [], now, duty=duty
            )
    return office


def make(office: Office, now: datetime, login: str = "xin", by: str = "guanli") -> int:
    unit = office.units["市科技局"]
    with transaction(office.engine) as session:
        return accounts.create_account(session, office.person(by), login, "新人", Role.CLERK, [unit], now)


def enable(office: Office, account_id: int, now: datetime, by: str = "anquan") -> None:
    with transaction(office.engine) as session:
        accounts.set_active(session, office.person(by), account_id, True, now)


def listed(office: Office, now: datetime) -> dict[str, AccountLine]:
    with reading(office.engine) as session:
        return {each.login: each for each in list_accounts(session, office.person("anquan"), now)}


def trail(office: Office, action: str) -> list[dict[str, object]]:
    with reading(office.engine) as session:
        rows = session.exec(select(Audit).where(Audit.action == action)).all()
    return [json.loads(row.detail) for row in rows]


def test_without_the_setting_one_administrator_does_it_all(office: Office, now: datetime) -> None:
    with transaction(office.engine) as session:
        assert not duties.put_in_force(session, False, now)
        assert not is_split(session)
    assert office.person("guanli").role is Role.ADMINISTRATOR
    account = make(office, now)
    with transaction(office.engine) as session:
        assert accounts.issue_link(session, office.person("guanli"), account, now)
        audit_page(session, office.person("guanli"), AuditFilter(), 1)


def test_each_acts_by_the_own_duty_wherever_they_are_asked_for(three: Office, now: datetime) -> None:
    assert [three.person(who).role for who in ("guanli", "anquan", "shenji")] == list(Duty)
    key = three.key_of("guanli")
    with reading(three.engine) as session:
        person = person_of_session(session, key, now, 30)
        assert person is not None
        assert person.role is Duty.SYSTEM
        assert rights_of_sessions(session, [key])[key].role is Duty.SYSTEM
    assert three.person("keji").role is Role.CLERK


def test_an_account_that_one_makes_works_when_another_has_enabled_it(three: Office, now: datetime) -> None:
    account = make(three, now)
    assert listed(three, now)["xin"].waits
    with pytest.raises(Refusal, match="先启用"), transaction(three.engine) as session:
        accounts.issue_link(session, three.person("anquan"), account, now)
    enable(three, account, now)
    assert not listed(three, now)["xin"].waits
    with transaction(three.engine) as session:
        token = accounts.issue_link(session, three.person("anquan"), account, now)
        accounts.set_password(session, token, PASSWORD, now)
    assert three.try_sign_in("xin").token is not None
    (enabled,) = trail(three, "启用账号")
    assert (enabled["role"], enabled["units"]) == ("clerk", [three.units["市科技局"]]), "what was granted"


def test_one_that_was_disabled_waits_for_nobody(three: Office, now: datetime) -> None:
    waiting, security = make(three, now), three.person("anquan")
    with transaction(three.engine) as session:
        accounts.set_active(session, security, three.ids["keji"], False, now)
        enabled = accounts.enable_waiting(session, security, [waiting, three.ids["keji"]], now)
    assert set(enabled) == {waiting}
    assert not listed(three, now)["keji"].is_active


@pytest.mark.parametrize("who", ["guanli", "shenji"])
def test_who_makes_accounts_grants_nothing(three: Office, now: datetime, who: str) -> None:
    account, asking = make(three, now), three.person(who)
    acts = (
        lambda s: accounts.set_active(s, asking, account, True, now),
        lambda s: accounts.issue_link(s, asking, three.ids["keji"], now),
        lambda s: accounts.lift_waits(s, asking, three.ids["keji"], now),
        lambda s: accounts.change_account(s, asking, account, "新人", Role.REVIEWER, [], now),
    )
    for act in acts:
        with pytest.raises(NotAllowed, match="安全管理员"), transaction(three.engine) as session:
            act(session)


def test_who_grants_makes_no_account_and_renames_none(three: Office, now: datetime) -> None:
    with pytest.raises(NotAllowed, match="由系统管理员办理"):
        make(three, now, by="anquan")
    unit, keji = [three.units["市科技局"]], three.ids["keji"]
    with pytest.raises(NotAllowed, match="由系统管理员办理"), transaction(three.engine) as session:
        accounts.change_account(session, three.person("anquan"), keji, "别名", Role.CLERK, unit, now)


def test_each_changes_the_half_of_an_account_that_is_theirs(three: Office, now: datetime) -> None:
    account, units = three.ids["keji"], three.units
    with transaction(three.engine) as session:
        own = [units["市科技局"]]
        accounts.change_account(
            session, three.person("guanli"), account, "王岚", Role.CLERK, own, now, phone="0573"
        )
        other = [units["市交通运输局"]]
        accounts.change_account(session, three.person("anquan"), account, "王岚", Role.CLERK, other, now)
    line = listed(three, now)["keji"]
    assert (line.name, line.phone, line.units) == ("王岚", "0573", ("市交通运输局",))


def test_the_trail_is_read_by_the_auditor_alone(three: Office) -> None:
    with reading(three.engine) as session:
        assert audit_page(session, three.person("shenji"), AuditFilter(), 1).total
        for who in ("guanli", "anquan"):
            with pytest.raises(NotAllowed, match="审计管理员"):
                audit_page(session, three.person(who), AuditFilter(), 1)


@pytest.mark.parametrize("other", ["guanli", "shenji"])
def test_no_administrator_gets_a_link_for_another_one(three: Office, now: datetime, other: str) -> None:
    with pytest.raises(NotAllowed, match="只能在服务器上"), transaction(three.engine) as session:
        accounts.issue_link(session, three.person("anquan"), three.ids[other], now)
    assert three.link_for(other), "a command gives one"


@pytest.mark.parametrize("other", ["guanli", "shenji"])
def test_no_administrator_takes_another_ones_second_step_away(
    three: Office, now: datetime, other: str
) -> None:
    """Else the password that was seen over a shoulder were enough."""
    account, security = three.ids[other], three.person("anquan")
    with transaction(three.engine) as session:
        session.add(Authenticator(account_id=account, secret="A", confirmed_at=now, last_step=0))
        with pytest.raises(NotAllowed, match="只能在服务器上"):
            second_step.remove_for(session, security, account, now)
        second_step.remove_for(session, None, account, now)  # a command does


def test_no_administrator_makes_or_unmakes_another_one(three: Office, now: datetime) -> None:
    security, system = three.person("anquan"), three.person("guanli")
    with pytest.raises(NotAllowed, match="用命令建立"), transaction(three.engine) as session:
        accounts.create_account(session, system, "puppet", "傀儡", Role.ADMINISTRATOR, [], now)
    for account, role in ((three.ids["keji"], Role.ADMINISTRATOR), (three.ids["shenji"], Role.LEADER)):
        name = "王晓岚" if role is Role.ADMINISTRATOR else "审"
        with pytest.raises(NotAllowed, match="用命令建立"), transaction(three.engine) as session:
            accounts.change_account(session, security, account, name, role, [], now)
    cells = [["姓名", "登录名", "角色"], ["傀儡", "puppet", "系统管理员"]]
    with pytest.raises(NotAllowed, match="用命令建立"), transaction(three.engine) as session:
        account_import.import_accounts(session, system, cells, now)


def test_a_list_makes_accounts_that_wait_and_gives_no_role(three: Office, now: datetime) -> None:
    head = ["姓名", "登录名", "角色"]
    with transaction(three.engine) as session:
        cells = [head, ["新人", "xin", "市领导"]]
        done = account_import.import_accounts(session, three.person("guanli"), cells, now)
        assert (done.handed, done.waiting) == ((), 1)
        links = session.exec(select(OneTimeLink).where(OneTimeLink.account_id == _id(three, "xin", now)))
        assert links.all() == []
    assert listed(three, now)["xin"].waits
    cells = [head, ["周督查", "ducha", "市领导"]]
    with pytest.raises(NotAllowed, match="安全管理员"), transaction(three.engine) as session:
        account_import.import_accounts(session, three.person("guanli"), cells, now)


def _id(office: Office, login: str, now: datetime) -> int:
    return listed(office, now)[login].id if login in listed(office, now) else 0


def test_an_administrator_has_a_duty_where_and_only_where_it_is_split(office: Office, now: datetime) -> None:
    def admin(login: str, duty: Duty | None) -> None:
        with transaction(office.engine) as session:
            accounts.create_account(session, None, login, "某", Role.ADMINISTRATOR, [], now, duty=duty)

    with pytest.raises(BadInput, match="没有启用"):
        admin("one", Duty.AUDIT)
    with transaction(office.engine) as session:
        duties.put_in_force(session, True, now)
    with pytest.raises(BadInput, match="指定职责"):
        admin("two", None)
    admin("three", Duty.AUDIT)
    assert office.person("three").role is Duty.AUDIT


def test_the_setting_turns_both_ways_and_the_trail_says_whom_it_concerned(
    three: Office, now: datetime
) -> None:
    assert trail(three, "启用三员分立") == [{"login": ["guanli"], "duty": "system"}]
    with transaction(three.engine) as session:
        assert not duties.put_in_force(session, True, now), "it stands already"
        assert duties.put_in_force(session, False, now)
    assert three.person("guanli").role is Role.ADMINISTRATOR
    assert three.person("shenji").role is Duty.AUDIT, "nobody gets more than before"
    with reading(three.engine) as session:
        assert not is_split(session)
    assert len(trail(three, "停用三员分立")) == 1


def test_who_is_no_administrator_any_more_has_no_duty(three: Office, now: datetime) -> None:
    with transaction(three.engine) as session:
        duties.put_in_force(session, False, now)
    only, auditor = three.person("guanli"), three.ids["shenji"]
    with transaction(three.engine) as session:
        accounts.change_account(session, only, auditor, "审", Role.LEADER, [], now)
        assert session.get_one(Account, auditor).duty is None


@pytest.mark.parametrize(
    ("duty", "kind", "new", "follows"),
    [
        (None, ReformKind.MERGED, JIAOTONG, True),
        # Its people would gain that unit's targets, and it theirs.
        (Duty.SYSTEM, ReformKind.MERGED, JIAOTONG, False),
        (Duty.SYSTEM, ReformKind.RENAMED, NEW, True),
    ],
)
def test_who_grants_no_rights_moves_nobody_into_another_unit_by_a_reform(
    desk: Desk, duty: Duty | None, kind: ReformKind, new: str, follows: bool
) -> None:
    if duty is not None:
        desk.people["陈"] = replace(desk.people["陈"], role=duty)
    reform(desk, kind, new=(new,))
    of_each = {who: person(desk, desk.people[who].login).unit_ids for who in ("王", "李")}
    assert unit_id(desk, KEJI) in of_each["王"]
    assert (unit_id(desk, new) in of_each["王"]) is follows
    assert (unit_id(desk, KEJI) in of_each["李"]) is (follows and new == JIAOTONG)
    assert desk.differences() == []


def test_the_trail_vouches_for_duties(desk: Desk, now: datetime) -> None:
    with transaction(desk.engine) as session:
        duties.put_in_force(session, True, now)
    assert desk.differences() == []
    nobody = Person(0, "", "", Duty.SYSTEM)
    assert nobody.sees_everything
