"""Amounts: what is to come, and what is there already: past figures, bases of a change, counts of a list."""

import re

from tracker.notice import wording
from tracker.notice.numbers import value_of
from tracker.notice.wording import Context, unit_of_measure

# 由去年的30家增加到50家
ONCE = r"(?:(?:\d{4}年|目前|现在|当前|现有|上年|去年|年初|原来|原先)[底末]?的?)?"


def counts_what_is_named(context: Context) -> bool:
    """三大领域, 三所高校, 省市两级: counts what was listed or exists already."""
    return not context.has_digits and re.match(r"[大级]", context.after) is not None


def counts_named_things(context: Context) -> bool:
    """三所高校 exist already; 新建三所学校 are to come."""
    return (
        not context.has_digits and context.after.startswith("所") and not _DOES.search(context.before[-12:])
    )


def is_of_classes(context: Context) -> bool:
    """分3类实施; 集采耗材累计达到45类 counts."""
    return context.after.startswith("类") and not (
        context.after == "类" and re.search("[成为]$", context.before) is None
    )


def announces_a_list(context: Context) -> bool:
    """15件市级重点民生实事, 10项重点任务, 8个方面: what the text itself goes on to list."""
    if context.is_quoted:
        return False
    if re.search(r"(?:分解|细化|明确|梳理|归纳)[为成出]$", context.before) and context.unit_written in (
        "项",
        "条",
        "个",
    ):
        return True  # 重点任务已分解为20项
    if re.match(
        r"[件项个条][^,]{0,16}(?:清单|名单|[分工解]表|安排表|一览表|[责任]书)(?:$|[的(》])", context.after
    ):
        return True  # 2026年20项重点项目责任清单
    if re.search(
        r"[\d一二三四五六七八九十](?:个|大)?(?:方面|领域|部分|板块|类)$", context.before
    ) and re.match(r"[项件条]", context.after):
        return True  # 抓好4个方面16项工作
    if context.text[context.span.start - 1 : context.span.start] == "(" and re.match(
        r"[项个条件类]\)", context.after
    ):
        return True  # 工业经济(10项)
    return (context.has_digits and re.match(r"(?:大类?|个?方面|类(?!$))", context.after) is not None) or (
        re.match(
            r"[件项个条](?:省级|市级|县级|区级|年度)?(?:考核|攻坚|改革|重点|具体|主要|重大|核心|关键|民生|为民)*(?:办?实事|任务|工作任务|举措|措施|目标任务|指标|方面|具体措施|工作|事项|政策|清单|领域)(?!库)",
            context.after,
        )
        is not None
        and re.match(
            r"[件项个条].{0,14}(?:实事|任务|举措|措施|目标任务|指标|方面|政策|事项|领域)(?:项目)?(?:$|,|。|:|;|、|包括|如下|进行|的?通知|责任|分解|全面|落|下达|印发)",
            context.after,
        )
        is not None
        and not re.search(r"新增|新建|培育|打造|完成(?!.*\d)", context.before[-6:])
    )


_DOES = re.compile(
    r"新建|改建|扩建|建成|建设|新增|打造|改造|完成|举办|开展|培育|创建|实施|组织|引进|引育|招引|修建|种植|安装|培训|发放|认定|"
    r"设立|布局|开通|开设|开工|竣工|新改建|提升|整治|治理|修复|选派|选树|评选|推出|推广|增加|添置|配备|购置|更新|绿化|送|放映|演出|"
    r"达到|突破|超过|扩大|拓展|扩展|增至|增到|不少于|不低于|约|力争|争取|确保|兴建|铺设|建立|落地|入库|投产|申报|获批|争创|储备|签约|面积|总量|各"
)


_LISTED_WORDS = re.compile(
    r"(?:方面|领域|层面|维度|环节|体系|机制|清单|行动|工程|中心任务|原则|关系|重点|问题|阶段|批次?|主体|部门|关键|抓手|统一|转变|优势|步)"
)


def is_counted_in_words(context: Context) -> bool:
    """打造三条敬老公交线路, 演出四百场: Chinese numerals before a unit that counts or measures."""
    if context.has_digits or context.is_quoted:
        return False
    value, unit = value_of(context.number.of(context.text)), context.unit_written
    if unit == "元" and value is not None and value >= 10_000 and len(context.written) > 2:
        return True  # 投资四亿二千万元
    if re.match(r"[百千万]分之|翻|[一二三四五六七八九]成", context.written):
        return value is not None
    if (
        value is None
        or value == 0
        or not unit
        or unit
        in (
            "万",
            "亿",
            "年",
            "月",
            "日",
            "级",
            "天",
            "分",
            "度",
            "方",
            "期",
            "届",
            "元",
            "口",
            "点",
            "道",
            "步",
            "单",
            "批",
            "班",
            "次",
            "位",
            "名次",
            "镇",
            "村",
            "起",
            "周",
        )
    ):
        return False
    if re.match("[余多]", context.after):
        return value >= 10  # 百余场
    if re.match(r"[百千万亿]+$", context.written):
        return False
    if _LISTED_WORDS.match(context.past_unit):
        return False
    does = _DOES.search(context.before) is not None
    if value == 1:
        return (
            re.search(r"(?:新建|建成|新增|建设|完成|改造|引进|落地)[^,]{0,14}$", context.before) is not None
            and re.fullmatch(r"家|所|座|条|处|套|台|亩|公里|支|辆", unit) is not None
        )
    return does or len(context.written) > 1


def is_plain_amount(context: Context) -> bool:
    unit = unit_of_measure(context)
    if not context.has_digits or value_of(context.number.of(context.text)) is None:
        return False
    if unit in ("万", "亿"):
        return (
            re.match(r"(?:以上|左右)?[\u4e00-\u9fff、]", context.past_unit) is not None
            or not context.past_unit
        )
    return unit != ""


def is_bare_measure(context: Context) -> bool:
    """利用系数提高到0.562, 收入比缩小至1.62以内: without a unit, where the name says that it has none."""
    if (
        not context.has_digits
        or context.unit_written
        or not re.match(r"(?:以[上下内])?(?:$|\s)", context.after)
    ):
        return False
    before = wording.before_modifier(context)
    # 满意度从84.7提升至89.6
    return (
        re.search(
            r"(?:系数|指数|[入产供水肥轻]比值?|倍数|倍差|比值|强度|密度|率|[与和][^,]{2,16}比)[^\d,]{0,4}$",
            before,
        )
        is not None
        or re.search(r"[由从]\d+(?:\.\d+)?$", before) is not None
    )


def is_of_the_whole(context: Context) -> bool:
    """松岭水库(总库容3200万立方米): the size of what was just named."""
    opening = context.text[max(0, context.span.start - 12) : context.span.start]
    if opening.endswith("(") and re.match(
        r"[^()]{0,8}[)](?:竣工|开工|投用|建成|投产|封顶|完工)", context.past_unit
    ):
        return True  # 三甲医院一期(800张床位)竣工
    return (
        re.search(r"[(](?:总(?:库容|投资|装机|面积|长度|规模|人口)|库容|占地)(?:约)?$", opening) is not None
    )


def is_of_people_named(context: Context) -> bool:
    """130万困难群众得到保障: the clause begins with whom it is about."""
    return (
        not context.before.strip()
        and context.unit_written in ("万", "亿")
        and (re.search(r"得到|享受|受益|获得", context.past_unit) is not None)
    )


def is_in_use(context: Context) -> bool:
    """发挥20亿元种子基金作用, 推动G60扩容等15个在建项目提速: what is there already."""
    if re.search(r"(?:发挥|依托|用好|用足)[^,]{0,16}$", context.before):
        return True
    if context.has_digits and re.match(
        r"(?:已?签约|已开工)?(?:未开工|在建|待建)[^,]{0,4}项目", context.past_unit
    ):
        return True  # 推动26个签约未开工项目在6月底前开工15个
    if not re.search(r"[^,]{2,}等$", context.before) or re.match(r"以上", context.past_unit):
        return False
    is_new = re.search(r"开工|建成|新建|举办|承办|实施|完成|竣工|改造|新增|打造|培育|引进", context.words)
    return is_new is None and re.search(r"推动|推进|加快|提速|在建|建设", context.words) is not None


def is_past(context: Context) -> bool:
    """去年完成…, 2024年实现…, 现有…, 已建成…: what was reached before."""
    before = context.before
    if re.search(r"(?:较|比)(?:去年|上年|\d{4}年|同期)", before):
        return False
    paragraph = context.view.line(context.span.start).start
    opening = context.text[paragraph : min(paragraph + 24, context.span.start)]
    looks_back = re.match(
        r"[^,。]{0,6}过去[一二三四五]?年|[^,。]{0,12}(?:时期|期间|五年来|以来),|上年度", opening
    )
    since = context.text[max(paragraph, context.span.start - 1000) : context.span.start]
    if looks_back and not re.search(r"今年|力争|目标|(?<!.)20\d\d年|。.*(?:20\d\d年|全年|本年)", since):
        return True
    if re.search(
        r"(?<![较比对按照以由从在于超同与和])(?:去年|上年)(?!.*(?:今年|本年|年内|力争|确保|目标|至少|20\d\d年|全年))",
        context.earlier,
    ):
        return True
    return (
        re.search(
            r"(?<![按照以由从在于超同与和])(?:去年|上年度?)(?!末以来)|往年|前年|截至|截止|目前|现有|已有|已建|已完成|已累计|累计已|原有|共有|历史(?!建筑|文化|文物|遗|街区|风貌|名|老|欠)|基数为|基期|(?<!\d)今年以来|(?<!到)\d{4}年底?已",
            before,
        )
        is not None
    )


def is_base_of_a_change(context: Context) -> bool:
    """由30家增加到50家: 30 is what it starts from; 在…的基础上."""
    return (
        re.search(rf"[由从](?:{ONCE}|提前)(?:每[人户亩套][每/]?[年月日]?)?$", context.before) is not None
        and re.match(
            r"(?:的)?(?:增加|提高|提升|上升|增长|扩大|延长|发展|壮大|拓展|扩展|扩充|上调|下降|降低|减少|压缩|缩短|缩小|压减|压降|精简|下调|调整|增|升|降|减)[到至为]?",
            context.past_unit,
        )
        is not None
    ) or re.match(r"(?:的)?基础上", context.past_unit) is not None
