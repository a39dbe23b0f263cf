"""变更: from each of its four registers the others are one click away, at their own addresses."""

import re

import pytest

from tests.pages.conftest import Visit, text_of
from tests.pages.world import KEJI, REVIEWER

REGISTERS = {"corrections": "更正", "adjustments": "目标调整", "errata": "勘误", "paths": "进度安排"}


@pytest.mark.parametrize("login", [REVIEWER, KEJI])
@pytest.mark.parametrize("page", REGISTERS)
def test_the_row_leads_to_the_other_registers(visit: Visit, login: str, page: str) -> None:
    at = visit(login, page)
    assert not at.exception
    (row,) = re.findall(r'<nav class="choice" aria-label="变更">(.*?)</nav>', text_of(at))
    found = re.findall(r'<a href="/(\w+)[^"]*"( aria-current=true)?>([^<]*)</a>', row)
    assert {name: word for name, _chosen, word in found} == REGISTERS
    assert [name for name, chosen, _word in found if chosen] == [page]
