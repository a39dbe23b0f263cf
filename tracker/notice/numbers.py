"""Every number of a notice's body, so that nothing is overlooked because nothing is unread (DOMAIN §1).

The body runs from the title line (海宁市人民政府关于印发…) up to the page's 附件下载 link, where a text is
such a page. What stands before the title (index number, 发文字号, dates of publication) is the web page's
header; what identifies the plan there becomes plan facts.

One span is one number *as a reader takes it*:

* digits with their decimals and the 万, 亿 or % joined to them: ``36万``, ``75%``; the unit stays outside;
* a sign that belongs to it: ``−2%``; a range: ``5%—6%``, ``3至5``, ``15-20年``;
* a date: ``2025年``, ``2025年6月10日``, ``6月``; a name in digits and letters: ``5G``, ``1+2+8+N``, ``2.0版``
  (the 版 keeps a spreadsheet from turning it into 2);
* a run of Chinese numerals: ``三`` of 三所高校, ``八五`` of 八五折, ``百千万``; also 两, 双, 半 and Roman Ⅰ;
  ``百分之二``, ``八成``, ``翻一番``;
* a short quoted phrase that holds a numeral, whole: ``三横四纵``, ``3个80%``. A number inside quotation
  marks is part of what the marks name and is misread when taken alone.

Words like 数, 几, 多, 首 state no number and are not scanned.
"""

import re
from bisect import bisect_right
from decimal import Decimal

from tracker.notice.markers import markers_of
from tracker.notice.normalise import Span, View, view_of

CHINESE_NUMERALS = "零〇一二三四五六七八九十百千万亿两双半"
ROMAN_NUMERALS = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"

# Words in which a numeral character states no number. A word that is missing here shows up as a number to
# be read, and a person decides.
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
# Those that other places' notices brought.
MORE_LEXICAL_WORDS = (
    *(
        "一系列",
        "一揽子",
        "一站式",
        "一次性",
        "一方面",
        "一律",
        "一贯",
        "一线",
        "一旦",
        "一直",
        "一些",
        "一并",
        "一起",
    ),
    *(
        "第一",
        "唯一",
        "单一",
        "逐一",
        "之一",
        "专一",
        "万一",
        "四川",
        "三峡",
        "三亚",
        "九江",
        "六安",
        "五常",
        "万州",
        "万宁",
    ),
    *(
        "千方百计",
        "百姓",
        "千家万户",
        "万家",
        "千千万万",
        "百货",
        "百科",
        "百年",
        "亿万",
        "万物",
        "万能",
        "百强",
        "千亿级",
    ),
    *(
        "百亿级",
        "万亿级",
        "十四五",
        "十五五",
        "十三五",
        "三农",
        "三产",
        "三公",
        "双碳",
        "双千",
        "双创",
        "双向",
        "双方",
        "双边",
    ),
    *(
        "双重",
        "双元",
        "双随机",
        "两岸",
        "两侧",
        "两端",
        "两翼",
        "半年",
        "半径",
        "半岛",
        "过半",
        "一半",
        "一二三产业",
        "二维码",
    ),
    *("二手", "二氧化", "三维", "四季", "四周", "五金", "七夕", "八一", "九龙", "十分", "十堰", "一汽"),
    *("千米", "千克", "千伏", "千卡", "红十字", "两癌"),
    *("三明", "三门", "三台", "两会", "两地", "百色", "千岛", "一手", "一把", "一切", "一道", "一举", "一门"),
)

_QUOTED_AT_MOST = 14
_ANY_NUMERAL = re.compile(rf"[\d{CHINESE_NUMERALS}{ROMAN_NUMERALS}]")
_LEXICAL = re.compile("|".join(sorted((*LEXICAL_WORDS, *MORE_LEXICAL_WORDS), key=len, reverse=True)))
# Units in Latin letters that are measured; other letters behind digits make a name of both: 5G, 5A.
_LATIN_UNIT = r"(?:[kKMG]?W|[kM]?V|[kK][mM]|[GTPE]B|TEU|[PE]FLOPS|P(?![A-Za-z])|[kmc]m|kg|t(?![A-Za-z]))"
_RANGE = r"(?:[-—~]{1,2}|[至到](?=\d))"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_SIGN = r"(?<![\dA-Za-z)\]〕号年-])-(?=\d)"
_SCALE = r"(?:万亿|[万亿]|[百千](?!瓦|克|米|伏|卡))?"
# 6亿8千万, 1万2千, 3千: digits that Chinese numerals scale and go on.
_COMPOSED = r"\d+(?:\.\d+)?(?:亿\d+[千百]?万|[万亿]\d+[千百]万?|[千百](?!瓦|克|米|伏|卡|分)万?)"
# 五至八个, 二十到三十家: of things only; 一至三季度 and 三至五年 say when.
_CHINESE_RANGE = r"(?:[至到]|[-—~]{1,2})"
_COUNT = "[一二两三四五六七八九十百千万]{1,6}"
_THINGS = r"余?(?:个(?!月)|家|名|所|座|处|条|项|场|台|套|辆|户|亩|人|支|件|对|批|次|公里|亿元|万元)"
# The order decides: headings, quoted phrases and words that state no number take their numerals away first.
_TOKEN = re.compile(
    rf"""
    (?P<quoted>  (?<=“)[^“”\n]{{1,{_QUOTED_AT_MOST}}}(?=”) )
  | (?P<base>    (?<=\d/)(?:10|[十百千])?万 | (?<=\d:)1(?![\d.:]) )
  | (?P<portion> [百千万]分之[零〇一二三四五六七八九十百点\d.]+
                 (?:{_CHINESE_RANGE}(?:[百千万]分之)?[一二三四五六七八九十百点]+)?
               | [一二两三四五六七八九]成(?:[半一二三四五六七八九]
                                       |(?=以上|左右|以内|提[高升]|增加|[升降]|[,。;)]|$))
               | 翻[{CHINESE_NUMERALS}]?番 )
  | (?P<lexical> {_LEXICAL.pattern} )
  | (?P<number>  20\d\d-\d\d-\d\d(?:\s*\d\d:\d\d(?::\d\d)?)?
               | \d{{4}}年?{_RANGE}\d{{4}}年
               | \d{{4}}年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?
               | (?:{_DIGITS})(?P<between>[万亿]?[\u4e00-\u9fff]{{1,3}}?){_RANGE}(?:{_DIGITS})(?=(?P=between))
               | \d{{1,2}}(?:[-—~至]\d{{1,2}})?月(?:\d{{1,2}}日)?(?!免|减|租)
               | \d+(?:\+[\dA-Z]+)+
               | {_COMPOSED}
               | (?<![第周初]){_COUNT}{_CHINESE_RANGE}{_COUNT}(?={_THINGS})
               | {_SIGN}(?:{_DIGITS}){_SCALE}%?
               | (?:{_DIGITS}){_SCALE}%?{_RANGE}(?:{_DIGITS})(?:年|{_SCALE}%?)
               | (?:{_DIGITS})(?:版|(?!{_LATIN_UNIT})[A-Z]+|{_SCALE}%?)
               | [{CHINESE_NUMERALS}]+
               | [{ROMAN_NUMERALS}] )
    """,
    re.MULTILINE | re.VERBOSE,
)
_ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SIGNED = re.compile(rf"-?(?:{_DIGITS})")
_RANGE_ENDS = re.compile(
    rf"({_DIGITS})({_SCALE}%?[\u4e00-\u9fff]{{0,4}})({_RANGE})({_DIGITS})({_SCALE}%?)(?!年)"
)
_CHINESE_ENDS = re.compile(
    rf"((?:[百千万]分之)?[{CHINESE_NUMERALS}点]+){_CHINESE_RANGE}((?:[百千万]分之)?[{CHINESE_NUMERALS}点]+)"
)
_ALL_COMPOSED = re.compile(_COMPOSED)
_COMPOSED_OF = re.compile(r"(\d+(?:\.\d+)?)(?:([万亿])(\d+))?([千百]?)(万?)")
_ONES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "双": 2,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_PARTS = {"百": "%", "千": "‰", "万": "‱"}


def body_of(text: str) -> Span:
    """From the title line to the attachment link; the whole text where either is missing."""
    link = text.rfind("[附件下载]")
    end = link if link >= 0 else len(text)
    # A page's header is short; in a text without one a 关于印发 may stand anywhere.
    title = re.compile(r"^.*关于印发.*$", re.MULTILINE).search(text, 0, min(2000, end)) if link >= 0 else None
    return Span(title.start() if title else 0, end)


def scan_numbers(text: str) -> tuple[Span, ...]:
    """All numbers of the body in order, without overlap. Spans are characters of the text as stored."""
    view = view_of(text)
    return tuple(view.outward(span) for span in scan(view))


def scan(view: View) -> list[Span]:
    """The same in characters of the text read."""
    body = view.inward(body_of(view.stored))
    markers = markers_of(view)
    marked = sorted([*(marker.span for marker in markers.levels), *markers.inline])
    starts = [span.start for span in marked]
    found: list[Span] = []
    at = body.start
    while (token := _TOKEN.search(view.text, at, body.end)) is not None:
        at = max(token.end(), token.start() + 1)
        before = bisect_right(starts, token.start())
        if before and token.start() < marked[before - 1].end:
            at = max(token.start() + 1, marked[before - 1].end)
            continue
        if before < len(starts) and starts[before] < token.end():
            # 一季度1.2.: a marker within what looked like one number ends it.
            at = starts[before]
            continue
        if _is_number(token):
            found.append(Span(*token.span()))
    return found


def _is_number(token: re.Match[str]) -> bool:
    return token.lastgroup in ("number", "portion") or (
        token.lastgroup == "quoted" and _states_number(token[0])
    )


def _states_number(phrase: str) -> bool:
    return _ANY_NUMERAL.search(_LEXICAL.sub("", phrase)) is not None


def bare_number(text: str, span: Span) -> Span:
    """The digits inside a reading: 36 of 36万, 80 of 3个80%, 5 of 5%—6%; else the whole."""
    if _ALL_COMPOSED.fullmatch(text, span.start, span.end):
        return span
    for two in (_RANGE_ENDS, _CHINESE_ENDS):
        if (ends := two.fullmatch(text, span.start, span.end)) is not None:
            return Span(*ends.span(1))
    if (signed := _SIGNED.match(text, span.start, span.end)) is not None and text[span.start] == "-":
        return Span(*signed.span())
    digits = list(_ARABIC.finditer(text, span.start, span.end))
    return Span(*digits[-1].span()) if digits else span


def second_number(text: str, span: Span) -> Span | None:
    """The upper end of a range: 6 of 5%—6%; None where the reading is no range of amounts."""
    if (ends := _RANGE_ENDS.fullmatch(text, span.start, span.end)) is not None:
        return Span(*ends.span(4))
    ends = _CHINESE_ENDS.fullmatch(text, span.start, span.end)
    return Span(*ends.span(2)) if ends is not None else None


def value_of(written: str) -> Decimal | None:
    """A bare number as a value in the unit of measure that follows it: 36 of 36万标箱 is 36, 千 of 千名 1000.

    百分之二 is 2 (%), 八成 80 and 八成五 85 (%), 翻一番 100 (%: it doubles).
    None for what is no plain number (5G, 15-20, Ⅰ).
    """
    written = "".join(written.split()).translate(_HALF_WIDTH)
    if len(written) > _LONGEST:
        return None
    if re.fullmatch(rf"-?(?:{_DIGITS})", written):
        return Decimal(written.replace(",", ""))
    if _ALL_COMPOSED.fullmatch(written) and (composed := _COMPOSED_OF.fullmatch(written)):
        whole, scale, rest, tens, myriads = composed.groups()
        last = Decimal(rest or whole) * _TENS.get(tens, 1) * _MYRIADS.get(myriads, 1)
        return Decimal(whole) * _MYRIADS[scale] + last if scale else last
    if written[1:3] == "分之" and written[0] in _PARTS:
        return _decimal(written[3:])
    if tenths := _TENTHS.fullmatch(written):
        return Decimal(_ONES[tenths[1]] * 10 + (5 if tenths[2] == "半" else _ONES.get(tenths[2], 0)))
    if written.startswith("翻") and written.endswith("番") and len(written) <= 3:
        times = value_of(written[1:-1] or "一")
        return None if times is None or times > 9 else Decimal((2 ** int(times) - 1) * 100)
    if written and all(
        character in _ONES or character in _TENS or character in _MYRIADS for character in written
    ):
        return Decimal(_chinese(written))
    return None


_TENTHS = re.compile(r"([零一二三四五六七八九两])成([半一二三四五六七八九]?)")
_LONGEST = 20  # characters of a number that a ledger can hold
_HALF_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {
    0xFF0E: 0x2E,
    0x2212: 0x2D,
    0xFF0D: 0x2D,
}


def unit_within(written: str) -> str:
    """The unit that a number's own words hold: % of 百分之二, 八成 and 翻一番."""
    if written[1:3] == "分之":
        return _PARTS.get(written[0], "")
    return "%" if _TENTHS.fullmatch(written) or re.fullmatch(r"翻.?番", written) else ""


def _decimal(written: str) -> Decimal | None:
    """五点二 is 5.2, 十五 15, 2.5 2.5."""
    whole, point, rest = written.partition("点")
    if not point:
        return value_of(written)
    value = value_of(whole)
    if value is None or not rest or any(character not in _ONES for character in rest):
        return None
    return value + Decimal("0." + "".join(str(_ONES[character]) for character in rest))


def _chinese(written: str) -> int:
    """千 is 1000, 十六 is 16, 三百二十 is 320, 两万 is 20000, 一亿二千万 is 120,000,000; 二〇二六 is 2026."""
    if len(written) > 1 and all(character in _ONES for character in written):
        return int("".join(str(_ONES[character]) for character in written))
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
