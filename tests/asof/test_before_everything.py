"""Every page as it stood on a day before there was anything: nothing is shown, and nothing breaks."""

import pytest

from tests.pages.conftest import Visit
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tracker.domain.access import PAGES, Role, may_open

ROLES = {Role.CLERK: KEJI, Role.LEADER: LEADER, Role.REVIEWER: REVIEWER, Role.ADMINISTRATOR: ADMINISTRATOR}
OPENED = [(role, page) for role in ROLES for page in PAGES if may_open(role, page)]


@pytest.mark.parametrize(("role", "page"), OPENED)
def test_a_day_before_everything_breaks_no_page(visit: Visit, role: Role, page: str) -> None:
    assert not visit(ROLES[role], page, q="2025Q3", asof="0001-01-01").exception
