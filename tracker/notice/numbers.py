"""Every number of a notice's body, so that nothing is overlooked because nothing is unread (DOMAIN §1).

The body runs from the title line (海宁市人民政府关于印发…) up to the page's 附件下载 link. What stands
before the title (index number, 发文字号, dates of publication) is the web page's header; what identifies
the plan there becomes plan facts.

One span is one number *as a reader takes it*:

* digits with their decimals and the 万, 亿 or % joined to them: ``36万``, ``75%``; the unit stays outside;
* a date: ``2025年``, ``2025年6月10日``; a range: ``15-20年``; a name in digits and letters: ``5G``,
  ``1+2+8+N``, ``2.0版`` (the 版 keeps a spreadsheet from turning it into 2);
* a run of Chinese numerals: ``三`` of 三所高校, ``八五`` of 八五折, ``百千万``; also 两, 双, 半 and Roman Ⅰ;
* a short quoted phrase that holds a numeral, whole: ``三横四纵``, ``3个80%``. A number inside quotation
  marks is part of what the marks name and is misread when taken alone.

Words like 数, 几, 多, 首 state no number and are not scanned.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

CHINESE_NUMERALS = "零〇一二三四五六七八九十百千万亿两双半"
ROMAN_NUMERALS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"

# Words in which a numeral character states no number. Kept to what was met in a notice: a word
# that is missing here shows up as an unread number, and a person decides.
LEXICAL_WORDS = (
    "一致",  # 一致性: consistency
    "进一步",  # further
    "一体",  # 一体发展, 一体化: integrated
    "一流",  # first class
    "一批",  # a batch, of no stated size
    "一定",  # a certain
    "统一",  # unified; met in the header only (统一编号)
    "同一",  # the same
    "一般",  # 一般公共预算: general
    "第一位",  # 列第一位的为牵头单位: the first listed
    "半导体",  # semiconductor
    "长三角",  # the Yangtze delta
    "千瓦",  # 亿千瓦时, 分/千瓦时: part of a unit of measure
)

_QUOTED_AT_MOST = 14
_ANY_NUMERAL = re.compile(rf"[\d{CHINESE_NUMERALS}{ROMAN_NUMERALS}]")
_LEXICAL = re.compile("|".join(sorted(LEXICAL_WORDS, key=len, reverse=True)))
# The order decides: headings, quoted phrases and words that state no number take their numerals away first.
_TOKEN = re.compile(
    rf"""
    (?P<marker>  ^[ \u3000]*(?:[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十]+[)\uff09]) )
  | (?P<quoted>  (?<=“)[^“”]{{1,{_QUOTED_AT_MOST}}}(?=”) )
  | (?P<lexical> {_LEXICAL.pattern} )
  | (?P<number>  \d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?
               | \d+(?:\+[\dA-Z]+)+
               | \d+(?:\.\d+)?[-—~至]\d+(?:\.\d+)?年?
               | \d+(?:\.\d+)?(?:版|[A-Z]+|(?:万亿|[万亿]|[百千](?!瓦))?[%\uff05]?)
               | [{CHINESE_NUMERALS}]+
               | [{ROMAN_NUMERALS}] )
    """,
    re.MULTILINE | re.VERBOSE,
)
_ARABIC = re.compile(r"\d+(?:\.\d+)?")
_ONES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "双": 2,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, order=True)
class Span:
    """Characters ``start``..``end`` of the notice (end excluded)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


def body_of(text: str) -> Span:
    """From the title line to the attachment link; the whole text where either is missing."""
    title = re.search(r"^.*关于印发.*$", text, re.MULTILINE)
    link = text.rfind("[附件下载]")
    return Span(title.start() if title else 0, link if link >= 0 else len(text))


def scan_numbers(text: str) -> tuple[Span, ...]:
    """All numbers of the body in order, without overlap."""
    body = body_of(text)
    return tuple(
        Span(*token.span())
        for token in _TOKEN.finditer(text, body.start, body.end)
        if token.lastgroup == "number" or (token.lastgroup == "quoted" and _states_number(token[0]))
    )


def _states_number(phrase: str) -> bool:
    return _ANY_NUMERAL.search(_LEXICAL.sub("", phrase)) is not None


def bare_number(text: str, span: Span) -> Span:
    """The digits inside a reading, without 万, 亿, %: 36 of 36万, 80 of 3个80%; else the whole span."""
    digits = list(_ARABIC.finditer(text, span.start, span.end))
    return Span(*digits[-1].span()) if digits else span


def value_of(written: str) -> Decimal | None:
    """A bare number as a value in the unit of measure that follows it: 36 of 36万标箱 is 36, 千 of 千名 1000.

    None for what is no plain number (5G, 15-20, Ⅰ).
    """
    if _ARABIC.fullmatch(written):
        return Decimal(written)
    if written and all(
        character in _ONES or character in _TENS or character in _MYRIADS for character in written
    ):
        return Decimal(_chinese(written))
    return None


def _chinese(written: str) -> int:
    """千 is 1000, 十六 is 16, 三百二十 is 320, 两万 is 20000, 一亿二千万 is 120,000,000."""
    total = section = ones = 0
    for character in written:
        if character in _ONES:
            ones = _ONES[character]
        elif character in _TENS:
            section += (ones or 1) * _TENS[character]
            ones = 0
        elif character == "万":
            total += (section + ones or 1) * _MYRIADS["万"]
            section = ones = 0
        else:
            total = (total + section + ones or 1) * _MYRIADS["亿"]
            section = ones = 0
    return total + section + ones
