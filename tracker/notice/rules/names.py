"""What a number is by itself, or by what it is joined to: a name, a year, a month, a part of a title."""

import re

from tracker.notice.wording import Context


def is_calendar_year(context: Context) -> bool:
    if re.fullmatch(r"20\d\d", context.written):
        # 2026、2027、2028年: 年 stands behind the last alone.
        return re.match(r"(?:[、和及]20\d\d)+年", context.after) is not None
    return re.match(r"\d{4}年?(?:[-—~至到]{1,2}\d{4})?年", context.written) is not None


def is_bare_year(context: Context) -> bool:
    """2025海宁追潮马拉松: a year without 年, joined to a name; 停车位2000个 is none."""
    return (
        re.fullmatch(r"20[0-4]\d", context.written) is not None
        and not context.unit_written
        and re.match(r"[\u4e00-\u9fff“]{3}", context.after) is not None
    )


def names_a_programme(context: Context) -> bool:
    """万名基层医生进修三年行动: a round Chinese numeral before …行动 or …工程 is part of its name."""
    return not context.has_digits and re.match(r"[^、]{0,12}(?:行动|工程)", context.after) is not None


def counts_people_to_train(context: Context) -> bool:
    """开展千名农创客培育工程: the programme says how many it is to bring up."""
    return (
        re.fullmatch(r"[百千万]|[一二三四五六七八九两]?[百千万]", context.written) is not None
        and re.search(r"(?:开展|实施)$", context.before) is not None
        and re.match(r"名[^、]{1,8}(?:培育|培训|培养|引进)(?:工程|行动|计划)", context.after) is not None
    )


def is_quoted_scheme(context: Context) -> bool:
    """两免三减半: a tax rate spelled as a phrase."""
    return context.is_quoted and re.search(r"免(?!签)|减(?![排负灾碳])|折", context.written) is not None


def is_quoted_name(context: Context) -> bool:
    return context.is_quoted and re.search(r"[%\uff05]", context.written) is None


def stands_in_a_quotation(context: Context) -> bool:
    """Within longer quotation marks, and within the title of a document."""
    before = context.text[max(0, context.span.start - 60) : context.span.start]
    before = before[before.rfind("\n") + 1 :]
    return before.rfind("“") > before.rfind("”") or before.rfind("《") > before.rfind("》")


def is_round_name(context: Context) -> bool:
    """百千万永久基本农田: three round numerals in a row are a name, not 百千万 of anything."""
    return re.fullmatch(r"[百千万亿]{3,}", context.written) is not None


# 8.2:45.3:46.5, the shares of three parts
_PROPORTION = re.compile(r"\d:\d+(?:\.\d+)?:\d")


def is_part_of_a_name(context: Context) -> bool:
    """PM2.5, 12345热线, 3号线, 15分钟生活圈, 24小时, G60: digits that name something."""
    before = context.text[max(0, context.span.start - 12) : context.span.start]
    after = context.text[context.span.end : context.span.end + 14]
    return (
        re.search(r"(?:PM_?|SO|CO|NO|GB|ISO|T/|Q/)\s?$", before, re.IGNORECASE) is not None
        or (re.search(r"[A-Za-z][-]?$", before) is not None and not context.unit_written)
        or re.match(r"号|#|强|型[^,。]|级(?:地震|台风|大风)|车道|国道|省道|县道|英寸", after) is not None
        or (before.endswith("[") and after.startswith("]"))  # 四库[11]: a footnote
        or (
            re.fullmatch(r"[1-9]\.0", context.written) is not None
            and not context.unit_written
            and not re.search(r"[于到至达过超约为率比]$", before)
        )
        or (re.fullmatch(r"12\d{3}", context.written) is not None and not context.unit_written)
        or (re.search(r"[大中小][(]$", before) is not None and re.match(r"[)][^,]{0,2}型", after) is not None)
        or (
            re.match(r"(?:热线|平台|工程项目)", after) is not None
            and re.fullmatch(r"\d{3,5}", context.written) is not None
        )
        or re.match(
            r"(?:分钟|小时|公里)(?!以内)[^,。;、]{0,10}(?:圈|服务|开放|办结|响应|便民|不打烊|值班|营业|全天|自助|阅读|购药|书[房屋吧]|图书|药店|便利|驿站|“)",
            after,
        )
        is not None
        or re.match(r"(?:期|个?标段)(?:工程|项目|建设|[)])|年(?:一贯)?制", after) is not None
        or (re.fullmatch(r"1(?:10|19|20|22)", context.written) is not None and not context.unit_written)
        or re.fullmatch(r"0\d{2,3}[-—]{1,2}\d{7,8}", context.written) is not None
        or (before.endswith("转") and not context.unit_written)
        or _PROPORTION.search(before[-9:] + context.written + after[:9]) is not None
        or re.match(r"[:]\d|(?:米|公里)(?:覆盖|范围|服务|半径|见)", after) is not None
        or (re.search(r"附件|附表|专栏|表|图|约束|第$", before[-2:]) is not None and not context.unit_written)
        or (re.fullmatch(r"\d{6,}", context.written) is not None and not context.unit_written)
        or re.search(r"〔$", before) is not None
        or re.search(r"(?:电话|传真|邮编|邮政编码|热线|微信|QQ)[:为]?(?:\d{3,4}[-—]{1,2})?$", before)
        is not None
        or (re.search(r"\d+/$|[A-Za-z]\d*[-+]$", before) is not None and not context.unit_written)
    )


def is_month_or_quarter(context: Context) -> bool:
    """6月底, 三季度, 15日: when, not how much."""
    after = context.text[context.span.end : context.span.end + 3]
    if re.match(r"20\d\d-\d\d-\d\d", context.written):
        return True
    if re.match(r"日", after) and re.search(r"\d[月日](?:\d{1,2}日)?[-—~至]{1,2}$", context.before):
        return True  # 3月19日至20日
    if re.search(r"(?:月|日)$", context.written) and re.search(r"\d", context.written):
        return True
    return (
        re.match(r"季度", after) is not None
        or (re.match(r"月(?:底|末|份|中|上|下|初|前|起|[-—~至到,。\d])", after) is not None)
        or (
            re.match(r"日(?![均常产处])", after) is not None
            and re.search(r"月$|月\d{1,2}[-—~至、]$", context.before) is not None
        )
    )
