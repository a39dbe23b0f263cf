"""The pages' world with a second clerk in 市科技局 (heyu), and ``desk``: a small ledger for the queries."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.entry.conftest import desk
from tests.pages import world
from tests.pages.conftest import visit, world_engine, world_file, world_url
from tracker.db import transaction
from tracker.domain.access import Role
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.services import accounts
from tracker.services.drafts import save_cell
from tracker.tables import AccountUnit, DraftCell, SignInSession, Target, Unit

__all__ = ["desk", "visit", "world_engine", "world_file", "world_url"]

HEYU = "heyu"
Q3 = Period(2025, 3)
Save = Callable[..., None]


@pytest.fixture
def second_clerk(world_engine: Engine) -> str:
    """何雨, signed in under the token that is her login."""
    with transaction(world_engine) as session:
        unit = session.exec(select(Unit.id).where(Unit.name == "市科技局")).one()
        account = accounts.create_account(session, None, HEYU, "何雨", Role.CLERK, [unit or 0], world.NOW)
        session.add(
            SignInSession(
                token_sha256=HEYU,
                account_id=account,
                created_at=world.NOW,
                seen_at=world.NOW - timedelta(minutes=1),
                expires_at=world.NOW + timedelta(hours=8),
            )
        )
    return HEYU


@pytest.fixture
def both_units(world_engine: Engine) -> None:
    """王晓岚 also works for 市交通运输局."""
    with transaction(world_engine) as session:
        unit = session.exec(select(Unit.id).where(Unit.name == "市交通运输局")).one()
        person = person_of_login(session, world.KEJI)
        session.add(AccountUnit(account_id=person.account_id, unit_id=unit))


@pytest.fixture
def save(world_engine: Engine) -> Save:
    """Save a cell on top of what is stored: save("heyu", "T02-01", Field.VALUE, "15")."""

    def act(login: str, code: str, name: Field, text: str) -> None:
        with transaction(world_engine, advance=False) as session:
            target = session.exec(select(Target.id).where(Target.code == code)).one()
            cell = session.get(DraftCell, (target, Q3, name.value))
            seen = 0 if cell is None else cell.version
            save_cell(session, person_of_login(session, login), target or 0, Q3, name, text, seen, world.NOW)

    return act
