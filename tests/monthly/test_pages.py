"""A monthly plan through every page, for every role, in both languages: it says months and never quarters."""

import re

import pytest

from tests.monthly.cast import MONTHLY, QUARTERLY
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tests.plans.cast import HEAD
from tests.plans.test_pages_of_plans import links_of
from tracker.domain.access import PAGES, Role, may_open

WHO = {
    Role.CLERK: KEJI,
    Role.HEAD: HEAD,
    Role.REVIEWER: REVIEWER,
    Role.LEADER: LEADER,
    Role.ADMINISTRATOR: ADMINISTRATOR,
}
# What a page shows most with.
ARGUMENTS = {
    "areas": {"area": "4"},
    "target": {"code": "A1-01"},
    "notice": {"area": "1"},
    "method": {"part": "why", "of": "A1-01"},
    "entry": {"code": "A1-01"},
    "errata": {"code": "T18-01"},
    "periods": {"span": "year"},
}
VISITS = [(role, page) for role in Role for page in PAGES if may_open(role, page)]


@pytest.mark.parametrize(("role", "page"), VISITS)
def test_a_page_of_a_monthly_plan_says_months(visit: Visit, role: Role, page: str) -> None:
    at = visit(WHO[role], page, plan=MONTHLY, q="2025-09", unapproved="true", **ARGUMENTS.get(page, {}))
    assert not at.exception
    said = text_of(at)
    fields = [str(getattr(each, "label", "")) for kind in (at.selectbox, at.button, at.checkbox) for each in kind]
    assert not re.findall(".{0,12}季.{0,12}", "\n".join([said, *fields]))
    assert "2025Q" not in said
    assert not [link for link in links_of(at) if re.search(r"[?&]q=2025Q", link)]
