"""查找 from every page: by the letters that people use."""

import pytest

from tests.pages.conftest import Visit
from tests.pages.world import KEJI, LEADER
from tracker.domain.listing.finding import is_short_for


@pytest.mark.parametrize(
    ("letters", "name", "means"),
    [
        ("高企", "新增高新技术企业", True),
        ("小巨人", "新增专精特新“小巨人”和省级专精特新中小企业", True),
        ("科技局", "市科技局", True),
        ("市", "市科技局", True),
        ("局", "市科技局", False),  # one letter would mean nearly everything
        ("企高", "新增高新技术企业", False),
        ("", "市科技局", True),
    ],
)
def test_a_few_letters_in_their_order_mean_a_name(letters: str, name: str, means: bool) -> None:
    assert is_short_for(letters, name) is means


def found(visit: Visit, login: str, words: str) -> str:
    at = visit(login, "overview", "2025Q2")
    at.session_state["find_words"] = words  # typing runs the dialog alone, which AppTest does not do
    at.button(key="find_all").click().run()
    assert not at.exception
    return "".join(
        str(each.value) for each in at.html if 'class="hits"' in each.value or "没有找到" in each.value
    )


def test_targets_units_and_places_of_the_notice_are_found(visit: Visit) -> None:
    said = found(visit, LEADER, "高企")
    assert 'href="/target?code=A1-01&amp;q=2025Q2"' in said
    said = found(visit, LEADER, "科技局")
    assert "市科技局</a>" in said
    assert "/notice?at=" in said


def test_what_is_nowhere_is_said_to_be_nowhere(visit: Visit) -> None:
    assert "没有找到“登月”" in found(visit, LEADER, "登月")


def test_a_department_finds_its_own_targets_only(visit: Visit) -> None:
    assert "A4-02" in found(visit, LEADER, "集装箱")
    assert 'href="/target?code=A4-02' not in found(visit, KEJI, "集装箱")
