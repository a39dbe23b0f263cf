"""After the browser's Back a list is as its address says: nothing stays chosen that was chosen later."""

import pytest

from tests.pages.conftest import Visit
from tests.pages.world import REVIEWER

# page, what is chosen there: its name in the address, its field, another choice than the usual one
CHOICES = [
    ("reporting", "list", "reporting-list", "missing"),
    ("review", "mode", "review-mode", "many"),
    ("targets", "area", "listing_area", "2"),
]


@pytest.mark.parametrize(("page", "name", "key", "choice"), CHOICES)
def test_what_the_address_does_not_name_is_not_chosen(
    visit: Visit, page: str, name: str, key: str, choice: str
) -> None:
    at = visit(REVIEWER, page)
    usual = at.session_state[key]
    at.query_params[name] = choice
    at.run()
    assert at.session_state[key] == choice
    del at.query_params[name]
    at.run()
    assert not at.exception
    assert at.session_state[key] == usual
