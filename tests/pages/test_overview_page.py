"""总览: the conclusion, the lists behind the counts, and what turned since the quarter before."""

import re
from html import unescape

import pytest

from tests.domain.build import level, total
from tests.domain.test_scorecard import SCIENCE, card, score
from tests.pages.conftest import Visit, text_of
from tests.pages.world import LEADER, NOW
from tracker.db import engine_for, transaction
from tracker.domain.meetings.comparison import ChangeKind, compare
from tracker.services.register import mark_as_demonstration


def links_of(text: str) -> dict[str, str]:
    """By its words, or those that are read aloud where they say more."""
    return {
        unescape(spoken or name): unescape(to)
        for to, spoken, name in re.findall(
            r'<a href="([^"]*)"(?: aria-label="([^"]*)")?[^>]*>([^<]*)</a>', text
        )
    }


def test_every_count_leads_to_the_list_behind_it(visit: Visit) -> None:
    at = visit(LEADER, "overview", "2025Q2")
    found = {name: to for name, to in links_of(text_of(at)).items() if "/targets?" in to}
    assert any(name.startswith("未填报 ") for name in found)
    for name, to in found.items():
        count = int(re.findall(r"(\d+)项", name)[0])
        listed = visit(LEADER, "targets", **dict(pair.split("=") for pair in to.split("?")[1].split("&")))
        said = re.search(r"符合条件 (\d+) 项", text_of(listed))
        assert said is not None
        assert int(said[1]) == count


def test_pages_of_made_up_figures_say_so_and_others_do_not(visit: Visit, world_url: str) -> None:
    assert "演示数据" not in text_of(visit(LEADER, "overview", "2025Q2"))
    engine = engine_for(world_url)
    with transaction(engine) as session:
        mark_as_demonstration(session, NOW)
    engine.dispose()
    for page in ("overview", "targets", "reporting"):
        assert "演示数据,非真实填报" in text_of(visit(LEADER, page, "2025Q2"))


def test_what_turned_since_the_quarter_before_is_named_with_its_targets(visit: Visit) -> None:
    text = text_of(visit(LEADER, "overview", "2025Q2"))
    assert "比上季度" in text
    assert "新增高新技术企业" in links_of(text)


def test_the_first_quarter_has_none_before_it(visit: Visit) -> None:
    assert "比上季度" not in text_of(visit(LEADER, "overview", "2025Q1"))


def test_the_ways_on_keep_the_quarter(visit: Visit) -> None:
    found = links_of(text_of(visit(LEADER, "overview", "2025Q2")))
    assert found["逐个领域查看"] == "/areas?q=2025Q2"
    assert found["逐个部门查看"] == "/departments?q=2025Q2"
    assert found["达时序率怎么算"] == "/method?part=why&of=plan&q=2025Q2"


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("10", "90", ChangeKind.CAUGHT_UP),
        ("80", "10", ChangeKind.FELL_BEHIND),
        ("80", "100", ChangeKind.ACHIEVED),
    ],
)
def test_a_turn_is_the_comparisons(before: str, after: str, kind: ChangeKind) -> None:
    older, newer = card(score(1, total(), before, SCIENCE)), card(score(1, total(), after, SCIENCE))
    assert [each.kind for each in compare(older, newer).of(kind)] == [kind]
    assert compare(card(score(1, level(), None)), card(score(1, level(), None))).is_empty
