"""Every page in English: what is Chinese on it is data, word for word in the ledger."""

import re
import sqlite3

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.catalogue import names
from tests.pages.conftest import Visit
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, REVIEWER
from tests.plans.preparing import Notice
from tracker.db import transaction
from tracker.domain.access import PAGES, Preferences, Role, may_open
from tracker.notice.decisions import LeadSet, Place
from tracker.queries.people import person_of_login
from tracker.services.preferences import set_preferences

NOTICE = "江北市2026年民生实事项目\n一、老有所养\n全年新增养老床位150张。\n"
CHINESE = re.compile("[\u4e00-\u9fff]+")
ROLES = {Role.CLERK: KEJI, Role.LEADER: LEADER, Role.REVIEWER: REVIEWER, Role.ADMINISTRATOR: ADMINISTRATOR}
# What the pages rightly say in Chinese: the language's own name, the plan's short name (its title has words
# between), the name proposed for meeting files, and what the settings call the city's identity provider.
SAID = {"中文", "经济高质量发展若干政策承接方案", "年前三季度重点目标进展", "统一身份认证"}
# The notice itself; the register of units, where names are typed as they are stored.
WORD_FOR_WORD = ("notice", "units")
TARGETS_NAMED_SO = ("保障和改善民生市级财政预算",)
QUOTED = "<blockquote.*?</blockquote>"
# Of these the answer is shown with an argument in the address; else they ask for a choice first.
ADDRESSES = {"target": {"code": "A1-01"}, "method": {"part": "why", "of": "plan"}, "handover": {"unit": "1"}}


@pytest.fixture
def data(world_url: str) -> str:
    """Everything that the ledger holds, in one string."""
    with sqlite3.connect(world_url.removeprefix("sqlite:///")) as ledger:
        tables = [name for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for table in tables for row in ledger.execute(f'SELECT * FROM "{table}"')]
    return "\n".join(str(cell) for row in rows for cell in row if cell is not None)


@pytest.mark.parametrize(
    ("role", "page"), [(role, page) for role in ROLES for page in PAGES if may_open(role, page)]
)
def test_what_is_chinese_on_an_english_page_is_data(english: Visit, data: str, role: Role, page: str) -> None:
    at = english(ROLES[role], page, q="2025Q3", **ADDRESSES.get(page, {}))
    assert not at.exception
    found = {run for run in CHINESE.findall(all_of(at)) if run not in data and run not in SAID}
    assert found == set()


@pytest.mark.parametrize(
    ("role", "page"), [(role, page) for role in ROLES for page in PAGES if may_open(role, page)]
)
def test_units_and_areas_have_their_english_names_on_every_page(
    english: Visit, role: Role, page: str
) -> None:
    if page in WORD_FOR_WORD:
        return
    said = all_of(english(ROLES[role], page, q="2025Q3", **ADDRESSES.get(page, {})))
    said = re.sub(QUOTED, "", said, flags=re.DOTALL)
    for budget in TARGETS_NAMED_SO:
        said = said.replace(budget, "")
    assert {
        name: said[said.index(name) - 90 : said.index(name) + 40] for name in names() if name in said
    } == {}


def test_what_a_paper_is_proposed_names_units_in_chinese_whatever_was_read_before(english: Visit) -> None:
    english(REVIEWER, "overview", q="2025Q3")  # the same card, with English names
    at = english(REVIEWER, "meeting", q="2025Q3", part="problem")
    assert not at.exception
    written = "".join(re.findall(r'<span lang="zh-CN">(.*?)</span>', "".join(each.value for each in at.html)))
    assert "市经信局" in written, written
    assert "Bureau" not in written


def all_of(at: AppTest) -> str:
    """All words of a page, of its fields and their choices; style and addresses are not words."""
    said: list[str] = []
    for element in (*at.main, *at.sidebar):
        proto = getattr(element, "proto", None)
        said += [str(getattr(element, "value", "")), str(getattr(element, "label", ""))]
        said += [
            str(each) for name in ("help", "placeholder", "options") if (each := getattr(proto, name, ""))
        ]
    # A message to a department is Chinese, whoever sends it, and so are the words of a paper.
    chinese = r'<pre.*?</pre>|<span lang="zh-CN">.*?</span>'
    return re.sub(rf'style="[^"]*"|href="[^"]*"|{chinese}', "", "\n".join(said), flags=re.DOTALL)


def test_a_page_says_in_english_what_it_says_in_chinese(english: Visit) -> None:
    at = english(LEADER, "overview", "2025Q3")
    said = all_of(at)
    assert "Whom to chase first" in said
    assert re.search(r"<h2>First three quarters: ?\d+ due", said)


def test_doors_are_named_in_the_plural_and_the_head_of_a_column_is_not(english: Visit) -> None:
    assert "<h1>Targets</h1>" in all_of(english(LEADER, "targets", q="2025Q3"))
    assert "<h1>Matters</h1>" in all_of(english(LEADER, "matters"))
    assert ">Target</th>" in all_of(english(REVIEWER, "review", q="2025Q3", mode="done"))


def test_a_message_to_a_department_names_it_in_chinese_whoever_sends_it(english: Visit) -> None:
    at = english(REVIEWER, "chase", q="2025Q3")
    messages = re.findall("<pre.*?</pre>", "".join(str(each.value) for each in at.html), re.DOTALL)
    assert any("【催报】市科技局" in message for message in messages)
    assert "Science and Technology Bureau" in all_of(at)
    assert not any("Science and Technology" in message for message in messages)


def test_units_of_a_plan_in_preparation_stand_as_they_will_be_stored(
    visit: Visit, world_engine: Engine
) -> None:
    """A form that showed a name's translation would store it as another unit."""
    with transaction(world_engine) as session:
        set_preferences(session, person_of_login(session, REVIEWER), Preferences(language="en"))
    lead = LeadSet(Place.TARGET, NOTICE.index("150张"), "市科技局")
    notice = Notice(visit, world_engine, NOTICE, [lead])
    at = notice.step("numbers", pile="targets")
    assert "市科技局" in {field.value for field in at.text_input}
