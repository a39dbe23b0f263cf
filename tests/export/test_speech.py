"""讲话参考: opening, whole, areas with each target behind, 要求, closing; every line can be read aloud."""

import re
from io import BytesIO

import pytest
from docx import Document

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tests.export.worded import content
from tracker.domain.meetings.snapshot import content_sha256
from tracker.domain.sentences.speaker import aloud
from tracker.export.speaker_notes import speaker_notes_bytes


def speech(frozen: str) -> bytes:
    return speaker_notes_bytes(frozen, content_sha256(frozen), "2025Q3-98")


@pytest.fixture(scope="module")
def lines() -> list[str]:
    return [p.text for p in Document(BytesIO(speech(content()))).paragraphs if p.text]


def test_it_goes_from_the_opening_to_the_closing(lines: list[str]) -> None:
    assert lines[1] == "同志们："
    assert lines[2].endswith("下面，我讲四点意见。")
    assert [line for line in lines if re.match("[一二三四五]、", line)] == [
        "一、前一阶段的总体情况",
        "二、各领域的进展和问题",
        "三、需要会议研究的事项",
        "四、下一步工作要求",
    ]
    assert lines[-2].startswith("今年还有3个月。")


def test_each_target_behind_is_named_in_its_area(lines: list[str]) -> None:
    text = "".join(lines)
    for score in m.card().behind:
        assert aloud(score.target.name) in text or score.target.id == 10
    assert "制修订标准，全年目标5项，目前0项" in text


def test_every_line_can_be_read_aloud(lines: list[str]) -> None:
    for line in lines[:-1]:
        bare = re.sub("^（[一二三四五六七八九十]+）", "", line)
        assert not re.search("[（）()/—≥≤★]", bare), line


def test_a_page_has_its_number_and_the_last_line_traces_it_back() -> None:
    data = speech(content())
    document = Document(BytesIO(data))
    assert "PAGE" in document.sections[0].footer._element.xml
    assert content_sha256(content())[:12] in document.paragraphs[-1].text


def test_without_words_the_figures_speak_alone() -> None:
    text = text_of_file("docx", speech(m.content()))
    assert "下面，我讲两点意见。" in text
    assert "下一步工作要求" not in text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("620台(套)", "620台套"),
        ("民间投资要素保障比例(专项基金、用地、能耗)", "民间投资要素保障比例"),
        ("新建（认定）高标准农田", "新建认定高标准农田"),
        ("数据为1—9月", "数据为1至9月"),
    ],
)
def test_asides_and_dashes_are_read_as_one_speaks(written: str, read: str) -> None:
    assert aloud(written) == read
