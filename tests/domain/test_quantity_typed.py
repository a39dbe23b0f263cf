"""What is typed into a figure's field is read exactly or refused in words; it is never guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.quantity import LARGEST, amount_text, parse_amount, plain

READ = [
    # typed, unit of measure, read as
    ("100", "家", "100"),
    ("0", "家", "0"),
    ("-0", "家", "0"),
    ("00100", "家", "100"),
    ("+5", "家", "5"),
    ("5.98", "亿元", "5.98"),
    ("5.9800", "亿元", "5.98"),
    ("5.980000", "亿元", "5.98"),
    (".5", "亿元", "0.5"),
    ("36.", "万标箱", "36"),
    ("１２３", "家", "123"),
    ("１，２３４．５", "万元", "1234.5"),
    ("　７　", "家", "7"),
    ("14,100", "元", "14100"),
    ("1,234,567.89", "元", "1234567.89"),
    (" 100\n", "家", "100"),
    ("\u00a0100\u00a0", "家", "100"),
    ("100家", "家", "100"),
    ("100 家", "家", "100"),
    ("36万标箱", "万标箱", "36"),
    ("36万", "万标箱", "36"),
    ("36 万 标箱", "万标箱", "36"),
    ("0.36亿", "万标箱", "3600"),
    ("3600万", "亿元", "0.36"),
    ("3600万元", "亿元", "0.36"),
    ("5.98亿元", "亿元", "5.98"),
    ("1.5万", "户", "15000"),
    ("1.5万户", "户", "15000"),
    ("3600万元", "元", "36000000"),
    ("3万亿元", "亿元", "30000"),
    ("1亿", "万亿元", "0.0001"),
    ("3万亿", "亿元", "30000"),
    ("91%", "%", "91"),
    ("91％", "%", "91"),
    ("91%", "％", "91"),
    ("1000台（套）", "台(套)", "1000"),
    ("3分/千瓦时", "分/千瓦时", "3"),
    ("12亿千瓦时", "亿千瓦时", "12"),
    ("20张/万名", "张/万名", "20"),
    ("99999999999999.9999", "元", "99999999999999.9999"),
    ("99,999,999,999,999.9999", "元", "99999999999999.9999"),
]


@pytest.mark.parametrize(("typed", "unit", "value"), READ, ids=[f"{t!r} in {u}" for t, u, _ in READ])
def test_typed_forms_are_read_exactly(typed: str, unit: str, value: str) -> None:
    read = parse_amount(typed, unit)
    assert read == Decimal(value)
    assert str(read) == str(Decimal(value).normalize() + 0), "one form for equal amounts"


NOT_NUMBERS = {
    "word": "很多",
    "underscore": "1_000",
    "exponent": "1e400",
    "small exponent": "1E3",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "inf": "-inf",
    "Arabic-Indic digits": "١٢٣",
    "Devanagari digits": "१२३",
    "mathematical bold": "𝟏𝟐",
    "superscript": "3²",
    "circled": "①",
    "vulgar fraction": "1½",
    "roman": "Ⅳ",
    "Chinese numeral": "一百",
    "hexadecimal": "0x10",
    "two points": "1.2.3",
    "two signs": "--5",
    "trailing sign": "5-",
    "en dash": "–5",
    "Chinese full stop": "3。5",
    "separators astray": "1,23",
    "a separator behind nothing": "0,123",
    "a separator within decimals": "1,234.5,6",
    "two cells pasted": "45\t68",
    "two lines pasted": "45\n68",
    "a space for a separator": "1 000",
    "spaces": "1  2",
    "a formula": "=1+1",
    "a range": "36-40",
    "another unit": "36家",
    "single units in a field of 万": "360000标箱",
    "unit alone": "万标箱",
    "scale alone": "万",
    "NUL": "1\x002",
    "surrogate": "\ud8001",
    "right to left": "\u202e12",
    "zero width": "1\u200b2",
    "script": "<script>1</script>",
}


@pytest.mark.parametrize("typed", NOT_NUMBERS.values(), ids=NOT_NUMBERS.keys())
def test_what_is_no_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(BadInput, match="不是数字。请只填数字，单位是万标箱") as refusal:
        parse_amount(typed, "万标箱")
    str(refusal.value).encode()  # a surrogate in the message would break the page that shows it
    assert not set("\u202e\x00\u200b") & set(str(refusal.value))


REFUSED = {
    "nothing": ("", "没有完成请填 0"),
    "blank": (" \t\u3000\n", "没有完成请填 0"),
    "five decimals": ("1.23456", "最多保留4位小数"),
    "five decimals by conversion": ("3600.5万", "最多保留4位小数"),
    "fifteen digits": ("100000000000000", "太大了"),
    "a hair too large": ("99999999999999.99991", "最多保留4位小数"),
    "too large by conversion": ("9999999亿亿", "太大了"),
    "400 digits": ("9" * 400, "太长了"),
    "41 characters": ("0" * 40 + "1", "太长了"),
    "a million digits": ("9" * 1_000_000, "太长了"),
    "400 zeros and a digit": ("0" * 400 + "1", "太长了"),
    "digits behind a screen of blanks": ("5" + " " * 395 + "7", "不是数字"),
    "digits behind two screens of blanks": ("5" + " " * 3950 + "7", "太长了"),
    "negative": ("-5", "不会是负数"),
    "negative with a true minus": ("−5", "不会是负数"),
    "negative in full width": ("－５", "不会是负数"),
}


@pytest.mark.parametrize(("typed", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_the_ledger_cannot_hold_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refusal:
        parse_amount(typed, "亿元")
    assert len(str(refusal.value)) < 80


@pytest.mark.parametrize("typed", ["-1.5", "−1.5", "－１．５", "- 1.5", "-1.5%"])
def test_a_growth_rate_may_be_negative(typed: str) -> None:
    assert parse_amount(typed, "%", may_be_negative=True) == Decimal("-1.5")


def test_without_a_unit_of_measure_the_refusal_still_is_a_sentence() -> None:
    with pytest.raises(BadInput, match="单位是个。"):
        parse_amount("x")


def test_forty_characters_are_read() -> None:
    assert parse_amount("0" * 39 + "1") == 1


AMOUNTS = st.decimals(-LARGEST, LARGEST, places=4)


@QUICK
@given(AMOUNTS)
def test_the_plain_writing_of_an_amount_reads_back_as_itself(amount: Decimal) -> None:
    assert parse_amount(plain(amount), "元", may_be_negative=True) == amount


@QUICK
@given(AMOUNTS, st.sampled_from(["", "家", "万标箱", "亿元", "%", "台(套)", "分/千瓦时"]))
def test_what_people_are_shown_can_be_typed_back(amount: Decimal, unit: str) -> None:
    assert parse_amount(amount_text(amount) + unit, unit, may_be_negative=True) == amount


@QUICK
@given(st.integers(0, 10**9))
def test_a_typed_scale_is_converted_exactly(tens: int) -> None:
    assert parse_amount(f"{tens}万", "亿元") * 10_000 == tens


@QUICK
@given(st.text(max_size=60))
def test_any_text_is_an_exact_amount_or_a_refusal(typed: str) -> None:
    try:
        value = parse_amount(typed, "万标箱", may_be_negative=True)
    except BadInput:
        return
    assert value.is_finite()
    assert abs(value) <= LARGEST
    assert (Fraction(value) * 10_000).denominator == 1


def test_there_is_no_float_drift() -> None:
    tenth = parse_amount("0.1", "亿元")
    assert sum([tenth] * 100_000, Decimal(0)) == 10_000
    cents = [parse_amount(f"{number}.01", "元") for number in range(10_000)]
    assert sum(cents, Decimal(0)) == Decimal("49995100.00")
    assert plain(parse_amount("5.98") + parse_amount("1.35") + parse_amount("29.38")) == "36.71"
