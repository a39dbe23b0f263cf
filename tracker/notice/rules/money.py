"""Money: what is set aside (a budget), and what somebody gets (a rate of support, its cap, its time)."""

import re

from tracker.notice import wording
from tracker.notice.numbers import value_of
from tracker.notice.wording import Context, unit_of_measure

_MONEY = re.compile(r"[万亿]*元|[万亿]*(?:美元|欧元|港元)")


_GRANT = re.compile(
    r"补贴|补助|奖励|奖补|[再另]奖|资助|给予|予以|减按|减免|减半|免征|免租|奖金|贴息|入股支持|启动资金|优惠|津贴|每[\u4e00-\u9fff]补|连补|免费入住|免费住宿|最高支持|支持最高|一次性"
)


_GRANTED = re.compile(r"(?:补贴|奖励|奖补|补助|资助)$")


_BORNE = re.compile(r"(?:补偿|返还|分担|承担|配套|自缴|自付|自担)$")


_PAID_OUT = re.compile(
    r"(?:发放|兑现|落实|争取|拨付|下达|完成|筹集|投放|撬动|带动|减免税费|为企业|整合|到位|新增)(?!.*(?:每|最高|给予|按))[^,]{0,16}(?:补贴|补助|贷款|资金|消费券|奖补|贴息|优惠|税费|减税|减费|降费)[^,]{0,8}$"
)


def is_money(context: Context) -> bool:
    return _MONEY.match(context.unit_written) is not None


def _is_large(context: Context) -> bool:
    """一亿二千万元: of what is counted in 元."""
    value = value_of(context.number.of(context.text))
    return context.unit_written == "元" and value is not None and value >= 1_000_000


_SET_ASIDE = re.compile(
    r"^(?!.*(?:争取|信贷|贷款|债券|基金|社会资本)).*(?:安排|列支)(?!.*(?:拉动|带动|撬动|吸引|引导))[^,]{0,20}(?:资金|经费|预算)(?:总额|规模|共)?$"
)


def is_allocation(context: Context) -> bool:
    """An amount of money in the sentence of 预算安排, or in the one that carries on with 其中."""
    if not re.match(r"[万亿]元", unit_of_measure(context)) and not _is_large(context):
        return False
    if _SET_ASIDE.search(wording.before_modifier(context)) and not re.search(
        r"给予|最高|每[人家户个名项]|对", context.words
    ):
        return True  # 安排乡村振兴补助资金1200万元
    sentence = context.said
    if sentence.lstrip().startswith("其中"):
        earlier = context.text.rfind("。", 0, max(0, context.sentence.start - 1))
        sentence = context.text[max(earlier + 1, context.sentence.start - 400) : context.span.end + 100]
    if "预算安排" in sentence:
        return True
    # 市级财政安排专项资金3200万元,其中种粮补贴资金1800万元; what is given stands behind a semicolon.
    if re.search(r"(?:拉动|带动|撬动|吸引|引导)[^,]{0,10}$", context.before):
        return False  # 财政安排6000万元,拉动消费25亿元
    # What is said before the clause of 财政安排 is none of its money.
    part = context.earlier.split(";")[-1] + context.later.split(";")[0]
    sentence = sentence[: sentence.find(context.words) + len(context.words)]
    return re.search(r"财政[^。;,]{0,10}安排|安排[^。;,]{0,12}(?:财政|专项)", sentence) is not None and not (
        re.search(r"给予|最高|每[人家户个年]", part)
    )


_NO_BUDGET = re.compile(
    r"争取|兑付|兑现|投资|贷款|信贷|融资|引进|招引|到位|基金|外资|内资|债券|利用|贸易|收入|交易|销售|营收|产值|节约|盘活|清欠|债务|授信|保费|捐赠|采购|减免|税|化解|处置|奖励|补贴|补助|存款|募集|储备|撬动|社会资本|研发(?:经费)?投入"
)


def is_funding(context: Context) -> bool:
    """科技资金4.62亿元, 安排财政资金1.2亿元, 专项经费300万元: money that is set aside, without 预算安排."""
    if not is_money(context) or _GRANT.search(context.words):
        return False
    before = wording.before_modifier(context)
    if re.search(r"安排(?:政府|财政|[省市县区]级|本级)[^,]{0,8}$", before):
        return True  # 安排政府投资9.2亿元
    if _NO_BUDGET.search(context.before):
        return False
    return (
        re.search(r"(?:资金|经费|预算|拨款|财力)(?:合计|共计|总计|总额|规模|共)?(?:为)?$", before) is not None
        or re.search(r"(?:安排|列支|预算|拨付|下达|统筹)[^,]{0,14}$", before) is not None
        or (
            re.search(r"投入$", before) is not None
            and re.search(r"财政|市级|县级|区级|预算|专项", context.earlier) is not None
        )
    )


def is_rate_of_support(context: Context) -> bool:
    """What somebody gets: an amount, a share, a time, in the clause of 给予 or in the one beside it."""
    unit, past = context.unit_written, context.past_unit
    if (
        context.has_digits
        and _GRANTED.search(context.before)
        and re.search(r"每[人位家户名类]", context.before)
    ):
        return True  # 每类产品补贴1件
    if not (
        _MONEY.match(unit)
        or re.fullmatch(
            r"%|‰|倍|折|类|个?月|年|天|日|平方米|小时|晚|万|个百分点|元/.*|万元/.*|家|个|分",
            unit or context.after[:1],
        )
    ):
        return False
    before, clause = context.before, context.words
    if _MONEY.match(unit) and re.search(r"(?:投资|建设|造价|补助)标准[^,提]{0,6}$", before):
        return True  # 亩均投资标准不低于3000元
    if unit == "%" and re.search(r"(?:支持|承担|报销|减免|补偿)[^,]{0,10}[费租金]$", before):
        return True  # 支持展位费70%
    if _MONEY.match(unit) and re.search(r"(?:收购价|保护价|限价|基准价|单价|票价)[^,]{0,4}$", before):
        return True  # 最低收购价151元
    if re.search(r"标准[^,]{0,10}(?:提高|提升)[到至]每?[人户每月年]*$", before) and not re.search(
        r"给予|予以|最高", before
    ):
        return False  # 财政补助标准提高到640元: what everybody is to get is an aim
    is_counted = re.fullmatch(r"家|个|天|小时|分|平方米|月|个月|年", unit or "") is not None
    near = beside(context)
    if re.search(r"免费|免租", near) and re.fullmatch(r"平方米|天|个?月|年", unit):
        return True
    if unit == "%" and _BORNE.search(before):
        return True  # 市级补偿30%, 农户自缴20%
    if unit == "倍" and re.search(r"按照?[^,]{0,14}标准的$", before):
        return True  # 按低保标准的1.3倍执行
    if re.search(r"按照?$", before) and re.match(r"的?(?:比例|标准|利率|费率)", past):
        return True
    is_each = re.search(r"每[人家户月年名个]|连续", before) is not None
    if (_PAID_OUT.search(before) and not is_each) or re.search(
        r"(?:人数|人次|覆盖率|惠及|数量|户数|面积)[^,]{0,6}$", before
    ):
        return False
    if re.search(
        r"(?:新增|新建|建成|完成|培育|改造|打造|增长|达到)[^,给补奖]{0,14}$", before
    ) and not re.search(r"给予|最高|每|奖励|补贴|按", before):
        return False
    if re.search(r"不低于|不少于|不小于", before) and not _GRANT.search(clause):
        return False  # what is given is bounded from above
    if _GRANT.search(clause):
        if is_counted:
            return re.search(r"给予|享受|提供|最高|最长|减免|免", before) is not None
        return True
    if re.search(r"减免|免费|免收", clause) and unit in ("%", "年", "个月", "月", "天", "元", "万元"):
        return True
    if is_counted and (unit in ("家", "个") or not re.search(r"最长|最高|每年", before)):
        return False
    if re.search(r"安排(?:不少于|不低于|约)?$", before):
        return False
    limits = re.search(
        r"最高|不超过|每[年家户人个项次]|按|单个|单项|总额|分别|依次|达到.类|最长|封顶|上限|累计|服务期|比例",
        before,
    )
    return _GRANT.search(near) is not None and (
        limits is not None
        or context.span.start - context.clause.start <= 2
        or re.match(r"[(]达到|一次性|、", past) is not None
    )


def beside(context: Context) -> str:
    """The clauses before and behind, within the sentence; a semicolon parts them."""
    start = max(context.sentence.start, context.clause.start - 60)
    before = re.split(r"[;]", context.text[start : context.clause.start])[-1]
    after = re.split(
        r"[;]", context.text[context.clause.end : min(context.sentence.end, context.clause.end + 40)]
    )[0]
    near_before = ",".join(before.split(",")[-3:])
    return near_before + "|" + ",".join(after.split(",")[:2])


SUPPORTED_TIME = re.compile(r"免费|连补|免租|减免|享受|给予|补贴|优惠|最长|服务期|贴息|资助|奖励")


_CAP = re.compile(
    r"(?:最高|最多|最长|上限|封顶)(?:可达到?|可获得?|可|不超过|给予|支持|奖励|补助|补贴|为|至|额度)?$"
)


_PART_OF_COST = re.compile(r"(?:不超过|不高于|按|按照|给予)[^,]{1,24}的$")


_TERMS_OF_SUPPORT = re.compile(
    r"(?:补偿|补助|补贴|资助|分担|抵扣|担保|奖励|奖补|报销|返还|扣除|跟投|出资|贴息|支持|优惠|授信|代偿)的?"
    r"(?:比例|比率|标准|额度|力度|上限|幅度)[^,]{0,12}$|(?:利率|费率|LPR|租金|票价|学费|保费)[^,]{0,14}$"
)


# 平均费率降至0.8%: what the city is to bring about, not what somebody gets.
_BROUGHT_ABOUT = re.compile(
    r"(?:平均|综合|总体)[^,]{0,8}(?:利率|费率|成本)|(?:利率|费率|成本)[^,]{0,4}(?:降至|降到|下降|降低)"
)


_BOUND_BY_BUDGET = re.compile(r"债务|负债|成本|经费|支出|电价|房价|费用|造价|投资")


def is_a_cap_of_support(context: Context) -> bool:
    """最高20万元, 不超过实际支出的30%, 利率下浮20个基点: what support amounts to, whatever verb stands by."""
    unit, before = context.unit_written, context.before
    if not (is_money(context) or re.fullmatch(r"%|‰|个?基点|个百分点|倍|个?月|年|天", unit)):
        return False
    if _CAP.search(before):
        return True
    if is_money(context):
        return re.search(r"不超过$|不高于$", before) is not None and not _BOUND_BY_BUDGET.search(before)
    if unit in ("%", "‰") and _PART_OF_COST.search(before):
        return True
    is_growth = re.search(r"增长|增速|收缴率|覆盖率", before)
    return (
        _TERMS_OF_SUPPORT.search(before) is not None and not is_growth and not _BROUGHT_ABOUT.search(before)
    )


def is_enjoyed(context: Context) -> bool:
    """可享受最高4倍贷款上限."""
    return (
        context.has_digits
        and re.search(r"享受(?!人数|人群|对象|人员)[^,]{0,12}$|最高可[^,]{0,6}$", context.before) is not None
    )
