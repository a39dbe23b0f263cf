"""Texts that people type: cleaned of what no page, file or database can carry; nothing is cut silently."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import NAME_LIMIT, NOTE_LIMIT, clean_name, clean_text, storable

CASES = {
    "plain": ("已完成认定62家", "已完成认定62家"),
    "space around": ("  完成\n ", "完成"),
    "lines kept": ("一\n二\n\n三", "一\n二\n\n三"),
    "Windows line ends": ("一\r\n二\r三", "一\n二\n三"),
    "Unicode line ends": ("一\u2028二\u2029三\u0085四", "一\n二\n三\n四"),
    "tab kept": ("甲\t乙", "甲\t乙"),
    "NUL and escape": ("甲\x00乙\x1b[31m", "甲乙[31m"),
    "vertical tab and form feed": ("甲\x0b乙\x0c丙", "甲乙丙"),
    "C1 controls": ("甲\x9b乙", "甲乙"),
    "lone surrogates": ("甲\ud800乙\udfff", "甲乙"),
    "bidi override": ("\u202e家26成完\u202c", "家26成完"),
    "bidi isolates and marks": ("\u2066甲\u2069\u200e\u200f\u061c", "甲"),
    "zero width and BOM": ("\ufeff甲\u200b乙", "甲乙"),
    "non-characters": ("甲\ufffe\uffff\ufdd0\U0001ffff乙", "甲乙"),
    "composed": ("e\u0301", "é"),
    "composed across an invisible character": ("e\u200b\u0301", "é"),
    "joined emoji kept": ("👩\u200d🔬", "👩\u200d🔬"),
    "rare characters kept": ("𠮷\ue000", "𠮷\ue000"),
    "markup is text": ("<script>&=1+1", "<script>&=1+1"),
    "nothing": ("", ""),
    "only invisible": ("\u200b\u202e\x00 ", ""),
}


@pytest.mark.parametrize(("typed", "kept"), CASES.values(), ids=CASES.keys())
def test_a_text_loses_only_what_cannot_be_carried(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@pytest.mark.parametrize("length", [NOTE_LIMIT + 1, 20 * NOTE_LIMIT + 1, 1_000_000])
def test_what_is_too_long_is_refused_with_its_length_and_not_cut(length: int) -> None:
    with pytest.raises(BadInput, match=f"进展情况太长：{length:,}个字，最多2,000个字"):
        clean_text("字" * length, what="进展情况")


def test_the_limit_counts_what_remains() -> None:
    assert len(clean_text("字" * NOTE_LIMIT + "\x00" * 100)) == NOTE_LIMIT


@QUICK
@given(st.text(st.characters(), max_size=200))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean_text(typed)
    assert clean_text(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()


@QUICK
@given(st.text(st.characters(), max_size=200))
def test_what_is_storable_can_be_written_and_loses_no_letter(typed: str) -> None:
    kept = storable(typed)
    kept.encode()
    assert "\x00" not in kept
    assert [c for c in kept if c.isalnum()] == [c for c in typed if c.isalnum()]


def test_a_name_is_one_line() -> None:
    assert clean_name(" 市科技局\n 一科\t") == "市科技局 一科"


@pytest.mark.parametrize("typed", ["", " \n", "\u200b"])
def test_a_name_is_not_empty(typed: str) -> None:
    with pytest.raises(BadInput, match="请填写单位名称。"):
        clean_name(typed, "单位名称")


def test_a_name_has_a_limit() -> None:
    assert len(clean_name("名" * NAME_LIMIT)) == NAME_LIMIT
    with pytest.raises(BadInput, match="最多200个字"):
        clean_name("名" * (NAME_LIMIT + 1))
