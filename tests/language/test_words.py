"""The house's words: what no text says, and the marks of Chinese on everything that people see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.catalogue import texts
from tracker.domain import language
from tracker.domain.language import ENGLISH, Counting, _, named
from tracker.domain.language.punctuation import of_template
from tracker.settings import ROOT

_CHINESE = re.compile("[\u4e00-\u9fff]")
# Of a position; a list is sorted by what it says. And names that went out of use.
NEVER = re.compile("领先|末位|居首|名列|垫底|排名第|完整率|及时率|数据时点")
# Where texts are written as they come and one door turns their marks, or where they are patterns to read by.
DOORS = ("web/streamlit_words.py", "export/", "demo/", "domain/", "locale/", "notice/")
PLACE = re.compile(r"\{[^{}]*\}")
APART = re.compile(r"[0-9}] (?:[个项次份条天年月日时期级字页位处倍种家名人秒行]|小时)(?!至|于)")


def constants(file: Path) -> Iterator[str]:
    """Chinese texts that don't go through the gate, without docstrings."""
    tree = ast.parse(file.read_text("utf-8"))
    past = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "marked")
        for part in ast.walk(node)
    }
    past |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in past
        if is_text and _CHINESE.search(node.value):
            yield node.value


def test_no_text_gives_a_position_or_an_old_name() -> None:
    said = {str(text.id) for text in texts() if text.id}
    for file in (ROOT / "tracker" / "export").rglob("*.py"):
        said |= set(constants(file))
    assert {text for text in said if NEVER.search(text)} == set()


def test_what_the_gate_hands_out_has_no_half_width_mark() -> None:
    half = {str(text.id) for text in texts() if re.search("[,;:!?()]", PLACE.sub("甲", _(str(text.id))))}
    assert half == set()


def test_no_blank_stands_between_a_number_and_its_measure_word() -> None:
    assert {str(text.id) for text in texts() if APART.search(str(text.id))} == set()


@pytest.mark.parametrize("file", sorted((ROOT / "tracker").rglob("*.py")), ids=lambda file: file.name)
def test_what_goes_past_the_gate_has_none_either(file: Path) -> None:
    if str(file.relative_to(ROOT / "tracker")).startswith(DOORS):
        return
    assert [text for text in constants(file) if of_template(text) != text] == []


def test_a_name_in_quotes_keeps_its_own_as_inner_ones() -> None:
    template = "“{name}”已保存,共{count}项"
    assert (
        _(template).format(name="新增“专精特新”企业", count="1,368")
        == "“新增‘专精特新’企业”已保存，共1,368项"
    )


@pytest.mark.parametrize(
    ("count", "said"), [(1, "1 target is late"), ("1", "1 target is late"), (2, "2 targets are late")]
)
def test_english_counts_one_and_many(count: object, said: str) -> None:
    assert Counting("{n} {n|target is|targets are} late").format(n=count) == said


def test_names_of_units_have_a_translation_and_are_data(monkeypatch: pytest.MonkeyPatch) -> None:
    assert named("市科技局") == "市科技局"
    monkeypatch.setattr(language, "_asked", lambda: ENGLISH)
    assert (named("市科技局"), named("别市某局")) == ("Science and Technology Bureau", "别市某局")


# Where a quarter is meant whatever the plan's rhythm: data, the four seasons, others' tables and notices.
OF_QUARTERS = ("demo/", "domain/measure/rhythm.py", "domain/workflow/pasting.py", "notice/")


def test_only_the_rhythm_speaks_of_quarters() -> None:
    """A monthly plan says months everywhere: whoever names a period asks it or its rhythm."""
    found = [
        f"{name}: {text[:60]}"
        for file in sorted((ROOT / "tracker").rglob("*.py"))
        if not (name := file.relative_to(ROOT / "tracker").as_posix()).startswith(OF_QUARTERS)
        for text in spoken_in(file)
        if "季" in text.replace("季节", "")
    ]
    assert found == []


def spoken_in(file: Path) -> Iterator[str]:
    """Every text of the code but docstrings, also those that go through the gate."""
    tree = ast.parse(file.read_text("utf-8"))
    said_of_code = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said_of_code:
            yield node.value
