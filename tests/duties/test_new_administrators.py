"""Who becomes an administrator: every other one is told, and the one by whose account it was done."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from tests.accounts.office import Office
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, KEJI
from tests.pages.world import NOW as THEN
from tracker.db import reading, transaction
from tracker.domain.access import Role
from tracker.domain.workflow.news import NewAdministrator
from tracker.queries.new_administrators import administrators_told
from tracker.queries.people import person_of_login
from tracker.services import accounts

DAY = timedelta(days=1)


def told(office: Office, now: datetime, who: str = "guanli") -> list[str]:
    return [each.login for each in heard(office, now, who)]


def heard(office: Office, now: datetime, who: str) -> tuple[NewAdministrator, ...]:
    with reading(office.engine) as session:
        return administrators_told(session, office.person(who), now - DAY, now)


def test_who_was_made_an_administrator_is_told_to_the_others_in_whatever_way_it_was_done(
    office: Office, now: datetime
) -> None:
    later = now + 30 * DAY
    with transaction(office.engine) as session:
        administrator = office.person("guanli")
        accounts.create_account(session, administrator, "new", "新管理", Role.ADMINISTRATOR, [], later)
        accounts.create_account(session, administrator, "other", "新督查", Role.REVIEWER, [], later)
        accounts.change_account(
            session, administrator, office.ids["ducha"], "周督查", Role.ADMINISTRATOR, [], later
        )
        accounts.change_account(
            session, administrator, office.ids["ducha"], "周管理", Role.ADMINISTRATOR, [], later
        )
        accounts.create_account(session, None, "server", "吴军", Role.ADMINISTRATOR, [], later)
    assert told(office, later) == ["server", "ducha", "new"], "also what the own account did"
    assert told(office, later, "new") == ["server", "ducha"], "of the own one there is nothing to tell"
    by = [each.by for each in heard(office, later, "guanli")]
    assert by == ["", "陈管理", "陈管理"]
    assert told(office, later + 6 * DAY) == ["server", "ducha", "new"], "told once it could be clicked away"
    assert told(office, later + 9 * DAY) == []


def test_one_that_is_enabled_again_is_told_too(office: Office, now: datetime) -> None:
    later = now + 30 * DAY
    with transaction(office.engine) as session:
        administrator = office.person("guanli")
        made = accounts.create_account(session, administrator, "old", "旧管理", Role.ADMINISTRATOR, [], now)
        accounts.set_active(session, administrator, made, False, now + DAY)
        accounts.set_active(session, administrator, made, True, later)
        accounts.set_active(session, administrator, office.ids["keji"], True, later)
    assert told(office, later) == ["old"]


def test_the_first_page_after_a_sign_in_tells_it_to_administrators_alone(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine) as session:
        administrator = person_of_login(session, ADMINISTRATOR)
        when = THEN - DAY
        accounts.create_account(session, administrator, "wu", "吴军", Role.ADMINISTRATOR, [], when)
    said = f"{administrator.name}于10月8日09:00把吴军(wu)设为系统管理员"
    assert said in text_of(visit(ADMINISTRATOR, "accounts"))
    assert said not in text_of(visit(KEJI, "tasks"))
