"""After the browser's Back a list is as its address says: nothing stays chosen that was chosen later."""

import pytest

from tests.pages.conftest import Visit, text_of
from tests.pages.world import REVIEWER

# page, what is chosen there: its name in the address, another choice than the usual one
CHOICES = [("reporting", "list", "missing"), ("review", "mode", "many"), ("targets", "area", "2")]


@pytest.mark.parametrize(("page", "name", "choice"), CHOICES)
def test_what_the_address_does_not_name_is_not_chosen(
    visit: Visit, page: str, name: str, choice: str
) -> None:
    at = visit(REVIEWER, page)
    usual = text_of(at)
    at.query_params[name] = choice
    at.run()
    assert text_of(at) != usual
    del at.query_params[name]
    at.run()
    assert not at.exception
    assert text_of(at) == usual
