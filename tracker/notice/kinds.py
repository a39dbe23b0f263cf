"""How a target's figures will behave over the year, by the words around its number (DOMAIN §2).

A running total says what the year adds (新增100家), a stock how many there are to be by its due period
(规上企业突破1300家, 累计培育9个, 由30家增加到50家), a level what holds at every report (优良路率,
控制在…以内).
"""

import re

from tracker.domain.measure.target import Kind
from tracker.notice.wording import (
    RAISED_TO,
    REDUCED_TO,
    Context,
    before_modifier,
    is_reduction,
    modifiers,
    unit_of_measure,
)

_PERCENT = ("%", "\uff05", "‰")
_GROWTH = re.compile(
    r"增长|增幅|增速|增加(?![值到至])|(?:提高|提升)(?![到至])|(?:下降|降低|减少|压减)(?![到至])|涨幅|同比|翻|升幅|降幅"
)
_SHARE = re.compile(
    r"率|占比|比重|比例|比达|覆盖|达标|优良|占[^,]{1,14}(?:的|达|比)?$|水平|稳定在|保持在|满意度|合格|质量|强度|系数|渗透"
)
_FLOW_SHARE = re.compile(r"份额|支出|增长率|增速")
# 村…达到90%: with a subject and no growth it is a share of what is there.
_HAS_SUBJECT = re.compile(r"(?!力争|确保|争取|实现|全年|全市)[\u4e00-\u9fff]{2}$")

# Amounts that a year makes anew, whatever verb stands by.
_FLOW = re.compile(
    r"产值|营收|营业额|收入|交易|成交|销售|零售|投资|进出口|外贸|外资|利润|税|产量|总产|增加值|生产总值|产出|发电|吞吐|接待|游客|客流|货运|客运|快递业务"
    r"|出栏|用水|用电|取水|排放|消费|发放|投放|贷款(?!余额)|到位|募集|回收量|供给|供应|就业(?!规模|人数|总量)|受益|惠及|带动|服务(?!业|站|点|中心|平台|机构|网|体)|天数"
)
_EVENTS = re.compile(r"[万亿]?(?:人次|场次?|次|户次|家次|辆次|起|例|期|件次|课时|学时|单|天)")
# What somebody does within the year: the number counts what was done.
_DONE = re.compile(
    r"新增|新建|改建|新改|净增|实施|完成|开展|举办|组织|培训|发放|改造|招引|签约|新认定|新培育|新引|新招|新签|更新|修建|整治|治理|修复|淘汰|退出|处置|制定|开通|解决|开工"
)
_LEVEL = re.compile(
    r"(?:浓度|均值|率|指数|(?<!高)标准|寿命|动力|养殖面积|时延)(?:提高到|[^,、\u4e00-\u9fff]|[为在达至到]|每人每[年月]){0,4}$"
)
_KEPT_STANDARD = re.compile(r"[年月]标准")
_KEPT = ("稳定在", "保持在", "维持在", "控制在")
_NEVER_MORE = ("不超过", "不高于", "低于", *_KEPT)
_TIME = re.compile(r"个?工作日|小时|分钟|秒|毫秒|天|日|个?月")
_HELD = re.compile(
    r"保有量|拥有量|存栏|饲养量|余额|总里程|基金.{0,3}规模|总规模|总数|在库|有效.{0,4}量|人才总量|总量[达突]|人数达"
)
# 累计培育100家 says how many there are; 累计完成 and 累计投资 say what the year has added.
_ADDED_UP = re.compile(
    r"累计(?!投资|完成|解决|服务|举办|培训|发放|组织|接待|实现|新增|开展|帮扶|处置|放映|演出)"
)
_PER_HEAD = re.compile(
    r"每(?:[十百千万]|百万)?(?:名|常住)?[^,]{0,6}(?:人口?|人|户)[^,]*(?:拥有|数|量)|人均[^,]*(?:面积|数)"
)
_REACHED = ("达到", "达", "突破", "超过", "超")
# In hand, not added: 抓好重大建设项目500个左右, 培优做强3条产业链.
_IN_HAND = re.compile(
    r"(?:抓好|抓实|滚动实施|在建|在抓)[^,]*项目$|推进[^,]*重[大点][^,]*项目$|实施[^,]*重大(?:建设)?项目$|培优|做强|做优|做大"
)
_LOWERED_BY_HAND = re.compile(r"(?:压减|削减|压降)(?![到至])")


def kind_of(context: Context) -> Kind:
    """Never a milestone or a budget: whether money is a budget is the reading's to say."""
    unit = unit_of_measure(context)
    if unit.endswith("百分点"):
        return Kind.RATE
    if unit.startswith(_PERCENT):
        return _kind_of_a_share(context)
    before, modifier = context.before, modifiers(context)[0]
    if _KEPT_STANDARD.search(before) or _LEVEL.search(before_modifier(context)):
        return Kind.STOCK if _moves_to(context) and "标准" not in before else Kind.LEVEL
    if is_reduction(context):
        return Kind.RUNNING_TOTAL if _LOWERED_BY_HAND.search(before) else Kind.STOCK
    if _PER_HEAD.search(before):
        return Kind.STOCK
    if "/" in unit or (
        _TIME.fullmatch(unit) and modifier in (*_NEVER_MORE, *REDUCED_TO) and "天数" not in before
    ):
        return Kind.STOCK if _moves_to(context) else Kind.LEVEL
    if _adds_up(context):
        return Kind.STOCK
    # 存栏100万只、出栏58万只: what was said of the one before is not said of it.
    held = _HELD.search(re.split(r"\d[^、]*、", before)[-1]) is not None
    if not held and (_FLOW.search(before) or _EVENTS.fullmatch(unit)):
        return Kind.RUNNING_TOTAL
    if modifier in _KEPT or (held and modifier.startswith("不")):
        return Kind.LEVEL
    if held or _moves_to(context) or _IN_HAND.search(before_modifier(context)):
        return Kind.STOCK
    return Kind.STOCK if modifier in _REACHED and not _DONE.search(before) else Kind.RUNNING_TOTAL


def _kind_of_a_share(context: Context) -> Kind:
    """Growth is a rate; a share of what stands there a level, one that is to move a stock to reach."""
    before = context.before
    if _GROWTH.search(before) or _FLOW_SHARE.search(before):
        return Kind.RATE
    if _SHARE.search(before):
        return Kind.STOCK if _moves_to(context) else Kind.LEVEL
    is_reached = modifiers(context)[0] in ("达到", "达")
    return Kind.LEVEL if is_reached and _HAS_SUBJECT.search(before_modifier(context)) else Kind.RATE


def _moves_to(context: Context) -> bool:
    """由30家增加到50家, 压缩至3个工作日: where it is to stand in the end."""
    return modifiers(context)[0] in (*RAISED_TO, *REDUCED_TO)


def _adds_up(context: Context) -> bool:
    """累计培育9个, also 引育9支 in the clause behind it; what the year does ends it."""
    if _ADDED_UP.search(context.before):
        return True
    part = re.split(r"[;。]", context.earlier)[-1]
    said = _ADDED_UP.search(part)
    return (
        said is not None
        and not _DONE.search(part[said.end() :])
        and not re.search(r"\d{4}年", part[said.end() :])
    )
