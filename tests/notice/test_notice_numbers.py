"""Nothing is overlooked because nothing is unread."""

import re
from decimal import Decimal

import pytest

from tracker.notice.numbers import (
    CHINESE_NUMERALS,
    LEXICAL_WORDS,
    ROMAN_NUMERALS,
    Span,
    bare_number,
    body_of,
    scan_numbers,
    value_of,
)
from tracker.notice.records import Register

MARKER = re.compile(r"(?m)^ *(?:[一二三四五六七八]、|\([一二三四五六七八九十]+\))")


def test_every_numeral_character_lies_in_one_reading_or_in_a_lexical_word(register: Register) -> None:
    """Counted character by character, without the scanner."""
    body = body_of(register.text)
    free = set(range(body.start, body.end))
    for pattern in (MARKER, *(re.compile(word) for word in LEXICAL_WORDS)):
        for found in pattern.finditer(register.text):
            free -= set(range(*found.span()))
    read: list[int] = [place for one in register.readings for place in range(one.start, one.end)]
    assert len(read) == len(set(read))
    numeral = re.compile(rf"[\d{CHINESE_NUMERALS}{ROMAN_NUMERALS}]")
    unread = [place for place in free - set(read) if numeral.match(register.text[place])]
    assert [register.text[place - 5 : place + 5] for place in unread] == []


def test_every_number_has_exactly_one_reading(register: Register) -> None:
    spans = [Span(one.start, one.end) for one in register.readings]
    assert sorted(spans) == list(scan_numbers(register.text))


def test_every_lexical_word_was_met_in_the_notice(text: str) -> None:
    assert [word for word in LEXICAL_WORDS if word not in text] == []


def test_the_body_is_the_notice_without_the_page_around_it(text: str) -> None:
    body = body_of(text).of(text)
    assert body.startswith("海宁市人民政府关于印发")
    assert body.rstrip().endswith("附件:海宁市积极争取省政策事项清单")


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("新增高新技术企业100家", ["100"]),
        ("吞吐量超过36万标箱", ["36万"]),
        ("供给超160亿千瓦时,下降3分/千瓦时", ["160亿", "3"]),
        ("支出75%以上,安排0.10亿元", ["75%", "0.10亿"]),
        ("15-20年住宅老旧电梯", ["15-20年"]),
        ("“1+2+8+N”低空起降设施", ["1+2+8+N"]),
        ("1+2+8+N低空起降设施", ["1+2+8+N"]),
        ("国家5A级景区、5G工厂", ["5A", "5G"]),
        ("“四好农村路”2.0版", ["四好农村路", "2.0版"]),
        ("在“3个70%”的基础上提升至“3个80%”", ["3个70%", "3个80%"]),
        ("加快落实“9810”出口退税,围绕“241”产业", ["9810", "241"]),
        ("2025年,2025年6月10日", ["2025年", "2025年6月10日"]),
        ("十六届市政府第59次常务会议", ["十六", "59"]),
        ("开展千名农创客,在海宁三所高校", ["千", "三"]),
        ("八五折优惠,“两免三减半”", ["八五", "两免三减半"]),
        ("Ⅰ类客车", ["Ⅰ"]),
        ("超亿美元外资大项目5个以上", ["亿", "5"]),
        ("进一步推进一体化、半导体、一批", []),
        ("一般公共预算,长三角", []),
        ("“全时人才”“伙伴计划”", []),
        ("\n  二、加快发展\n  (七)布局", []),
        ("新建雨污管网42.5千米,收储300千克", ["42.5", "300"]),
        ("市红十字会,免费两癌检查", []),
    ],
)
def test_the_scanner_takes_a_number_as_a_reader_does(words: str, numbers: list[str]) -> None:
    assert [span.of(words) for span in scan_numbers(words)] == numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("36", 36), ("0.10", "0.1"), ("千", 1000), ("十", 10), ("十六", 16), ("三百二十", 320)),
        *(("两万", 20000), ("一亿二千万", 120000000), ("万", 10000), ("九", 9)),
    ],
)
def test_a_bare_number_has_the_value_of_its_words(written: str, value: int | str) -> None:
    assert value_of(written) == Decimal(value)


@pytest.mark.parametrize("written", ["5G", "15-20", "Ⅰ", "", "三减半", "36万"])
def test_what_is_no_plain_number_has_no_value(written: str) -> None:
    assert value_of(written) is None


@pytest.mark.parametrize(
    ("reading", "number"), [("36万", "36"), ("75%", "75"), ("3个80%", "80"), ("千", "千")]
)
def test_the_bare_number_stands_inside_its_reading(reading: str, number: str) -> None:
    assert bare_number(reading, Span(0, len(reading))).of(reading) == number
