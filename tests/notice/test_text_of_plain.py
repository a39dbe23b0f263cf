"""A notice as .txt in the codings that Chinese offices use, and pasted."""

import pytest

from tests.notice.documents import SEED_NOTICE
from tracker.domain.language.errors import BadInput
from tracker.notice.files import TEXT_LIMIT, text_of_file, text_of_paste

TEXT = SEED_NOTICE.read_text("utf-8").strip()


@pytest.mark.parametrize(
    ("content", "source"),
    [
        (TEXT.encode("utf-8"), "文本文件（UTF-8）"),
        (TEXT.encode("utf-8-sig"), "文本文件（UTF-8）"),
        (TEXT.encode("utf-16"), "文本文件（UTF-16）"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "文本文件（UTF-16）"),
        (TEXT.encode("gb18030"), "文本文件（GB 18030）"),
        (TEXT.replace("\n", "\r\n").encode("gb18030"), "文本文件（GB 18030）"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16", "UTF-16 big end first", "GB 18030", "lines of Windows"],
)
def test_a_text_is_read_in_its_coding(content: bytes, source: str) -> None:
    said = text_of_file("通知.txt", content)
    assert (said.text, said.source, said.remarks) == (TEXT, source, ())


@pytest.mark.parametrize("text", ["BMI超标人数下降3%", "PK赛举办2场", "GIF8"])
def test_a_text_that_begins_like_another_kind_is_a_text(text: str) -> None:
    assert text_of_file("a.txt", text.encode()).text == text


@pytest.mark.parametrize("name", ["通知", "通知.TXT", "通知.md", ""])
def test_a_text_is_known_by_its_content(name: str) -> None:
    assert text_of_file(name, "新增100家。".encode()).text == "新增100家。"


def test_rare_characters_of_names_are_read() -> None:
    assert text_of_file("a.txt", "镕堃㛃𬱖镇新增绿道3公里，建成公园两个".encode("gb18030")).text.startswith(
        "镕堃㛃𬱖"
    )


def test_what_is_pasted_loses_only_what_no_page_can_carry() -> None:
    said = text_of_paste(" 一、工业\r\n新增\u200b100家\x07。\n")
    assert (said.text, said.source) == ("一、工业\n新增100家。", "粘贴的文字")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("  \n", "没有文字"), ("新" * (TEXT_LIMIT + 1), "正文太长：500,001个字，最多500,000个字")],
)
def test_what_can_not_be_a_notice_is_refused(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        text_of_paste(typed)
