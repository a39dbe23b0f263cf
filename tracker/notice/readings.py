"""What a number is (DOMAIN §1): every number of a notice gets exactly one reading.

``classify`` proposes one by rule, in words that a person can check. The rules are tried from top to
bottom and the first that fits decides: what a number cannot be (part of a name, a date) comes before
what it may be (a target). Beside the rules stands a second opinion (opinion.py): where it disagrees the
confidence is low, and a person looks. A person has the last word: readings.csv marks what was set by hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _, marked
from tracker.domain.measure.target import Kind, Operator
from tracker.notice import wording
from tracker.notice.normalise import Span, View, view_of
from tracker.notice.numbers import value_of
from tracker.notice.wording import Context, context_in, unit_of_measure


class ReadingKind(StrEnum):
    """``INTERIM``: a value on the way to a target of the same article (一季度20%). ``UNDECIDED``: nobody has
    said what the number is; a plan is not published with one.
    """

    TARGET = "target"
    BUDGET = "budget"
    STANDARD = "standard"
    CONDITION = "condition"
    NAME = "name"
    DATE = "date"
    REFERENCE = "reference"
    INTERIM = "interim"
    UNDECIDED = "undecided"

    @property
    def word(self) -> str:
        return _(_WORDS[self])


_WORDS = {
    ReadingKind.TARGET: marked("目标"),
    ReadingKind.BUDGET: marked("预算"),
    ReadingKind.STANDARD: marked("补助标准"),
    ReadingKind.CONDITION: marked("认定条件"),
    ReadingKind.NAME: marked("名称"),
    ReadingKind.DATE: marked("日期"),
    ReadingKind.REFERENCE: marked("对照"),
    ReadingKind.INTERIM: marked("阶段值"),
    ReadingKind.UNDECIDED: marked("待定"),
}
PROMISES = (ReadingKind.TARGET, ReadingKind.BUDGET)


@dataclass(frozen=True)
class ProposedTerms:
    """What the words say of a target or a budget; ``number`` is the bare number.

    ``upper``: the other end of a range; ``baseline``: 30 of 由30家增加到50家.
    """

    number: Span
    value: Decimal
    unit_of_measure: str
    wording: str
    operator: Operator
    kind: Kind
    is_stretch: bool
    is_reduction: bool
    upper: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Proposal:
    """A reading by rule, with its reason in Chinese. ``terms`` for targets, budgets and interim values.

    ``confidence``: 0 to 1; below ``SURE`` a person should look.
    """

    span: Span
    kind: ReadingKind
    reason: str
    terms: ProposedTerms | None = None
    confidence: float = 1.0


SURE = 0.75


@dataclass(frozen=True)
class Rule:
    """``confidence``: how often the rule was right where it was tried."""

    kind: ReadingKind
    reason: str
    fits: Callable[[Context], bool]
    confidence: float = 0.95


def classify(text: str, span: Span) -> Proposal:
    """The reading of the first rule that fits. Spans are characters of the text as stored."""
    view = view_of(text)
    return moved_out(view, classify_in(view, view.inward(span)))


def moved_out(view: View, proposal: Proposal) -> Proposal:
    """A proposal in the text read as one in the text as stored."""
    terms = proposal.terms
    if terms is not None:
        terms = replace(terms, number=view.outward(terms.number))
    return replace(proposal, span=view.outward(proposal.span), terms=terms)


def classify_in(view: View, span: Span) -> Proposal:
    """The same within the text read; a number that no rule knows is left to a person."""
    context = context_in(view, span)
    for rule in RULES:
        if rule.fits(context):
            return Proposal(span, rule.kind, rule.reason, terms_of(context, rule.kind), rule.confidence)
    if _has_digits(context):
        return Proposal(span, ReadingKind.UNDECIDED, "待人工判断", confidence=0.2)
    return Proposal(span, ReadingKind.REFERENCE, "待人工判断", confidence=0.5)


def terms_of(context: Context, kind: ReadingKind) -> ProposedTerms | None:
    value = value_of(context.number.of(context.text))
    if kind not in (*PROMISES, ReadingKind.INTERIM) or value is None:
        return None
    return ProposedTerms(
        number=context.number,
        value=value,
        unit_of_measure=unit_of_measure(context),
        wording=wording.wording(context),
        operator=wording.operator(context),
        kind=Kind.BUDGET if kind is ReadingKind.BUDGET else wording.kind(context),
        is_stretch=wording.is_stretch(context.words),
        is_reduction=wording.is_reduction(context),
        upper=wording.second_value(context),
        baseline=_baseline(context),
    )


_FROM = re.compile(r"[由从](?:\d{4}年的?|目前的?|现在的?|上年的?)?(\d+(?:\.\d+)?)[^\d,]{0,8}(?:增加|提高|提升|上升|增长|扩大|下降|降低|减少|压缩|缩短|调整)[到至]$")


def _baseline(context: Context) -> Decimal | None:
    """30 of 由30家增加到50家."""
    found = _FROM.search(context.before)
    return Decimal(found[1]) if found else None


def _has_digits(context: Context) -> bool:
    return re.search(r"\d", context.written) is not None


def _is_calendar_year(context: Context) -> bool:
    return re.match(r"\d{4}年?(?:[-—~至到]{1,2}\d{4})?年", context.written) is not None


def _is_bare_year(context: Context) -> bool:
    """2025海宁追潮马拉松: a year without 年, joined to a name; 停车位2000个 is none."""
    return (
        re.fullmatch(r"20[0-4]\d", context.written) is not None
        and not context.unit_written
        and re.match(r"[\u4e00-\u9fff“]{3}", context.after) is not None
    )


def _names_a_programme(context: Context) -> bool:
    """万名基层医生进修三年行动: a round Chinese numeral before …行动 or …工程 is part of its name."""
    return not _has_digits(context) and re.match(r"[^、]{0,12}(?:行动|工程)", context.after) is not None


def _is_quoted_scheme(context: Context) -> bool:
    """两免三减半: a tax rate spelled as a phrase."""
    return context.is_quoted and re.search(r"[免减折]", context.written) is not None


def _is_quoted_name(context: Context) -> bool:
    return context.is_quoted and re.search(r"[%\uff05]", context.written) is None


def _stands_in_a_quotation(context: Context) -> bool:
    """Within longer quotation marks, and within the title of a document."""
    before = context.text[max(0, context.span.start - 60) : context.span.start]
    before = before[before.rfind("\n") + 1 :]
    return before.rfind("“") > before.rfind("”") or before.rfind("《") > before.rfind("》")


def _is_round_name(context: Context) -> bool:
    """百千万永久基本农田: three round numerals in a row are a name, not 百千万 of anything."""
    return re.fullmatch(r"[百千万亿]{3,}", context.written) is not None


def _qualifies_with_object(context: Context) -> bool:
    """对…高于5%的企业, 对年销售额500万以上营销主体: the number picks who is meant, before what they get."""
    phrase = re.search(r"(?<![针应面相])对(?![接口标外照])[^对]*$", context.before)
    if not phrase or re.search(r"给予|予以|增长|开展|实施|完成|最高|按", phrase[0]):
        return False
    if re.match(r"给予|予以|[补奖]|的(?:标准|比例|额度)", context.past_unit):
        return False
    if _COUNTS.fullmatch(context.unit_written) and not re.match(r"以[上下内]的", context.past_unit):
        return False  # 对200家重点企业开展服务: how many, not which
    return re.match(r"(?:及?以[上下内])?(?:的|[\u4e00-\u9fff]{2})", context.past_unit) is not None and not (
        re.match(r"(?:以上)?(?:开展|进行|实施)", context.past_unit)
    )


_COUNTS = re.compile(r"[万亿]?(?:家|个|名|人|户|张|条|座|处|所|项|台|套|辆|场|人次|栋|支|批|件)")
_OBJECTS = "企业|项目|主体|农户|园区|街区|机构|产业|集群|单位|装置|锅炉|电梯|医院|学校|河流|林地|水库|平台|商场|景区|产品|大户|合作社|工程|小区|企|泊位|链|楼宇|市场|老年人|老人|人员|群众|儿童|妇女|家庭|困难|居民|设施|变电站|机组|风电|光伏"


def _is_attributive(context: Context) -> bool:
    """6000元以下的手机; 年产值超10亿元的…产业链: unit and 的 lead on to what is described."""
    if re.search(r"给予|予以|补[贴助]", context.before):
        return False
    if not _has_digits(context) or not re.match(r"(?:及?以[上下内])?的", context.past_unit):
        return False
    if re.search(r"(?:设立|组建|发起|成立)[^,]{0,10}规模", context.before):
        return False  # 设立总规模30亿元的基金
    # 完成投资5亿元以上的目标, 为5万名的…患者: what is counted is no threshold.
    return not re.match(r"(?:以上)?的(?:目标|任务|水平|速度|增速|要求|规模|总体|幅度|标准|比例|额度)", context.past_unit) and not (
        re.match(r"(?:以上)?的", context.past_unit)
        and _COUNTS.fullmatch(context.unit_written)
        and (re.search(r"(?:为|新增|建成|新建|培育|完成|打造|引进|评选|培训|支持|推动)[^,]{0,6}$", _before_modifier(context)))
    )


def _before_modifier(context: Context) -> str:
    return wording._BEFORE.sub("", context.before)


def _is_threshold_of_size(context: Context) -> bool:
    """产值过10亿元企业2家, 100亿元以上项目10个, 营收超1000万元OPC100家: an amount that says which are counted."""
    unit = context.unit_written
    if not re.search(r"元$|吨$|千瓦$|平方米$|亩$|床$|张$|人$|千伏$|kV$|吨级$|公里$|%$|平方公里$|兆瓦$|MW$", unit):
        return False
    is_bound = re.search(r"(?:超|过|超过|突破|达|达到|高于|不低于|≥)$", context.before) is not None
    is_money = unit.endswith("元")
    past = context.past_unit
    if is_money and re.match(rf"(?:及?以[上下])(?:的)?[\u4e00-\u9fff“”]{{0,10}}?(?:{_OBJECTS})", past):
        return not re.match(r"以上", past) or re.search(r"\d|[一二三四五六七八九十两]", past) is not None or not _acts(context)
    if is_money and re.match(r"级", past):
        return True
    if is_bound or re.match(r"及?以[上下内]", past):
        # The same clause goes on to what is counted: 企业2家.
        return re.match(rf"(?:及?以[上下内])?[^\d、]{{0,8}}?(?:{_OBJECTS}|OPC)[^\d、]{{0,10}}\d", past) is not None
    return False


def _acts(context: Context) -> bool:
    """Whether the clause does something with the amount itself: 完成投资5亿元以上."""
    return re.search(r"(?:投资|产值|收入|融资|贷款|资金|销售额|交易额|规模|总额)[^,]{0,4}$", _before_modifier(context)) is not None


def _is_age_or_size_class(context: Context) -> bool:
    """500吨级及以上泊位, 20年以上住宅老旧电梯, 15-20年, 60岁以上老年人, 110千伏变电站."""
    return (
        re.match(r"(?:吨级|年以[上下]|周?岁|千伏|kV)", context.text[context.amount_end : context.amount_end + 4]) is not None
        and not re.search(r"寿命|年龄|增容|容量", context.before)
    ) or re.fullmatch(r"\d+[-—~至]\d+年", context.written) is not None


def _is_bare_myriad(context: Context) -> bool:
    """超亿美元外资大项目, 亿元以上农业项目: a sum without digits sets a size, not an amount to reach."""
    return re.fullmatch(r"[十百千]?[万亿]|百亿|千亿|万亿", context.written) is not None and (
        re.match(r"[美欧]?元|级|斤|吨|人|亩", context.after) is not None
    )


_MONEY = re.compile(r"[万亿]*元|[万亿]*(?:美元|欧元|港元)")
_SUPPORT = r"补贴|补助|奖励|奖补|资助|给予|予以|减按|减免|减半|免征|免费|免租|奖金|贴息|扶持资金|入股支持|启动资金|优惠|报销|抵扣"
_GRANT = re.compile(r"补贴|补助|奖励|奖补|资助|给予|予以|减按|减免|减半|免征|免租|奖金|贴息|入股支持|启动资金|优惠|免费入住|免费住宿|最高支持|支持最高|一次性")
_PAID_OUT = re.compile(r"(?:发放|兑现|落实|争取|拨付|下达|完成|筹集|投放|撬动|带动|减免税费|为企业|整合|到位|新增)(?!.*(?:每|最高|给予|按))[^,]{0,16}(?:补贴|补助|贷款|资金|消费券|奖补|贴息|优惠|税费|减税|减费|降费)[^,]{0,8}$")


def _is_money(context: Context) -> bool:
    return _MONEY.match(context.unit_written) is not None


def _is_allocation(context: Context) -> bool:
    """An amount of money in the sentence of 预算安排, or in the one that carries on with 其中."""
    if not re.match(r"[万亿]元", unit_of_measure(context)):
        return False
    sentence = context.said
    if sentence.lstrip().startswith("其中"):
        earlier = context.text.rfind("。", 0, max(0, context.sentence.start - 1))
        sentence = context.text[max(earlier + 1, context.sentence.start - 400) : context.span.end + 100]
    if "预算安排" in sentence:
        return True
    # 市级财政安排专项资金3200万元,其中种粮补贴资金1800万元.
    return re.search(r"财政[^。;,]{0,10}安排|安排[^。;,]{0,12}(?:财政|专项)", sentence) is not None and not (
        re.search(r"给予|最高|每[人家户个年]", sentence)
    )


_NO_BUDGET = re.compile(r"争取|投资|贷款|信贷|融资|引进|招引|到位|基金|外资|内资|债券|利用|贸易|收入|交易|销售|营收|产值|节约|盘活|清欠|债务|授信|保费|捐赠|采购|减免|税|化解|处置|奖励|补贴|补助|存款|募集|储备|撬动|社会资本|研发(?:经费)?投入")


def _is_funding(context: Context) -> bool:
    """科技资金4.62亿元, 安排财政资金1.2亿元, 专项经费300万元: money that is set aside, without 预算安排."""
    if not _is_money(context) or _GRANT.search(context.words) or _NO_BUDGET.search(context.before):
        return False
    before = _before_modifier(context)
    return (
        re.search(r"(?:资金|经费|预算|拨款|财力)(?:合计|共计|总计|总额|规模|共)?(?:为)?$", before) is not None
        or re.search(r"(?:安排|列支|预算|拨付|下达|统筹)[^,]{0,14}$", before) is not None
        or (re.search(r"投入$", before) is not None and re.search(r"财政|市级|县级|区级|预算|专项", context.earlier) is not None)
    )


def _is_rate_of_support(context: Context) -> bool:
    """What somebody gets: an amount, a share, a time, in the clause of 给予, 补贴, or in the one beside it."""
    unit, past = context.unit_written, context.past_unit
    if not (
        _MONEY.match(unit)
        or re.fullmatch(r"%|‰|倍|折|类|个?月|年|天|日|平方米|小时|晚|万|个百分点|元/.*|万元/.*|家|个|分", unit or context.after[:1])
    ):
        return False
    before, clause = context.before, context.words
    is_counted = re.fullmatch(r"家|个|天|小时|分|平方米|月|个月|年", unit or "") is not None
    is_each = re.search(r"每[人家户月年名个]|连续", before) is not None
    if (_PAID_OUT.search(before) and not is_each) or re.search(r"(?:人数|人次|覆盖率|惠及|数量|户数|面积)[^,]{0,6}$", before):
        return False
    if re.search(r"(?:新增|新建|建成|完成|培育|改造|打造|增长|达到)[^,给补奖]{0,14}$", before) and not re.search(r"给予|最高|每|奖励|补贴", before):
        return False
    if _GRANT.search(clause):
        if is_counted:
            return re.search(r"给予|享受|提供|最高|最长|减免|免", before) is not None
        return True
    if re.search(r"减免|免费|免收", clause) and unit in ("%", "年", "个月", "月", "天", "元", "万元"):
        return True
    if is_counted and not re.search(r"最长|最高|每年", before):
        return False
    near = _beside(context)
    limits = re.search(r"最高|不超过|每[年家户人个项次]|按|单个|单项|总额|分别|依次|达到.类|最长|封顶|上限|累计|服务期|比例", before)
    return _GRANT.search(near) is not None and (
        limits is not None or context.span.start - context.clause.start <= 2 or re.match(r"[(]达到|一次性|、", past) is not None
    )


def _beside(context: Context) -> str:
    """The clauses before and behind, within the sentence; a semicolon parts them."""
    start = max(context.sentence.start, context.clause.start - 60)
    before = re.split(r"[;]", context.text[start : context.clause.start])[-1]
    after = re.split(r"[;]", context.text[context.clause.end : min(context.sentence.end, context.clause.end + 40)])[0]
    near_before = ",".join(before.split(",")[-3:])
    return near_before + "|" + ",".join(after.split(",")[:2])


def _counts_what_is_named(context: Context) -> bool:
    """三大领域, 三所高校, 省市两级: counts what was listed or exists already."""
    return not _has_digits(context) and re.match(r"[大级]", context.after) is not None


def _counts_named_things(context: Context) -> bool:
    """三所高校 exist already; 新建三所学校 are to come."""
    return not _has_digits(context) and context.after.startswith("所") and not _DOES.search(context.before[-12:])


def _announces_a_list(context: Context) -> bool:
    """15件市级重点民生实事, 10项重点任务, 8个方面: what the text itself goes on to list."""
    if not _has_digits(context):
        return False
    return (
        re.match(r"(?:大类?|个?方面|类)", context.after) is not None and not re.match(r"类[,。]", context.after)
        or (
            re.match(r"[件项个条](?:省级|市级|县级|区级|年度)?(?:重点|具体|主要|重大|核心|关键|民生|为民)*(?:办?实事|任务|工作任务|举措|措施|目标任务|指标|方面|具体措施|工作|事项|政策|清单|领域)(?!库)", context.after)
            is not None
            and re.match(r"[件项个条].{0,14}(?:实事|任务|举措|措施|目标任务|指标|方面|政策|事项|领域)(?:项目)?(?:$|,|。|:|;|、|包括|如下|进行|的?通知|责任|分解|全面|落)", context.after)
            is not None
            and not re.search(r"新增|新建|培育|打造|完成(?!.*\d)", context.before[-6:])
        )
    )


_DOES = re.compile(
    r"新建|改建|扩建|建成|建设|新增|打造|改造|完成|举办|开展|培育|创建|实施|组织|引进|引育|招引|修建|种植|安装|培训|发放|认定|"
    r"设立|布局|开通|开设|开工|竣工|新改建|提升|整治|治理|修复|选派|选树|评选|推出|推广|增加|添置|配备|购置|更新|绿化|送|放映|演出|"
    r"达到|突破|超过|不少于|不低于|约|力争|争取|确保|兴建|铺设|建立|落地|入库|投产|申报|获批|争创|储备|签约|面积|总量|各"
)
_LISTED_WORDS = re.compile(r"(?:方面|领域|层面|维度|环节|体系|机制|清单|行动|工程|中心任务|原则|关系|重点|问题|阶段|批次?|主体|部门|关键|抓手|统一|转变|优势|步)")


def _is_counted_in_words(context: Context) -> bool:
    """打造三条敬老公交线路, 演出四百场, 送书一万册: Chinese numerals before a unit that counts or measures."""
    if _has_digits(context) or context.is_quoted:
        return False
    value, unit = value_of(context.number.of(context.text)), context.unit_written
    if re.match(r"[百千万]分之|翻|[一二三四五六七八九]成", context.written):
        return value is not None
    if value is None or value == 0 or not unit or unit in ("万", "亿", "年", "月", "日", "级", "天", "分", "度", "方", "期", "届", "元", "口", "点", "道", "步", "单", "批", "班", "次", "位", "名次", "镇", "村", "起", "周"):
        return False
    if re.match(r"[百千万亿]+$", context.written):
        return False
    if _LISTED_WORDS.match(context.past_unit):
        return False
    does = _DOES.search(context.before) is not None
    if value == 1:
        return re.search(r"(?:新建|建成|新增|建设|完成|改造|引进|落地)[^,]{0,14}$", context.before) is not None and re.fullmatch(r"家|所|座|条|处|套|台|亩|公里|支|辆", unit) is not None
    return does or len(context.written) > 1


def _is_plain_amount(context: Context) -> bool:
    unit = unit_of_measure(context)
    if not _has_digits(context) or value_of(context.number.of(context.text)) is None:
        return False
    if unit in ("万", "亿"):
        return re.match(r"(?:以上)?[\u4e00-\u9fff]", context.past_unit) is not None or not context.past_unit
    return unit != ""


_TIME = r"年|个?月|天|日|个?工作日|小时|分钟|周"


def _is_period_of_time(context: Context) -> bool:
    """离校5年内, 有效期2年, 满6个月: a length of time that is no aim; 审批时限压缩至3个工作日 is one."""
    if re.fullmatch(_TIME, context.unit_written) is None:
        return False
    return re.search(r"压缩|缩短|提速|时限|时间(?:控制|缩短|压)|寿命|用时|年限达|时长|学时|服务时长|降至|提升至", context.before) is None


_SUPPORTED_TIME = re.compile(r"免费|免租|减免|享受|给予|补贴|优惠|最长|服务期|贴息|资助|奖励")


def _is_within_a_time(context: Context) -> bool:
    """30日内, 5个工作日内: by when somebody has to act."""
    return re.match(r"(?:个?工作日|日|天|个月|小时|年)(?:以|之)?内", context.text[context.amount_end : context.amount_end + 8]) is not None and (
        re.search(r"压缩|缩短|控制|压减", context.before) is None
    )


def _is_limited_choice(context: Context) -> bool:
    """每年遴选不超过20个: how many get support at most."""
    return re.search(r"(?:遴选|评选|择优|支持|资助|认定|推荐|奖励)[^,]{0,8}(?:不超过|最多|不多于|限)$", context.before) is not None and (
        _COUNTS.fullmatch(context.unit_written) is not None
    )


def _is_enjoyed(context: Context) -> bool:
    """可享受最高4倍贷款上限."""
    return _has_digits(context) and re.search(r"(?:可|能够)?享受[^,]{0,12}$|最高可[^,]{0,6}$", context.before) is not None


def _is_past(context: Context) -> bool:
    """去年完成…, 2024年实现…, 现有…, 已建成…: what was reached before."""
    before = context.before
    if re.search(r"(?:较|比)(?:去年|上年|\d{4}年|同期)", before):
        return False
    return re.search(r"去年|上年度?(?!末以来)|往年|前年|截至|截止|目前|现有|已有|已建|已完成|已累计|累计已|原有|共有|历史|基数为|基期|(?<!\d)今年以来|\d{4}年底?(?:共|已|累计)", before) is not None


def _is_base_of_a_change(context: Context) -> bool:
    """由30家增加到50家: 30 is what it starts from; 在…的基础上."""
    return (
        re.search(r"[由从](?:\d{4}年的?|目前的?|现在的?|上年的?|原来的?)?$", context.before) is not None
        and re.match(r"(?:的)?(?:增加|提高|提升|上升|增长|扩大|下降|降低|减少|压缩|缩短|调整|增|升|降|减)[到至]?", context.past_unit) is not None
    ) or re.match(r"(?:的)?基础上", context.past_unit) is not None


def _is_part_of_a_name(context: Context) -> bool:
    """PM2.5, 12345热线, 3号线, 15分钟生活圈, 24小时, G60: digits that name something."""
    before = context.text[max(0, context.span.start - 8) : context.span.start]
    after = context.text[context.span.end : context.span.end + 14]
    return (
        re.search(r"(?:PM|SO|CO|NO|GB|ISO|T/|Q/)\s?$", before, re.IGNORECASE) is not None
        or (re.search(r"[A-Za-z][-]?$", before) is not None and not context.unit_written)
        or re.match(r"号|#|强", after) is not None
        or re.match(r"(?:热线|平台|工程项目)", after) is not None and re.fullmatch(r"\d{3,5}", context.written) is not None
        or re.match(r"(?:分钟|小时|公里)[^,。;]{0,10}(?:圈|服务|开放|办结|响应|便民|不打烊|值班|营业|全天|自助|阅读|购药|“)", after) is not None
        or re.match(r"(?:期|个?标段)(?:工程|项目|建设|[)])", after) is not None
        or re.match(r"[:]\d", after) is not None
        or re.search(r"附件|附表|专栏|表|图|约束|第$", before[-2:]) is not None and not context.unit_written
        or re.fullmatch(r"\d{6,}", context.written) is not None and not context.unit_written
        or re.search(r"〔$", before) is not None
        or re.search(r"\d+/$|[A-Za-z]\d*[-+]$", before) is not None and not context.unit_written
    )


def _is_month_or_quarter(context: Context) -> bool:
    """6月底, 三季度, 15日: when, not how much."""
    after = context.text[context.span.end : context.span.end + 3]
    if re.search(r"(?:月|日)$", context.written) and re.search(r"\d", context.written):
        return True
    return (
        re.match(r"季度", after) is not None
        or (re.match(r"月(?:底|末|份|中|上|下|初|前|起|[-—~至到,。\d])", after) is not None)
        or (re.match(r"日(?![均常产处])", after) is not None and re.search(r"月$|月\d{1,2}[-—~至、]$", context.before) is not None)
    )


RULES = (
    Rule(
        ReadingKind.NAME, "文件名称中的版本年份", lambda c: _is_calendar_year(c) and c.after.startswith("版")
    ),
    Rule(
        ReadingKind.REFERENCE,
        "对照年份",
        lambda c: _is_calendar_year(c) and c.before.endswith(("较", "比"))
        or (c.before.endswith(("与", "同")) and re.match(r"(?:同期)?相?比", c.after) is not None),
    ),
    Rule(ReadingKind.DATE, "日期", _is_calendar_year, 0.98),
    Rule(ReadingKind.DATE, "月份、季度", _is_month_or_quarter),
    Rule(ReadingKind.NAME, "活动名称中的年份", _is_bare_year),
    Rule(
        ReadingKind.NAME, "届次、会次", lambda c: c.before.endswith("第") or re.match(r"届[^次、]", c.after) is not None
    ),
    Rule(
        ReadingKind.NAME,
        "版本号、等级或代号",
        lambda c: re.search(r"版$|[A-ZⅠ-Ⅻ]$", c.written) is not None,
    ),
    Rule(ReadingKind.NAME, "等级名称", lambda c: c.after.startswith("星级")),
    Rule(ReadingKind.STANDARD, "收费折扣", lambda c: c.after.startswith("折")),
    Rule(ReadingKind.STANDARD, "税收优惠标准", _is_quoted_scheme),
    Rule(ReadingKind.NAME, "专有名称", _is_quoted_name),
    Rule(ReadingKind.NAME, "专有名称", _is_round_name),
    Rule(ReadingKind.REFERENCE, "对照基数", lambda c: c.is_quoted and c.after.startswith("”的基础上")),
    Rule(ReadingKind.NAME, "名称中的数字", lambda c: not c.is_quoted and _stands_in_a_quotation(c), 0.9),
    Rule(ReadingKind.NAME, "名称、编号中的数字", _is_part_of_a_name, 0.9),
    Rule(ReadingKind.NAME, "行动、工程名称", _names_a_programme),
    Rule(
        ReadingKind.REFERENCE, "比值的计算基数", lambda c: not _has_digits(c) and c.before.endswith("每")
    ),
    Rule(ReadingKind.REFERENCE, "指上文已列事项", lambda c: c.before.strip().endswith(("上述", "以上"))),
    Rule(ReadingKind.REFERENCE, "对照基数", _is_base_of_a_change),
    Rule(ReadingKind.CONDITION, "能效等级", lambda c: re.match(r"级[、能]", c.after) is not None),
    Rule(ReadingKind.CONDITION, "对象门槛", _qualifies_with_object, 0.85),
    Rule(ReadingKind.CONDITION, "对象门槛", _is_attributive, 0.85),
    Rule(ReadingKind.CONDITION, "规模、年限门槛", _is_age_or_size_class),
    Rule(ReadingKind.CONDITION, "规模门槛", _is_bare_myriad),
    Rule(ReadingKind.CONDITION, "规模门槛", _is_threshold_of_size, 0.85),
    Rule(ReadingKind.REFERENCE, "过去的数值", _is_past, 0.8),
    Rule(ReadingKind.BUDGET, "财政预算安排", _is_allocation),
    Rule(ReadingKind.CONDITION, "数量上限", _is_limited_choice, 0.8),
    Rule(ReadingKind.STANDARD, "补助标准", _is_enjoyed, 0.85),
    Rule(ReadingKind.STANDARD, "补助标准", _is_rate_of_support, 0.9),
    Rule(ReadingKind.BUDGET, "安排的资金", _is_funding, 0.8),
    Rule(
        ReadingKind.STANDARD,
        "补助期限",
        lambda c: _is_period_of_time(c) and _SUPPORTED_TIME.search(c.words + _beside(c)) is not None,
        0.8,
    ),
    Rule(ReadingKind.CONDITION, "期限", _is_within_a_time, 0.85),
    Rule(ReadingKind.CONDITION, "期限", _is_period_of_time, 0.8),
    Rule(ReadingKind.CONDITION, "对象范围", lambda c: c.after.startswith("类")),
    Rule(ReadingKind.REFERENCE, "所列事项的计数", _announces_a_list, 0.85),
    Rule(ReadingKind.REFERENCE, "所列或既有事项的计数", _counts_what_is_named),
    Rule(ReadingKind.REFERENCE, "所列或既有事项的计数", _counts_named_things),
    Rule(ReadingKind.TARGET, "年度目标", _is_plain_amount),
    Rule(ReadingKind.TARGET, "以汉字写的目标", _is_counted_in_words, 0.7),
)
