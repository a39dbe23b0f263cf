"""A reviewer's note by the field that each part is about: what is written comes back, and nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK
from tracker.domain.workflow.entry import About, Beside, Field, note_of, notes_by_field

NOTES = [
    pytest.param("", {}, id="nothing"),
    pytest.param(" \n\n", {}, id="blank"),
    pytest.param("请核对口径。", {None: "请核对口径。"}, id="about no field"),
    pytest.param(
        "【数值】与港区月报不符\n【下一步举措】请写明时间",
        {Field.VALUE: "与港区月报不符", Field.NEXT_STEP: "请写明时间"},
        id="two fields",
    ),
    pytest.param("【本年累计】少一家", {Field.VALUE: "少一家"}, id="the field's own label"),
    pytest.param(
        "请尽快修改。\n【进展情况】太笼统", {None: "请尽快修改。", Field.PROGRESS: "太笼统"}, id="on top"
    ),
    pytest.param(
        "【进展情况】太笼统\n请写清企业名称\n\n和时间",
        {Field.PROGRESS: "太笼统\n请写清企业名称\n\n和时间"},
        id="several lines",
    ),
    pytest.param(
        "【数值】一\n【进展情况】二\n【数值】三", {Field.VALUE: "一\n三", Field.PROGRESS: "二"}, id="twice"
    ),
    pytest.param(
        "【数值】一\n【佐证】请补月报\n盖章", {Field.VALUE: "一", None: "【佐证】请补月报\n盖章"}, id="other"
    ),
    pytest.param(
        "【佐证材料】请补盖章的清单\n【数值】与清单不符",
        {Beside.EVIDENCE: "请补盖章的清单", Field.VALUE: "与清单不符"},
        id="the evidence",
    ),
    pytest.param("  【 数值 】 不符 ", {Field.VALUE: "不符"}, id="with spaces"),
    pytest.param("见【数值】一栏", {None: "见【数值】一栏"}, id="a name within a line"),
    pytest.param("【数值】", {}, id="a name and nothing behind it"),
    pytest.param("【数值】\n与月报不符", {Field.VALUE: "与月报不符"}, id="the text below its name"),
    pytest.param("【】空", {None: "【】空"}, id="an empty name"),
    pytest.param("【更正(回落)理由】不充分", {Field.REASON: "不充分"}, id="a name with brackets"),
]


@pytest.mark.parametrize(("note", "parts"), NOTES)
def test_a_note_falls_into_the_parts_of_its_fields(note: str, parts: dict[About, str]) -> None:
    assert notes_by_field(note) == parts


@pytest.mark.parametrize("field", [*Field, *Beside])
def test_every_field_can_be_named(field: Field | Beside) -> None:
    assert notes_by_field(note_of({field: "请修改"})) == {field: "请修改"}


TEXTS = st.text(st.characters(exclude_characters="【\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", codec="utf-8"))


@QUICK
@given(st.dictionaries(st.sampled_from([None, *Field, *Beside]), TEXTS))
def test_what_was_written_for_each_field_comes_back(notes: dict[About, str]) -> None:
    kept = {field: text.strip() for field, text in notes.items() if text.strip()}
    assert notes_by_field(note_of(notes)) == kept


@QUICK
@given(st.text())
def test_no_word_of_any_note_is_lost(note: str) -> None:
    parts = notes_by_field(note)
    said = "".join(note_of(parts).split())
    names = ["".join(f"【{field.label}】".split()) for field in Field] + ["【数值】"]
    for word in note.split():
        bare = word
        for name in names:
            bare = bare.replace(name, "")
        assert bare in said
