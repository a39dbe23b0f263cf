"""Every page as it stood on a day before there was anything: nothing is shown, and nothing breaks."""

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit
from tests.pages.every_role import LOGINS, OPENED, seat_a_head_who_confirms
from tracker.domain.access import Role


@pytest.mark.parametrize(("role", "page"), OPENED)
def test_a_day_before_everything_breaks_no_page(
    visit: Visit, world_engine: Engine, role: Role, page: str
) -> None:
    if role is Role.HEAD:
        seat_a_head_who_confirms(world_engine)
    assert not visit(LOGINS[role], page, q="2025Q3", asof="0001-01-01").exception
